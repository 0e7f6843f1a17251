"""Who stands next to whom in the lists of lookup numbers: candidates, and whose candidates a change reaches. Pure.

A list holds the articles with one number in order of age. The rules are engine.py's; all is done in columns, for
thousands of articles at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from newshouse import copies
from newshouse.stages.link import engine
from newshouse.stages.link.postings import ID_BITS, Postings, span
from newshouse.stories.sorting import Ints, among, distinct, ranges, starts

STORY_SPAN = span(engine.STORY_WINDOW)
COPY_SPAN = span(copies.COPY_WINDOW)
_SECOND = 1 << ID_BITS
_NEVER = np.iinfo(np.int64).min


class Lists:
    """The lists of some postings, those of ``without`` (one each) taken out.

    What is asked about must be of numbers that some posting has.
    """

    def __init__(self, postings: Postings, without: Postings | None = None) -> None:
        self._numbers = distinct(postings.numbers)
        self._ages = distinct(postings.ages)
        self._step = len(self._ages) + 1
        entries = np.sort(self._code(postings))
        if without is not None and len(entries):
            known = among(without.numbers, self._numbers) & among(without.ages, self._ages)
            codes = self._code(without.taken(known))
            places = np.minimum(np.searchsorted(entries, codes), len(entries) - 1)
            entries = np.delete(entries, places[entries[places] == codes])
        self._entries = distinct(entries)

    def copy_candidates(self, owners: Postings) -> tuple[Ints, Ints]:
        """(ages of ``owners``, ages of earlier articles that they may be copies of)."""
        start, end = self._window(owners, COPY_SPAN)
        end = np.minimum(end, start + engine.COPY_LIST)
        owner, place = ranges(start, end)
        later, earlier, counts, shortest = self._paired(owners.ages[owner], place, (end - start)[owner])
        kept = (counts > 1) | (shortest <= engine.COPY_RARE)
        return later[kept], earlier[kept]

    def story_candidates(self, owners: Postings) -> tuple[Ints, Ints]:
        """(ages of ``owners``, ages of earlier articles that are worth scoring with them)."""
        start, end = self._window(owners, STORY_SPAN)
        owner, place = ranges(np.maximum(start, end - engine.STORY_LIST), end)
        later, earlier, counts, _ = self._paired(owners.ages[owner], place, np.zeros(len(owner), np.int64))
        order = np.lexsort((-earlier, -counts, later))
        later, earlier = later[order], earlier[order]
        first = np.searchsorted(later, later)
        kept = np.arange(len(later)) - first < engine.STORY_BEST
        return later[kept], earlier[kept]

    def story_owners(self, changed: Postings) -> Ints:
        """Ages of those whose story candidates the coming or going of ``changed`` may change."""
        start = self._place(changed.numbers, changed.ages + 1)
        end = self._place(changed.numbers, out_of_sight(changed.ages, STORY_SPAN))
        return self._ages_at(ranges(start, np.minimum(end, start + engine.STORY_LIST))[1])

    def copy_owners(self, changed: Postings) -> Ints:
        """Ages of those whose copy candidates the coming or going of ``changed`` may change."""
        since, until = self.copy_owners_between(changed)
        start, end = self._place(changed.numbers, since), self._place(changed.numbers, until)
        return self._ages_at(ranges(start, end)[1])

    def copy_owners_between(self, changed: Postings) -> tuple[Ints, Ints]:
        """For each of ``changed`` the ages from which and before which they are, by the articles before it.

        Whoever has COPY_LIST articles before the change in its window doesn't see the change.
        """
        place, nowhere = self._place(changed.numbers, changed.ages), np.full(len(changed.ages), _NEVER)
        before = place - engine.COPY_LIST
        crowded = before >= self._place(changed.numbers, nowhere)
        bound = self._ages[self._entries[before[crowded]] % self._step]
        since = changed.ages + 1
        since[crowded] = np.maximum(since[crowded], out_of_sight(bound, COPY_SPAN))
        return since, out_of_sight(changed.ages, COPY_SPAN)

    def counts(self, numbers: Ints, since: Ints, until: Ints) -> Ints:
        """How many postings of each number, which may have none, are of ages from ``since`` to ``until``."""
        found = self._place(numbers, until + 1) - self._place(numbers, since)
        return np.where(among(numbers, self._numbers), found, 0)

    def _code(self, postings: Postings) -> Ints:
        number = np.searchsorted(self._numbers, postings.numbers)
        return number * self._step + np.searchsorted(self._ages, postings.ages)

    def _place(self, numbers: Ints, ages: Ints) -> Ints:
        """Where in the list of each number the first that is not earlier than the age stands."""
        number = np.searchsorted(self._numbers, numbers)
        return np.searchsorted(self._entries, number * self._step + np.searchsorted(self._ages, ages))

    def _window(self, owners: Postings, length: int) -> tuple[Ints, Ints]:
        return self._place(owners.numbers, window_start(owners.ages, length)), self._place(owners.numbers, owners.ages)

    def _ages_at(self, places: Ints) -> Ints:
        return self._ages[distinct(self._entries[places] % self._step)]

    def _paired(self, later: Ints, place: Ints, lengths: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Distinct pairs of ages, how often each occurs, and the least of its ``lengths``."""
        earlier = self._entries[place] % self._step
        owners = distinct(later)
        codes = np.searchsorted(owners, later) * self._step + earlier
        order = np.argsort(codes)
        codes = codes[order]
        first = starts(codes)
        counts = np.diff(np.append(first, len(codes)))
        least = np.minimum.reduceat(lengths[order], first) if len(first) else lengths
        return owners[codes[first] // self._step], self._ages[codes[first] % self._step], counts, least


def absent(pairs: tuple[Ints, Ints], others: tuple[Ints, Ints]) -> NDArray[np.bool_]:
    """Which of ``pairs`` of ages are not among ``others``."""
    ages = distinct(np.concatenate((*pairs, *others)))
    mine, theirs = (
        np.searchsorted(ages, one) * len(ages) + np.searchsorted(ages, other) for one, other in (pairs, others)
    )
    return ~among(mine, np.sort(theirs))


def window_start(ages: Ints, length: int) -> Ints:
    """The first ages that windows of ``length`` before ``ages`` reach back to: whole seconds."""
    return np.asarray((ages - length) & -_SECOND)


def out_of_sight(ages: Ints, length: int) -> Ints:
    """The first ages whose windows of ``length`` do not reach back to ``ages``."""
    return np.asarray((ages + length + _SECOND) & -_SECOND)
