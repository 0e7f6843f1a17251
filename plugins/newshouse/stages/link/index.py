"""The candidate index as it will be: its lists with a batch's articles laid over what is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import numpy as np
from sqlalchemy import Connection

from newshouse.stages.link import engine, rows
from newshouse.stages.link.lists import COPY_SPAN, STORY_SPAN, Lists, out_of_sight, window_start
from newshouse.stages.link.postings import (
    NUMBER_BITS,
    NUMBER_MASK,
    Layouts,
    Postings,
    bucket_slots,
    of_kind,
    periods_of,
    postings_of,
    slice_length,
    slice_slots,
    sliced,
)
from newshouse.stages.link.prepared import Prepared
from newshouse.stories.sorting import Ints, among, distinct, ranges


class Index:
    """The lists as they will be when a batch is published, read as far as they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._asked = np.zeros(0, np.int64)  # number and period, of those that are not common
        self._sliced = np.zeros(0, np.int64)  # slots of common ones
        self._known = postings_of([])
        self._fresh = self._old = self._known

    def lay_over(self, fresh: Iterable[Prepared], replaced: Iterable[Prepared]) -> None:
        """From now on ``fresh`` are in the lists, and ``replaced``, the published forms of some of them, are not."""
        self._fresh, self._old = _of(fresh), _of(replaced)

    def copy_owners(self) -> Ints:
        """Ages of those, published or not, whose possible originals the batch changes."""
        found = []
        for changed, lists in self._changes(copies=True):
            since = changed.ages - COPY_SPAN
            self._know(changed.numbers, since, changed.ages, self._enough(engine.COPY_LIST + 1), backwards=True)
            self._know(changed.numbers, *lists(changed).copy_owners_between(changed))
            found.append(lists(changed).copy_owners(changed))
        return np.concatenate(found)

    def story_owners(self) -> Ints:
        """Ages of those, published or not, whose neighbours the batch changes."""
        found = []
        for changed, lists in self._changes(copies=False):
            until = out_of_sight(changed.ages, STORY_SPAN)
            self._know(changed.numbers, changed.ages, until, self._enough(engine.STORY_LIST + 1))
            found.append(lists(changed).story_owners(changed))
        return np.concatenate(found)

    def copy_candidates(self, owners: Iterable[Prepared]) -> tuple[Ints, Ints]:
        """(ages of ``owners``, ages of what they may be copies of)."""
        wanted = of_kind(_of(owners), copies=True)
        since = window_start(wanted.ages, COPY_SPAN)
        self._know(wanted.numbers, since, wanted.ages, self._enough(engine.COPY_LIST))
        return self._lists(wanted).copy_candidates(wanted)

    def story_candidates(self, owners: Iterable[Prepared]) -> tuple[Ints, Ints]:
        """(ages of ``owners``, ages of what is worth scoring with them)."""
        wanted = of_kind(_of(owners), copies=False)
        since = window_start(wanted.ages, STORY_SPAN)
        self._know(wanted.numbers, since, wanted.ages, self._enough(engine.STORY_LIST + 1), backwards=True)
        return self._lists(wanted).story_candidates(wanted)

    def story_candidates_before(self, owners: Iterable[Prepared]) -> tuple[Ints, Ints]:
        """The same of ``owners`` that are published, without the batch; after they were asked for with it."""
        wanted = of_kind(_of(owners), copies=False)
        return self._published(wanted).story_candidates(wanted)

    def _changes(self, *, copies: bool) -> Iterator[tuple[Postings, Callable[[Postings], Lists]]]:
        """What comes, with the lists that it comes into, and what goes, with those that it goes from."""
        yield of_kind(self._fresh, copies=copies), self._lists
        yield of_kind(self._old, copies=copies), self._published

    def _lists(self, wanted: Postings) -> Lists:
        fresh = self._fresh.taken(among(self._fresh.numbers, distinct(wanted.numbers)))
        return Lists(self._known_of(wanted.numbers) + fresh, without=self._old)

    def _published(self, wanted: Postings) -> Lists:
        return Lists(self._known_of(wanted.numbers))

    def _known_of(self, numbers: Ints) -> Postings:
        return self._known.taken(among(self._known.numbers, distinct(numbers)))

    @cached_property
    def _layouts(self) -> Layouts:
        return rows.layouts(self._connection)

    def _enough(self, least: int) -> int:
        """How many published ones leave ``least`` where all that the batch replaces is gone."""
        counts = np.unique(self._old.numbers, return_counts=True)[1]
        return least + int(counts.max(initial=0))

    def _know(
        self, numbers: Ints, since: Ints, until: Ints, least: int | None = None, *, backwards: bool = False
    ) -> None:
        """Read what is published of ``numbers`` of ages from ``since`` to ``until``.

        Of a common number only until ``least`` are known, from the first or ``backwards`` from the last on; None: all.
        """
        owner, period = ranges(periods_of(since), periods_of(until) + 1)
        self._read_buckets(numbers[owner], period)
        finest = np.full(len(numbers), -1, np.int64)
        np.maximum.at(finest, owner, sliced(numbers[owner], period, self._layouts))
        rest = np.flatnonzero(finest >= 0)
        reach = 2 * slice_length(finest[rest])
        while len(rest):
            begin, end = since[rest], until[rest]
            if least is not None and backwards:
                begin = np.maximum(begin, end - reach)
            elif least is not None:
                end = np.minimum(end, begin + reach)
            self._read_slices(numbers[rest], begin, end)
            if least is None:
                break
            counts = Lists(self._known_of(numbers[rest])).counts(numbers[rest], begin, end)
            lacking = (counts < least) & (reach < until[rest] - since[rest])
            rest, reach = rest[lacking], 4 * reach[lacking]

    def _read_buckets(self, numbers: Ints, periods: Ints) -> None:
        codes = distinct((periods << NUMBER_BITS) + numbers)
        new = codes[~among(codes, self._asked)]
        if len(new):
            found = rows.read(self._connection, bucket_slots(new & NUMBER_MASK, new >> NUMBER_BITS, self._layouts))
            self._known += found.taken(among((periods_of(found.ages) << NUMBER_BITS) + found.numbers, new))
            self._asked = np.sort(np.concatenate((self._asked, new)))

    def _read_slices(self, numbers: Ints, since: Ints, until: Ints) -> None:
        slots = slice_slots(numbers, since, until, self._layouts)
        new = slots[~among(slots, self._sliced)]
        if len(new):
            self._known += rows.read(self._connection, new)
            self._sliced = np.sort(np.concatenate((self._sliced, new)))


def _of(items: Iterable[Prepared]) -> Postings:
    return postings_of([(item.listed_at, item.lookups) for item in items])
