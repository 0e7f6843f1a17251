"""Articles per second through the real scheduler, live and in a replay, beside a bare loop over the same pages.

    python bench/pipeline_rate.py [--articles 1000] [--interval-s 0] [--bare-every 1]

Pages like the corpus's (varied_pages.py) are served on loopback, ten per outlet; one run of ``ingest`` polls, fetches,
reads, links and publishes them (live), then that run is cleared (replay). All of Airflow runs, with LocalExecutor, as
``newshouse up`` starts it. The bare loop is trafilatura with metadata and langdetect in two processes, no network, no
database: before and after the runs, so that a machine that changes its pace slows both; over all pages, or every so
manieth where that would take too long. Wall-clock time, and CPU time,
which others on the machine change little: of ours all that runs counts, Airflow's programs and PostgreSQL too.
At the end: where the time went.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import cpu_time
from loopback_press import served
from newshouse.runtime import environment, postgres
from newshouse.runtime.databases import ready_metadata, ready_warehouse
from newshouse.runtime.environment import LOGIN, WAREHOUSE_URL, Place
from newshouse.runtime.services import Services
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import open_warehouse
from read_speed import Reader, trafilatura_reader
from varied_pages import Variant, varied

PROCESSES = 2
RUN_ID = "bench"
_RUNS = "/api/v2/dags/ingest/dagRuns"
_readers: list[Reader] = []


@dataclass(frozen=True, slots=True)
class Took:
    """Wall-clock and CPU seconds."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Step:
    """One task of a run, its mapped instances together; seconds since the run was asked for."""

    task: str
    count: int
    began_s: float
    ended_s: float
    worked_s: float  # of all instances, one after another


def bare_loop(pages: Sequence[Variant]) -> Took:
    """What the bare loop takes for a page, on average; its processes are warm before the clock starts."""
    context = get_context("fork")
    with context.Pool(PROCESSES, _warm_up) as pool:
        pool.map(_read_bare, pages[:40], chunksize=20)
        began = time.monotonic()
        cpu_s = sum(pool.map(_read_bare, pages, chunksize=16))
        return Took((time.monotonic() - began) / len(pages), cpu_s / len(pages))


def _warm_up() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    _readers.append(trafilatura_reader())


def _read_bare(page: Variant) -> float:
    began = time.process_time()
    with contextlib.suppress(Exception):  # a page that the peer fails on keeps the time it took
        _readers[0](page.html(), f"http://{page.host}{page.path}")
    return time.process_time() - began


@contextmanager
def airflow(place: Place, env: Mapping[str, str]) -> Iterator[tuple[Services, str]]:
    """Everything runs, ``ingest`` waits for runs by hand; with a token for the API."""
    env = {**env, "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False"}
    try:
        ready_warehouse(place, env)
        ready_metadata(place, env)
        with Services(env, free_port(), place.logs) as services:
            services.wait_healthy()
            token = services.login(LOGIN, environment.password(place))
            assert token is not None
            _until(lambda: services.call("PATCH", "/api/v2/dags/ingest", {"is_paused": False}, token)[0] == 200, 60)
            yield services, token
    finally:
        postgres.stop(place.server)


