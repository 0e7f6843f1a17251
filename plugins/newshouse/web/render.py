"""From rows to HTML: the one Jinja environment, always autoescaped, and how times, numbers and links are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Row
from starlette.requests import Request
from starlette.responses import HTMLResponse

from newshouse.web import charts
from newshouse.web.queries import Listing

HERE = Path(__file__).parent
PREFIX = "/newshouse"
_OUTCOMES = ("ok", "unchanged", "rejected", "deferred")
_BOOKS = {
    "feeds": ("feeds_due", _OUTCOMES),
    "entries": ("entries_seen", ("new", "known", "rejected", "deferred")),
    "pages": ("pages_due", _OUTCOMES),
    "articles": ("articles_due", ("new", "revised", "unchanged", "rejected")),
}
_TITLES = {
    401: "Log in first",
    403: "Not allowed",
    404: "Not found",
    405: "Not here",
    503: "No answer from the warehouse",
}


@cache
def environment() -> Environment:
    """The templates. Whatever a template names must be there; whatever it prints is escaped."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"when": when, "seconds": seconds, "number": number, "web_link": web_link, "segment": segment}
    made.globals |= {
        "charts": charts,
        "iso": iso,
        "steps_of": steps_of,
        "shares_of": shares_of,
        "seconds_top": seconds_top,
        "first": first_page,
    }
    return made


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as a response. It knows ``base`` (our address), ``airflow`` (Airflow's), ``visitor``, and ``here``."""
    base = str(request.scope.get("root_path", ""))
    known = {
        "base": base,
        "airflow": base.removesuffix(PREFIX),
        "visitor": getattr(request.state, "visitor", None),
        "link": lambda path, /, **query: link(base, path, **query),
        "same": lambda **query: same(request, base, **query),
        "path": request.scope["path"].removeprefix(base) or "/",
        "asked": dict(request.query_params),
        "is_later_page": lambda shown: any(bind in request.query_params for bind in shown.query.keys),
    }
    return HTMLResponse(environment().get_template(template).render(known | values), status)


def error_page(request: Request, status: int, detail: str) -> HTMLResponse:
    """What went wrong, and the ways on: the same again where that may help, the overview where the address is wrong."""
    return page(
        request, "error.html", status, status_code=status, title=_TITLES.get(status, "That did not work"), detail=detail
    )


def link(base: str, path: str, /, **query: Any) -> str:
    """An address of ours. Values that are None are left out."""
    asked = urlencode({name: _plain(value) for name, value in query.items() if value is not None})
    return f"{base}{path}{'?' + asked if asked else ''}"


def same(request: Request, base: str, /, **query: Any) -> str:
    """This page's address with some of what was asked changed; None takes it away."""
    path = request.scope["path"].removeprefix(base)
    return link(base, path, **(dict(request.query_params) | query))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the books: a sum, and its parts with the share of the sum that each is."""

    name: str
    total: int
    parts: tuple[tuple[str, int, float], ...]


def steps_of(row: Row[Any]) -> list[Step]:
    """The four lines of a batch's books, or of a day's."""
    steps = []
    for name, (sum_column, parts) in _BOOKS.items():
        total = getattr(row, sum_column)
        counts = [(part, getattr(row, f"{name}_{part}")) for part in parts]
        steps.append(Step(name, total, tuple((part, count, count / total if total else 0.0) for part, count in counts)))
    return steps


def shares_of(step: Step) -> list[tuple[str, float]]:
    """The parts of a line for its chart."""
    return [(name, share) for name, _, share in step.parts]


def seconds_top(rows: Sequence[Row[Any]]) -> str:
    """The longest delay of some hours, for the axis of their chart."""
    return seconds(max((row.delay_p95_s for row in rows if row.delay_p95_s is not None), default=None))


def first_page(shown: Listing) -> dict[str, None]:
    """What to take from the address to be on the first page again."""
    return dict.fromkeys(shown.query.keys)


def segment(value: Any) -> str:
    """One part of a path, such as Airflow's run ids, which hold colons and pluses."""
    return quote(str(value), safe="")


def web_link(url: str | None) -> str | None:
    """``url`` where it is a web address; None for what a browser could run, or mistake for one of ours."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def when(moment: datetime | None) -> str:
    """A time for people, UTC to the minute."""
    return "never" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def iso(moment: datetime) -> str:
    """A time for machines."""
    return moment.astimezone(UTC).isoformat()


def seconds(value: Any) -> str:
    """A length of time in two units: 42 s, 3 min 5 s, 2 h 10 min, 3 d 4 h; a dash for none."""
    if value is None:
        return "–"
    sign, left = ("-" if value < 0 else ""), abs(round(float(value)))
    for size, name, below, small in ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min"), (60, "min", 1, "s")):
        if left >= size:
            rest = left % size // below
            return f"{sign}{left // size} {name}" + (f" {rest} {small}" if rest else "")
    return f"{sign}{left} s"


def number(value: Any) -> str:
    """A count with narrow spaces between thousands; a dash for none."""
    return "–" if value is None else f"{value:,}".replace(",", "\u202f")
