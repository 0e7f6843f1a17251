"""A copy of the warehouse to work in: another database of the same server, for as long as it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, text

from newshouse.errors import FatalError, SettingsError
from newshouse.warehouse.connection import open_warehouse, working
from newshouse.warehouse.migrate import migrate, number_on, run_file
from newshouse.warehouse.statements import fetch_all

_LOCK = 4_905_870_024  # any number, the same in every newshouse: one copy of a warehouse at a time
_STAMP = "newshouse verify: may be dropped"
_NAME_BYTES = 63


@contextmanager
def scratch_copy(engine: Engine) -> Iterator[Engine]:
    """The warehouse as of one moment, in a database beside it that is dropped in the end.

    What is to be compared stands there a second time, in schema ``kept``. It has no foreign keys and no index for
    searches. What a killed process left of another is dropped first. Raises SettingsError where another is in use,
    FatalError where the role may not create databases, or the disk is full.
    """
    name = f"{(engine.url.database or '')[: _NAME_BYTES - 7]}_verify"
    with working(engine.execution_options(isolation_level="AUTOCOMMIT")) as owner:
        if not owner.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}).scalar_one():
            raise SettingsError("another newshouse verify of this warehouse is at work: wait for it to end")
        try:
            _make(owner, name)
            scratch = open_warehouse(_address(engine, name))
            try:
                migrate(_address(engine, name))
                _copy(engine, scratch)
                yield scratch
            finally:
                scratch.dispose()
                _drop(owner, name)
        finally:
            owner.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})


def _make(owner: Connection, name: str) -> None:
    found = owner.execute(
        text("SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = :name"),
        {"name": name},
    ).scalar()
    if found is not None and found != _STAMP:
        raise SettingsError(f"the database {name} is not newshouse's, and verify needs its name: rename it")
    if found is not None:
        _drop(owner, name)
    quoted = owner.dialect.identifier_preparer.quote_identifier(name)
    owner.exec_driver_sql(f"CREATE DATABASE {quoted}")
    owner.exec_driver_sql(f"COMMENT ON DATABASE {quoted} IS '{_STAMP}'")


def _drop(owner: Connection, name: str) -> None:
    quoted = owner.dialect.identifier_preparer.quote_identifier(name)
    owner.exec_driver_sql(f"DROP DATABASE {quoted} WITH (FORCE)")


def _copy(engine: Engine, scratch: Engine) -> None:
    """Every row of raw and news, in PostgreSQL's own format."""
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with working(reading) as held, working(scratch) as made:
            run_file(made, "verify/strip")
            for table in fetch_all(held, "verify/tables"):
                with (
                    _cursor(held).copy(f"COPY {table.name} ({table.columns}) TO STDOUT (FORMAT BINARY)") as giving,
                    _cursor(made).copy(f"COPY {table.name} ({table.columns}) FROM STDIN (FORMAT BINARY)") as taking,
                ):
                    for block in giving:
                        taking.write(block)
            number_on(made)
            run_file(made, "verify/keep")
    except psycopg.Error as error:
        raise FatalError(f"the warehouse can't be copied into {scratch.url.database}: {error}") from error


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _address(engine: Engine, name: str | None = None) -> str:
    url = engine.url if name is None else engine.url.set(database=name)
    return url.render_as_string(hide_password=False)
