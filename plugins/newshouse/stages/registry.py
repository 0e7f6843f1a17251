"""The feed registry: add, list, remove, pause, resume, poll soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from newshouse.errors import RejectError
from newshouse.urls import registrable_domain, request_url
from newshouse.warehouse import as_rows, execute, fetch_all, working


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to add. ``title`` and ``category`` come from the list it stands in, None if it stands in none."""

    url: str
    title: str | None = None
    category: str | None = None
    home_url: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of feeds to add: new ones, those registered before, and (url, reason) of the unusable."""

    added: int
    known: int
    refused: tuple[tuple[str, str], ...]


def add_feeds(engine: Engine, feeds: Sequence[NewFeed], now: datetime) -> Added:
    """Register feeds, due at once. One removed earlier is polled again; a known one is left as it is."""
    rows: dict[str, dict[str, Any]] = {}
    refused = []
    for feed in feeds:
        try:
            url = request_url(feed.url)
            rows.setdefault(url, _row(feed, url))
        except RejectError as error:
            refused.append((feed.url, str(error)))
    with working(engine) as connection:
        added = len(fetch_all(connection, "load/add_feeds", rows=as_rows(rows.values()), now=now))
    return Added(added, len(rows) - added, tuple(refused))


def list_feeds(engine: Engine) -> Sequence[Row[Any]]:
    """Every feed that is not removed, in order of publisher and address; columns as in select/feeds."""
    with working(engine) as connection:
        return fetch_all(connection, "select/feeds")


def remove_feed(engine: Engine, url: str, now: datetime) -> bool:
    """Stop polling a feed; what it brought stays. False when no such feed is registered."""
    with working(engine) as connection:
        return execute(connection, "load/remove_feed", {"url": request_url(url), "now": now}) == 1


def pause_feed(connection: Connection, url: str, why: str, now: datetime) -> bool:
    """Poll a feed no more until it is resumed. False when no such feed is registered."""
    return execute(connection, "load/pause_feed", {"url": request_url(url), "why": why, "now": now}) == 1


def resume_feed(connection: Connection, url: str, now: datetime) -> bool:
    """Poll a feed again, at once. False when no such feed is registered."""
    return execute(connection, "load/resume_feed", {"url": request_url(url), "now": now}) == 1


def poll_soon(connection: Connection, feed_id: int, now: datetime) -> bool:
    """Make a feed due for the next batch; a paused one stays paused. False when no such feed is registered."""
    return execute(connection, "load/poll_feed_soon", {"feed_id": feed_id, "now": now}) == 1


def _row(feed: NewFeed, url: str) -> dict[str, Any]:
    return {
        "url": url,
        "publisher": registrable_domain(url),
        "title": feed.title,
        "category": feed.category,
        "home_url": feed.home_url,
    }
