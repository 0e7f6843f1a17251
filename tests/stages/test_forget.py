"""What is taken down is nowhere any more, and nothing brings it back."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from newshouse.archive import list_files
from newshouse.errors import FatalError, RejectError
from newshouse.settings import Settings
from newshouse.stages import forget as stage
from newshouse.stages.batches import Interval, open_batch
from newshouse.stages.desk import Desk
from newshouse.stages.forget import Forgotten, Order, clear_archive, forget, target_of
from newshouse.stages.link import Decision, expire, merge_stories
from newshouse.stages.poll import poll_shard
from newshouse.stages.publish import Published, link, publish
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.stages.replay import replay_batch
from newshouse.urls import article_id
from newshouse.warehouse import open_warehouse, working
from sqlalchemy import text
from stages.outlet import Outlet, Says, page, rss
from stages.play import Play, gathered, read_captured

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
MOMENTS = [T0, T0 + timedelta(hours=1)]
NAMES = ("a", "b", "c")
ORDER = Order("a court says so", "desk")


class Newsroom:
    """One outlet with three pages, captured twice; of ``/a`` and its entries a marker tells."""

    def __init__(self, outlet: Outlet, url: str, archive: Path) -> None:
        self.outlet, self.engine, self.archive = outlet, open_warehouse(url), archive
        self.settings = Settings(
            warehouse_url=url, archive_url=str(archive), allow_loopback=True, host_interval_s=0.0, read_processes=1
        )
        add_feeds(self.engine, [NewFeed(outlet.base + "/feed")], T0)

    def capture(self, moment: datetime, names: Sequence[str] = NAMES) -> Published:
        day = int((moment - T0) / timedelta(hours=1))
        self.outlet.answers["/feed"] = Says(rss(*(f"/{name}" for name in names), title=f"Zanzibark {day}"))
        for name in names:
            about = f"Quixotl of {day}" if name == "a" else f"item {name} of day {day}"
            self.outlet.answers[f"/{name}"] = Says(page(about) + f"<!-- {day} -->")
        return self.finish(gathered(self.engine, replace(self.settings, now=moment), moment))

    def finish(self, desk: Desk) -> Published:
        read_captured(desk)
        link(desk)
        return publish(desk)

    def replay(self, moment: datetime) -> dict[str, Any]:
        settings = replace(self.settings, now=T0 + timedelta(days=400))
        return replay_batch(self.engine, settings, Interval(moment, moment, "replay", backfill=True)).books

    def take_down(self, target: str, **options: bool) -> Forgotten:
        return forget(self.engine, self.settings, target_of(target), ORDER, **options)

    def rows(self, query: str) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(query)).all())

    def paths(self) -> list[str]:
        urls = self.rows("SELECT canonical_url FROM serve.articles ORDER BY 1")
        return [url.removeprefix(self.outlet.base) for (url,) in urls]

    def has(self, marker: str) -> list[str]:
        """Tables and archive files that hold the marker."""
        tables = self.rows(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname IN ('raw', 'staging', 'news')"
        )
        found = [one for (one,) in tables if self.rows(f"SELECT 1 FROM {one} AS t WHERE t::text ILIKE '%{marker}%'")]
        files = [one.file for one in list_files(str(self.archive))]
        return found + [
            file
            for file in files
            if marker.encode().lower() in gzip.decompress((self.archive / file).read_bytes()).lower()
        ]


@pytest.fixture
def news(warehouse_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    with Outlet() as outlet:
        newsroom = Newsroom(outlet, warehouse_url, tmp_path / "archive")
        for moment in MOMENTS:
            newsroom.capture(moment)
        yield newsroom
        newsroom.engine.dispose()


def balanced(books: dict[str, Any]) -> bool:
    read = books["articles_new"] + books["articles_revised"] + books["articles_unchanged"] + books["articles_rejected"]
    return bool(books["articles_due"] == read)


def test_what_is_taken_down_is_nowhere_and_no_replay_brings_it_back(news: Newsroom) -> None:
    assert len(news.has("Quixotl")) >= 4
    kept = news.rows("SELECT * FROM serve.articles WHERE canonical_url NOT LIKE '%/a' ORDER BY 1")
    done = news.take_down(news.outlet.base + "/a")
    cleared = clear_archive(news.engine, news.settings)
    assert (done.articles, done.pages, done.entries, done.readings, done.page_captures) == (1, 1, 1, 2, 2)
    assert (cleared.records, cleared.faults) == (done.page_captures + done.feed_captures, ())
    assert news.has("Quixotl") == []
    assert news.paths() == ["/b", "/c"]
    for moment in MOMENTS:
        books = news.replay(moment)
        assert balanced(books)
        assert books["reasons"]["read:forgotten"] == 1
    assert news.has("Quixotl") == []
    assert [row.article_id for row in news.rows("SELECT * FROM serve.articles ORDER BY 1")] == [
        row.article_id for row in kept
    ]
    told = news.rows("SELECT article_id FROM serve.changes WHERE kind = 'article_forgotten'")
    assert [row.article_id for row in told] == [article_id(news.outlet.base + "/a")]
    numbers = [number for (number,) in news.rows("SELECT change_id FROM serve.changes ORDER BY 1")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert news.rows("SELECT why, days FROM serve.forgotten") == [("a court says so", list(done.days))]


def test_it_is_never_fetched_again(news: Newsroom) -> None:
    news.take_down(str(article_id(news.outlet.base + "/a")))
    clear_archive(news.engine, news.settings)
    before = news.outlet.paths().count("/a")
    books = news.capture(T0 + timedelta(hours=30)).books
    assert balanced(books)
    assert news.paths() == ["/b", "/c"]
    assert news.has("Quixotl") == []
    assert news.outlet.paths().count("/a") == before
    assert news.rows("SELECT title FROM raw.entries WHERE url LIKE '%/a' AND title IS NOT NULL") == []


def test_what_is_read_while_it_is_taken_down_ends_as_reject(news: Newsroom) -> None:
    settings = replace(news.settings, now=T0 + timedelta(days=400))
    batch = open_batch(news.engine, settings, Interval(T0, T0, "replay", backfill=True))
    desk = Desk(settings, news.engine, batch.batch_id)
    for shard in batch.shards:
        poll_shard(desk, shard)
    read_captured(desk)
    link(desk)
    news.take_down(news.outlet.base + "/a")
    books = publish(desk).books
    assert balanced(books)
    assert books["articles_rejected"] == books["reasons"]["read:forgotten"] == 1
    assert news.paths() == ["/b", "/c"]


def test_a_killed_take_down_is_finished_by_the_next(news: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any) -> None:
        raise FatalError("killed")

    done = news.take_down(news.outlet.base + "/a")
    with monkeypatch.context() as patch:
        patch.setattr(stage, "forget_records", killed)
        with pytest.raises(FatalError):
            clear_archive(news.engine, news.settings)
    assert news.has("Quixotl")
    again = news.take_down(news.outlet.base + "/a")
    assert (again.articles, again.page_captures, again.archive_files) == (0, 0, done.archive_files)
    clear_archive(news.engine, news.settings)
    assert news.has("Quixotl") == []
    assert clear_archive(news.engine, news.settings).records == 0


def test_a_dry_run_counts_and_changes_nothing(news: Newsroom) -> None:
    tables = ("raw.forgotten", "raw.snapshots", "raw.readings", "raw.entries", "news.articles", "news.changes")
    before = [news.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]
    tried = news.take_down(news.outlet.base + "/a", dry_run=True)
    assert [news.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables] == before
    assert news.take_down(news.outlet.base + "/a") == tried


@pytest.mark.parametrize("raw", [str(UUID(int=7)), "https://nobody.example/x", "nobody.example", "not a thing"])
def test_what_nobody_knows_is_refused(played: Play, raw: str) -> None:
    with pytest.raises(RejectError):
        forget(played.engine, played.settings, target_of(raw), ORDER)


def test_a_publisher_goes_whole(news: Newsroom) -> None:
    [(publisher,)] = news.rows("SELECT DISTINCT publisher FROM serve.articles")
    done = news.take_down(publisher)
    clear_archive(news.engine, news.settings)
    assert (done.articles, done.page_captures, done.feed_captures) == (3, 6, 2)
    assert news.paths() == []
    assert news.has("Quixotl") == news.has("item b of day") == []
    assert news.rows("SELECT paused_reason FROM raw.feeds") == [("forgotten",)]
    for moment in MOMENTS:
        assert balanced(news.replay(moment))
    assert news.paths() == []


@pytest.mark.parametrize("goes", ["hub", "another"])
def test_a_long_story_whose_features_expired_outlives_a_member(news: Newsroom, goes: str) -> None:
    """Its last article lies further off than any window of linking reaches."""
    news.capture(T0 + timedelta(days=40), ("d",))
    stories = news.rows("SELECT DISTINCT story_id FROM serve.articles WHERE story_id IS NOT NULL")
    assert len(stories) > 1
    with working(news.engine) as connection:
        merge_stories(connection, [row.story_id for row in stories], Decision("desk", T0, "one matter"))
        expire(connection, T0 + timedelta(days=200))
    assert len(set(news.rows("SELECT story_id FROM serve.articles"))) == 1
    early = [article_id(f"{news.outlet.base}/{name}") for name in NAMES]
    pairs = news.rows("SELECT article_id, other_id FROM news.overrides")
    [hub] = set.intersection(*({pair.article_id, pair.other_id} for pair in pairs))  # all of the decision hangs on it
    news.take_down(str(hub if goes == "hub" else max(set(early) - {hub})))
    left = news.rows("SELECT story_id FROM serve.articles")
    assert len(left) == 3
    assert len(set(left)) == 1
    assert left[0].story_id is not None
