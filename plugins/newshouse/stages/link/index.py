"""The candidate index in the warehouse: reading its lists with a batch's articles laid over them, and keeping it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import numpy as np
from sqlalchemy import Connection

from newshouse.stages.link.lists import Lists
from newshouse.stages.link.postings import (
    POSTINGS_A_ROW,
    Postings,
    bits_for,
    of_kind,
    packed,
    periods_of,
    postings_of,
    slots_of,
    unpacked,
)
from newshouse.stages.link.prepared import Prepared
from newshouse.stories.sorting import Ints, among, distinct
from newshouse.warehouse import execute, fetch_all, fetch_one

_SLOTS_AT_ONCE = 20_000  # some 10 MB of postings
_NUMBER_MASK = (1 << 40) - 1
_REACH = {False: 1, True: 2}  # periods of 4 days that a window reaches to: 96 hours for stories, 7 days for copies


class Index:
    """The lists as they will be when a batch is published."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._bits: dict[int, int] | None = None
        self._asked = np.zeros(0, np.int64)  # number and period
        self._known = postings_of([])
        self._fresh = self._old = self._known

    def lay_over(self, fresh: Iterable[Prepared], replaced: Iterable[Prepared]) -> None:
        """From now on ``fresh`` are in the lists, and ``replaced``, the published forms of some of them, are not."""
        self._fresh, self._old = _of(fresh), _of(replaced)

    def copy_owners(self) -> Ints:
        """Ages of those, published or not, whose possible originals the batch changes."""
        fresh, old = of_kind(self._fresh, copies=True), of_kind(self._old, copies=True)
        return np.concatenate((self._lists(fresh).copy_owners(fresh), self._published(old).copy_owners(old)))

    def story_owners(self) -> Ints:
        """Ages of those, published or not, whose neighbours the batch changes."""
        fresh, old = of_kind(self._fresh, copies=False), of_kind(self._old, copies=False)
        return np.concatenate((self._lists(fresh).story_owners(fresh), self._published(old).story_owners(old)))

    def copy_candidates(self, owners: Iterable[Prepared]) -> tuple[Ints, Ints]:
        """(ages of ``owners``, ages of what they may be copies of)."""
        wanted = of_kind(_of(owners), copies=True)
        return self._lists(wanted).copy_candidates(wanted)

    def story_candidates(self, owners: Iterable[Prepared]) -> tuple[Ints, Ints]:
        """(ages of ``owners``, ages of what is worth scoring with them)."""
        wanted = of_kind(_of(owners), copies=False)
        return self._lists(wanted).story_candidates(wanted)

    def _lists(self, wanted: Postings) -> Lists:
        fresh = self._fresh.taken(among(self._fresh.numbers, distinct(wanted.numbers)))
        return Lists(self._read(wanted) + fresh, without=self._old)

    def _published(self, wanted: Postings) -> Lists:
        return Lists(self._read(wanted))

    def _read(self, wanted: Postings) -> Postings:
        """The published postings of the numbers ``wanted``, as far as windows reach from there."""
        if self._bits is None:
            self._bits = {
                row.period: row.bucket_bits for row in fetch_all(self._connection, "select/link_posting_periods")
            }
        periods = periods_of(wanted.ages)
        away = range(-2, 3)
        asked = [
            (wanted.numbers[near], periods[near] + distance)
            for distance in away
            for near in [(wanted.numbers & 1 == 1) | (abs(distance) <= _REACH[False])]
        ]
        numbers = np.concatenate([numbers for numbers, _ in asked])
        codes = (np.concatenate([periods for _, periods in asked]) << 40) + numbers
        new = distinct(codes)
        new = new[~among(new, self._asked)]
        if len(new):
            found = read(self._connection, slots_of(new & _NUMBER_MASK, new >> 40, self._bits))
            self._known += found.taken(among((periods_of(found.ages) << 40) + found.numbers, new))
            self._asked = np.sort(np.concatenate((self._asked, new)))
        return self._known.taken(among(self._known.numbers, distinct(wanted.numbers)))


