"""Sums of regression trees over many rows at once. Pure.

Trees are evaluated as QuickScorer does (Lucchese and others 2015): instead of going down a tree, every node that a row
passes on the right strikes out the leaves on its left, and the first leaf that is left is where the row arrives. That
is whole columns of comparisons instead of one jump after the other, at a tenth of the cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 16
_ROWS = 8_192  # at a time: what fits the processor's cache
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """A sum of regression trees in log-odds, of MOST_LEAVES leaves at most. All arrays are tree x node.

    Node n sends a row to ``left`` when its feature is at most ``threshold``, else to ``right``; a leaf points to
    itself.
    """

    feature: NDArray[np.int64]
    threshold: NDArray[np.float32]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float32]  # at inner nodes the mean of what lies below: contributions() follows it down
    depth: int

    def log_odds(self, rows: Floats) -> NDArray[np.float64]:
        """One number for every row of rows x features."""
        result = np.zeros(len(rows))
        for start in range(0, len(rows), _ROWS):
            self._add(rows[start : start + _ROWS], result[start : start + _ROWS])
        return result

    def contributions(self, row: Floats) -> tuple[float, NDArray[np.float64]]:
        """(base, one number for each feature) that add up to log_odds of the single ``row``.

        Each step down a tree is credited to the feature that decided it (Saabas 2014).
        """
        parts = np.zeros(len(row))
        trees = np.arange(len(self.feature))
        node = np.zeros(len(self.feature), np.int64)
        for _ in range(self.depth):
            feature = self.feature[trees, node]
            after = np.where(
                row[feature] <= self.threshold[trees, node], self.left[trees, node], self.right[trees, node]
            )
            np.add.at(parts, feature, self.value[trees, after].astype(np.float64) - self.value[trees, node])
            node = after
        return float(self.value[:, 0].astype(np.float64).sum()), parts

    def _add(self, rows: Floats, result: NDArray[np.float64]) -> None:
        steps = {
            feature: np.searchsorted(limits, rows[:, feature]).astype(np.uint16)
            for feature, limits in self._limits.items()
        }
        passed, some = np.empty(len(rows), np.bool_), np.empty(len(rows), np.uint16)
        for nodes, values in self._flat:
            struck = np.zeros(len(rows), np.uint16)
            for feature, step, leaves in nodes:
                np.greater(steps[feature], step, out=passed)
                np.multiply(passed, leaves, out=some, casting="unsafe")
                np.bitwise_or(struck, some, out=struck)
            # The lowest bit that is not struck: adding one carries up to it.
            result += values[np.bitwise_count(struck ^ (struck + np.uint16(1))) - 1]

    @cached_property
    def _limits(self) -> dict[int, Floats]:
        """Feature -> its distinct thresholds, ascending: a value is known by how many it exceeds."""
        inner = self.left != np.arange(self.left.shape[1])
        return {
            feature: np.unique(self.threshold[inner & (self.feature == feature)])
            for feature in np.unique(self.feature[inner]).tolist()
        }

    @cached_property
    def _flat(self) -> list[tuple[list[tuple[int, np.uint16, np.uint16]], NDArray[np.float64]]]:
        """Of each tree its inner nodes and the values of its leaves, from left to right."""
        found = []
        for tree in range(len(self.feature)):
            leaves = [node for node, is_leaf in self._walk(tree, 0) if is_leaf]
            place = {node: number for number, node in enumerate(leaves)}
            nodes = []
            for node, is_leaf in self._walk(tree, 0):
                if not is_leaf:
                    below = (one for one, at_end in self._walk(tree, int(self.left[tree, node])) if at_end)
                    feature = int(self.feature[tree, node])
                    step = np.searchsorted(self._limits[feature], self.threshold[tree, node])
                    nodes.append((feature, np.uint16(step), np.uint16(sum(1 << place[one] for one in below))))
            found.append((nodes, self.value[tree, leaves].astype(np.float64)))
        return found

    def _walk(self, tree: int, start: int) -> Iterator[tuple[int, bool]]:
        """(node, whether it is a leaf) of all at or below ``start``, from left to right."""
        if self.left[tree, start] == start:
            yield start, True
            return
        yield from self._walk(tree, int(self.left[tree, start]))
        yield start, False
        yield from self._walk(tree, int(self.right[tree, start]))
