"""``newshouse rebuild``: a lost warehouse from the archive alone."""

from __future__ import annotations

import typer
from rich.console import Console

from newshouse.cli import source
from newshouse.stages.rebuild import Rebuilt, Step
from newshouse.stages.rebuild import rebuild as rebuilt

_NEVER = (
    "not in any archive, and begun anew: numbers of serve.changes (readers begin at 0), alerts, the record of actions,"
    " what hosts asked of us"
)


def rebuild() -> None:
    """Fill an empty warehouse from the archive, batch by batch. Asks nobody; killed and run again, it goes on."""
    console = Console(highlight=False)
    with source.warehouse() as engine:
        report = rebuilt(engine, source.settings(), lambda step: console.print(_told(step), soft_wrap=True))
    for line in _lines(report):
        console.print(line, soft_wrap=True)
    if report.lost or report.faults:
        raise typer.Exit(1)


def _told(step: Step) -> str:
    head = f"{step.number}/{step.count} {step.source.end:%Y-%m-%d %H:%M}"
    if step.published is None:
        return f"{head} done before"
    books = step.published.books
    return f"{head}  feeds {books['feeds_due']}, pages {books['articles_due']}, rejected {books['articles_rejected']}"


def _lines(report: Rebuilt) -> list[str]:
    lines = [
        f"{report.batch_count} batches rebuilt, {report.decision_count} decisions, {report.tombstone_count} take-downs",
        _NEVER,
    ]
    if report.from_records:
        lines.append(
            f"{report.from_records} batches had no ledger: what failed or was unchanged in them is not known any more,"
            f" of their feeds only the address; {report.without_interval} stand at the moment of their first capture"
        )
    if report.superseded_count or report.loose_files:
        lines.append(f"left aside: {report.loose_files} files and {report.superseded_count} captures of other tries")
    if report.pages_due:
        lines.append(f"{report.pages_due} pages that no batch is known to have asked for are due")
    if report.expired_count:
        lines.append(f"{report.expired_count} captures were given up for their age: what only they told is gone")
    lines += [f"LOST: {count} records: {reason}" for reason, count in report.lost.items()]
    lines += [f"LOST: {file}: {why}" for file, why in sorted(report.faults.items())]
    return lines
