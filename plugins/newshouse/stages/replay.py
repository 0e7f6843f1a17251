"""Batches worked again, one after another, without Airflow: nothing is asked of anybody."""

from __future__ import annotations

from sqlalchemy import Engine

from newshouse.settings import Settings
from newshouse.stages.batches import EVERYTHING, Interval, open_batch
from newshouse.stages.desk import Desk
from newshouse.stages.poll import poll_shard
from newshouse.stages.publish import Published, link, publish
from newshouse.stages.read import plan_readings, read_shard
from newshouse.stages.selection import Selection


def replay_batch(
    engine: Engine,
    settings: Settings,
    interval: Interval,
    selection: Selection = EVERYTHING,
    *,
    keeps_ledger: bool = True,
) -> Published:
    """Read the interval's captures again, link and publish; an interval without captures publishes empty books.

    ``interval`` must be a backfill's. Safe beside the scheduler, also on the batch that it works on.
    ``keeps_ledger``: as Desk has it.
    """
    batch = open_batch(engine, settings, interval, selection)
    desk = Desk(settings, engine, batch.batch_id, keeps_ledger)
    for shard in batch.shards:
        poll_shard(desk, shard)
    for shard in plan_readings(desk):
        read_shard(desk, shard)
    link(desk)
    return publish(desk)
