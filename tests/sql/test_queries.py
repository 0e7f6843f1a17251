"""The queries that docs/warehouse.md shows are answered by a full warehouse, at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from newshouse.runtime.postgres import Server
from stages.databases import database

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import queries
import warehouse_rows

ENOUGH_MS = 500  # a busy machine's; bench/queries.py measures. A query that reads all tables takes many times as long
BARREN = {
    "articles 3",
    "forgotten 1",
    "articles 4",
    "copies 1",
    "story_aliases 1",
}  # they name real news, or the last hour alone


@pytest.fixture(scope="module", params=[5_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def full(request: pytest.FixtureRequest, postgres_server: Server, warehouse_template: str) -> Iterator[str]:
    with database(postgres_server, warehouse_template) as url:
        address = url.replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            warehouse_rows.fill(connection, request.param, 2)
        yield address


def test_every_example_is_answered_at_once(full: str) -> None:
    with psycopg.connect(full) as connection:
        fastest = {name: min(timing.taken) for name, timing in queries.measured(connection, 3)}
        slow = {name: taken for name, taken in fastest.items() if taken > ENOUGH_MS}
        assert slow == {}
        empty = {name for name, query in queries.examples() if not connection.execute(query.encode()).fetchall()}
        assert empty <= BARREN


def test_search_finds_the_latest_and_all_of_them(full: str) -> None:
    with psycopg.connect(full) as connection:
        by_eye = connection.execute(
            "SELECT article_id FROM news.articles WHERE language = 'en' AND title || body ~* '\\mvaccine\\M'"
            " ORDER BY published_at DESC, article_id DESC LIMIT 500"
        ).fetchall()
        found = connection.execute("SELECT article_id FROM serve.search('vaccine', 'en', max_count => 500)").fetchall()
        upper = connection.execute("SELECT article_id FROM serve.search('vaccine', 'EN', max_count => 500)").fetchall()
        assert upper == found  # tags of languages have no case
        nowhere = [
            connection.execute(
                "SELECT article_id FROM serve.search("
                "'vaccine', 'en', since => %s, until => %s::timestamptz, max_count => 500)",
                span,
            ).fetchall()
            for span in (("now", "infinity"), ("-infinity", "-infinity"), ("infinity", "infinity"))
        ]
    assert by_eye
    assert found == by_eye
    assert nowhere == [[], [], []]
