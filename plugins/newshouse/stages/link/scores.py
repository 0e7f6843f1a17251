"""The scores of pairs of articles, many at once. Pure, no I/O."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from newshouse import copies, stories
from newshouse.records import CopyLink
from newshouse.stages.link.lineup import Lineup
from newshouse.stages.link.prepared import Prepared
from newshouse.stories.sorting import Ints, distinct

UNIT: Final = 1_000_000  # scores are kept in whole millionths
TELLING_SIMILARITY: Final = 0.5
Scores = NDArray[np.float64]


def connects(score: float) -> bool:
    """Whether an edge can hold a story together: groups join on means, and no mean is above the best of its pairs."""
    return round(score * UNIT) >= round(stories.cut() * UNIT)


def scored(lineup: Lineup, later: Ints, earlier: Ints) -> Scores:
    """The score of each pair, to six decimals; NaN of two followers, which tell each other nothing."""
    result = np.full(len(later), np.nan)
    is_member = np.array([item.role == "member" for item in lineup.items], np.bool_)
    wanted = np.flatnonzero(is_member[later] | is_member[earlier])
    if not len(wanted):
        return result
    involved = distinct(np.concatenate((later[wanted], earlier[wanted])))
    items = [lineup.items[place] for place in involved.tolist()]
    one, other = np.searchsorted(involved, later[wanted]), np.searchsorted(involved, earlier[wanted])
    found = stories.score_many([item.features for item in items], one, other, _telling_copies(items, one, other))
    result[wanted] = np.round(found, 6)
    return result


def telling_copy(later: Prepared, earlier: Prepared) -> CopyLink | None:
    """The copy as far as it tells of stories: below TELLING_SIMILARITY boilerplate may be all they share."""
    mine, theirs = later.fingerprint, earlier.fingerprint
    if not mine.exact or not theirs.exact:
        return None
    link = copies.compare(later.text, earlier.text)
    return link if link is not None and link.similarity >= TELLING_SIMILARITY else None


def _telling_copies(items: list[Prepared], later: Ints, earlier: Ints) -> dict[int, CopyLink]:
    """telling_copy() by the place of the pair, of those that have one; most pairs are ruled out by a look."""
    prints = [item.fingerprint for item in items]
    found = {}
    for place, (one, other) in enumerate(zip(later.tolist(), earlier.tolist(), strict=True)):
        mine, theirs = prints[one], prints[other]
        if not mine.exact or not theirs.exact:
            continue
        if mine.exact != theirs.exact:
            if mine.sample_set.isdisjoint(theirs.sample_set):
                continue
            if not copies.resembles(mine, theirs, TELLING_SIMILARITY):
                continue
        if (link := telling_copy(items[one], items[other])) is not None:
            found[place] = link
    return found
