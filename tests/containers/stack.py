"""docker-compose.yml with the demo newsroom, on a running engine: up, asked, killed and taken down by tests."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HEALTHY_WITHIN_S, RUN_WITHIN_S = 900, 900
_FILES = ("docker-compose.yml", "docker-compose.demo.yml", "tests/containers/build.yml")
# A killed worker is missed, and its queued tasks are handed out again, in a minute and a half, not in five and ten.
_SOON = {"HEARTBEAT_TIMEOUT_S": "90", "QUEUED_TIMEOUT_S": "90"}
_ENDED = ("success", "failed")

BOOKS = """
    SELECT count(*) FROM serve.batches
    WHERE entries_seen <> entries_new + entries_known + entries_rejected + entries_deferred
        OR pages_due <> pages_ok + pages_unchanged + pages_rejected + pages_deferred
"""


@dataclass(frozen=True)
class Stack:
    """The services of one project. ``clone`` holds what compose reads, with a .env of its own."""

    clone: Path
    executor: str
    workers: int

    def compose(self, *arguments: str, timeout_s: float = 120) -> str:
        files = [part for file in _FILES for part in ("--file", file)]
        profile = ("--profile", "celery") if self.workers else ()
        done = subprocess.run(
            ["docker", "compose", "--project-name", "newshouse-test", *files, *profile, *arguments],
            cwd=self.clone,
            env=os.environ | _SOON | {"EXECUTOR": self.executor},
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def up(self) -> None:
        scale = ("--scale", f"worker={self.workers}") if self.workers else ()
        wait = ("--wait", "--wait-timeout", str(HEALTHY_WITHIN_S))
        self.compose("up", "--detach", *wait, *scale, timeout_s=HEALTHY_WITHIN_S + 60)

    def inside(self, service: str, script: str) -> str:
        return self.compose("exec", "-T", service, "bash", "-euc", script)

    def services(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.compose("ps", "--format", "json").splitlines()]

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """Airflow's REST API, asked from inside the api-server's container: no port of this machine is needed."""
        data = f"-d '{json.dumps(body)}'" if body is not None else ""
        headers = f"-H 'Content-Type: application/json' -H 'Authorization: Bearer {self._token()}'"
        return json.loads(self._curl(f"-X {method} {headers} {data} 'http://localhost:8080{path}'"))

    def _token(self) -> str:
        login = json.dumps({"username": "admin", "password": self._secret("ADMIN_PASSWORD")})
        answer = self._curl(f"-H 'Content-Type: application/json' -d '{login}' http://localhost:8080/auth/token")
        return str(json.loads(answer)["access_token"])

    def _curl(self, arguments: str) -> str:
        return self.inside("api-server", f"curl -fsS --retry 20 --retry-all-errors --retry-delay 3 {arguments}")

    def _secret(self, name: str) -> str:
        lines = (self.clone / ".env").read_text(encoding="utf-8").splitlines()
        return next(line.partition("=")[2] for line in lines if line.startswith(f"{name}="))

    def warehouse(self, sql: str) -> str:
        return self.inside("warehouse", f'psql -At -U postgres -d newshouse -c "{sql}"').strip()

    def metadata(self, sql: str) -> str:
        return self.inside("metadata", f'psql -At -U airflow -d airflow -c "{sql}"').strip()

    def first_run(self) -> str:
        """The id of the first run of ``ingest``, which the scheduler makes by itself."""
        deadline = time.monotonic() + RUN_WITHIN_S
        while time.monotonic() < deadline:
            runs = self.api("GET", "/api/v2/dags/ingest/dagRuns?order_by=run_after&limit=1")["dag_runs"]
            if runs:
                return str(runs[0]["dag_run_id"])
            time.sleep(5)
        raise AssertionError("the scheduler made no run of ingest")

    def ended(self, run_id: str) -> str:
        """The state in which a run ended."""
        deadline = time.monotonic() + RUN_WITHIN_S
        while time.monotonic() < deadline:
            state = str(self.api("GET", f"/api/v2/dags/ingest/dagRuns/{run_id}")["state"])
            if state in _ENDED:
                return state
            time.sleep(5)
        raise AssertionError(f"run {run_id} did not end")

    def replay(self, run_id: str) -> None:
        self.api("POST", f"/api/v2/dags/ingest/dagRuns/{run_id}/clear", {"dry_run": False})

    def wait_for_task(self, run_id: str, task: str) -> None:
        """Until an instance of the task runs."""
        deadline = time.monotonic() + RUN_WITHIN_S
        running = f"run_id = '{run_id}' AND task_id = '{task}' AND state = 'running'"
        while self.metadata(f"SELECT count(*) FROM task_instance WHERE {running}") == "0":
            assert time.monotonic() < deadline, f"{task} never ran"
            time.sleep(0.5)


@contextmanager
def weighed() -> Iterator[dict[str, int]]:
    """The most memory of each container, in MiB, as the engine counted it from time to time within the block."""
    most: dict[str, int] = {}
    ended = threading.Event()

    def weigh() -> None:
        command = ["docker", "stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}"]
        while not ended.wait(2):
            told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            for name, amount, unit in re.findall(r"^(\S+) ([\d.]+)([KMG])iB /", told, re.MULTILINE):
                size = float(amount) * {"K": 1 / 1024, "M": 1, "G": 1024}[unit]
                most[name] = max(most.get(name, 0), round(size))

    scale = threading.Thread(target=weigh)
    scale.start()
    try:
        yield most
    finally:
        ended.set()
        scale.join()


@contextmanager
def standing(clone: Path, executor: str, workers: int) -> Iterator[Stack]:
    """A stack that is up and healthy; taken down with its volumes afterwards."""
    for name in ("dags", "feeds", "plugins", "sql", "scripts", "tests"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for file in ROOT.iterdir():
        if file.is_file() and file.name != ".env":
            shutil.copy(file, clone / file.name)
    subprocess.run([clone / "scripts" / "env.sh"], check=True, capture_output=True)
    stack = Stack(clone, executor, workers)
    try:
        stack.compose("build", timeout_s=1800)
        began = time.monotonic()
        stack.up()
        print(f"\n{executor}, {workers} workers: healthy {time.monotonic() - began:.0f} s after up")
        yield stack
    finally:
        stack.compose("down", "--volumes", "--timeout", "30", timeout_s=300)
