"""The embedded PostgreSQL: starts from nothing, survives being killed, says what is wrong."""

from __future__ import annotations

import psycopg
import sqlalchemy


def test_fresh_database_is_empty_and_unicode(database_url: str) -> None:
    engine = sqlalchemy.create_engine(database_url)
    with engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "select count(*) from information_schema.tables where table_schema = 'public'"
        ).scalar()
        encoding = connection.exec_driver_sql("show server_encoding").scalar()
    engine.dispose()
    assert (tables, encoding) == (0, "UTF8")


def test_psycopg_reaches_it_without_sqlalchemy(database_url: str) -> None:
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
