"""What a text leaves behind to be recognised by: an exact hash, sampled shingles, lookup keys. Pure, no I/O.

A shingle is a run of words: 3 in scripts with word gaps; in scripts without gaps, where a token is a character
bigram or trigram, 5 (Han, kana: 6 characters) or 8 (Thai and kin: 10 characters), which carry about as much. Its first
token decides, so that a passage has the same shingles in whatever text it stands.
The shingles with the least hashes are kept, so that two texts keep the same ones, up to a ceiling: all of a short
text's, a quarter of a longer one's, SAMPLE_LIMIT of a very long one's. Two texts are compared up to the lower of their
ceilings.

Lookup keys are longer runs (KEY_EXTRA words more, so that few unrelated texts share one), thinned by winnowing
(Schleimer, Wilkerson, Aiken 2003): the least hash of every WINDOW consecutive ones. Two texts with a common run of
WINDOW + 3 words have a key in common; on average 2 / (WINDOW + 1) of the runs become keys.
"""

from __future__ import annotations

import hashlib
import struct
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newshouse.hashing import scattered
from newshouse.records import LinkInput
from newshouse.text import gram_sizes, tokens

VERSION: Final = "copies-2"
UNFIT_FLAGS: Final = frozenset({"paywall", "consent", "stub", "gallery", "live_blog", "video", "not_article"})
"""What a page with one of these shows is not the article: it repeats no one and no one repeats it."""

SAMPLE_RATE: Final = 4
SAMPLE_LEAST: Final = 64
SAMPLE_LIMIT: Final = 192
WINDOW: Final = 48
KEY_EXTRA: Final = 1
KEY_LIMIT: Final = 120  # with 192 samples and the features for stories an article stays below 2 kB
SHORT_TOKENS: Final = 24  # below it a text has too few shingles to tell an edited copy from a stock phrase
TITLE_TOKENS: Final = 5  # a title alone must say this much before its twin counts as a copy

_SHINGLE_TOKENS: Final = {0: 3, 2: 5, 3: 8}  # by the size of the token's n-gram; 0: a whole word
_HEADER = struct.Struct("<B16sII")
_LAYOUT: Final = 2
_ALL: Final = 0xFFFFFFFF
_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Fingerprint:
    """One text's fingerprint; depends on title and body alone.

    ``exact``: 16 bytes of the token stream; empty when the text says too little to be recognised. ``samples``: hashes
    of the kept shingles in text order, without repeats: all that are at most ``ceiling``.
    """

    exact: bytes
    token_count: int
    ceiling: int
    samples: tuple[int, ...]

    @cached_property
    def sample_set(self) -> frozenset[int]:
        return frozenset(self.samples)

    @cached_property
    def _ascending(self) -> list[int]:
        return sorted(self.samples)

    def count_up_to(self, ceiling: int) -> int:
        """How many samples a text of the lower ``ceiling`` would have kept."""
        return len(self.samples) if ceiling >= self.ceiling else bisect_right(self._ascending, ceiling)

    def up_to(self, ceiling: int) -> tuple[int, ...]:
        """The samples that a text of the lower ``ceiling`` would have kept, in text order."""
        if ceiling >= self.ceiling:
            return self.samples
        return tuple([value for value in self.samples if value <= ceiling])

    def to_bytes(self) -> bytes:
        """At most 25 + 4 * SAMPLE_LIMIT bytes; from_bytes() reads it back."""
        header = _HEADER.pack(_LAYOUT, self.exact.ljust(16, b"\0"), self.token_count, self.ceiling)
        return header + struct.pack(f"<{len(self.samples)}I", *self.samples)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Fingerprint:
        """The fingerprint that to_bytes() wrote. Raises ValueError when ``raw`` is of another layout or cut short."""
        count, odd_bytes = divmod(len(raw) - _HEADER.size, 4)
        if count < 0 or odd_bytes or raw[0] != _LAYOUT:
            raise ValueError("not a fingerprint of this layout")
        _, exact, token_count, ceiling = _HEADER.unpack_from(raw)
        samples = struct.unpack_from(f"<{count}I", raw, _HEADER.size)
        return cls(b"" if exact == bytes(16) else exact, token_count, ceiling, samples)


