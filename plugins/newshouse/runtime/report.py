"""What a run prints at its end: books, stories, the match with the demo's truth, how to query, what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Row, make_url

from newshouse.runtime import postgres
from newshouse.runtime.environment import WAREHOUSE_URL, Place
from newshouse.runtime.scoring import KnownCopy, b_cubed_f1, copy_score
from newshouse.warehouse import fetch_all, fetch_one

STORIES_SHOWN = 20
EXAMPLE = "SELECT lead_title, languages, outlet_count FROM serve.stories ORDER BY outlet_count DESC LIMIT 5"


@dataclass(frozen=True, slots=True)
class Totals:
    """Rows of the warehouse that a run may add to."""

    feeds: int
    entries: int
    articles: int
    revisions: int
    copies: int
    stories: int


def totals(connection: Connection) -> Totals:
    """The rows there are now."""
    return Totals(**fetch_one(connection, "select/report_totals")._mapping)


def print_gain(console: Console, before: Totals, after: Totals) -> None:
    """One line: what this run added."""
    gains = {name: count - asdict(before)[name] for name, count in asdict(after).items()}
    told = ", ".join(f"{count:+} {name}" for name, count in gains.items() if count)
    console.print(f"\n[bold]This run:[/] {told or '0 new rows; all of it was known'}")


def print_books(console: Console, connection: Connection) -> None:
    """The batches' books: every entry and page ends in exactly one column."""
    rows = fetch_all(connection, "select/report_batches")
    table = Table("batch", title="Books of the batches", title_justify="left", box=SIMPLE)
    table.add_column("entries: seen = new + known + rejected + deferred", justify="center")
    table.add_column("pages: due = fetched + unchanged + rejected + deferred", justify="center")
    table.add_column("articles", no_wrap=True)
    for row in rows:
        entries = (row.entries_seen, row.entries_new, row.entries_known, row.entries_rejected, row.entries_deferred)
        pages = (row.pages_due, row.pages_ok, row.pages_unchanged, row.pages_rejected, row.pages_deferred)
        revised = f", {row.articles_revised} revised" if row.articles_revised else ""
        moment = f"{row.interval_end:%Y-%m-%d %H:%M}"
        table.add_row(moment, _balance(entries), _balance(pages), f"{row.articles_new} new{revised}")
    console.print()
    console.print(table)
    console.print(f"Why: {_reasons(rows) or 'nothing was rejected or deferred'}")
    if rows and rows[-1].own_outage:
        console.print("In the last batch hardly a host answered: our own network failed. No feed is blamed for it.")


def print_stories(console: Console, connection: Connection) -> None:
    """The stories most outlets tell."""
    rows = fetch_all(connection, "select/report_stories", row_limit=STORIES_SHOWN)
    count = totals(connection).stories
    table = Table("story, by its lead article", title=f"{count} stories", title_justify="left", box=SIMPLE)
    table.add_column("languages", max_width=24)
    for column in ("outlets", "articles", "copies"):
        table.add_column(column, justify="right")
    table.add_column("first seen", no_wrap=True)
    for row in rows:
        numbers = (str(row.outlet_count), str(row.article_count), str(row.copy_count))
        table.add_row(row.lead_title, " ".join(row.languages), *numbers, f"{row.first_seen_at:%m-%d %H:%M}")
    console.print()
    console.print(table)
    if count > len(rows):
        console.print(f"... and {count - len(rows)} more")


def print_match(console: Console, connection: Connection, truth: Mapping[str, Any]) -> None:
    """How well stories and copies match the demo's truth (address -> demo.Truth)."""
    stories = {row.canonical_url: row.story_id for row in fetch_all(connection, "select/report_members")}
    seen = {url: fact for url, fact in truth.items() if url in stories}
    f1 = b_cubed_f1(stories, {url: fact.story for url, fact in seen.items()})
    known = {url: KnownCopy(frozenset(fact.repeats), fact.kind) for url, fact in seen.items() if not fact.recurring}
    copies = [(row.url, row.original_url, row.kind) for row in fetch_all(connection, "select/report_copies")]
    score = copy_score(copies, known)
    console.print(
        f"\n[bold]Against the demo's truth:[/] stories B-cubed F1 {f1:.3f};"
        f" copies {score.found} of {score.known} found, {score.typed} typed rightly, {score.false} false;"
        f" articles {len(seen)} of {len(truth)}"
    )


def print_where(console: Console, place: Place, env: Mapping[str, str], *, demo: bool) -> None:
    """Where the warehouse is, how to query it, what to do next. Plain lines, so that they can be copied whole."""
    url = env[WAREHOUSE_URL]
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    psql = str(postgres.binary("psql")) if url == place.server.url(make_url(url).database or "") else "psql"
    command = f"{shlex.quote(psql)} {shlex.quote(address)}"
    again = (
        "make run FEEDS=feeds/world.opml  the same with real feeds"
        if demo
        else "make run FEEDS=...               polls again"
    )
    lines = (
        '\nThe warehouse, running until "make stop":',
        f"  psql         {command}",
        f"  SQLAlchemy   {make_url(url).render_as_string(hide_password=False)}",
        f"  for example  {command} -c {shlex.quote(EXAMPLE)}",
        "\nNext:",
        "  make up                          scheduler and web pages",
        f"  {again}",
        "  .venv/bin/newshouse --help       feeds, and a look at one feed, page or set of stories",
    )
    for line in lines:
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def _balance(counts: tuple[int, ...]) -> str:
    """First the whole, then its parts: ``50 = 32 + 18 + 0 + 0``."""
    whole, *parts = (f"{count:>4}" for count in counts)
    return f"{whole} = {' + '.join(parts)}"


def _reasons(rows: Sequence[Row[Any]]) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        for reason, count in row.reasons.items():
            counts[reason] = counts.get(reason, 0) + count
    return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
