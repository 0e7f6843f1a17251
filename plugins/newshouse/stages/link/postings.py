"""The candidate index in columns: which articles have which lookup number, in order of event time. Pure, no I/O.

An article's place in the lists is its age: the second it was published, then the first ID_BITS of its id. Numbers of
NUMBER_BITS are lookup terms (even) or copy keys (odd). In the warehouse postings lie together by slot: by
PERIOD of event time and by bucket, the lowest bits of the number. What many articles have would make rows that are
longer the more is published, though only its nearest are asked for: such a number has a slot for every slice of the
period instead. Layouts depend on how much was published, so that rows stay short; they play no part in what is found.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from newshouse.hashing import scattered
from newshouse.stories.sorting import Ints, among, distinct, ranges, starts

ID_BITS: Final = 29
ID_MASK: Final = (1 << ID_BITS) - 1
NUMBER_BITS: Final = 40
NUMBER_MASK: Final = (1 << NUMBER_BITS) - 1
NUMBER_BYTES: Final = 5
POSTING_BYTES: Final = 11  # number, then age within the period
PERIOD: Final = timedelta(days=4)
LEAST_BITS: Final = 12
POSTINGS_A_ROW: Final = 48
CROWDED_ROW: Final = 256  # postings; in a row that grows beyond, numbers of LEAST_COMMON and more become common
LEAST_COMMON: Final = 128
POSTINGS_A_SLICE: Final = 32
MOST_SLICE_BITS: Final = 10  # slices of less than six minutes help nobody
_PERIOD_S: Final = PERIOD // timedelta(seconds=1)
_PERIOD_AGES: Final = _PERIOD_S << ID_BITS  # less than 48 bits
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


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a period's postings lie: ``bits`` of a number choose its bucket. Those of ``common``, which ascend, have
    slots of their own instead, each for one of 2^``slice_bits`` slices of the period."""

    bits: int
    common: Ints
    slice_bits: Ints

    def sliced(self, numbers: Ints) -> Ints:
        """The slice bits of each of ``numbers``; -1 of those that are not common."""
        if not len(self.common):
            return np.full(len(numbers), -1, np.int64)
        place = np.minimum(np.searchsorted(self.common, numbers), len(self.common) - 1)
        return np.where(self.common[place] == numbers, self.slice_bits[place], -1)

    def with_common(self, numbers: Ints, slice_bits: Ints) -> Layout:
        """The same where ``numbers`` too are common, or are so with other slices."""
        kept = ~among(self.common, np.sort(numbers))
        common = np.concatenate((self.common[kept], numbers))
        order = np.argsort(common)
        return Layout(self.bits, common[order], np.concatenate((self.slice_bits[kept], slice_bits))[order])


Layouts = Mapping[int, Layout]  # by period


def age_of(published_at: datetime, article_id: UUID) -> int:
    """The place in time of an article, in 64 bits; two share one only with the same second and ID_BITS."""
    second = (published_at - _EPOCH) // timedelta(seconds=1)
    return (second << ID_BITS) | id_part(article_id)


def id_part(article_id: UUID) -> int:
    """What an age holds of the id, in its lowest bits."""
    return article_id.int >> (128 - ID_BITS)


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


def numbers_of(packed_numbers: bytes) -> Ints:
    """What pack_numbers() packed."""
    return _whole(packed_numbers, NUMBER_BYTES)


def of_kind(postings: Postings, *, copies: bool) -> Postings:
    """The copy keys among ``postings``, or the lookup terms."""
    return postings.taken((postings.numbers & 1) == int(copies))


