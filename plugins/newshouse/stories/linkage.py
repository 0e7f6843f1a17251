"""Joining groups in one connected part: whole matrices while it is small, sparse tables when it is not. Pure.

What two groups say of each other is half the mean score over the pairs between them (average linkage) and half the
mean, over the articles of either, of the best score with the other side. Half a story in one language and half of it
in another share few strong pairs, and nearly each article has one. Only pairs and articles within the window of the
other side count. Both ways give the same joins: sums and counts are whole numbers.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNSCORED_SHARE = 0.25  # matters only where linking leaves pairs of a group unscored: in groups of more than a hundred
DENSE_ARTICLES = 1_000  # seven matrices of 8 bytes a cell: 56 MB
_NEVER = -1.0
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """Articles to join, numbered from 0 by age; a group goes by the number of its first article.

    ``times``: of each article, seconds, ascending. ``left``, ``right``, ``millionths``: the scored pairs.
    ``joined``: (a, b) where people put article b into the group of its first article a. ``barred``: pairs of such
    groups, the smaller number first, that may not join.
    """

    times: Sequence[int]
    left: Ints
    right: Ints
    millionths: Ints
    joined: Sequence[tuple[int, int]]
    barred: frozenset[tuple[int, int]]


def joins(part: Part, least: int, window_s: int) -> list[tuple[int, int]]:
    """(a, b) for every join but people's, in order: b goes into a. ``least``: what to join from, in millionths."""
    if len(part.times) <= DENSE_ARTICLES:
        return _by_matrix(part, least, window_s)
    return _by_table(part, least, window_s)


def _by_matrix(part: Part, least: int, window_s: int) -> list[tuple[int, int]]:
    groups = _Matrices(part, window_s)
    for a, b in part.joined:
        groups.join(a, b)
    for a, b in part.barred:
        groups.barred[a, b] = groups.barred[b, a] = True
    means = np.stack([groups.means(a, least) for a in range(len(part.times))])
    best, partner = means.max(1), means.argmax(1)
    made: list[tuple[int, int]] = []
    while True:
        a = int(best.argmax())  # the first row that has the maximum is the smaller number of the smallest such pair
        if best[a] == _NEVER:
            return made
        b = int(partner[a])
        made.append((a, b))
        groups.join(a, b)
        row = groups.means(a, least)
        means[a] = means[:, a] = row
        means[b] = means[:, b] = _NEVER
        stale = (partner == a) | (partner == b)
        nearer = ((row > best) | ((row == best) & (a < partner))) & ~stale
        best[nearer], partner[nearer] = row[nearer], a
        stale[a] = stale[b] = True
        again = np.flatnonzero(stale)
        rows = means[again]
        best[again], partner[again] = rows.max(1), rows.argmax(1)


class _Matrices:
    """Groups being joined. ``totals``, group x group: sum of scores, scored pairs, pairs within the window."""

    def __init__(self, part: Part, window_s: int) -> None:
        count = len(part.times)
        cells = np.concatenate((part.left * count + part.right, part.right * count + part.left))
        times = np.array(part.times, np.int64)
        near = (np.abs(times[:, None] - times[None, :]) <= window_s).astype(np.float64)
        sums = np.bincount(cells, np.concatenate((part.millionths, part.millionths)), count * count)
        scored = np.bincount(cells, minlength=count * count)
        self.totals = np.stack((sums.reshape(count, count), scored.reshape(count, count), near)).astype(np.float64)
        # Article x group: the article's best score there, and whether the group comes within its window ...
        self.bests = np.stack((self.totals[0], near))
        # ... and group x group: both summed over the articles of the row's group.
        self.matched = self.bests.copy()
        self.group = np.arange(count)
        self.barred = np.eye(count, dtype=np.bool_)

    def join(self, a: int, b: int) -> None:
        """Put group b into group a."""
        self.totals[:, a] += self.totals[:, b]
        self.totals[:, :, a] = self.totals[:, a]
        self.matched[:, a] += self.matched[:, b]
        self.group[self.group == b] = a
        for bests, matched in zip(self.bests, self.matched, strict=True):
            np.maximum(bests[:, a], bests[:, b], out=bests[:, a])
            matched[:, a] = np.bincount(self.group, bests[:, a], len(self.group))
        self.barred[a] |= self.barred[b]
        self.barred[:, a] = self.barred[a]
        self.barred[b] = self.barred[:, b] = True

    def means(self, a: int, least: int) -> Floats:
        """What group a and each other say of each other, in millionths; _NEVER where they may not join."""
        sums, scored, near = self.totals[:, a]
        usable = (scored > 0) & ~self.barred[a]
        one = np.where(usable, 1.0, 0.0)  # keeps the divisions below from zero
        mean = sums / (scored + UNSCORED_SHARE * np.maximum(0.0, near - scored) + (1.0 - one))
        here = self.matched[0, a] / np.maximum(1.0, self.matched[1, a])
        there = self.matched[0, :, a] / np.maximum(1.0, self.matched[1, :, a])
        found = (mean + (here + there) / 2) / 2
        return np.where(usable & (found >= least), found, _NEVER)


