"""Ports, and Airflow's programs as one: a program that ends is named, and nothing is left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from newshouse.errors import FatalError
from newshouse.runtime import services
from newshouse.runtime.services import Services, port_to_use

STUBBORN = "import signal, subprocess, time; signal.signal(15, signal.SIG_IGN);"
STUBBORN += " print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_what_to_do(taken: int) -> None:
    with pytest.raises(FatalError, match=f"port {taken} is taken.*PORT={taken + 1}"):
        port_to_use(taken)


@pytest.mark.parametrize("port", [0, -1, 70_000])
def test_no_port_is_named(port: int) -> None:
    with pytest.raises(FatalError, match="is no port"):
        port_to_use(port)


def test_without_a_wish_a_free_one_is_found(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "FIRST_PORT", taken)
    assert taken < port_to_use(None) < taken + 100


def run_instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Airflow's programs take seconds to start: this one stands in for the scheduler, run by the same code."""
    monkeypatch.setattr(services, "PROGRAMS", {"scheduler": ()})
    monkeypatch.setattr(services, "AIRFLOW", ("-c", program))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(pid: int) -> bool:
    """Whether the process ends within ten seconds: on a busy machine a kill takes its time."""
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive(pid)


def first_line(log: Path) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if log.exists() and "\n" in (text := log.read_text()):
            return text.split("\n")[0]
        time.sleep(0.02)
    raise AssertionError(f"nothing in {log}")


def test_a_program_that_ends_is_named_with_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, "raise SystemExit('no space')")
    with Services(os.environ, 1, tmp_path) as running, pytest.raises(FatalError, match=r"scheduler ended.*no space"):
        running.wait_healthy()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_stopping_ends_the_stubborn_and_their_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, STUBBORN)
    monkeypatch.setattr(services, "STOP_WITHIN_S", 0.2)
    with Services(os.environ, 1, tmp_path):
        child = int(first_line(tmp_path / "airflow-scheduler.log"))
        assert alive(child)
    assert ends(child)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal on the parent's death")
def test_the_programs_are_told_when_we_are_killed(tmp_path: Path) -> None:
    start = (
        "import os, sys, time; from pathlib import Path; from newshouse.runtime import services as s;"
        "s.PROGRAMS = {'scheduler': ()}; s.AIRFLOW = ('-c', sys.argv[2]);"
        "s.Services(os.environ, 1, Path(sys.argv[1])).__enter__(); time.sleep(600)"
    )
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", start, str(tmp_path), program]) as starter:
        pid = int(first_line(tmp_path / "airflow-scheduler.log"))
        starter.kill()
    assert ends(pid)
