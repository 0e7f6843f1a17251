"""How well the scorer's comparison follows people's rating of article pairs in ten languages: 5-fold Pearson.

    python bench/stories_pairs.py [--embeddings]

Each fold is rated by trees that saw the other four only; rarities too are counted without it. Beside it the cosine of
TF-IDF vectors, which learns nothing. With --embeddings the extra ``embeddings`` has its say as well; its projection is
learned without the fold. Needs what train_stories.py needs, and the corpus (NEWSHOUSE_CORPUS).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
import stories_meaning
import stories_training as training
from newshouse.records import LinkInput
from sklearn.feature_extraction.text import TfidfVectorizer

FOLDS, TREES, LEAVES, LEAF_ROWS = 5, 150, 8, 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embeddings", action="store_true")
    embeddings = parser.parse_args().embeddings
    lines, pairs = training.headlines(), training.rated_pairs()
    rated = np.array([pair.alike for pair in pairs])
    across = np.array([pair.is_across for pair in pairs])
    print(f"{len(pairs)} pairs, {across.sum()} across languages\n{'Pearson':34} within  across     all")
    _report("TF-IDF cosine", _tfidf(pairs), rated, across)
    _report("this scorer's comparison", folded(lines, pairs, rated), rated, across)
    if embeddings:
        raw = stories_meaning.by_id(
            [line.item for line in lines] + [item for pair in pairs for item in (pair.a, pair.b)]
        )
        vectors = np.stack([raw[item.article_id] for pair in pairs for item in (pair.a, pair.b)])
        _report("embedding alone", np.einsum("ij,ij->i", vectors[::2], vectors[1::2]), rated, across)
        _report("comparison and embedding", folded(lines, pairs, rated, raw), rated, across)


def folded(
    lines: Sequence[training.Headline],
    pairs: Sequence[training.RatedPair],
    rated: np.ndarray,
    raw: Mapping[UUID, np.ndarray] | None = None,
) -> np.ndarray:
    """A rating of each pair by trees that never saw it; ``raw``: the embedding of each article."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(pairs))
    result = np.zeros(len(pairs))
    for number in range(FOLDS):
        known = fold != number
        known_pairs = [pair for pair, kept in zip(pairs, known, strict=True) if kept]
        table = training.rarities(lines, known_pairs)
        articles = [item for pair in pairs for item in (pair.a, pair.b)]
        meanings = (
            stories_meaning.packed(stories_meaning.learned(lines, known_pairs, raw), articles, raw) if raw else None
        )
        items = training.features_of(articles, table, meanings)
        first = np.arange(0, len(items), 2)
        rows = training.compared(items, first, first + 1)
        trees = training.fit(rows[known], rated[known], np.ones(known.sum()), TREES, LEAVES, LEAF_ROWS)
        result[~known] = 1 / (1 + np.exp(-trees.log_odds(rows[~known])))
    return result


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
