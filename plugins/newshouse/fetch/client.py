"""The Fetcher: from a URL to a Snapshot, through robots.txt, the host's gate and at most five redirects."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self, TypeGuard
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver

from newshouse.content import charset_text, decoded
from newshouse.errors import RejectError, TransientError
from newshouse.fetch.gate import HostGate
from newshouse.fetch.headers import retry_after_s, values
from newshouse.fetch.policy import FetchPolicy, HostMemory, RobotsFile
from newshouse.fetch.robots import MAX_ROBOTS_BYTES, RobotsCache, Rules
from newshouse.fetch.transport import Exchange, Transport
from newshouse.records import Snapshot
from newshouse.urls import host_key, request_url

MAX_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_LATER = frozenset((408, 425, 429))
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")  # "host:8080/path" has none
_MAX_VALIDATOR_CHARS = 1024

_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


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
        self._robots = RobotsCache(self._robots_file, clock, memory.robots)
        self._asking = asyncio.Semaphore(policy.connections)  # for robots.txt, beside the gate's
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
        headers = self._request_headers(etag, last_modified)
        target = requested = _web_address(url)
        redirects: list[tuple[int, str]] = []
        left_s = self._policy.deadline_s
        while True:
            left_s -= await self._permitted(target, left_s)
            response, sent, elapsed_s = await self._turn(target, headers, left_s, queue=not redirects)
            left_s -= elapsed_s
            onward = _redirect_target(response, target)
            if onward is None:
                break
            redirects.append((response.status, onward))
            _check_hops(requested, redirects)
            target = onward
        self._raise_for(response, target)
        return Snapshot(
            url=url,
            final_url=target,
            status=response.status,
            headers=response.headers,
            payload=b"" if response.status == 304 else response.body,
            fetched_at=self._clock(),
            request_headers=(("Host", urlsplit(target).netloc), *sent.items()),
            redirects=tuple(redirects),
            elapsed_s=self._policy.deadline_s - left_s,
        )

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

    async def _permitted(self, url: str, left_s: float) -> float:
        """Raise unless policy and robots.txt let us ask for ``url``. Returns the seconds it took to ask."""
        self._check_port(url)
        if not self._policy.obey_robots:
            return 0.0
        elapsed_s = 0.0
        rules = self._robots.ready(url)
        if rules is None:
            async with self._asking:
                started = time.monotonic()
                rules = await self._asked(url, left_s)
                elapsed_s = time.monotonic() - started
        if not rules.allows(url):
            raise RejectError("robots", f"robots.txt disallows {url}")
        self._gate.slow_down(host_key(url), rules.crawl_delay_s)
        return elapsed_s

    async def _asked(self, url: str, left_s: float) -> Rules:
        try:
            async with asyncio.timeout(max(left_s, 0.001)):
                return await self._robots.rules(url)
        except TimeoutError as error:
            raise TransientError("timeout", f"robots.txt for {url}") from error

    def _check_port(self, url: str) -> None:
        # On loopback every port may do; there the transport judges, which knows the address.
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        if port not in self._policy.allowed_ports and not self._policy.allow_loopback:
            raise RejectError("bad_port", f"{port} in {url}")

    async def _turn(
        self, url: str, headers: dict[str, str], left_s: float, *, queue: bool
    ) -> tuple[Exchange, dict[str, str], float]:
        """One request in its turn: the response, the headers sent, the seconds it took."""
        host = host_key(url)
        await self._gate.enter(host, queue)
        sent = headers if self._gate.is_awaited(host) else {**headers, "Connection": "close"}
        started = time.monotonic()
        status = None
        try:
            response = await self._transport.exchange(url, sent, left_s)
            status = response.status
        finally:
            elapsed_s = time.monotonic() - started
            self._gate.leave(host, elapsed_s, status)
        if status in (429, 503):
            wish_s = retry_after_s(response.headers, self._clock())
            if status == 429 or wish_s is not None:
                self._gate.hold(host, wish_s)
        return response, sent, elapsed_s

    def _raise_for(self, response: Exchange, url: str) -> None:
        status = response.status
        if 200 <= status < 300 or status == 304:
            return
        detail = f"{status} {response.reason[:100]} at {url}"
        if status >= 500 or status in _LATER:
            raise TransientError(f"http_{status}", detail, retry_after_s(response.headers, self._clock()))
        raise RejectError(f"http_{status}", detail)

    async def _robots_file(self, origin: str) -> RobotsFile:
        """Ask for robots.txt. Takes no turn at the gate: it is what tells how fast turns may come."""
        target = f"{origin}/robots.txt"
        headers = {**self._request_headers(None, None), "Accept": "text/plain,*/*;q=0.5"}
        left_s = self._policy.deadline_s / 2
        for _ in range(MAX_REDIRECTS + 1):
            self._check_port(target)
            started = time.monotonic()
            response = await self._transport.exchange(target, headers, left_s, cut_at_bytes=MAX_ROBOTS_BYTES)
            left_s -= time.monotonic() - started
            onward = _redirect_target(response, target)
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
    return charset_text(body).replace("\0", "")


def _redirect_target(response: Exchange, url: str) -> str | None:
    """Where a redirect leads, None if the response is none. Raises RejectError("bad_url", "bad_scheme")."""
    location = next(iter(values(response.headers, "location")), "").strip()
    if response.status not in _REDIRECTS or not location:
        return None
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # sent as raw UTF-8 more often than as Latin-1
    return _web_address(location, url)


def _web_address(url: str, base: str | None = None) -> str:
    scheme = _SCHEME.match(url) if isinstance(url, str) else None
    if scheme and scheme.group(1).lower() not in _DEFAULT_PORTS:
        raise RejectError("bad_scheme", f"{scheme.group(1)} in {url[:200]}")
    return request_url(url, base)


def _check_hops(requested: str, redirects: list[tuple[int, str]]) -> None:
    *earlier, (_, target) = redirects
    if target == requested or any(target == seen for _, seen in earlier):
        raise RejectError("redirect_loop", f"{requested} comes back to {target}")
    if len(redirects) > MAX_REDIRECTS:
        raise RejectError("too_many_redirects", f"over {MAX_REDIRECTS} from {requested}")


def _sendable(validator: str | None) -> TypeGuard[str]:
    """A validator that can go back as it came: one stored from a hostile header may hold anything."""
    if not validator or len(validator) > _MAX_VALIDATOR_CHARS:
        return False
    return validator.isascii() and validator.isprintable()
