"""Export: the articles and stories of whole days as Parquet, one file per day, at any address that fsspec knows.

A file is written under a temporary name and moved over the old one, so that a reader sees a day as it was or as it is.
Within a file each language has row groups of its own, for readers to skip. The same rows give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Row
from upath import UPath

from newshouse.errors import FatalError, OutageError, RejectError
from newshouse.stages.desk import log
from newshouse.text import masked
from newshouse.warehouse import fetch_all, working

_DAY = timedelta(days=1)
_GROUP_ROWS = 50_000
_TYPES = {
    "articles": {
        "language_confidence": "float32", "copy_similarity": "float64", "is_free": "bool", "published_at": "time",
        "modified_at": "time", "first_seen_at": "time", "captured_at": "time", "authors": "list", "keywords": "list",
        "reservations": "list", "flags": "list",
    },
    "stories": {
        "languages": "list", "article_count": "int32", "outlet_count": "int32", "copy_count": "int32",
        "first_published_at": "time", "last_published_at": "time", "first_seen_at": "time",
    },
}  # fmt: skip
"""Columns that are no text."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: days with rows, and rows of both kinds."""

    day_count: int
    article_count: int
    story_count: int


def export(engine: Engine, since: date, until: date, to: str) -> Exported:
    """Write every day from ``since`` to before ``until`` (UTC) below ``to``; a day left without rows loses its file.

    Raises RejectError ``export_interval`` and ``export_address`` for what cannot be meant, FatalError when pyarrow is
    not installed, OutageError when the address does not answer.
    """
    if since >= until:
        raise RejectError("export_interval", f"since {since} is not before until {until}")
    return _export(engine, _days(since, until), to)


def export_changed(engine: Engine, start: datetime, end: datetime, to: str, oldest: date = date.min) -> Exported:
    """Write anew every day that publications after ``start`` and not after ``end`` may have changed, as it is now.

    ``oldest``: days before it are not kept any more. Raises as ``export``.
    """
    with working(engine) as connection:
        days = [row.day for row in fetch_all(connection, "select/export_days", from_at=start, to_at=end)]
    return _export(engine, [day for day in days if day >= oldest], to)


def remove_days(to: str, before: date) -> int:
    """Remove the files of days before ``before`` below ``to``; how many. Raises as ``export``."""
    root = _root(to)
    try:
        found = [path for kind in _TYPES for path in root.glob(f"{kind}/day=*/{kind}.parquet")]
        old = [path for path in found if date.fromisoformat(path.parent.name.removeprefix("day=")) < before]
        for path in old:
            path.unlink(missing_ok=True)
            _remove_folder(path.parent)
    except OSError as error:
        raise OutageError(f"Can't remove old days of the export at {to}: {error}. The next run goes on.") from error
    return len(old)


def _export(engine: Engine, days: Iterable[date], to: str) -> Exported:
    root = _root(to)
    counts = {"articles": 0, "stories": 0}
    day_count = 0
    for day in days:
        with working(engine.execution_options(isolation_level="REPEATABLE READ")) as connection:
            rows = {kind: _rows(connection, kind, day) for kind in counts}
        for kind, some in rows.items():
            _put(root / kind / f"day={day}" / f"{kind}.parquet", _parquet(kind, some) if some else None)
            counts[kind] += len(some)
        day_count += any(rows.values())
    log.info("stage=export days=%s articles=%s stories=%s to=%s", day_count, *counts.values(), masked(to))
    return Exported(day_count, counts["articles"], counts["stories"])


def check(to: str) -> None:
    """Whether an export to ``to`` is possible as far as that shows without writing. Raises as ``export``."""
    _root(to)
    if find_spec("pyarrow") is None:
        raise _without_pyarrow()


def _without_pyarrow() -> FatalError:
    return FatalError("export needs pyarrow, the extra 'export': .venv/bin/python -m pip install pyarrow")


def _root(to: str) -> UPath:
    try:
        root = UPath(to)
        if "://" in to and root.protocol == "":  # what is no protocol at all, UPath takes for a folder's name
            raise ValueError("no such kind of address")
        _ = root.fs  # made, with the library that it needs, when it is first asked for
        return root
    except (ValueError, ImportError) as error:
        raise RejectError("export_address", f"{to}: {error}. Example: /srv/export or s3://bucket/export") from error


def _days(since: date, until: date) -> Iterator[date]:
    return (since + number * _DAY for number in range((until - since).days))


def _rows(connection: Connection, kind: str, day: date) -> Sequence[Row[Any]]:
    starts_at = datetime.combine(day, time(), UTC)
    return fetch_all(connection, f"select/export_{kind}", day=starts_at, next_day=starts_at + _DAY)


def _parquet(kind: str, rows: Sequence[Row[Any]]) -> bytes:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise _without_pyarrow() from error
    types = {"time": pa.timestamp("us", "UTC"), "list": pa.list_(pa.string()), "bool": pa.bool_()}
    kinds = {name: types.get(value) or pa.type_for_alias(value) for name, value in _TYPES[kind].items()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in rows[0]._fields])
    written = io.BytesIO()
    with pq.ParquetWriter(written, schema, compression="zstd") as writer:
        for _, group in groupby(rows, key=lambda row: row.language):
            same = [dict(row._mapping) for row in group]
            writer.write_table(pa.Table.from_pylist(same, schema), row_group_size=_GROUP_ROWS)
    return written.getvalue()


def _remove_folder(folder: UPath) -> None:
    """Where folders are things of their own, and this one is empty."""
    with suppress(OSError):
        folder.rmdir()


def _put(path: UPath, content: bytes | None) -> None:
    """Replace the file at once, or remove it."""
    part = path.with_name(path.name + ".part")
    try:
        if content is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        path.fs.mv(part.path, path.path)
    except OSError as error:
        raise OutageError(f"Can't write the export to {path}: {error}. What was written before stays whole.") from error
