"""What the monitoring is told of a batch: read from the books after it is published."""

from __future__ import annotations

from dataclasses import dataclass

from newshouse.archive import free_bytes
from newshouse.stages.desk import Desk
from newshouse.warehouse import fetch_one, working


@dataclass(frozen=True, slots=True)
class BatchSignals:
    """A published batch in numbers. ``archive_free_bytes`` is None where the archive is no folder of this machine."""

    mode: str
    own_outage: bool
    published_at_s: float  # since 1970
    delay_s: float  # from the end of the interval to the publication
    entries_new: int
    articles_new: int
    articles_revised: int
    articles_unchanged: int
    articles_rejected: int
    archive_bytes: int  # that the batch added
    feeds_overflowed: int
    feeds_due: int
    feeds_active: int
    feeds_failing: int
    feeds_paused: int
    archive_free_bytes: int | None


def batch_signals(desk: Desk) -> BatchSignals:
    """The signals of the desk's batch, which must be published."""
    with working(desk.engine) as connection:
        row = fetch_one(connection, "select/batch_signals", batch_id=desk.batch_id)._mapping
    counts = {name: int(row[name]) for name in row if name.startswith(("entries_", "articles_", "feeds_", "archive_"))}
    return BatchSignals(
        mode=row["mode"],
        own_outage=row["own_outage"],
        published_at_s=float(row["published_at_s"]),
        delay_s=float(row["delay_s"]),
        archive_free_bytes=free_bytes(desk.settings.archive_url),
        **counts,
    )
