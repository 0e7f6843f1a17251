"""Stories from headlines in nine languages: train on the first 60 % by time, report on the rest, beside TF-IDF.

    python bench/stories_headlines.py             train on the first 60 %, report on the rest
    python bench/stories_headlines.py --dev       train on the first 36 %, try cuts on the next 24 %
    python bench/stories_headlines.py --recent    train on the first 80 %, report on the rest

Each is shown without and with the extra ``embeddings``.

The stories are those that linking makes (stages/link/memory.py), with all its limits. Needs what train_stories.py
needs, scikit-learn, and the corpus (NEWSHOUSE_CORPUS).
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections.abc import Sequence
from itertools import product

import numpy as np
import stories_meaning
import stories_training as training
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.feature_extraction.text import TfidfVectorizer
from stories_linked import linked
from train_stories import CUT, learned

TRAIN, DEV_TRAIN, RECENT_TRAIN = 0.6, 0.36, 0.8
DEV_CUTS = (0.5, 0.55, 0.6, 0.65)
TFIDF_CUTS = (0.05, 0.1, 0.15, 0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--recent", action="store_true")
    given = parser.parse_args()
    dev, lines = given.dev, training.headlines()
    start, end = (DEV_TRAIN, TRAIN) if dev else (RECENT_TRAIN if given.recent else TRAIN, 1.0)
    known, asked = lines[: int(start * len(lines))], lines[int(start * len(lines)) : int(end * len(lines))]
    model, projection = learned("bench", known, training.rated_pairs())
    items = [line.item for line in asked]
    meanings = stories_meaning.packed(projection, items, stories_meaning.by_id(items))
    print(f"{len(known)} headlines to learn from, {len(asked)} asked about")
    print(f"{'':34}  B3 F1   prec    rec   pair F1 across languages")
    if not dev:
        for cut, labels in _tfidf(asked).items():
            _report(f"TF-IDF, average linkage, cut {cut}", asked, labels)
    for cut, known_meanings in product(DEV_CUTS if dev else (CUT,), ({}, meanings)):
        began = time.process_time()
        labels = linked(items, dataclasses.replace(model, cut=cut), known_meanings)
        _report(f"linking{', embeddings' if known_meanings else ''}, cut {cut}", asked, labels)
        print(f"{len(asked) / (time.process_time() - began):.0f} articles per CPU-second")


def _tfidf(asked: Sequence[training.Headline]) -> dict[float, list[int]]:
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform([line.item.title for line in asked])
    distance = np.clip(1 - (matrix @ matrix.T).toarray(), 0, 1)
    tree = linkage(distance[np.triu_indices(len(asked), 1)], "average")
    return {cut: fcluster(tree, 1 - cut, "distance").tolist() for cut in TFIDF_CUTS}


def _report(name: str, asked: Sequence[training.Headline], labels: Sequence[object]) -> None:
    truth, languages = [line.story for line in asked], [line.item.language for line in asked]
    f1, precision, recall = training.b_cubed(truth, labels)
    across = training.pair_f1(truth, labels, languages)
    print(f"{name:34} {f1:6.3f} {precision:6.3f} {recall:6.3f} {across:9.3f}", flush=True)


if __name__ == "__main__":
    main()
