"""Run the real ``ingest`` DAG in this one process, a batch at a time, without scheduler or server."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import psycopg
from sqlalchemy import make_url

from newshouse.errors import FatalError
from newshouse.runtime.environment import METADATA_URL

DAG = "ingest"


@dataclass(frozen=True, slots=True)
class Step:
    """One task of a run, its mapped instances together. ``seconds`` from the first start to the last end."""

    task: str
    count: int
    seconds: float
    state: str  # of the worst instance


@dataclass(frozen=True, slots=True)
class Player:
    """The DAG, loaded with the environment ``env`` in force; see open_player."""

    dag: Any
    env: Mapping[str, str]
    log: Path

    def play(self, moment: datetime, tell: Callable[[str], None]) -> list[Step]:
        """One run for ``moment``; ``tell`` hears the task at work, twice a second, from another thread.

        Raises FatalError, naming the failed task and the log, when the run does not end in success.
        """
        os.environ["NEWSHOUSE_NOW"] = moment.isoformat()
        watching = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(watching, tell), daemon=True)
        watcher.start()
        try:
            run = self.dag.test(logical_date=moment)
        finally:
            watching.set()
            watcher.join()
        steps = self._steps(run.run_id)
        if str(getattr(run.state, "value", run.state)) != "success":
            red = ", ".join(step.task for step in steps if step.state == "failed") or "no task"
            why = _last_error(self.log)
            raise FatalError(f"the run of {moment:%Y-%m-%d %H:%M} failed in {red}: {why} (all of it in {self.log})")
        return steps

    def _watch(self, over: threading.Event, tell: Callable[[str], None]) -> None:
        while not over.wait(0.5):
            for task in self._ask("SELECT task_id FROM task_instance WHERE dag_id = %s AND state = 'running'", DAG):
                tell(task[0])

    def _steps(self, run_id: str) -> list[Step]:
        rows = self._ask(
            "SELECT task_id, count(*), extract(epoch FROM max(end_date) - min(start_date)),"
            " max(CASE state WHEN 'failed' THEN 3 WHEN 'upstream_failed' THEN 2 WHEN 'success' THEN 1 ELSE 0 END)"
            " FROM task_instance WHERE dag_id = %s AND run_id = %s GROUP BY task_id ORDER BY min(start_date)",
            DAG,
            run_id,
        )
        states = ("skipped", "success", "upstream_failed", "failed")
        return [Step(task, count, float(seconds or 0), states[state]) for task, count, seconds, state in rows]

    def _ask(self, query: Any, *binds: str) -> list[Any]:
        address = make_url(self.env[METADATA_URL]).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as connection:
            return connection.execute(query, binds).fetchall()


def open_player(env: Mapping[str, str], log: Path) -> Player:
    """Load the DAG. From here on ``env`` is this process's environment: Airflow reads it on import.

    Raises FatalError when the DAG file does not import.
    """
    os.environ.update(env)
    from airflow.dag_processing.dagbag import DagBag

    folder = env["AIRFLOW__CORE__DAGS_FOLDER"]
    bag = DagBag(folder)
    if DAG not in bag.dags:
        errors = [f"{file}: {trace.strip().splitlines()[-1]}" for file, trace in bag.import_errors.items()]
        raise FatalError(f"the DAG {DAG} of {folder} does not load: {'; '.join(errors) or 'no file has it'}")
    return Player(bag.dags[DAG], env, log)


def _last_error(log: Path) -> str:
    """The last line of the last traceback in ``log``."""
    with log.open("rb") as lines:
        lines.seek(max(0, log.stat().st_size - 1_000_000))
        text = lines.read().decode(errors="replace")
    found = re.findall(r"^[\w.]*(?:Error|Exception|Exit|Interrupt): .*", text, re.MULTILINE)
    return found[-1][:500] if found else "no reason given"


@contextmanager
def output_into(log: Path) -> Iterator[TextIO]:
    """All that this process and its children print goes into ``log``; what is yielded writes to the old output."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = (os.dup(1), os.dup(2))
    with log.open("ab", buffering=0) as out, os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace") as screen:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
        try:
            out.write(f"\n--- {time.strftime('%Y-%m-%d %H:%M:%S %z')}\n".encode())
            yield screen
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, descriptor in enumerate(kept, start=1):
                os.dup2(descriptor, number)
                os.close(descriptor)