@dataclass(slots=True)
class _Table:
    """Groups being joined; what is not in a table is 0."""

    window_s: int
    times: dict[int, list[int]]  # of a group's articles, ascending
    sums: dict[int, dict[int, int]]  # group -> group: scores between them in millionths
    counts: dict[int, dict[int, int]]  # the same: how many
    matched: dict[int, dict[int, int]]  # group -> group: best scores with it, over the articles of the first
    bests: dict[int, dict[int, int]]  # group -> article of another group: its best score with the first
    group: list[int]  # of each article
    members: dict[int, list[int]]  # of groups of more than one
    barred: dict[int, set[int]]


def _by_table(part: Part, least: int, window_s: int) -> list[tuple[int, int]]:
    table = _table(part, window_s)
    for a, b in part.joined:
        _join(table, a, b)
    for a, b in part.barred:
        table.barred.setdefault(a, set()).add(b)
        table.barred.setdefault(b, set()).add(a)
    heap = list(_entries(table, ((a, b) for a, row in table.sums.items() for b in row if a < b), least))
    heapq.heapify(heap)
    made: list[tuple[int, int]] = []
    while heap:
        mean, a, b = heapq.heappop(heap)
        if a not in table.times or b not in table.times or _entry(table, a, b)[0] != mean:
            continue
        if b in table.barred.get(a, ()):
            continue
        _join(table, a, b)
        made.append((a, b))
        for entry in _entries(table, ((min(a, other), max(a, other)) for other in table.sums[a]), least):
            heapq.heappush(heap, entry)
    return made


def _table(part: Part, window_s: int) -> _Table:
    places = range(len(part.times))
    sums: dict[int, dict[int, int]] = {place: {} for place in places}
    for a, b, score in zip(part.left.tolist(), part.right.tolist(), part.millionths.tolist(), strict=True):
        sums[a][b] = sums[b][a] = score
    return _Table(
        window_s,
        {place: [part.times[place]] for place in places},
        sums,
        {a: dict.fromkeys(row, 1) for a, row in sums.items()},
        {a: dict(row) for a, row in sums.items()},
        {a: dict(row) for a, row in sums.items()},
        list(places),
        {},
        {},
    )


def _entries(table: _Table, pairs: Iterable[tuple[int, int]], least: int) -> Iterable[tuple[float, int, int]]:
    found = (_entry(table, a, b) for a, b in pairs)
    return (entry for entry in found if entry[0] <= -least)


def _entry(table: _Table, a: int, b: int) -> tuple[float, int, int]:
    """(what a and b say of each other, negative; a; b)."""
    scored = table.counts[a].get(b, 0)
    if not scored:
        return 0.0, a, b
    pairs, near_a, near_b = _near(table.times[a], table.times[b], table.window_s)
    mean = table.sums[a].get(b, 0) / (scored + UNSCORED_SHARE * max(0, pairs - scored))
    here = table.matched[a].get(b, 0) / max(1, near_a)
    there = table.matched[b].get(a, 0) / max(1, near_b)
    return -(mean + (here + there) / 2) / 2, a, b


def _near(left: list[int], right: list[int], window_s: int) -> tuple[int, int, int]:
    """(pairs within the window, articles on the left that are in one, articles on the right that are)."""
    if max(left[-1], right[-1]) - min(left[0], right[0]) <= window_s:
        return len(left) * len(right), len(left), len(right)
    in_reach = [bisect_right(right, at + window_s) - bisect_left(right, at - window_s) for at in left]
    back = sum(bisect_right(left, at + window_s) > bisect_left(left, at - window_s) for at in right)
    return sum(in_reach), sum(count > 0 for count in in_reach), back


def _join(table: _Table, a: int, b: int) -> None:
    """Put group b into group a."""
    table.times[a] = sorted(table.times[a] + table.times.pop(b))
    for numbers in (table.sums, table.counts):
        for other, total in numbers.pop(b).items():
            del numbers[other][b]
            if other != a:
                numbers[a][other] = numbers[other][a] = numbers[a].get(other, 0) + total
    _match(table, a, b)
    for other in table.barred.pop(b, ()):
        table.barred[other].discard(b)
        table.barred[other].add(a)
        table.barred.setdefault(a, set()).add(other)


def _match(table: _Table, a: int, b: int) -> None:
    """Bring the best matches up to date: every article elsewhere has the better of its matches in a and b."""
    for other, total in table.matched.pop(b).items():
        table.matched[a][other] = table.matched[a].get(other, 0) + total
    for article in table.members.setdefault(b, [b]):
        table.group[article] = a
    table.members.setdefault(a, [a]).extend(table.members.pop(b))
    bests = table.bests[a]
    for article, score in table.bests.pop(b).items():
        bests[article] = max(score, bests.get(article, 0))
    bests = table.bests[a] = {article: score for article, score in bests.items() if table.group[article] != a}
    for group in {a, *(table.group[article] for article in bests)}:
        table.matched[group].pop(a, None)
        table.matched[group].pop(b, None)
    for article, score in bests.items():
        row = table.matched[table.group[article]]
        row[a] = row.get(a, 0) + score
