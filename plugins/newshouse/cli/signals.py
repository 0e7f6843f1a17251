"""Signals that a command answers in its own way while it works."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def answered(answer: Callable[[int, Any], None], *signals: signal.Signals) -> Iterator[None]:
    """``answer`` is called when one of ``signals`` comes; afterwards they mean what they meant before."""
    former = {number: signal.signal(number, answer) for number in signals}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
