"""Average linkage in one connected part: whole matrices while it is small, sparse tables when it is not. Pure.

Both give the same joins: sums, counts and pairs within the window are whole numbers and add up when groups join.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNSCORED_SHARE = 0.25  # matters only where linking leaves pairs of a group unscored: in groups of more than a hundred
DENSE_GROUPS = 1_200  # four matrices of 8 bytes a cell: 46 MB
_NEVER = -1.0
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """Groups to join, numbered from 0 by their first article.

    ``times``: of each group, ascending. ``left``, ``right``, ``millionths``: the scored pairs between groups.
    ``barred``: pairs of groups, the smaller number first, that may not join.
    """

    times: Sequence[list[int]]
    left: Ints
    right: Ints
    millionths: Ints
    barred: frozenset[tuple[int, int]]


def joins(part: Part, least: int, window_s: int) -> list[tuple[int, int]]:
    """(a, b) for every join, in order: b goes into a. ``least`` is the mean to join from, in millionths."""
    if len(part.times) <= DENSE_GROUPS:
        return _by_matrix(part, least, window_s)
    return _by_table(part, least, window_s)


def _by_matrix(part: Part, least: int, window_s: int) -> list[tuple[int, int]]:
    totals = _totals(part, window_s)
    barred = np.eye(len(part.times), dtype=np.bool_)
    for a, b in part.barred:
        barred[a, b] = barred[b, a] = True
    means = _means(totals, barred, least)
    best, partner = means.max(1), means.argmax(1)
    made: list[tuple[int, int]] = []
    while True:
        a = int(best.argmax())  # the first row that has the maximum is the smaller number of the smallest such pair
        if best[a] == _NEVER:
            return made
        b = int(partner[a])
        made.append((a, b))
        totals[:, a] += totals[:, b]
        totals[:, :, a] = totals[:, a]
        barred[a] |= barred[b]
        barred[:, a] = barred[a]
        barred[b] = barred[:, b] = True
        row = _means(totals[:, a], barred[a], least)
        means[a] = means[:, a] = row
        means[b] = means[:, b] = _NEVER
        stale = (partner == a) | (partner == b)
        nearer = ((row > best) | ((row == best) & (a < partner))) & ~stale
        best[nearer], partner[nearer] = row[nearer], a
        stale[a] = stale[b] = True
        again = np.flatnonzero(stale)
        rows = means[again]
        best[again], partner[again] = rows.max(1), rows.argmax(1)


def _totals(part: Part, window_s: int) -> Floats:
    """Group x group matrices of the sum of scores, the number of scored pairs, and of pairs within the window."""
    count = len(part.times)
    cells = np.concatenate((part.left * count + part.right, part.right * count + part.left))
    sums = np.bincount(cells, np.concatenate((part.millionths, part.millionths)), count * count)
    scored = np.bincount(cells, minlength=count * count)
    times = np.array([at for times in part.times for at in times], np.int64)
    near = (np.abs(times[:, None] - times[None, :]) <= window_s).astype(np.float64)
    firsts = np.cumsum([0, *(len(times) for times in part.times[:-1])])
    near = np.add.reduceat(np.add.reduceat(near, firsts, axis=0), firsts, axis=1)
    return np.stack((sums.reshape(count, count), scored.reshape(count, count), near)).astype(np.float64)


def _means(totals: Floats, barred: NDArray[np.bool_], least: int) -> Floats:
    """Mean scores in millionths, _NEVER where the groups may not join; ``totals`` of all groups, or of one."""
    sums, scored, near = totals
    usable = (scored > 0) & ~barred
    means = sums / np.where(usable, scored + UNSCORED_SHARE * np.maximum(0.0, near - scored), 1.0)
    return np.where(usable & (means >= least), means, _NEVER)


@dataclass(slots=True)
class _Table:
    """Groups being joined. ``sums[a][b]``: scores between a and b in millionths, ``counts``: how many."""

    times: dict[int, list[int]]  # ascending
    sums: dict[int, dict[int, int]]
    counts: dict[int, dict[int, int]]
    barred: dict[int, set[int]]


def _by_table(part: Part, least: int, window_s: int) -> list[tuple[int, int]]:
    table = _table(part)
    heap = list(_entries(table, ((a, b) for a, row in table.sums.items() for b in row if a < b), least, window_s))
    heapq.heapify(heap)
    made: list[tuple[int, int]] = []
    while heap:
        mean, a, b = heapq.heappop(heap)
        if a not in table.times or b not in table.times or _entry(table, a, b, window_s)[0] != mean:
            continue
        if b in table.barred[a]:
            continue
        _join(table, a, b)
        made.append((a, b))
        for entry in _entries(table, ((min(a, other), max(a, other)) for other in table.sums[a]), least, window_s):
            heapq.heappush(heap, entry)
    return made


def _table(part: Part) -> _Table:
    groups = range(len(part.times))
    table = _Table(
        {group: list(part.times[group]) for group in groups},
        {group: {} for group in groups},
        {group: {} for group in groups},
        {group: set() for group in groups},
    )
    for a, b, score in zip(part.left.tolist(), part.right.tolist(), part.millionths.tolist(), strict=True):
        table.sums[a][b] = table.sums[b][a] = table.sums[a].get(b, 0) + score
        table.counts[a][b] = table.counts[b][a] = table.counts[a].get(b, 0) + 1
    for a, b in part.barred:
        table.barred[a].add(b)
        table.barred[b].add(a)
    return table


def _entries(
    table: _Table, pairs: Iterable[tuple[int, int]], least: int, window_s: int
) -> Iterable[tuple[float, int, int]]:
    found = (_entry(table, a, b, window_s) for a, b in pairs)
    return (entry for entry in found if entry[0] <= -least)


def _entry(table: _Table, a: int, b: int, window_s: int) -> tuple[float, int, int]:
    scored = table.counts[a].get(b, 0)
    unscored = max(0, _pairs_in_window(table.times[a], table.times[b], window_s) - scored)
    return (-table.sums[a].get(b, 0) / (scored + UNSCORED_SHARE * unscored) if scored else 0.0), a, b


def _pairs_in_window(left: list[int], right: list[int], window_s: int) -> int:
    if max(left[-1], right[-1]) - min(left[0], right[0]) <= window_s:
        return len(left) * len(right)
    if len(left) > len(right):
        left, right = right, left
    return sum(bisect_right(right, at + window_s) - bisect_left(right, at - window_s) for at in left)


def _join(table: _Table, a: int, b: int) -> None:
    """Put group b into group a."""
    table.times[a] = sorted(table.times[a] + table.times.pop(b))
    for numbers in (table.sums, table.counts):
        for other, total in numbers.pop(b).items():
            del numbers[other][b]
            if other != a:
                numbers[a][other] = numbers[other][a] = numbers[a].get(other, 0) + total
    for other in table.barred.pop(b):
        table.barred[other].discard(b)
        table.barred[other].add(a)
        table.barred[a].add(other)
