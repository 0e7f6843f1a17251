"""Plays batches through the stages, as the DAG does, without Airflow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import demo
from newshouse.settings import Settings
from newshouse.stages.audit import audit
from newshouse.stages.batches import Interval, OpenBatch, open_batch
from newshouse.stages.desk import Desk
from newshouse.stages.fetch import fetch_shard
from newshouse.stages.plan_pages import plan_pages
from newshouse.stages.poll import poll_shard
from newshouse.stages.publish import Published, link, publish
from newshouse.stages.read import plan_readings, read_shard
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import open_warehouse
from sqlalchemy import Engine, text

TABLES = (
    "news.articles",
    "news.revisions",
    "news.copies",
    "news.edges",
    "news.members",
    "news.stories",
    "news.aliases",
)


def gathered(engine: Engine, settings: Settings, moment: datetime) -> Desk:
    """The batch of a run at ``moment``: opened, polled and fetched."""
    batch = open_batch(engine, settings, Interval(moment, moment, "run"))
    desk = Desk(settings, engine, batch.batch_id)
    for shard in batch.shards:
        poll_shard(desk, shard)
    for shard in plan_pages(desk):
        fetch_shard(desk, shard)
    return desk


def read_captured(desk: Desk) -> None:
    """Read all that the batch captured."""
    for shard in plan_readings(desk):
        read_shard(desk, shard)


@dataclass
class Play:
    """A warehouse, an archive, and the newsroom they are filled from."""

    settings: Settings
    room: demo.Newsroom

    def __post_init__(self) -> None:
        self.engine = open_warehouse(self.settings.warehouse_url)

    def register(self) -> None:
        add_feeds(self.engine, [NewFeed(url) for url in self.room.feeds()], demo.START)

    def open(self, moment: datetime, run_id: str = "run", **changed: Any) -> tuple[OpenBatch, Desk]:
        settings = replace(self.settings, **({"now": moment} | changed))
        batch = open_batch(self.engine, settings, Interval(moment, moment, run_id))
        return batch, Desk(settings, self.engine, batch.batch_id)

    def newest(self) -> Desk:
        """The newest batch as it stands."""
        [(batch_id, moment)] = self.rows(
            "SELECT batch_id, interval_start FROM raw.batches ORDER BY batch_id DESC LIMIT 1"
        )
        return Desk(replace(self.settings, now=moment), self.engine, batch_id)

    def capture(self, moment: datetime) -> Desk:
        """Poll and fetch."""
        self.room.set_clock(moment)
        return gathered(self.engine, replace(self.settings, now=moment), moment)

    def finish(self, desk: Desk) -> Published:
        """Read, link, audit, publish."""
        read_captured(desk)
        link(desk)
        audit(desk)
        return publish(desk)

    def batch(self, moment: datetime) -> Published:
        return self.finish(self.capture(moment))

    def replay(self, moment: datetime) -> Published:
        """The batch of ``moment`` again, a year later."""
        batch, desk = self.open(moment, "replay", now=moment.replace(year=moment.year + 1))
        assert batch.mode == "replay"
        for shard in batch.shards:
            poll_shard(desk, shard)
        assert plan_pages(desk) == ()
        return self.finish(desk)

    def rows(self, query: str, **binds: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(query), binds).all())

    def contents(self) -> dict[str, list[Any]]:
        """All that is published, in one order."""
        return {table: sorted(map(repr, self.rows(f"SELECT * FROM {table}"))) for table in TABLES}

    def books(self) -> list[Any]:
        run_columns = {"mode", "run_id", "opened_at", "published_at", "publish_count", "delay_s"}
        rows = self.rows("SELECT * FROM serve.batches ORDER BY batch_id")
        return [{name: value for name, value in row._mapping.items() if name not in run_columns} for row in rows]
