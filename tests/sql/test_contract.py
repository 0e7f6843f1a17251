"""The contract with readers: what serve promises is written down, and changes only together with its version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from newshouse.runtime.postgres import Server
from newshouse.warehouse import open_warehouse
from sqlalchemy import Connection, Engine, text
from stages.databases import database

CONTRACT = Path(__file__).with_name("contract.txt")
COLUMNS = """
SELECT format('%s.%s %s', relations.relname, fields.attname, format_type(fields.atttypid, fields.atttypmod)) AS line
FROM pg_class AS relations
JOIN pg_attribute AS fields ON fields.attrelid = relations.oid AND fields.attnum > 0
WHERE relations.relnamespace = 'serve'::regnamespace AND relations.relkind = 'v'
ORDER BY relations.relname, fields.attnum
"""
SEARCH = """
SELECT pg_get_function_arguments(oid) || ' -> ' || pg_get_function_result(oid)
FROM pg_proc
WHERE proname = 'search' AND pronamespace = 'serve'::regnamespace
"""


@pytest.fixture(scope="module")
def engine(postgres_server: Server, warehouse_template: str) -> Iterator[Engine]:
    """An empty warehouse that the tests of this file only ask."""
    with database(postgres_server, warehouse_template) as url:
        engine = open_warehouse(url)
        yield engine
        engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connected:
        yield connected


def test_views_are_what_the_contract_of_this_version_says(connection: Connection) -> None:
    """On purpose? Raise the version in sql/serve/01_version.sql, tell it in CHANGELOG.md, and mend the file."""
    major, minor = connection.execute(text("SELECT major, minor FROM serve.version")).one()
    columns = [row.line for row in connection.execute(text(COLUMNS))]
    search = connection.execute(text(SEARCH)).scalar_one()
    found = "\n".join([f"version {major}.{minor}", *columns, f"search({search})"]) + "\n"
    assert found == CONTRACT.read_text(encoding="utf-8")
    assert f"serve {major}.{minor}" in (CONTRACT.parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "title", "body", "query", "found"),
    [
        ("en", "Quake", "Earthquakes shook the islands.", "earthquake island", True),
        ("en", "Quake", "Earthquakes shook the islands.", '"island earthquake"', False),
        ("en", "Quake", "Earthquakes shook the islands.", "earthquake -shook", False),
        ("de-AT", "Beben", "Die Häuser wackelten.", "häusern", True),
        ("sw", "Tetemeko", "Nyumba zilitikisika.", "nyumba", True),
        ("sw", "Tetemeko", "Nyumba zilitikisika.", "nyumb", False),
        ("zh-Hans", "地震", "东京发生强烈地震，数人受伤。", "东京 受伤", True),
        ("zh-Hans", "地震", "东京发生强烈地震，数人受伤。", "京东", False),
        ("zh-Hans", "地震", "东京发生强烈地震，数人受伤。", "震", True),
        ("ja", "首相", "首相はＮＡＴＯ会議に出席した。", "nato会議", True),
        ("th", "ข่าว", "แผ่นดินไหวเมื่อเช้านี้", "แผ่นดินไหว", True),
        ("ko", "뉴스", "서울에서 지진이 발생했다", "지진", True),
        ("en", "Nothing", "to see", "", False),
        ("zh", "无", "事", "，", False),
        ("zh", "引号", "他说'好'\\ & | !", "'好' & | \\", True),
    ],
)
def test_search_finds_words_in_their_language(
    connection: Connection, language: str, title: str, body: str, query: str, *, found: bool
) -> None:
    binds = {"language": language, "title": title, "body": body, "query": query}
    asked = "SELECT serve.search_document(:language, :title, :body) @@ serve.search_query(:query, {}) AS found"
    assert connection.execute(text(asked.format(":language")), binds).scalar_one() is found
    if found and language != "sw":
        assert connection.execute(text(asked.format("NULL")), binds).scalar_one() is True


@pytest.mark.parametrize(
    "piece", ["a.", "/a", "a-", "a@b.", "字", "é1-", "x'\\ & |", "字a", "<a ", "http://a.b/c?", "\u0301"]
)
@pytest.mark.parametrize("language", ["en", "zh", "und"])
def test_no_text_is_too_long_or_too_odd_to_be_found(connection: Connection, piece: str, language: str) -> None:
    """A tsvector that grew over 1 MB would fail the publishing of a batch."""
    connection.execute(text("SET LOCAL statement_timeout = '5s'"))
    different = " ".join(f"{number}{piece}{chr(0x4E00 + number % 20_000)}" for number in range(60_000))
    for body in (piece * 300_000, different):
        asked = text("SELECT length(serve.search_document(:language, 'x', :body))")
        assert connection.execute(asked, {"language": language, "body": body}).scalar_one() > 0
