from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.content import decoded
from newshouse.errors import RejectError
from newshouse.records import Snapshot

BODY = "Überschrift: nothing is lost. ".encode() * 1000
MAX_BYTES = 1_000_000


def snapshot(payload: bytes, *codings: str) -> Snapshot:
    headers = tuple(("Content-Encoding", coding) for coding in codings)
    return Snapshot("http://a.com/", "http://a.com/", 200, headers, payload, datetime(2026, 3, 2, tzinfo=UTC))


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)  # the same bytes each time: they name the test


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


@pytest.mark.parametrize(
    ("payload", "codings"),
    [
        (BODY, []),
        (BODY, ["identity"]),
        (BODY, [""]),
        (gzipped(BODY), ["gzip"]),
        (gzipped(BODY), ["X-GZIP"]),
        (gzipped(BODY), ["identity, gzip"]),
        (gzipped(BODY[:500]) + gzipped(BODY[500:]), ["gzip"]),
        (gzipped(BODY) + b"\0\0\0padding", ["gzip"]),
        (zlib.compress(BODY), ["deflate"]),
        (raw_deflate(BODY), ["deflate"]),
    ],
)
def test_bodies_are_opened(payload: bytes, codings: list[str]) -> None:
    assert decoded(snapshot(payload, *codings), MAX_BYTES) == BODY


@pytest.mark.parametrize(
    ("payload", "codings"),
    [
        (gzipped(gzipped(BODY)), ["gzip, gzip"]),
        (gzipped(gzipped(BODY)), ["gzip", "gzip"]),
        (b"\x1b\x00", ["br"]),
        (b"x", ["zstd"]),
        (b"x", ["compress"]),
        (BODY, ["gzip"]),
        (gzipped(BODY)[:-20], ["gzip"]),
        (gzipped(BODY)[:-2], ["gzip"]),
        (gzipped(BODY)[:5], ["gzip"]),
        (zlib.compress(BODY)[:-20], ["deflate"]),
        (raw_deflate(BODY)[:-20], ["deflate"]),
        (gzipped(BODY) + b"\x1f\x8bbroken", ["gzip"]),
    ],
)
def test_what_cannot_be_opened_is_a_reject(payload: bytes, codings: list[str]) -> None:
    with pytest.raises(RejectError) as caught:
        decoded(snapshot(payload, *codings), MAX_BYTES)
    assert caught.value.reason == "content_encoding"


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress, raw_deflate])
def test_a_bomb_stops_at_the_limit(compress) -> None:  # type: ignore[no-untyped-def]
    coding = "gzip" if compress is gzip.compress else "deflate"
    with pytest.raises(RejectError) as caught:
        decoded(snapshot(compress(bytes(30_000_000)), coding), MAX_BYTES)
    assert caught.value.reason == "too_large"


def test_the_limit_itself_passes() -> None:
    assert len(decoded(snapshot(gzip.compress(bytes(MAX_BYTES)), "gzip"), MAX_BYTES)) == MAX_BYTES
    members = gzip.compress(bytes(MAX_BYTES)) + gzip.compress(b"x")
    for payload, codings in ((members, ["gzip"]), (bytes(MAX_BYTES + 1), [])):
        with pytest.raises(RejectError, match="too_large"):
            decoded(snapshot(payload, *codings), MAX_BYTES)


def test_nothing_stays_nothing() -> None:
    assert decoded(snapshot(b"", "gzip"), MAX_BYTES) == b""


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "identity", "br", "gzip, deflate"]))
def test_any_bytes_end_in_a_stated_outcome(payload: bytes, coding: str) -> None:
    try:
        outcome = type(decoded(snapshot(payload, coding), MAX_BYTES))
    except RejectError as error:
        outcome = error.reason
    assert outcome in (bytes, "content_encoding", "too_large")
