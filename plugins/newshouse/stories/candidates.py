"""Terms by which articles of one event find each other in an index. Pure.

Two articles are worth scoring when they share one of these. Rare terms stand alone; terms that are too common for that
but mean the same in every language stand in twos: a place or concept with another, or with a name or number.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from itertools import combinations, product

from newshouse.stories import channels
from newshouse.stories.article_features import StoryFeatures, is_in_title, weight_of
from newshouse.stories.channels import CONCEPT, GRAM, NAME, NUMBER, PLACE

MOST_TERMS = 24
_ALONE = 3.5  # nats: at most one article in 33 has the term; the lists behind common terms are cut short by linking
_MOST_ALONE = 12
_MEANINGS_IN_TWOS = 5
_NAMES_IN_TWOS = 4
_MOST_MEANINGS = 8
_MOST_MIXED = 4
_TWO_LEAST = 4.5
_TITLE_COUNTS = 1.5
_GRAMS = GRAM << channels.HASH_BITS  # keys from here on are letters, the last channel
_MEANINGS = frozenset({CONCEPT, PLACE})
_NAMES = frozenset({NAME, NUMBER})
Weighted = tuple[float, int]


def terms(features: StoryFeatures) -> tuple[int, ...]:
    """Up to MOST_TERMS distinct hashes, 0..2^63 - 1, ascending; the title's terms go before the body's.

    An article without any telling term gets none: nothing can be said of it but by its copies.
    """
    weighted = sorted(_content(features), key=lambda entry: (-entry[0], entry[1]))
    alone = [key for weight, key, _ in weighted if weight >= _ALONE][:_MOST_ALONE]
    meanings = [(weight, key) for weight, key, channel in weighted if channel in _MEANINGS][:_MEANINGS_IN_TWOS]
    names = [(weight, key) for weight, key, channel in weighted if channel in _NAMES][:_NAMES_IN_TWOS]
    twos = _twos(combinations(meanings, 2), _MOST_MEANINGS) + _twos(product(meanings, names), _MOST_MIXED)
    return tuple(sorted({*alone, *twos}))


def _twos(pairs: Iterable[tuple[Weighted, Weighted]], most: int) -> list[int]:
    """The hashes of the heaviest ``pairs``; a meaning common to all languages may be common in the news as well."""
    found = sorted((-(w + v), _two(a, b)) for (w, a), (v, b) in pairs if w + v >= _TWO_LEAST)
    return [key for _, key in found[:most]]


def _content(features: StoryFeatures) -> list[tuple[float, int, int]]:
    keys = struct.unpack(f"<{len(features.weights)}I", features.keys)
    return [
        (weight_of(stored) * (_TITLE_COUNTS if is_in_title(stored) else 1.0), key, key >> channels.HASH_BITS)
        for key, stored in zip(keys, features.weights, strict=True)
        if key < _GRAMS
    ]


def _two(a: int, b: int) -> int:
    low, high = sorted((a, b))
    return (1 << 62) | (zlib.crc32(b"%d" % low) << 29) | (zlib.crc32(b"%d" % high) & channels.HASH_MASK)
