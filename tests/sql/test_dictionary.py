"""The warehouse explains itself: every column has a comment, the dictionary is up to date, its queries run."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from newshouse.warehouse import fetch_all, open_warehouse, working
from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parents[2]


def queries(document: str) -> list[str]:
    """The SQL of a page, a statement each."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [query for block in blocks for query in block.split(";\n") if query.strip()]


@pytest.fixture
def connection(warehouse_url: str) -> Iterator[psycopg.Connection]:
    address = make_url(warehouse_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connected:
        yield connected
        connected.rollback()


def test_dictionary_is_what_the_comments_say(warehouse_url: str) -> None:
    spec = importlib.util.spec_from_file_location("dictionary", ROOT / "scripts" / "dictionary.py")
    assert spec is not None
    assert spec.loader is not None
    dictionary = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dictionary)
    written = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
    assert written == dictionary.render(warehouse_url), "the schema changed: make docs"
    assert set(dictionary.EXAMPLES) == set(re.findall(r"^## serve\.(\w+)$", written, re.MULTILINE))


def test_every_schema_table_view_and_column_has_a_comment(warehouse_url: str) -> None:
    engine = open_warehouse(warehouse_url)
    try:
        with working(engine) as connection:
            rows = fetch_all(connection, "select/dictionary")
    finally:
        engine.dispose()
    assert {row.schema_name for row in rows} == {"raw", "staging", "news", "serve"}
    assert not {row.schema_name for row in rows if not row.schema_comment}
    assert not {f"{row.schema_name}.{row.relation}" for row in rows if not row.relation_comment}
    assert not [f"{row.schema_name}.{row.relation}.{row.field}" for row in rows if not row.field_comment]


@pytest.mark.parametrize("document", ["README.md", "docs/warehouse.md"])
def test_queries_for_readers_run_as_the_reader(connection: psycopg.Connection[Any], document: str) -> None:
    connection.execute("SET ROLE newshouse_reader")
    asked = queries(document)
    for query in asked:
        assert connection.execute(query.encode()).description, query
    assert len(asked) == 3 if document == "README.md" else len(asked) > 3


def test_statements_of_the_runbook_run_as_the_owner(connection: psycopg.Connection[Any]) -> None:
    asked = queries("docs/operations.md")
    assert asked
    for query in asked:
        connection.execute(query.encode())
