"""No server gets through to where it should not, holds us beyond the deadline, or fills the memory."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import itertools
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hostile import servers
from newshouse.content import decoded
from newshouse.errors import ItemError
from newshouse.fetch import Fetcher, FetchPolicy
from newshouse.urls import canonicalise

MAX_BODY_BYTES = 1_000_000
DEADLINE_S = 1.0
MEMORY_LIMIT_BYTES = 100_000_000
POLICY = FetchPolicy(
    allow_loopback=True,
    host_interval_s=0,
    deadline_s=DEADLINE_S,
    max_body_bytes=MAX_BODY_BYTES,
    obey_robots=False,
)
OK = servers.OK


async def outcome(fetcher: Fetcher, url: str) -> str:
    """The reason a page ends in: of the fetch, or of opening what it brought; "ok" when it can be read."""
    try:
        body = decoded(await fetcher.get(url), MAX_BODY_BYTES)
    except ItemError as error:
        return error.reason
    assert len(body) <= MAX_BODY_BYTES
    return "ok"


def judged(misbehaviour: servers.Misbehaviour, policy: FetchPolicy = POLICY) -> tuple[str, float, int]:
    """What a page on such a server ends in, after how many seconds, and with how much memory at most."""

    async def scenario() -> tuple[str, float, int]:
        async with servers.misbehaving(misbehaviour) as port, Fetcher(policy) as fetcher:
            before = resident_bytes_since_now()
            began = time.monotonic()
            reason = await outcome(fetcher, f"http://evil.localhost:{port}/")
            return reason, time.monotonic() - began, most_resident_bytes() - before

    return asyncio.run(asyncio.wait_for(scenario(), 30))


def resident_bytes_since_now() -> int:
    """Make the kernel forget the most memory this process ever had; return what it has."""
    Path("/proc/self/clear_refs").write_text("5")
    return most_resident_bytes()


def most_resident_bytes() -> int:
    status = Path("/proc/self/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


CASES: dict[str, tuple[Callable[[], servers.Misbehaviour], set[str]]] = {
    "gzip bomb": (lambda: servers.compressed("gzip", servers.gzip_bomb()), {"too_large"}),
    "deflate bomb": (lambda: servers.compressed("deflate", servers.deflate_bomb(15)), {"too_large"}),
    "raw deflate bomb": (lambda: servers.compressed("deflate", servers.deflate_bomb(-15)), {"too_large"}),
    "double gzip bomb": (lambda: servers.compressed("gzip, gzip", servers.double_gzip_bomb()), {"content_encoding"}),
    "double gzip bomb in two headers": (
        lambda: servers.compressed("gzip\r\nContent-Encoding: gzip", servers.double_gzip_bomb()),
        {"content_encoding"},
    ),
    "brotli bomb, not asked for": (lambda: servers.compressed("br", servers.brotli_bomb()), {"content_encoding"}),
    "zstd bomb, not asked for": (lambda: servers.compressed("zstd", servers.zstd_bomb()), {"content_encoding"}),
    "brotli bomb within gzip": (
        lambda: servers.compressed("br, gzip", servers.gzip.compress(servers.brotli_bomb())),
        {"content_encoding"},
    ),
    "double gzip bomb that owns up to one": (
        lambda: servers.compressed("gzip", servers.double_gzip_bomb()),
        {"ok"},  # what comes out is the inner one, shut: a page of nonsense
    ),
    "many codings": (lambda: servers.compressed(", ".join(["gzip"] * 500), b"x"), {"content_encoding"}),
    "endless body": (lambda: servers.endless(OK + b"\r\n"), {"too_large"}),
    "endless chunks": (
        lambda: servers.endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"ffff\r\n" + b"x" * 65535 + b"\r\n"),
        {"too_large"},
    ),
    "endless tiny chunks": (
        lambda: servers.endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000),
        {"too_large", "timeout"},
    ),
    "endless chunk extension": (
        lambda: servers.endless(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65536),
        {"bad_http", "timeout", "cut_off", "connection"},
    ),
    "endless gzip members": (
        lambda: servers.endless(OK + b"Content-Encoding: gzip\r\n\r\n", servers.gzip.compress(b"") * 1000),
        {"too_large"},
    ),
    "endless header": (lambda: servers.endless(OK + b"X: "), {"bad_http", "connection"}),
    "endless headers": (lambda: servers.endless(OK, b"X: y\r\n" * 1000), {"bad_http", "connection"}),
    "endless status line": (lambda: servers.endless(b"HTTP/1.1 200 "), {"bad_http", "connection"}),
    "endless interim responses": (
        lambda: servers.endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        {"timeout", "bad_http", "connection"},
    ),
    "length of a terabyte": (lambda: servers.endless(OK + b"Content-Length: 999999999999\r\n\r\n"), {"too_large"}),
    "absurd length": (
        lambda: servers.fixed(OK + b"Content-Length: " + b"9" * 400 + b"\r\n\r\nx"),
        {"bad_http", "connection"},
    ),
    "negative length": (lambda: servers.fixed(OK + b"Content-Length: -1\r\n\r\nx"), {"bad_http", "connection"}),
    "two lengths": (
        lambda: servers.fixed(OK + b"Content-Length: 1\r\nContent-Length: 9\r\n\r\nx"),
        {"bad_http", "connection"},
    ),
    "cut short": (lambda: servers.fixed(OK + b"Content-Length: 9999\r\n\r\nx"), {"cut_off"}),
    "cut chunk": (lambda: servers.fixed(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nx"), {"cut_off"}),
    "not http": (lambda: servers.fixed(b"\x16\x03\x01SSH-2.0-what\r\n\r\n"), {"bad_http", "connection"}),
    "nothing": (lambda: servers.fixed(b""), {"connection"}),
    "upgrade nobody asked for": (
        lambda: servers.fixed(b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"),
        {"http_101", "bad_http", "connection", "timeout"},
    ),
    "a byte now and then": (lambda: servers.dripping(OK + b"\r\n"), {"timeout"}),
    "a header byte now and then": (lambda: servers.dripping(OK), {"timeout"}),
    "silence": (lambda: servers.silent, {"timeout"}),
    "redirects without end": (lambda: servers.growing_redirects, {"too_many_redirects"}),
    "redirect to itself": (lambda: servers.redirecting_to("/"), {"redirect_loop"}),
    "redirect with an endless body": (
        lambda: servers.endless(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"),
        {"too_large", "redirect_loop"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_server(name: str) -> None:
    misbehaviour, expected = CASES[name]
    reason, seconds, memory_bytes = judged(misbehaviour())
    assert reason in expected
    assert seconds < DEADLINE_S + 1
    assert memory_bytes < MEMORY_LIMIT_BYTES


@pytest.mark.parametrize(
    "name",
    ["a byte now and then", "silence", "endless body", "gzip bomb", "brotli bomb, not asked for", "redirect to itself"],
)
def test_hostile_robots_file(name: str) -> None:
    _, seconds, memory_bytes = judged(CASES[name][0](), replace(POLICY, obey_robots=True))
    assert seconds < DEADLINE_S + 1
    assert memory_bytes < MEMORY_LIMIT_BYTES


def private_spellings() -> list[str]:
    """Hosts that mean an address we must not reach, in every spelling that some parser somewhere takes."""
    hosts: list[str] = []
    for text in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0", "100.64.0.1"):
        number = int(ipaddress.IPv4Address(text))
        a, b, c, d = ipaddress.IPv4Address(text).packed
        high, low = f"{a << 8 | b:x}", f"{c << 8 | d:x}"
        hosts += [
            text, f"{text}.", str(number), hex(number), f"0{number:o}", f"0x{number:X}",
            f"{a}.{b * 65536 + c * 256 + d}", f"{a}.{b}.{c * 256 + d}", ".".join(map(hex, (a, b, c, d))),
            f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"000{a:o}.{b}.{c}.{d}", f"{hex(a)}.{b}.0{c:o}.{d}",
            text.replace(".", "。"), text.replace(".", "．"), "".join(chr(ord(x) + 0xFEE0) for x in text),
            text.replace(".", "%2e"), "".join(f"%{ord(x):02x}" for x in text), f"user@{text}",
            f"example.com@{text}", f"example.com:80@{text}", f"[::ffff:{text}]", f"[::{text}]",
            f"[::ffff:{high}:{low}]", f"[0:0:0:0:0:ffff:{text}]", f"[64:ff9b::{text}]", f"[64:ff9b:1::{text}]",
            f"[2002:{high}:{low}::1]", f"[2001::{a ^ 255:x}{b ^ 255:02x}:{c ^ 255:x}{d ^ 255:02x}]",
            f"[::ffff:0:{text}]", f"[0000:0000:0000:0000:0000:FFFF:{text}]",
        ]  # fmt: skip
    hosts += ["[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[fe80::1]", "[fe80::1%25eth0]", "[fe80::1%25lo]", "[fc00::1]"]
    hosts += ["[fd00::1]", "[ff02::1]", "localhost", "LOCALHOST", "localhost.", "a.localhost", "127.1", "127.127.1.1"]
    hosts += ["0", "0x0", "00", "127.0.1", "[::127.0.0.1]", "255.255.255.255", "224.0.0.1", "240.0.0.1", "198.18.0.1"]
    hosts += ["192.0.0.1", "192.0.2.1", "[2001:db8::1]", "[fec0::1]", "①②⑦.⓪.⓪.①"]
    return list(dict.fromkeys(hosts))


SPELLINGS = private_spellings()
ACCEPTED = {"refused_address", "bad_url", "dns"}


class NoNames(AbstractResolver):
    """Knows localhost alone, and asks nobody."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        if host.endswith("localhost"):
            return Rebinding.answer(host, port, ["127.0.0.1"])
        raise OSError(-2, f"no such name: {host}")

    async def close(self) -> None:
        """Nothing is open."""


