"""The kinds of terms that story features are made of. Pure, no I/O.

A term's key is 32 bits: the kind in the top 3, a hash of the term below. Keys are the only trace of the text that
features keep.
"""

from __future__ import annotations

import zlib

WORD, NAME, CONCEPT, PLACE, NUMBER, GRAM = range(6)
CHANNEL_NAMES = ("words", "names", "concepts", "places", "numbers", "letters")
CHANNEL_COUNT = len(CHANNEL_NAMES)
HASH_BITS = 29
HASH_MASK = (1 << HASH_BITS) - 1


def key(channel: int, term: str) -> int:
    """The 32-bit key of ``term`` in ``channel``."""
    return (channel << HASH_BITS) | (zlib.crc32(term.encode("utf-8", "replace")) & HASH_MASK)
