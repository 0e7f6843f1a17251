"""Which articles are one story: average linkage over scored pairs. Pure; the same set gives the same stories.

Two groups join while the mean score over the pairs between them is at least the cut, best mean first. A pair that was
never scored adds nothing to the sum but UNSCORED_SHARE of a pair to the count: an index that lists the nearest few
leaves out many pairs of a big story. A pair further apart than the window cannot have been scored and does not count.
Scores are added up as whole millionths, so that no order of adding changes a sum; ties go to the smallest ids.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from newshouse.errors import RejectError

Id = TypeVar("Id", bound=Any)
Pair = tuple[Id, Id]
WINDOW_S = 96 * 3_600
_UNIT = 1_000_000
UNSCORED_SHARE = 0.25  # matters only where linking leaves pairs of a group unscored: in groups of more than a hundred


@dataclass(frozen=True, slots=True)
class Overrides:
    """What people decided: pairs of ids that are one story, and pairs that are not, whatever the scores say."""

    must_link: tuple[Pair[Any], ...] = ()
    cannot_link: tuple[Pair[Any], ...] = ()


@dataclass(slots=True)
class _Groups:
    """Groups being joined, by number. ``sums[a][b]``: scores between a and b in millionths, ``counts``: how many."""

    times: dict[int, list[int]] = field(default_factory=dict)  # ascending
    sums: dict[int, dict[int, int]] = field(default_factory=dict)
    counts: dict[int, dict[int, int]] = field(default_factory=dict)
    barred: dict[int, set[int]] = field(default_factory=dict)


def cluster(
    published_s: Mapping[Id, int],
    edges: Iterable[tuple[Id, Id, float]],
    *,
    cut: float,
    overrides: Overrides | None = None,
    window_s: int = WINDOW_S,
) -> list[tuple[Id, ...]]:
    """Divide the articles of ``published_s`` (id -> seconds since 1970) into stories.

    ``edges`` are (id, id, score 0..1), each pair once; ids not in ``published_s`` are passed over. Returns tuples of
    ids by (time, id), each story's earliest first. Raises RejectError ``overrides_contradict`` when people's
    decisions do.
    """
    overrides = overrides or Overrides()
    ids = sorted(published_s, key=lambda one: (published_s[one], one))
    number = {one: place for place, one in enumerate(ids)}
    root = _joined_by_people(number, overrides, ids)
    groups = _start(ids, published_s, root, _known(number, ((a, b, score) for a, b, score in edges)))
    _bar(groups, root, number, overrides, ids)
    joined = _link(groups, cut, window_s)
    members: dict[int, list[int]] = {}
    for place in range(len(ids)):
        members.setdefault(_find(joined, root[place]), []).append(place)
    kept = set(overrides.must_link)
    stories = [part for story in members.values() for part in _living(story, ids, published_s, window_s, kept)]
    return [tuple(ids[place] for place in story) for story in sorted(stories)]


def _known(number: dict[Id, int], edges: Iterable[tuple[Id, Id, float]]) -> Iterable[tuple[int, int, int]]:
    for a, b, score in edges:
        if a in number and b in number and a != b:
            yield number[a], number[b], round(score * _UNIT)


def _joined_by_people(number: dict[Id, int], overrides: Overrides, ids: Sequence[Id]) -> list[int]:
    """place -> smallest place that people joined it with."""
    root = {place: place for place in range(len(ids))}
    for a, b in overrides.must_link:
        if a in number and b in number:
            low, high = sorted((_find(root, number[a]), _find(root, number[b])))
            root[high] = low
    return [_find(root, place) for place in range(len(ids))]


def _start(
    ids: Sequence[Id], published_s: Mapping[Id, int], root: list[int], edges: Iterable[tuple[int, int, int]]
) -> _Groups:
    groups = _Groups()
    for place, one in enumerate(ids):
        groups.times.setdefault(root[place], []).append(published_s[one])
        groups.sums.setdefault(root[place], {})
        groups.counts.setdefault(root[place], {})
    for left, right, score in edges:
        a, b = root[left], root[right]
        if a != b:
            groups.sums[a][b] = groups.sums[b][a] = groups.sums[a].get(b, 0) + score
            groups.counts[a][b] = groups.counts[b][a] = groups.counts[a].get(b, 0) + 1
    return groups


def _bar(groups: _Groups, root: list[int], number: dict[Id, int], overrides: Overrides, ids: Sequence[Id]) -> None:
    for a, b in overrides.cannot_link:
        if a not in number or b not in number:
            continue
        left, right = root[number[a]], root[number[b]]
        if left == right:
            raise RejectError("overrides_contradict", f"{a} and {b} are to be both one story and two")
        groups.barred.setdefault(left, set()).add(right)
        groups.barred.setdefault(right, set()).add(left)


def _link(groups: _Groups, cut: float, window_s: int) -> dict[int, int]:
    """Join in place, best mean first; returns group -> group it went into."""
    least = round(cut * _UNIT)
    heap = [
        entry
        for a, others in groups.sums.items()
        for b in others
        if a < b and (entry := _entry(groups, a, b, window_s))[0] <= -least
    ]
    heapq.heapify(heap)
    joined = {group: group for group in groups.times}
    while heap:
        mean, a, b = heapq.heappop(heap)
        if a not in groups.times or b not in groups.times or _entry(groups, a, b, window_s)[0] != mean:
            continue
        if b in groups.barred.get(a, ()):
            continue
        _join(groups, a, b)
        joined[b] = a
        for other in groups.sums[a]:
            entry = _entry(groups, min(a, other), max(a, other), window_s)
            if entry[0] <= -least:
                heapq.heappush(heap, entry)
    return joined


def _entry(groups: _Groups, a: int, b: int, window_s: int) -> tuple[float, int, int]:
    scored = groups.counts[a].get(b, 0)
    unscored = max(0, _pairs_in_window(groups.times[a], groups.times[b], window_s) - scored)
    return (-groups.sums[a].get(b, 0) / (scored + UNSCORED_SHARE * unscored) if scored else 0.0), a, b


def _pairs_in_window(left: list[int], right: list[int], window_s: int) -> int:
    if max(left[-1], right[-1]) - min(left[0], right[0]) <= window_s:
        return len(left) * len(right)
    if len(left) > len(right):
        left, right = right, left
    return sum(bisect_right(right, at + window_s) - bisect_left(right, at - window_s) for at in left)


def _join(groups: _Groups, a: int, b: int) -> None:
    """Put group b into group a."""
    groups.times[a] = sorted(groups.times[a] + groups.times.pop(b))
    for table in (groups.sums, groups.counts):
        for other, total in table.pop(b).items():
            del table[other][b]
            if other != a:
                table[a][other] = table[other][a] = table[a].get(other, 0) + total
    for other in groups.barred.pop(b, set()):
        groups.barred[other].discard(b)
        groups.barred[other].add(a)
        groups.barred.setdefault(a, set()).add(other)


def _living(
    story: list[int], ids: Sequence[Id], published_s: Mapping[Id, int], window_s: int, kept: set[Pair[Id]]
) -> list[list[int]]:
    """``story`` cut wherever it got no article for longer than the window, unless people joined across the gap."""
    parts = [[story[0]]]
    for before, after in pairwise(story):
        if published_s[ids[after]] - published_s[ids[before]] > window_s and not _spans(story, ids, after, kept):
            parts.append([])
        parts[-1].append(after)
    return parts


def _spans(story: list[int], ids: Sequence[Id], first_after: int, kept: set[Pair[Id]]) -> bool:
    if not kept:
        return False
    early = {ids[place] for place in story if place < first_after}
    late = {ids[place] for place in story if place >= first_after}
    return any((a in early and b in late) or (b in early and a in late) for a, b in kept)


def _find(parent: dict[int, int], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one
