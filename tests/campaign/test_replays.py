"""Hours of the demo newsroom, a batch each; then all replayed in random order, four at a time, twice.

NEWSHOUSE_SEED and NEWSHOUSE_BATCHES choose another run of it: 72 are all that the newsroom has.
"""

from __future__ import annotations

import os
import random
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue

import demo
import pytest
from campaign.accounts import contents, differences, missing_snapshots, unbalanced
from campaign.zygote import Job, Zygote
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import open_warehouse

pytestmark = pytest.mark.slow
SEED = int(os.environ.get("NEWSHOUSE_SEED", "1"))
BATCHES = int(os.environ.get("NEWSHOUSE_BATCHES", "12"))
AT_ONCE = 4
HOURS = [demo.START + timedelta(hours=6 + hour) for hour in range(BATCHES)]
LATER = demo.END + timedelta(days=300)


def test_replays_in_random_order_four_at_a_time_twice_change_nothing(warehouse_url: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive"

    def job(hour: int, *, replay: bool) -> Job:
        at = HOURS[hour].isoformat()
        now = LATER.isoformat() if replay else at
        return Job(warehouse_url, str(archive), at, now, run_id="replay" if replay else "live", backfill=replay)

    with ExitStack() as stack:
        zygotes = [stack.enter_context(Zygote(tmp_path / f"zygote{number}")) for number in range(AT_ONCE)]
        room = stack.enter_context(demo.Newsroom(base_port=0, slow_s=0.01))
        engine = open_warehouse(warehouse_url)
        stack.callback(engine.dispose)
        add_feeds(engine, [NewFeed(url) for url in room.feeds()], demo.START)
        for hour, moment in enumerate(HOURS):
            room.set_clock(min(moment, demo.END))
            assert zygotes[0].run(job(hour, replay=False)) == 0, f"hour {hour}"
        before = contents(engine)
        assert len(before["serve.batches"]) == BATCHES
        assert before["serve.stories"]
        room.clear_log()

        order = random.Random(SEED).sample(range(BATCHES), BATCHES) + random.Random(-SEED).sample(
            range(BATCHES), BATCHES
        )
        waiting: SimpleQueue[int] = SimpleQueue()
        for hour in order:
            waiting.put(hour)
        failed: list[int] = []

        def work(zygote: Zygote) -> None:
            while True:
                try:
                    hour = waiting.get_nowait()
                except Empty:
                    return
                if zygote.run(job(hour, replay=True)) != 0:
                    failed.append(hour)

        threads = [threading.Thread(target=work, args=(zygote,)) for zygote in zygotes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        logs = "".join(path.read_text() for path in tmp_path.glob("zygote*"))
        assert failed == [], logs[-3000:]
        assert room.requests() == []
        assert differences(before, contents(engine)) == {}
        assert unbalanced(engine) == []
        assert missing_snapshots(engine, archive) == []
