"""Rated article pairs in the forms and at the times that feeds give articles, for training the story scorer.

The rated pairs are whole articles without a time. A scorer that sees no others takes a headline without a body for
one of the nine languages' headlines, and two articles of one second for a rated pair. So every pair is learned
from in each of FORMS, half of them with times as far apart as articles of one story are, whatever their rating; and
beside them stands what the index would bring together of different pairs, nearly all of it unrelated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import stories_training as training
from newshouse.records import LinkInput
from newshouse.stories import compare
from newshouse.stories.article_features import StoryFeatures
from newshouse.stories.compare import Ints
from stories_training import Headline, RatedPair

_HEADLINE_CHARS = (50, 100)  # of a text that begins with its headline unmarked
_TIMED_SHARE = 0.5
_SPREAD_S = 72 * 3_600  # the times that articles get
_GAPS_OF_A_STORY = 10
_MOST_OTHERS = 4_000  # of every form: pairs of articles of different rated pairs
# Cosines of meanings, by looking at some hundred of them: below the first hardly any tell of one event, from the second
# on nearly all.
_UNRELATED, _ONE_EVENT = 0.3, 0.55
_MEANING = compare.FEATURES.index("meaning: cosine")

Form = Callable[[LinkInput], LinkInput]


def _some(chars: int | None) -> Form:
    """So much of the body."""
    return lambda item: training.article(item.title, item.body[:chars], item.language, item.published_at)


def _titled(chars: int | None) -> Form:
    """The first words of the body are the title where there is none; ``chars`` of the body."""

    def given(item: LinkInput) -> LinkInput:
        title, body = item.title, item.body
        if not title:
            title = _first_words(body)
            body = body[len(title) :].lstrip()
        return training.article(title, body[:chars], item.language, item.published_at)

    return given


def _first_words(text: str) -> str:
    least, most = _HEADLINE_CHARS
    end = text.rfind(" ", least, most) if len(text) > most else -1
    return text[:most] if end < 0 else text[:end]


_WHOLE = _some(None)
_SIDES: dict[str, tuple[Form, Form]] = {
    "whole": (_WHOLE, _WHOLE),
    "headline": (_titled(0), _titled(0)),
    "headline, 300 characters": (_titled(300), _titled(300)),
    "200 characters": (_some(200), _some(200)),
    "400 characters": (_some(400), _some(400)),
    "headline beside whole": (_titled(0), _WHOLE),
    "headline marked": (_titled(None), _titled(None)),
}
FORMS = tuple(_SIDES)
POOLED = FORMS[:3]  # the forms whose articles are compared with those of other pairs


def as_fed(pairs: Sequence[RatedPair], lines: Sequence[Headline]) -> list[RatedPair]:
    """Every pair in FORMS: all pairs in the first, all in the second, and so on. The seed is fixed."""
    gaps, random = _gaps(lines), np.random.default_rng(1)
    found = []
    for of_a, of_b in _SIDES.values():
        for pair in pairs:
            start, end = _times(random, gaps)
            a = replace(pair.a, published_at=pair.a.published_at + start)
            b = replace(pair.b, published_at=pair.b.published_at + end)
            found.append(RatedPair(of_a(a), of_b(b), pair.alike))
    return found


def of_different_pairs(features: Sequence[StoryFeatures], pair_count: int) -> tuple[Ints, Ints, np.ndarray]:
    """Places of two articles that linking would score, of different pairs, and whether they tell of one event.

    Nobody rated them: the meanings of the whole articles say which do (the same reports are in several pairs,
    translated too) and which don't; those between are left out. ``features``, with meanings, are of as_fed()'s
    articles, a and b in turn, of ``pair_count`` pairs given to it. Some of each form of POOLED.
    """
    count, random = 2 * pair_count, np.random.default_rng(2)
    wholes, found = features[:count], []
    for start in range(0, count * len(POOLED), count):
        left, right = training.candidate_pairs(features[start : start + count])
        cosine = _cosines(wholes, left, right)
        clear = (cosine < _UNRELATED) | (cosine >= _ONE_EVENT)
        others = np.flatnonzero((left // 2 != right // 2) & clear)
        some = others[random.random(len(others)) < _MOST_OTHERS / max(1, len(others))]
        found.append((start + left[some], start + right[some], (cosine[some] >= _ONE_EVENT).astype(float)))
    left, right, alike = map(np.concatenate, zip(*found, strict=True))
    return left, right, alike


def are_unrelated(wholes: Sequence[StoryFeatures], left: Ints, right: Ints) -> np.ndarray:
    """Whether the meanings of two whole articles say that they tell of different events."""
    return _cosines(wholes, left, right) < _UNRELATED


def _cosines(items: Sequence[StoryFeatures], left: Ints, right: Ints) -> np.ndarray:
    return training.compared(items, left, right)[:, _MEANING]


def _times(random: np.random.Generator, gaps: Ints) -> tuple[timedelta, timedelta]:
    if random.random() >= _TIMED_SHARE:
        return timedelta(), timedelta()
    start = timedelta(seconds=int(random.integers(_SPREAD_S)))
    gap = timedelta(seconds=int(random.choice(gaps)))
    return (start, start + gap) if random.random() < 0.5 else (start + gap, start)


def _gaps(lines: Sequence[Headline]) -> Ints:
    """Seconds between two articles of one story, within the window."""
    stories = defaultdict(list)
    for line in lines:
        stories[line.story].append(int(line.item.published_at.timestamp()))
    random = np.random.default_rng(1)
    found = [
        abs(int(np.subtract(*random.choice(times, 2, replace=False))))
        for times in stories.values()
        if len(times) > 1
        for _ in range(min(_GAPS_OF_A_STORY, len(times)))
    ]
    return np.array([gap for gap in found if gap <= training.WINDOW_S])
