"""``newshouse run``: from nothing to stories, the demo newsroom's or those of real feeds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TextIO

import typer
from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from sqlalchemy import Engine

from newshouse.cli.signals import answered
from newshouse.errors import FatalError, RejectError
from newshouse.feeds.opml import FeedSource, LineError, read_opml
from newshouse.runtime import databases, environment, newsroom, report
from newshouse.runtime.environment import WAREHOUSE_URL, Place
from newshouse.runtime.playing import Player, Step, open_player, output_into
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import fetch_all, open_warehouse, working


@dataclass(frozen=True, slots=True)
class _Newsdesk:
    """What a run works with."""

    console: Console
    place: Place
    env: dict[str, str]
    log: Path


def run(
    feeds: Annotated[
        Path | None, typer.Option(help="An OPML list of real feeds, for one batch now; without it the demo is played.")
    ] = None,
) -> None:
    """Set everything up, run the ingest DAG, print the stories. Again: takes up where it stopped."""
    place = environment.here()
    demo = feeds is None
    env = environment.variables(place, demo=demo)
    log = place.logs / "run.log"
    with _alone(place, demo=demo), output_into(log) as screen, _ending_when_asked(screen):
        console = Console(file=screen, width=None if screen.isatty() else 140, highlight=False)
        desk = _Newsdesk(console, place, env, log)
        desk.console.print(f"Details go to {log}", soft_wrap=True)
        _prepare(desk)
        engine = open_warehouse(env[WAREHOUSE_URL])
        try:
            _play_demo(desk, engine) if feeds is None else _play_live(desk, engine, feeds)
        finally:
            engine.dispose()
        report.print_where(desk.console, place, env, demo=demo)


@contextmanager
def _alone(place: Place, *, demo: bool) -> Iterator[None]:
    """One run at a time on a clone, and none of the demo while its outlets are served by ``newshouse up``."""
    served = f"newshouse up is at work on {place.state}; stop it first (Ctrl-C there)"
    up = environment.locked(place, "up", served) if demo else nullcontext()
    with environment.locked(place, "run", f"newshouse run is at work on {place.state} already; wait for it"), up:
        yield


@contextmanager
def _ending_when_asked(screen: TextIO) -> Iterator[None]:
    """Ctrl-C and SIGTERM end this process at once: within a task Airflow would take them for a failure to be retried.

    What was captured and published stays; the batch at work is taken up by the next run.
    """
    cursor = "\x1b[?25h" if screen.isatty() else ""

    def end(number: int, _: Any) -> NoReturn:
        os.write(screen.fileno(), f"\n{cursor}Stopped. Run it again: it takes up where it stopped.\n".encode())
        os._exit(128 + number)

    with answered(end, signal.SIGINT, signal.SIGTERM):
        yield


def _prepare(desk: _Newsdesk) -> None:
    with _step(desk.console, "PostgreSQL and its databases"):
        databases.ready(desk.place, desk.env)


def _play_demo(desk: _Newsdesk, engine: Engine) -> None:
    with working(engine) as connection:
        before = report.totals(connection)
        played = {row.interval_end.astimezone(UTC) for row in fetch_all(connection, "select/report_batches")}
    open_rooms = newsroom.open_newsroom(desk.place)
    try:
        times = newsroom.moments(desk.place, played)
        _subscribe(desk, engine, open_rooms.opml(), times[0])
        player = _load(desk)
        for moment in times:
            open_rooms.set_clock(min(moment, newsroom.last_moment(desk.place)))
            _play(desk, player, moment)
        _print_results(desk, engine, before)
        with working(engine) as connection:
            report.print_match(desk.console, connection, open_rooms.truth())
    finally:
        open_rooms.stop()


def _play_live(desk: _Newsdesk, engine: Engine, feeds: Path) -> None:
    try:
        opml = feeds.read_bytes()
    except OSError as error:
        raise FatalError(
            f"{feeds} can't be read: {error.strerror}. Example: make run FEEDS=feeds/world.opml"
        ) from error
    with working(engine) as connection:
        before = report.totals(connection)
    now = datetime.now(UTC).replace(microsecond=0)
    _subscribe(desk, engine, opml, now)
    _play(desk, _load(desk), now)
    _print_results(desk, engine, before)


def _subscribe(desk: _Newsdesk, engine: Engine, opml: bytes, now: datetime) -> None:
    with _step(desk.console, "Feeds") as (_, told):
        sources, errors = _listed(opml)
        added = add_feeds(
            engine, [NewFeed(feed.url, feed.title, feed.category, feed.home_url) for feed in sources], now
        )
        told.append(f"{added.added} new, {added.known} known")
    complaints = [f"line {error.line}: {error.reason}" for error in errors]
    complaints += [f"{url}: {reason}" for url, reason in added.refused]
    for complaint in complaints:
        desk.console.print(f"  left out: {complaint}", markup=False, soft_wrap=True)
    if not added.added + added.known:
        raise FatalError("the list names no usable feed; it must be OPML with xmlUrl attributes, see feeds/world.opml")


def _listed(opml: bytes) -> tuple[list[FeedSource], list[LineError]]:
    try:
        return read_opml(opml)
    except RejectError as error:
        raise FatalError(f"the list of feeds is of no use: {error}. An example is feeds/world.opml") from error


def _load(desk: _Newsdesk) -> Player:
    with _step(desk.console, "Airflow and the ingest DAG"):
        return open_player(desk.env, desk.log)


def _play(desk: _Newsdesk, player: Player, moment: datetime) -> None:
    with _step(desk.console, f"Batch {moment:%Y-%m-%d %H:%M}") as (tell, told):
        told.append(_in_short(player.play(moment, tell)))


def _print_results(desk: _Newsdesk, engine: Engine, before: report.Totals) -> None:
    with working(engine) as connection:
        report.print_books(desk.console, connection)
        report.print_stories(desk.console, connection)
        report.print_gain(desk.console, before, report.totals(connection))


def _in_short(steps: list[Step]) -> str:
    return "  ".join(f"{step.task} {step.seconds:.1f}" for step in steps if step.state == "success")


@contextmanager
def _step(console: Console, name: str) -> Iterator[tuple[Callable[[str], None], list[str]]]:
    """Show what is at work, on a terminal with a spinner; at the end a line with its time and what was added to it."""
    start = time.monotonic()
    told: list[str] = []
    spinner = Spinner("dots", name)
    # Left to itself, Live takes this process's output back from output_into().
    with Live(spinner, console=console, transient=True, redirect_stdout=False, redirect_stderr=False):
        yield (lambda text: spinner.update(text=f"{name}: {text}")), told
    console.print(f"[green]✓[/] {name:<28} {time.monotonic() - start:5.1f} s  {' '.join(told)}", soft_wrap=True)
