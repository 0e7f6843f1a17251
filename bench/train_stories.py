"""Train the story scorer and freeze it: plugins/newshouse/stories/model.npz.

    python bench/train_stories.py [--headlines FILE] [--pairs FILE]

Needs lightgbm and stopwordsiso; the pipeline itself needs none of them. Fixed seeds: the same files give the same
model. Nothing of the texts is kept but rarities of hashed terms.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import stories_training as training
from newshouse.stories import model
from newshouse.stories.scorer import MODEL_VERSION

TARGET = Path(__file__).parent.parent / "plugins/newshouse/stories/model.npz"
TREES = 200
CUT = 0.4  # from bench/stories_headlines.py --dev


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--pairs", type=Path)
    given = parser.parse_args()
    lines, pairs = training.headlines(given.headlines), training.rated_pairs(given.pairs)
    table = training.rarities(lines, pairs)
    rows, target, weight = training.training_rows(lines, pairs, table)
    trees = training.fit(rows, target, weight, TREES)
    frozen = training.frozen_model(MODEL_VERSION, CUT, table, trees)
    np.savez_compressed(TARGET, **model.to_arrays(frozen))
    print(f"{TARGET.name}: {len(table)} rarities, {len(trees.feature)} trees, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
