"""What every stage works with, and how a stage's task is named in the archive."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine

from newshouse.records import Reject, StageReport
from newshouse.settings import Settings
from newshouse.text import masked
from newshouse.warehouse import open_warehouse

log = logging.getLogger("newshouse")


@dataclass(frozen=True, slots=True)
class Desk:
    """One batch's settings and warehouse, handed to each stage."""

    settings: Settings
    engine: Engine
    batch_id: int
    keeps_ledger: bool = True
    """Whether the archive gets the batch's books: not for what is rebuilt from there."""

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one item ended. ``item`` is its address; ``reason`` is None where it needs none."""

    item: str
    outcome: str
    reason: str | None = None


def counted(stage: str, desk: Desk, shard: int, outcomes: Sequence[Outcome]) -> StageReport:
    """The report of a task; logs a line per item at DEBUG and one for the task at INFO, secrets masked."""
    here = f"stage={stage} batch={desk.batch_id} shard={shard}"
    for one in outcomes:
        log.debug("%s outcome=%s reason=%s item=%s", here, one.outcome, one.reason, masked(one.item))
    ended = Counter(one.outcome for one in outcomes)
    reasons = Counter(one.reason for one in outcomes if one.reason is not None)
    report = StageReport(ended["ok"], ended["unchanged"], ended["rejected"], ended["deferred"], dict(reasons))
    log.info("%s %s", here, report)
    return report


def facts(report: Any) -> str:
    """A record of what was done as key=value, for the log; of what it holds many of, the number. Secrets masked."""
    values = {one.name: getattr(report, one.name) for one in fields(report)}
    many = (tuple, dict)
    return masked(
        " ".join(f"{name}={len(value) if isinstance(value, many) else value}" for name, value in values.items())
    )


def reject_of(stage: str, item: str, error: Exception, *, retryable: bool) -> Reject:
    """A row for the rejects from the error that ended an item."""
    reason, detail = getattr(error, "reason", type(error).__name__), getattr(error, "detail", str(error))
    return Reject(stage, item, reason, detail[:500], retryable)
