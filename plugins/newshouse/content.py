"""From a payload as received to bytes and text: Content-Encoding and character sets. Pure, no I/O."""

from __future__ import annotations

import codecs
import re
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


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_DOCUMENT = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_SNIFF_BYTES = 4096
# The superset that browsers read where a label names the subset (WHATWG Encoding, section 4.2).
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_SEVEN_BIT = frozenset(("iso2022_jp", "hz", "utf-16", "utf-16-le", "utf-16-be"))


def charset_text(body: bytes, content_type: str | None = None) -> str:
    """The body as text: byte order mark, else valid UTF-8, else the declared charset (header first), else cp1252.

    Valid UTF-8 beats a declared 8-bit charset, because 8-bit text that happens to be valid UTF-8 does not occur
    in practice while wrong labels do. Never raises: what can't be decoded becomes U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _declared(body, content_type)
    if declared in _SEVEN_BIT:
        return body.decode(declared, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if declared in (None, "utf-8"):
            cut_short = error.start > len(body) - 4 and not body[: error.start].isascii()
            return body.decode("utf-8" if declared or cut_short else "cp1252", "replace")
        return body.decode(declared or "cp1252", "replace")


def _declared(body: bytes, content_type: str | None) -> str | None:
    labels = [match.group(1) for match in [_IN_HEADER.search(content_type or "")] if match]
    found = _IN_DOCUMENT.search(body[:_SNIFF_BYTES])
    if found:
        inside = (found.group(1) or found.group(2)).decode("ascii", "replace").lower()
        # A declaration readable as ASCII can't be in UTF-16.
        labels.append("utf-8" if inside.startswith("utf-16") else inside)
    for label in labels:
        name = _python_name(label)
        if name:
            return name
    return None


def _python_name(label: str) -> str | None:
    """Python's codec for a charset label, None for unknown ones and for those that are no text or a danger (utf-7)."""
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in ("utf-7", "idna", "punycode", "unicode_escape"):
        return None
    return SUPERSETS.get(info.name, info.name)
