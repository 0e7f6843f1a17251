"""The rows of the candidate index in the warehouse: how they are read and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, Row

from newshouse.stages.link.postings import (
    CROWDED_ROW,
    LEAST_COMMON,
    POSTING_BYTES,
    POSTINGS_A_ROW,
    Layout,
    Layouts,
    Postings,
    bits_for,
    numbers_of,
    pack_numbers,
    packed,
    period_bounds,
    periods_of,
    postings_of,
    slice_bits_for,
    slice_slots,
    slots_of,
    unpacked,
)
from newshouse.stories.sorting import Ints, among, distinct
from newshouse.warehouse import execute, fetch_all, fetch_one

_SLOTS_AT_ONCE = 20_000  # some 10 MB of postings
_NOTHING = np.zeros(0, np.int64)


def read(connection: Connection, slots: Ints) -> Postings:
    """The postings that lie in ``slots``."""
    found = postings_of([])
    for start in range(0, len(slots), _SLOTS_AT_ONCE):
        some = array(slots[start : start + _SLOTS_AT_ONCE].tolist())
        row = fetch_one(connection, "select/link_postings", slots=some)
        heads = np.frombuffer(row.heads, ">i8").astype(np.int64).reshape(-1, 2)
        found += unpacked(heads[:, 0], heads[:, 1], row.postings)
    return found


def layouts(connection: Connection) -> dict[int, Layout]:
    """How the postings of each living period lie."""
    return {row.period: _layout(row) for row in fetch_all(connection, "select/link_posting_periods")}


def publish_postings(connection: Connection, batch_id: int) -> None:
    """Bring the candidate index to what the batch's articles will have in it; before their features are published."""
    rows = fetch_all(connection, "select/link_new_postings", batch_id=batch_id)
    added = postings_of([(row.age, row.lookups) for row in rows])
    removed = postings_of([(row.old_age, row.old_lookups) for row in rows if row.old_age is not None])
    if len(removed.numbers):
        living = layouts(connection)
        removed = removed.taken(among(periods_of(removed.ages), np.array(sorted(living), np.int64)))
        slots = distinct(slots_of(removed, living))
        added += _without(read(connection, slots), removed)
        _take(connection, slots)
    add_postings(connection, added)


def add_postings(connection: Connection, added: Postings) -> None:
    """Put ``added`` into the candidate index.

    Periods that grow out of their rows get more of them, and what many articles have gets rows of its own.
    """
    rows = fetch_all(connection, "select/link_posting_periods")
    known, counts = {row.period: _layout(row) for row in rows}, {row.period: row.posting_count for row in rows}
    periods, fresh = np.unique(periods_of(added.ages), return_counts=True)
    for period, count in zip(periods.tolist(), fresh.tolist(), strict=True):
        counts[period] = counts.get(period, 0) + count
        wanted = bits_for(max(counts[period], counts.get(period - 1, 0)))
        if period not in known:
            known[period] = Layout(wanted, _NOTHING, _NOTHING)
        elif counts[period] > 2 * POSTINGS_A_ROW << known[period].bits:
            _widen(connection, period, known[period], wanted)
            known[period] = replace(known[period], bits=wanted)
    waiting = added
    while len(waiting.numbers):
        waiting = _spread(connection, _insert(connection, waiting, known), known)
    for period in periods.tolist():
        layout = known[period]
        binds = {"period": period, "bucket_bits": layout.bits, "posting_count": counts[period]}
        common = {"common": pack_numbers(layout.common.tolist()), "slice_bits": bytes(layout.slice_bits.tolist())}
        execute(connection, "load/link_posting_periods", binds | common)


def _layout(row: Row[Any]) -> Layout:
    return Layout(row.bucket_bits, numbers_of(row.common), np.frombuffer(row.slice_bits, np.uint8).astype(int))


def _widen(connection: Connection, period: int, layout: Layout, wanted: int) -> None:
    """Divide the buckets of a period: each row's postings go to rows that no other row's go to."""
    for start in range(0, 1 << layout.bits, _SLOTS_AT_ONCE):
        end = min(1 << layout.bits, start + _SLOTS_AT_ONCE)
        slots = (period << 32) + np.arange(start, end, dtype=np.int64)
        postings = read(connection, slots)
        _take(connection, slots)
        _insert(connection, postings, {period: replace(layout, bits=wanted)})


def _spread(connection: Connection, crowded: Ints, known: dict[int, Layout]) -> Postings:
    """Note in ``known`` what must lie in more rows for these not to be crowded; take it out, to be put in again."""
    found = read(connection, crowded)
    places, periods = slots_of(found, known), periods_of(found.ages)
    slots = [_NOTHING]
    for period in distinct(periods).tolist():
        here = np.flatnonzero(periods == period)
        before = known[period]
        numbers, counts, wanted = slice_bits_for(found.taken(here))
        grown = (counts >= LEAST_COMMON) & (wanted > before.sliced(numbers))
        numbers, wanted = numbers[grown], wanted[grown]
        slots.append(places[here[among(found.numbers[here], numbers)]])
        since, until = (np.full(len(numbers), bound) for bound in period_bounds(period))
        slots.append(slice_slots(numbers, since, until, {period: before}))
        known[period] = before.with_common(numbers, wanted)
    moved = distinct(np.concatenate(slots))
    postings = read(connection, moved)
    _take(connection, moved)
    return postings


def _insert(connection: Connection, postings: Postings, known: Layouts) -> Ints:
    """Put ``postings`` into their rows; returns the slots of those that are crowded now."""
    pieces = packed(postings, known)
    if not pieces:
        return _NOTHING
    lengths = [len(piece) for _, piece in pieces]
    starts = (np.cumsum(lengths) - lengths + 1).tolist()
    binds = {"slots": array(slot for slot, _ in pieces), "starts": array(starts), "lengths": array(lengths)}
    whole = b"".join(piece for _, piece in pieces)
    rows = fetch_all(connection, "load/link_postings", packed=whole, most=CROWDED_ROW * POSTING_BYTES, **binds)
    return np.array([row.slot for row in rows], np.int64)


def _take(connection: Connection, slots: Ints) -> None:
    if len(slots):
        execute(connection, "load/link_take_postings", {"slots": array(slots.tolist())})


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


def array(values: Iterable[int | UUID]) -> str:
    """PostgreSQL's array of ``values``, numbers or ids: psycopg takes ten times as long."""
    return "{" + ",".join(map(str, values)) + "}"
