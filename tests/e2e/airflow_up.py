"""``newshouse up`` as a process: waited for until it is ready, asked by its REST API, stopped like by Ctrl-C."""

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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newshouse.runtime import postgres
from newshouse.runtime.environment import Place

NEWSHOUSE = [sys.executable, "-c", "from newshouse.cli import main; main()"]
READY_WITHIN_S, RUN_WITHIN_S, STOP_WITHIN_S = 420, 600, 90


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

    def run_ingest(self) -> str:
        """Trigger ``ingest``, wait until the run ends, and return its state."""
        token = self.token()
        run_id = self.call("POST", "/api/v2/dags/ingest/dagRuns", {"logical_date": None}, token)["dag_run_id"]
        deadline = time.monotonic() + RUN_WITHIN_S
        while time.monotonic() < deadline:
            state = self.call("GET", f"/api/v2/dags/ingest/dagRuns/{run_id}", token=token)["state"]
            if state in ("success", "failed"):
                return str(state)
            time.sleep(1)
        return f"no end within {RUN_WITHIN_S} s"

    def errors_logged(self) -> str:
        logs = (self.place.logs / "tasks").rglob("dag_id=ingest/**/*.log")
        lines = [line for log in logs for line in log.read_text(errors="replace").splitlines() if '"error"' in line]
        return "\n".join(line[:2000] for line in lines[-5:])

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


@contextmanager
def up_with(opml: bytes, folder: Path, settings: Mapping[str, str]) -> Iterator[Up]:
    """Ready, with these feeds and its state in ``folder``; stopped afterwards, if it was not."""
    demo = {"NEWSHOUSE_ALLOW_LOOPBACK": "true", "NEWSHOUSE_HOST_INTERVAL_S": "0"}
    environ = os.environ | demo | {"NEWSHOUSE_STATE": str(folder / "state"), "PYTHONUNBUFFERED": "1"} | settings
    feeds = folder / "feeds.opml"
    feeds.write_bytes(opml)
    subprocess.run([*NEWSHOUSE, "feeds", "import", str(feeds)], env=environ, check=True, timeout=120)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = Place(Path(__file__).parents[2], folder / "state")
    with subprocess.Popen(
        [*NEWSHOUSE, "up", "--port", str(port)],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield Up(process, _said_until_ready(process), place, port)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=STOP_WITHIN_S)
            postgres.stop(place.server)


def _said_until_ready(process: subprocess.Popen[str]) -> str:
    said = ""
    deadline = time.monotonic() + READY_WITHIN_S
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            return said
        assert time.monotonic() < deadline, said
    raise AssertionError(f"newshouse up ended: {said}")
