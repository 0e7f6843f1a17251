"""What clustering promises: the set decides, not the order; people are stronger than scores; a gap ends a story."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.errors import RejectError
from newshouse.stories import WINDOW_S, Overrides, cluster

HOUR = 3_600
CUT = 0.5


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, int], list[tuple[str, str, float]]]:
    count = draw(st.integers(1, 14))
    times = {f"a{one:02}": draw(st.integers(0, 200)) * HOUR for one in range(count)}
    pairs = [(f"a{a:02}", f"a{b:02}") for a in range(count) for b in range(a)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=40)) if pairs else []
    scores = [draw(st.sampled_from([0.1, 0.5, 0.500001, 0.7, 0.7, 0.9])) for _ in chosen]
    edges = [
        (a, b, score) for (a, b), score in zip(chosen, scores, strict=True) if abs(times[a] - times[b]) <= WINDOW_S
    ]
    return times, edges


@settings(max_examples=150, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    graph: tuple[dict[str, int], list[tuple[str, str, float]]], chance: random.Random
) -> None:
    times, edges = graph
    expected = cluster(times, edges, cut=CUT)
    ids, mixed = list(times), [(b, a, score) if chance.random() < 0.5 else (a, b, score) for a, b, score in edges]
    chance.shuffle(ids)
    chance.shuffle(mixed)
    assert cluster({one: times[one] for one in ids}, mixed, cut=CUT) == expected
    assert sorted(one for story in expected for one in story) == sorted(times)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_no_story_outlives_a_gap(graph: tuple[dict[str, int], list[tuple[str, str, float]]]) -> None:
    times, edges = graph
    for story in cluster(times, edges, cut=CUT):
        assert all(times[b] - times[a] <= WINDOW_S for a, b in pairwise(story))


def test_pairs_above_the_cut_join_and_others_do_not() -> None:
    times = {"a": 0, "b": HOUR, "c": 2 * HOUR}
    assert cluster(times, [("a", "b", 0.8), ("b", "c", 0.1)], cut=CUT) == [("a", "b"), ("c",)]


def test_one_link_between_two_groups_does_not_join_them() -> None:
    times = {one: place * HOUR for place, one in enumerate("abcdefgh")}
    edges = [(a, b, 0.9) for group in ("abcd", "efgh") for a in group for b in group if a < b]
    assert cluster(times, [*edges, ("d", "e", 0.9)], cut=CUT) == [("a", "b", "c", "d"), ("e", "f", "g", "h")]


def test_people_are_stronger_than_scores() -> None:
    times = {"a": 0, "b": HOUR, "c": 2 * HOUR}
    people = Overrides(must_link=(("a", "c"),), cannot_link=(("a", "b"),))
    assert cluster(times, [("a", "b", 0.99)], cut=CUT, overrides=people) == [("a", "c"), ("b",)]


def test_people_may_join_across_a_gap() -> None:
    times = {"a": 0, "b": 3 * WINDOW_S}
    assert cluster(times, [], cut=CUT, overrides=Overrides(must_link=(("a", "b"),))) == [("a", "b")]


def test_contradicting_people_are_refused() -> None:
    times = {"a": 0, "b": 1, "c": 2}
    people = Overrides(must_link=(("a", "b"), ("b", "c")), cannot_link=(("a", "c"),))
    with pytest.raises(RejectError, match=r"overrides_contradict.*a and c"):
        cluster(times, [], cut=CUT, overrides=people)


def test_each_article_matched_well_joins_two_groups_though_most_pairs_are_weak() -> None:
    times = {one: place * HOUR for place, one in enumerate("abcdef")}
    edges = [(a, b, 0.9) for group in ("abc", "def") for a in group for b in group if a < b]
    edges += [(a, b, 0.9 if ord(b) - ord(a) == 3 else 0.2) for a in "abc" for b in "def"]
    assert cluster(times, edges, cut=CUT) == [tuple("abcdef")]


def test_no_articles_no_stories() -> None:
    assert cluster({}, [], cut=CUT) == []
