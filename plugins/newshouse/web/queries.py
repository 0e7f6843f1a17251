"""What may be asked: a query of the pages with its parameters, read from an address and run in a reading transaction.

A page and its CSV are the same query with the same parameters; the page stops after a screenful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row

from newshouse.errors import RejectError
from newshouse.warehouse import fetch_all, source, storable, working

PAGE_ROWS = 50
CSV_ROWS = 100_000
PAGE_TIMEOUT_MS, CSV_TIMEOUT_MS = 5_000, 60_000
_BIGGEST = 2**63 - 1

Parse = Callable[[str], Any]


def words(raw: str) -> str:
    """Any text, as PostgreSQL can hold it."""
    return storable(raw)[:2_000]


def integer(raw: str) -> int:
    """A number that fits a bigint."""
    try:
        value = int(raw)
    except ValueError as error:
        raise ValueError("not a whole number") from error
    if not -_BIGGEST <= value <= _BIGGEST:
        raise ValueError("too large a number")
    return value


def decimal(raw: str) -> Decimal:
    """A number to its last digit, as PostgreSQL's numeric is: a float would round moments to 15 digits."""
    try:
        value = Decimal(raw)
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not value.is_finite() or abs(value) > _BIGGEST:
        raise ValueError("too large a number")
    return value


def moment(raw: str) -> datetime:
    """A time in ISO 8601; UTC where it has no zone."""
    try:
        value = datetime.fromisoformat(raw)
    except ValueError as error:
        raise ValueError("not a time such as 2026-03-02 or 2026-03-02T08:15") from error
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


def one_of(*known: str) -> Parse:
    """One of some words."""

    def parse(raw: str) -> str:
        if raw not in known:
            raise ValueError(f"not one of {', '.join(known)}")
        return raw

    return parse


def truth(raw: str) -> bool:
    """true or false."""
    return bool(one_of("true", "false")(raw.lower()) == "true")


def identifier(raw: str) -> UUID:
    """A UUID."""
    try:
        return UUID(raw)
    except ValueError as error:
        raise ValueError("not an id such as 7b262f1b-9dae-8be8-96d0-3b5676ad3241") from error


def hexadecimal(raw: str) -> str:
    """Hexadecimal digits, two to a byte."""
    try:
        return bytes.fromhex(raw).hex()
    except ValueError as error:
        raise ValueError("not hexadecimal") from error


@dataclass(frozen=True, slots=True)
class Query:
    """A statement of sql/web.

    ``params``: what the address may say. ``keys``: the columns that lead to the next page, by bind.
    """

    name: str
    params: Mapping[str, Parse]
    keys: Mapping[str, str]

    @property
    def sql(self) -> str:
        """The statement, for people."""
        return source(f"web/{self.name}")


@dataclass(frozen=True, slots=True)
class Listing:
    """A query's rows with all it was asked with. ``more``: what the next page's address adds, None at the end."""

    query: Query
    binds: Mapping[str, Any]
    rows: Sequence[Row[Any]]
    more: Mapping[str, Any] | None

    @property
    def asked(self) -> dict[str, Any]:
        """What the CSV must be asked with to hold the same rows, and all that follow."""
        return {
            name: value for name, value in self.binds.items() if name not in self.query.keys and name != "row_limit"
        }


@contextmanager
def reading(engine: Engine, timeout_ms: int = PAGE_TIMEOUT_MS) -> Iterator[Connection]:
    """A transaction that can't write and gives up in time. OutageError when the warehouse is away, or too slow."""
    with working(engine) as connection:
        fetch_all(connection, "web/session", timeout_ms=str(timeout_ms))
        yield connection


def asked(query: Query, raw: Mapping[str, str]) -> dict[str, Any]:
    """The binds of ``query`` from an address, None for what it leaves open. Raises RejectError("bad_request")."""
    binds: dict[str, Any] = {}
    for name, parse in query.params.items():
        value = raw.get(name, "").strip()
        try:
            binds[name] = parse(value) if value else None
        except (ValueError, OverflowError) as error:
            raise RejectError("bad_request", f"{name}={value[:100]!r}: {error}") from error
    return binds


def listing(
    connection: Connection, query: Query, binds: Mapping[str, Any], row_limit: int | None = PAGE_ROWS
) -> Listing:
    """Run ``query``. ``row_limit`` is None for statements that end by themselves."""
    if row_limit is None:
        return Listing(query, binds, fetch_all(connection, f"web/{query.name}", **binds), None)
    whole = dict(binds) | {"row_limit": row_limit + 1}
    rows = fetch_all(connection, f"web/{query.name}", **whole)
    shown = rows[:row_limit]
    more = None
    if len(rows) > row_limit and query.keys:
        more = {bind: getattr(shown[-1], column) for bind, column in query.keys.items()}
    return Listing(query, whole, shown, more)
