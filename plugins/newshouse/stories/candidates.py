"""Terms by which articles of one event find each other in an index. Pure.

Two articles are worth scoring when they share one of these. Rare terms stand alone; terms that are too common for that
but mean the same in every language stand in twos: a place or concept with another, or with a name or number.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from newshouse.stories import channels
from newshouse.stories.article_features import WEIGHT_STEP, StoryFeatures
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
Weighted = tuple[float, int]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def terms(features: StoryFeatures) -> tuple[int, ...]:
    """Up to MOST_TERMS distinct hashes, 0..2^63 - 1, ascending; the title's terms go before the body's.

    An article without any telling term gets none: nothing can be said of it but by its copies.
    """
    weights, keys, kinds = _content(features)
    alone = keys[weights >= _ALONE][:_MOST_ALONE].tolist()
    meanings, names = (kinds == CONCEPT) | (kinds == PLACE), (kinds == NAME) | (kinds == NUMBER)
    some, others = (
        _heaviest(weights, keys, meanings, _MEANINGS_IN_TWOS),
        _heaviest(weights, keys, names, _NAMES_IN_TWOS),
    )
    twos = _twos(combinations(some, 2), _MOST_MEANINGS) + _twos(product(some, others), _MOST_MIXED)
    return tuple(sorted({*alone, *twos}))


def _heaviest(weights: Floats, keys: Ints, chosen: NDArray[np.bool_], most: int) -> list[Weighted]:
    places = np.flatnonzero(chosen)[:most]
    return list(zip(weights[places].tolist(), keys[places].tolist(), strict=True))


def _twos(pairs: Iterable[tuple[Weighted, Weighted]], most: int) -> list[int]:
    """The hashes of the heaviest ``pairs``; a meaning common to all languages may be common in the news as well."""
    found = sorted((-(w + v), _two(a, b)) for (w, a), (v, b) in pairs if w + v >= _TWO_LEAST)
    return [key for _, key in found[:most]]


def _content(features: StoryFeatures) -> tuple[Floats, Ints, Ints]:
    """Weight, key and kind of all terms but letters, heaviest first."""
    keys = np.frombuffer(features.keys, "<u4").astype(np.int64)
    stored = np.frombuffer(features.weights, np.uint8)
    keys, stored = keys[keys < _GRAMS], stored[: np.count_nonzero(keys < _GRAMS)]  # keys ascend, letters come last
    steps = np.where(stored >= 0x80, WEIGHT_STEP * _TITLE_COUNTS, WEIGHT_STEP)
    weights = np.asarray((stored & 0x7F) * steps, np.float64)
    order = np.lexsort((keys, -weights))
    return weights[order], keys[order], keys[order] >> channels.HASH_BITS


def _two(a: int, b: int) -> int:
    low, high = sorted((a, b))
    return (1 << 62) | (_hashed(low) << 29) | (_hashed(high) & channels.HASH_MASK)


@lru_cache(maxsize=100_000)
def _hashed(key: int) -> int:
    return zlib.crc32(b"%d" % key)
