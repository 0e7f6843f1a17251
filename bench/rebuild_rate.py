"""How long `newshouse rebuild` takes an article: a live batch, the same replayed, the same from the archive alone.

    python bench/rebuild_rate.py [--articles 500]

Pages as in pipeline_rate.py, stages as in stored_bytes.py, without Airflow; wall-clock and CPU time, PostgreSQL's too.
The live batch is the peer: it fetches as well.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import cpu_time
from loopback_press import served
from newshouse.runtime import postgres
from newshouse.settings import Settings
from newshouse.stages.batches import Interval
from newshouse.stages.rebuild import rebuild
from newshouse.stages.replay import replay_batch
from newshouse.warehouse import migrate, open_warehouse
from stored_bytes import publish_all
from varied_pages import varied


def timed(name: str, count: int, work: Callable[[], Any]) -> None:
    """Do it, and print what it took an article."""
    began, cpu_s = time.monotonic(), cpu_time.descendants_s() + time.process_time()
    work()
    took, used = time.monotonic() - began, cpu_time.descendants_s() + time.process_time() - cpu_s
    print(f"{name:8} {1000 * took / count:7.1f} ms an article, {1000 * used / count:7.1f} CPU-ms", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    count = parser.parse_args().articles
    pages = varied(count, datetime.now(UTC).date())
    cpu_time.adopt_orphans()
    with tempfile.TemporaryDirectory() as folder, served(pages) as feeds, postgres.passing() as server:
        for name in ("lived", "rebuilt"):
            postgres.create_database(server, name)
            migrate(server.url(name))
        now = datetime.now(UTC).replace(microsecond=0)
        settings = Settings(
            warehouse_url=server.url("lived"), archive_url=folder, allow_loopback=True, host_interval_s=0.0, now=now
        )
        timed("live", count, lambda: publish_all(settings, feeds))
        lived, rebuilt = open_warehouse(server.url("lived")), open_warehouse(server.url("rebuilt"))
        timed("replay", count, lambda: replay_batch(lived, settings, Interval(now, now, "replay", backfill=True)))
        there = replace(settings, warehouse_url=server.url("rebuilt"))
        timed("rebuild", count, lambda: rebuild(rebuilt, there, lambda _: None))
        for engine in (lived, rebuilt):
            engine.dispose()


if __name__ == "__main__":
    main()
