"""Opening the warehouse, and the translation of its exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from newshouse.errors import FatalError, OutageError

OLDEST_SERVER = 150_000  # server_version_num of PostgreSQL 15: NULLS NOT DISTINCT, MERGE


def open_warehouse(url: str) -> Engine:
    """An engine for ``url`` (postgresql+psycopg://...). Connects lazily; sessions speak UTC."""
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=4,
        connect_args={"connect_timeout": 10, "application_name": "newshouse", "options": "-c timezone=UTC"},
    )


def address_of(url: str) -> str:
    """``postgres://host:port/database`` of the warehouse, for records of lineage: no user, no password."""
    parts = make_url(url)
    host = parts.host or next(iter(str(parts.query.get("host") or "").split(",")), "")
    return (
        f"postgres://{'localhost' if not host or host.startswith('/') else host}:{parts.port or 5432}/{parts.database}"
    )


_DISK_FULL, _CANCELED = "53100", "57014"
_MISSING = ("3F000", "42P01", "42703", "42883")  # schema, table, column, function


@contextmanager
def working(engine: Engine) -> Iterator[Connection]:
    """One transaction. A lost database becomes OutageError, a full one or a refused statement FatalError."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        kind = OutageError if isinstance(error, OperationalError) and not _is_full(error) else FatalError
        raise kind(_advice(error, engine)) from error


def _advice(error: DBAPIError, engine: Engine) -> str:
    where = engine.url.render_as_string(hide_password=True)
    first_line = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    if _is_full(error):
        return f"The warehouse's disk is full ({where}): {first_line}. Free space, then clear the task."
    if _state(error) == _CANCELED:
        return f"The warehouse took too long ({where}): {first_line}. Ask for less, or again when it is less busy."
    if _state(error) in _MISSING:
        return f"The warehouse's schema is not this code's ({where}): {first_line}. Run newshouse migrate."
    if isinstance(error, OperationalError):
        return f"The warehouse does not answer ({where}): {first_line}. Start it or mend NEWSHOUSE_WAREHOUSE_URL."
    return f"The warehouse refused a statement: {first_line}"


def _is_full(error: DBAPIError) -> bool:
    """Also where the server had no room to take a connection: that error comes without a state."""
    return _state(error) == _DISK_FULL or "No space left on device" in str(error.orig)


def _state(error: DBAPIError) -> str | None:
    """PostgreSQL's name of the error; None where nothing reached it."""
    return getattr(error.orig, "sqlstate", None)
