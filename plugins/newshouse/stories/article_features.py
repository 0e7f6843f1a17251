"""What the story scorer keeps of an article: weighted term keys, nothing of the text. Pure.

Features depend on the content and ``published_at`` alone. Six kinds of terms (channels.py) from the title and the first
BODY_CHARS of the body; each carries its frozen rarity times a saturated count, and whether the title has it.
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from newshouse.records import LinkInput
from newshouse.stories import channels, lexicon, meaning, tokens
from newshouse.stories.channels import CONCEPT, GRAM, NAME, NUMBER, PLACE, WORD

BODY_CHARS = 2_000
TITLE_CHARS = 300
# Most terms kept of each kind: words, names, concepts, places, numbers, letters. 204 terms of 5 bytes at the very most.
_CAPS = (64, 32, 32, 12, 16, 48)
_WEIGHT_STEP = 0.125  # weights are kept in eighths, in the lower 7 bits; the top bit says the title has it
_TITLE_BIT = 0x80
_HEADER = struct.Struct("<BqHHBB")  # format, published_at s, title words, body words, terms, language length
_FORMAT = 1

Rarity = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class StoryFeatures:
    """One article as the scorer sees it. ``keys`` ascend and are distinct; weights belong to keys one by one.

    ``keys`` are 32-bit little-endian term keys; ``weights`` one byte each, see weight_of and is_in_title. ``meaning``
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


def weight_of(stored: int) -> float:
    """The weight that a byte of StoryFeatures.weights stands for, 0.125..15.875."""
    return (stored & ~_TITLE_BIT) * _WEIGHT_STEP


def is_in_title(stored: int) -> bool:
    """Whether a byte of StoryFeatures.weights marks a term of the title."""
    return bool(stored & _TITLE_BIT)


def build(item: LinkInput, rarity: Rarity, vector: bytes = b"") -> StoryFeatures:
    """The features of ``item``; ``rarity`` gives the frozen inverse document frequency of a key, in nats.

    ``vector`` is what meaning.vector() gives, or nothing.
    """
    title, body = tokens.without_outlet(item.title[:TITLE_CHARS]), item.body[:BODY_CHARS]
    title_words, body_words = tokens.words(title), tokens.words(body)
    in_title = Counter(_keys(title, title_words, item.language)) if title_words else Counter()
    counts = in_title + Counter(_keys(body, body_words, item.language))
    weighted = [(rarity(key) * _saturated(count), key, key in in_title) for key, count in counts.items()]
    weighted.extend((rarity(key), key, True) for key in _gram_keys(title_words))
    kept = _kept(weighted)
    published_s = int(item.published_at.timestamp())
    keys = struct.pack(f"<{len(kept)}I", *(key for key, _ in kept))
    counts_of_words = (min(len(title_words), 65_535), min(len(body_words), 65_535))
    return StoryFeatures(
        published_s, item.language, *counts_of_words, keys, bytes(weight for _, weight in kept), vector
    )


def all_keys(title: str, body: str, language: str) -> set[int]:
    """Every key of a text before rarity weighs it: what document frequencies are counted over."""
    title, body = tokens.without_outlet(title[:TITLE_CHARS]), body[:BODY_CHARS]
    title_words = tokens.words(title)
    found = set(_keys(title, title_words, language)) | set(_keys(body, tokens.words(body), language))
    return found | _gram_keys(title_words)


def _keys(text: str, words: list[tokens.Token], language: str) -> list[int]:
    found = [key for token in words for key in _keys_of(token.written, token.folded, token.is_name, token.is_ungapped)]
    for _, term in lexicon.matcher(language).find(words, text):
        found.append(channels.key(PLACE if term.startswith("@") else CONCEPT, term))
    found.extend(channels.key(NUMBER, number) for number in tokens.numbers(text))
    return found


@lru_cache(maxsize=200_000)
def _keys_of(written: str, folded: str, is_name: bool, is_ungapped: bool) -> tuple[int, ...]:
    """The keys that a word has by itself: its own, and a name's skeleton."""
    word = channels.key(WORD, written if is_ungapped else tokens.stem(folded))
    bones = tokens.skeleton(folded) if is_name else None
    return (word,) if bones is None else (word, channels.key(NAME, bones))


def _gram_keys(title_words: Iterable[tokens.Token]) -> set[int]:
    return {channels.key(GRAM, gram) for gram in tokens.grams(title_words)}


def _saturated(count: int) -> float:
    return 1.0 if count == 1 else 1.0 + 0.5 * math.log(count)


def _kept(weighted: Iterable[tuple[float, int, bool]]) -> list[tuple[int, int]]:
    """(key, stored weight), by key, of the heaviest terms of each kind, the title's first; ties by key."""
    kinds: list[list[tuple[float, int, bool]]] = [[] for _ in range(channels.CHANNEL_COUNT)]
    for entry in weighted:
        kinds[entry[1] >> channels.HASH_BITS].append(entry)
    kept: list[tuple[int, int]] = []
    for kind, cap in zip(kinds, _CAPS, strict=True):
        if len(kind) > cap:
            kind.sort(key=lambda entry: (-entry[0] * (2 if entry[2] else 1), entry[1]))
        kept.extend((key, _stored(weight, title)) for weight, key, title in kind[:cap])
    kept.sort()
    return kept


def _stored(weight: float, title: bool) -> int:
    return max(1, min(127, round(weight / _WEIGHT_STEP))) | (_TITLE_BIT if title else 0)
