"""From a payload as received to the bytes that it holds: Content-Encoding. Pure, no I/O."""

from __future__ import annotations

import zlib

from newshouse.errors import RejectError
from newshouse.records import Snapshot

_PIECE_BYTES = 65_536
_IDENTITY = frozenset(("", "identity", "none"))
_GZIP = frozenset(("gzip", "x-gzip"))


def decoded(snapshot: Snapshot, max_bytes: int) -> bytes:
    """The body with its Content-Encoding opened: gzip (several members too), deflate (zlib or raw), identity.

    Raises RejectError("too_large") as soon as more than ``max_bytes`` come out, and
    RejectError("content_encoding") for other codings, stacked ones, and broken or cut streams.
    """
    codings = [
        coding
        for name, value in snapshot.headers
        if name.lower() == "content-encoding"
        for coding in (part.strip().lower() for part in value.split(","))
        if coding not in _IDENTITY
    ]
    if not snapshot.payload:
        return b""
    if not codings:
        return _within(snapshot.payload, max_bytes)
    if len(codings) > 1:
        # Nobody serves news twice compressed; bombs are.
        raise RejectError("content_encoding", f"stacked: {', '.join(codings)[:100]}")
    try:
        if codings[0] in _GZIP:
            return _gunzipped(snapshot.payload, max_bytes)
        if codings[0] == "deflate":
            return _inflated(snapshot.payload, max_bytes)
    except zlib.error as error:
        raise RejectError("content_encoding", f"{codings[0]}: {error}") from error
    raise RejectError("content_encoding", f"not asked for: {codings[0][:100]}")


def _within(body: bytes, max_bytes: int) -> bytes:
    if len(body) > max_bytes:
        raise RejectError("too_large", f"over {max_bytes} bytes")
    return body


def _gunzipped(payload: bytes, max_bytes: int) -> bytes:
    out = b""
    while payload.startswith(b"\x1f\x8b") or not out:
        opened, payload = _opened(payload, 16 + zlib.MAX_WBITS, max_bytes - len(out))
        out += opened
        if not payload:
            break
    return out  # what follows the last member is padding, as gzip(1) holds


def _inflated(payload: bytes, max_bytes: int) -> bytes:
    # RFC 9110 8.4.1.2 means zlib by "deflate"; some servers send the bare stream.
    is_zlib = payload[0] & 0x0F == 8 and len(payload) > 1 and int.from_bytes(payload[:2]) % 31 == 0
    return _opened(payload, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, max_bytes)[0]


def _opened(payload: bytes, window_bits: int, max_bytes: int) -> tuple[bytes, bytes]:
    """One compressed stream opened, and what follows it."""
    stream = zlib.decompressobj(window_bits)
    out = bytearray()
    while not stream.eof:
        piece = stream.decompress(payload, _PIECE_BYTES)
        payload = stream.unconsumed_tail
        out += piece
        if len(out) > max_bytes:
            raise RejectError("too_large", f"over {max_bytes} bytes once decompressed")
        if not piece and not payload and not stream.eof:
            raise RejectError("content_encoding", f"cut off after {len(out)} bytes")
    return bytes(out), stream.unused_data
