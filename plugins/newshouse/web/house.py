"""What every page works with: settings, warehouse, how a question becomes rows and a deed is put on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine
from starlette.requests import Request

from newshouse.errors import RejectError
from newshouse.settings import Settings
from newshouse.warehouse import execute, open_warehouse, working
from newshouse.web.guard import Visitor
from newshouse.web.queries import PAGE_ROWS, Listing, Query, asked, listing, reading


@dataclass(slots=True)
class Site:
    """One warehouse's pages. ``engine`` connects at the first question."""

    settings: Settings
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = open_warehouse(self.settings.warehouse_url)


class Asker:
    """One page's questions, answered in one transaction that sees one state of the warehouse."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now

    def rows(self, query: Query, row_limit: int | None = None, **binds: Any) -> Listing:
        """The rows of ``query``; what is not given stays open. ``row_limit`` None: it ends by itself."""
        whole = dict.fromkeys(query.params) | binds
        return listing(self.connection, query, whole, row_limit)

    def page(self, query: Query, request: Request, **binds: Any) -> Listing:
        """A screenful of ``query`` as the address asks for it; ``binds`` come before the address."""
        whole = asked(query, request.query_params) | binds
        return listing(self.connection, query, whole, PAGE_ROWS)

    def one(self, query: Query, **binds: Any) -> Listing:
        """The one row of ``query``. Raises RejectError("not_found")."""
        found = self.rows(query, **binds)
        if not found.rows:
            raise RejectError("not_found", f"{query.name}: {', '.join(str(value) for value in binds.values())}")
        return found


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    made: Site = request.app.state.site
    return made


@contextmanager
def asking(request: Request) -> Iterator[Asker]:
    """Ask for a page."""
    site = site_of(request)
    with reading(site.engine) as connection:
        yield Asker(connection, site.settings.time())


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does, for the record."""

    action: str
    target: str
    reason: str | None = None


def recorded(request: Request, deed: Deed, act: Callable[[Connection, Visitor, datetime], str | None]) -> str | None:
    """Do ``act`` and record it, in one transaction: what is done is recorded, what failed is not. Gives its result."""
    site = site_of(request)
    visitor: Visitor = request.state.visitor
    now = site.settings.time()
    with working(site.engine) as connection:
        result = act(connection, visitor, now)
        row: Mapping[str, Any] = {
            "now": now,
            "actor": visitor.name,
            "action": deed.action,
            "target": deed.target[:2_000],
            "reason": deed.reason,
            "result": result,
        }
        execute(connection, "load/action", row)
    return result
