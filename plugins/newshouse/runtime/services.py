"""Airflow's four long-running programs as one: started together, watched, stopped together."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newshouse.errors import FatalError

PROGRAMS = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),  # logs lie on this machine: no port is needed to serve them
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
AIRFLOW = ("-m", "airflow")
HEALTHY_WITHIN_S = 300.0
STOP_WITHIN_S = 30.0
FIRST_PORT = 8080


@dataclass(slots=True)
class Services:
    """The programs, running. A context manager: leaving it stops them, each with all its children.

    They get SIGTERM from the kernel should this process be killed (Linux), so that none is left behind.
    """

    env: Mapping[str, str]
    port: int
    logs: Path
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the UI is, for a person's browser on this machine."""
        return f"http://localhost:{self.port}"

    def __enter__(self) -> Self:
        env = dict(self.env) | _served_at(self.url, self.port)
        try:
            for name, arguments in PROGRAMS.items():
                self._running[name] = self._spawn(name, arguments, env)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_healthy(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Return when all programs are healthy, or ``stopping()``. Raises FatalError if one ends or takes too long."""
        deadline = time.monotonic() + HEALTHY_WITHIN_S
        while not stopping():
            self.check()
            if self._healthy():
                return
            if time.monotonic() > deadline:
                raise FatalError(f"Airflow is not healthy after {HEALTHY_WITHIN_S:.0f} s; its logs are in {self.logs}")
            time.sleep(0.5)

    def check(self) -> None:
        """Raises FatalError, with the end of its log, if a program ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                log = self._log(name)
                said = log.read_text(errors="replace").strip().splitlines()[-3:]
                raise FatalError(f"Airflow's {name} ended (code {process.returncode}), see {log}: {' | '.join(said)}")

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        """One request to the API: status and JSON. Status 0 while nobody listens."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()

    def login(self, username: str, password: str) -> str | None:
        """A token for the API; None if this login is not accepted (another auth manager is set, say)."""
        status, answer = self.call("POST", "/auth/token", {"username": username, "password": password})
        return str(answer["access_token"]) if status == 201 else None

    def stop(self) -> None:
        """Ask every program to end, and after half a minute end what is left of it."""
        for process in self._running.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN_S
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        for process in self._running.values():
            _signal_group(process, signal.SIGKILL)
            process.wait()
        self._running.clear()

    def _spawn(self, name: str, arguments: tuple[str, ...], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        setpriv = shutil.which("setpriv")
        prefix = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
        command = [*prefix, sys.executable, *AIRFLOW, *arguments]
        with self._log(name).open("wb") as out:
            return subprocess.Popen(
                command, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )

    def _healthy(self) -> bool:
        status, answer = self.call("GET", "/api/v2/monitor/health")
        parts = ("metadatabase", "scheduler", "triggerer", "dag_processor")
        return status == 200 and all((answer.get(part) or {}).get("status") == "healthy" for part in parts)

    def _log(self, name: str) -> Path:
        return self.logs / f"airflow-{name}.log"


def port_to_use(wanted: int | None) -> int:
    """``wanted`` if it is free, else FatalError; without a wish the first free one from 8080 on."""
    for port in (wanted,) if wanted is not None else range(FIRST_PORT, FIRST_PORT + 100):
        if _is_free(port):
            return port
    if wanted is None:
        raise FatalError(f"no port from {FIRST_PORT} to {FIRST_PORT + 99} is free; name one: make up PORT=9000")
    raise FatalError(
        f"port {wanted} is taken; name another: make up PORT={wanted + 1}, or none to have a free one found"
    )


def _is_free(port: int) -> bool:
    if not 0 < port < 65_536:
        raise FatalError(f"{port} is no port; name one between 1024 and 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise FatalError(f"port {port} is for root only; name one from 1024 on") from error
        except OSError:
            return False
    return True


def _served_at(url: str, port: int) -> dict[str, str]:
    return {
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
    }


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To the program and all its children: each leads a process group of its own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
