"""Articles in order of age, numbered: who is whom in columns of pairs. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from newshouse.stages.link.prepared import Prepared
from newshouse.stories.sorting import Ints, distinct, ranges

ID_BYTES: Final = 16
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
Pairs = tuple[Ints, Ints]  # numbers of the later, numbers of the earlier


@dataclass(frozen=True)
class Lineup:
    """``items`` by age; an article's number is its place among them, so that the later has the greater."""

    items: Sequence[Prepared]

    @classmethod
    def of(cls, items: Iterable[Prepared]) -> Lineup:
        """``items``, distinct and in any order, lined up."""
        return cls(sorted(items, key=lambda item: item.age))

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def number(self) -> dict[UUID, int]:
        """Of each article, by its id."""
        return {item.article_id: place for place, item in enumerate(self.items)}

    @cached_property
    def microseconds(self) -> Ints:
        """When each was published, since 1970."""
        return np.array([(item.published_at - _EPOCH) // _MICROSECOND for item in self.items], np.int64)

    @cached_property
    def languages(self) -> Ints:
        """A number for the language of each, without script or region."""
        bases = [item.language.split("-", 1)[0].lower() for item in self.items]
        numbers = {base: place for place, base in enumerate(sorted(set(bases)))}
        return np.array([numbers[base] for base in bases], np.int64)

    @cached_property
    def raw_ids(self) -> NDArray[np.uint8]:
        """The ids, as rows of ID_BYTES."""
        return np.frombuffer(b"".join(item.article_id.bytes for item in self.items), np.uint8).reshape(-1, ID_BYTES)

    def numbers(self, ids: Iterable[UUID]) -> Ints:
        """The numbers of those ``ids`` that are here."""
        return np.array([self.number[one] for one in ids if one in self.number], np.int64)

    def marked(self, ids: Iterable[UUID]) -> NDArray[np.bool_]:
        """For each article whether it is one of ``ids``."""
        marks = np.zeros(len(self), np.bool_)
        marks[self.numbers(ids)] = True
        return marks

    def numbers_of_raw(self, raw: bytes) -> Ints:
        """The number of each id in ``raw``, ID_BYTES each, one after the other; -1 where it is not here."""
        wanted = np.frombuffer(raw, f"S{ID_BYTES}")
        if not len(self):
            return np.full(len(wanted), -1, np.int64)
        order, ids = self._by_id
        place = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        return np.where(ids[place] == wanted, order[place], -1)

    def pairs_of(self, ids: Iterable[tuple[UUID, UUID]]) -> Pairs:
        """The numbers of those pairs of ``ids`` of which both are here."""
        number = self.number
        found = [(number[one], number[other]) for one, other in ids if one in number and other in number]
        one, other = np.array(found, np.int64).reshape(-1, 2).T
        return one, other

    def distinct_pairs(self, *some: Pairs) -> Pairs:
        """All of ``some``, each once, by the later and then the earlier."""
        codes = distinct(np.concatenate([later * len(self) + earlier for later, earlier in some]))
        return codes // max(len(self), 1), codes % max(len(self), 1)

    def pairs_at(self, ages: tuple[Ints, Ints]) -> Pairs:
        """The pairs of the articles at these places in the candidate index: later, earlier; each once."""
        order, listed = self._by_listing
        one, other = (np.searchsorted(listed, side) for side in ages)
        one_end, other_end = (np.searchsorted(listed, side, "right") for side in ages)
        pair, place = ranges(one, one_end)
        again, counterpart = ranges(other[pair], other_end[pair])
        later, earlier = order[place[again]], order[counterpart]
        in_order = later > earlier  # lists tell seconds apart, and no less
        return later[in_order], earlier[in_order]

    @cached_property
    def _by_id(self) -> tuple[Ints, NDArray[np.bytes_]]:
        ids = np.frombuffer(self.raw_ids.tobytes(), f"S{ID_BYTES}")  # all as long: a zero at the end tells no two apart
        order = np.argsort(ids, kind="stable")
        return order, ids[order]

    @cached_property
    def _by_listing(self) -> tuple[Ints, Ints]:
        listed = np.array([item.listed_at for item in self.items], np.int64)
        order = np.argsort(listed, kind="stable")
        return order, listed[order]
