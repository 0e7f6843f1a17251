"""Joining groups of articles, in rounds: in each, all groups that are each other's best match join. Pure.

What two groups say of each other is half the mean score over the pairs between them (average linkage) and half the
mean, over the articles of either, of the best score with the other side. Half a story in one language and half of it
in another share few strong pairs, and nearly each article has one. A pair that was never scored adds nothing to the
sum but UNSCORED_SHARE of a pair to the count; only pairs and articles within the window of the other side count.

Two groups that are each other's best match are what joining the best pair first comes to as well, sooner or later
(for averages it is the same: Murtagh 1983); in rounds all of them are joined at once, in columns, for all stories
together. On headlines held out the stories are as good. Sums and counts are whole numbers, and ties go to the smaller
number, so that the best pair of all is always one that joins.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newshouse.stories.sorting import Ints, ranges, starts

UNSCORED_SHARE = 0.25  # matters only where linking leaves pairs of a group unscored: in the very large
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is known between groups: ``left`` < ``right``, each pair once; how many ``scored`` pairs, and their sum."""

    left: Ints
    right: Ints
    millionths: Ints
    scored: Ints

    def taken(self, places: NDArray[np.bool_]) -> Pairs:
        """Those at ``places``."""
        return Pairs(self.left[places], self.right[places], self.millionths[places], self.scored[places])


@dataclass(frozen=True, slots=True)
class _Matches:
    """The best score of each article with each other group that it has one with."""

    article: Ints
    group: Ints
    millionths: Ints

    def taken(self, places: NDArray[np.bool_]) -> _Matches:
        return _Matches(self.article[places], self.group[places], self.millionths[places])


@dataclass(frozen=True, slots=True)
class _Groups:
    """Of every group, at the number of its first article: how many articles; ``ordered``: all, by group."""

    sizes: Ints
    ordered: Ints  # numbers of articles
    starts: Ints  # where in ``ordered`` a group begins


def joined(times: Ints, pairs: Pairs, roots: Ints, barred: Collection[tuple[int, int]], rule: tuple[int, int]) -> Ints:
    """For every article the number of the first article of its group.

    Articles go by their number in order of age; ``times``: seconds. ``roots``: the groups that people made, in the form
    of the result; ``barred``: pairs of them that may not join. ``rule``: what to join from, in millionths, and the
    window in seconds.
    """
    least, window_s = rule
    parts = _parts(pairs, roots, least)
    kept = parts[pairs.left] == parts[pairs.right]
    one, other, millionths = pairs.left[kept], pairs.right[kept], pairs.millionths[kept]
    matches = _Matches(np.concatenate((one, other)), np.concatenate((other, one)), np.tile(millionths, 2))
    of, away = roots, np.array(sorted(barred), np.int64).reshape(-1, 2)
    pairs, matches = _between(of, Pairs(one, other, millionths, pairs.scored[kept])), _matched(of, matches)
    while True:
        values = _values(times, of, pairs, matches, window_s)
        able = values >= least
        if len(away):
            apart = np.sort(of[away], axis=1)
            able &= ~np.isin(pairs.left * len(of) + pairs.right, apart[:, 0] * len(of) + apart[:, 1])
        into, gone = _mutual(pairs.left[able], pairs.right[able], values[able], len(of))
        if not len(into):
            return of
        to, moving = np.arange(len(of)), np.zeros(len(of), np.bool_)
        to[gone], moving[parts[into]] = into, True
        of = to[of]
        # What nothing joined in this round stays as it is: its values will be the same in the next.
        pairs = _between(of, pairs.taken(moving[parts[pairs.left]]))
        matches = _matched(of, matches.taken(moving[parts[matches.article]]))


def connected(count: int, left: Ints, right: Ints) -> Ints:
    """For each of ``count`` numbers the smallest that pairs lead to from it, directly or through others."""
    labels = np.arange(count)
    while True:
        before = labels
        labels = labels.copy()
        least = np.minimum(labels[left], labels[right])
        np.minimum.at(labels, left, least)
        np.minimum.at(labels, right, least)
        labels = labels[labels]
        if np.array_equal(labels, before):
            return labels


def _parts(pairs: Pairs, roots: Ints, least: int) -> Ints:
    """For each article what it can be joined with at all: a mean is never above the best of its pairs."""
    joining, own = pairs.millionths >= least, np.arange(len(roots))
    return connected(
        len(roots), np.concatenate((pairs.left[joining], own)), np.concatenate((pairs.right[joining], roots))
    )


