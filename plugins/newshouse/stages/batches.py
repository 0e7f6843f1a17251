"""Opening a batch: live or replay, and which feeds are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row

from newshouse.errors import FatalError, SettingsError
from newshouse.settings import Settings
from newshouse.stages.desk import log
from newshouse.stages.selection import Selection
from newshouse.stages.sharding import shard_by_host
from newshouse.warehouse import as_rows, check_version, execute, fetch_all, statement, working

Mode = Literal["live", "replay", "empty"]
EVERYTHING = Selection()
_NOT_LIVE = (
    "params stages, languages and publishers choose a part of what was captured, and this interval captured nothing"
    " yet: trigger the run without them. Example: {}"
)
_HALF_REBUILT = (
    "this warehouse is half rebuilt from the archive: no batch is opened until 'newshouse rebuild' has ended"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """The data interval of a run. A run triggered by hand has its moment as both ends.

    ``backfill``: a person asked for a past interval; nothing may be polled for it, however recent it is.
    """

    start: datetime
    end: datetime
    run_id: str
    backfill: bool = False


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that a run works on. ``shards`` are the mapped tasks of the poll step."""

    batch_id: int
    mode: Mode
    shards: tuple[int, ...]


def decide_mode(interval: Interval, *, captured: bool, now: datetime, grace_h: float) -> Mode:
    """Live, replay or empty. A feed has no past: today's feed is never filed under an old date.

    ``captured``: the batch polled already, so that the run is a replay. An interval that ended more than
    ``grace_h`` hours before ``now`` without captures is over and gone.
    """
    if captured:
        return "replay"
    if interval.backfill or now - interval.end > timedelta(hours=grace_h):
        return "empty"
    return "live"


def open_batch(engine: Engine, settings: Settings, interval: Interval, selection: Selection = EVERYTHING) -> OpenBatch:
    """Open the interval's batch, plan its polls, and say how it is to be worked. Safe to repeat.

    A batch whose captures were given up for their age stays published, with its books as they are; it can be linked
    again while its records are kept. ``selection``: the part that a replay works on. Raises SettingsError when a part
    is asked of a batch that captured nothing yet.
    """
    with working(engine) as connection:
        _refuse(connection, interval)
        reason: str | None = None
        binds = {"interval_start": interval.start, "interval_end": interval.end}
        found = connection.execute(statement("select/find_batch"), binds).one_or_none()
        if found is not None and found.expired_at is not None and ("read" in selection.stages or not found.captured):
            opened, reason = _given_up(connection, found, interval.run_id, settings.time()), "captures_given_up"
        else:
            captured = found is not None and found.captured
            mode = decide_mode(interval, captured=captured, now=settings.time(), grace_h=settings.live_grace_h)
            opened = _opened(connection, settings, interval, mode, selection)
            reason = "nothing_captured" if mode == "empty" else None
    tasks = f"poll_tasks={len(opened.shards)}"
    log.info("stage=open_batch batch=%s mode=%s %s reason=%s", opened.batch_id, opened.mode, tasks, reason)
    return opened


def _refuse(connection: Connection, interval: Interval) -> None:
    complaint = check_version(connection)
    if complaint:
        raise FatalError(f"{complaint} (newshouse migrate)")
    for rebuild in fetch_all(connection, "select/unfinished_rebuild"):
        if rebuild.run_id != interval.run_id:
            raise FatalError(_HALF_REBUILT)


def _opened(
    connection: Connection, settings: Settings, interval: Interval, mode: Mode, selection: Selection
) -> OpenBatch:
    if mode == "live" and not selection.is_whole:
        raise SettingsError(_NOT_LIVE)
    now = settings.time()
    opening: dict[str, Any] = {
        "interval_start": interval.start,
        "interval_end": interval.end,
        "mode": mode,
        "run_id": interval.run_id,
        "now": now,
        "selection": as_rows([selection])[1:-1],
    }
    batch_id = int(connection.execute(statement("load/open_batch"), opening).scalar_one())
    execute(connection, "load/clear_staging", {"batch_id": batch_id})
    if mode == "live":
        _plan_polls(connection, settings, batch_id, now)
    else:
        execute(connection, "load/give_up_unanswered_polls", {"batch_id": batch_id, "now": now})
        execute(connection, "load/give_up_unanswered_fetches", {"batch_id": batch_id, "now": now})
    repeats = mode == "live" or selection.reads_all
    planned = fetch_all(connection, "select/shards_of_polls", batch_id=batch_id) if repeats else ()
    return OpenBatch(batch_id, mode, tuple(row.shard for row in planned))


def _given_up(connection: Connection, found: Row[Any], run_id: str, now: datetime) -> OpenBatch:
    """There is nothing to read again: the batch's books stay as they are."""
    execute(connection, "load/open_expired", {"batch_id": found.batch_id, "run_id": run_id, "now": now})
    return OpenBatch(int(found.batch_id), "empty", ())


def _plan_polls(connection: Connection, settings: Settings, batch_id: int, now: datetime) -> None:
    due = fetch_all(connection, "select/due_feeds", now=now)
    shards = shard_by_host(due, lambda feed: feed.url, settings.max_tasks_per_step, settings.feeds_per_task)
    rows = [{"feed_id": feed.feed_id, "shard": shard} for shard, feeds in enumerate(shards) for feed in feeds]
    execute(connection, "load/plan_polls", {"batch_id": batch_id, "rows": as_rows(rows)})
