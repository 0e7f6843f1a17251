"""CPU time of a live batch an article, all stages and PostgreSQL, beside a bare loop over the same pages. No Airflow.

    python bench/stages_cpu.py [--articles 300]

Pages as in pipeline_rate.py, which measures the whole, Airflow and waits included, in wall-clock time; this says what
is left of the bare loop's time for those, also on a machine that works for others. The pages' server counts as ours.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime

import cpu_time
from loopback_press import served
from newshouse.runtime import postgres
from newshouse.settings import Settings
from newshouse.warehouse import migrate
from pipeline_rate import bare_loop
from stored_bytes import publish_all
from varied_pages import varied


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    count = parser.parse_args().articles
    pages = varied(count, datetime.now(UTC).date())
    bare = [bare_loop(pages)]
    cpu_time.adopt_orphans()
    with tempfile.TemporaryDirectory() as folder, served(pages) as feeds, postgres.passing() as server:
        postgres.create_database(server, "stages")
        migrate(server.url("stages"))
        settings = Settings(
            warehouse_url=server.url("stages"), archive_url=folder, allow_loopback=True, host_interval_s=0.0,
            now=datetime.now(UTC).replace(microsecond=0),
        )  # fmt: skip
        began_s = cpu_time.descendants_s() + time.process_time()
        taken = publish_all(settings, feeds)
        ours_s = cpu_time.descendants_s() + time.process_time() - began_s
    bare.append(bare_loop(pages))
    bare_s = count * sum(one.cpu_s for one in bare) / len(bare)
    turns = ", ".join(f"{1000 * one.cpu_s:.1f}" for one in bare)
    print(f"bare loop: {1000 * bare_s / count:.1f} CPU-ms an article ({turns})")
    print(f"ours: {1000 * ours_s / count:.1f} CPU-ms an article; the bare loop takes {bare_s / ours_s:.2f} times that")
    print("wall-clock seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in taken.items()))


if __name__ == "__main__":
    main()
