"""The Fetcher: from a URL to a Snapshot, through robots.txt, the host's gate and at most five redirects."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self, TypeGuard

from aiohttp.abc import AbstractResolver

from newshouse.charsets import page_text
from newshouse.content import decoded
from newshouse.errors import RejectError, TransientError
from newshouse.fetch.gate import HostGate
from newshouse.fetch.headers import retry_after_s
from newshouse.fetch.policy import FetchPolicy, HostMemory, RobotsFile
from newshouse.fetch.robots import MAX_ROBOTS_BYTES, RobotsCache, Rules
from newshouse.fetch.target import MAX_REDIRECTS, Target, check_hops, redirect_target, target_of
from newshouse.fetch.transport import Exchange, Transport
from newshouse.records import Snapshot

_LATER = frozenset((408, 425, 429))
_MAX_VALIDATOR_CHARS = 1024

_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """The last hop's response and request headers, and the way there."""

    response: Exchange
    target: Target
    sent: dict[str, str]
    redirects: list[tuple[int, str]]
    elapsed_s: float


class Fetcher:
    """Gets feeds and pages under one policy. An async context manager; ``get`` may be called many times at once.

    ``memory`` is what an earlier Fetcher's ``memory()`` gave: holds and robots.txt files outlive the task.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        memory: HostMemory | None = None,
        clock: Callable[[], datetime] = _now,
        resolver: AbstractResolver | None = None,
    ) -> None:
        memory = memory or HostMemory()
        self._policy = policy
        self._clock = clock
        self._gate = HostGate(policy)
        self._transport = Transport(policy, resolver)
        self._robots = RobotsCache(self._robots_file, clock, asyncio.Semaphore(policy.connections), memory.robots)
        for host, until in memory.held_until.items():
            self._gate.hold(host, (until - clock()).total_seconds())

    async def __aenter__(self) -> Self:
        if self._policy.allow_loopback:
            _log.warning("Fetches may reach this machine itself (NEWSHOUSE_ALLOW_LOOPBACK): for demos and tests only")
        self._transport.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._robots.close()
        await self._transport.close()

    def memory(self) -> HostMemory:
        """What the next Fetcher should know."""
        now = self._clock()
        held = {host: now + timedelta(seconds=seconds) for host, seconds in self._gate.held().items()}
        return HostMemory(held, self._robots.files())

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Snapshot:
        """The response to a GET, conditional where validators are given; its status is 2xx or 304.

        Raises RejectError: bad_url, bad_scheme, bad_port, refused_address, robots, too_large, redirect_loop,
        too_many_redirects, http_4xx. Raises TransientError: dns, connection, tls, timeout, cut_off, bad_http,
        robots_unreachable, host_held, host_busy, http_408/425/429/5xx; with ``retry_after_s`` where the server
        named a time. Raises FatalError when this machine has no sockets left.
        """
        arrival = await self._arrived(target_of(url), self._request_headers(etag, last_modified))
        response = arrival.response
        self._raise_for(response, arrival.target)
        return Snapshot(
            url=url,
            final_url=arrival.target.url,
            status=response.status,
            headers=response.headers,
            payload=b"" if response.status == 304 else response.body,
            fetched_at=self._clock(),
            request_headers=(("Host", arrival.target.host), *arrival.sent.items()),
            redirects=tuple(arrival.redirects),
            elapsed_s=arrival.elapsed_s,
        )

    async def _arrived(self, requested: Target, headers: dict[str, str]) -> _Arrival:
        """Ask, and go on asking where redirects lead, hop by hop in the turn of each hop's host."""
        self._check_port(requested)  # before the line
        target = requested
        redirects: list[tuple[int, str]] = []
        elapsed_s = 0.0
        turn_at = None
        try:
            while True:
                if turn_at != target.host:
                    if turn_at is not None:
                        self._gate.leave(turn_at)
                        turn_at = None
                    latest = await self._gate.enter(target.host)
                    turn_at = target.host
                left_s = self._policy.deadline_s - elapsed_s
                elapsed_s += await self._permitted(target, left_s if redirects else None)
                await self._gate.start(turn_at, latest)
                response, sent, took_s = await self._exchange(target, headers, self._policy.deadline_s - elapsed_s)
                elapsed_s += took_s
                onward = redirect_target(response.status, response.headers, target.url)
                if onward is None:
                    return _Arrival(response, target, sent, redirects, elapsed_s)
                redirects.append((response.status, onward.url))
                check_hops(requested.url, redirects)
                target = onward
        finally:
            if turn_at is not None:
                self._gate.leave(turn_at)

    def _request_headers(self, etag: str | None, last_modified: str | None) -> dict[str, str]:
        headers = {
            "User-Agent": self._policy.user_agent,
            "Accept": self._policy.accept,
            "Accept-Encoding": "gzip, deflate",
        }
        if _sendable(etag):
            headers["If-None-Match"] = etag
        if _sendable(last_modified):
            headers["If-Modified-Since"] = last_modified
        return headers

    async def _permitted(self, target: Target, left_s: float | None) -> float:
        """Raise unless policy and robots.txt let us ask for it. Returns the seconds it took to ask.

        ``left_s`` is None for the first hop: its robots.txt, for which others may wait too, has a deadline of its own.
        """
        self._check_port(target)
        if not self._policy.obey_robots:
            return 0.0
        took_s = 0.0
        rules = self._robots.ready(target.origin)
        if rules is None:
            rules = await self._asked(target, left_s)
            took_s = rules.took_s
        if not rules.allows(target.url):
            raise RejectError("robots", f"robots.txt disallows {target.url}")
        self._gate.slow_down(target.host, rules.crawl_delay_s)
        return took_s

    async def _asked(self, target: Target, left_s: float | None) -> Rules:
        if left_s is None:
            return await self._robots.rules(target.origin)
        try:
            async with asyncio.timeout(left_s):
                return await self._robots.rules(target.origin)
        except TimeoutError as error:
            raise TransientError("timeout", f"{target.origin}/robots.txt") from error

    def _check_port(self, target: Target) -> None:
        # On loopback every port may do; there the transport judges, which knows the address.
        if target.port not in self._policy.allowed_ports and not self._policy.allow_loopback:
            raise RejectError("bad_port", f"{target.port} in {target.url}")

    async def _exchange(
        self, target: Target, headers: dict[str, str], left_s: float
    ) -> tuple[Exchange, dict[str, str], float]:
        """One request: the response, the headers sent, the seconds it took. The gate learns from it."""
        async with self._gate.connections:
            sent = headers if self._gate.is_awaited(target.host) else {**headers, "Connection": "close"}
            started = time.monotonic()
            status = None
            try:
                response = await self._transport.exchange(target.url, sent, left_s)
                status = response.status
            finally:
                elapsed_s = time.monotonic() - started
                self._gate.note(target.host, elapsed_s, status)
        if status in (429, 503):
            wish_s = retry_after_s(response.headers, self._clock())
            if status == 429 or wish_s is not None:
                self._gate.hold(target.host, wish_s)
        return response, sent, elapsed_s

    def _raise_for(self, response: Exchange, target: Target) -> None:
        status = response.status
        if 200 <= status < 300 or status == 304:
            return
        detail = f"{status} {response.reason[:100]} at {target.url}"
        if status >= 500 or status in _LATER:
            raise TransientError(f"http_{status}", detail, retry_after_s(response.headers, self._clock()))
        raise RejectError(f"http_{status}", detail)

    async def _robots_file(self, origin: str) -> RobotsFile:
        """Ask for robots.txt. Takes no turn at the gate: it is what tells how fast turns may come."""
        target = target_of(f"{origin}/robots.txt")
        headers = {**self._request_headers(None, None), "Accept": "text/plain,*/*;q=0.5"}
        left_s = self._policy.deadline_s / 2
        for _ in range(MAX_REDIRECTS + 1):
            self._check_port(target)
            started = time.monotonic()
            response = await self._transport.exchange(target.url, headers, left_s, cut_at_bytes=MAX_ROBOTS_BYTES)
            left_s -= time.monotonic() - started
            onward = redirect_target(response.status, response.headers, target.url)
            if onward is None:
                return self._robots_answer(origin, response)
            target = onward
        return RobotsFile(origin, self._clock(), 404)  # RFC 9309 2.3.1.2: too many redirects may be taken for none

    def _robots_answer(self, origin: str, response: Exchange) -> RobotsFile:
        status = response.status
        if status >= 500 or status == 429:
            wish_s = retry_after_s(response.headers, self._clock())
            raise TransientError("robots_unreachable", f"{status} at {origin}/robots.txt", wish_s)
        text = ""
        if 200 <= status < 300:
            text = _text(origin, response, self._clock())
        return RobotsFile(origin, self._clock(), status, text)


def _text(origin: str, response: Exchange, now: datetime) -> str:
    """The file's text, cut at the limit; an unreadable one has no rules that could be kept."""
    snapshot = Snapshot(origin, origin, response.status, response.headers, response.body, now)
    try:
        body = decoded(snapshot, MAX_ROBOTS_BYTES)
    except RejectError:
        return ""
    return page_text(body).replace("\0", "")


def _sendable(validator: str | None) -> TypeGuard[str]:
    """A validator that can go back as it came: one stored from a hostile header may hold anything."""
    if not validator or len(validator) > _MAX_VALIDATOR_CHARS:
        return False
    return validator.isascii() and validator.isprintable()
