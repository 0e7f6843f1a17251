"""The warehouse's schema: complete, described, migrated forward only."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from newshouse.errors import FatalError
from newshouse.warehouse import as_rows, check_version, migrate, open_warehouse
from newshouse.warehouse.statements import SQL_ROOT
from sqlalchemy import text

STATEMENTS = sorted(
    path for folder in ("select", "load", "checks", "web", "verify") for path in (SQL_ROOT / folder).glob("*.sql")
)


def test_migrating_again_changes_nothing(database_url: str) -> None:
    assert migrate(database_url)
    assert not migrate(database_url)


def test_two_migrations_at_once_are_one(database_url: str) -> None:
    changed: list[bool] = []
    threads = [threading.Thread(target=lambda: changed.append(migrate(database_url))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(changed) == [False, False, True]


def test_a_database_newer_than_the_code_is_refused(warehouse_url: str) -> None:
    engine = open_warehouse(warehouse_url)
    with engine.begin() as connection:
        assert check_version(connection) is None
        connection.execute(text("UPDATE newshouse_version SET version_num = '9999_future'"))
        assert "newer than this code" in (check_version(connection) or "")
    engine.dispose()
    with pytest.raises(FatalError, match="9999_future is newer than this code"):
        migrate(warehouse_url)


def test_views_that_readers_built_on_ours_are_not_dropped(warehouse_url: str) -> None:
    engine = open_warehouse(warehouse_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE VIEW public.mine AS SELECT title FROM serve.articles"))
        connection.execute(text("COMMENT ON SCHEMA serve IS 'of an older version'"))
    with pytest.raises(FatalError, match=r"view mine depends on view serve\.articles.*make it again"):
        migrate(warehouse_url)
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW public.mine"))
    assert migrate(warehouse_url)
    engine.dispose()


def test_the_reader_sees_serve_and_nothing_else(warehouse_url: str) -> None:
    engine = open_warehouse(warehouse_url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE newshouse_reader"))
        assert connection.execute(text("SELECT count(*) FROM serve.articles")).scalar_one() == 0
        for refused in ("SELECT 1 FROM raw.feeds", "SELECT 1 FROM news.articles", "DELETE FROM serve.rejects"):
            with pytest.raises(Exception, match="permission denied"), connection.begin_nested():
                connection.execute(text(refused))
    engine.dispose()


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_statement_says_what_it_does(path: Path) -> None:
    header = "\n".join(line for line in path.read_text().splitlines() if line.startswith("--"))
    assert re.search(r"(Reads|Writes): ", header), "what it reads or writes"
    assert "Binds: " in header
    if path.parent.name == "load":
        assert "Writes: " in header
        if not re.search(r"Writes: (nothing|session settings)", header):
            assert "dempotent" in header
    if path.parent.name == "checks":
        assert re.match(r"-- severity: (error|warning)\n", path.read_text())


def test_rows_hold_what_postgresql_can_hold(warehouse_url: str) -> None:
    engine = open_warehouse(warehouse_url)
    rows = as_rows([{"value": "nul \x00 and half a pair \ud800"}, {"value": "😀 é"}])
    with engine.connect() as connection:
        query = "SELECT value FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS row (value text)"
        values = [row.value for row in connection.execute(text(query), {"rows": rows})]
    engine.dispose()
    assert values == ["nul \ufffd and half a pair \ufffd", "😀 é"]
