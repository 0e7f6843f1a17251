"""Servers that mean harm, on loopback. Each writes raw bytes, so that no HTTP library tidies them up."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable

Misbehaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter, str], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB_BYTES = 120_000_000
_PIECE = b"x" * 65_536


def fixed(answer: bytes) -> Misbehaviour:
    """The same bytes to everybody, then the connection closes."""

    async def misbehave(_: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(answer)
        await writer.drain()

    return misbehave


def endless(head: bytes, piece: bytes = _PIECE) -> Misbehaviour:
    """A beginning, then the same piece for ever, as fast as it is taken."""

    async def misbehave(_: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return misbehave


def dripping(head: bytes, drop: bytes = b"x", every_s: float = 0.1) -> Misbehaviour:
    """A beginning, then a drop now and then, for ever."""

    async def misbehave(_: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(head)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(every_s)

    return misbehave


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter, path: str) -> None:
    """Accepts, reads, says nothing."""
    await reader.read()


async def growing_redirects(_: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    """Each hop leads to a new, longer address."""
    writer.write(f"HTTP/1.1 302 Found\r\nLocation: {path}x\r\nContent-Length: 0\r\n\r\n".encode())
    await writer.drain()


def redirecting_to(target: str) -> Misbehaviour:
    return fixed(
        f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode("utf-8", "surrogateescape")
    )


def compressed(coding: str, body: bytes) -> Misbehaviour:
    return fixed(OK + f"Content-Encoding: {coding}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


@functools.cache
def gzip_bomb() -> bytes:
    return gzip.compress(bytes(BOMB_BYTES), 9)


@functools.cache
def double_gzip_bomb() -> bytes:
    return gzip.compress(gzip_bomb(), 9)


@functools.cache
def deflate_bomb(window_bits: int) -> bytes:
    stream = zlib.compressobj(9, wbits=window_bits)
    return stream.compress(bytes(BOMB_BYTES)) + stream.flush()


def brotli_bomb() -> bytes:
    """120,000,000 zero bytes, as brotli packs them at quality 11."""
    return bytes.fromhex(
        "cfffff7ff82700e2b14020f7fe9ffffffff04f00c4610180eefd3fffffffe19f0088c32200ddfb7ffeffffc33f0110870500baf7fffcffff87"
        "7f02200e0b0074effff9ffff0fff04401c1600e8defff3ffff1ffe0980382c00d0bdffcfff8613fc1300715800a05b7002"
    )


def zstd_bomb() -> bytes:
    """Zero bytes in run-length blocks of 128 KiB each (RFC 8878 3.1.1.2), four bytes a block."""

    def block(last: int) -> bytes:
        return (last | 1 << 1 | 1 << 17 << 3).to_bytes(3, "little") + b"\0"

    return b"\x28\xb5\x2f\xfd\x00\x88" + block(0) * (BOMB_BYTES >> 17) + block(1)


@contextlib.asynccontextmanager
async def misbehaving(misbehaviour: Misbehaviour) -> AsyncIterator[int]:
    """Serve on a free port of 127.0.0.1 and yield it."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            request = await reader.readuntil(b"\r\n\r\n")
            await misbehaviour(reader, writer, request.split(b" ")[1].decode())
        with contextlib.suppress(ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