def bits_for(posting_count: int) -> int:
    """How many bits of the number choose the bucket in a period with so many postings."""
    return max(LEAST_BITS, (posting_count // POSTINGS_A_ROW).bit_length())


def periods_of(ages: Ints) -> Ints:
    return np.floor_divide(ages, _PERIOD_AGES)


def period_bounds(period: int) -> tuple[int, int]:
    """The first age of ``period`` and the last."""
    return period * _PERIOD_AGES, (period + 1) * _PERIOD_AGES - 1


def sliced(numbers: Ints, periods: Ints, layouts: Layouts) -> Ints:
    """The slice bits of each number in its period; -1 where it is not common there, or nothing lies there."""
    found = np.full(len(numbers), -1, np.int64)
    for period, layout in layouts.items():
        here = periods == period
        found[here] = layout.sliced(numbers[here])
    return found


def bucket_slots(numbers: Ints, periods: Ints, layouts: Layouts) -> Ints:
    """The slots where postings of ``numbers`` that are not common lie in ``periods``; of absent periods none."""
    found = [np.zeros(0, np.int64)]
    for period, layout in layouts.items():
        mine = numbers[periods == period]
        mine = mine[layout.sliced(mine) < 0]
        found.append((period << 32) + (mine & ((1 << layout.bits) - 1)))
    return distinct(np.concatenate(found))


def slice_slots(numbers: Ints, since: Ints, until: Ints, layouts: Layouts) -> Ints:
    """The slots where postings of ``numbers`` of ages from ``since`` to ``until`` lie as far as they are common."""
    owner, period = ranges(periods_of(since), periods_of(until) + 1)
    bits = sliced(numbers[owner], period, layouts)
    owner, period, bits = owner[bits >= 0], period[bits >= 0], bits[bits >= 0]
    begin = np.maximum(since[owner], period * _PERIOD_AGES)
    end = np.minimum(until[owner], (period + 1) * _PERIOD_AGES - 1)
    part, place = ranges(_slices(begin, period, bits), _slices(end, period, bits) + 1)
    return distinct(_slice_slots(numbers[owner[part]], period[part], place))


def slots_of(postings: Postings, layouts: Layouts) -> Ints:
    """The slot of each posting; every period must have its layout."""
    periods = periods_of(postings.ages)
    bits = sliced(postings.numbers, periods, layouts)
    widths = np.array([layouts[period].bits for period in periods.tolist()], np.int64)
    slots = (periods << 32) + (postings.numbers & ((np.int64(1) << widths) - 1))
    some = np.flatnonzero(bits >= 0)
    slices = _slices(postings.ages[some], periods[some], bits[some])
    slots[some] = _slice_slots(postings.numbers[some], periods[some], slices)
    return slots


def slice_length(slice_bits: Ints) -> Ints:
    """How far apart ages are that are a slice apart."""
    return _PERIOD_AGES >> slice_bits


def slice_bits_for(postings: Postings) -> tuple[Ints, Ints, Ints]:
    """(distinct numbers, how many ``postings`` each has, slice bits that leave POSTINGS_A_SLICE to a slice where they
    are)."""
    order = np.lexsort((postings.ages, postings.numbers))
    numbers, ages = postings.numbers[order], postings.ages[order]
    first = starts(numbers)
    counts = np.diff(np.append(first, len(numbers)))
    took = np.maximum(1, ages[first + counts - 1] - ages[first])
    slices = np.ceil(np.log2(_PERIOD_AGES / took * counts / POSTINGS_A_SLICE))
    return numbers[first], counts, np.clip(slices, 0, MOST_SLICE_BITS).astype(np.int64)


def packed(postings: Postings, layouts: Layouts) -> list[tuple[int, bytes]]:
    """(slot, packed postings) by slot; every period must have its layout."""
    slots = slots_of(postings, layouts)
    order = np.lexsort((postings.ages, postings.numbers, slots))
    slots, ages = slots[order], postings.ages[order]
    raw = np.empty((len(order), POSTING_BYTES), np.uint8)
    raw[:, :NUMBER_BYTES] = _bytes(postings.numbers[order])[:, 8 - NUMBER_BYTES :]
    raw[:, NUMBER_BYTES:] = _bytes(ages - periods_of(ages) * _PERIOD_AGES)[:, 2:]
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


def _slices(ages: Ints, periods: Ints, bits: Ints) -> Ints:
    """In which slice of its period each age is."""
    return np.asarray((((ages - periods * _PERIOD_AGES) >> ID_BITS) << bits) // _PERIOD_S)


def _slice_slots(numbers: Ints, periods: Ints, slices: Ints) -> Ints:
    """Slots above all buckets, by a hash; two of a period may share one."""
    mixed = scattered(numbers.astype(np.uint64) ^ (slices.astype(np.uint64) << np.uint64(NUMBER_BITS)))
    return np.asarray((periods << 32) + (1 << 31) + (mixed >> np.uint64(33)).astype(np.int64))


def _whole(raw: bytes, width: int) -> Ints:
    padded = np.zeros((len(raw) // width, 8), np.uint8)
    padded[:, 8 - width :] = np.frombuffer(raw, np.uint8).reshape(-1, width)
    return padded.view(">i8").astype(np.int64).ravel()


def _bytes(numbers: Ints) -> NDArray[np.uint8]:
    return numbers.astype(">i8").view(np.uint8).reshape(-1, 8)
