"""What every stage works with, and how a stage's task is named in the archive."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Engine

from newshouse.records import Reject, StageReport
from newshouse.settings import Settings
from newshouse.warehouse import open_warehouse

log = logging.getLogger("newshouse")


@dataclass(frozen=True, slots=True)
class Desk:
    """One batch's settings and warehouse, handed to each stage."""

    settings: Settings
    engine: Engine
    batch_id: int

    @classmethod
    def at(cls, settings: Settings, batch_id: int) -> Desk:
        """A desk with an engine of its own; close() it."""
        return cls(settings, open_warehouse(settings.warehouse_url), batch_id)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def segment_name(self, stage: str, shard: int) -> str:
        """A new archive file's name: no two tries of a task share one, since two can overlap."""
        day = self.settings.time().strftime("%Y/%m/%d")
        return f"{day}/batch{self.batch_id:08d}-{stage}{shard:03d}-{uuid4().hex[:12]}"


def counted(stage: str, outcomes: list[tuple[str, str | None]]) -> StageReport:
    """The report of a task whose items ended as (outcome, reason); logs its one line."""
    names = ("ok", "unchanged", "rejected", "deferred")
    counts = {name: sum(outcome == name for outcome, _ in outcomes) for name in names}
    reasons: dict[str, int] = {}
    for _, reason in outcomes:
        if reason is not None:
            reasons[reason] = reasons.get(reason, 0) + 1
    log.info("%s: %s, reasons %s", stage, ", ".join(f"{name} {count}" for name, count in counts.items()), reasons)
    return StageReport(counts["ok"], counts["unchanged"], counts["rejected"], counts["deferred"], reasons)


def reject_of(stage: str, item: str, error: Exception, *, retryable: bool) -> Reject:
    """A row for the rejects from the error that ended an item."""
    reason, detail = getattr(error, "reason", type(error).__name__), getattr(error, "detail", str(error))
    return Reject(stage, item, reason, detail[:500], retryable)
