"""The frozen scorer: rarities of terms and a boosted-tree model, from one data file made by bench/train_stories.py.

The file (model.npz, no pickle) is read once from the package.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from newshouse.errors import FatalError
from newshouse.stories import compare
from newshouse.stories.trees import Trees

_MEANING = compare.FEATURES.index("meaning: cosine")
RARITY_STEP = 0.05  # nats; rarities are kept as bytes


class Rarities(dict[int, float]):
    """Inverse document frequencies of term keys, in nats; terms never seen in training get the highest."""

    def __init__(self, seen: Mapping[int, float], unseen: float) -> None:
        super().__init__(seen)
        self.unseen = unseen

    def of(self, keys: Iterable[int]) -> Iterator[float]:
        """That of each key."""
        return map(self.get, keys, itertools.repeat(self.unseen))


@dataclass(frozen=True, slots=True)
class Model:
    """All that is learned. ``cut`` is the mean score from which two groups of articles are one story."""

    version: str
    cut: float
    rarities: Rarities
    trees: Trees
    meaning_trees: Trees  # for pairs whose meanings are known

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
    seen = {key: step * RARITY_STEP for key, step in zip(keys, steps, strict=True)}
    rarities = Rarities(seen, float(arrays["unseen_rarity"]))
    trees, meaning_trees = _trees(arrays, ""), _trees(arrays, "meaning_")
    return Model(str(arrays["version"]), float(arrays["cut"]), rarities, trees, meaning_trees)


def to_arrays(model: Model) -> dict[str, NDArray[np.generic]]:
    """What numpy.savez_compressed keeps of ``model``."""
    keys = sorted(model.rarities)
    return {
        "version": np.array(model.version),
        "cut": np.array(model.cut),
        "features": np.array(compare.FEATURES),
        "rarity_keys": np.array(keys, np.uint32),
        "rarity_steps": np.array([round(model.rarities[key] / RARITY_STEP) for key in keys], np.uint8),
        "unseen_rarity": np.array(model.rarities.unseen),
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
