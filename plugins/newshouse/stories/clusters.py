"""Which articles are one story: linkage over scored pairs. Pure; the same set gives the same stories.

Groups that are each other's best match join while what they say of each other (linkage.py) is at least the cut.
Scores are added up as whole millionths, so that no order of adding changes a sum; ties go to the smallest ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from newshouse.errors import RejectError
from newshouse.stories.linkage import Pairs, joined
from newshouse.stories.sorting import Ints

Id = TypeVar("Id", bound=Any)
Pair = tuple[Id, Id]
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
    times = np.array([published_s[one] for one in ids], np.int64)
    least = round(cut * _UNIT)
    groups = joined(times, pairs, root, barred, (least, window_s))
    members: dict[int, list[int]] = {}
    for place, group in enumerate(groups.tolist()):
        members.setdefault(group, []).append(place)
    kept = set(overrides.must_link)
    stories = [part for story in members.values() for part in _living(story, ids, published_s, window_s, kept)]
    return [tuple(ids[place] for place in story) for story in sorted(stories)]


def columns(edges: Iterable[tuple[Id, Id, float]]) -> Scored:
    """``edges`` as columns."""
    places: dict[Id, int] = {}
    rows = [(places.setdefault(a, len(places)), places.setdefault(b, len(places)), score) for a, b, score in edges]
    left, right, scores = zip(*rows, strict=True) if rows else ((), (), ())
    return Scored(list(places), np.array(left, np.int64), np.array(right, np.int64), np.array(scores, np.float64))


def _known(number: dict[Id, int], edges: Scored) -> Pairs:
    """The pairs whose articles are both known, by their numbers."""
    numbers = np.array([number.get(one, -1) for one in edges.ids], np.int64)
    one, other = numbers[edges.left], numbers[edges.right]
    known = (one >= 0) & (other >= 0) & (one != other)
    one, other = one[known], other[known]
    millionths = np.rint(edges.scores[known] * _UNIT).astype(np.int64)
    return Pairs(np.minimum(one, other), np.maximum(one, other), millionths, np.ones_like(one))


def _joined_by_people(number: dict[Id, int], overrides: Overrides, ids: Sequence[Id]) -> Ints:
    """place -> smallest place that people joined it with."""
    root = {place: place for place in range(len(ids))}
    for a, b in overrides.must_link:
        if a in number and b in number:
            low, high = sorted((_find(root, number[a]), _find(root, number[b])))
            root[high] = low
    return np.array([_find(root, place) for place in range(len(ids))], np.int64)


def _barred(root: Ints, number: dict[Id, int], overrides: Overrides, ids: Sequence[Id]) -> set[tuple[int, int]]:
    """The pairs of groups, the smaller first, that people keep apart."""
    found = set()
    for a, b in overrides.cannot_link:
        if a not in number or b not in number:
            continue
        low, high = sorted((int(root[number[a]]), int(root[number[b]])))
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
