"""Daily upkeep: what killed writers left in the archive, and what nobody will ask for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine

from newshouse.archive import list_files, remove_file
from newshouse.settings import Settings
from newshouse.stages.desk import log
from newshouse.stages.ledger import keep_books
from newshouse.stages.link import expire
from newshouse.warehouse import execute, fetch_all, working

GRACE = timedelta(days=2)
"""No task lives so long: what is older and unfinished will never be finished."""

LINKING_KEPT = timedelta(days=21)
"""Linking looks back 7 days at most; what comes later for an older time has the state made again."""


@dataclass(frozen=True, slots=True)
class Swept:
    """``parts_removed``: unfinished files of killed writers. ``unreferenced``: whole files no snapshot lies in.

    The latter stay. They hold captures whose transaction failed (the pages were fetched again), or the warehouse was
    lost and they are all there is.
    """

    parts_removed: int
    unreferenced: int


def sweep_archive(settings: Settings, engine: Engine) -> Swept:
    """Remove unfinished archive files; count whole ones that nothing refers to."""
    before = settings.time() - GRACE
    with working(engine) as connection:
        referenced = {row.file for row in fetch_all(connection, "select/archive_files")}
    old = [one for one in list_files(settings.archive_url) if one.modified_at is not None and one.modified_at < before]
    parts = [one for one in old if one.is_part]
    for part in parts:
        remove_file(settings.archive_url, part.file)
    swept = Swept(len(parts), sum(not one.is_part and one.file not in referenced for one in old))
    log.info("stage=sweep_archive parts_removed=%s unreferenced=%s", swept.parts_removed, swept.unreferenced)
    return swept


def keep_missing_ledgers(settings: Settings, engine: Engine) -> int:
    """Write into the archive the books of batches that were published before there were ledgers; how many."""
    with working(engine) as connection:
        missing = [row.batch_id for row in fetch_all(connection, "select/batches_without_ledger")]
    for batch_id in missing:
        with working(engine) as connection:
            execute(connection, "load/publishing_lock")
            keep_books(connection, settings, batch_id)
    log.info("stage=keep_missing_ledgers written=%s", len(missing))
    return len(missing)


def prune(settings: Settings, engine: Engine) -> int:
    """Forget what nobody will ask for again; the number of rows.

    Holds that have passed, robots.txt files nobody asked for in a month, and what linking keeps of articles whose story
    ended LINKING_KEPT ago.
    """
    now = settings.time()
    with working(engine) as connection:
        count = execute(connection, "load/prune", {"now": now}) + expire(connection, now - LINKING_KEPT)
    log.info("stage=prune rows=%s", count)
    return count
