"""Which articles are one story: linkage over scored pairs. Pure; the same set gives the same stories.

Two groups join while what their pairs say of each other (linkage.py: half the mean score, half the mean of each
article's best) is at least the cut, the most alike first. In the mean, a pair that was never scored adds nothing to
the sum but UNSCORED_SHARE of a pair to the count: an index that lists the nearest few leaves out many pairs of a big
story. A pair further apart than the window cannot have been scored and does not count. Scores are added up as whole
millionths, so that no order of adding changes a sum; ties go to the smallest ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from newshouse.errors import RejectError
from newshouse.stories.linkage import Part, joins

Id = TypeVar("Id", bound=Any)
Pair = tuple[Id, Id]
Ints = NDArray[np.int64]
WINDOW_S = 96 * 3_600
_UNIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Overrides:
    """What people decided: pairs of ids that are one story, and pairs that are not, whatever the scores say."""

    must_link: tuple[Pair[Any], ...] = ()
    cannot_link: tuple[Pair[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """Many scored pairs in columns: pair i is of ``ids[left[i]]`` and ``ids[right[i]]``."""

    ids: Sequence[Any]
    left: Ints
    right: Ints
    scores: NDArray[np.float64]


def cluster(
    published_s: Mapping[Id, int],
    edges: Iterable[tuple[Id, Id, float]] | Scored,
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
    pairs = _known(number, edges if isinstance(edges, Scored) else columns(edges))
    barred = _barred(root, number, overrides, ids)
    times = [published_s[one] for one in ids]
    joined = {place: place for place in range(len(ids))}
    least = round(cut * _UNIT)
    for places, part in _parts(times, root, pairs, barred, least):
        for a, b in (*part.joined, *joins(part, least, window_s)):
            joined[places[b]] = places[a]
    members: dict[int, list[int]] = {}
    for place in range(len(ids)):
        members.setdefault(_find(joined, place), []).append(place)
    kept = set(overrides.must_link)
    stories = [part for story in members.values() for part in _living(story, ids, published_s, window_s, kept)]
    return [tuple(ids[place] for place in story) for story in sorted(stories)]


def columns(edges: Iterable[tuple[Id, Id, float]]) -> Scored:
    """``edges`` as columns."""
    places: dict[Id, int] = {}
    rows = [(places.setdefault(a, len(places)), places.setdefault(b, len(places)), score) for a, b, score in edges]
    left, right, scores = zip(*rows, strict=True) if rows else ((), (), ())
    return Scored(list(places), np.array(left, np.int64), np.array(right, np.int64), np.array(scores, np.float64))


def _known(number: dict[Id, int], edges: Scored) -> tuple[Ints, Ints, Ints]:
    """The pairs whose articles are both known, by their numbers, with scores in millionths."""
    numbers = np.array([number.get(one, -1) for one in edges.ids], np.int64)
    left, right = numbers[edges.left], numbers[edges.right]
    known = (left >= 0) & (right >= 0) & (left != right)
    return left[known], right[known], np.rint(edges.scores[known] * _UNIT).astype(np.int64)


def _parts(
    times: Sequence[int], root: Sequence[int], pairs: tuple[Ints, Ints, Ints], barred: set[tuple[int, int]], least: int
) -> Iterable[tuple[list[int], Part]]:
    """What can be joined at all, part by part: a mean is never above the best of its pairs. Yields (places, Part)."""
    left, right, millionths = pairs
    joining = millionths >= least
    roots, own = np.array(root, np.int64), np.arange(len(root))
    ends = np.concatenate((left[joining], own)), np.concatenate((right[joining], roots))
    labels = _connected(len(times), *ends).tolist()
    parts: dict[int, list[int]] = {}
    for place in range(len(times)):
        parts.setdefault(labels[place], []).append(place)
    whole = [places for places in parts.values() if len(places) > 1]
    part_of = np.full(len(times), -1, np.int64)
    place_of = np.zeros_like(part_of)
    for number, places in enumerate(whole):
        part_of[places], place_of[places] = number, np.arange(len(places))
    order = np.argsort(part_of[left], kind="stable")
    left, right, millionths = left[order], right[order], millionths[order]
    bounds = np.searchsorted(part_of[left], np.arange(len(whole) + 1)).tolist()
    for number, places in enumerate(whole):
        mine = slice(bounds[number], bounds[number + 1])
        inside = part_of[right[mine]] == number
        yield (
            places,
            Part(
                [times[place] for place in places],
                place_of[left[mine][inside]],
                place_of[right[mine][inside]],
                millionths[mine][inside],
                [(int(place_of[root[place]]), int(place_of[place])) for place in places if root[place] != place],
                frozenset(
                    (int(place_of[a]), int(place_of[b])) for a, b in barred if part_of[a] == part_of[b] == number
                ),
            ),
        )


def _connected(count: int, left: Ints, right: Ints) -> Ints:
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


def _joined_by_people(number: dict[Id, int], overrides: Overrides, ids: Sequence[Id]) -> list[int]:
    """place -> smallest place that people joined it with."""
    root = {place: place for place in range(len(ids))}
    for a, b in overrides.must_link:
        if a in number and b in number:
            low, high = sorted((_find(root, number[a]), _find(root, number[b])))
            root[high] = low
    return [_find(root, place) for place in range(len(ids))]


def _barred(root: list[int], number: dict[Id, int], overrides: Overrides, ids: Sequence[Id]) -> set[tuple[int, int]]:
    """The pairs of groups, the smaller first, that people keep apart."""
    found = set()
    for a, b in overrides.cannot_link:
        if a not in number or b not in number:
            continue
        low, high = sorted((root[number[a]], root[number[b]]))
        if low == high:
            raise RejectError("overrides_contradict", f"{a} and {b} are to be both one story and two")
        found.add((low, high))
    return found


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
