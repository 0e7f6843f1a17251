"""A rebuild of what is whole finds nothing; of what was altered, lost or read by other code it finds that, and why."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from newshouse.errors import FatalError, SettingsError
from newshouse.stages import read
from newshouse.stages import verify as module
from newshouse.stages.forget import Order, Target, clear_archive, forget
from newshouse.stages.verify import TAKEN_DOWN, Verdict, verify
from newshouse.warehouse import working
from sqlalchemy import text
from stages.play import Play
from stages.playing import PLAYED

BEFORE = PLAYED[0] - timedelta(minutes=1)


def verified(played: Play, start: Any = BEFORE) -> Verdict:
    return verify(played.engine, played.settings, start, PLAYED[-1])


def change(played: Play, statement: str) -> None:
    with working(played.engine) as connection:
        assert connection.execute(text(statement)).rowcount == 1


def scratch_databases(played: Play) -> list[str]:
    return [row.datname for row in played.rows("SELECT datname FROM pg_database WHERE datname LIKE '%\\_verify'")]


def found(verdict: Verdict) -> dict[tuple[str, str], str]:
    return {(one.table, one.column): one.cause for one in verdict.differences}


def test_what_is_whole_is_found_whole_and_left_alone(played: Play) -> None:
    before = played.contents(), played.books(), played.rows("SELECT * FROM raw.batches ORDER BY batch_id")
    assert verified(played) == Verdict(len(PLAYED), 0, 0, ())
    assert verified(played, PLAYED[1]) == Verdict(len(PLAYED) - 2, 0, 0, ())
    assert (played.contents(), played.books(), played.rows("SELECT * FROM raw.batches ORDER BY batch_id")) == before
    assert scratch_databases(played) == []


def test_altered_rows_are_told_by_table_and_column(played: Play) -> None:
    change(
        played,
        "UPDATE news.articles SET title = 'Not what was read', published_at = published_at - interval '1 minute'"
        " WHERE article_id = (SELECT min(article_id::text)::uuid FROM news.articles)",
    )
    change(
        played,
        "DELETE FROM news.revisions WHERE (article_id, content_sha256) IN"
        " (SELECT article_id, content_sha256 FROM news.revisions ORDER BY captured_at DESC, article_id LIMIT 1)",
    )
    change(
        played,
        "UPDATE news.stories SET languages = '{xx}' WHERE story_id ="
        " (SELECT story_id FROM news.members ORDER BY article_id DESC LIMIT 1)",
    )
    change(played, "UPDATE raw.batches SET articles_new = articles_new + 1 WHERE batch_id = 1")
    causes = found(verified(played))
    assert causes[("news.articles", "title")] == "row altered"
    assert causes[("news.articles", "published_at")] == "row altered"
    assert causes[("news.revisions", "the whole row, which the warehouse lacks")] == "row altered"
    assert ("news.stories", "languages") in causes
    assert ("serve.batches", "articles_new") in causes


def test_an_article_that_no_capture_gives_is_told(played: Play) -> None:
    change(
        played,
        "INSERT INTO news.articles SELECT (jsonb_populate_record(listed, jsonb_build_object('article_id',"
        " '00000000-0000-0000-0000-000000000001'))).* FROM news.articles AS listed ORDER BY article_id LIMIT 1",
    )
    assert found(verified(played)) == {("news.articles", "the whole row, which the rebuild lacks"): "row altered"}


def test_what_was_taken_down_is_told_as_such(played: Play) -> None:
    [(article,)] = played.rows("SELECT article_id FROM serve.articles ORDER BY 1 LIMIT 1")
    forget(played.engine, played.settings, Target("one", ids=(article,)), Order("a court says so", "desk"))
    clear_archive(played.engine, played.settings)
    differences = verified(played).differences
    assert {one.cause for one in differences} == {TAKEN_DOWN}
    assert {one.table for one in differences} == {"serve.batches"}


def test_records_that_the_archive_lost_are_the_cause(played: Play) -> None:
    file = min(Path(played.settings.archive_url).rglob("*fetch*"))
    file.write_bytes(b"")
    verdict = verified(played)
    causes = found(verdict)
    assert causes[("news.articles", "the whole row, which the rebuild lacks")] == "archive_torn"
    assert file.name in verdict.differences[0].example
    assert [one for one in verdict.differences if one.cause == "row altered"] == []


def test_another_reader_is_the_cause(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    was = read.READER_VERSION
    monkeypatch.setattr(read, "READER_VERSION", "9.9")
    assert found(verified(played, PLAYED[2])) == {
        ("news.articles", "reader_version"): f"reader {was}, now 9.9",
        ("news.revisions", "reader_version"): f"reader {was}, now 9.9",
    }


def test_a_batch_at_work_is_left_out(played: Play) -> None:
    change(played, "UPDATE raw.batches SET state = 'open' WHERE batch_id = 2")
    assert verified(played, PLAYED[0]) == Verdict(len(PLAYED) - 2, 1, 0, ())


def test_a_failure_leaves_no_database_behind_nor_touches_others(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        assert len(scratch_databases(played)) == 1
        raise FatalError("mend it")

    monkeypatch.setattr(module, "replay_batch", fails)
    with pytest.raises(FatalError, match="mend it"):
        verified(played)
    assert scratch_databases(played) == []
    name = f"{played.engine.url.database}_verify"
    with played.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        try:
            with pytest.raises(SettingsError, match="rename it"):
                verified(played)
        finally:
            connection.exec_driver_sql(f'DROP DATABASE "{name}"')
