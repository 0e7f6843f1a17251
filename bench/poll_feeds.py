"""Polling: 10,000 feeds on a loopback server, 90 % unchanged, one batch, beside `reader` on 1,000 of them.

    pip install reader; python bench/poll_feeds.py [--feeds 10000] [--peer-feeds 1000]

Both sides have polled everything once. Then one feed in ten gets a new entry, and the next poll is timed, in turns and
three times: conditional requests, reading what changed. Each feed has a host of its own, an address in 127.0.0.0/8.
Ours also writes what changed to an archive; the warehouse is left out. reader stores new entries in SQLite as it always
does. The server is a process of its own. CPU time is the poller's alone.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import logging
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from newshouse.archive import ArchiveWriter
from newshouse.content import decoded
from newshouse.feeds import parse_feed
from newshouse.fetch import Fetcher, FetchPolicy, run

ENTRIES = 20
ROUNDS = 3
_ITEM = (
    "<item><title>Headline {feed}.{item}: what happened and why it matters</title><guid>{feed}-{item}</guid>"
    "<link>http://example.com/{feed}/{item}</link><pubDate>Mon, 02 Mar 2026 06:00:00 GMT</pubDate>"
    "<description>{text}</description></item>"
)
_TEXT = "A sentence of the kind that feeds carry as a summary of an article. " * 5


def feed(number: int, version: int) -> bytes:
    """The document of a feed that had ``version`` new entries."""
    items = "".join(_ITEM.format(feed=number, item=n, text=_TEXT) for n in range(version + ENTRIES, version, -1))
    return f'<rss version="2.0"><channel><title>Feed {number}</title>{items}</channel></rss>'.encode()


def url(number: int, port: int) -> str:
    """A host for each feed: Linux answers on all of 127.0.0.0/8."""
    return f"http://127.{1 + (number >> 16)}.{number >> 8 & 255}.{number & 255}:{port}/{number}"


class _Server(asyncio.Protocol):
    """Enough HTTP for GET /number with If-None-Match. A tenth of the feeds changes with each generation."""

    generation: Synchronized[int]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._answer(request))
            if b"connection: close" in request.lower():
                self._transport.close()

    def _answer(self, request: bytes) -> bytes:
        number = int(request.split(b" ", 2)[1].strip(b"/"))
        version = int(self.generation.value > 0 and number % 10 == 0) * self.generation.value
        etag = f'"{number}-{version}"'.encode()
        if etag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        body = feed(number, version)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
        return head % (etag, len(body)) + body


def _serve(port_to: Connection, generation: Synchronized[int]) -> None:
    _Server.generation = generation

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "0.0.0.0", 0, backlog=4096)
        port_to.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


class Ours:
    """What the poll stage does with a feed, less the warehouse."""

    def __init__(self, archive: str, urls: list[str]) -> None:
        self._archive = archive
        self._urls = urls
        self._known: dict[str, tuple[str | None, bytes]] = {}
        self.changed = 0

    def poll(self) -> None:
        """One batch."""
        self.changed = 0
        run(self._poll())

    async def _poll(self) -> None:
        policy = FetchPolicy(allow_loopback=True, host_interval_s=0, obey_robots=False)
        async with Fetcher(policy) as fetcher:
            with ArchiveWriter(self._archive, "poll") as archive:
                await asyncio.gather(*(self._one(fetcher, archive, url) for url in self._urls))

    async def _one(self, fetcher: Fetcher, archive: ArchiveWriter, url: str) -> None:
        etag, digest = self._known.get(url, (None, b""))
        snapshot = await fetcher.get(url, etag)
        if snapshot.status == 304:
            return
        body = decoded(snapshot, 5_000_000)
        if (now := hashlib.sha256(body).digest()) == digest:
            return
        content_type = snapshot.header("Content-Type")
        parsed = parse_feed(body, url=snapshot.final_url, content_type=content_type, fetched_at=snapshot.fetched_at)
        assert len(parsed.entries) == ENTRIES
        archive.write(snapshot, {"kind": "feed", "feed_url": url})
        self._known[url] = (snapshot.header("ETag"), now)
        self.changed += 1


def timed(poll: Callable[[], None]) -> tuple[float, float]:
    """CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    poll()
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--peer-feeds", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=10, help="of reader's update_feeds")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    from reader import make_reader

    generation = multiprocessing.Value("i", 0)
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(there, generation), daemon=True)
    server.start()
    port = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(folder, [url(n, port) for n in range(options.feeds)])
        few = Ours(folder, [url(n, port) for n in range(options.peer_feeds)])
        peer = make_reader(f"{folder}/reader.sqlite")
        for n in range(options.peer_feeds):
            peer.add_feed(url(n, port))

        def update() -> None:
            peer.update_feeds(scheduled=False, workers=options.workers)

        for side in (ours.poll, few.poll, update):
            side()
        sides = [
            ("newshouse", options.feeds, ours.poll),
            ("newshouse", options.peer_feeds, few.poll),
            (f"reader, {options.workers} workers", options.peer_feeds, update),
        ]
        times: list[list[tuple[float, float]]] = [[] for _ in sides]
        for generation.value in range(1, ROUNDS + 1):
            for found, (_, _, side) in zip(times, sides, strict=True):
                found.append(timed(side))
        total = peer.get_entry_counts().total
        expected = options.peer_feeds * ENTRIES + ROUNDS * (options.peer_feeds // 10)
        assert total == expected, f"reader has {total} entries, not {expected}"
        peer.close()
    server.terminate()
    print(f"{ours.changed} of {options.feeds} feeds changed; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"median of {ROUNDS} rounds\n")
    print(f"{'':22}{'feeds':>8}{'polls per second':>18}{'polls per CPU-second':>22}")
    rates = []
    for (name, count, _), found in zip(sides, times, strict=True):
        by_cpu = count / statistics.median(cpu for cpu, _ in found)
        by_wall = count / statistics.median(wall for _, wall in found)
        rates.append((by_wall, by_cpu))
        print(f"{name:22}{count:>8,}{by_wall:>18,.0f}{by_cpu:>22,.0f}")
    (wall, cpu), _, (peer_wall, peer_cpu) = rates
    print(f"\nratio to reader: {wall / peer_wall:.1f} by time, {cpu / peer_cpu:.1f} by CPU time (target: at least 5)")


if __name__ == "__main__":
    main()
