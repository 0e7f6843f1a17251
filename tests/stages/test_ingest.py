"""From due feeds to published stories: the promises of a batch, against a real database and real servers."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import demo
import pytest
from newshouse.errors import FatalError, OutageError
from newshouse.settings import Settings
from newshouse.stages.audit import audit
from newshouse.stages.batches import Interval, open_batch
from newshouse.stages.desk import Desk
from newshouse.stages.fetch import fetch_shard
from newshouse.stages.plan_pages import plan_pages
from newshouse.stages.poll import poll_shard
from newshouse.stages.publish import publish
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import open_warehouse
from stages.play import Play, read_captured
from stages.playing import PLAYED


def test_books_balance_in_every_batch(played: Play) -> None:
    rows = played.rows("SELECT * FROM serve.batches ORDER BY batch_id")
    assert len(rows) == len(PLAYED)
    for row in rows:
        assert row.state == "published"
        assert row.feeds_due == row.feeds_ok + row.feeds_unchanged + row.feeds_rejected + row.feeds_deferred
        assert row.entries_seen == row.entries_new + row.entries_known + row.entries_rejected + row.entries_deferred
        assert row.pages_due == row.pages_ok + row.pages_unchanged + row.pages_rejected + row.pages_deferred
        parts = row.articles_new + row.articles_revised + row.articles_unchanged + row.articles_rejected
        assert row.articles_due == row.pages_ok == parts


def test_every_page_ends_as_the_newsroom_says(fresh: Play) -> None:
    for moment in demo.BATCH_TIMES:
        fresh.batch(moment)
    articles = {row.canonical_url: row for row in fresh.rows("SELECT canonical_url, flags FROM serve.articles")}
    last_reasons = dict(fresh.rows("SELECT url, last_reason FROM raw.pages WHERE article_id IS NULL"))
    ends: dict[str, str] = {}
    for url, expected in fresh.room.outcomes().items():
        if expected in ("robots", "http_404", "http_410"):
            found = next((why for page, why in last_reasons.items() if page.startswith(url)), None)
            ends[url] = f"expected {expected}, found {found}" if found != expected else "right"
        else:
            ends[url] = "right" if url in articles else f"expected {expected}, not in the warehouse"
    assert {url: end for url, end in ends.items() if end != "right"} == {}


def test_an_unchanged_world_adds_nothing(played: Play) -> None:
    before = played.contents()
    later = PLAYED[-1].replace(hour=PLAYED[-1].hour + 1)
    played.room.set_clock(PLAYED[-1])
    _, desk = played.open(later)
    for shard in range(1):
        poll_shard(desk, shard)
    for shard in plan_pages(desk):
        fetch_shard(desk, shard)
    published = played.finish(desk)
    assert published.books["entries_new"] == 0
    assert published.books["articles_new"] == 0
    after = played.contents()
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert after["news.members"] == before["news.members"]


def test_replays_in_any_order_and_again_change_nothing_and_ask_nobody(played: Play) -> None:
    before, books = played.contents(), played.books()
    changes = played.rows("SELECT count(*) FROM serve.changes")
    played.room.clear_log()
    moments = list(PLAYED) * 2
    random.Random(7).shuffle(moments)
    for moment in moments:
        played.replay(moment)
    assert played.room.requests() == []
    assert played.contents() == before
    assert played.books() == books
    assert played.rows("SELECT count(*) FROM serve.changes") == changes


def test_a_past_interval_without_captures_is_empty_not_polled(fresh: Play) -> None:
    moment = PLAYED[0]
    fresh.room.clear_log()
    batch, desk = fresh.open(moment, now=moment.replace(year=2027))
    assert (batch.mode, batch.shards) == ("empty", ())
    assert plan_pages(desk) == ()
    published = fresh.finish(desk)
    assert published.article_count == 0
    assert fresh.room.requests() == []
    assert fresh.rows("SELECT mode, state FROM serve.batches") == [("empty", "published")]


def test_a_backfill_polls_nothing_however_recent_its_interval(fresh: Play) -> None:
    moment = PLAYED[0]
    settings = replace(fresh.settings, now=moment)
    batch = open_batch(fresh.engine, settings, Interval(moment, moment, "backfill__1", backfill=True))
    assert (batch.mode, batch.shards) == ("empty", ())


def test_a_second_try_of_a_task_repeats_nothing(fresh: Play) -> None:
    moment = PLAYED[1]
    desk = fresh.capture(moment)
    fresh.room.clear_log()
    before = fresh.rows("SELECT * FROM raw.entries ORDER BY entry_id"), fresh.rows("SELECT * FROM raw.polls")
    poll_shard(desk, 0)
    fetch_shard(desk, 0)
    assert fresh.room.requests() == []
    assert (fresh.rows("SELECT * FROM raw.entries ORDER BY entry_id"), fresh.rows("SELECT * FROM raw.polls")) == before


def test_two_tries_that_overlap_count_each_item_once(fresh: Play) -> None:
    moment = PLAYED[0]
    fresh.room.set_clock(moment)
    _, desk = fresh.open(moment)
    tries = [threading.Thread(target=poll_shard, args=(desk, 0)) for _ in range(2)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    plan_pages(desk)
    tries = [threading.Thread(target=fetch_shard, args=(desk, 0)) for _ in range(2)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    published = fresh.finish(desk)
    assert published.books["entries_seen"] == published.books["entries_new"] > 0
    assert published.books["pages_ok"] == published.books["articles_new"] == published.article_count


def test_a_run_that_died_after_polling_is_replayed_whole(fresh: Play) -> None:
    moment = PLAYED[0]
    fresh.room.set_clock(moment)
    batch, desk = fresh.open(moment)
    poll_shard(desk, batch.shards[0])
    plan_pages(desk)  # and the machine dies here
    again, desk = fresh.open(moment, "cleared")
    assert again.mode == "replay"
    published = fresh.finish(desk)
    assert published.books["pages_deferred"] == published.books["pages_due"] > 0
    assert published.books["reasons"] == {"fetch:not_fetched": published.books["pages_due"]}
    caught_up = fresh.batch(PLAYED[1])
    assert caught_up.books["articles_new"] > published.books["pages_due"]


def test_feed_that_is_no_feed_is_on_the_books(fresh: Play) -> None:
    page = fresh.room.bases["ledger"] + "/"
    add_feeds(fresh.engine, [NewFeed(page)], demo.START)
    published = fresh.batch(PLAYED[0])
    assert published.books["feeds_rejected"] == 1
    [row] = fresh.rows("SELECT item, stage, retryable FROM serve.rejects WHERE stage = 'poll'")
    assert row == (page, "poll", True)
    [health] = fresh.rows("SELECT state, failure_count FROM serve.feed_health WHERE url = :url", url=page)
    assert health == ("failing", 1)


def test_own_outage_counts_against_nobody(warehouse_url: str, tmp_path: Path) -> None:
    settings = Settings(warehouse_url=warehouse_url, archive_url=str(tmp_path), allow_loopback=True, now=PLAYED[0])
    engine = open_warehouse(warehouse_url)
    add_feeds(engine, [NewFeed(f"http://127.0.0.1:{port}/feed") for port in range(1, 8)], demo.START)
    batch = open_batch(engine, settings, Interval(PLAYED[0], PLAYED[0], "run"))
    desk = Desk(settings, engine, batch.batch_id)
    report = poll_shard(desk, 0)
    assert report.deferred == 7
    with engine.connect() as connection:
        failures = connection.exec_driver_sql("SELECT sum(failure_count) FROM raw.feeds").scalar_one()
        own_outage = connection.exec_driver_sql("SELECT own_outage FROM raw.batches").scalar_one()
    engine.dispose()
    assert (failures, own_outage) == (0, True)


def test_captures_that_vanish_from_the_archive_are_rejects(fresh: Play) -> None:
    desk = fresh.capture(PLAYED[0])
    files = sorted(Path(fresh.settings.archive_url).rglob("*fetch*"))
    files[0].unlink()
    published = fresh.finish(desk)
    assert published.article_count == 0
    assert published.books["articles_rejected"] == published.books["pages_ok"] > 0
    assert set(published.books["reasons"]) >= {"read:archive_missing"}


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (
            "DELETE FROM staging.articles WHERE ctid = (SELECT min(ctid) FROM staging.articles)",
            "readings_without_article",
        ),
        ("UPDATE staging.articles SET body = ''", "articles_malformed"),
        ("UPDATE staging.articles SET published_at = captured_at + interval '1 s'", "articles_malformed"),
        ("UPDATE staging.articles SET language = 'english'", "articles_malformed"),
        ("UPDATE raw.polls SET outcome = NULL", "feeds_without_answer"),
        ("UPDATE raw.fetches SET outcome = NULL", "pages_without_answer"),
        ("UPDATE raw.fetches SET outcome = 'unchanged'", "pages_out_of_balance"),
        ("UPDATE raw.readings SET outcome = NULL", "captures_without_reading"),
        ("UPDATE raw.polls SET known_count = known_count + 1", "entries_out_of_balance"),
        ("DELETE FROM raw.entries WHERE entry_id = (SELECT min(entry_id) FROM raw.entries)", "entries_out_of_balance"),
        ("UPDATE raw.readings SET outcome = 'rejected', reason = 'x'", "rejects_missing"),
    ],
)
def test_audit_stops_a_damaged_batch(half_played: Play, damage: str, check: str) -> None:
    desk = half_played.newest()
    assert audit(desk) >= 0
    with half_played.engine.begin() as connection:
        assert connection.exec_driver_sql(damage).rowcount > 0
    with pytest.raises(FatalError, match=check):
        audit(desk)
    with pytest.raises(FatalError, match=check):
        publish(desk)
    assert half_played.rows("SELECT count(*) FROM serve.articles") == [(0,)]


@pytest.mark.parametrize(
    ("happens", "check"),
    [
        ("UPDATE raw.feeds SET last_new_at = '2026-02-20'", "feeds_stale"),
        ("UPDATE staging.articles SET language = 'und'", "languages_unknown"),
    ],
)
def test_audit_warns_of_what_stops_nothing(half_played: Play, happens: str, check: str) -> None:
    desk = half_played.newest()
    with half_played.engine.begin() as connection:
        assert connection.exec_driver_sql(happens).rowcount > 0
    assert audit(desk) > 0
    assert check in {row.check_name for row in half_played.rows("SELECT check_name FROM raw.warnings")}


@pytest.mark.parametrize("lost", ["news.stories", "news.articles"])
def test_audit_stops_what_would_hang_on_nothing(played: Play, lost: str) -> None:
    desk = played.capture(PLAYED[-1] + timedelta(hours=4))
    read_captured(desk)
    with played.engine.begin() as connection:
        staged = "SELECT article_id FROM staging.articles"
        if lost == "news.articles":  # the original of a copy that is captured again
            connection.exec_driver_sql(
                "INSERT INTO staging.articles SELECT (jsonb_populate_record(NULL::staging.articles, to_jsonb(known)"
                f" || '{{\"batch_id\": {desk.batch_id}}}')).* FROM news.articles AS known WHERE known.article_id IN"
                f" (SELECT article_id FROM news.copies EXCEPT {staged})"
            )
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # past the foreign keys
        connection.exec_driver_sql(f"DELETE FROM {lost}")
    with pytest.raises(FatalError, match="members_orphaned"):
        audit(desk)


def test_a_warehouse_that_is_away_is_an_outage_with_advice(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"
    engine = open_warehouse(url)
    settings = Settings(warehouse_url=url, archive_url=str(tmp_path))
    with pytest.raises(OutageError, match="NEWSHOUSE_WAREHOUSE_URL"):
        open_batch(engine, settings, Interval(PLAYED[0], PLAYED[0], "run"))
