"""How feeds and pages are asked over the days: conditionally, at their pace, and never after they said no."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from newshouse.settings import Settings
from newshouse.stages.desk import Desk
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import open_warehouse
from sqlalchemy import text
from stages.outlet import Outlet, Says, page, rss
from stages.play import gathered

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


class World:
    """One outlet, one warehouse, and a clock that a test sets."""

    def __init__(self, outlet: Outlet, url: str, archive: Path) -> None:
        self.outlet, self.engine = outlet, open_warehouse(url)
        self.url, self.archive = url, archive

    def add(self, path: str) -> None:
        add_feeds(self.engine, [NewFeed(self.outlet.base + path)], T0)

    def at(self, moment: datetime) -> Desk:
        """Poll what is due at ``moment`` and fetch what is due then."""
        settings = Settings(
            warehouse_url=self.url, archive_url=str(self.archive), allow_loopback=True, host_interval_s=0.0,
            read_processes=1, now=moment,
        )  # fmt: skip
        return gathered(self.engine, settings, moment)

    def one(self, query: str) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(text(query)).one()

    def asked_for(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers in self.outlet.asked if asked == path]


@pytest.fixture
def world(warehouse_url: str, tmp_path: Path) -> Iterator[World]:
    with Outlet({"/feed": Says(rss("/a"), etag='"1"'), "/a": Says(page("bridges"), etag='"a1"')}) as outlet:
        world = World(outlet, warehouse_url, tmp_path)
        world.add("/feed")
        yield world
        world.engine.dispose()


def test_an_unchanged_feed_is_asked_conditionally_and_kept_once(world: World) -> None:
    world.at(T0)
    world.at(T0 + 25 * HOUR)
    first, second = world.asked_for("/feed")
    assert "if-none-match" not in first
    assert second["if-none-match"] == '"1"'
    assert world.one("SELECT count(*) FROM raw.snapshots WHERE kind = 'feed'").count == 1
    assert world.one("SELECT outcome, status FROM raw.polls ORDER BY batch_id DESC LIMIT 1") == ("unchanged", 304)


def test_the_same_bytes_without_validators_are_neither_archived_nor_parsed_again(world: World) -> None:
    world.outlet.answers["/feed"] = Says(rss("/a"))
    world.at(T0)
    world.at(T0 + 25 * HOUR)
    assert world.one("SELECT outcome, status, entry_count FROM raw.polls ORDER BY batch_id DESC LIMIT 1") == (
        "unchanged",
        200,
        0,
    )
    assert world.one("SELECT count(*) FROM raw.snapshots WHERE kind = 'feed'").count == 1


def test_a_feed_that_is_gone_is_paused_and_says_so(world: World) -> None:
    world.at(T0)
    world.outlet.answers["/feed"] = Says(status=410)
    world.at(T0 + 25 * HOUR)
    assert world.one("SELECT state, paused_reason FROM serve.feed_health") == ("paused", "gone")
    asked = len(world.asked_for("/feed"))
    world.at(T0 + 99 * HOUR)
    assert len(world.asked_for("/feed")) == asked


def test_a_failing_feed_waits_longer_each_time_and_comes_back(world: World) -> None:
    world.outlet.answers["/feed"] = Says(status=500)
    pauses, moment = [], T0
    for _ in range(4):
        world.at(moment)
        due = world.one("SELECT next_poll_at FROM raw.feeds").next_poll_at
        pauses.append(due - moment)
        moment = due
    assert pauses == sorted(pauses)
    assert pauses[-1] > 4 * pauses[0]
    world.outlet.answers["/feed"] = Says(rss("/a"))
    world.at(moment)
    assert world.one("SELECT state, failure_count FROM serve.feed_health") == ("healthy", 0)


def test_too_many_requests_hold_the_whole_host(world: World) -> None:
    world.at(T0)
    world.add("/other")
    world.outlet.answers["/feed"] = Says(status=429, headers=(("Retry-After", "7200"),))
    world.outlet.answers["/other"] = Says(rss("/b"))
    world.at(T0 + 25 * HOUR)  # whoever is asked first, the host's wish binds all later batches
    asked = len(world.outlet.asked)
    world.at(T0 + 26 * HOUR)
    assert len(world.outlet.asked) == asked
    world.outlet.answers["/feed"] = Says(rss("/a"))
    world.at(T0 + 28 * HOUR)
    assert len(world.outlet.asked) > asked


def test_a_feed_moves_only_when_the_new_address_lasts(world: World) -> None:
    new = world.outlet.base + "/new"
    world.outlet.answers["/feed"] = Says(status=301, headers=(("Location", new),))
    world.outlet.answers["/new"] = Says(rss("/a"))
    for hours in (0, 30):
        world.at(T0 + hours * HOUR)
        assert world.one("SELECT url FROM raw.feeds").url.endswith("/feed")
    world.at(T0 + 60 * HOUR)
    row = world.one("SELECT url, previous_urls FROM raw.feeds")
    assert (row.url, row.previous_urls) == (new, [world.outlet.base + "/feed"])


def test_overflow_is_recorded_and_speeds_the_feed_up(world: World) -> None:
    world.at(T0)
    world.outlet.answers["/feed"] = Says(rss("/x", "/y", "/z"))
    world.at(T0 + 25 * HOUR)
    assert world.one("SELECT overflow_count FROM serve.feed_health").overflow_count == 1
    assert world.one("SELECT next_poll_at FROM raw.feeds").next_poll_at < T0 + 33 * HOUR


def test_a_page_is_looked_at_again_conditionally_while_the_feed_carries_it(world: World) -> None:
    world.at(T0)
    world.at(T0 + 1.1 * HOUR)
    world.at(T0 + 6.1 * HOUR)
    validators = [headers.get("if-none-match") for headers in world.asked_for("/a")]
    assert validators == [None, '"a1"', '"a1"']
    assert world.one("SELECT outcome, status FROM raw.fetches ORDER BY batch_id DESC LIMIT 1") == ("unchanged", 304)
    kept = b"".join(gzip.decompress(file.read_bytes()) for file in world.archive.rglob("*fetch*.warc.gz"))
    assert kept.count(b"WARC-Refers-To-Target-URI: " + world.outlet.base.encode() + b"/a\r\n") == 2
    world.outlet.answers["/feed"] = Says(rss("/b"))
    world.outlet.answers["/b"] = Says(page("tunnels"))
    world.at(T0 + 30 * HOUR)
    assert len(world.asked_for("/a")) == 3


def test_a_changed_entry_makes_its_page_due_at_once(world: World) -> None:
    world.at(T0)
    world.outlet.answers["/feed"] = Says(rss("/a").replace("About", "Corrected: about"))
    world.at(T0 + 30 * HOUR)
    assert len(world.asked_for("/a")) == 2


def test_a_page_that_fails_for_now_is_deferred_and_comes_later(world: World) -> None:
    good = world.outlet.answers["/a"]
    world.outlet.answers["/a"] = Says(status=503, headers=(("Retry-After", "600"),))
    world.at(T0)
    row = world.one("SELECT outcome, reason FROM raw.fetches")
    assert row == ("deferred", "http_503")
    assert world.one("SELECT retryable, reason FROM serve.rejects WHERE stage = 'fetch'") == (True, "http_503")
    world.outlet.answers["/a"] = good
    world.at(T0 + HOUR)
    assert world.one("SELECT last_outcome, attempt_count FROM raw.pages") == ("ok", 0)


def test_robots_rules_are_obeyed_and_asked_once_a_day(world: World) -> None:
    world.outlet.answers["/robots.txt"] = Says("User-agent: *\nDisallow: /a\n")
    world.at(T0)
    assert world.one("SELECT outcome, reason FROM raw.fetches") == ("rejected", "robots")
    assert world.asked_for("/a") == []
    world.outlet.answers["/feed"] = Says(rss("/b"))
    world.outlet.answers["/b"] = Says(page("tunnels"))
    world.at(T0 + 12 * HOUR)
    assert len(world.asked_for("/b")) == 1
    assert len(world.asked_for("/robots.txt")) == 1


def test_a_feed_that_lies_about_being_unchanged_is_found_out(world: World) -> None:
    world.at(T0)
    moment = T0
    for number in range(150):  # a sample of one poll in 16; which, depends on the address
        world.outlet.answers["/feed"] = Says(rss("/a", f"/n{number}"), etag='"1"', always_304=True)
        moment = max(moment + HOUR, world.one("SELECT next_poll_at FROM raw.feeds").next_poll_at)
        world.at(moment)
        if world.one("SELECT schedule ->> 'validators_lie' AS lies FROM raw.feeds").lies == "true":
            break
    else:
        pytest.fail("never found out")
    asked = len(world.asked_for("/feed"))
    world.at(world.one("SELECT next_poll_at FROM raw.feeds").next_poll_at)
    assert "if-none-match" not in world.asked_for("/feed")[asked]
