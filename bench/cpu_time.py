"""CPU seconds of another process, and of all that this one has started, at any remove, dead or alive. Linux."""

from __future__ import annotations

import ctypes
import os
import resource
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_SET_CHILD_SUBREAPER = 36  # prctl(2)
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def process_s(pid: int) -> float:
    """CPU seconds of one process, in steps of a hundredth; 0 where this machine has no such process."""
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:13])) / _TICKS_PER_S


def adopt_orphans() -> None:
    """From here on what daemons leave behind becomes our child, so that nothing gets out of sight."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants_s() -> float:
    """CPU seconds by now; only grows. The dead count with whoever waited for them, or as zombies until then."""
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    return trees_s(children()) + waited.ru_utime + waited.ru_stime


def children() -> list[int]:
    """The processes right below this one."""
    return _scan()[0][os.getpid()]


def trees_s(heads: Iterable[int]) -> float:
    """CPU seconds by now of these processes and of all below them, with those that they waited for."""
    below, ticks = _scan()
    found, open_ones = 0, list(heads)
    while open_ones:
        pid = open_ones.pop()
        found += ticks.get(pid, 0)
        open_ones += below[pid]
    return found / _TICKS_PER_S


def _scan() -> tuple[dict[int, list[int]], dict[int, int]]:
    """Every process's children, and its ticks: its own and those of the children it waited for, user and system."""
    below: dict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        below[int(fields[1])].append(int(folder.name))
        ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    return below, ticks
