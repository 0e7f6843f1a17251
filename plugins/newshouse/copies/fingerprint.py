"""What a text leaves behind to be recognised by: an exact hash, sampled shingles, lookup keys. Pure, no I/O.

A shingle is a run of words: 3 in scripts with word gaps; in scripts without gaps, where a token is a character
bigram or trigram, 5 (Han, kana: 6 characters) or 8 (Thai and kin: 10 characters), which carry about as much.
One shingle in four is kept, by its hash, so that two texts keep the same ones (hash % 4 == 0). A text with more
than SAMPLE_LIMIT of them keeps hash % 8 == 0, % 16 ..., and is compared with others at the coarser of both steps.

Lookup keys are longer runs (KEY_EXTRA words more, so that few unrelated texts share one), thinned by winnowing
(Schleimer, Wilkerson, Aiken 2003): the least hash of every WINDOW consecutive ones. Two texts with a common run of
WINDOW + 3 words have a key in common; on average 2 / (WINDOW + 1) of the runs become keys.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newshouse.records import LinkInput
from newshouse.text import script_of, tokens

VERSION: Final = "copies-1"
UNFIT_FLAGS: Final = frozenset({"paywall", "consent", "stub", "not_article"})
"""What a page with one of these shows is not the article: it repeats no one and no one repeats it."""

SAMPLE_RATE: Final = 4
SAMPLE_LIMIT: Final = 192
WINDOW: Final = 48
KEY_EXTRA: Final = 1
KEY_LIMIT: Final = 256
SHORT_TOKENS: Final = 24  # below it a text has too few shingles to tell an edited copy from a stock phrase
TITLE_TOKENS: Final = 5  # a title alone must say this much before its twin counts as a copy

_SHINGLE_TOKENS = {"Hani": 5, "Jpan": 5, "Thai": 8, "Laoo": 8, "Khmr": 8, "Mymr": 8, "Tibt": 8}
_HEADER = struct.Struct("<B16sIB")
_LAYOUT: Final = 1
_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


@dataclass(frozen=True)
class Fingerprint:
    """One text's fingerprint; depends on title and body alone.

    ``exact``: 16 bytes of the token stream; empty when the text says too little to be recognised. ``samples``: hashes
    of the kept shingles in text order, without repeats, each a multiple of 4 << ``level``.
    """

    exact: bytes
    token_count: int
    level: int
    samples: tuple[int, ...]

    @cached_property
    def sample_set(self) -> frozenset[int]:
        return frozenset(self.samples)

    def at_level(self, level: int) -> tuple[int, ...]:
        """The samples that a text of the coarser ``level`` would have kept, in text order."""
        if level <= self.level:
            return self.samples
        step = SAMPLE_RATE << level
        return tuple(value for value in self.samples if value % step == 0)

    def to_bytes(self) -> bytes:
        """At most 22 + 4 * SAMPLE_LIMIT bytes; from_bytes() reads it back."""
        header = _HEADER.pack(_LAYOUT, self.exact.ljust(16, b"\0"), self.token_count, self.level)
        return header + struct.pack(f"<{len(self.samples)}I", *self.samples)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Fingerprint:
        """The fingerprint that to_bytes() wrote. Raises ValueError when ``raw`` is of another layout or cut short."""
        count, odd_bytes = divmod(len(raw) - _HEADER.size, 4)
        if count < 0 or odd_bytes or raw[0] != _LAYOUT:
            raise ValueError("not a fingerprint of this layout")
        _, exact, token_count, level = _HEADER.unpack_from(raw)
        samples = struct.unpack_from(f"<{count}I", raw, _HEADER.size)
        return cls(b"" if exact == bytes(16) else exact, token_count, level, samples)


def fingerprint(item: LinkInput) -> tuple[Fingerprint, tuple[int, ...]]:
    """The fingerprint of ``item`` and its lookup keys (0..2**62-1, sorted, at most KEY_LIMIT + 1).

    Two texts can only be copies of one another when they share a key, but for bad luck with texts edited almost
    beyond recognition. A text that is unfit (UNFIT_FLAGS) or says nothing has no key at all.
    """
    words = tokens(item.body)
    exact = _exact(words, item.title)
    if UNFIT_FLAGS.intersection(item.flags) or not exact:
        return Fingerprint(b"", len(words), 0, ()), ()
    keys = [int.from_bytes(exact[:8], "little") >> 2]
    if len(words) < SHORT_TOKENS:
        return Fingerprint(exact, len(words), 0, ()), tuple(keys)
    size = _SHINGLE_TOKENS.get(script_of(item.body), 3)
    encoded = " ".join(words).encode("utf-8", "replace").split(b" ")
    hashes = np.fromiter(map(crc32, encoded), np.uint64, len(encoded))
    level, samples = _sampled(_runs(hashes, size))
    keys += _winnowed(_runs(hashes, size + KEY_EXTRA))
    return Fingerprint(exact, len(words), level, samples), tuple(sorted(set(keys)))


def _exact(words: Sequence[str], title: str) -> bytes:
    """16 bytes of the words; short texts count as the same only under the same title; b"" for too little."""
    parts = list(words)
    if len(words) < SHORT_TOKENS:
        heading = tokens(title)
        if not words and len(heading) < TITLE_TOKENS:
            return b""
        parts = [*heading, "\n", *parts]
    return hashlib.blake2b(" ".join(parts).encode("utf-8", "replace"), digest_size=16).digest()


def _runs(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Hashes of all runs of ``size`` tokens: a polynomial over the token hashes, then splitmix64's finish."""
    count = len(hashes) - size + 1
    value = np.zeros(max(count, 0), dtype=np.uint64)
    for offset in range(size if count > 0 else 0):
        value = value * _ODD[0] + (hashes[offset : offset + count] ^ _ODD[1])
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _sampled(runs: NDArray[np.uint64]) -> tuple[int, tuple[int, ...]]:
    values = (runs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    level = 0
    kept = list(dict.fromkeys(values[values % np.uint32(SAMPLE_RATE) == 0].tolist()))
    while len(kept) > SAMPLE_LIMIT:
        level += 1
        kept = [value for value in kept if value % (SAMPLE_RATE << level) == 0]
    return level, tuple(kept)


def _winnowed(runs: NDArray[np.uint64]) -> list[int]:
    """The least of every WINDOW consecutive hashes; of a text shorter than four windows, of a quarter of it.

    Every least of a wide window is also one of the narrow windows inside it, so that a short text has all the keys
    that a long one, which quotes it, has there. Of very long texts the KEY_LIMIT least remain.
    """
    if not len(runs):
        return []
    width = min(WINDOW, max(1, len(runs) // 4))
    least = np.lib.stride_tricks.sliding_window_view(runs, width).min(axis=1)
    return sorted({int(value) >> 2 for value in np.unique(least).tolist()})[:KEY_LIMIT]
