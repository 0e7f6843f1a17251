"""A process that has all loaded and forks a child for each job: stages start in milliseconds, and can be killed.

Run as a program: a Job as a JSON line in, the child's pid out, then its wait status out. In the children pages are
read in the process itself: killing the worker pool's own processes is tested with the pool.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

TESTS = Path(__file__).resolve().parents[1]
STAGES = ("open", "poll", "plan_pages", "fetch", "plan_reading", "read", "link", "audit", "publish")


@dataclass(frozen=True)
class Job:
    """Stages of one batch, worked one after another in one child.

    ``began``: where its interval does, if not at its moment. ``file_limit_bytes``: no file may grow beyond.
    """

    url: str
    archive: str
    moment: str
    now: str
    stages: tuple[str, ...] = STAGES
    run_id: str = "run"
    backfill: bool = False
    file_limit_bytes: int | None = None
    began: str | None = None


@dataclass
class Zygote:
    """The program above, running. ``log`` gets what children say when they fail."""

    log: Path
    _process: Any = field(init=False)

    def __enter__(self) -> Self:
        path = os.pathsep.join([str(TESTS), str(TESTS.parent / "plugins")])
        env = os.environ | {"PYTHONPATH": path}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=env,
            )  # fmt: skip
        assert self._line() == "ready"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def start(self, job: Job) -> int:
        """The child's pid."""
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def wait(self) -> int:
        """The child's wait status: 0 done, 9 killed, else failed."""
        return int(self._line())

    def run(self, job: Job) -> int:
        self.start(job)
        return self.wait()

    def _line(self) -> str:
        line = str(self._process.stdout.readline()).strip()
        assert line, f"the zygote ended: {self.log.read_text()[-2000:]}"
        return line


def work(job: Job) -> None:
    """Does the job in this process."""
    from newshouse.settings import Settings
    from newshouse.stages import batches, entries, read
    from newshouse.stages.audit import audit
    from newshouse.stages.desk import Desk
    from newshouse.stages.fetch import fetch_shard
    from newshouse.stages.plan_pages import plan_pages
    from newshouse.stages.poll import poll_shard
    from newshouse.stages.publish import link, publish
    from newshouse.warehouse import fetch_all, open_warehouse, working

    entries.run_all = read.run_all = _run_here
    settings = Settings(
        warehouse_url=job.url, archive_url=job.archive, allow_loopback=True, host_interval_s=0.0,
        now=datetime.fromisoformat(job.now), host_connections=4,
    )  # fmt: skip
    moment = datetime.fromisoformat(job.moment)
    began = datetime.fromisoformat(job.began or job.moment)
    interval = batches.Interval(began, moment, job.run_id, job.backfill)
    engine = open_warehouse(job.url)
    if "open" in job.stages:
        batches.open_batch(engine, settings, interval)
    with working(engine) as connection:
        binds = {"interval_start": began, "interval_end": moment}
        batch_id = fetch_all(connection, "select/find_batch", **binds)[0].batch_id
    desk = Desk(settings, engine, batch_id)

    def each(name: str, stage: Callable[[Desk, int], Any]) -> None:
        with working(engine) as connection:
            shards = fetch_all(connection, f"select/shards_of_{name}", batch_id=batch_id)
        for shard in shards:
            stage(desk, shard.shard)

    steps: dict[str, Callable[[], Any]] = {
        "poll": lambda: each("polls", poll_shard),
        "plan_pages": lambda: plan_pages(desk),
        "fetch": lambda: each("fetches", fetch_shard),
        "plan_reading": lambda: read.plan_readings(desk),
        "read": lambda: each("readings", read.read_shard),
        "link": lambda: link(desk),
        "audit": lambda: audit(desk),
        "publish": lambda: publish(desk),
    }
    for stage in job.stages:
        if stage in steps:
            steps[stage]()
    engine.dispose()


def _run_here(function: Callable[[Any], Any], items: Iterable[Any], _: Any) -> Iterator[tuple[Any, Any]]:
    from newshouse.errors import ItemError

    for item in items:
        try:
            yield item, function(item)
        except ItemError as error:
            yield item, error


def main() -> None:
    from newshouse.stages import preload  # noqa: F401 - loads the models
    from newshouse.stages import publish as _  # noqa: F401

    print("ready", flush=True)
    for line in sys.stdin:
        raw = json.loads(line)
        job = replace(Job(**raw), stages=tuple(raw["stages"]))
        pid = os.fork()
        if pid == 0:
            os._exit(_child(job))
        print(pid, flush=True)
        print(os.waitpid(pid, 0)[1], flush=True)


def _child(job: Job) -> int:
    try:
        if job.file_limit_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (job.file_limit_bytes, resource.RLIM_INFINITY))
        work(job)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main()
