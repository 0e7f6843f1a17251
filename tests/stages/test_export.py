"""Exports: complete, by day, the same bytes for the same rows, and read by others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import duckdb
import pytest
from newshouse.errors import OutageError, RejectError
from newshouse.stages.export import Exported, export, export_changed
from newshouse.warehouse import open_warehouse
from sqlalchemy import text
from stages.link_world import Warehouse, world

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 20)


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Warehouse]:
    engine = open_warehouse(warehouse_url)
    filled = Warehouse(engine)
    filled.publish(world(3, 40))
    yield filled
    engine.dispose()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_duckdb_reads_all_that_the_warehouse_serves(warehouse: Warehouse, tmp_path: Path) -> None:
    done = export(warehouse.engine, SINCE, UNTIL, str(tmp_path))
    known = warehouse.rows("articles", "article_id, title, body, language, published_at")
    read = duckdb.sql(
        f"SELECT article_id, title, body, language, published_at FROM '{tmp_path}/articles/*/*.parquet' ORDER BY 1"
    ).fetchall()
    assert [(UUID(row[0]), *row[1:4], row[4].timestamp()) for row in read] == [
        (*row[:4], row[4].timestamp()) for row in known
    ]
    days = duckdb.sql(
        f"SELECT DISTINCT day, published_at AT TIME ZONE 'UTC' FROM read_parquet('{tmp_path}/articles/*/*.parquet',"
        " hive_partitioning = true)"
    ).fetchall()
    assert all(str(day) == str(moment.date()) for day, moment in days)
    stories = duckdb.sql(f"SELECT story_id, article_count FROM '{tmp_path}/stories/*/*.parquet' ORDER BY 1").fetchall()
    assert [(UUID(one), count) for one, count in stories] == warehouse.rows("stories", "story_id, article_count")
    assert done == Exported(done.day_count, len(known), len(stories))


def test_the_same_rows_are_the_same_bytes_and_changed_days_alone_change(warehouse: Warehouse, tmp_path: Path) -> None:
    export(warehouse.engine, SINCE, UNTIL, str(tmp_path / "one"))
    export(warehouse.engine, SINCE, UNTIL, str(tmp_path / "two"))
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    with warehouse.engine.begin() as connection:
        day = connection.exec_driver_sql(
            "UPDATE news.articles SET title = 'Another' WHERE article_id = (SELECT min(article_id::text)::uuid"
            " FROM news.articles) RETURNING (published_at AT TIME ZONE 'UTC')::date"
        ).scalar_one()
    export(warehouse.engine, SINCE, UNTIL, str(tmp_path / "one"))
    second = contents(tmp_path / "one")
    assert f"articles/day={day}/articles.parquet" in {name for name in first if first[name] != second[name]}
    assert {name for name in first if first[name] != second[name] and name.startswith("articles/")} == {
        f"articles/day={day}/articles.parquet"
    }
    with warehouse.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE news.articles CASCADE")
    export(warehouse.engine, SINCE, UNTIL, str(tmp_path / "one"))
    assert not [name for name in contents(tmp_path / "one") if name.startswith("articles/")]


def test_a_reader_sees_a_day_as_it_was_or_as_it_is(warehouse: Warehouse, tmp_path: Path) -> None:
    first = "(SELECT min(article_id::text)::uuid FROM news.articles)"
    title = f"UPDATE news.articles SET title = '{{}}' WHERE article_id = {first}"

    def written(text: str) -> dict[str, bytes]:
        with warehouse.engine.begin() as connection:
            connection.exec_driver_sql(title.format(text))
        export(warehouse.engine, SINCE, UNTIL, str(tmp_path))
        return contents(tmp_path)

    one, other = written("One"), written("Other")
    [name] = [name for name in one if one[name] != other[name] and name.startswith("articles/")]
    seen: set[bytes] = set()
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            seen.add((tmp_path / name).read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(3):
            assert written("One") == one
            assert written("Other") == other
    finally:
        is_over.set()
        reader.join()
    assert seen == {one[name], other[name]}


def test_what_cannot_be_meant_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(RejectError, match="not before"):
        export(warehouse.engine, UNTIL, SINCE, str(tmp_path))
    with pytest.raises(RejectError, match=r"nowhere.*Example"):
        export(warehouse.engine, SINCE, UNTIL, "nowhere://bucket/export")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutageError, match="Can't write"):
        export(warehouse.engine, SINCE, UNTIL, str(tmp_path / "file"))


def test_what_a_span_changed_is_exported_and_nothing_else(warehouse: Warehouse, tmp_path: Path) -> None:
    at = datetime(2026, 4, 1, tzinfo=UTC)
    with warehouse.engine.begin() as connection:
        connection.execute(text("UPDATE news.changes SET changed_at = :at"), {"at": at})
        connection.execute(
            text(
                "INSERT INTO news.changes (change_id, changed_at, kind, article_id)"
                " SELECT 100000 + row_number() OVER (), :at, 'article_new', article_id FROM news.articles"
            ),
            {"at": at},
        )
    export_changed(warehouse.engine, at - timedelta(days=400), at, str(tmp_path / "changed"))
    export(warehouse.engine, SINCE, UNTIL, str(tmp_path / "all"))
    assert contents(tmp_path / "changed") == contents(tmp_path / "all") != {}
    later = at + timedelta(hours=1)
    assert export_changed(warehouse.engine, at, later, str(tmp_path / "none")) == Exported(0, 0, 0)
    with warehouse.engine.begin() as connection:
        article_id, day = connection.exec_driver_sql(
            "UPDATE news.articles SET title = 'Another' WHERE article_id = (SELECT min(article_id::text)::uuid"
            " FROM news.articles) RETURNING article_id, (published_at AT TIME ZONE 'UTC')::date"
        ).one()
        connection.execute(
            text(
                "INSERT INTO news.changes (change_id, changed_at, kind, article_id)"
                " SELECT max(change_id) + 1, :later, 'article_revised', :id FROM news.changes"
            ),
            {"later": later, "id": article_id},
        )
    for _ in range(2):
        export_changed(warehouse.engine, at, later, str(tmp_path / "changed"))
    export(warehouse.engine, SINCE, UNTIL, str(tmp_path / "new"))
    assert contents(tmp_path / "changed") == contents(tmp_path / "new")
    titles = duckdb.sql(f"SELECT title FROM '{tmp_path}/changed/articles/day={day}/*.parquet'").fetchall()
    assert ("Another",) in titles