def test_there_are_enough_spellings() -> None:
    assert len(SPELLINGS) >= 200


def test_no_spelling_of_a_private_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: connected.append(address))

    async def scenario() -> dict[str, str]:
        policy = FetchPolicy(obey_robots=False, host_interval_s=0)
        async with Fetcher(policy, resolver=NoNames()) as fetcher:
            return {host: await outcome(fetcher, f"http://{host}/") for host in SPELLINGS}

    found = asyncio.run(asyncio.wait_for(scenario(), 60))
    assert {host: reason for host, reason in found.items() if reason not in ACCEPTED} == {}
    assert sum(reason == "refused_address" for reason in found.values()) > 150
    assert connected == []


def test_no_redirect_into_a_private_address_is_followed() -> None:
    """The first hop is on loopback, which has to be allowed for it; the second may not go anywhere else."""
    beyond = [host for host in SPELLINGS if not means_loopback(host)]

    async def redirect(_: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
        host = beyond[int(path.strip("/"))]
        await servers.redirecting_to(f"http://{host}/")(_, writer, path)

    async def scenario() -> dict[str, str]:
        async with servers.misbehaving(redirect) as port, Fetcher(POLICY, resolver=NoNames()) as fetcher:
            return {host: await outcome(fetcher, f"http://127.0.0.1:{port}/{n}") for n, host in enumerate(beyond)}

    found = asyncio.run(asyncio.wait_for(scenario(), 60))
    assert {host: reason for host, reason in found.items() if reason not in ACCEPTED} == {}
    assert sum(reason == "refused_address" for reason in found.values()) > 100


def means_loopback(host: str) -> bool:
    with contextlib.suppress(ItemError):
        return canonicalise(f"http://{host}/").removeprefix("http://").startswith(LOOPBACK)
    return False


LOOPBACK = ("127.", "[::1]", "[::ffff:7f", "[64:ff9b::7f", "localhost/", "a.localhost/")


class Rebinding(AbstractResolver):
    """A name that is public when it is looked at and private when it is connected to."""

    def __init__(self, answers: list[list[str]]) -> None:
        self._answers = itertools.cycle(answers)

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return self.answer(host, port, next(self._answers))

    @staticmethod
    def answer(host: str, port: int, addresses: list[str]) -> list[ResolveResult]:
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    "answers",
    [
        [["127.0.0.1"]],
        [["169.254.169.254"]],
        [["10.0.0.1", "127.0.0.1", "192.168.0.1"]],
        [["::1"], ["::ffff:127.0.0.1"]],
        [["fe80::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"]],
    ],
)
def test_a_name_that_rebinds_is_refused_at_connect(answers: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: connected.append(address))

    async def scenario() -> list[str]:
        policy = replace(POLICY, allow_loopback=False)
        async with Fetcher(policy, resolver=Rebinding(answers)) as fetcher:
            return [await outcome(fetcher, f"http://rebind{n}.example/") for n in range(4)]

    assert set(asyncio.run(scenario())) == {"refused_address"}
    assert connected == []


def test_a_crowd_of_hostile_servers_stays_within_100_mb() -> None:
    """All kinds at once, in one process, with what the kernel counts."""

    async def scenario() -> list[tuple[str, set[str]]]:
        async with Fetcher(POLICY) as fetcher, contextlib.AsyncExitStack() as stack:
            urls: list[str] = []
            wanted: list[set[str]] = []
            for misbehaviour, expected in CASES.values():
                port = await stack.enter_async_context(servers.misbehaving(misbehaviour()))
                urls += [f"http://evil{n}.localhost:{port}/" for n in range(2)]
                wanted += [expected | {"timeout"}] * 2  # so many at once may come to their deadline first
            before = resident_bytes_since_now()
            began = time.monotonic()
            reasons = await asyncio.gather(*(outcome(fetcher, url) for url in urls))
            assert time.monotonic() - began < 20
            assert most_resident_bytes() - before < MEMORY_LIMIT_BYTES
        return list(zip(reasons, wanted, strict=True))

    for reason, wanted in asyncio.run(asyncio.wait_for(scenario(), 60)):
        assert reason in wanted
