"""The tasks of ``ingest``: Airflow's context in, ids and counts out. Heavy imports stay inside the functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from airflow.sdk import get_current_context

from newshouse.orchestration.assets import STORIES_BY_DAY
from newshouse.orchestration.place import opened

if TYPE_CHECKING:
    from newshouse.records import StageReport
    from newshouse.stages.batches import Interval
    from newshouse.stages.desk import Desk


def open_batch() -> list[dict[str, int]]:
    """Open the run's batch. Returns the work of each mapped task of ``poll``; pushes ``batch_id`` and ``mode`` beside.

    Only a task's return value can be mapped over, hence the others under keys of their own.
    """
    from newshouse.orchestration import lineage
    from newshouse.stages.batches import open_batch
    from newshouse.stages.selection import selection_of

    context = get_current_context()
    with opened() as (settings, engine):
        selection = selection_of(context["params"])
        batch = open_batch(engine, settings, interval_of(context["dag_run"]), selection)
    context["ti"].xcom_push("batch_id", batch.batch_id)
    context["ti"].xcom_push("mode", batch.mode)
    lineage.report("open_batch", settings.warehouse_url)
    return _work(batch.batch_id, batch.shards)


def poll(work: dict[str, int]) -> dict[str, Any]:
    """Poll one mapped task's feeds, or read their captures again in a replay."""
    from newshouse.stages.poll import poll_shard

    return _mapped("poll", poll_shard, work)


def plan_pages(batch_id: int) -> list[dict[str, int]]:
    """Which pages each mapped task of ``fetch`` gets."""
    from newshouse.stages.plan_pages import plan_pages

    with _at_desk("plan_pages", batch_id) as desk:
        return _work(batch_id, plan_pages(desk))


def fetch(work: dict[str, int]) -> dict[str, Any]:
    """Fetch one mapped task's pages."""
    from newshouse.stages.fetch import fetch_shard

    return _mapped("fetch", fetch_shard, work)


def plan_reading(batch_id: int) -> list[dict[str, int]]:
    """Which captured pages each mapped task of ``read`` gets."""
    from newshouse.stages.read import plan_readings

    with _at_desk("plan_reading", batch_id) as desk:
        return _work(batch_id, plan_readings(desk))


def read(work: dict[str, int]) -> dict[str, Any]:
    """Read one mapped task's pages."""
    from newshouse.stages.read import read_shard

    return _mapped("read", read_shard, work)


def link(batch_id: int) -> dict[str, Any]:
    """Find copies and stories."""
    from newshouse.stages.publish import link

    with _at_desk("link", batch_id) as desk:
        return _reported("link", link(desk))


def audit(batch_id: int) -> int:
    """Check what is staged; the number of warnings."""
    from newshouse.stages.audit import audit

    with _at_desk("audit", batch_id) as desk:
        return audit(desk)


def publish(batch_id: int) -> dict[str, Any]:
    """Publish, and tell downstream DAGs which day changed."""
    from newshouse.orchestration import metrics
    from newshouse.stages.publish import publish
    from newshouse.stages.signals import batch_signals

    context = get_current_context()
    with _at_desk("publish", batch_id) as desk:
        published = publish(desk)
        metrics.count_batch(batch_signals(desk), published.story_count)
    day = interval_of(context["dag_run"]).end.date().isoformat()
    context["outlet_events"][STORIES_BY_DAY].add_partitions(day)
    return asdict(published)


def interval_of(dag_run: Any) -> Interval:
    """The batch of a run: its data interval, or for a run triggered by hand its moment.

    logical_date is the interval's start in scheduled and backfill runs, its end in manual ones, and None for a
    manual run without a date; run_after always says when it was meant to run.
    """
    from newshouse.stages.batches import Interval

    if str(getattr(dag_run.run_type, "value", dag_run.run_type)) == "manual":
        moment = _utc(dag_run.logical_date or dag_run.run_after)
        return Interval(moment, moment, dag_run.run_id)
    backfill = str(getattr(dag_run.run_type, "value", dag_run.run_type)) == "backfill"
    return Interval(_utc(dag_run.data_interval_start), _utc(dag_run.data_interval_end), dag_run.run_id, backfill)


def _utc(moment: datetime) -> datetime:
    """A plain datetime: Airflow hands out pendulum's, which PostgreSQL's driver need not know."""
    return datetime.fromtimestamp(moment.timestamp(), tz=UTC)


@contextmanager
def _at_desk(task_id: str, batch_id: int) -> Iterator[Desk]:
    """The desk for a task; when the work is done, its time and its tables are told."""
    from newshouse import settings
    from newshouse.orchestration import lineage, metrics
    from newshouse.stages.desk import Desk

    loaded, began = settings.load(), monotonic()
    with Desk.at(loaded, batch_id) as desk:
        yield desk
    metrics.count_time(task_id, monotonic() - began)
    lineage.report(task_id, loaded.warehouse_url)


def _mapped(task_id: str, stage: Callable[[Desk, int], StageReport], work: dict[str, int]) -> dict[str, Any]:
    with _at_desk(task_id, work["batch_id"]) as desk:
        return _reported(task_id, stage(desk, work["shard"]))


def _reported(task_id: str, report: StageReport) -> dict[str, Any]:
    from newshouse.orchestration import metrics

    metrics.count_items(task_id, report)
    return asdict(report)


def _work(batch_id: int, shards: tuple[int, ...]) -> list[dict[str, int]]:
    return [{"batch_id": batch_id, "shard": shard} for shard in shards]
