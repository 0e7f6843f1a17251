"""Terms by which articles of one event find each other in an index. Pure.

Two articles are worth scoring when they share one of these. Rare terms stand alone; terms that are too common for that
but mean the same in every language (places, concepts, names, numbers) stand in twos.
"""

from __future__ import annotations

import zlib
from itertools import combinations

from newshouse.stories import channels
from newshouse.stories.article_features import StoryFeatures, is_in_title, weight_of
from newshouse.stories.channels import CONCEPT, GRAM, NAME, NUMBER, PLACE

MOST_TERMS = 24
_ALONE = 5.0  # nats: at most one article in 150 has the term
_MOST_ALONE = 14
_IN_TWOS = 7
_MOST_TWOS = 10
_TWO_LEAST = 5.5
_TITLE_COUNTS = 1.5
_SHARED_BY_LANGUAGES = frozenset({CONCEPT, PLACE, NAME, NUMBER})


def terms(features: StoryFeatures) -> tuple[int, ...]:
    """Up to MOST_TERMS distinct hashes, 0..2^63 - 1, ascending; the title's terms go before the body's.

    An article without any telling term gets none: nothing can be said of it but by its copies.
    """
    weighted = sorted(_content(features), key=lambda entry: (-entry[0], entry[1]))
    alone = [key for weight, key, _ in weighted if weight >= _ALONE][:_MOST_ALONE]
    shared = [(weight, key) for weight, key, channel in weighted if channel in _SHARED_BY_LANGUAGES][:_IN_TWOS]
    twos = sorted((-(w + v), _two(a, b)) for (w, a), (v, b) in combinations(shared, 2) if w + v >= _TWO_LEAST)
    return tuple(sorted({*alone, *(key for _, key in twos[:_MOST_TWOS])}))


def _content(features: StoryFeatures) -> list[tuple[float, int, int]]:
    found = []
    for place, stored in enumerate(features.weights):
        key = int.from_bytes(features.keys[4 * place : 4 * place + 4], "little")
        channel = key >> channels.HASH_BITS
        if channel != GRAM:
            found.append((weight_of(stored) * (_TITLE_COUNTS if is_in_title(stored) else 1.0), key, channel))
    return found


def _two(a: int, b: int) -> int:
    low, high = sorted((a, b))
    return (1 << 62) | (zlib.crc32(b"%d" % low) << 29) | (zlib.crc32(b"%d" % high) & channels.HASH_MASK)
