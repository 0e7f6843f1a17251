"""One HTTP exchange: a request out, a capped response in, no redirects followed. The only module that opens sockets.

Every address is judged at the moment of connecting (the socket factory sees the very address), so neither a redirect
nor a name that changes its address gets a connection into a private network.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from newshouse.errors import FatalError, ItemError, RejectError, TransientError
from newshouse.fetch.addresses import is_loopback, refusal
from newshouse.fetch.policy import FetchPolicy
from newshouse.records import Headers

_MAX_HEADER_BYTES = 65_536  # security policies of news sites outgrow aiohttp's 8 KB
_RESOLVER_THREADS = 32
_NAME_GOOD_FOR_S = 300.0
_NEVER_S = 1e9  # aiohttp rounds longer time-outs up to whole seconds
# Put into an OSError's text, because aiohappyeyeballs keeps only the texts when several addresses fail.
_REFUSED = "refused_address:"
_BAD_PORT = "bad_port:"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came back. ``body`` is still under its Content-Encoding."""

    status: int
    reason: str
    headers: Headers
    body: bytes


class Transport:
    """An HTTP client session under a policy, between ``open`` and ``close``."""

    def __init__(self, policy: FetchPolicy, resolver: AbstractResolver | None = None) -> None:
        self._policy = policy
        self._resolver = resolver
        self._session: aiohttp.ClientSession

    def open(self) -> None:
        """Set up; needs a running event loop."""
        connector = aiohttp.TCPConnector(
            limit=0,  # the gate limits; a wait in here would count against the deadline
            resolver=self._resolver or _ThreadResolver(),
            use_dns_cache=False,  # ours remembers, without a task for each lookup
            socket_factory=self._socket,
            keepalive_timeout=self._policy.host_interval_s + 5,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            raise_for_status=False,
            max_line_size=_MAX_HEADER_BYTES,
            max_field_size=_MAX_HEADER_BYTES,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def exchange(
        self, url: str, headers: Mapping[str, str], deadline_s: float, cut_at_bytes: int | None = None
    ) -> Exchange:
        """GET ``url`` once. A body over the policy's limit is a reject, or cut at ``cut_at_bytes`` where that is given.

        Raises RejectError (refused_address, bad_port, too_large, bad_url) or TransientError (dns, connection, tls,
        timeout, cut_off, bad_http).
        """
        timeout = aiohttp.ClientTimeout(total=max(deadline_s, 0.001), ceil_threshold=_NEVER_S)
        try:
            async with self._session.get(
                URL(url, encoded=True), headers=headers, allow_redirects=False, timeout=timeout
            ) as response:
                body = await self._body(response, cut_at_bytes)
                # Latin-1 keeps every byte as it is.
                fields = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in response.raw_headers)
                return Exchange(response.status, response.reason or "", fields, body)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _translated(error, url) from error

    async def _body(self, response: aiohttp.ClientResponse, cut_at_bytes: int | None) -> bytes:
        limit = self._policy.max_body_bytes if cut_at_bytes is None else cut_at_bytes
        if cut_at_bytes is None and (response.content_length or 0) > limit:
            raise RejectError("too_large", f"Content-Length {response.content_length}, over {limit} bytes")
        pieces: list[bytes] = []
        size = 0
        while piece := await response.content.readany():
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                if cut_at_bytes is None:
                    raise RejectError("too_large", f"over {limit} bytes")
                break
        return b"".join(pieces)[:limit]

    def _socket(self, address_info: Any) -> socket.socket:
        """A socket for an address that may be connected to. Called by aiohttp just before it connects."""
        family, kind, protocol, _, address = address_info
        host, port = address[0], address[1]
        why = refusal(host, self._policy.allow_loopback)
        if why:
            raise OSError(f"{_REFUSED} {host} is {why}")
        if port not in self._policy.allowed_ports and not is_loopback(host):
            raise OSError(f"{_BAD_PORT} {port}")
        return socket.socket(family, kind, protocol)


class _ThreadResolver(AbstractResolver):
    """getaddrinfo in threads of its own: the event loop's few would queue behind one slow name server."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_RESOLVER_THREADS, thread_name_prefix="dns")
        self._known: dict[tuple[str, int, int], tuple[float, list[ResolveResult]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if host == "localhost" or host.endswith(".localhost"):
            return [_resolved(host, "127.0.0.1", port, socket.AF_INET)]  # RFC 6761 6.3: never asked of a name server
        good_until, known = self._known.get((host, port, family), (0.0, []))
        if time.monotonic() < good_until:
            return known
        found = await asyncio.get_running_loop().run_in_executor(self._pool, _looked_up, host, port, family)
        known = [_resolved(host, str(address[0]), port, kind) for kind, _, _, _, address in found]
        self._known[host, port, family] = time.monotonic() + _NAME_GOOD_FOR_S, known
        return known

    async def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _looked_up(host: str, port: int, family: int) -> list[Any]:
    return socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


def _resolved(name: str, address: str, port: int, family: socket.AddressFamily) -> ResolveResult:
    return {
        "hostname": name,
        "host": address,
        "port": port,
        "family": family,
        "proto": 0,
        "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    }


def _translated(error: Exception, url: str) -> ItemError | FatalError:
    """aiohttp's and the operating system's exceptions in our words. Most specific first."""
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return FatalError("no file descriptors left for sockets: raise the limit (ulimit -n)")
    # aiohttp's own text leaves out what the operating system's error says.
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    text = f"{url}: {str(cause) or type(cause).__name__}"[:500]
    if isinstance(cause, OSError) and _REFUSED in str(cause):
        return RejectError("refused_address", text)
    if isinstance(cause, OSError) and _BAD_PORT in str(cause):
        return RejectError("bad_port", text)
    for kinds, reason in _REASONS:
        if isinstance(error, kinds):
            return RejectError(reason, text) if reason == "bad_url" else TransientError(reason, text)
    return TransientError("connection", text)


_REASONS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (TimeoutError, "timeout"),
    ((aiohttp.ClientConnectorDNSError, socket.gaierror), "dns"),
    ((aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError, ssl.SSLError), "tls"),
    (aiohttp.ClientPayloadError, "cut_off"),
    (aiohttp.ServerDisconnectedError, "connection"),
    ((aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError), "bad_url"),
    ((aiohttp.ClientConnectionError, OSError), "connection"),
    (aiohttp.ClientResponseError, "bad_http"),
    (ValueError, "bad_http"),
)
