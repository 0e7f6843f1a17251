"""Page fetching: our Fetcher beside bare aiohttp, on the same loopback server, in turns, by CPU time of the client.

    python bench/fetch_pages.py [--pages 6000] [--hosts 100] [--rounds 3]

10 KB pages of many hosts. The server is a process of its own, so that only the client's CPU time counts. "Bare aiohttp"
opens a session and reads each body, 64 at a time, and keeps no promise. Ours keeps them all: robots.txt, gate,
address check at connect, caps, deadline; the interval is 0 here, or the figure would be that of the politeness.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import socket
import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import aiohttp
from newshouse.fetch import Fetcher, FetchPolicy, run

PAGE_BYTES = 10_000
AT_ONCE = 64
_HEAD = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n"
_PAGE = _HEAD % (b"200 OK", PAGE_BYTES) + b"\r\n" + b"x" * PAGE_BYTES
_NO_ROBOTS = _HEAD % (b"404 Not Found", 0) + b"\r\n"


class _Server(asyncio.Protocol):
    """The least that speaks HTTP, so that the server is not what is measured."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(_NO_ROBOTS if request.startswith(b"GET /robots.txt") else _PAGE)
            if b"Connection: close" in request:
                self._transport.close()


def _serve(port_to: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0, backlog=4096)
        port_to.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


class _Loopback(aiohttp.abc.AbstractResolver):
    """Every name is this machine, for both sides, so that no name server is measured."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[aiohttp.abc.ResolveResult]:
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        """Nothing is open."""


async def bare(urls: list[str]) -> None:
    """aiohttp as its documentation shows it."""
    turn = asyncio.Semaphore(AT_ONCE)
    connector = aiohttp.TCPConnector(limit=AT_ONCE, resolver=_Loopback())
    async with aiohttp.ClientSession(connector=connector) as session:

        async def get(url: str) -> None:
            async with turn, session.get(url) as response:
                assert len(await response.read()) == PAGE_BYTES

        await asyncio.gather(*map(get, urls))


async def ours(urls: list[str]) -> None:
    """The Fetcher with every promise but the interval."""
    policy = FetchPolicy(allow_loopback=True, host_interval_s=0, connections=AT_ONCE)
    async with Fetcher(policy, resolver=_Loopback()) as fetcher:

        async def get(url: str) -> None:
            assert len((await fetcher.get(url)).payload) == PAGE_BYTES

        await asyncio.gather(*map(get, urls))


def measured(side: Callable[[list[str]], None], urls: list[str]) -> tuple[float, float]:
    """CPU seconds and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    side(urls)
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=6000)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(there,), daemon=True)
    server.start()
    port = here.recv()
    urls = [f"http://h{n % options.hosts}.test:{port}/{n}" for n in range(options.pages)]
    sides: dict[str, Callable[[list[str]], None]] = {
        "bare aiohttp": lambda urls: asyncio.run(bare(urls)),
        "bare, our loop": lambda urls: run(bare(urls)),
        "newshouse": lambda urls: run(ours(urls)),
    }
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    for _ in range(options.rounds):
        for name, side in sides.items():
            figures[name].append(measured(side, urls))
    server.terminate()
    print(f"{options.pages} pages of {PAGE_BYTES} bytes, {options.hosts} hosts, median of {options.rounds} rounds")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print(f"{'':14}{'fetches per CPU-second':>24}{'fetches per second':>20}")
    rates = {name: [options.pages / cpu for cpu, _ in runs] for name, runs in figures.items()}
    for name, runs in figures.items():
        wall = statistics.median(options.pages / seconds for _, seconds in runs)
        print(f"{name:14}{statistics.median(rates[name]):>24,.0f}{wall:>20,.0f}")
    ours_rate = statistics.median(rates["newshouse"])
    plain, same_loop = (ours_rate / statistics.median(rates[name]) for name in ("bare aiohttp", "bare, our loop"))
    print(f"\nratio to bare aiohttp {plain:.2f}, on the loop that we use {same_loop:.2f} (target: at least .60)")


if __name__ == "__main__":
    main()
