"""Reading: captured pages to articles with body, metadata and language, staged for audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Row

from newshouse import __version__
from newshouse.archive import ArchiveReader
from newshouse.errors import ItemError, RejectError
from newshouse.records import StageReport
from newshouse.settings import Settings
from newshouse.stages.desk import Desk, Outcome, counted, log, reject_of
from newshouse.stages.documents import PageToRead, ReadPage, read_page
from newshouse.stages.pool import Limits, run_all
from newshouse.stages.snapshots import reference
from newshouse.urls import registrable_domain
from newshouse.warehouse import as_rows, execute, fetch_all, fetch_one, working

READER_VERSION = __version__
PublishedFrom = Literal["page", "feed", "first_seen"]
_DAY, _ZONES = timedelta(days=1), timedelta(hours=14)


def plan_readings(desk: Desk) -> tuple[int, ...]:
    """Give the batch's captured pages to mapped tasks; return their numbers. The same for live and replay.

    A replay of ``link`` alone reads nothing: what is published of the batch is staged as it was read.
    """
    settings = desk.settings
    with working(desk.engine) as connection:
        execute(connection, "load/clear_staging", {"batch_id": desk.batch_id})
        batch = fetch_one(connection, "select/mode", batch_id=desk.batch_id)
        if batch.mode == "empty":
            return ()
        if not batch.reads:
            execute(connection, "load/stage_published", {"batch_id": desk.batch_id})
            return ()
        binds = {"articles_per_task": settings.articles_per_task, "max_tasks": settings.max_tasks_per_step}
        execute(connection, "load/plan_readings", {"batch_id": desk.batch_id} | binds)
        rows = fetch_all(connection, "select/shards_of_readings", batch_id=desk.batch_id)
    log.info("stage=plan_reading batch=%s read_tasks=%s", desk.batch_id, len(rows))
    return tuple(row.shard for row in rows)


def read_shard(desk: Desk, shard: int) -> StageReport:
    """Read a mapped task's pages and stage their articles. Running it again changes nothing."""
    with working(desk.engine) as connection:
        ids = [row.snapshot_id for row in fetch_all(connection, "select/readings", batch_id=desk.batch_id, shard=shard)]
        planned = fetch_all(connection, "select/readings_of", ids=ids)
    outcomes = read_captures(desk.settings, planned)
    articles = [staged(row, read) for row, read in outcomes if isinstance(read, ReadPage)]
    refused = [(row, error) for row, error in outcomes if isinstance(error, ItemError)]
    with working(desk.engine) as connection:
        keys = {"batch_id": desk.batch_id}
        execute(connection, "load/staging_articles", keys | {"rows": as_rows(articles)})
        execute(connection, "load/readings", keys | {"rows": as_rows(_answer(row, read) for row, read in outcomes)})
        execute(connection, "load/forget_rejects_read", keys | {"shard": shard})
        rejects = [reject_of("read", row.url, error, retryable=False) for row, error in refused]
        execute(connection, "load/rejects", keys | {"now": desk.settings.time(), "rows": as_rows(rejects)})
    return counted("read", desk, shard, [_ended(row, read) for row, read in outcomes])


def read_captures(settings: Settings, planned: Sequence[Row[Any]]) -> list[tuple[Row[Any], ReadPage | ItemError]]:
    """Each row of select/readings_of with what became of it; what the archive can't give never reaches a worker."""
    outcomes: dict[int, ReadPage | ItemError] = {}

    def pages() -> Iterator[PageToRead]:
        with ArchiveReader(settings.archive_url) as archive:
            for row in planned:
                if row.is_forgotten:
                    outcomes[row.snapshot_id] = RejectError("forgotten", "taken down")
                    continue
                if row.expired_at is not None:
                    gone = f"older than the archive keeps, given up on {row.expired_at:%Y-%m-%d}"
                    outcomes[row.snapshot_id] = RejectError("archive_expired", gone)
                    continue
                try:
                    snapshot = archive.read(reference(row))
                except ItemError as error:
                    outcomes[row.snapshot_id] = error
                    continue
                declared = (("feed", row.feed_language),) if row.feed_language else ()
                yield PageToRead(row.snapshot_id, snapshot, settings.max_body_bytes, row.entry_title, declared)

    for page, outcome in run_all(read_page, pages(), Limits.of(settings)):
        outcomes[page.snapshot_id] = outcome
    return [(row, outcomes[row.snapshot_id]) for row in planned]


def _ended(row: Row[Any], outcome: ReadPage | ItemError) -> Outcome:
    if isinstance(outcome, ItemError):
        return Outcome(row.url, "rejected", outcome.reason)
    return Outcome(row.url, "ok")


def _answer(row: Row[Any], outcome: ReadPage | ItemError) -> dict[str, Any]:
    answer = {"snapshot_id": row.snapshot_id}
    if isinstance(outcome, ItemError):
        return answer | {"outcome": "rejected", "reason": outcome.reason, "detail": outcome.detail[:500]}
    return answer | {
        "outcome": "ok",
        "article_id": outcome.article.article_id,
        "content_sha256": outcome.article.content_sha256,
    }


def staged(row: Row[Any], read: ReadPage) -> dict[str, Any]:
    """The binds of load/staging_articles for one capture."""
    article, language = read.article, read.language
    published_at, published_from = event_time(
        article.published_at, row.entry_published_at, row.first_seen_at, captured_at=row.fetched_at
    )
    return asdict(article) | {
        "publisher": registrable_domain(article.canonical_url),
        "title": article.title or row.entry_title or article.body.splitlines()[0][:200],
        "language": language.language,
        "language_confidence": language.confidence,
        "declared_languages": dict(article.declared_languages),
        "published_at": published_at,
        "published_from": published_from,
        "first_seen_at": row.first_seen_at,
        "captured_at": row.fetched_at,
        "snapshot_id": row.snapshot_id,
        "reader_version": READER_VERSION,
    }


def event_time(
    page: datetime | None, feed: datetime | None, first_seen: datetime, *, captured_at: datetime
) -> tuple[datetime, PublishedFrom]:
    """When the article was published: what the page says, else the feed, else when it was first seen.

    A page that names the day only (midnight) is refined by the feed, or by our first sight, where they fall on that
    day somewhere on earth. Never after the capture: nobody can have read it earlier than it was published. A page that
    claims so most likely means its own zone's time without naming the zone: then the feed is believed.
    """
    choices: list[tuple[datetime, PublishedFrom]] = []
    if page is not None:
        choices.append((page, "page"))
    if feed is not None:
        choices.append((feed, "feed"))
    choices.append((first_seen, "first_seen"))
    moment, source = choices[0]
    if source == "page" and moment.time() == time():
        on_that_day = (choice for choice in choices[1:] if moment - _ZONES < choice[0] < moment + _DAY + _ZONES)
        moment, source = next(on_that_day, (moment, source))
    if source == "page" and moment > captured_at and feed is not None and feed <= captured_at:
        moment, source = feed, "feed"
    return min(moment, captured_at), source
