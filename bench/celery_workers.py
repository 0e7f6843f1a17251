"""What it costs to hand the reading of articles to 1, 2 and 4 Celery workers, beside one process that reads them all.

    apt-get install redis-server; .venv/bin/uv pip install -p .venv -e '.[fleet]'     # once
    python bench/celery_workers.py [--articles 1600] [--per-task 200] [--workers 1 2 4]

Pages like the corpus's (varied_pages.py) go through a live run of ``ingest`` once. Then its ``read`` tasks alone are
cleared and run again, by Airflow's real scheduler and api-server, Redis, and Celery workers of one slot each. Beside
them: the same stage on the same captures in this process, without Airflow. CPU seconds are those of all processes, by
the kernel's count: ``workers`` is what is done on the workers' machines, ``shared`` is done once for all of them
(scheduler, api-server, Redis, PostgreSQL). What all of it takes while idle, measured before each run, is taken off. All
of it is on this machine, so that its clock says little of a fleet: "simulated" is the stage with a processor for each
worker, from the CPU time of a task. Linux.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import cpu_time
from loopback_press import served
from newshouse import settings
from newshouse.runtime import environment
from newshouse.runtime.environment import Place
from newshouse.runtime.services import Services
from newshouse.settings import Settings
from newshouse.stages.desk import Desk
from newshouse.stages.read import read_shard
from newshouse.warehouse import fetch_all, working
from pipeline_rate import RUN_ID, airflow, free_port, live_run, registered, timed_run
from varied_pages import varied

IDLE_S = 20
READY_WITHIN_S = 300
BATCH_ID = 1
_CLEAR = {"dry_run": False, "dag_run_id": RUN_ID, "task_ids": ["read"], "only_failed": False}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of reading all articles, on workers and shared; seconds by the clock; how many tasks it was."""

    workers_s: float
    shared_s: float
    wall_s: float
    tasks: int

    @property
    def cpu_s(self) -> float:
        """All of it."""
        return self.workers_s + self.shared_s


def cost_of(work: Callable[[], int], programs: Collection[int]) -> Cost:
    """What ``work`` takes, which says how many tasks it was. ``programs``: the processes that are shared."""
    before = _counted(programs)
    time.sleep(IDLE_S)
    idle = [(now - then) / IDLE_S for now, then in zip(_counted(programs), before, strict=True)]
    before, began = _counted(programs), time.monotonic()
    tasks = work()
    wall_s = time.monotonic() - began
    spent = [now - then for now, then in zip(_counted(programs), before, strict=True)]
    workers_s, shared_s = (seconds - wall_s * rate for seconds, rate in zip(spent, idle, strict=True))
    return Cost(workers_s, shared_s, wall_s, tasks)


def _counted(programs: Collection[int]) -> tuple[float, float]:
    shared_s = cpu_time.trees_s(programs)
    return cpu_time.descendants_s() + time.process_time() - shared_s, shared_s


def read_here(configured: Settings) -> int:
    """The stage in this process, task by task."""
    with Desk.at(configured, BATCH_ID) as desk:
        with working(desk.engine) as connection:
            shards = [row.shard for row in fetch_all(connection, "select/shards_of_readings", batch_id=BATCH_ID)]
        for shard in shards:
            read_shard(desk, shard)
    return len(shards)


def read_there(services: Services, token: str) -> int:
    """The stage by whatever workers there are."""
    _, [step] = timed_run(services, token, "/api/v2/dags/ingest/clearTaskInstances", _CLEAR)
    return step.count


