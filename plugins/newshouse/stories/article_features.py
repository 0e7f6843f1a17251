"""What the story scorer keeps of an article: weighted term keys, nothing of the text. Pure.

Features depend on the content and ``published_at`` alone. Six kinds of terms (channels.py) from the title and the first
BODY_CHARS of the body; each carries its frozen rarity times a saturated count, and whether the title has it.
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from newshouse.records import LinkInput
from newshouse.stories import channels, lexicon, meaning, tokens
from newshouse.stories.channels import CONCEPT, GRAM, NUMBER, PLACE

BODY_CHARS = 2_000
TITLE_CHARS = 300
# Most terms kept of each kind: words, names, concepts, places, numbers, letters. 204 terms of 5 bytes at the very most.
_CAPS = np.array((64, 32, 32, 12, 16, 48))
WEIGHT_STEP = 0.125  # weights are kept in eighths, in the lower 7 bits; the top bit says the title has it
_TITLE_BIT = 0x80
_HEADER = struct.Struct("<BqHHBB")  # format, published_at s, title words, body words, terms, language length
_FORMAT = 1
# What a term that occurs so often counts; no text that is read has more characters.
_SATURATED = np.array([0.0, 1.0, *(1.0 + 0.5 * math.log(count) for count in range(2, BODY_CHARS + TITLE_CHARS))])

Rarity = Callable[[Collection[int]], Iterable[float]]


@dataclass(frozen=True, slots=True)
class StoryFeatures:
    """One article as the scorer sees it. ``keys`` ascend and are distinct; weights belong to keys one by one.

    ``keys`` are 32-bit little-endian term keys; ``weights`` one byte each: eighths of a nat, _TITLE_BIT. ``meaning``
    is the vector of meaning.py; without the extra there are no bytes of it.
    """

    published_s: int  # seconds since 1970, UTC
    language: str
    title_count: int  # words
    body_count: int  # words, of the part of the body that is read
    keys: bytes
    weights: bytes
    meaning: bytes = b""

    def to_bytes(self) -> bytes:
        """Compact form for a warehouse column: 20 bytes, five for every term, the meaning; 1.5 kB at most."""
        language = self.language.encode("ascii", "replace")[:20]
        numbers = (self.published_s, self.title_count, self.body_count, len(self.weights), len(language))
        return _HEADER.pack(_FORMAT, *numbers) + language + self.keys + self.weights + self.meaning

    @classmethod
    def from_bytes(cls, stored: bytes) -> StoryFeatures:
        """What to_bytes() made. Raises ValueError on anything else."""
        try:
            form, published_s, title_count, body_count, term_count, language_length = _HEADER.unpack_from(stored)
        except struct.error as error:
            raise ValueError("not story features: too short") from error
        start = _HEADER.size + language_length
        end = start + 5 * term_count
        if form != _FORMAT or len(stored) not in (end, end + meaning.SIZE):
            raise ValueError("not story features of this version")
        language = stored[_HEADER.size : start].decode("ascii", "replace")
        keys, weights = stored[start : start + 4 * term_count], stored[start + 4 * term_count : end]
        return cls(published_s, language, title_count, body_count, keys, weights, stored[end:])

    def published_at(self) -> datetime:
        return datetime.fromtimestamp(self.published_s, UTC)


def build(item: LinkInput, rarity: Rarity, vector: bytes = b"") -> StoryFeatures:
    """The features of ``item``; ``rarity`` gives the frozen inverse document frequencies of keys, in nats.

    ``vector`` is what meaning.vector() gives, or nothing.
    """
    title, body = tokens.without_outlet(item.title[:TITLE_CHARS]), item.body[:BODY_CHARS]
    title_words, body_words = tokens.words(title), tokens.words(body)
    of_title = [*_keys(title, title_words, item.language), *_gram_keys(title_words)] if title_words else []
    counts = Counter(of_title + _keys(body, body_words, item.language))
    keys, weights = _kept(counts, set(of_title), rarity)
    words = (min(len(title_words), 65_535), min(len(body_words), 65_535))
    return StoryFeatures(int(item.published_at.timestamp()), item.language, *words, keys, weights, vector)


def all_keys(title: str, body: str, language: str) -> set[int]:
    """Every key of a text before rarity weighs it: what document frequencies are counted over."""
    title, body = tokens.without_outlet(title[:TITLE_CHARS]), body[:BODY_CHARS]
    title_words = tokens.words(title)
    found = set(_keys(title, title_words, language)) | set(_keys(body, tokens.words(body), language))
    return found | _gram_keys(title_words)


def _keys(text: str, words: list[tokens.Token], language: str) -> list[int]:
    found = [key for token in words for key in token.keys]
    found += [_term_key(term) for _, term in lexicon.matcher(language).find(words, text)]
    found += [channels.key(NUMBER, number) for number in tokens.numbers(text)]
    return found


@lru_cache(maxsize=10_000)
def _term_key(term: str) -> int:
    return channels.key(PLACE if term.startswith("@") else CONCEPT, term)


def _gram_keys(title_words: Iterable[tokens.Token]) -> set[int]:
    return {_gram_key(gram) for gram in tokens.grams(title_words)}


@lru_cache(maxsize=100_000)
def _gram_key(gram: str) -> int:
    return channels.key(GRAM, gram)


def _kept(counts: Mapping[int, int], in_title: Set[int], rarity: Rarity) -> tuple[bytes, bytes]:
    """Keys, ascending, and stored weights of the heaviest terms of each kind, the title's first; ties by key."""
    keys = np.fromiter(counts, np.int64, len(counts))
    titled = np.fromiter(map(in_title.__contains__, counts), np.bool_, len(counts))
    weights = np.fromiter(rarity(counts), np.float64, len(counts))
    weights *= _SATURATED[np.fromiter(counts.values(), np.int64, len(counts))]
    kinds = keys >> channels.HASH_BITS
    order = np.lexsort((keys, -weights * (1 + titled), kinds))
    ranks = np.arange(len(order)) - np.searchsorted(kinds[order], kinds[order])
    kept = order[ranks < _CAPS[kinds[order]]]
    kept = kept[np.argsort(keys[kept])]
    stored = np.clip(np.rint(weights[kept] / WEIGHT_STEP), 1, 127).astype(np.uint8) | (
        titled[kept] * np.uint8(_TITLE_BIT)
    )
    return keys[kept].astype("<u4").tobytes(), stored.tobytes()
