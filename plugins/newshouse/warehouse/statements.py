"""Whole statements from whole files: sql/<folder>/<name>.sql, named binds only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text

from newshouse.errors import FatalError

SQL_ROOT = Path(__file__).resolve().parents[3] / "sql"

Binds = Mapping[str, Any]


@cache
def source(name: str) -> str:
    """The text of sql/<name>.sql. Raises FatalError when there is no such file."""
    path = SQL_ROOT / f"{name}.sql"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FatalError(f"{path} is missing: sql/ must stand beside plugins/ as in the repository") from error


@cache
def statement(name: str) -> TextClause:
    """sql/<name>.sql as an executable clause; ``name`` such as "select/due_feeds"."""
    return text(source(name))


def names(folder: str) -> list[str]:
    """The statements of a folder of sql/, in order of their names."""
    return [f"{folder}/{path.stem}" for path in sorted((SQL_ROOT / folder).glob("*.sql"))]


def execute(connection: Connection, name: str, binds: Binds | Sequence[Binds] | None = None) -> int:
    """Run a statement, once or once per element of a sequence; return the number of rows it touched."""
    if binds is not None and not isinstance(binds, Mapping) and not binds:
        return 0
    return int(connection.execute(statement(name), binds).rowcount)


def fetch_all(connection: Connection, name: str, **binds: Any) -> Sequence[Row[Any]]:
    """Run a statement and return all its rows."""
    return connection.execute(statement(name), binds).all()


def fetch_one(connection: Connection, name: str, **binds: Any) -> Row[Any]:
    """Run a statement that returns exactly one row."""
    return connection.execute(statement(name), binds).one()
