"""What settings say is kept for so long is given up then: on record, for good, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from newshouse.errors import SettingsError
from newshouse.settings import load
from newshouse.stages.audit import audit
from newshouse.stages.batches import Interval, open_batch
from newshouse.stages.desk import Desk
from newshouse.stages.export import export, export_changed
from newshouse.stages.ledger import is_ledger
from newshouse.stages.maintain import keep_missing_ledgers
from newshouse.stages.plan_pages import plan_pages
from newshouse.stages.publish import link, publish
from newshouse.stages.read import plan_readings
from newshouse.stages.replay import replay_batch
from newshouse.stages.replaying import plan_replay
from newshouse.stages.retention import Expired, ExpiredRows, expire_captures, expire_exports, expire_rows
from newshouse.stages.selection import Selection
from newshouse.stages.verify import verify
from newshouse.warehouse import working
from sqlalchemy import text
from stages.play import Play
from stages.playing import PLAYED

BEFORE = PLAYED[0] - timedelta(minutes=1)
MONTH_LATER = PLAYED[1] + timedelta(days=30, minutes=1)  # the first two batches are over thirty days old
RECORDS = ("polls", "fetches", "readings", "rejects")


def records(played: Play) -> dict[str, set[int]]:
    return {
        table: {row.batch_id for row in played.rows(f"SELECT DISTINCT batch_id FROM raw.{table}")} for table in RECORDS
    }


def give_up(played: Play, **kept: int) -> ExpiredRows:
    settings = replace(played.settings, now=MONTH_LATER, **kept)
    expire_captures(settings, played.engine)
    return expire_rows(settings, played.engine)


def test_captures_grow_old_and_what_was_read_from_them_stays(played: Play) -> None:
    archive = Path(played.settings.archive_url)
    settings = replace(played.settings, now=PLAYED[1] + timedelta(days=30, minutes=1))
    before, files = played.contents(), len(list(archive.rglob("*.warc.gz")))
    assert expire_captures(settings, played.engine) == Expired(0, 0, 0)
    done = expire_captures(replace(settings, keep_captures_days=30), played.engine)
    gone = played.rows("SELECT DISTINCT file, batch_id FROM raw.snapshots WHERE expired_at IS NOT NULL")
    assert {row.batch_id for row in gone} == {1, 2}
    assert done.files_removed == len(gone) == files - len(list(archive.rglob("*.warc.gz")))
    assert expire_captures(replace(settings, keep_captures_days=30), played.engine) == Expired(0, 0, 0)
    assert done.batch_count == 2
    assert played.contents() == before


def test_a_file_that_is_on_record_as_gone_goes_with_the_next_run(played: Play) -> None:
    settings = replace(played.settings, now=PLAYED[-1] + timedelta(days=2), keep_captures_days=1)
    archive = Path(played.settings.archive_url)
    kept = {path: path.read_bytes() for path in archive.rglob("*fetch*")}
    expire_captures(settings, played.engine)
    for path, content in kept.items():  # killed before the files were removed
        path.write_bytes(content)
    assert expire_captures(settings, played.engine) == Expired(0, len(kept), 0)
    assert [path for path in archive.rglob("*.warc.gz") if not is_ledger(path.name)] == []


def test_a_batch_without_captures_is_left_as_it_is_by_every_replay(played: Play) -> None:
    books, before = played.books(), played.contents()
    give_up(played, keep_captures_days=30)
    changes = played.rows("SELECT count(*) FROM serve.changes")
    settings = replace(played.settings, now=MONTH_LATER)
    opened = open_batch(played.engine, settings, Interval(PLAYED[1], PLAYED[1], "backfill", backfill=True))
    assert (opened.mode, opened.shards) == ("empty", ())
    desk = Desk(settings, played.engine, opened.batch_id)
    assert (plan_pages(desk), plan_readings(desk)) == ((), ())
    link(desk)
    assert audit(desk) == 0
    assert publish(desk).article_count == 0
    assert played.contents() == before
    gone = played.rows("SELECT batch_id, state, expired_at FROM serve.batches WHERE mode = 'empty'")
    assert [tuple(row) for row in gone] == [(opened.batch_id, "published", MONTH_LATER)]
    assert [{**book, "expired_at": None} for book in played.books()] == books
    assert played.rows("SELECT count(*) FROM serve.changes") == changes


def test_dry_runs_and_verifications_say_what_they_leave_out(played: Play) -> None:
    give_up(played, keep_captures_days=30)
    plan = plan_replay(played.engine, BEFORE, PLAYED[-1], Selection(), "run")
    assert [one.end for one in plan.batches] == [PLAYED[3], PLAYED[2]]
    assert plan.expired_count == 2
    verdict = verify(played.engine, replace(played.settings, now=MONTH_LATER), BEFORE, PLAYED[-1])
    assert (verdict.batch_count, verdict.skipped_count, verdict.expired_count) == (2, 0, 2)
    assert verdict.differences == ()


def test_records_go_when_no_replay_can_need_them_and_books_stay(played: Play) -> None:
    books, before, sightings = (
        played.books(),
        played.contents(),
        played.rows("SELECT article_id, feed_id, first_seen_at FROM serve.sightings ORDER BY 1, 2"),
    )
    with working(played.engine) as connection:
        words = "UPDATE raw.entries SET summary = 'What the feed says.', last_seen_at = :at WHERE entry_id = :entry_id"
        for entry_id, at in ((1, PLAYED[0]), (2, PLAYED[-1])):  # the second is carried still
            connection.execute(text(words), {"entry_id": entry_id, "at": at})
    assert give_up(played) == ExpiredRows(0, 0, 0)
    assert give_up(played, keep_records_days=1) == ExpiredRows(0, 0, 0)  # their captures are there
    done = give_up(played, keep_captures_days=30, keep_records_days=30)
    assert done.record_count > 0
    words = "SELECT entry_id FROM raw.entries WHERE summary = 'What the feed says.'"
    assert [row.entry_id for row in played.rows(words)] == [2]
    assert {table: ids & {1, 2} for table, ids in records(played).items()} == {table: set() for table in RECORDS}
    assert records(played)["readings"] == {3, 4}
    assert give_up(played, keep_captures_days=30, keep_records_days=30) == ExpiredRows(0, 0, 0)
    assert played.contents() == before
    assert [{**book, "expired_at": None} for book in played.books()] == books
    assert played.rows("SELECT article_id, feed_id, first_seen_at FROM serve.sightings ORDER BY 1, 2") == sightings
    settings = replace(played.settings, now=MONTH_LATER)
    assert keep_missing_ledgers(settings, played.engine) == 0
    for moment in PLAYED:
        replay_batch(played.engine, settings, Interval(moment, moment, "replay", backfill=True))
    assert played.contents() == before
    assert [{**book, "expired_at": None} for book in played.books()] == books
    assert verify(played.engine, settings, BEFORE, PLAYED[-1]).differences == ()


def test_records_that_no_ledger_holds_stay(played: Play) -> None:
    with working(played.engine) as connection:
        connection.execute(text("DELETE FROM raw.ledgers"))
    before = records(played)
    assert give_up(played, keep_captures_days=30, keep_records_days=30) == ExpiredRows(0, 0, 0)
    assert records(played) == before


def test_a_batch_that_is_linked_only_needs_its_records_alone(played: Play) -> None:
    before = played.contents()
    give_up(played, keep_captures_days=30)
    settings = replace(played.settings, now=MONTH_LATER)
    interval = Interval(PLAYED[1], PLAYED[1], "replay", backfill=True)
    replay_batch(played.engine, settings, interval, Selection(stages=("link",)))
    assert played.rows("SELECT mode, publish_count FROM raw.batches WHERE batch_id = 2") == [("replay", 2)]
    give_up(played, keep_captures_days=30, keep_records_days=30)
    replay_batch(played.engine, settings, interval, Selection(stages=("link",)))
    assert played.rows("SELECT mode, publish_count FROM raw.batches WHERE batch_id = 2") == [("empty", 2)]
    assert played.contents() == before


@pytest.mark.slow
def test_superseded_texts_go_and_no_replay_brings_them_back(played: Play) -> None:
    texts = "SELECT article_id, revision, body <> '' AS is_there FROM serve.revisions ORDER BY 1, 2"
    superseded = played.rows(
        "SELECT article_id, content_sha256 FROM news.revisions WHERE (article_id, content_sha256) NOT IN"
        " (SELECT article_id, content_sha256 FROM news.articles)"
    )
    assert superseded
    before = played.contents()
    later = replace(played.settings, now=PLAYED[-1] + timedelta(days=90, minutes=1), keep_revisions_days=90)
    assert expire_rows(later, played.engine) == ExpiredRows(0, 0, len(superseded))
    assert expire_rows(later, played.engine) == ExpiredRows(0, 0, 0)
    left = played.rows(texts)
    assert sum(not row.is_there for row in left) == len(superseded)
    for moment in PLAYED:
        played.replay(moment)
    assert played.rows(texts) == left
    after = played.contents()
    assert {table: rows for table, rows in after.items() if table != "news.revisions"} == {
        table: rows for table, rows in before.items() if table != "news.revisions"
    }
    assert verify(played.engine, later, BEFORE, PLAYED[-1]).differences == ()


def test_exported_days_go_by_their_date_and_are_not_written_again(played: Play, tmp_path: Path) -> None:
    to = tmp_path / "export"
    first, last = played.rows(
        "SELECT min(published_at)::date AS first, max(published_at)::date AS last FROM news.articles"
    )[0]
    assert first < last
    export(played.engine, first, last + timedelta(days=1), str(to))
    at = datetime.combine(last + timedelta(days=10), datetime.min.time(), UTC)
    settings = replace(played.settings, now=at, export_url=str(to))

    def days() -> set[date]:
        return {date.fromisoformat(folder.name[4:]) for folder in to.glob("articles/day=*")}

    there = days()
    assert expire_exports(settings) == 0
    assert expire_exports(replace(settings, keep_exports_days=10)) >= len(there - {last})
    assert days() == {last}
    export_changed(played.engine, BEFORE - timedelta(days=1), PLAYED[-1] + timedelta(days=1), str(to), last)
    assert days() == {last}
    assert expire_exports(replace(settings, keep_exports_days=10, export_url="")) == 0


@pytest.mark.parametrize(
    ("captures", "records", "fits"), [("0", "400", False), ("365", "400", True), ("365", "90", False)]
)
def test_records_outlive_captures(captures: str, records: str, *, fits: bool) -> None:
    env = {
        "NEWSHOUSE_WAREHOUSE_URL": "postgresql+psycopg://localhost/n", "NEWSHOUSE_ARCHIVE_URL": "/a",
        "NEWSHOUSE_KEEP_CAPTURES_DAYS": captures, "NEWSHOUSE_KEEP_RECORDS_DAYS": records,
    }  # fmt: skip
    if fits:
        assert load(env).keep_records_days == int(records)
        return
    with pytest.raises(SettingsError, match=r"KEEP_RECORDS_DAYS.*Example: 400 and 365"):
        load(env)