def fingerprint(item: LinkInput) -> tuple[Fingerprint, tuple[int, ...]]:
    """The fingerprint of ``item`` and its lookup keys (0..2**62-1, sorted, at most KEY_LIMIT + 1).

    Two texts can only be copies of one another when they share a key, but for bad luck with texts edited almost
    beyond recognition. A text that is unfit (UNFIT_FLAGS) or says nothing has no key at all.
    """
    words = tokens(item.body)
    exact = _exact(words, item.title)
    if UNFIT_FLAGS.intersection(item.flags) or not exact:
        return Fingerprint(b"", len(words), _ALL, ()), ()
    keys = [int.from_bytes(exact[:8], "little") >> 2]
    if len(words) < SHORT_TOKENS:
        return Fingerprint(exact, len(words), _ALL, ()), tuple(keys)
    encoded = " ".join(words).encode("utf-8", "replace").split(b" ")
    hashes = np.fromiter(map(crc32, encoded), np.uint64, len(encoded))
    sizes = [_SHINGLE_TOKENS[size] for size in gram_sizes(words)]
    ceiling, samples = _sampled(_shingles(hashes, sizes, 0))
    keys += _winnowed(_shingles(hashes, sizes, KEY_EXTRA))
    return Fingerprint(exact, len(words), ceiling, samples), tuple(sorted(set(keys)))


def _exact(words: Sequence[str], title: str) -> bytes:
    """16 bytes of the words; short texts count as the same only under the same title; b"" for too little."""
    parts = list(words)
    if len(words) < SHORT_TOKENS:
        heading = tokens(title)
        if not words and len(heading) < TITLE_TOKENS:
            return b""
        parts = [*heading, "\n", *parts]
    return hashlib.blake2b(" ".join(parts).encode("utf-8", "replace"), digest_size=16).digest()


def _shingles(hashes: Hashes, sizes: Sequence[int], extra: int) -> Hashes:
    """Hashes of the runs that begin at each token and have the size that goes with it, and ``extra`` tokens more."""
    if not sizes:
        return _runs(hashes, 3 + extra)
    wanted = np.array(sizes)
    found = np.zeros(len(hashes), np.uint64)
    there = np.zeros(len(hashes), np.bool_)
    for size in set(sizes):
        runs = _runs(hashes, size + extra)
        mine = wanted[: len(runs)] == size
        found[: len(runs)][mine] = runs[mine]
        there[: len(runs)] |= mine
    return found[there]


def _runs(hashes: Hashes, size: int) -> Hashes:
    """Hashes of all runs of ``size`` tokens: a polynomial over the token hashes, scattered."""
    count = len(hashes) - size + 1
    value = np.zeros(max(count, 0), dtype=np.uint64)
    for offset in range(size if count > 0 else 0):
        value = value * _ODD[0] + (hashes[offset : offset + count] ^ _ODD[1])
    return scattered(value)


def _sampled(shingles: Hashes) -> tuple[int, tuple[int, ...]]:
    values = (shingles & np.uint64(_ALL)).astype(np.uint32)
    count = min(max(len(values) // SAMPLE_RATE, SAMPLE_LEAST), SAMPLE_LIMIT)
    if len(values) <= count:
        return _ALL, tuple(dict.fromkeys(values.tolist()))
    ceiling = np.partition(values, count - 1)[count - 1]
    return int(ceiling), tuple(dict.fromkeys(values[values <= ceiling].tolist()))


def _winnowed(runs: Hashes) -> list[int]:
    """The least of every WINDOW consecutive hashes; of a text shorter than eight windows, of an eighth of it.

    Every least of a wide window is also one of the narrow windows inside it, so that a short text has all the keys
    that a long one, which quotes it, has there. Of very long texts the KEY_LIMIT least remain.
    """
    if not len(runs):
        return []
    width = min(WINDOW, max(1, len(runs) // 8))
    least = np.lib.stride_tricks.sliding_window_view(runs, width).min(axis=1)
    return sorted({int(value) >> 2 for value in np.unique(least).tolist()})[:KEY_LIMIT]
