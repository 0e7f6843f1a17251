"""The server of a folder that was removed: it notices within a minute, and takes the socket of that path with it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from newshouse.errors import FatalError

_PROCESSES = Path("/proc")  # absent on macOS, where nothing is found
_WAIT_S = 30


def end_servers_of_removed(data: Path) -> None:
    """End what still serves a removed folder that had the path of ``data``, which is about to be made anew.

    Whoever removed the folder has no more use for it. Raises FatalError when it belongs to somebody else, or stays.
    """
    for pid in _serving_removed(data):
        try:
            os.kill(pid, signal.SIGQUIT)  # there is nothing left to write to
        except ProcessLookupError:
            continue
        except PermissionError as error:
            raise FatalError(
                f"process {pid} serves a removed folder that was {data}: have its owner stop it"
            ) from error
        _wait_for_end(pid)


def _serving_removed(data: Path) -> list[int]:
    """Only the first process of a server has the folder among its arguments."""
    found = []
    for process in _PROCESSES.glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().split(b"\0")
            if os.fsencode(data) in arguments and b"-D" in arguments and _was_removed(process / "cwd", data):
                found.append(int(process.name))
        except OSError:  # it has ended, or is none of ours
            continue
    return found


def _was_removed(folder: Path, data: Path) -> bool:
    return os.readlink(folder) == f"{data.resolve()} (deleted)"


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + _WAIT_S
    while _is_alive(pid):
        if time.monotonic() > deadline:
            raise FatalError(f"process {pid} serves a folder that was removed and does not end: kill it")
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    try:
        return (_PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
