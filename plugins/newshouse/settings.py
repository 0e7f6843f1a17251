"""Settings: one frozen object, read once from ``NEWSHOUSE_*`` environment variables. Pure but for os.environ.

Every field of Settings is one variable: ``warehouse_url`` is ``NEWSHOUSE_WAREHOUSE_URL``. A wrong or
missing value raises SettingsError, which names the variable and a valid example.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newshouse.errors import SettingsError

PREFIX = "NEWSHOUSE_"


def _text(raw: str) -> str:
    return raw


def _path(raw: str) -> Path:
    return Path(raw).expanduser().absolute()


def _switch(raw: str) -> bool:
    try:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[raw.lower()]
    except KeyError:
        raise ValueError("neither true nor false") from None


def _instant(raw: str) -> datetime:
    value = datetime.fromisoformat(raw)
    if value.tzinfo is None:
        raise ValueError("has no time zone")
    return value.astimezone(UTC)


def _ports(raw: str) -> tuple[int, ...]:
    ports = tuple(int(part) for part in raw.split(",") if part.strip())
    if not all(0 < port < 65536 for port in ports):
        raise ValueError("not a port between 1 and 65535")
    return ports


def _channels(raw: str) -> tuple[str, ...]:
    channels = tuple(part.strip() for part in raw.split(",") if part.strip())
    for channel in channels:
        kind, _, where = channel.partition(":")
        if kind not in ("log", "smtp", "slack", "apprise") or bool(where) != (kind != "log"):
            raise ValueError(f"{channel!r} is none of log, smtp:ADDRESS, slack:CONNECTION, apprise:CONNECTION")
    return channels


def _within(kind: type[int] | type[float], low: float, high: float) -> Callable[[str], Any]:
    def parse(raw: str) -> int | float:
        value = kind(raw)
        if not low <= value <= high:
            raise ValueError(f"not between {low} and {high}")
        return value

    return parse


def _postgres_url(raw: str) -> str:
    scheme = urlsplit(raw).scheme
    if scheme != "postgresql+psycopg":
        # SQLAlchemy 2.1 reads plain postgresql:// as psycopg 3, 2.0 as psycopg2: never leave it open.
        raise ValueError(f"scheme is {scheme or 'missing'!r}, not 'postgresql+psycopg'")
    return raw


_REQUIRED = object()


def _setting(parse: Callable[[str], Any], example: str, default: Any = _REQUIRED) -> Any:
    metadata = {"parse": parse, "example": example}
    if default is _REQUIRED:
        return field(metadata=metadata | {"required": True})
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. Sizes in bytes, times in seconds, unless the name says otherwise."""

    warehouse_url: str = _setting(_postgres_url, "postgresql+psycopg://newshouse_writer@db:5432/newshouse")
    archive_url: str = _setting(_text, "/var/lib/newshouse/archive or s3://bucket/archive")
    contact: str = _setting(_text, "https://example.org/bot or ops@example.org", "")
    now: datetime | None = _setting(_instant, "2026-03-02T06:00:00+00:00", None)
    """Pretend it is this moment: for newsrooms that replay their own time (the demo, tests). None: the real clock."""

    poll_min_s: int = _setting(_within(int, 1, 86_400), "300", 300)
    poll_max_s: int = _setting(_within(int, 60, 604_800), "86400", 86_400)
    feeds_per_task: int = _setting(_within(int, 1, 10_000), "200", 200)
    pages_per_task: int = _setting(_within(int, 1, 10_000), "1000", 1_000)
    articles_per_task: int = _setting(_within(int, 1, 10_000), "1000", 1_000)
    max_tasks_per_step: int = _setting(_within(int, 1, 1_000), "16", 16)

    max_body_bytes: int = _setting(_within(int, 1_000, 1_000_000_000), "5000000", 5_000_000)
    fetch_deadline_s: float = _setting(_within(float, 0.1, 600), "30", 30.0)
    host_connections: int = _setting(_within(int, 1, 16), "2", 2)
    host_interval_s: float = _setting(_within(float, 0, 3_600), "1", 1.0)
    allowed_ports: tuple[int, ...] = _setting(_ports, "80,443", (80, 443))
    allow_loopback: bool = _setting(_switch, "false", False)
    """Let fetches reach 127.0.0.0/8 and ::1, on any port: for the demo and tests; logged loudly."""
    obey_robots: bool = _setting(_switch, "true", True)

    read_processes: int = _setting(_within(int, 1, 64), "2", 2)
    read_timeout_s: float = _setting(_within(float, 0.1, 600), "15", 15.0)
    read_memory_bytes: int = _setting(_within(int, 100_000_000, 64_000_000_000), "1500000000", 1_500_000_000)

    story_embeddings: bool = _setting(_switch, "false", False)
    """Compare meanings across languages as well; needs the extra ``embeddings``."""

    alert_channels: tuple[str, ...] = _setting(_channels, "log,smtp:ops@example.org,slack:my_webhook", ("log",))
    """Where alerts go: log, smtp:ADDRESS, or slack: and apprise: with the id of an Airflow connection."""
    alert_late_s: int = _setting(_within(int, 60, 604_800), "2700", 2_700)
    alert_disk_free_bytes: int = _setting(_within(int, 0, 10**15), "5000000000", 5_000_000_000)

    keep_captures_days: int = _setting(_within(int, 0, 36_500), "365", 0)
    """How long the archive keeps captures; 0: for ever. Ledgers are always kept."""
    keep_records_days: int = _setting(_within(int, 0, 36_500), "400", 0)
    """How long polls, fetches, readings and rejects of batches without captures are kept; 0: for ever."""
    keep_revisions_days: int = _setting(_within(int, 0, 36_500), "90", 0)
    """How long texts of superseded revisions are kept; 0: for ever."""
    keep_exports_days: int = _setting(_within(int, 0, 36_500), "730", 0)
    """How long exported days are kept; 0: for ever."""

    export_url: str = _setting(_text, "/srv/export or s3://bucket/export", "")
    """Where the DAG ``export`` writes; nowhere, and it does nothing, where this is empty."""

    live_grace_h: float = _setting(_within(float, 0, 720), "6", 6.0)
    """A run whose interval ended longer ago than this without captures has nothing to poll any more."""

    def time(self) -> datetime:
        """What time it is: ``now`` where set, else the real clock. Aware UTC."""
        return self.now or datetime.now(UTC)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read Settings from the environment. Raises SettingsError on the first wrong or missing value."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    known = {PREFIX + item.name.upper(): item for item in fields(Settings)}
    for variable, item in known.items():
        raw = environ.get(variable, "").strip()
        if raw:
            values[item.name] = _parsed(variable, raw, item.metadata)
        elif "required" in item.metadata:
            raise SettingsError(f"{variable} is not set. Example: {variable}={item.metadata['example']}")
    if values.get("poll_min_s", 300) > values.get("poll_max_s", 86_400):
        raise SettingsError("NEWSHOUSE_POLL_MIN_S is above NEWSHOUSE_POLL_MAX_S. Example: 300 and 86400")
    if values.get("keep_records_days", 0) and not (
        0 < values.get("keep_captures_days", 0) <= values["keep_records_days"]
    ):
        raise SettingsError(
            "NEWSHOUSE_KEEP_RECORDS_DAYS is below NEWSHOUSE_KEEP_CAPTURES_DAYS (0: for ever), and without its records"
            " no capture can be replayed. Example: 400 and 365"
        )
    return Settings(**values)


def _parsed(variable: str, raw: str, metadata: Mapping[str, Any]) -> Any:
    try:
        return metadata["parse"](raw)
    except ValueError as error:
        raise SettingsError(f"{variable}={raw!r}: {error}. Example: {variable}={metadata['example']}") from error
