"""``newshouse up``, whole: four real Airflow programs, from a trigger to published rows, and a clean end by Ctrl-C."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from demo import BATCH_TIMES, Newsroom
from newshouse.runtime import postgres
from newshouse.runtime.environment import Place

pytestmark = pytest.mark.slow
NEWSHOUSE = [sys.executable, "-c", "from newshouse.cli import main; main()"]
READY_WITHIN_S, RUN_WITHIN_S, STOP_WITHIN_S = 240, 240, 90


@dataclass(frozen=True)
class Up:
    """A running ``newshouse up``: its process, what it said so far, where it keeps its state."""

    process: subprocess.Popen[str]
    said: str
    place: Place
    port: int

    def call(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        assert response.status < 300, answer
        return answer

    def token(self) -> str:
        password = re.search(r"password (\S+)", self.said)[1]
        return str(self.call("POST", "/auth/token", {"username": "admin", "password": password})["access_token"])

    def processes(self) -> list[str]:
        """Command lines of all that still works on this state: Airflow's programs, and the database."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                text = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
                if str(self.place.state).encode() in text and folder.name != str(os.getpid()):
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
        return found


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    demo = {"NEWSHOUSE_ALLOW_LOOPBACK": "true", "NEWSHOUSE_HOST_INTERVAL_S": "0"}
    return os.environ | demo | {"NEWSHOUSE_STATE": str(tmp_path / "state"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(base_port=0) as served:
        served.set_clock(BATCH_TIMES[1])
        yield served


@pytest.fixture
def up(tmp_path: Path, environ: dict[str, str], newsroom: Newsroom) -> Iterator[Up]:
    feeds = tmp_path / "feeds.opml"
    feeds.write_bytes(newsroom.opml())
    subprocess.run([*NEWSHOUSE, "feeds", "import", str(feeds)], env=environ, check=True, timeout=120)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = Place(Path(__file__).parents[2], tmp_path / "state")
    with subprocess.Popen(
        [*NEWSHOUSE, "up", "--port", str(port)],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield Up(process, said_until_ready(process), place, port)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=STOP_WITHIN_S)
            postgres.stop(place.server)


def said_until_ready(process: subprocess.Popen[str]) -> str:
    said = ""
    deadline = time.monotonic() + READY_WITHIN_S
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            return said
        assert time.monotonic() < deadline, said
    raise AssertionError(f"newshouse up ended: {said}")


def wait_for_run(up: Up, run_id: str, token: str) -> str:
    deadline = time.monotonic() + RUN_WITHIN_S
    while time.monotonic() < deadline:
        state = up.call("GET", f"/api/v2/dags/ingest/dagRuns/{run_id}", token=token)["state"]
        if state in ("success", "failed"):
            return str(state)
        time.sleep(1)
    return f"no end within {RUN_WITHIN_S} s"


def errors_logged(up: Up) -> str:
    logs = (up.place.logs / "tasks").rglob("dag_id=ingest/**/*.log")
    lines = [line for log in logs for line in log.read_text(errors="replace").splitlines() if '"error"' in line]
    return "\n".join(line[:2000] for line in lines[-5:])


def published(up: Up) -> tuple[int, int, int]:
    """(articles, stories, published batches that saw entries)"""
    address = up.place.server.url("newshouse").replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM serve.articles), (SELECT count(*) FROM serve.stories),"
            " (SELECT count(*) FROM raw.batches WHERE state = 'published' AND entries_seen > 0)"
        ).fetchone()


def test_from_a_trigger_to_published_rows_and_a_clean_end(up: Up) -> None:
    token = up.token()
    dag = up.call("GET", "/api/v2/dags/ingest", token=token)
    assert dag["is_paused"] is False
    run = up.call("POST", "/api/v2/dags/ingest/dagRuns", {"logical_date": None}, token)
    assert wait_for_run(up, run["dag_run_id"], token) == "success", errors_logged(up)
    articles, stories, batches = published(up)
    assert articles > 20
    assert 0 < stories <= articles
    assert batches >= 1
    up.process.send_signal(signal.SIGINT)
    rest, _ = up.process.communicate(timeout=STOP_WITHIN_S)
    assert up.process.returncode == 0, rest
    assert "Stopped, the database too." in rest
    assert up.processes() == []
