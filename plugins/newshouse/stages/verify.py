"""Whether the warehouse holds what its archive says: a span's batches rebuilt in a scratch database, and compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, Row

from newshouse.settings import Settings
from newshouse.stages.batches import Interval
from newshouse.stages.replay import replay_batch
from newshouse.warehouse import execute, fetch_all, scratch_copy, working

TAKEN_DOWN: Final = "taken down"  # the cause of what differs as it should: sql/verify/differences.sql


@dataclass(frozen=True, slots=True)
class Difference:
    """``row_count`` rows of a table differ in a column, for one cause; ``example`` is the key of one of them."""

    table: str
    column: str
    cause: str
    row_count: int
    example: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Batches of the span that were left out: ``skipped_count``, a run was at work on them; ``expired_count``, their
    captures were given up for their age.
    """

    batch_count: int
    skipped_count: int
    expired_count: int
    differences: tuple[Difference, ...]


def verify(engine: Engine, settings: Settings, start: datetime, end: datetime) -> Verdict:
    """Rebuild the batches whose interval ends after ``start`` and not after ``end`` from the archive, and compare.

    Nothing in the warehouse changes: it is copied, as of one moment, into a database beside it that is dropped in the
    end. Raises SettingsError where another verification is at work, FatalError where the warehouse's role may not
    create databases.
    """
    with scratch_copy(engine) as scratch:
        with working(scratch) as connection:
            span = fetch_all(connection, "verify/span", from_at=start, to_at=end)
            there_still = [row for row in span if not row.is_expired]
            whole = [row for row in there_still if row.state == "published"]
            ids = [row.batch_id for row in whole]
            execute(connection, "verify/release", {"ids": ids})
        there = replace(settings, warehouse_url=scratch.url.render_as_string(hide_password=False))
        for row in whole:
            interval = Interval(row.interval_start, row.interval_end, "verify", backfill=True)
            replay_batch(scratch, there, interval, keeps_ledger=False)
        with working(scratch) as connection:
            rows = fetch_all(connection, "verify/differences", ids=ids)
    skipped, expired = len(there_still) - len(whole), len(span) - len(there_still)
    return Verdict(len(whole), skipped, expired, tuple(map(_difference, rows)))


def _difference(row: Row[Any]) -> Difference:
    return Difference(row.table_name, row.column_name, row.cause, row.row_count, row.example)
