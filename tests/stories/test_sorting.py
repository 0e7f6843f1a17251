"""Columns of numbers: what numpy's own functions say."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from newshouse.stories.sorting import among, distinct, ranges, starts

numbers = st.lists(st.integers(-9, 9), max_size=30).map(lambda some: np.array(some, np.int64))


@given(numbers, numbers)
def test_distinct_and_among(some: np.ndarray, others: np.ndarray) -> None:
    assert distinct(some).tolist() == np.unique(some).tolist()
    assert among(some, distinct(others)).tolist() == np.isin(some, others).tolist()


@given(numbers)
def test_a_number_starts_where_it_stands_first(some: np.ndarray) -> None:
    ordered = np.sort(some)
    assert ordered[starts(ordered)].tolist() == np.unique(some).tolist()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=9))
def test_every_place_of_every_range(bounds: list[tuple[int, int]]) -> None:
    start, end = np.array(bounds, np.int64).reshape(-1, 2).T
    owner, place = ranges(start, end)
    expected = [(number, one) for number, (a, b) in enumerate(bounds) for one in range(a, b)]
    assert list(zip(owner.tolist(), place.tolist(), strict=True)) == expected
