"""Train the story scorer and freeze it: plugins/newshouse/stories/model.npz.

    python bench/train_stories.py [--headlines FILE] [--pairs FILE]

Needs lightgbm, scikit-learn and stopwordsiso; the pipeline itself needs none of them. Fixed seeds: the same files give the
same model. Nothing of the texts is kept but rarities of hashed terms.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import stories_training as training
from newshouse.stories import model
from newshouse.stories.scorer import MODEL_VERSION

TARGET = Path(__file__).parent.parent / "plugins/newshouse/stories/model.npz"
TREES = 150
CUT = 0.5
_NEGATIVES = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--pairs", type=Path)
    given = parser.parse_args()
    lines, pairs = training.headlines(given.headlines), training.rated_pairs(given.pairs)
    table = training.rarities(lines, pairs)
    rows, target, weight = training_rows(lines, pairs, table)
    trees = training.fit(rows, target, weight, TREES)
    frozen = training.frozen_model(MODEL_VERSION, CUT, table, trees)
    np.savez_compressed(TARGET, **model.to_arrays(frozen))
    print(f"{TARGET.name}: {len(table)} rarities, {len(trees.feature)} trees, {TARGET.stat().st_size:,} bytes")


def training_rows(
    lines: list[training.Headline], pairs: list[training.RatedPair], table: dict[int, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, soft targets and weights: headline pairs within the window (a share of the negatives), and the rated pairs."""
    of_lines = training.features_of([line.item for line in lines], table)
    left, right = training.pairs_in_window([item.published_s for item in of_lines])
    stories = np.unique([line.story for line in lines], return_inverse=True)[1]
    same = stories[left] == stories[right]
    kept = same | (np.random.default_rng(1).random(len(same)) < _NEGATIVES)
    left, right, same = left[kept], right[kept], same[kept]
    of_pairs = training.features_of([item for pair in pairs for item in (pair.a, pair.b)], table)
    first = np.arange(0, len(of_pairs), 2)
    rows = np.concatenate((training.compared(of_lines, left, right), training.compared(of_pairs, first, first + 1)))
    target = np.concatenate((same.astype(float), [pair.alike for pair in pairs]))
    headline_weight = np.where(same, 1.0, 1.0 / _NEGATIVES)
    pair_weight = np.full(len(pairs), 0.2 * headline_weight.sum() / max(1, len(pairs)))
    return rows, target, np.concatenate((headline_weight, pair_weight))


if __name__ == "__main__":
    main()
