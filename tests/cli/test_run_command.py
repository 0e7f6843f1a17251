"""What ``newshouse run`` shows, and how it ends when it is asked to."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from newshouse.errors import FatalError
from newshouse.runtime import environment
from newshouse.runtime.environment import Place

STEP = """
import sys
from pathlib import Path
from rich.console import Console
from newshouse.cli.run import _step
from newshouse.runtime.playing import output_into
with output_into(Path(sys.argv[1])) as screen:
    with _step(Console(file=screen), "Feeds") as (tell, told):
        tell("poll")
        print("a line of Airflow's log", flush=True)
        print("another", file=sys.stderr, flush=True)
        told.append("17 known")
"""
DEAF = """
import sys, time
from newshouse.cli.run import _ending_when_asked
with _ending_when_asked(sys.stdout):
    print("at work", flush=True)
    while True:
        try:
            time.sleep(60)
        except BaseException:
            print("a failed task", flush=True)
"""


def test_on_a_terminal_the_log_stays_in_its_file(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    child, screen = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execv(sys.executable, [sys.executable, "-c", STEP, str(log)])
    shown = b""
    try:
        while piece := os.read(screen, 4_096):
            shown += piece
    except OSError:  # how Linux says that the other end is closed
        shown += b"\n"
    assert os.waitpid(child, 0)[1] == 0
    assert b"known" in shown
    assert b"Airflow" not in shown
    assert "a line of Airflow's log\nanother" in log.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_whatever_is_at_work(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        process.send_signal(number)
        said = process.stdout.read()
        assert process.wait(20) == 128 + number
    assert "takes up where it stopped" in said
    assert "failed task" not in said


def test_a_lock_is_one_s_alone_and_ends_with_its_holder(tmp_path: Path) -> None:
    place = Place(tmp_path, tmp_path)
    with environment.locked(place, "run", "busy"):
        with pytest.raises(FatalError, match="busy"), environment.locked(place, "run", "busy"):
            pytest.fail("two at once")
        with environment.locked(place, "up", "busy"):
            assert (tmp_path / "up.lock").exists()
    with environment.locked(place, "run", "busy"):
        assert (tmp_path / "run.lock").exists()
