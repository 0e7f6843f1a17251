"""``newshouse export``: articles and stories as Parquet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from newshouse.cli.source import print_json, warehouse
from newshouse.errors import RejectError
from newshouse.stages import export as stage


def export(
    since: Annotated[str, typer.Option(help="First day, UTC: 2026-03-02.")],
    to: Annotated[str, typer.Option(help="A folder or any address fsspec knows: s3://bucket/export.")],
    until: Annotated[str, typer.Option(help="Day after the last; without it tomorrow.")] = "",
) -> None:
    """Write articles and stories as Parquet, a file per day, each replaced at once."""
    last = _day(until) if until else datetime.now(UTC).date() + timedelta(days=1)
    with warehouse() as engine:
        print_json(stage.export(engine, _day(since), last, to))


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise RejectError("export_interval", f"{raw!r} is no day such as 2026-03-02") from error
