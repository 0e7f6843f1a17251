"""The scores of all pairs within groups, in columns: a batch reaches hundreds of thousands of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from newshouse import stories
from newshouse.stages.link import engine
from newshouse.stages.link.engine import Pair
from newshouse.stages.link.prepared import Prepared
from newshouse.stages.link.shelf import Edges, Shelf

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ties:
    """The best matches of those whose best match may have changed.

    ``after``: owner -> earlier, where it has a tie now; ``changed``: (owner, old tie, new tie) where they differ.
    """

    owners: frozenset[UUID]
    after: dict[UUID, UUID]
    scores: dict[Pair, float]
    changed: frozenset[tuple[UUID, UUID | None, UUID | None]]


@dataclass(frozen=True, slots=True)
class _Known:
    """Published edges in columns, by code: number of the later * size + number of the earlier."""

    rows: dict[int, Edges]  # number of the later -> its row
    codes: Ints  # ascending
    scores: NDArray[np.float64]


def edges_within(
    shelf: Shelf, reach: Sequence[Collection[UUID]], items: Mapping[UUID, Prepared], ties: Ties
) -> stories.Scored:
    """The scores of all pairs within the groups; stages what differs from the published ones.

    A tie counts also where, in a large group, others stand between the two.
    """
    groups = [sorted((items[one] for one in group if one in items), key=lambda item: item.age) for group in reach]
    ids = [item.article_id for group in groups for item in group]
    number = {article_id.bytes: place for place, article_id in enumerate(ids)}
    size = len(ids)
    known = _stored(shelf, (article_id for group in reach for article_id in group), number)
    old_ties = {later: _number(row.tie_id, number) for later, row in known.rows.items() if later >= 0}
    tie_of = {later: tie for later, tie in old_ties.items() if tie is not None}
    for owner in ties.owners:
        if (later := number.get(owner.bytes)) is not None:
            tie_of.pop(later, None)
            if (tie := _number(ties.after.get(owner), number)) is not None:
                tie_of[later] = tie
    tied = np.array([later * size + tie for later, tie in tie_of.items()], np.int64)
    wanted = np.union1d(_pairs_within(groups), tied)
    scores = np.full(len(wanted), np.nan)
    fresh = _marked(number, shelf.fresh)
    kept = ~(fresh[known.codes // size] | fresh[known.codes % size]) if size else np.zeros(0, np.bool_)
    _put(scores, wanted, known.codes[kept], known.scores[kept])
    _put(scores, wanted, *_coded(ties.scores, number))
    missing = [(ids[code // size], ids[code % size]) for code in wanted[np.isnan(scores)].tolist()]
    _put(scores, wanted, *_coded(engine.scored(missing, items), number))
    made = ~np.isnan(scores)
    wanted, scores = wanted[made], scores[made]
    _stage(shelf, ids, known, (wanted, scores, tie_of))
    return stories.Scored(ids, wanted // max(size, 1), wanted % max(size, 1), scores)


def _stored(shelf: Shelf, ids: Iterable[UUID], number: Mapping[bytes, int]) -> _Known:
    """The published edges of ``ids``, as far as both ends have a number; rows of the others get numbers below 0."""
    rows: dict[int, Edges] = {}
    codes: list[Ints] = [np.zeros(0, np.int64)]
    scores: list[NDArray[np.float64]] = [np.zeros(0)]
    size = len(number)
    for edges in shelf.edges_of(ids):
        later = number.get(edges.later_id.bytes, -1 - len(rows))
        rows[later] = edges
        if later < 0:
            continue
        raw = edges.earlier_ids
        earlier = np.array([number.get(raw[start : start + 16], -1) for start in range(0, len(raw), 16)], np.int64)
        there = earlier >= 0
        codes.append(later * size + earlier[there])
        scores.append(np.frombuffer(edges.millionths, ">i4")[there] / engine.UNIT)
    found, values = np.concatenate(codes), np.concatenate(scores)
    order = np.argsort(found)
    return _Known(rows, found[order], values[order])


def _number(article_id: UUID | None, number: Mapping[bytes, int]) -> int | None:
    return None if article_id is None else number.get(article_id.bytes)


def _marked(number: Mapping[bytes, int], ids: Iterable[UUID]) -> Flags:
    marks = np.zeros(len(number), np.bool_)
    marks[[number[one.bytes] for one in ids if one.bytes in number]] = True
    return marks


def _pairs_within(groups: Sequence[Sequence[Prepared]]) -> Ints:
    """Codes of the (later, earlier) pairs to score: within the window, GROUP_LIST for each article at most."""
    lengths = np.array([len(group) for group in groups], np.int64)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    times = [(item.published_at - _EPOCH) // _MICROSECOND for group in groups for item in group]
    at, size = np.array(times, np.int64), len(times)
    window = engine.STORY_WINDOW // _MICROSECOND
    found = [np.zeros(0, np.int64)]
    for back in range(1, min(engine.GROUP_LIST, int(lengths.max(initial=1)) - 1) + 1):
        later = np.flatnonzero(np.arange(size) - first >= back)
        near = later[at[later] - at[later - back] <= window]
        found.append(near * size + near - back)
    return np.concatenate(found)


def _coded(scores: Mapping[Pair, float], number: Mapping[bytes, int]) -> tuple[Ints, NDArray[np.float64]]:
    """``scores`` in columns, as far as both ends have a number."""
    size = len(number)
    coded = [
        (number[later.bytes] * size + number[earlier.bytes], score)
        for (later, earlier), score in scores.items()
        if later.bytes in number and earlier.bytes in number
    ]
    return np.array([code for code, _ in coded], np.int64), np.array([score for _, score in coded], np.float64)


def _put(scores: NDArray[np.float64], wanted: Ints, codes: Ints, values: NDArray[np.float64]) -> None:
    """Enter the ``values`` of those ``codes`` that are wanted."""
    if len(wanted):
        place = np.minimum(np.searchsorted(wanted, codes), len(wanted) - 1)
        hit = wanted[place] == codes
        scores[place[hit]] = values[hit]


def _stage(
    shelf: Shelf, ids: Sequence[UUID], known: _Known, new: tuple[Ints, NDArray[np.float64], dict[int, int]]
) -> None:
    """Stage the rows of edges that differ from the published ones, empty where an article has none any more."""
    wanted, scores, tie_of = new
    size = max(len(ids), 1)
    places, starts = np.unique(wanted // size, return_index=True)
    bounds = [*starts.tolist(), len(wanted)]
    raw = np.frombuffer(b"".join(one.bytes for one in ids), np.uint8).reshape(-1, 16)
    earlier, millionths = raw[wanted % size].tobytes(), np.rint(scores * engine.UNIT).astype(">i4").tobytes()
    made = {}
    for later, start, end in zip(places.tolist(), bounds, bounds[1:], strict=False):
        tie = tie_of.get(later)
        parts = earlier[16 * start : 16 * end], millionths[4 * start : 4 * end]
        made[later] = Edges(ids[later], None if tie is None else ids[tie], *parts)
    gone = (Edges(row.later_id, None, b"", b"") for later, row in known.rows.items() if later not in made)
    shelf.stage_edges([*gone, *(row for later, row in made.items() if known.rows.get(later) != row)])
