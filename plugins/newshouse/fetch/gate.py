"""Turns at hosts: how many connections, how often a start, and when not at all.

One start per ``max(interval, crawl-delay)`` and host; slower where the host says 429 or is slow: one that takes
longer than a second gets its next start no sooner than it takes to answer, shared over its connections (after Scrapy's
AutoThrottle). Knows time but no sockets.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from newshouse.errors import TransientError
from newshouse.fetch.policy import FetchPolicy

_SLOW_S = 1.0
_MAX_PENALTY_S = 60.0
_MAX_HELD_WAIT_S = 5.0  # a hold longer than this is not sat out but reported
_HOLD_WITHOUT_WISH_S = 60.0  # for a 429 that names no time


@dataclass(slots=True)
class _Host:
    free: asyncio.Semaphore
    in_line: int = 0
    next_start: float = 0.0
    held_until: float = 0.0
    latency_s: float = 0.0
    penalty_s: float = 0.0
    crawl_delay_s: float = 0.0


class HostGate:
    """Per-host turns: ``enter``, then ``start`` for each request and redirect, ``leave`` whatever became of them.

    ``connections`` is the limit over all hosts, to be held while one is in use.
    """

    def __init__(self, policy: FetchPolicy) -> None:
        self._policy = policy
        self._hosts: dict[str, _Host] = {}
        self.connections = asyncio.Semaphore(policy.connections)

    def _host(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            state = self._hosts[host] = _Host(asyncio.Semaphore(self._policy.host_connections))
        return state

    async def enter(self, host: str) -> float:
        """Wait for one of the host's connections, in order of arrival. Returns the latest time for ``start``.

        Raises TransientError("host_held") while the server wants no requests.
        """
        state = self._host(host)
        latest = time.monotonic() + self._policy.max_wait_s
        state.in_line += 1
        try:
            await state.free.acquire()
        finally:
            state.in_line -= 1
        try:
            _raise_if_held(state)
        except TransientError:
            state.free.release()
            raise
        return latest

    async def start(self, host: str, latest: float) -> None:
        """Wait for the next start at a host one has entered. The turn is kept, whatever happens.

        Raises TransientError: ``host_held``, or ``host_busy`` if the start would be later than ``latest``.
        """
        state = self._host(host)
        _raise_if_held(state)
        now = time.monotonic()
        start = max(now, state.next_start, state.held_until)
        if start > latest:
            raise TransientError("host_busy", "its turn is too far off", start - now)
        state.next_start = start + self._interval_s(state)
        while (wait_s := max(start, state.held_until) - time.monotonic()) > 0:
            await asyncio.sleep(wait_s)
            _raise_if_held(state)

    def _interval_s(self, state: _Host) -> float:
        slowness_s = state.latency_s / self._policy.host_connections if state.latency_s > _SLOW_S else 0.0
        return max(self._policy.host_interval_s, state.crawl_delay_s, slowness_s, state.penalty_s)

    def leave(self, host: str) -> None:
        """Give the turn back."""
        self._host(host).free.release()

    def note(self, host: str, elapsed_s: float, status: int | None) -> None:
        """What a request showed; ``status`` None when nothing answered."""
        state = self._host(host)
        state.latency_s = (state.latency_s + elapsed_s) / 2
        if status in (429, 503):
            state.penalty_s = min(max(1.0, 2 * state.penalty_s), _MAX_PENALTY_S)
        elif status is not None:
            state.penalty_s = state.penalty_s / 2 if state.penalty_s > 1 else 0.0

    def hold(self, host: str, seconds: float | None) -> float:
        """No start at ``host`` for so long (None: it named no time). Returns the seconds that now remain."""
        state = self._host(host)
        now = time.monotonic()
        state.held_until = max(state.held_until, now + (_HOLD_WITHOUT_WISH_S if seconds is None else seconds))
        return state.held_until - now

    def slow_down(self, host: str, crawl_delay_s: float) -> None:
        """The server's robots.txt wants at least so long between two starts."""
        self._host(host).crawl_delay_s = crawl_delay_s

    def is_awaited(self, host: str) -> bool:
        """Whether somebody stands in line for ``host``: whether a connection to it is worth keeping."""
        return self._host(host).in_line > 0

    def held(self) -> dict[str, float]:
        """The seconds for which each host wants no request yet; a crawl-delay still running counts too."""
        now = time.monotonic()
        ends = {host: self._end(state) for host, state in self._hosts.items()}
        return {host: end - now for host, end in ends.items() if end > now}

    def _end(self, state: _Host) -> float:
        delayed = state.crawl_delay_s > self._policy.host_interval_s
        return max(state.held_until, state.next_start) if delayed else state.held_until


def _raise_if_held(state: _Host) -> None:
    held_s = state.held_until - time.monotonic()
    if held_s > _MAX_HELD_WAIT_S:
        raise TransientError("host_held", "the server asked us to wait", held_s)
