"""The watch: which conditions hold, which of them are news to whom. Telling is the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row

from newshouse.archive import free_bytes
from newshouse.settings import Settings
from newshouse.stages.desk import log
from newshouse.warehouse import as_rows, execute, fetch_all, names, source, working

_BINDS = ("now", "late_s")


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is wrong now. ``item``: what it is about; ``summary``: one line for a person."""

    kind: str
    item: str
    summary: str


@dataclass(frozen=True, slots=True)
class Alert:
    """A condition that was raised, or is over (``cleared_at``). ``state_at``: when it became so."""

    kind: str
    item: str
    summary: str
    raised_at: datetime
    cleared_at: datetime | None
    state_at: datetime

    def __str__(self) -> str:
        what = self.kind if self.item == self.kind else f"{self.kind} {self.item}"
        if self.cleared_at is None:
            return f"RAISED {what}: {self.summary}"
        return f"OVER {what}: since {self.cleared_at:%Y-%m-%d %H:%M} UTC, raised {self.raised_at:%Y-%m-%d %H:%M} UTC"


def kinds() -> list[str]:
    """The names of all conditions: the files of sql/watch, and disk_low, which no SQL can see."""
    return sorted([*(name.removeprefix("watch/") for name in names("watch")), "disk_low"])


def look(settings: Settings, engine: Engine) -> dict[str, int]:
    """See what is wrong now and enter it. The number of conditions that hold, by kind. Safe to repeat."""
    now = settings.time()
    with working(engine) as connection:
        found = _disk(settings)
        for name in names("watch"):
            text = source(name)
            binds = {"now": now, "late_s": settings.alert_late_s}
            wanted = {bind: binds[bind] for bind in _BINDS if f":{bind}" in text}
            rows = fetch_all(connection, name, **wanted)
            found += [Condition(name.removeprefix("watch/"), row.item, row.summary[:500]) for row in rows]
        execute(connection, "load/alerts", {"now": now, "rows": as_rows(found)})
        execute(connection, "load/forget_alerts", {"now": now})
    counts = {kind: sum(one.kind == kind for one in found) for kind in kinds()}
    log.info("stage=watch %s", " ".join(f"{kind}={count}" for kind, count in counts.items()))
    return counts


def to_tell(settings: Settings, engine: Engine, channel: str) -> list[Alert]:
    """What the channel was not told yet, raised ones first."""
    with working(engine) as connection:
        rows = fetch_all(connection, "select/alerts_to_tell", now=settings.time(), channel=channel)
    return [_alert(row) for row in rows]


def note_told(engine: Engine, channel: str, alerts: Sequence[Alert]) -> None:
    """The channel took these."""
    with working(engine) as connection:
        execute(connection, "load/alerts_told", {"channel": channel, "rows": as_rows(alerts)})


def _disk(settings: Settings) -> list[Condition]:
    free = free_bytes(settings.archive_url)
    if free is None or free >= settings.alert_disk_free_bytes:
        return []
    summary = f"{free / 1e9:.1f} GB free where the archive is, {settings.alert_disk_free_bytes / 1e9:.1f} GB wanted"
    return [Condition("disk_low", "disk_low", summary)]


def _alert(row: Row[Any]) -> Alert:
    return Alert(row.kind, row.item, row.summary, row.raised_at, row.cleared_at, row.state_at)
