"""``newshouse replay``: batches of a span worked again from the archive, newest first, or what that would mean."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from newshouse.cli import source
from newshouse.stages.replay import replay_batch
from newshouse.stages.replaying import ReplayPlan, plan_replay
from newshouse.stages.selection import selection_of

_Several = list[str] | None


def replay(  # noqa: PLR0913 - a parameter for each option
    start: Annotated[str, typer.Option("--from", help="Batches after this moment, ISO 8601, UTC without a zone.")],
    end: Annotated[str, typer.Option("--to", help="And up to this one.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would touch, and for how long.")] = False,
    stages: Annotated[_Several, typer.Option(help="read, link; again for more. Both without it.")] = None,
    languages: Annotated[_Several, typer.Option(help="Only articles in this language; again for more.")] = None,
    publishers: Annotated[_Several, typer.Option(help="Only this publisher (example.org); again for more.")] = None,
) -> None:
    """Read captured batches again and publish them, newest first. Asks nobody; safe while the scheduler runs."""
    chosen = {"stages": stages, "languages": languages, "publishers": publishers}
    selection = selection_of({name: value for name, value in chosen.items() if value})
    first, last = source.span(start, end)
    console = Console(highlight=False)
    with source.warehouse() as engine:
        run_id = f"replay__{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
        plan = plan_replay(engine, first, last, selection, run_id)
        console.print(_told(plan), soft_wrap=True)
        if not plan.batches:
            elsewhere = "" if source.of_demo else "; for that of the demo say newshouse --demo replay"
            console.print(f"This warehouse has captured nothing of the kind in that span{elsewhere}.", soft_wrap=True)
        for number, interval in enumerate(() if dry_run else plan.batches, start=1):
            began = time.monotonic()
            books = replay_batch(engine, source.settings(), interval, selection).books
            console.print(
                f"{number}/{len(plan.batches)} {interval.end:%Y-%m-%d %H:%M} {time.monotonic() - began:6.1f} s "
                f" pages {books['articles_due']}, rejected {books['articles_rejected']}",
                soft_wrap=True,
            )


def _told(plan: ReplayPlan) -> str:
    if plan.expected_s is None:
        time_needed = "no time known yet: no batch was timed so far"
    else:
        time_needed = f"about {plan.expected_s:,.0f} s by what the last batches took"
    counts = f"{len(plan.batches)} batches, {plan.snapshot_count} snapshots, {plan.article_count} articles"
    if plan.expired_count:
        time_needed += f"; {plan.expired_count} batches left out: their captures were given up for their age"
    return f"{counts}; {time_needed}"