def _between(of: Ints, pairs: Pairs) -> Pairs:
    """``pairs``, of groups as they were, by the groups ``of`` their articles now."""
    one, other = of[pairs.left], of[pairs.right]
    apart = one != other
    pairs, codes = pairs.taken(apart), (np.minimum(one, other) * len(of) + np.maximum(one, other))[apart]
    order = np.argsort(codes)
    first = starts(codes[order])
    if not len(first):
        return pairs
    sums, counts = (np.add.reduceat(numbers[order], first) for numbers in (pairs.millionths, pairs.scored))
    codes = codes[order[first]]
    return Pairs(codes // len(of), codes % len(of), sums, counts)


def _matched(of: Ints, matches: _Matches) -> _Matches:
    group = of[matches.group]
    apart = of[matches.article] != group
    matches, codes = matches.taken(apart), (matches.article * len(of) + group)[apart]
    order = np.argsort(codes)
    first = starts(codes[order])
    if not len(first):
        return matches
    codes = codes[order[first]]
    return _Matches(codes // len(of), codes % len(of), np.maximum.reduceat(matches.millionths[order], first))


def _values(times: Ints, of: Ints, pairs: Pairs, matches: _Matches, window_s: int) -> Floats:
    """What the groups of each pair say of each other, in millionths."""
    near, near_left, near_right = _near(times, of, pairs, window_s)
    mean = pairs.millionths / (pairs.scored + UNSCORED_SHARE * np.maximum(0, near - pairs.scored))
    codes = of[matches.article] * len(of) + matches.group
    order = np.argsort(codes)
    first = starts(codes[order])
    sums = np.add.reduceat(matches.millionths[order], first) if len(first) else first
    codes = codes[order[first]]
    here = sums[np.searchsorted(codes, pairs.left * len(of) + pairs.right)] / near_left
    there = sums[np.searchsorted(codes, pairs.right * len(of) + pairs.left)] / near_right
    return np.asarray((mean + (here + there) / 2) / 2)


def _near(times: Ints, of: Ints, pairs: Pairs, window_s: int) -> tuple[Ints, Ints, Ints]:
    """(pairs of articles within the window, articles on the left that are in one, articles on the right)."""
    sizes, last = np.bincount(of, minlength=len(of)), np.zeros(len(of), np.int64)
    last[of] = times  # the last of each is written last
    near_left, near_right = sizes[pairs.left], sizes[pairs.right]
    near = near_left * near_right
    since, until = times[pairs.left], np.maximum(last[pairs.left], last[pairs.right])
    long = np.flatnonzero(until - since > window_s)
    if len(long):
        groups = _Groups(sizes, np.argsort(of, kind="stable"), np.cumsum(sizes) - sizes)
        near[long], near_left[long] = _within(times, groups, (pairs.left[long], pairs.right[long]), window_s)
        near_right[long] = _within(times, groups, (pairs.right[long], pairs.left[long]), window_s)[1]
    return near, near_left, near_right


def _within(times: Ints, groups: _Groups, pairs: tuple[Ints, Ints], window_s: int) -> tuple[Ints, Ints]:
    """(pairs of articles of the two groups within the window, articles of the first that are in one)."""
    one, other = pairs
    owner, place = ranges(groups.starts[one], groups.starts[one] + groups.sizes[one])
    at = times[groups.ordered[place]]
    span = int(times[-1] - times[0]) + 2 * window_s + 1
    base = other[owner] * span - times[0] + window_s
    codes = _owners(groups) * span + times[groups.ordered] - times[0] + window_s
    in_reach = np.searchsorted(codes, base + at + window_s, "right") - np.searchsorted(codes, base + at - window_s)
    count = len(one)
    reached = np.bincount(owner, in_reach > 0, count).astype(np.int64)
    return np.bincount(owner, in_reach, count).astype(np.int64), reached


def _owners(groups: _Groups) -> Ints:
    return np.repeat(np.arange(len(groups.sizes)), groups.sizes)


def _mutual(left: Ints, right: Ints, values: Floats, count: int) -> tuple[Ints, Ints]:
    """(group, group that goes into it) of all that are each other's best; of equal ones the smaller number is it."""
    one, other, both = np.concatenate((left, right)), np.concatenate((right, left)), np.concatenate((values, values))
    order = np.lexsort((other, -both, one))
    first = order[starts(one[order])]
    best = np.full(count, -1)
    best[one[first]] = other[first]
    able = (best[left] == right) & (best[right] == left)
    return left[able], right[able]
