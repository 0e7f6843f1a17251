"""From a channel of NEWSHOUSE_ALERT_CHANNELS to an Airflow notifier that holds the message."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import import_module
from typing import Any

from airflow.sdk import BaseNotifier

from newshouse.errors import OutageError, SettingsError
from newshouse.stages.desk import log
from newshouse.stages.watch import Alert
from newshouse.text import masked

SHOWN = 50
"""Alerts in one message; the rest are counted. A chat message of 40,000 characters is refused."""


class LogNotifier(BaseNotifier):
    """Each alert is a warning in the task's log."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self.lines = lines

    def notify(self, context: Any) -> None:
        for line in self.lines:
            log.warning("alert %s", line)


class AppriseNotifier(BaseNotifier):
    """Like the provider's, which drops that Apprise could not send: the alert would then count as told."""

    def __init__(self, connection: str, title: str, text: str) -> None:
        super().__init__()
        self.connection, self.title, self.text = connection, title, text
        self.hook = _imported("apprise", "hooks.apprise.AppriseHook")(connection)

    def notify(self, context: Any) -> None:
        services = import_module("apprise").Apprise()
        self.hook.set_config_from_conn(self.hook.get_connection(self.connection), services)
        if not services.notify(title=self.title, body=self.text, body_format="text", tag="all"):
            raise OutageError(f"apprise:{self.connection}: not all of its services took the message")


def notifier(channel: str, alerts: Sequence[Alert]) -> BaseNotifier:
    """The channel's notifier, holding a message. Raises SettingsError when its provider is not installed."""
    kind, _, where = channel.partition(":")
    lines = [masked(str(alert)) for alert in alerts[:SHOWN]]
    if len(alerts) > SHOWN:
        lines.append(f"and {len(alerts) - SHOWN} more: SELECT * FROM raw.alerts")
    title, text = f"newshouse: {_title(alerts)}", "\n".join(lines)
    made: BaseNotifier
    if kind == "log":
        made = LogNotifier(lines)
    elif kind == "smtp":
        made = _imported("smtp", "notifications.smtp.SmtpNotifier")(
            to=where, subject=title, html_content=f"<pre>{escape(text)}</pre>"
        )
    elif kind == "slack":
        blunt = escape(f"{title}\n{text}", quote=False)  # Slack reads <!channel> and links otherwise
        made = _imported("slack", "notifications.slack_webhook.SlackWebhookNotifier")(
            slack_webhook_conn_id=where, text=blunt
        )
    else:
        made = AppriseNotifier(where, title, text)
    return made


def _title(alerts: Sequence[Alert]) -> str:
    over = sum(alert.cleared_at is not None for alert in alerts)
    return ", ".join(f"{count} {word}" for count, word in ((len(alerts) - over, "raised"), (over, "over")) if count)


def _imported(provider: str, name: str) -> Any:
    module, _, wanted = name.rpartition(".")
    try:
        return getattr(import_module(f"airflow.providers.{provider}.{module}"), wanted)
    except ImportError as error:
        package = f"apache-airflow-providers-{provider}"
        raise SettingsError(
            f"NEWSHOUSE_ALERT_CHANNELS names {provider}: {package} is not installed. "
            f"Install it (pip install {package}), or use another channel. Example: NEWSHOUSE_ALERT_CHANNELS=log"
        ) from error
