"""Retention by age: what each layer keeps, as the settings say. What is given up is on record, and does not come back.

    archive    captures            NEWSHOUSE_KEEP_CAPTURES_DAYS   a batch without captures can't be replayed any more
    raw        records of items    NEWSHOUSE_KEEP_RECORDS_DAYS    of such batches only: replays need them
    news       old revisions' text NEWSHOUSE_KEEP_REVISIONS_DAYS  not the present one: late articles are linked by it
    exports    files of days       NEWSHOUSE_KEEP_EXPORTS_DAYS

Books, articles, stories, serve.changes and which feed carried what have no age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from newshouse.archive import list_files, remove_file
from newshouse.settings import Settings
from newshouse.stages.desk import facts, log
from newshouse.stages.export import remove_days
from newshouse.warehouse import execute, fetch_all, fetch_one, working

SHOWN_AGES_DAYS = (30, 90, 365)
"""What keeping captures no longer than this would free is logged, for whoever must choose."""


@dataclass(frozen=True, slots=True)
class Expired:
    """Captures whose archive files were given up for their age, the files removed, and batches left without any."""

    capture_count: int
    files_removed: int
    batch_count: int


@dataclass(frozen=True, slots=True)
class ExpiredRows:
    """Rows of raw given up for their age, entries that lost the feed's words, revisions that lost their text."""

    record_count: int
    entry_count: int
    revision_count: int


def expire_captures(settings: Settings, engine: Engine) -> Expired:
    """Remove archive files older than settings keep them; none where they are kept for ever (0).

    That a capture is gone is on record before its file goes: killed in between, the next run removes the file. Logs
    what other ages would give up.
    """
    now, days = settings.time(), settings.keep_captures_days
    with working(engine) as connection:
        for row in fetch_all(connection, "select/capture_ages", now=now, days=sorted({*SHOWN_AGES_DAYS, days} - {0})):
            log.info("stage=capture_ages days=%s captures=%s bytes=%s", row.days, row.capture_count, row.bytes_count)
    if not days:
        return Expired(0, 0, 0)
    with working(engine) as connection:
        binds = {"before": now - timedelta(days=days), "now": now}
        count = execute(connection, "load/expire_captures", binds)
        batch_count = execute(connection, "load/expire_batches", binds)
    with working(engine) as connection:
        expired = {row.file for row in fetch_all(connection, "select/expired_files")}
    files = [one.file for one in list_files(settings.archive_url) if one.file in expired]
    for file in files:
        remove_file(settings.archive_url, file)
    done = Expired(count, len(files), batch_count)
    log.info("stage=expire_captures days=%s %s", days, facts(done))
    return done


def expire_rows(settings: Settings, engine: Engine) -> ExpiredRows:
    """Give up records of batches that can't be replayed any more, and superseded texts, for their age."""
    now = settings.time()
    records, entries, revisions = 0, 0, 0
    if settings.keep_records_days:
        with working(engine) as connection:
            row = fetch_one(connection, "load/expire_records", before=now - timedelta(days=settings.keep_records_days))
            records, entries = row.record_count, row.entry_count
    if settings.keep_revisions_days:
        with working(engine) as connection:
            binds = {"before": now - timedelta(days=settings.keep_revisions_days), "now": now}
            revisions = execute(connection, "load/expire_revisions", binds)
    done = ExpiredRows(records, entries, revisions)
    log.info("stage=expire_rows %s", facts(done))
    return done


def expire_exports(settings: Settings) -> int:
    """Remove exported days older than settings keep them, where exports are configured; the number of files."""
    oldest = oldest_export(settings)
    if oldest == date.min or not settings.export_url:
        return 0
    count = remove_days(settings.export_url, oldest)
    log.info("stage=expire_exports days=%s files_removed=%s", settings.keep_exports_days, count)
    return count


def oldest_export(settings: Settings) -> date:
    """The oldest day whose export is kept; ``date.min`` where all are."""
    days = settings.keep_exports_days
    return (settings.time() - timedelta(days=days)).date() if days else date.min
