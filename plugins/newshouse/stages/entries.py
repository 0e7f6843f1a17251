"""Entries of feed documents onto the books: what poll does live and again in a replay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from newshouse.errors import ItemError, RejectError
from newshouse.records import Entry, ParsedFeed, Reject
from newshouse.settings import Settings
from newshouse.stages.documents import Document, parse
from newshouse.stages.pool import FEEDS, Limits, run_all
from newshouse.urls import article_id, canonicalise, registrable_domain
from newshouse.warehouse import as_rows, execute, fetch_all, storable


@dataclass(frozen=True, slots=True)
class Counts:
    """A document's entries: ``entry_count`` = ``new_count`` + ``known_count`` + ``rejected_count``."""

    entry_count: int
    new_count: int
    known_count: int
    rejected_count: int
    earliest_new_at: datetime | None = None


def parse_all(settings: Settings, documents: Sequence[Document]) -> dict[int, ParsedFeed | ItemError]:
    """What each document holds, by feed_id."""
    limits = replace(Limits.of(settings), preload=FEEDS)
    return {document.feed_id: outcome for document, outcome in run_all(parse, documents, limits)} if documents else {}


def enter(
    connection: Connection, batch_id: int, read: Sequence[tuple[Document, ParsedFeed]], now: datetime | None
) -> tuple[dict[int, Counts], list[Reject]]:
    """Enter the documents' entries and the pages they link to; counts by feed_id, and the entries refused.

    ``now``: when new pages become due; None in a replay, where nothing becomes due.
    """
    rows: dict[tuple[int, bytes], dict[str, Any]] = {}
    rejects: list[Reject] = []
    refused: dict[int, int] = {}
    for document, feed in read:
        for row in _rows(document, feed):
            if isinstance(row, Reject):
                rejects.append(row)
                refused[document.feed_id] = refused.get(document.feed_id, 0) + 1
            else:
                rows.setdefault((document.feed_id, row["guid_sha256"]), row)
    execute(connection, "load/pages", {"rows": as_rows(_pages(rows.values())), "now": now})
    entered = fetch_all(connection, "load/entries", batch_id=batch_id, rows=as_rows(rows.values()), now=now)
    new = {(row.feed_id, bytes(row.guid_sha256)) for row in entered if row.is_new}
    counts = {}
    for document, feed in read:
        fresh = [key for key in new if key[0] == document.feed_id]
        rejected = refused.get(document.feed_id, 0)
        dates = [moment for key in fresh if (moment := rows[key]["published_at"]) is not None]
        counts[document.feed_id] = Counts(
            len(feed.entries), len(fresh), len(feed.entries) - len(fresh) - rejected, rejected, min(dates, default=None)
        )
    return counts, rejects


def span_s(feed: ParsedFeed) -> float | None:
    """Seconds between the oldest and the newest date in a document; None when it has no two dates."""
    dates = [entry.published_at for entry in feed.entries if entry.published_at is not None]
    return (max(dates) - min(dates)).total_seconds() if len(dates) > 1 else None


def _rows(document: Document, feed: ParsedFeed) -> Iterator[dict[str, Any] | Reject]:
    for entry in feed.entries:
        try:
            yield _row(document, feed, entry)
        except RejectError as error:
            item = f"{document.feed_id} {entry.guid or entry.url or entry.title or ''}"
            yield Reject("entry", item[:2000], error.reason, error.detail[:500], retryable=False)


def _row(document: Document, feed: ParsedFeed, entry: Entry) -> dict[str, Any]:
    if not entry.url:
        raise RejectError("no_link", "the entry links nowhere")
    canonical = canonicalise(entry.url)
    guid = storable(entry.guid or canonical)
    return {
        "feed_id": document.feed_id,
        "guid_sha256": sha256(guid.encode()).digest(),
        "guid": guid,
        "url": entry.url,
        "host": registrable_domain(canonical),
        "page_id": article_id(canonical),
        "title": entry.title,
        "summary": entry.summary,
        "authors": list(entry.authors),
        "published_at": entry.published_at,
        "published_raw": entry.published_raw,
        "updated_at": entry.updated_at,
        "language": entry.language or feed.language,
        "flags": list(entry.flags),
        "seen_at": document.seen_at,
    }


def _pages(rows: Any) -> list[dict[str, Any]]:
    pages: dict[Any, dict[str, Any]] = {}
    for row in rows:
        known = pages.get(row["page_id"])
        if known is None or row["seen_at"] < known["seen_at"]:
            pages[row["page_id"]] = {key: row[key] for key in ("page_id", "url", "host", "seen_at")}
    return list(pages.values())
