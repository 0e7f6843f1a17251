"""The metrics of newshouse, through Airflow's own: wherever its configuration sends them, or nowhere.

The names below are a promise: docs/operations.md, the dashboard and the alert rules in monitoring/ are tested against
what is emitted. Counters are of what tasks did, replays included, unless they say batch; gauges are of the last live
batch. No timers: the exponential histograms that Airflow makes of them are not shown by every Prometheus.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from airflow.sdk.observability import stats

if TYPE_CHECKING:
    from newshouse.records import StageReport
    from newshouse.stages.signals import BatchSignals

ITEMS = "newshouse.items"
REFUSED = "newshouse.refused"
TASK_MS = "newshouse.task_ms"
BATCHES = "newshouse.batches"
ENTRIES_NEW = "newshouse.entries_new"
ARTICLES = "newshouse.articles"
STORIES = "newshouse.stories_changed"
ARCHIVE_BYTES = "newshouse.archive_bytes"
FEEDS_OVERFLOWED = "newshouse.feeds_overflowed"
DELAY = "newshouse.batch_delay_s"
PUBLISHED_AT = "newshouse.batch_published_at_s"
OWN_OUTAGE = "newshouse.own_outage"
FEEDS = "newshouse.feeds"
ARCHIVE_FREE = "newshouse.archive_free_bytes"
ALERTS = "newshouse.alerts"


def count_items(stage: str, report: StageReport) -> None:
    """A task's items by outcome, and those refused or put off by reason."""
    for outcome in ("ok", "unchanged", "rejected", "deferred"):
        stats.incr(ITEMS, getattr(report, outcome), tags={"stage": stage, "outcome": outcome})
    for reason, count in sorted(report.reasons.items()):
        stats.incr(REFUSED, count, tags={"stage": stage, "reason": reason})


def count_time(stage: str, seconds: float) -> None:
    """How long a task worked."""
    stats.incr(TASK_MS, round(1000 * seconds), tags={"stage": stage})


def count_batch(signals: BatchSignals, story_count: int) -> None:
    """A published batch. A replay counts as a batch, and no more: its articles and feeds are of long ago."""
    stats.incr(BATCHES, 1, tags={"mode": signals.mode})
    if signals.mode != "live":
        return
    stats.incr(ENTRIES_NEW, signals.entries_new)
    for outcome in ("new", "revised", "unchanged", "rejected"):
        stats.incr(ARTICLES, getattr(signals, f"articles_{outcome}"), tags={"outcome": outcome})
    stats.incr(STORIES, story_count)
    stats.incr(ARCHIVE_BYTES, signals.archive_bytes)
    stats.incr(FEEDS_OVERFLOWED, signals.feeds_overflowed)
    stats.gauge(DELAY, signals.delay_s)
    stats.gauge(PUBLISHED_AT, signals.published_at_s)
    stats.gauge(OWN_OUTAGE, int(signals.own_outage))
    for state in ("due", "active", "failing", "paused"):
        stats.gauge(FEEDS, getattr(signals, f"feeds_{state}"), tags={"state": state})
    if signals.archive_free_bytes is not None:
        stats.gauge(ARCHIVE_FREE, signals.archive_free_bytes)


def show_alerts(counts: Mapping[str, int]) -> None:
    """How many alerts of each kind are raised."""
    for kind, count in sorted(counts.items()):
        stats.gauge(ALERTS, count, tags={"kind": kind})
