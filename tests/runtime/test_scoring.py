"""B-cubed against values worked out by hand; copies found, typed, and false."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.runtime.scoring import CopyScore, KnownCopy, b_cubed_f1, copy_score

labels = st.dictionaries(st.text(max_size=3), st.integers(0, 3), max_size=12)


def test_a_perfect_match_is_one_whatever_the_names() -> None:
    assert b_cubed_f1({"a": 7, "b": 7, "c": 9}, {"a": "x", "b": "x", "c": "y"}) == 1.0


def test_everything_in_one_cluster() -> None:
    # two stories of two: precision 1/2 for each, recall 1
    assert b_cubed_f1(dict.fromkeys("abcd", 1), {"a": 1, "b": 1, "c": 2, "d": 2}) == pytest.approx(2 / 3)


def test_an_item_not_found_is_a_cluster_of_its_own() -> None:
    assert b_cubed_f1({"a": 1}, {"a": 1, "b": 1}) == pytest.approx(2 * 1 * 0.5 / 1.5)


@given(labels)
def test_it_is_one_exactly_for_the_truth_itself(truth: dict[str, int]) -> None:
    assert b_cubed_f1(truth, truth) == pytest.approx(1.0)


@given(labels, labels)
def test_it_stays_within_bounds(found: dict[str, int], truth: dict[str, int]) -> None:
    assert 0 < b_cubed_f1(found, truth) <= 1.0 + 1e-12


def test_copies_are_found_typed_and_false() -> None:
    own = KnownCopy(frozenset(), None)
    truth = {
        "wire": own,
        "verbatim": KnownCopy(frozenset({"wire"}), "exact"),
        "edited": KnownCopy(frozenset({"wire"}), "near"),
        "unfound": KnownCopy(frozenset({"wire"}), "near"),
        "other": own,
    }
    found = [
        ("verbatim", "wire", "exact"),
        ("edited", "verbatim", "part"),  # the same text at another outlet; the wrong kind
        ("other", "wire", "near"),
        ("unknown", "wire", "near"),
    ]
    assert copy_score(found, truth) == CopyScore(known=3, found=2, typed=1, false=1)
