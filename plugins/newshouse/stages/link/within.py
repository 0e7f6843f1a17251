"""The scores of all pairs within groups, in columns: a batch reaches hundreds of thousands of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from newshouse import stories
from newshouse.stages.link import engine
from newshouse.stages.link.lineup import ID_BYTES, Lineup, Pairs
from newshouse.stages.link.scores import UNIT, Scores, scored
from newshouse.stages.link.shelf import Edges, Shelf
from newshouse.stories.sorting import Ints, starts

_SCORE_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Ties:
    """The best matches of those whose best match may have changed.

    ``after``: owner -> earlier, where it has a tie now; ``changed``: (owner, old tie, new tie) where they differ.
    ``lineup``, ``pairs`` and ``scores``: what was compared for it.
    """

    owners: frozenset[UUID]
    after: dict[UUID, UUID]
    changed: frozenset[tuple[UUID, UUID | None, UUID | None]]
    lineup: Lineup
    pairs: Pairs
    scores: Scores


@dataclass(frozen=True, slots=True)
class Reach:
    """Whole groups: the articles that may be linked, each with the number of its group, and the ids of all."""

    lineup: Lineup
    labels: Ints
    ids: frozenset[UUID]


def edges_within(shelf: Shelf, reach: Reach, ties: Ties) -> stories.Scored:
    """The scores of all pairs within the groups; stages what differs from the published ones.

    A tie counts also where, in a large group, others stand between the two.
    """
    lineup = reach.lineup
    rows = shelf.edges_of(reach.ids)
    tie_of = _ties(rows, lineup, ties)
    tied = np.flatnonzero(tie_of >= 0)
    later, earlier = lineup.distinct_pairs(engine.pairs_within(reach.labels, lineup), (tied, tie_of[tied]))
    scores = known_scores(rows, lineup, (later, earlier), shelf.fresh)
    moved = np.array([lineup.number.get(item.article_id, -1) for item in ties.lineup.items], np.int64)
    _put(scores, lineup, (later, earlier), ((moved[ties.pairs[0]], moved[ties.pairs[1]]), ties.scores))
    missing = np.isnan(scores)
    scores[missing] = scored(lineup, later[missing], earlier[missing])
    made = ~np.isnan(scores)
    later, earlier, scores = later[made], earlier[made], scores[made]
    _stage(shelf, lineup, rows, _rows(lineup, (later, earlier), scores, tie_of))
    return stories.Scored([item.article_id for item in lineup.items], later, earlier, scores)


def known_scores(rows: Sequence[Edges], lineup: Lineup, wanted: Pairs, fresh: Collection[UUID]) -> Scores:
    """The published scores of the pairs ``wanted`` (distinct, ascending); NaN where there is none, or one is fresh."""
    result = np.full(len(wanted[0]), np.nan)
    laters = np.array([lineup.number.get(row.later_id, -1) for row in rows], np.int64)
    later = np.repeat(laters, [len(row.earlier_ids) // ID_BYTES for row in rows])
    earlier = lineup.numbers_of_raw(b"".join(row.earlier_ids for row in rows))
    values = np.frombuffer(b"".join(row.millionths for row in rows), ">i4") / UNIT
    is_fresh = lineup.marked(fresh)
    kept = ~(is_fresh[later] | is_fresh[earlier]) if len(lineup) else np.zeros(0, np.bool_)
    _put(result, lineup, wanted, ((later[kept], earlier[kept]), values[kept]))
    return result


def _put(scores: Scores, lineup: Lineup, wanted: Pairs, found: tuple[Pairs, Scores]) -> None:
    """Enter the scores ``found`` of those pairs that are ``wanted``; numbers below 0 are of nobody here."""
    (later, earlier), values = found
    here = (later >= 0) & (earlier >= 0)
    codes = wanted[0] * len(lineup) + wanted[1]
    some = later[here] * len(lineup) + earlier[here]
    if len(codes) and len(some):
        place = np.minimum(np.searchsorted(codes, some), len(codes) - 1)
        hit = codes[place] == some
        scores[place[hit]] = values[here][hit]


def _ties(rows: Sequence[Edges], lineup: Lineup, ties: Ties) -> Ints:
    """The tie of each article as it will be, -1 where it has none here."""
    now = {row.later_id: row.tie_id for row in rows if row.later_id not in ties.owners} | ties.after
    tie_of = np.full(len(lineup), -1, np.int64)
    held = lineup.pairs_of((later, tie) for later, tie in now.items() if tie is not None)
    for later, tie in held:
        tie_of[later] = tie
    return tie_of


def _rows(lineup: Lineup, pairs: Pairs, scores: Scores, tie_of: Ints) -> dict[UUID, Edges]:
    """The edges of each later article that has some."""
    later, earlier = pairs
    first = starts(later)
    bounds = [*first.tolist(), len(later)]
    ids, millionths = lineup.raw_ids[earlier].tobytes(), np.rint(scores * UNIT).astype(">i4").tobytes()
    made = {}
    for place, start, end in zip(later[first].tolist(), bounds, bounds[1:], strict=False):
        tie, later_id = int(tie_of[place]), lineup.items[place].article_id
        made[later_id] = Edges(
            later_id,
            lineup.items[tie].article_id if tie >= 0 else None,
            ids[ID_BYTES * start : ID_BYTES * end],
            millionths[_SCORE_BYTES * start : _SCORE_BYTES * end],
        )
    return made


def _stage(shelf: Shelf, lineup: Lineup, rows: Sequence[Edges], made: dict[UUID, Edges]) -> None:
    """Stage the rows of edges that differ from the published ones, empty where an article has none any more."""
    before = {row.later_id: row for row in rows}
    gone = [Edges(later_id, None, b"", b"") for later_id in before.keys() - made.keys()]
    shelf.stage_edges([*gone, *(row for later_id, row in made.items() if before.get(later_id) != row)])
