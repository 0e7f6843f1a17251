"""The scores of all pairs within groups, in columns: a batch reaches hundreds of thousands of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from newshouse import stories
from newshouse.stages.link import engine
from newshouse.stages.link.lineup import ID_BYTES, Lineup, Pairs
from newshouse.stages.link.scores import UNIT, Scores, scored
from newshouse.stages.link.shelf import UNTIED, Edges, Shelf, Ties
from newshouse.stories.sorting import Ints, starts

_SCORE_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Matches:
    """The best matches of those whose best matches may have changed.

    ``after``: of each of these; ``before``: of those for whom they differ. ``lineup``, ``pairs`` and ``scores``: what
    was compared for it.
    """

    after: dict[UUID, Ties]
    before: dict[UUID, Ties]
    lineup: Lineup
    pairs: Pairs
    scores: Scores


@dataclass(frozen=True, slots=True)
class Reach:
    """All that hangs together with what changed: the articles that may be linked, each with the number of its group,
    and the ids of all, with their ties."""

    lineup: Lineup
    labels: Ints
    ties: dict[UUID, Ties]


def edges_within(shelf: Shelf, reach: Reach, matches: Matches) -> stories.Scored:
    """The scores of all pairs within and between the groups; stages what differs from the published ones.

    A tie counts also where, in a large group, others stand between the two.
    """
    lineup = reach.lineup
    rows = shelf.edges_of(reach.ties)
    first, second = (lineup.pairs_of(_tied(reach, which)) for which in (0, 1))
    later, earlier = lineup.distinct_pairs(engine.pairs_within(reach.labels, second, lineup), first, second)
    scores = known_scores(rows, lineup, (later, earlier), shelf.fresh)
    moved = np.array([lineup.number.get(item.article_id, -1) for item in matches.lineup.items], np.int64)
    _put(scores, lineup, (later, earlier), ((moved[matches.pairs[0]], moved[matches.pairs[1]]), matches.scores))
    missing = np.isnan(scores)
    scores[missing] = scored(lineup, later[missing], earlier[missing])
    made = ~np.isnan(scores)
    later, earlier, scores = later[made], earlier[made], scores[made]
    _stage(shelf, rows, _rows(reach, (later, earlier), scores))
    return stories.Scored([item.article_id for item in lineup.items], later, earlier, scores)


def _tied(reach: Reach, which: int) -> Iterator[tuple[UUID, UUID]]:
    """(article, its tie) of the best matches, or of the second best ones."""
    for article_id, tie_ids in reach.ties.items():
        if (tie_id := tie_ids[which]) is not None:
            yield article_id, tie_id


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


def _rows(reach: Reach, pairs: Pairs, scores: Scores) -> dict[UUID, Edges]:
    """The edges of each later article that has some."""
    lineup, (later, earlier) = reach.lineup, pairs
    first = starts(later)
    bounds = [*first.tolist(), len(later)]
    ids, millionths = lineup.raw_ids[earlier].tobytes(), np.rint(scores * UNIT).astype(">i4").tobytes()
    made = {}
    for place, start, end in zip(later[first].tolist(), bounds, bounds[1:], strict=False):
        later_id = lineup.items[place].article_id
        parts = ids[ID_BYTES * start : ID_BYTES * end], millionths[_SCORE_BYTES * start : _SCORE_BYTES * end]
        made[later_id] = Edges(later_id, reach.ties[later_id], *parts)
    return made


def _stage(shelf: Shelf, rows: Sequence[Edges], made: dict[UUID, Edges]) -> None:
    """Stage the rows of edges that differ from the published ones, empty where an article has none any more."""
    before = {row.later_id: row for row in rows}
    gone = [Edges(later_id, UNTIED, b"", b"") for later_id in before.keys() - made.keys()]
    shelf.stage_edges([*gone, *(row for later_id, row in made.items() if before.get(later_id) != row)])
