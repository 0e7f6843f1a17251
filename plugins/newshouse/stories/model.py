"""The frozen scorer: rarities of terms and a boosted-tree model, from one data file made by bench/train_stories.py.

The file (model.npz, no pickle) is read once from the package. The trees are plain arrays evaluated with numpy: node n
of a tree sends a pair to ``left`` when its feature is at most ``threshold``, else to ``right``; a leaf points to
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from newshouse.errors import FatalError
from newshouse.stories import compare

_MEANING = compare.FEATURES.index("meaning: cosine")
RARITY_STEP = 0.05  # nats; rarities are kept as bytes
_ROWS = 4_096  # pairs at a time: what fits the processor's cache


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of regression trees in log-odds. All arrays are tree x node."""

    feature: NDArray[np.int64]
    threshold: NDArray[np.float32]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float32]  # at inner nodes the mean of what lies below: explain() follows it down
    depth: int

    def log_odds(self, rows: compare.Floats) -> NDArray[np.float64]:
        """One number for every row of pairs x FEATURES."""
        result = np.empty(len(rows))
        for start in range(0, len(rows), _ROWS):
            part = rows[start : start + _ROWS]
            result[start : start + _ROWS] = self._leaf_values(part).sum(1)
        return result

    def contributions(self, row: compare.Floats) -> tuple[float, NDArray[np.float64]]:
        """(base, one number for each feature) that add up to log_odds of the single ``row``.

        Each step down a tree is credited to the feature that decided it (Saabas 2014).
        """
        parts = np.zeros(len(compare.FEATURES))
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

    def _leaf_values(self, rows: compare.Floats) -> NDArray[np.float64]:
        tree_count, node_count = self.feature.shape
        base = np.arange(tree_count) * node_count
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = (self.left + base[:, None]).ravel(), (self.right + base[:, None]).ravel()
        node = np.broadcast_to(base, (len(rows), tree_count))
        row_start = (np.arange(len(rows)) * rows.shape[1])[:, None]
        flat = rows.ravel()
        for _ in range(self.depth):
            goes_left = flat[row_start + feature[node]] <= threshold[node]
            node = np.where(goes_left, left[node], right[node])
        return np.asarray(self.value.ravel()[node], np.float64)


@dataclass(frozen=True, slots=True)
class Model:
    """All that is learned. ``cut`` is the mean score from which two groups of articles are one story."""

    version: str
    cut: float
    rarities: dict[int, float]
    unseen_rarity: float
    trees: Trees
    meaning_trees: Trees  # for pairs whose meanings are known

    def rarity(self, key: int) -> float:
        """Inverse document frequency of a term key in nats; terms never seen in training get the highest."""
        return self.rarities.get(key, self.unseen_rarity)

    def probability(self, rows: compare.Floats) -> NDArray[np.float64]:
        """Chance of one event for every row of pairs x FEATURES, 0..1."""
        told = rows[:, _MEANING] != compare.MISSING
        odds = np.empty(len(rows))
        odds[~told], odds[told] = self.trees.log_odds(rows[~told]), self.meaning_trees.log_odds(rows[told])
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))

    def trees_for(self, row: compare.Floats) -> Trees:
        """The trees that decide about the pair of ``row``."""
        return self.trees if row[_MEANING] == compare.MISSING else self.meaning_trees


@lru_cache(maxsize=1)
def frozen() -> Model:
    """The model that ships with this version. Raises FatalError when its file is missing or not of this code."""
    try:
        with resources.files("newshouse.stories").joinpath("model.npz").open("rb") as file:
            arrays = dict(np.load(file, allow_pickle=False))
    except (OSError, ValueError) as error:
        raise FatalError(f"the story model cannot be read: {error}") from error
    return from_arrays(arrays)


def from_arrays(arrays: dict[str, NDArray[np.generic]]) -> Model:
    """The model in the arrays of to_arrays(). Raises FatalError when its features are not those of compare."""
    names = tuple(str(name) for name in arrays["features"])
    if names != compare.FEATURES:
        raise FatalError("the story model was trained on other features; run bench/train_stories.py")
    keys, steps = arrays["rarity_keys"].tolist(), arrays["rarity_steps"].tolist()
    rarities = {key: step * RARITY_STEP for key, step in zip(keys, steps, strict=True)}
    trees, meaning_trees = _trees(arrays, ""), _trees(arrays, "meaning_")
    unseen, cut = float(arrays["unseen_rarity"]), float(arrays["cut"])
    return Model(str(arrays["version"]), cut, rarities, unseen, trees, meaning_trees)


def to_arrays(model: Model) -> dict[str, NDArray[np.generic]]:
    """What numpy.savez_compressed keeps of ``model``."""
    keys = sorted(model.rarities)
    return {
        "version": np.array(model.version),
        "cut": np.array(model.cut),
        "features": np.array(compare.FEATURES),
        "rarity_keys": np.array(keys, np.uint32),
        "rarity_steps": np.array([round(model.rarities[key] / RARITY_STEP) for key in keys], np.uint8),
        "unseen_rarity": np.array(model.unseen_rarity),
        **_tree_arrays(model.trees, ""),
        **_tree_arrays(model.meaning_trees, "meaning_"),
    }


def _trees(arrays: dict[str, NDArray[np.generic]], prefix: str) -> Trees:
    return Trees(
        arrays[prefix + "feature"].astype(np.int64),
        arrays[prefix + "threshold"].astype(np.float32),
        arrays[prefix + "left"].astype(np.int64),
        arrays[prefix + "right"].astype(np.int64),
        arrays[prefix + "value"].astype(np.float32),
        int(arrays[prefix + "depth"]),
    )


def _tree_arrays(trees: Trees, prefix: str) -> dict[str, NDArray[np.generic]]:
    return {
        prefix + "feature": trees.feature.astype(np.uint8),
        prefix + "threshold": trees.threshold,
        prefix + "left": trees.left.astype(np.uint8),
        prefix + "right": trees.right.astype(np.uint8),
        prefix + "value": trees.value,
        prefix + "depth": np.array(trees.depth),
    }
