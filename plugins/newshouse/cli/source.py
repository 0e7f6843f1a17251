"""What the commands share: reading a file or a URL, reading the warehouse, writing JSON lines."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Engine

from newshouse import settings as settings_module
from newshouse.errors import RejectError, SettingsError, TransientError
from newshouse.fetch import Fetcher, FetchPolicy
from newshouse.records import Snapshot
from newshouse.runtime import environment
from newshouse.runtime.databases import ready_warehouse
from newshouse.settings import Settings
from newshouse.warehouse import open_warehouse

of_demo = False
"""Whether the commands work on the demo's warehouse; set from the command line, once."""


def settings() -> Settings:
    """The settings of this clone. Raises SettingsError."""
    return settings_module.load(environment.variables(environment.here(), demo=of_demo))


@contextmanager
def warehouse() -> Iterator[Engine]:
    """The warehouse of this clone, started and migrated where needed."""
    place = environment.here()
    environment.prepare(place)
    variables = environment.variables(place, demo=of_demo)
    ready_warehouse(place, variables)
    engine = open_warehouse(settings_module.load(variables).warehouse_url)
    try:
        yield engine
    finally:
        engine.dispose()


def span(start: str, end: str) -> tuple[datetime, datetime]:
    """The options --from and --to, in UTC. Raises SettingsError, with an example."""
    first, last = _moment("--from", start), _moment("--to", end)
    if first >= last:
        raise SettingsError("--from must lie before --to. Example: --from 2026-03-02 --to 2026-03-04T06:00")
    return first, last


def is_url(source: str) -> bool:
    """Whether ``source`` is a web address and no file name."""
    return urlsplit(source).scheme.lower() in ("http", "https")


def taken(source: str, url: str | None, *, feed: bool) -> Snapshot:
    """A file's bytes (``url``: the address it came from, None for none), or what a server answers.

    Raises RejectError, also where a server fails for now: a look is not repeated.
    """
    if is_url(source):
        return _fetched(source, feed=feed)
    try:
        payload = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise RejectError("unreadable_file", f"{source}: {error.strerror or error}") from error
    address = url or "http://localhost/"
    return Snapshot(address, address, 200, (), payload, datetime.now(UTC))


def print_json(row: Any) -> None:
    """One JSON line: dataclasses and mappings, times as ISO 8601, bytes as hex."""
    plain = asdict(row) if is_dataclass(row) and not isinstance(row, type) else row
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, default=_plain).encode("utf-8", "replace").decode() + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    return list(value)


def _fetched(url: str, *, feed: bool) -> Snapshot:
    loaded = settings()
    policy = FetchPolicy.for_feeds(loaded) if feed else FetchPolicy.for_pages(loaded)

    async def fetch() -> Snapshot:
        async with Fetcher(policy) as fetcher:
            return await fetcher.get(url)

    try:
        return asyncio.run(fetch())
    except TransientError as error:
        raise RejectError(error.reason, error.detail) from error


def _moment(option: str, raw: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError as error:
        raise SettingsError(f"{option} {raw}: no moment in ISO 8601. Example: 2026-03-02T06:00") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
