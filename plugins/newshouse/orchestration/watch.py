"""The task of ``watch``: look, then tell each channel what it does not know yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newshouse.orchestration.place import opened

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from newshouse.settings import Settings


def look_and_tell() -> dict[str, int]:
    """The conditions that hold, by kind. Raises OutageError when a channel took nothing: the next try tells it again.

    Raises SettingsError, once the other channels are told, for one whose provider is not installed.
    """
    from newshouse.errors import OutageError, SettingsError
    from newshouse.orchestration import metrics
    from newshouse.stages.watch import look

    with opened() as (settings, engine):
        counts = look(settings, engine)
        metrics.show_alerts(counts)
        failures = [failure for channel in settings.alert_channels if (failure := _tell(settings, engine, channel))]
    wrong = [failure for failure in failures if isinstance(failure, SettingsError)]
    if wrong:
        raise wrong[0]
    if failures:
        raise OutageError(f"Alerts were not taken, and will be told again: {'; '.join(map(str, failures))}")
    return counts


def _tell(settings: Settings, engine: Engine, channel: str) -> Exception | None:
    """Tell one channel in one message; why it was not taken, None if it was or if nothing is to tell."""
    from newshouse.errors import NewshouseError, OutageError
    from newshouse.orchestration.notifiers import notifier
    from newshouse.stages.watch import note_told, to_tell

    alerts = to_tell(settings, engine, channel)
    if not alerts:
        return None
    try:
        # notify() and not the call: the call would render the text, words of strangers, as a template
        notifier(channel, alerts).notify({})
    except NewshouseError as error:
        return error
    except Exception as error:  # each provider has errors of its own; their text may hold the connection's secrets
        return OutageError(f"{channel}: {type(error).__name__}")
    note_told(engine, channel, alerts)
    return None
