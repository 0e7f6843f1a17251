"""Trees in columns say what going down them one by one says."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.stories.model import frozen
from newshouse.stories.trees import MOST_LEAVES, Trees

FEATURES = 4


def grown(dice: random.Random, count: int) -> Trees:
    """Invented trees of 1 to MOST_LEAVES leaves; thresholds are few, so that values meet them exactly."""
    size = 2 * MOST_LEAVES - 1
    shape = (count, size)
    feature, threshold = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
    left, right = np.tile(np.arange(size), (count, 1)), np.tile(np.arange(size), (count, 1))
    value = np.array([[dice.uniform(-1, 1) for _ in range(size)] for _ in range(count)], np.float32)
    for tree in range(count):
        leaves, used = [0], 1
        for _ in range(dice.randrange(MOST_LEAVES)):
            node = leaves.pop(dice.randrange(len(leaves)))
            feature[tree, node], threshold[tree, node] = dice.randrange(FEATURES), dice.randrange(5) / 4
            left[tree, node], right[tree, node] = used, used + 1
            leaves += [used, used + 1]
            used += 2
    return Trees(feature, threshold, left, right, value, MOST_LEAVES)


def gone_down(trees: Trees, row: np.ndarray) -> float:
    total = 0.0
    for tree in range(len(trees.feature)):
        node = 0
        while trees.left[tree, node] != node:
            goes_left = row[trees.feature[tree, node]] <= trees.threshold[tree, node]
            node = int((trees.left if goes_left else trees.right)[tree, node])
        total += float(trees.value[tree, node])
    return total


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 5), st.integers(0, 30))
def test_columns_arrive_where_going_down_does(dice: random.Random, count: int, row_count: int) -> None:
    trees = grown(dice, count)
    rows = np.array([[dice.randrange(-2, 9) / 4 for _ in range(FEATURES)] for _ in range(row_count)], np.float32)
    rows = rows.reshape(-1, FEATURES)
    assert trees.log_odds(rows).tolist() == pytest.approx([gone_down(trees, row) for row in rows])


def test_contributions_add_up_to_the_log_odds() -> None:
    trees = grown(random.Random(7), 12)
    row = np.array([0.5, 0.25, 1.0, -0.5], np.float32)
    base, parts = trees.contributions(row)
    assert base + parts.sum() == pytest.approx(trees.log_odds(row[None])[0], abs=1e-6)


def test_the_frozen_trees_have_no_more_leaves_than_fit() -> None:
    for trees in (frozen().trees, frozen().meaning_trees):
        leaves = (trees.left == np.arange(trees.left.shape[1])) & (trees.value != 0)
        assert int(leaves.sum(1).max()) <= MOST_LEAVES
