"""Many outlets on loopback, a feed and some pages each, served by a process that does as little as it can."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.connection import Connection

from varied_pages import Variant

_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\r\n"
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def served(pages: Sequence[Variant]) -> Iterator[list[str]]:
    """The addresses of the feeds, while they and ``pages`` are served."""
    context = get_context("fork")
    here, there = context.Pipe()
    server = context.Process(target=_serve, args=(pages, there), daemon=True)
    server.start()
    port = here.recv()
    try:
        yield [f"http://{host}:{port}/feed" for host in dict.fromkeys(page.host for page in pages)]
    finally:
        server.terminate()
        server.join()


def _serve(pages: Sequence[Variant], port_to: Connection) -> None:
    async def serve() -> None:
        hosts = list(dict.fromkeys(page.host for page in pages))
        with socket.create_server((hosts[0], 0)) as probe:
            port = probe.getsockname()[1]
        answers = _answers(pages, port)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Outlet(answers), hosts, port, backlog=1024)
        port_to.send(port)
        await server.serve_forever()

    asyncio.run(serve())


def _answers(pages: Sequence[Variant], port: int) -> dict[bytes, tuple[bytes, bytes]]:
    """(host, path) as they stand in a request -> head and body."""
    found = {}
    for host, printed in groupby(pages, key=lambda page: page.host):
        own = list(printed)
        feed = _feed(own, f"http://{host}:{port}")
        head = _HEAD.format("application/rss+xml", len(feed), "").encode()
        found[f"{host}:{port} /feed".encode()] = (head, feed)
        for page in own:
            head = _HEAD.format("text/html", len(page.packed), "Content-Encoding: gzip\r\n").encode()
            found[f"{host}:{port} {page.path}".encode()] = (head, page.packed)
    return found


def _feed(pages: Sequence[Variant], base: str) -> bytes:
    when = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>{escape(page.title)}</title><link>{base}{page.path}</link>"
        f"<guid>{base}{page.path}</guid><pubDate>{when}</pubDate></item>"
        for page in pages
    )
    return f'<rss version="2.0"><channel><title>{base}</title>{items}</channel></rss>'.encode()


class _Outlet(asyncio.Protocol):
    """Answers requests of one connection, in order."""

    def __init__(self, answers: dict[bytes, tuple[bytes, bytes]]) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            lines = request.split(b"\r\n")
            host = next(line[5:].strip() for line in lines if line.lower().startswith(b"host:"))
            head, body = self._answers.get(host + b" " + lines[0].split(b" ")[1], (_MISSING, b""))
            self._transport.writelines([head, body])
