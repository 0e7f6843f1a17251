"""Killed, restarted, out of space, tried twice at once, raced: the warehouse ends as if nothing had happened.

A twin that nothing happens to works the same hours; in the end both hold the same. NEWSHOUSE_SEED and
NEWSHOUSE_KILLS choose another run of it, NEWSHOUSE_RESTARTS the crashes of its server.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from campaign.accounts import contents, differences, missing_snapshots, unbalanced
from campaign.town import HOUR, OUTLETS, START, publish, town
from campaign.zygote import STAGES, Job, Zygote
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from newshouse.runtime.unprivileged import account_for
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import migrate, open_warehouse
from stages.outlet import Outlet

pytestmark = pytest.mark.slow
SEED = int(os.environ.get("NEWSHOUSE_SEED", "1"))
KILLS = int(os.environ.get("NEWSHOUSE_KILLS", "60"))
RESTARTS = int(os.environ.get("NEWSHOUSE_RESTARTS", "20"))
KILLS_PER_HOUR = 25


@dataclass
class Campaign:
    """A server of its own, the victim and its twin, the processes that work them, and the hour that it is."""

    server: Server
    outlet: Outlet
    folder: Path
    one: Zygote
    other: Zygote
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    seconds: dict[str, float] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    hour: int = -1

    @property
    def moment(self) -> datetime:
        return START + self.hour * HOUR

    def job(self, *stages: str, name: str = "victim") -> Job:
        at = self.moment.isoformat()
        return Job(self.server.url(name), str(self.folder / name), at, at, stages)

    def register(self) -> None:
        for name in ("victim", "twin"):
            postgres.create_database(self.server, name)
            migrate(self.server.url(name))
            engine = open_warehouse(self.server.url(name))
            add_feeds(engine, [NewFeed(f"{self.outlet.base}/{outlet}.xml") for outlet in OUTLETS], START)
            engine.dispose()

    def next_hour(self) -> None:
        """New pages are out; the twin works them undisturbed, and the time of each stage is taken."""
        self.hour += 1
        publish(self.outlet, self.hour)
        for stage in STAGES:
            begin = time.monotonic()
            assert self.one.run(self.job(stage, name="twin")) == 0, stage
            self.seconds[stage] = time.monotonic() - begin

    def finish(self, stage: str) -> None:
        assert self.one.run(self.job(stage)) == 0, f"{stage} of hour {self.hour}"

    def kill(self, stage: str) -> None:
        pid = self.one.start(self.job(stage))
        time.sleep(self.chance.uniform(0, self.seconds[stage]))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        if self.one.wait() == signal.SIGKILL:
            self.hits[stage] += 1

    def crash_server(self, stage: str) -> None:
        self.one.start(self.job(stage))
        time.sleep(self.chance.uniform(0, self.seconds[stage]))
        account = account_for(self.server.home, postgres.binary("postgres"))
        stop = [str(postgres.binary("pg_ctl")), "stop", "-w", "-m", "immediate", "-D", str(self.server.data)]
        assert account.run(stop, 60).returncode == 0
        self.one.wait()
        postgres.start(self.server)

    def fill_disk(self, stage: str) -> None:
        before = self.archived()
        assert self.one.run(replace(self.job(stage), file_limit_bytes=300)) != 0
        assert self.archived() == before

    def archived(self) -> list[Path]:
        return sorted(path for path in (self.folder / "victim").rglob("*") if path.is_file())

    def try_twice(self, stage: str) -> None:
        self.one.start(self.job(stage))
        self.other.start(self.job(stage))
        assert (self.one.wait(), self.other.wait()) == (0, 0), stage

    def race(self) -> None:
        """The live run of this hour, while earlier ones are replayed."""
        self.one.start(self.job(*STAGES))
        for hour in self.chance.sample(range(self.hour), 3):
            at = (START + hour * HOUR).isoformat()
            now = (self.moment + timedelta(days=300)).isoformat()
            replay = replace(self.job(*STAGES), moment=at, now=now, run_id="replay", backfill=True)
            assert self.other.run(replay) == 0, f"replay of hour {hour}"
        assert self.one.wait() == 0

    def verdict(self) -> dict[str, Any]:
        """What is wrong: empty when all is well."""
        engines = {name: open_warehouse(self.server.url(name)) for name in ("victim", "twin")}
        try:
            held = {name: contents(engine, numbers=False) for name, engine in engines.items()}
            wrong = {
                "rows": differences(held["twin"], held["victim"]),
                "books": unbalanced(engines["victim"]),
                "snapshots": missing_snapshots(engines["victim"], self.folder / "victim"),
            }
            assert held["twin"]["news.stories"]
            assert held["twin"]["news.copies"]
            return {name: found for name, found in wrong.items() if found}
        finally:
            for engine in engines.values():
                engine.dispose()


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    server = Server(tmp_path / "postgres")
    server.home.mkdir()
    postgres.start(server)
    pid = postgres.running_pid(server)
    try:
        with town() as outlet, Zygote(tmp_path / "one") as one, Zygote(tmp_path / "other") as other:
            made = Campaign(server, outlet, tmp_path, one, other)
            made.register()
            yield made
    finally:
        assert pid is not None
        postgres.stop(server)


def test_killed_anywhere_nothing_is_lost_doubled_or_torn(campaign: Campaign) -> None:
    while campaign.hits.total() < KILLS:
        campaign.next_hour()
        plan = Counter(campaign.chance.choices(STAGES, k=KILLS_PER_HOUR))
        for stage in STAGES:
            for _ in range(plan[stage]):
                campaign.kill(stage)
            campaign.finish(stage)
    print(f"seed {SEED}: {campaign.hits.total()} kills in {campaign.hour + 1} batches: {dict(campaign.hits)}")
    assert set(campaign.hits) == set(STAGES) or KILLS < 100
    assert campaign.verdict() == {}


def test_crashed_servers_full_disks_overlapping_tries_and_races_leave_no_trace(campaign: Campaign) -> None:
    restarts = 0
    while restarts < RESTARTS:
        campaign.next_hour()
        for stage in STAGES:
            if restarts < RESTARTS and campaign.chance.random() < 0.8:
                campaign.crash_server(stage)
                restarts += 1
            campaign.finish(stage)
    campaign.next_hour()
    for stage in STAGES:
        if stage in ("poll", "fetch"):
            campaign.fill_disk(stage)
        campaign.finish(stage)
    for _ in range(3):
        campaign.next_hour()
        for stage in STAGES:
            campaign.try_twice(stage)
    for _ in range(5):
        campaign.next_hour()
        campaign.race()
    assert campaign.verdict() == {}
