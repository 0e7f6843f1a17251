"""``newshouse verify``: whether the warehouse holds what a rebuild from the archive gives."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from newshouse.cli import source
from newshouse.stages.verify import TAKEN_DOWN, Verdict
from newshouse.stages.verify import verify as verified


def verify(
    start: Annotated[str, typer.Option("--from", help="Batches after this moment, ISO 8601, UTC without a zone.")],
    end: Annotated[str, typer.Option("--to", help="And up to this one.")],
) -> None:
    """Rebuild captured batches in a scratch database and compare. Exit code 1 if more differs than was taken down."""
    first, last = source.span(start, end)
    with source.warehouse() as engine:
        verdict = verified(engine, source.settings(), first, last)
    console = Console(highlight=False)
    console.print(_told(verdict), soft_wrap=True)
    if verdict.differences:
        console.print(_table(verdict))
    if any(one.cause != TAKEN_DOWN for one in verdict.differences):
        raise typer.Exit(1)


def _told(verdict: Verdict) -> str:
    counts = f"{verdict.batch_count} batches rebuilt, {len(verdict.differences)} kinds of differences"
    if verdict.skipped_count:
        counts += f"; {verdict.skipped_count} left out: a run is at work on them"
    if verdict.expired_count:
        counts += f"; {verdict.expired_count} batches left out: their captures were given up for their age"
    return counts


def _table(verdict: Verdict) -> Table:
    table = Table("table", "column", "rows", "cause", "such as", box=None)
    for one in verdict.differences:
        table.add_row(one.table, one.column, str(one.row_count), one.cause, one.example)
    return table
