"""The chance that two articles report one event, and why. Pure but for the frozen model beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newshouse.records import CopyLink, LinkInput
from newshouse.stories import article_features, compare, meaning
from newshouse.stories.article_features import StoryFeatures
from newshouse.stories.model import frozen
from newshouse.stories.sorting import Ints

MODEL_VERSION = "stories-7"  # of code and frozen model together: stored with every row they make

# A copy tells of its original's event as surely as it is the same text, unless it comes so late that it is rather a
# recurring text (a weather report, a table): from 24 h on its word counts less, from 72 h on nothing.
_COPY_TRUSTED_H = 24.0
_COPY_FORGOTTEN_H = 72.0
_COPY_CERTAINTY = 0.98

# A text that returns daily with new figures (weather, lottery, prices) is another event each day: about a whole number
# of days apart, in much the same words, with figures on both sides and hardly one in common.
_DAY_H = 24.0
_PUNCTUAL_H = 3.0
_SAME_WORDS_COSINE = 0.3
_OTHER_FIGURES_COSINE = 0.1
_BODY_WORDS = 25
_RECURRING_FACTOR = 0.2
_COMPARED_AT_ONCE = 1_000  # pairs whose terms fit the processor's cache
_JUDGED_AT_ONCE = 16_000  # pairs whose rows do no harm to its memory
_HOURS, _TONGUE, _BODY, _WORDS, _FIGURES = (
    compare.FEATURES.index(name)
    for name in ("hours apart", "same language", "words of the shorter body", "words: cosine", "numbers: cosine")
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of ``why``: what was compared, how it came out, and what that added to the log-odds."""

    feature: str
    value: float
    weight: float


def cut() -> float:
    """The mean score from which two groups of articles are one story: what cluster() wants."""
    return frozen().cut


def features(item: LinkInput, *, embed: bool = False) -> StoryFeatures:
    """What the scorer keeps of ``item``: depends on its content, language and ``published_at`` alone.

    ``embed``: its meaning as well, for which the extra ``embeddings`` must be there (else SettingsError).
    """
    return article_features.build(item, frozen().rarities.of, meaning.vector(item) if embed else b"")


def version(*, embed: bool) -> str:
    """MODEL_VERSION, with the embedder's name where it has a say."""
    return f"{MODEL_VERSION}+{meaning.EMBEDDER}" if embed else MODEL_VERSION


def score(a: StoryFeatures, b: StoryFeatures, *, copy: CopyLink | None = None) -> float:
    """The chance, 0..1, that ``a`` and ``b`` report one event; the same both ways round."""
    return float(score_many([a, b], np.array([0]), np.array([1]), {0: copy} if copy else {})[0])


def score_many(
    items: Sequence[StoryFeatures], left: Ints, right: Ints, copies: Mapping[int, CopyLink]
) -> NDArray[np.float64]:
    """score() of ``items[left[i]]`` and ``items[right[i]]`` for every i, some hundred times faster.

    ``copies``: by i, of those that are copies.
    """
    result, recurs = np.empty(len(left)), np.zeros(len(left), np.bool_)
    articles = compare.table(items)
    for start in range(0, len(left), _JUDGED_AT_ONCE):
        some = slice(start, start + _JUDGED_AT_ONCE)
        rows = _compared(articles, left[some], right[some])
        result[some], recurs[some] = frozen().probability(rows), _recurs(rows)
    for place, link in copies.items():
        result[place] = max(result[place], _copy_score(link, items[int(left[place])], items[int(right[place])]))
    return np.where(recurs, result * _RECURRING_FACTOR, result)


def _compared(articles: compare.Table, left: Ints, right: Ints) -> compare.Floats:
    parts = [
        compare.compare(articles, left[start : start + _COMPARED_AT_ONCE], right[start : start + _COMPARED_AT_ONCE])
        for start in range(0, len(left), _COMPARED_AT_ONCE)
    ]
    return np.concatenate(parts)


def explain(a: StoryFeatures, b: StoryFeatures, *, copy: CopyLink | None = None) -> list[Reason]:
    """Why score() says what it says: weightiest first. The weights add up to the log-odds of the score without copy.

    The first line is the base that every pair starts from; a copy, if there is one, stands last with its own score.
    """
    row = compare.compare(compare.table([a, b]), np.array([0]), np.array([1]))[0]
    base, parts = frozen().trees_for(row).contributions(row)
    reasons = [
        Reason(name, float(value), float(part))
        for name, value, part in zip(compare.FEATURES, row, parts, strict=True)
        if part
    ]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.feature))
    if _recurs(row[None])[0]:
        plain = 1.0 / (1.0 + math.exp(-base - float(parts.sum())))
        reasons.append(Reason("returns daily with new figures", 1.0, _logit(plain * _RECURRING_FACTOR) - _logit(plain)))
    last = [Reason(f"copy ({copy.kind})", copy.similarity, _copy_score(copy, a, b))] if copy else []
    return [Reason("base", 1.0, base), *reasons, *last]


def _recurs(rows: compare.Floats) -> NDArray[np.bool_]:
    hours = np.expm1(rows[:, _HOURS])
    off = np.abs(hours - _DAY_H * np.round(hours / _DAY_H))
    alike = (rows[:, _WORDS] >= _SAME_WORDS_COSINE) & (rows[:, _TONGUE] == 1)
    other_figures = (rows[:, _FIGURES] >= 0) & (rows[:, _FIGURES] <= _OTHER_FIGURES_COSINE)
    told = rows[:, _BODY] >= np.log1p(_BODY_WORDS)
    return np.asarray((hours >= _DAY_H - _PUNCTUAL_H) & (off <= _PUNCTUAL_H) & alike & other_figures & told)


def _logit(chance: float) -> float:
    return math.log(chance / (1.0 - chance))


def _copy_score(link: CopyLink, a: StoryFeatures, b: StoryFeatures) -> float:
    """What a copy alone says; a part (a round-up and what it quotes) says nothing."""
    if link.kind == "part":
        return 0.0
    hours = abs(a.published_s - b.published_s) / 3_600
    trust = (_COPY_FORGOTTEN_H - hours) / (_COPY_FORGOTTEN_H - _COPY_TRUSTED_H)
    return float(_COPY_CERTAINTY * link.similarity**0.5 * min(1.0, max(0.0, trust)))
