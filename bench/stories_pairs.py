"""How well the scorer follows people's rating of article pairs in ten languages: 5-fold Pearson; and what linking
makes of them.

    python bench/stories_pairs.py

Each fold is rated by a scorer made as the frozen one is (train_stories.py), of the headlines and the other four folds,
without and with the extra ``embeddings``: the pairs as they come, whole and without a time, and in the other forms of
stories_forms.py, half of them with times. Beside it the cosine of TF-IDF vectors, which learns nothing, and the cosine
of the embeddings alone. Then all articles of a fold are linked as one pool: a pair rated up to 2 should come to one
story, a pair rated worse or unrelated by the meanings of its whole articles should not. Needs what train_stories.py
needs, and the corpus (NEWSHOUSE_CORPUS).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from uuid import UUID

import numpy as np
import stories_forms
import stories_linked
import stories_meaning
import stories_training as training
from newshouse.records import LinkInput
from newshouse.stories.article_features import StoryFeatures
from newshouse.stories.model import Model
from sklearn.feature_extraction.text import TfidfVectorizer
from train_stories import learned

FOLDS = 5
NAMES = ("scorer", "scorer, embeddings")
ONE_STORY = 2 / 3  # how alike a pair rated 2 is
Links = tuple[int, int, int]  # pairs of one story found, missed, and pairs wrongly linked


def main() -> None:
    lines, pairs = training.headlines(), training.rated_pairs()
    rated = np.array([pair.alike for pair in pairs])
    across = np.array([pair.is_across for pair in pairs])
    print(f"{len(pairs)} pairs, {across.sum()} across languages\n{'Pearson':44} within  across     all")
    _report("TF-IDF cosine", _tfidf(pairs), rated, across)
    vectors = stories_meaning.embedded([item for pair in pairs for item in (pair.a, pair.b)])
    _report("embedding alone", np.einsum("ij,ij->i", vectors[::2], vectors[1::2]), rated, across)
    asked = {"as they come": pairs, **_by_form(stories_forms.as_fed(pairs, lines))}
    ratings = {(form, name): np.zeros(len(pairs)) for form, name in product(asked, NAMES)}
    links: dict[tuple[str, str], list[Links]] = defaultdict(list)
    fold = np.random.default_rng(1).integers(0, FOLDS, len(pairs))
    for number in range(FOLDS):
        model, projection = learned("bench", lines, [pairs[place] for place in np.flatnonzero(fold != number)])
        places = np.flatnonzero(fold == number)
        for form, of_form in asked.items():
            some = [of_form[place] for place in places]
            items = [item for pair in some for item in (pair.a, pair.b)]
            meanings = stories_meaning.packed(projection, items, stories_meaning.by_id(items))
            if form == stories_forms.FORMS[0]:
                wholes = training.features_of(items, model.rarities, meanings)
            for name, known in zip(NAMES, ({}, meanings), strict=True):
                ratings[form, name][places] = _rated(items, model, known)
                if form in stories_forms.POOLED:
                    links[form, name].append(_linked(some, wholes, model, known))
    for (form, name), guess in ratings.items():
        _report(f"{name}: {form}", guess, rated, across)
    print(f"\n{'linked, of pairs rated up to 2':44}  found  missed   wrong    F1")
    for (form, name), folds in links.items():
        found, missed, wrong = np.sum(folds, axis=0)
        f1 = 2 * found / (2 * found + missed + wrong)
        print(f"{f'{name}: {form}':44} {found:6} {missed:7} {wrong:7} {f1:5.3f}")


def _by_form(fed: Sequence[training.RatedPair]) -> dict[str, Sequence[training.RatedPair]]:
    count = len(fed) // len(stories_forms.FORMS)
    return {form: fed[number * count :][:count] for number, form in enumerate(stories_forms.FORMS)}


def _rated(items: Sequence[LinkInput], model: Model, meanings: Mapping[UUID, bytes]) -> np.ndarray:
    """The chance of one event for every two ``items``."""
    features = training.features_of(items, model.rarities, meanings)
    first = np.arange(0, len(features), 2)
    return model.probability(training.compared(features, first, first + 1))


def _linked(
    pairs: Sequence[training.RatedPair], wholes: Sequence[StoryFeatures], model: Model, meanings: Mapping[UUID, bytes]
) -> Links:
    """``wholes``: of the whole articles, a and b in turn, with their meanings."""
    both = [item for pair in pairs for item in (pair.a, pair.b)]
    items = list({item.article_id: item for item in both}.values())
    story = dict(zip((item.article_id for item in items), stories_linked.linked(items, model, meanings), strict=True))
    labels = np.unique([story[item.article_id] for item in both], return_inverse=True)[1]
    of_one = np.array([pair.alike >= ONE_STORY for pair in pairs])
    found = int((of_one & (labels[::2] == labels[1::2])).sum())
    left, right = np.triu_indices(len(both), 1)
    together = labels[left] == labels[right]
    left, right = left[together], right[together]
    is_rated = left // 2 == right // 2
    wrong = np.where(is_rated, ~of_one[left // 2], stories_forms.are_unrelated(wholes, left, right))
    return found, int(of_one.sum()) - found, int(wrong.sum())


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
    print(f"{name:44} {pearson(~across):6.3f}  {pearson(across):6.3f}  {pearson(everything):6.3f}", flush=True)


if __name__ == "__main__":
    main()