def free_port() -> int:
    """Any, since others on the machine look for one from 8080 on, too."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def registered(env: Mapping[str, str], feeds: Sequence[str]) -> None:
    """The warehouse knows the feeds, which are due at once."""
    engine = open_warehouse(env[WAREHOUSE_URL])
    add_feeds(engine, [NewFeed(url) for url in feeds], datetime.now(UTC))
    engine.dispose()


def live_run(services: Services, token: str) -> tuple[Took, list[Step]]:
    """The run that works through all that the feeds carry."""
    return timed_run(services, token, _RUNS, {"dag_run_id": RUN_ID, "logical_date": None})


def timed_run(services: Services, token: str, path: str, body: dict[str, Any]) -> tuple[Took, list[Step]]:
    """Have the run made, or a part of it cleared; what it took from the request to its end, and where that went."""
    asked_at, cpu_s = datetime.now(UTC), cpu_time.descendants_s()
    status, answer = services.call("POST", path, body, token)
    assert status in (200, 201), answer
    place = f"{_RUNS}/{RUN_ID}"

    def over() -> bool:
        status, run = services.call("GET", place, None, token)  # status 0: a crowded machine did not answer in time
        assert not (status == 200 and run["state"] == "failed"), services.logs
        return bool(status == 200 and run["state"] == "success")

    _until(over, 3_600)
    ended_at = _moment(services.call("GET", place, None, token)[1]["end_date"])
    tasks = services.call("GET", f"{place}/taskInstances?limit=500", None, token)[1]["task_instances"]
    took = Took((ended_at - asked_at).total_seconds(), cpu_time.descendants_s() - cpu_s)
    return took, _steps(asked_at, tasks)


def _steps(asked_at: datetime, tasks: list[dict[str, Any]]) -> list[Step]:
    grouped: dict[str, list[tuple[float, float]]] = {}
    for task in tasks:
        if task["start_date"] and task["end_date"]:
            times = (_moment(task[name]) - asked_at for name in ("start_date", "end_date"))
            began, ended = (moment.total_seconds() for moment in times)
            if began > 0:  # a replay skips some tasks, whose times are those of the live run
                grouped.setdefault(task["task_id"], []).append((began, ended))
    steps = [
        Step(name, len(spans), min(spans)[0], max(end for _, end in spans), sum(end - begin for begin, end in spans))
        for name, spans in grouped.items()
    ]
    return sorted(steps, key=lambda step: step.began_s)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _until(holds: Callable[[], bool], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(2)  # each question costs the api-server what counts as ours


def report(count: int, bare: Sequence[Took], runs: dict[str, tuple[Took, list[Step]]]) -> None:
    """Print rates, ratios, and each run's steps. ``bare``: of one page each turn."""
    peer = Took(sum(one.wall_s for one in bare) / len(bare), sum(one.cpu_s for one in bare) / len(bare))
    by_turn = ", ".join(f"{1 / one.wall_s:.1f}" for one in bare)
    print(f"bare loop: {1 / peer.wall_s:.1f} articles/s ({by_turn}), {1000 * peer.cpu_s:.1f} CPU-ms each")
    for name, (took, steps) in runs.items():
        print(
            f"\n{name}: {count / took.wall_s:.1f} articles/s, {peer.wall_s * count / took.wall_s:.2f} of the bare loop;"
            f" {1000 * took.cpu_s / count:.1f} CPU-ms each, {peer.cpu_s * count / took.cpu_s:.2f}"
        )
        former = 0.0
        for step in steps:
            waited = max(0.0, step.began_s - former)
            span = step.ended_s - step.began_s
            print(
                f"  {step.task:13} x{step.count:<3} {span:6.1f} s after {waited:4.1f} s; {step.worked_s:6.1f} s in all"
            )
            former = step.ended_s
        print(f"  {'(end)':26}   after {took.wall_s - former:4.1f} s")
    sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--interval-s", type=float, default=0.0)
    parser.add_argument("--bare-every", type=int, default=1)
    options = parser.parse_args()
    pages = varied(options.articles, datetime.now(UTC).date())
    print(f"{len(pages)} pages, {sum(len(page.packed) for page in pages) / len(pages):,.0f} bytes each in gzip;"
          f" {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    bare, runs = [bare_loop(pages[:: options.bare_every])], {}
    cpu_time.adopt_orphans()
    with tempfile.TemporaryDirectory() as folder, served(pages) as feeds:
        place = Place(Path(__file__).resolve().parents[1], Path(folder) / "state")
        polite = {"NEWSHOUSE_ALLOW_LOOPBACK": "true", "NEWSHOUSE_HOST_INTERVAL_S": f"{options.interval_s:g}"}
        env = environment.variables(place, environ=os.environ | polite)
        with airflow(place, env) as (services, token):
            registered(env, feeds)
            runs["live"] = live_run(services, token)
            report(len(pages), bare, runs)  # should what follows be cut short
            runs["replay"] = timed_run(services, token, f"{_RUNS}/{RUN_ID}/clear", {"dry_run": False})
    bare.append(bare_loop(pages[:: options.bare_every]))
    report(len(pages), bare, runs)


if __name__ == "__main__":
    main()
