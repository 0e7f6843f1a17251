"""``newshouse forget``: take down an article, an address or a publisher."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer

from newshouse.cli import source
from newshouse.errors import RejectError
from newshouse.stages.export import check as check_export
from newshouse.stages.export import export
from newshouse.stages.forget import ArchiveCleared, Forgotten, Order, clear_archive, target_of
from newshouse.stages.forget import forget as take_down
from newshouse.stages.retention import oldest_export


def forget(  # noqa: PLR0913 - a command's options
    target: Annotated[str, typer.Argument(help="An article's id, an address, or a publisher's domain.")],
    why: Annotated[str, typer.Option("--why", help="The reason, for those who come after.")],
    who: Annotated[str, typer.Option("--who", help="Who does it; without it the name of the user.")] = "",
    to: Annotated[
        str, typer.Option("--to", help="Where exports lie, to be written anew; else NEWSHOUSE_EXPORT_URL.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take text out of warehouse and archive for ever. No replay and no later capture brings it back."""
    wanted, order = target_of(target), Order(why, who or getpass.getuser())
    with source.warehouse() as engine:
        settings = source.settings()
        exported = to or settings.export_url
        if exported:
            check_export(exported)  # before what can't be undone
        if dry_run or not yes:
            _say(take_down(engine, settings, wanted, order, dry_run=True), "would be taken down")
        if dry_run:
            return
        if not yes:
            typer.confirm("Take it down? It can't be undone.", abort=True)
        done = take_down(engine, settings, wanted, order)
        cleared = clear_archive(engine, settings)
        _say(done, "taken down")
        _say_archive(cleared)
        if exported:
            days = [day for day in done.days if day >= oldest_export(settings)]
            for day in days:
                export(engine, day, day + timedelta(days=1), exported)
            typer.echo(f"exports: {len(days)} days written anew to {exported}")
    if cleared.faults:
        raise RejectError("archive_faults", "not rewritten, mend or remove, then repeat: " + "; ".join(cleared.faults))


def _say(done: Forgotten, what: str) -> None:
    counts = {name: value for name, value in asdict(done).items() if name not in ("target", "days")}
    typer.echo(f"{done.target} {what}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    if done.feed_captures:
        typer.echo(
            "feed captures go whole: other entries in them stay in the warehouse, but no replay reads them there again"
        )
    if done.days:
        typer.echo(f"exports of these days hold it until they are written anew: {', '.join(map(str, done.days))}")


def _say_archive(cleared: ArchiveCleared) -> None:
    typer.echo(f"archive: {cleared.records} records, {cleared.bytes_count} bytes, in {cleared.files} files rewritten")
    typer.echo("backups, and what the database has not vacuumed yet, hold it still: see docs/operations.md")