@contextmanager
def queue(folder: Path) -> Iterator[str]:
    """A Redis on a free port of this machine; its address."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as redis:
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            redis.terminate()


@contextmanager
def working_with(workers: int, env: Mapping[str, str], logs: Path) -> Iterator[None]:
    """So many Celery workers of one slot, ready."""
    with ExitStack() as running:
        started = [running.enter_context(_worker(f"w{number}", env, logs)) for number in range(workers)]
        deadline = time.monotonic() + READY_WITHIN_S
        while not all(" ready." in log.read_text(errors="replace") for _, log in started):
            for worker, log in started:
                if worker.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"a worker is not ready: {log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.5)
        yield


@contextmanager
def _worker(name: str, env: Mapping[str, str], logs: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    log = logs / f"worker-{name}.log"
    arguments = ["--concurrency", "1", "--skip-serve-logs", "--celery-hostname", f"{name}@%h"]
    with log.open("wb") as out:
        command = [sys.executable, "-m", "airflow", "celery", "worker", *arguments]
        worker = subprocess.Popen(command, env=env, stdout=out, stderr=out)
    try:
        yield worker, log
    finally:
        worker.terminate()
        worker.wait(120)


def report(name: str, cost: Cost, alone: Cost, articles: int) -> None:
    """A line of CPU milliseconds for each article, and the clock's seconds."""
    ms = 1_000 / articles
    print(
        f"{name:24} {cost.tasks} tasks, CPU-ms an article: workers {ms * cost.workers_s:6.1f}, shared"
        f" {ms * cost.shared_s:5.1f}; over one process {ms * (cost.cpu_s - alone.cpu_s):5.1f};"
        f" {cost.wall_s:.0f} s by the clock"
    )


def simulated(cost: Cost, alone: Cost, workers: int, articles: int) -> None:
    """The stage with a processor for each worker: the tasks' CPU time, in as many rounds as it takes."""
    task_s = cost.workers_s / cost.tasks
    rounds = ceil(cost.tasks / workers)
    print(
        f"{'':24} simulated, a processor for each: {rounds} rounds of {task_s:.1f} s,"
        f" {articles / (rounds * task_s):.0f} articles/s, {alone.cpu_s / (rounds * task_s):.2f} times one process"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_600)
    parser.add_argument("--per-task", type=int, default=200)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    asked = parser.parse_args()
    if shutil.which("redis-server") is None:
        sys.exit("skipped: no redis-server on this machine (apt-get install redis-server)")
    cpu_time.adopt_orphans()
    pages = varied(asked.articles, datetime.now(UTC).date())
    with tempfile.TemporaryDirectory() as folder, served(pages) as feeds, queue(Path(folder)) as broker:
        place = Place(Path(__file__).resolve().parents[1], Path(folder) / "state")
        env = environment.variables(place, environ=os.environ | configuration(place, broker, asked.per_task))
        with airflow(place, env) as (services, token):
            registered(env, feeds)
            env["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = f"http://127.0.0.1:{services.port}/execution/"
            programs = cpu_time.children()
            with working_with(2, env, place.logs):
                live_run(services, token)
            alone = cost_of(lambda: read_here(settings.load(env)), programs)
            report("one process, no Airflow", alone, alone, asked.articles)
            for workers in asked.workers:
                with working_with(workers, env, place.logs):
                    cost = cost_of(lambda: read_there(services, token), programs)
                report(f"Celery workers: {workers}", cost, alone, asked.articles)
                simulated(cost, alone, workers, asked.articles)


def configuration(place: Place, broker: str, per_task: int) -> dict[str, str]:
    """Celery as in docker-compose.yml, and servers on loopback that need no pause."""
    return {
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__PARALLELISM": "16",
        "AIRFLOW__CELERY__BROKER_URL": broker,
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{place.server.url('airflow')}",
        "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER": "1",
        "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "3600",
        "NEWSHOUSE_ARTICLES_PER_TASK": str(per_task),
        "NEWSHOUSE_MAX_TASKS_PER_STEP": "64",
        "NEWSHOUSE_READ_PROCESSES": "1",
        "NEWSHOUSE_ALLOW_LOOPBACK": "true",
        "NEWSHOUSE_HOST_INTERVAL_S": "0",
    }


if __name__ == "__main__":
    main()
