"""What the pool's tests let workers do; importable by name there."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from newshouse.errors import FatalError, RejectError, TransientError


def act(order: object) -> object:
    """Do what the order says; anything that is no order comes back."""
    deed = _DEEDS.get(order) if isinstance(order, str) else None
    return deed() if deed else order


def _spin() -> None:
    while True:
        pass


def _raise(error: Exception) -> None:
    raise error


def act_deeply(depth: int) -> int:
    """Recurse until Python says no."""
    return act_deeply(depth + 1)


def process_id(_: object) -> int:
    """Which process works."""
    return os.getpid()


_DEEDS: dict[str, Callable[[], object]] = {
    "spin": _spin,
    "sleep": lambda: time.sleep(60),
    "allocate": lambda: len(bytearray(4_000_000_000)),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "leave": lambda: os._exit(3),
    "reject": lambda: _raise(RejectError("no_text", "nothing in it")),
    "later": lambda: _raise(TransientError("busy", "try again")),
    "stumble": lambda: _raise(ValueError("odd markup")),
    "fatal": lambda: _raise(FatalError("model missing")),
    "recurse": lambda: act_deeply(0),
    "main": lambda: getattr(sys.modules.get("__mp_main__"), "__file__", None),
}


def has_loaded(module: str) -> bool:
    return module in sys.modules
