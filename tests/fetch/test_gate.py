"""Turns at hosts adapt to how a host fares: slow and overloaded ones are asked less often."""

from __future__ import annotations

import asyncio
import time

import pytest
from newshouse.errors import TransientError
from newshouse.fetch.gate import HostGate
from newshouse.fetch.policy import FetchPolicy

HOST = "news.example"


def pause_s(notes: list[tuple[float, int | None]], **policy: float) -> float:
    """The seconds between two starts at a host after requests that took so long and ended in such a status."""

    async def scenario() -> float:
        gate = HostGate(FetchPolicy(**{"host_interval_s": 0.0, **policy}))  # type: ignore[arg-type]
        for elapsed_s, status in notes:
            gate.note(HOST, elapsed_s, status)
        await gate.start(HOST, time.monotonic() + 1)
        with pytest.raises(TransientError, match="host_busy") as refused:
            await gate.start(HOST, time.monotonic() - 1)
        assert isinstance(refused.value, TransientError)
        return refused.value.retry_after_s or 0.0

    return asyncio.run(scenario())


def test_a_quick_host_waits_for_nothing_but_the_interval() -> None:
    assert pause_s([(0.1, 200)] * 5) == pytest.approx(0, abs=0.1)
    assert pause_s([(0.1, 200)] * 5, host_interval_s=7.0) == pytest.approx(7, abs=0.2)


def test_a_slow_host_gets_its_next_start_when_it_would_have_answered() -> None:
    assert pause_s([(6.0, 200)] * 9) == pytest.approx(3, abs=0.2)  # over two connections
    assert pause_s([(6.0, None)] * 9) == pytest.approx(3, abs=0.2)
    assert pause_s([(6.0, 200)] * 9 + [(0.1, 200)] * 9) == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_host_is_asked_ever_less_often_until_it_answers(status: int) -> None:
    pauses = [pause_s([(0.1, status)] * count) for count in (1, 2, 3, 20)]
    assert pauses == pytest.approx([1, 2, 4, 60], abs=0.2)
    assert pause_s([(0.1, status)] * 3 + [(0.1, 200)] * 9) == pytest.approx(0, abs=0.1)
