"""CPU seconds of another process, and of all that this one has started, at any remove, dead or alive. Linux."""

from __future__ import annotations

import ctypes
import os
import resource
from collections import defaultdict
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
    children: dict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children[int(fields[1])].append(int(folder.name))
        ticks[int(folder.name)] = sum(map(int, fields[11:15]))  # own and waited children's, user and system
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    found, open_ones = 0, list(children[os.getpid()])
    while open_ones:
        pid = open_ones.pop()
        found += ticks[pid]
        open_ones += children[pid]
    return found / _TICKS_PER_S + waited.ru_utime + waited.ru_stime
