"""The candidate index in columns: which articles have which lookup number, in order of event time. Pure, no I/O.

An article's place in the lists is its age: the second it was published, then the first ID_BITS of its id. Numbers of
NUMBER_BITS are lookup terms (even) or copy keys (odd). In the warehouse postings lie together by slot: by
PERIOD of event time and by bucket, the lowest bits of the number. How many bits a period has depends on how much was
published in it, so that rows stay short; it plays no part in what is found.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from newshouse.stories.sorting import Ints, distinct, starts

ID_BITS: Final = 29
NUMBER_BITS: Final = 40
NUMBER_BYTES: Final = 5
POSTING_BYTES: Final = 11  # number, then age within the period
PERIOD: Final = timedelta(days=4)
LEAST_BITS: Final = 12
POSTINGS_A_ROW: Final = 48
_PERIOD_AGES: Final = (PERIOD // timedelta(seconds=1)) << ID_BITS  # less than 48 bits
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Postings:
    """Posting i: the article of ``ages[i]`` has the number ``numbers[i]``."""

    numbers: Ints
    ages: Ints

    def __add__(self, other: Postings) -> Postings:
        return Postings(np.concatenate((self.numbers, other.numbers)), np.concatenate((self.ages, other.ages)))

    def taken(self, places: Ints | NDArray[np.bool_]) -> Postings:
        """Those at ``places``."""
        return Postings(self.numbers[places], self.ages[places])


def age_of(published_at: datetime, article_id: UUID) -> int:
    """The place in time of an article, in 64 bits; two share one only with the same second and ID_BITS."""
    second = (published_at - _EPOCH) // timedelta(seconds=1)
    return (second << ID_BITS) | (article_id.int >> (128 - ID_BITS))


def span(length: timedelta) -> int:
    """How far apart ages ``length`` apart are."""
    return (length // timedelta(seconds=1)) << ID_BITS


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """``numbers`` as news.features has them, ascending, five bytes each."""
    return b"".join(number.to_bytes(NUMBER_BYTES, "big") for number in sorted(numbers))


def postings_of(articles: Sequence[tuple[int, bytes]]) -> Postings:
    """The postings of (age, packed numbers)."""
    counts = [len(numbers) // NUMBER_BYTES for _, numbers in articles]
    numbers = _whole(b"".join(numbers for _, numbers in articles), NUMBER_BYTES)
    return Postings(numbers, np.repeat(np.array([age for age, _ in articles], np.int64), counts))


def of_kind(postings: Postings, *, copies: bool) -> Postings:
    """The copy keys among ``postings``, or the lookup terms."""
    return postings.taken((postings.numbers & 1) == int(copies))


def bits_for(posting_count: int) -> int:
    """How many bits of the number choose the bucket in a period with so many postings."""
    return max(LEAST_BITS, (posting_count // POSTINGS_A_ROW).bit_length())


def periods_of(ages: Ints) -> Ints:
    return np.floor_divide(ages, _PERIOD_AGES)


def slots_of(numbers: Ints, periods: Ints, bits: dict[int, int]) -> Ints:
    """The slots where postings of ``numbers`` in ``periods`` lie; of periods without ``bits`` none."""
    found = [np.zeros(0, np.int64)]
    for period, width in bits.items():
        mine = numbers[periods == period]
        found.append((period << 32) + (mine & ((1 << width) - 1)))
    return distinct(np.concatenate(found))


def packed(postings: Postings, bits: dict[int, int]) -> list[tuple[int, bytes]]:
    """(slot, packed postings) by slot; every period must have its bits."""
    periods = periods_of(postings.ages)
    widths = np.array([bits[period] for period in periods.tolist()], np.int64)
    slots = (periods << 32) + (postings.numbers & ((np.int64(1) << widths) - 1))
    order = np.lexsort((postings.ages, postings.numbers, slots))
    slots = slots[order]
    raw = np.empty((len(order), POSTING_BYTES), np.uint8)
    raw[:, :NUMBER_BYTES] = _bytes(postings.numbers[order])[:, 8 - NUMBER_BYTES :]
    raw[:, NUMBER_BYTES:] = _bytes((postings.ages - periods * _PERIOD_AGES)[order])[:, 2:]
    whole = raw.tobytes()
    first = starts(slots)
    bounds = [*first.tolist(), len(slots)]
    return [
        (slot, whole[start * POSTING_BYTES : end * POSTING_BYTES])
        for slot, (start, end) in zip(slots[first].tolist(), itertools.pairwise(bounds), strict=True)
    ]


def unpacked(slots: Ints, lengths: Ints, raw: bytes) -> Postings:
    """The postings of rows of ``lengths`` bytes, one after the other in ``raw``."""
    columns = np.frombuffer(raw, np.uint8).reshape(-1, POSTING_BYTES)
    periods = np.repeat(slots >> 32, lengths // POSTING_BYTES)
    ages = _whole(columns[:, NUMBER_BYTES:].tobytes(), POSTING_BYTES - NUMBER_BYTES)
    return Postings(_whole(columns[:, :NUMBER_BYTES].tobytes(), NUMBER_BYTES), periods * _PERIOD_AGES + ages)


def _whole(raw: bytes, width: int) -> Ints:
    padded = np.zeros((len(raw) // width, 8), np.uint8)
    padded[:, 8 - width :] = np.frombuffer(raw, np.uint8).reshape(-1, width)
    return padded.view(">i8").astype(np.int64).ravel()


def _bytes(numbers: Ints) -> NDArray[np.uint8]:
    return numbers.astype(">i8").view(np.uint8).reshape(-1, 8)