def read(connection: Connection, slots: Ints) -> Postings:
    """The postings that lie in ``slots``."""
    found = postings_of([])
    for start in range(0, len(slots), _SLOTS_AT_ONCE):
        some = array(slots[start : start + _SLOTS_AT_ONCE].tolist())
        row = fetch_one(connection, "select/link_postings", slots=some)
        heads = np.frombuffer(row.heads, ">i8").astype(np.int64).reshape(-1, 2)
        found += unpacked(heads[:, 0], heads[:, 1], row.postings)
    return found


def publish_postings(connection: Connection, batch_id: int) -> None:
    """Bring the candidate index to what the batch's articles will have in it; before their features are published."""
    rows = fetch_all(connection, "select/link_new_postings", batch_id=batch_id)
    added = postings_of([(row.age, row.lookups) for row in rows])
    removed = postings_of([(row.old_age, row.old_lookups) for row in rows if row.old_age is not None])
    if len(removed.numbers):
        bits = {row.period: row.bucket_bits for row in fetch_all(connection, "select/link_posting_periods")}
        slots = slots_of(removed.numbers, periods_of(removed.ages), bits)
        added += _without(read(connection, slots), removed)
        execute(connection, "load/link_take_postings", {"slots": array(slots.tolist())})
    add_postings(connection, added)


def add_postings(connection: Connection, added: Postings) -> None:
    """Put ``added`` into the candidate index; periods that grow out of their rows get more of them."""
    rows = fetch_all(connection, "select/link_posting_periods")
    bits, counts = {row.period: row.bucket_bits for row in rows}, {row.period: row.posting_count for row in rows}
    periods, fresh = np.unique(periods_of(added.ages), return_counts=True)
    for period, count in zip(periods.tolist(), fresh.tolist(), strict=True):
        counts[period] = counts.get(period, 0) + count
        wanted = bits_for(max(counts[period], counts.get(period - 1, 0)))
        if period not in bits:
            bits[period] = wanted
        elif counts[period] > 2 * POSTINGS_A_ROW << bits[period]:
            _widen(connection, period, bits[period], wanted)
            bits[period] = wanted
        binds = {"period": period, "bucket_bits": bits[period], "posting_count": counts[period]}
        execute(connection, "load/link_posting_periods", binds)
    _insert(connection, added, bits)


def _widen(connection: Connection, period: int, bits: int, wanted: int) -> None:
    """Divide the rows of a period among more buckets: each row's postings go to rows that no other row's go to."""
    for start in range(0, 1 << bits, _SLOTS_AT_ONCE):
        slots = (period << 32) + np.arange(start, min(1 << bits, start + _SLOTS_AT_ONCE), dtype=np.int64)
        postings = read(connection, slots)
        execute(connection, "load/link_take_postings", {"slots": array(slots.tolist())})
        _insert(connection, postings, {period: wanted})


def _insert(connection: Connection, postings: Postings, bits: dict[int, int]) -> None:
    pieces = packed(postings, bits)
    if not pieces:
        return
    lengths = [len(piece) for _, piece in pieces]
    starts = (np.cumsum(lengths) - lengths + 1).tolist()
    binds = {"slots": array(slot for slot, _ in pieces), "starts": array(starts), "lengths": array(lengths)}
    execute(connection, "load/link_postings", binds | {"packed": b"".join(piece for _, piece in pieces)})


def _without(postings: Postings, removed: Postings) -> Postings:
    """``postings`` less one of each of ``removed``: two articles of one second may share a posting."""
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, entry in enumerate(zip(postings.numbers.tolist(), postings.ages.tolist(), strict=True)):
        places[entry].append(place)
    gone = [
        places[entry].pop()
        for entry in zip(removed.numbers.tolist(), removed.ages.tolist(), strict=True)
        if places[entry]
    ]
    return postings.taken(np.delete(np.arange(len(postings.numbers)), np.array(gone, np.int64)))


def _of(items: Iterable[Prepared]) -> Postings:
    return postings_of([(item.listed_at, item.lookups) for item in items])


def array(values: Iterable[int | UUID]) -> str:
    """PostgreSQL's array of ``values``, numbers or ids: psycopg takes ten times as long."""
    return "{" + ",".join(map(str, values)) + "}"
