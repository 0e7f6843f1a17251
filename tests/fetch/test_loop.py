"""A loop of requests leaves the garbage collector as it was."""

from __future__ import annotations

import asyncio
import gc

from newshouse.fetch import run


def test_what_others_froze_stays_frozen() -> None:
    gc.freeze()  # what whoever forks processes does before it
    frozen_count = gc.get_freeze_count()
    usual = gc.get_threshold()
    run(asyncio.sleep(0))
    assert gc.get_freeze_count() >= frozen_count
    assert gc.get_threshold() == usual
