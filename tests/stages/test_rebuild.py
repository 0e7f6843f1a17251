"""A warehouse that was lost comes back from the archive alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from campaign.accounts import contents, differences, missing_snapshots, unbalanced
from newshouse.archive import ArchiveWriter, iterate_records, list_files
from newshouse.errors import FatalError, SettingsError
from newshouse.runtime.postgres import Server
from newshouse.stages.batches import Interval, open_batch
from newshouse.stages.forget import Order, clear_archive, forget, target_of
from newshouse.stages.ledger import is_ledger
from newshouse.stages.link import Decision, merge_stories, split_story
from newshouse.stages.rebuild import Rebuilt, Step, rebuild
from newshouse.stages.rebuild import run as module
from newshouse.stages.registry import NewFeed, add_feeds, pause_feed
from newshouse.stages.replay import replay_batch
from newshouse.stages.retention import expire_captures, expire_rows
from newshouse.warehouse import open_warehouse, working
from sqlalchemy import Engine, text
from stages.databases import database
from stages.outlet import Outlet, Says, page, rss
from stages.play import Play, gathered
from stages.playing import PLAYED, settings_for

LATER = PLAYED[-1] + timedelta(days=400)
T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def elsewhere(postgres_server: Server, warehouse_template: str) -> Iterator[Callable[[], Engine]]:
    """Makes empty warehouses."""
    with ExitStack() as ends:

        def make() -> Engine:
            engine = open_warehouse(ends.enter_context(database(postgres_server, warehouse_template)))
            ends.callback(engine.dispose)
            return engine

        yield make


def rebuilt(engine: Engine, archive: str | Path, tell: Callable[[Step], None] = lambda _: None) -> Rebuilt:
    there = settings_for(engine.url.render_as_string(hide_password=False), Path(archive))
    return rebuild(engine, replace(there, now=LATER), tell)


@contextmanager
def no_requests(play: Play) -> Iterator[None]:
    play.room.clear_log()
    yield
    assert play.room.requests() == []


def rows(engine: Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(query)).all())


def registry(engine: Engine) -> list[Any]:
    return rows(engine, "SELECT to_jsonb(feeds)::text FROM raw.feeds ORDER BY feed_id")


def test_everything_comes_back(played: Play, elsewhere: Callable[[], Engine]) -> None:
    url = played.rows("SELECT url FROM raw.feeds ORDER BY feed_id DESC LIMIT 1")[0].url
    with working(played.engine) as connection:
        pause_feed(connection, url, "too loud", PLAYED[2])
    played.batch(PLAYED[-1] + timedelta(hours=1))
    engine = elsewhere()
    told: list[Step] = []
    with no_requests(played):
        report = rebuilt(engine, played.settings.archive_url, told.append)
    assert (report.batch_count, report.from_records, report.lost, report.faults) == (len(PLAYED) + 1, 0, {}, {})
    assert [(step.number, step.count) for step in told] == [(n + 1, len(told)) for n in range(len(told))]
    assert differences(contents(played.engine), contents(engine)) == {}
    assert rows(engine, "SELECT * FROM serve.batches ORDER BY batch_id") == played.rows(
        "SELECT * FROM serve.batches ORDER BY batch_id"
    )
    assert registry(engine) == registry(played.engine)
    assert rows(engine, "SELECT * FROM serve.feed_health ORDER BY feed_id") == played.rows(
        "SELECT * FROM serve.feed_health ORDER BY feed_id"
    )
    assert unbalanced(engine) == missing_snapshots(engine, Path(played.settings.archive_url)) == []


@pytest.mark.slow
@pytest.mark.parametrize("killed_in", ["replay", "books"])
def test_killed_and_run_again_it_goes_on(
    played: Play, elsewhere: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    engine = elsewhere()
    done: list[Step] = []

    def killed_later(*arguments: Any, **named: Any) -> Any:
        if len(done) == 2:
            raise FatalError("killed")
        return was(*arguments, **named)

    name = {"replay": "replay_batch", "books": "_note"}[killed_in]
    was = getattr(module, name)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, killed_later)
        with pytest.raises(FatalError, match="killed"):
            rebuilt(engine, played.settings.archive_url, done.append)
    live = replace(played.settings, warehouse_url=engine.url.render_as_string(hide_password=False), now=LATER)
    with pytest.raises(FatalError, match="half rebuilt"):
        open_batch(engine, live, Interval(LATER, LATER, "scheduled"))
    with pytest.raises(SettingsError, match="half rebuilt from"):
        rebuilt(engine, played.settings.archive_url + "/other")
    rebuilt(engine, played.settings.archive_url, done.append)
    assert [step.published is None for step in done[2:]] == [step.number <= 2 for step in done[2:]]
    assert differences(contents(played.engine, numbers=False), contents(engine, numbers=False)) == {}
    with pytest.raises(SettingsError, match=f"holds {len(PLAYED)} batches"):
        rebuilt(engine, played.settings.archive_url)
    assert open_batch(engine, live, Interval(LATER, LATER, "scheduled")).batch_id == len(PLAYED) + 1


@pytest.mark.slow
def test_decisions_and_ids_that_were_retired_come_back(played: Play, elsewhere: Callable[[], Engine]) -> None:
    stories = [row.story_id for row in played.rows("SELECT story_id FROM news.stories ORDER BY article_count DESC, 1")]
    with working(played.engine) as connection:
        merge_stories(connection, stories[1:3], Decision("desk", PLAYED[-1], "one matter"))
        members = [
            row.article_id
            for row in connection.execute(
                text("SELECT article_id FROM news.members WHERE story_id = :id ORDER BY 1"), {"id": stories[0]}
            )
        ]
        split_story(connection, stories[0], members[:1], Decision("desk", PLAYED[-1], "another matter"))
    played.batch(PLAYED[-1] + timedelta(hours=1))
    engine = elsewhere()
    assert rebuilt(engine, played.settings.archive_url).decision_count > 1
    decisions = "SELECT to_jsonb(o) - 'override_id' AS d FROM news.overrides AS o ORDER BY article_id, other_id"
    assert rows(engine, decisions) == played.rows(decisions)
    told = ("news.changes", "serve.changes")  # numbered as if decided from the beginning
    found = differences(contents(played.engine), contents(engine))
    assert {name: rows for name, rows in found.items() if name not in told} == {}


def older(archive: Path) -> None:
    """As version 0.1 left it: no ledgers, no interval in the records."""
    for one in list_files(str(archive)):
        path = archive / one.file
        if is_ledger(one.file):
            path.unlink()
            continue
        records = list(iterate_records(str(archive), one.file))
        path.unlink()
        with ArchiveWriter(str(archive), one.file.removesuffix(".warc.gz")) as writer:
            for record in records:
                about = {name: value for name, value in record.about.items() if name != "interval"}
                writer.write(record.snapshot, about)


def test_without_ledgers_what_was_captured_comes_back_and_the_rest_is_told(
    played: Play, elsewhere: Callable[[], Engine]
) -> None:
    older(Path(played.settings.archive_url))
    engine = elsewhere()
    report = rebuilt(engine, played.settings.archive_url)
    assert (report.batch_count, report.from_records, report.without_interval) == (len(PLAYED),) * 3
    for query in (
        "SELECT article_id, title, body, language, published_at, story_id FROM serve.articles ORDER BY 1",
        "SELECT article_id, content_sha256 FROM news.revisions ORDER BY 1, 2",
        "SELECT article_id, original_id, kind, similarity FROM news.copies ORDER BY 1, 2",
        "SELECT article_id, feed_url, first_seen_at, last_seen_at FROM serve.sightings ORDER BY 1, 2",
    ):
        assert rows(engine, query) == played.rows(query), query
    assert unbalanced(engine) == []
    never_captured = "SELECT page_id FROM raw.pages WHERE capture_count = 0"
    due = {row.page_id for row in rows(engine, f"{never_captured} AND next_fetch_at = '{LATER}'")}
    assert report.pages_due == len(due)
    assert due == {row.page_id for row in played.rows(never_captured)}


@pytest.mark.slow
def test_a_batch_that_was_never_published_comes_back_from_its_records(
    played: Play, elsewhere: Callable[[], Engine]
) -> None:
    last = PLAYED[-1] + timedelta(hours=1)
    desk = played.capture(last)
    engine = elsewhere()
    report = rebuilt(engine, played.settings.archive_url)
    assert (report.from_records, report.without_interval) == (1, 0)
    played.finish(desk)
    query = "SELECT article_id, title, body, published_at, story_id FROM serve.articles ORDER BY 1"
    assert rows(engine, query) == played.rows(query)
    assert rows(engine, "SELECT max(interval_end) AS at FROM raw.batches") == [(last,)]


def test_lost_files_are_told(played: Play, elsewhere: Callable[[], Engine]) -> None:
    archive = Path(played.settings.archive_url)
    gone, torn = sorted(archive.rglob("*fetch*"))[:2]
    gone.unlink()
    torn.write_bytes(torn.read_bytes()[:2_000])
    report = rebuilt(elsewhere(), archive)
    assert set(report.lost) == {"archive_missing", "archive_torn"}


ORDER = Order("a court says so", "desk")


def test_what_was_taken_down_stays_away_and_its_neighbours_in_the_feed_come_back(
    warehouse_url: str, tmp_path: Path, elsewhere: Callable[[], Engine]
) -> None:
    archive = tmp_path / "archive"
    settings = settings_for(warehouse_url, archive)
    with Outlet() as outlet:
        play = Play(settings, None)
        first = play.engine
        add_feeds(first, [NewFeed(outlet.base + "/feed")], T0)
        outlet.answers["/feed"] = Says(rss("/a", "/b", title="Gazette"))
        outlet.answers |= {f"/{name}": Says(page(f"item {name}")) for name in "ab"}
        play.finish(gathered(first, replace(settings, now=T0), T0))
        forget(first, replace(settings, now=T0), target_of(outlet.base + "/a"), ORDER)
        clear_archive(first, settings)
    replay_batch(first, replace(settings, now=LATER), Interval(T0, T0, "replay", backfill=True))
    engine = elsewhere()
    assert rebuilt(engine, archive).tombstone_count == 1
    for query in (
        "SELECT * FROM serve.forgotten",
        "SELECT article_id, title, published_at, published_from, first_seen_at FROM serve.articles",
        "SELECT guid, title, first_seen_at, last_seen_at FROM raw.entries ORDER BY guid",
        "SELECT feeds_ok, entries_seen, entries_new, articles_new, articles_rejected, reasons FROM serve.batches",
        "SELECT snapshots.url, snapshots.forgotten FROM raw.snapshots ORDER BY 1",
    ):
        assert rows(engine, query) == rows(first, query), query
    first.dispose()


@pytest.mark.slow
def test_two_warehouses_numbered_alike_come_back_as_one(
    played: Play, elsewhere: Callable[[], Engine], warehouse_url: str
) -> None:
    """One was lost and another begun over the same archive, with feeds in another order."""
    other = Play(replace(played.settings, warehouse_url=warehouse_url), played.room)
    add_feeds(other.engine, [NewFeed(url) for url in reversed(played.room.feeds())], PLAYED[-1])
    other.batch(PLAYED[-1] + timedelta(hours=1))
    engine = elsewhere()
    report = rebuilt(engine, played.settings.archive_url)
    assert (report.batch_count, report.lost) == (len(PLAYED) + 1, {})
    assert unbalanced(engine) == []
    polled = "SELECT DISTINCT feeds.url, snapshots.url AS asked FROM raw.snapshots JOIN raw.feeds USING (feed_id)"
    assert [row for row in rows(engine, polled) if row.url != row.asked] == []
    assert len(registry(engine)) == len(registry(played.engine))
    other.engine.dispose()


def test_what_retention_gave_up_stays_given_up(played: Play, elsewhere: Callable[[], Engine]) -> None:
    kept: dict[str, int] = {"keep_captures_days": 30, "keep_records_days": 30, "keep_revisions_days": 30}
    settings = replace(played.settings, now=PLAYED[1] + timedelta(days=30, minutes=1), **kept)
    expire_captures(settings, played.engine)
    expire_rows(settings, played.engine)
    engine = elsewhere()
    url = engine.url.render_as_string(hide_password=False)
    report = rebuild(engine, replace(settings, warehouse_url=url), lambda _: None)
    assert (report.lost, report.faults) == ({}, {})
    assert report.expired_count > 0
    there = [tuple(row) for row in rows(engine, "SELECT batch_id, expired_at IS NULL FROM raw.batches ORDER BY 1")]
    assert there == [(1, False), (2, False), (3, True), (4, True)]
    assert rows(engine, "SELECT 1 FROM raw.readings WHERE batch_id IN (1, 2)") == []
    revisions = "SELECT article_id, content_sha256 FROM news.revisions WHERE text_expired_at IS NOT NULL ORDER BY 1, 2"
    assert set(rows(engine, revisions)) <= set(played.rows(revisions))
