"""How well the scorer follows people's rating of article pairs in ten languages: 5-fold Pearson.

    python bench/stories_pairs.py

Each fold is rated by a scorer made as the frozen one is (train_stories.py), of the headlines and the other four folds,
without and with the extra ``embeddings``. Beside it the cosine of TF-IDF vectors, which learns nothing, and the cosine
of the embeddings alone. Needs what train_stories.py needs, and the corpus (NEWSHOUSE_CORPUS).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import stories_meaning
import stories_training as training
from newshouse.records import LinkInput
from sklearn.feature_extraction.text import TfidfVectorizer
from train_stories import learned

FOLDS = 5


def main() -> None:
    lines, pairs = training.headlines(), training.rated_pairs()
    rated = np.array([pair.alike for pair in pairs])
    across = np.array([pair.is_across for pair in pairs])
    print(f"{len(pairs)} pairs, {across.sum()} across languages\n{'Pearson':34} within  across     all")
    _report("TF-IDF cosine", _tfidf(pairs), rated, across)
    vectors = stories_meaning.embedded([item for pair in pairs for item in (pair.a, pair.b)])
    _report("embedding alone", np.einsum("ij,ij->i", vectors[::2], vectors[1::2]), rated, across)
    for name, guess in zip(("scorer", "scorer, embeddings"), folded(lines, pairs), strict=True):
        _report(name, guess, rated, across)


def folded(lines: Sequence[training.Headline], pairs: Sequence[training.RatedPair]) -> tuple[np.ndarray, np.ndarray]:
    """The rating of each pair by scorers that never saw it: without and with the extra ``embeddings``."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(pairs))
    ratings = np.zeros(len(pairs)), np.zeros(len(pairs))
    for number in range(FOLDS):
        asked = np.flatnonzero(fold == number)
        known = [pair for pair, place in zip(pairs, fold, strict=True) if place != number]
        model, projection = learned("bench", lines, known)
        items = [item for place in asked for item in (pairs[place].a, pairs[place].b)]
        meanings = stories_meaning.packed(projection, items, stories_meaning.by_id(items))
        for rating, some in zip(ratings, ({}, meanings), strict=True):
            features = training.features_of(items, model.rarities, some)
            first = np.arange(0, len(features), 2)
            rating[asked] = model.probability(training.compared(features, first, first + 1))
    return ratings


def _tfidf(pairs: Sequence[training.RatedPair]) -> np.ndarray:
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(
        _text(item) for pair in pairs for item in (pair.a, pair.b)
    )
    return np.asarray(matrix[::2].multiply(matrix[1::2]).sum(1)).ravel()


def _text(item: LinkInput) -> str:
    return f"{item.title}. {item.body}"


def _report(name: str, guess: np.ndarray, rated: np.ndarray, across: np.ndarray) -> None:
    def pearson(part: np.ndarray) -> float:
        return float(np.corrcoef(guess[part], rated[part])[0, 1])

    everything = np.ones(len(rated), bool)
    print(f"{name:34} {pearson(~across):6.3f}  {pearson(across):6.3f}  {pearson(everything):6.3f}", flush=True)


if __name__ == "__main__":
    main()
