"""The feed registry: added once, removed, paused and resumed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from newshouse.stages.registry import NewFeed, add_feeds, list_feeds, pause_feed, poll_soon, remove_feed, resume_feed
from newshouse.warehouse import open_warehouse
from sqlalchemy import Engine, text

NOW = datetime(2026, 3, 2, tzinfo=UTC)
FEED = "https://example.org/feed?utm_source=x"


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    engine = open_warehouse(warehouse_url)
    yield engine
    engine.dispose()


def test_a_feed_is_added_once_and_comes_back_after_removal(engine: Engine) -> None:
    feeds = [NewFeed(FEED, "Example", "World"), NewFeed("HTTPS://EXAMPLE.org/feed?utm_source=x"), NewFeed("not a url")]
    first = add_feeds(engine, feeds, NOW)
    assert (first.added, first.known, [url for url, _ in first.refused]) == (1, 0, ["not a url"])
    assert add_feeds(engine, feeds[:1], NOW).known == 1
    assert remove_feed(engine, FEED, NOW)
    assert not remove_feed(engine, FEED, NOW)
    assert list_feeds(engine) == []
    assert add_feeds(engine, feeds[:1], NOW).added == 1
    [row] = list_feeds(engine)
    assert (row.url, row.title, row.publisher) == (FEED, "Example", "example.org")


def test_a_paused_feed_is_not_due_until_it_is_resumed(engine: Engine) -> None:
    add_feeds(engine, [NewFeed(FEED)], NOW)
    with engine.begin() as connection:
        assert pause_feed(connection, FEED, "too loud", NOW)
    [row] = list_feeds(engine)
    assert (row.paused_at, row.paused_reason) == (NOW, "too loud")
    with engine.begin() as connection:
        assert resume_feed(connection, FEED, NOW)
        assert not pause_feed(connection, "https://example.org/other", "x", NOW)
    [row] = list_feeds(engine)
    assert (row.paused_at, row.paused_reason, row.failure_count) == (None, None, 0)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM raw.feeds")).scalar_one() == 1


def test_a_feed_polled_soon_is_due_now_and_never_later_than_it_was(engine: Engine) -> None:
    add_feeds(engine, [NewFeed(FEED)], NOW)
    [row] = list_feeds(engine)
    for asked_at, due_at in ((NOW + timedelta(hours=1), NOW), (NOW - timedelta(hours=1), NOW - timedelta(hours=1))):
        with engine.begin() as connection:
            assert poll_soon(connection, row.feed_id, asked_at)
        assert list_feeds(engine)[0].next_poll_at == due_at
    with engine.begin() as connection:
        assert not poll_soon(connection, row.feed_id + 1, NOW)
