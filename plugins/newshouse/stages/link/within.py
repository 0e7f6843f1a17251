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
from newshouse.stages.link.shelf import Shelf

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ties:
    """``owners``: all whose tie may have changed; ``after``: owner -> earlier, where it has a tie now."""

    owners: frozenset[UUID]
    after: dict[UUID, UUID]
    scores: dict[Pair, float]
    changed: frozenset[tuple[UUID, UUID | None, UUID | None]]  # owner, old tie, new tie


@dataclass(frozen=True, slots=True)
class _Stored:
    """Published edges in columns; ends are numbers of ids."""

    later: Ints
    earlier: Ints
    scores: NDArray[np.float64]
    ties: Flags


def edges_within(
    shelf: Shelf, reach: Sequence[Collection[UUID]], items: Mapping[UUID, Prepared], ties: Ties
) -> stories.Scored:
    """The scores of all pairs within the groups; stages what differs from the published ones.

    A tie counts also where, in a large group, others stand between the two.
    """
    groups = [sorted((items[one] for one in group if one in items), key=lambda item: item.age) for group in reach]
    number = {item.article_id.bytes: place for place, item in enumerate(one for group in groups for one in group)}
    before = _stored(shelf, (article_id for group in reach for article_id in group), number)
    size = len(number)
    ids = [UUID(bytes=raw) for raw in number]
    codes = before.later * size + before.earlier
    owned, fresh = _marked(number, ties.owners), _marked(number, shelf.fresh)
    after = [(later, earlier) for later, earlier in ties.after.items() if later in items and earlier in items]
    held = [number[later.bytes] * size + number[earlier.bytes] for later, earlier in after]
    tied = np.unique(np.concatenate((codes[before.ties & ~owned[before.later]], np.array(held, np.int64))))
    wanted = np.union1d(_pairs_within(groups, size), tied)
    scores = np.full(len(wanted), np.nan)
    kept = ~(fresh[before.later] | fresh[before.earlier]) & np.isin(codes, wanted)
    scores[np.searchsorted(wanted, codes[kept])] = before.scores[kept]
    _put(scores, wanted, ties.scores, number)
    missing = [(ids[code // size], ids[code % size]) for code in wanted[np.isnan(scores)].tolist()]
    _put(scores, wanted, engine.scored(missing, items), number)
    made = ~np.isnan(scores)
    wanted, scores = wanted[made], scores[made]
    _stage(shelf, ids, (codes, before), (wanted, scores, np.isin(wanted, tied)))
    return stories.Scored(ids, wanted // size, wanted % size, scores)


def _stored(shelf: Shelf, ids: Iterable[UUID], number: dict[bytes, int]) -> _Stored:
    """The published edges of ``ids``; articles that ``number`` does not know yet get the next numbers."""
    later: list[int] = []
    earlier: list[int] = []
    scores, ties = [], []
    for later_id, earlier_ids, some_scores, some_ties in shelf.edge_columns(ids):
        later.extend([number.setdefault(later_id.bytes, len(number))] * len(some_ties))
        raw = (earlier_ids[start : start + 16] for start in range(0, len(earlier_ids), 16))
        earlier.extend([number.setdefault(one, len(number)) for one in raw])
        scores.append(some_scores)
        ties.append(some_ties)
    return _Stored(
        np.array(later, np.int64),
        np.array(earlier, np.int64),
        np.frombuffer(b"".join(scores), ">f8").astype(np.float64),
        np.frombuffer(b"".join(ties), np.uint8) == 1,
    )


def _marked(number: Mapping[bytes, int], ids: Iterable[UUID]) -> Flags:
    marks = np.zeros(len(number), np.bool_)
    marks[[number[one.bytes] for one in ids if one.bytes in number]] = True
    return marks


def _pairs_within(groups: Iterable[Sequence[Prepared]], size: int) -> Ints:
    """Codes of the (later, earlier) pairs to score: within the window, GROUP_LIST for each article at most."""
    lengths = [len(group) for group in groups]
    first = np.repeat(np.cumsum(lengths, dtype=np.int64) - np.array(lengths, np.int64), np.array(lengths, np.int64))
    times = [(item.published_at - _EPOCH) // _MICROSECOND for group in groups for item in group]
    at = np.array(times, np.int64)
    window = engine.STORY_WINDOW // _MICROSECOND
    found = [np.zeros(0, np.int64)]
    for back in range(1, min(engine.GROUP_LIST, max(lengths, default=1) - 1) + 1):
        earlier = np.arange(len(at) - back)
        later = earlier + back
        near = (first[later] <= earlier) & (at[later] - at[earlier] <= window)
        found.append(later[near] * size + earlier[near])
    return np.concatenate(found)


def _put(scores: NDArray[np.float64], wanted: Ints, known: Mapping[Pair, float], number: Mapping[bytes, int]) -> None:
    """Enter the scores of those of ``known`` that are wanted."""
    size = len(number)
    numbered = [
        (number[later.bytes] * size + number[earlier.bytes], score)
        for (later, earlier), score in known.items()
        if later.bytes in number and earlier.bytes in number
    ]
    if not numbered or not len(wanted):
        return
    codes, values = np.array([code for code, _ in numbered], np.int64), np.array([score for _, score in numbered])
    place = np.minimum(np.searchsorted(wanted, codes), len(wanted) - 1)
    hit = wanted[place] == codes
    scores[place[hit]] = values[hit]


def _stage(
    shelf: Shelf,
    ids: Sequence[UUID],
    old: tuple[Ints, _Stored],
    new: tuple[Ints, NDArray[np.float64], Flags],
) -> None:
    """Stage the edges that differ from the published ones, and those that are none any more."""
    codes, before = old
    wanted, scores, tied = new
    order = np.argsort(codes)
    stored = codes[order]
    same = np.zeros(len(wanted), np.bool_)
    if len(stored):
        place = np.minimum(np.searchsorted(stored, wanted), len(stored) - 1)
        twin = order[place]
        same = (codes[twin] == wanted) & (before.scores[twin] == scores) & (before.ties[twin] == tied)
    gone = codes[~np.isin(codes, wanted)].tolist()
    size = len(ids)
    shelf.stage_edges([
        *((ids[code // size], ids[code % size], None, None) for code in gone),
        *(
            (ids[code // size], ids[code % size], score, tie)
            for code, score, tie in zip(
                wanted[~same].tolist(), scores[~same].tolist(), tied[~same].tolist(), strict=True
            )
        ),
    ])  # fmt: skip
