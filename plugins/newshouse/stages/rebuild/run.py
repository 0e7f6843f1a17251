"""From an archive to a warehouse, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from newshouse.errors import SettingsError
from newshouse.settings import Settings
from newshouse.stages.batches import Interval
from newshouse.stages.desk import facts, log
from newshouse.stages.forget import clear_archive
from newshouse.stages.publish import Published
from newshouse.stages.rebuild.load import Numbers, load_batch
from newshouse.stages.rebuild.records import recorded_books
from newshouse.stages.rebuild.survey import BatchSource, Sections, Survey, sections_of, survey
from newshouse.stages.replay import replay_batch
from newshouse.stages.retention import expire_rows
from newshouse.warehouse import as_rows, execute, fetch_all, fetch_one, number_on, working

ASK_AGAIN = timedelta(days=2)
"""Pages that no batch is known to have asked for are asked for, if the archive's last batch is not further off."""


@dataclass(frozen=True, slots=True)
class Step:
    """One batch of a rebuild is done. ``published``: None where it was done before the rebuild was interrupted."""

    number: int
    count: int
    source: BatchSource
    published: Published | None


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild brought, and what it could not.

    ``from_records``: batches without a ledger, whose failures and unchanged answers nobody knows any more; of these
    ``without_interval`` stand at the moment of their first capture. ``superseded_count``: captures that another of the
    same feed or page in the batch stands for. ``lost``: records that the archive could not give, by reason;
    ``expired_count`` more were given up for their age. ``faults``: files that can't be read to their end, and why.
    """

    batch_count: int = 0
    from_records: int = 0
    without_interval: int = 0
    loose_files: int = 0
    superseded_count: int = 0
    decision_count: int = 0
    tombstone_count: int = 0
    pages_due: int = 0
    expired_count: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Work:
    engine: Engine
    settings: Settings
    found: Survey
    numbers: Numbers
    report: Rebuilt


def rebuild(engine: Engine, settings: Settings, tell: Callable[[Step], None]) -> Rebuilt:
    """Fill an empty warehouse with what the archive holds, or go on with a rebuild that was interrupted.

    Every batch goes back onto the books as it was published, and is replayed. Asks nobody. Raises SettingsError where
    the warehouse is not empty, or another rebuild is at work; FatalError and OutageError as a replay does.
    """
    with _alone(engine):
        work = _prepared(engine, settings, _begun(engine, settings))
        for number, source in enumerate(work.found.batches, start=1):
            work.report.from_records += source.ledger is None
            work.report.without_interval += not source.is_interval_known
            is_done = (source.start, source.end) in work.numbers.done
            tell(Step(number, len(work.found.batches), source, None if is_done else _rebuilt(work, source)))
        _finish(work)
    log.info("stage=rebuild %s", facts(work.report))
    return work.report


def _prepared(engine: Engine, settings: Settings, run_id: str) -> _Work:
    """Look at the archive; enter what holds for all batches."""
    found = survey(settings.archive_url)
    if settings.keep_captures_days:
        found.kept_since = settings.time() - timedelta(days=settings.keep_captures_days)
    with working(engine) as connection:
        execute(connection, "rebuild/decisions", {"rows": as_rows(found.decisions.values())})
        execute(connection, "rebuild/forgotten", {"rows": as_rows(found.forgotten.values())})
        numbers = Numbers.known(connection, run_id)
    report = Rebuilt(
        batch_count=len(found.batches), loose_files=found.loose_count, decision_count=len(found.decisions),
        tombstone_count=len(found.forgotten), faults=dict(found.faults),
    )  # fmt: skip
    return _Work(engine, settings, found, numbers, report)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    with working(engine.execution_options(isolation_level="AUTOCOMMIT")) as held:
        if not fetch_one(held, "rebuild/lock").is_mine:
            raise SettingsError("another newshouse rebuild of this warehouse is at work: wait for it to end")
        try:
            yield
        finally:
            fetch_one(held, "rebuild/unlock")


def _begun(engine: Engine, settings: Settings) -> str:
    """The run of the rebuild: a new one's, or the interrupted one's."""
    with working(engine) as connection:
        state = fetch_one(connection, "rebuild/state")
        if state.run_id is not None and state.finished_at is None:
            if state.archive_url != settings.archive_url:
                where = f"this warehouse is half rebuilt from {state.archive_url}"
                raise SettingsError(f"{where}: set NEWSHOUSE_ARCHIVE_URL to that, or begin in a new database")
            return str(state.run_id)
        counts = {"batches": state.batch_count, "feeds": state.feed_count, "articles": state.article_count}
        if any(counts.values()):
            held = ", ".join(f"{count} {name}" for name, count in counts.items())
            raise SettingsError(
                f"rebuild fills an empty warehouse, and this one holds {held}. Set NEWSHOUSE_WAREHOUSE_URL to a new"
                " database. Example: postgresql+psycopg://newshouse_writer@db:5432/newshouse_rebuilt"
            )
        now = settings.time()
        run_id = f"rebuild__{now:%Y-%m-%dT%H:%M:%S}"
        execute(connection, "rebuild/begin", {"run_id": run_id, "archive_url": settings.archive_url, "now": now})
        return run_id


def _rebuilt(work: _Work, source: BatchSource) -> Published:
    sections, at = _books(work.settings, source, work.report)
    with working(work.engine) as connection:
        batch_id = load_batch(connection, source, sections, work.numbers, work.found)
    interval = Interval(source.start, source.end, work.numbers.run_id, backfill=True)
    published = replay_batch(work.engine, replace(work.settings, now=at), interval, keeps_ledger=False)
    seen: dict[str, Any] = {"opened_at": source.happened_at, "published_at": at}
    untold = seen | {"mode": "live", "run_id": "unknown", "publish_count": 1}
    with working(work.engine) as connection:
        execute(connection, "rebuild/close", _run(sections, untold) | {"batch_id": batch_id})
        if source.ledger is not None:
            _note(connection, source.ledger, batch_id)
    return published


def _books(settings: Settings, source: BatchSource, report: Rebuilt) -> tuple[Sections, datetime]:
    """What is known of the batch, and when its rows became visible."""
    if source.ledger is not None:
        return sections_of(settings.archive_url, source.ledger), source.happened_at
    books = recorded_books(settings.archive_url, source)
    report.superseded_count += books.superseded_count
    report.faults |= books.faults
    return books.sections, books.ended_at


def _run(sections: Sections, untold: dict[str, Any]) -> dict[str, Any]:
    told = next(iter(sections.get("batch", [])), untold)
    return {name: told[name] for name in untold}


def _note(connection: Connection, file: str, batch_id: int | None) -> None:
    noted = {"file": file, "batch_id": batch_id, "change_id": None, "decisions_md5": None}
    execute(connection, "load/ledger", noted)


def _finish(work: _Work) -> None:
    clear_archive(work.engine, work.settings)
    now = work.settings.time()
    last = max((source.end for source in work.found.batches), default=now)
    with working(work.engine) as connection:
        execute(connection, "rebuild/aliases", {"rows": as_rows(work.found.aliases.values())})
        work.report.pages_due = execute(connection, "rebuild/due", {"now": now, "since": last - ASK_AGAIN})
        for file in work.found.ledgers:
            _note(connection, file, None)
        lost = {row.reason: row.record_count for row in fetch_all(connection, "rebuild/lost")}
        work.report.expired_count = lost.pop("archive_expired", 0)
        work.report.lost = lost
        if work.found.kept_since is not None:
            execute(connection, "load/expire_batches", {"before": work.found.kept_since, "now": now})
        number_on(connection)
        execute(connection, "rebuild/finish", {"now": now})
    expire_rows(work.settings, work.engine)
