"""What a replay of an interval would touch, and how long it should take by what replays took so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row

from newshouse.stages.batches import Interval
from newshouse.stages.selection import Selection
from newshouse.warehouse import as_rows, fetch_all, fetch_one, working


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """``batches`` newest first, those with captures only. ``expected_s``: None while nothing was ever timed.

    ``expired_count``: batches of the span whose captures were given up for their age, which nothing can read again.
    """

    batches: tuple[Interval, ...]
    snapshot_count: int
    article_count: int
    expected_s: float | None
    expired_count: int


def plan_replay(engine: Engine, start: datetime, end: datetime, selection: Selection, run_id: str) -> ReplayPlan:
    """The batches whose interval ends after ``start`` and not after ``end``, runs by hand among them."""
    binds: dict[str, Any] = {"from_at": start, "to_at": end, "selection": as_rows([selection])[1:-1]}
    with working(engine) as connection:
        rows = fetch_all(connection, "select/replay_plan", **binds)
        rate = fetch_one(connection, "select/replay_rate")
        expired = fetch_one(connection, "select/expired_batches", from_at=start, to_at=end)
    intervals = tuple(Interval(row.interval_start, row.interval_end, run_id, backfill=True) for row in rows)
    pages = sum(row.page_count for row in rows)
    return ReplayPlan(
        batches=intervals,
        snapshot_count=pages + sum(row.feed_count for row in rows),
        article_count=sum(row.article_count for row in rows),
        expected_s=_s(rate, rows),
        expired_count=expired.batch_count,
    )


def _s(rate: Row[Any], rows: Sequence[Row[Any]]) -> float | None:
    """So much per batch and so much per page, as a line through what was measured says; else the mean per batch."""
    if not rate.timed_count:
        return None
    if rate.per_page_s is None or rate.per_page_s < 0 or rate.per_batch_s < 0:
        return float(rate.mean_s * len(rows))
    return float(rate.per_batch_s * len(rows) + rate.per_page_s * sum(row.page_count for row in rows))
