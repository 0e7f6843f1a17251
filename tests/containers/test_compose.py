"""docker-compose.yml brought up healthy on a running engine, and one ingest run of the demo published through it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.containers
ROOT = Path(__file__).parents[2]
HEALTHY_WITHIN_S, RUN_WITHIN_S = 900, 600
SERVICES = {"postgres", "api-server", "scheduler", "dag-processor", "triggerer", "newsroom"}


@dataclass(frozen=True)
class Stack:
    """The services, up. ``clone`` holds what compose reads, with a .env of its own."""

    clone: Path

    def compose(self, *arguments: str, timeout_s: float = 120) -> str:
        files = ("--project-name", "newshouse-test", "-f", "docker-compose.yml", "-f", "tests/containers/demo.yml")
        done = subprocess.run(
            ["docker", "compose", *files, *arguments],
            cwd=self.clone,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def inside(self, service: str, script: str) -> str:
        return self.compose("exec", "-T", service, "bash", "-euc", script)

    def api(self, method: str, path: str, token: str = "", body: Any = None) -> Any:
        """Asked from inside the api-server's container: no port of this machine is needed."""
        data = f"-d '{json.dumps(body)}'" if body is not None else ""
        headers = f"-H 'Content-Type: application/json' -H 'Authorization: Bearer {token}'"
        return json.loads(
            self.inside("api-server", f"curl -fsS -X {method} {headers} {data} 'http://localhost:8080{path}'")
        )

    def query(self, sql: str) -> str:
        return self.inside("postgres", f'psql -At -U airflow -d newshouse -c "{sql}"').strip()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        pytest.skip("no container engine answers: start one, and set DOCKER_HOST where it needs it")
    clone = tmp_path_factory.mktemp("clone")
    for name in ("dags", "plugins", "sql", "scripts", "tests"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for file in ROOT.iterdir():
        if file.is_file() and file.name != ".env":
            shutil.copy(file, clone / file.name)
    subprocess.run([clone / "scripts" / "env.sh"], check=True)
    up = Stack(clone)
    try:
        up.compose("build", timeout_s=1800)
        up.compose("up", "--detach", "--wait", "--wait-timeout", str(HEALTHY_WITHIN_S), timeout_s=HEALTHY_WITHIN_S + 60)
        yield up
    finally:
        up.compose("down", "--volumes", "--timeout", "30", timeout_s=300)


def test_without_secrets_it_does_not_start(stack: Stack, tmp_path: Path) -> None:
    shutil.copy(stack.clone / "docker-compose.yml", tmp_path)
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_HOST") if name in os.environ}
    done = subprocess.run(
        ["docker", "compose", "config"], cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "make env" in done.stderr


def test_every_service_runs_healthy_and_none_as_root_but_the_database(stack: Stack) -> None:
    rows = [json.loads(line) for line in stack.compose("ps", "--format", "json").splitlines()]
    states = {row["Service"]: row["State"] for row in rows}
    assert states == dict.fromkeys(SERVICES, "running")
    assert {row["Service"] for row in rows if row["Health"] == "healthy"} == SERVICES - {"newsroom"}
    for service in SERVICES - {"postgres"}:
        assert stack.inside(service, "id -u").strip() == "50000"


def test_one_ingest_run_is_published(stack: Stack) -> None:
    stack.inside(
        "scheduler", "curl -fsS http://127.0.0.1:18800/opml >/tmp/demo.opml; newshouse feeds import /tmp/demo.opml"
    )
    password = next(
        line for line in (stack.clone / ".env").read_text().splitlines() if line.startswith("ADMIN_PASSWORD")
    )
    login = {"username": "admin", "password": password.partition("=")[2]}
    token = stack.api("POST", "/auth/token", body=login)["access_token"]
    stack.api("PATCH", "/api/v2/dags/ingest?update_mask=is_paused", token, {"is_paused": False})
    run = stack.api("POST", "/api/v2/dags/ingest/dagRuns", token, {"logical_date": None})
    deadline = time.monotonic() + RUN_WITHIN_S
    state = "queued"
    while state not in ("success", "failed") and time.monotonic() < deadline:
        time.sleep(5)
        state = stack.api("GET", f"/api/v2/dags/ingest/dagRuns/{run['dag_run_id']}", token)["state"]
    assert state == "success"
    assert int(stack.query("SELECT count(*) FROM serve.articles")) > 40
    assert int(stack.query("SELECT count(*) FROM serve.stories WHERE article_count > 1")) > 5
    assert stack.inside("scheduler", "find /opt/newshouse/archive -name '*.warc.gz' | head -1").strip()
