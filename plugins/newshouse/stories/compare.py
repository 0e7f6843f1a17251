"""How alike two articles are, as numbers for the scorer: many pairs at once. Pure.

Every number is the same both ways round. MISSING stands where one side has nothing of that kind to compare.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newshouse.stories import channels, meaning
from newshouse.stories.article_features import StoryFeatures
from newshouse.stories.channels import CHANNEL_COUNT
from newshouse.stories.sorting import distinct

MISSING = -1.0
_WEIGHT_STEP = np.float32(0.125)
_TITLE_CHANNELS = 5  # letters are the title's anyway
_GRID_CELLS = 4_000_000  # bytes that stay in the processor's cache, more or less
_NONE = np.zeros(0, np.int64)

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FEATURES = (
    *(f"{name}: cosine" for name in channels.CHANNEL_NAMES),
    *(f"{name}: cosine of titles" for name in channels.CHANNEL_NAMES[:_TITLE_CHANNELS]),
    *(f"{name}: shared weight" for name in channels.CHANNEL_NAMES),
    *(f"{name}: shared weight in titles" for name in channels.CHANNEL_NAMES[:_TITLE_CHANNELS]),
    *(f"{name}: rarest shared" for name in channels.CHANNEL_NAMES[:_TITLE_CHANNELS]),
    "title found in the other, better side",
    "title found in the other, worse side",
    "all terms: cosine",
    "all titles' terms: cosine",
    "hours apart",
    "same language",
    "words of the shorter title",
    "words of the longer title",
    "words of the shorter body",
    "words of the longer body",
    "meaning: cosine",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Many StoryFeatures side by side: terms of article i are ``starts[i]:starts[i + 1]``."""

    starts: Ints
    keys: NDArray[np.uint32]
    terms: Ints  # the keys again, as numbers below ``term_count``
    term_count: int
    weights: Floats
    in_title: NDArray[np.bool_]
    norms: Floats  # article x channel: sums of squared weights
    title_norms: Floats  # the same over the title's terms
    title_sums: Floats  # article: sum of the title's term weights, letters left out
    meanings: Floats  # article x numbers, whole ones; all 0 where there is none
    facts: NDArray[np.float64]  # article x (published_s, title words, body words, language number)


def table(items: Sequence[StoryFeatures]) -> Table:
    """Lay ``items``, of 255 terms at most each, side by side."""
    lengths = np.fromiter((len(item.weights) for item in items), np.int64, len(items))
    starts = np.concatenate(([0], np.cumsum(lengths)))
    keys = np.frombuffer(b"".join(item.keys for item in items), "<u4")
    stored = np.frombuffer(b"".join(item.weights for item in items), np.uint8)
    weights = (stored & 0x7F) * _WEIGHT_STEP
    in_title = stored >= 0x80
    channel = (keys >> np.uint32(channels.HASH_BITS)).astype(np.int64)
    cell = np.repeat(np.arange(len(items)), lengths) * CHANNEL_COUNT + channel
    squares = weights * weights
    title_weights = np.where(in_title & (channel < _TITLE_CHANNELS), weights, 0)
    size = len(items) * CHANNEL_COUNT
    languages = {language: number for number, language in enumerate(sorted({_base(item) for item in items}))}
    facts = [(item.published_s, item.title_count, item.body_count, languages[_base(item)]) for item in items]
    terms = distinct(keys)
    return Table(
        starts,
        keys,
        np.searchsorted(terms, keys),
        len(terms),
        weights,
        in_title,
        _summed(cell, squares, size).reshape(-1, CHANNEL_COUNT),
        _summed(cell, np.where(in_title, squares, 0), size).reshape(-1, CHANNEL_COUNT),
        _summed(cell // CHANNEL_COUNT, title_weights, len(items)),
        _meanings(items),
        np.array(facts, np.float64).reshape(-1, 4),
    )


def compare(articles: Table, left: Ints, right: Ints) -> Floats:
    """Pairs x FEATURES for the articles numbered ``left[i]`` and ``right[i]``."""
    count = len(left)
    pair, at_left, at_right = _shared(articles, left, right)
    product = articles.weights[at_left] * articles.weights[at_right]
    lesser = np.minimum(articles.weights[at_left], articles.weights[at_right])
    channel = (articles.keys[at_left] >> np.uint32(channels.HASH_BITS)).astype(np.int64)
    both_titles = articles.in_title[at_left] & articles.in_title[at_right]
    cell, size = pair * CHANNEL_COUNT + channel, count * CHANNEL_COUNT

    dots = _summed(cell, product, size).reshape(-1, CHANNEL_COUNT)
    title_dots = _summed(cell, np.where(both_titles, product, 0), size).reshape(-1, CHANNEL_COUNT)
    shared = _summed(cell, lesser, size).reshape(-1, CHANNEL_COUNT)
    title_shared = _summed(cell, np.where(both_titles, lesser, 0), size).reshape(-1, CHANNEL_COUNT)
    rarest = np.zeros(size, np.float32)
    np.maximum.at(rarest, cell, lesser)
    content = channel < _TITLE_CHANNELS
    from_left = _summed(pair, np.where(articles.in_title[at_left] & content, articles.weights[at_left], 0), count)
    from_right = _summed(pair, np.where(articles.in_title[at_right] & content, articles.weights[at_right], 0), count)
    found = np.stack((
        _ratio(from_left, articles.title_sums[left]),
        _ratio(from_right, articles.title_sums[right]),
    ))  # fmt: skip
    norms = articles.norms[left] * articles.norms[right]
    title_norms = articles.title_norms[left] * articles.title_norms[right]
    all_norms = articles.norms[left, :_TITLE_CHANNELS].sum(1) * articles.norms[right, :_TITLE_CHANNELS].sum(1)
    all_title_norms = articles.title_norms[left, :_TITLE_CHANNELS].sum(1) * articles.title_norms[
        right, :_TITLE_CHANNELS
    ].sum(1)
    columns = [
        _ratio(dots, np.sqrt(norms)),
        _ratio(title_dots, np.sqrt(title_norms))[:, :_TITLE_CHANNELS],
        np.log1p(shared),
        np.log1p(title_shared)[:, :_TITLE_CHANNELS],
        rarest.reshape(-1, CHANNEL_COUNT)[:, :_TITLE_CHANNELS],
        found.max(0)[:, None],
        found.min(0)[:, None],
        _ratio(dots[:, :_TITLE_CHANNELS].sum(1), np.sqrt(all_norms))[:, None],
        _ratio(title_dots[:, :_TITLE_CHANNELS].sum(1), np.sqrt(all_title_norms))[:, None],
        _facts(articles.facts[left], articles.facts[right]),
        _alike(articles.meanings[left], articles.meanings[right])[:, None],
    ]
    return np.concatenate(columns, axis=1).astype(np.float32)


def _meanings(items: Sequence[StoryFeatures]) -> Floats:
    found = np.zeros((len(items), meaning.SIZE if any(item.meaning for item in items) else 0), np.float32)
    for place, item in enumerate(items):
        if item.meaning:
            found[place] = np.frombuffer(item.meaning, np.int8)
    return found


def _alike(left: Floats, right: Floats) -> Floats:
    """Cosines; the sums are of whole numbers below 2^24, the same in whatever order they are added up."""
    norms = np.einsum("ij,ij->i", left, left).astype(np.float64) * np.einsum("ij,ij->i", right, right)
    return _ratio(np.einsum("ij,ij->i", left, right), np.sqrt(norms))


def _base(item: StoryFeatures) -> str:
    return item.language.split("-", 1)[0].lower()


def _shared(articles: Table, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Pair number and the places in the table, on either side, of every term that the two share."""
    order = np.argsort(left, kind="stable")
    firsts = np.flatnonzero(np.diff(left[order], prepend=-1))  # of the pairs of every article on the left
    at_once = max(1, _GRID_CELLS // max(1, articles.term_count))
    bounds = [*firsts[::at_once].tolist(), len(order)]
    found = [_shared_by_grid(articles, left, right, order[a:b]) for a, b in itertools.pairwise(bounds)]
    pair, at_left, at_right = (np.concatenate(parts) for parts in zip(*found, strict=True)) if found else [_NONE] * 3
    return pair, at_left, at_right


def _shared_by_grid(articles: Table, left: Ints, right: Ints, pairs: Ints) -> tuple[Ints, Ints, Ints]:
    """The same for some ``pairs``: a grid tells where each article on the left has which term."""
    rows = distinct(left[pairs])
    row = np.searchsorted(rows, left[pairs])
    grid = np.zeros((len(rows), articles.term_count), np.uint8)
    owner, at = _spread(articles.starts, rows)
    grid[owner, articles.terms[at]] = at - articles.starts[rows][owner] + 1
    pair, at_right = _spread(articles.starts, right[pairs])
    place = grid[row[pair], articles.terms[at_right]]
    hit = np.flatnonzero(place)
    pair, at_right = pair[hit], at_right[hit]
    return pairs[pair], articles.starts[left[pairs[pair]]] + place[hit] - 1, at_right


def _spread(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """For every term of every row of ``rows``: the number of the row in ``rows``, and the term's place."""
    lengths = starts[rows + 1] - starts[rows]
    owner = np.repeat(np.arange(len(rows)), lengths)
    offsets = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owner, starts[rows][owner] + offsets


def _facts(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = np.minimum(left, right), np.maximum(left, right)
    return np.stack((
        np.log1p((high[:, 0] - low[:, 0]) / 3_600),
        (left[:, 3] == right[:, 3]).astype(np.float64),
        np.log1p(low[:, 1]),
        np.log1p(high[:, 1]),
        np.log1p(low[:, 2]),
        np.log1p(high[:, 2]),
    ), axis=1)  # fmt: skip


def _summed(cell: Ints, weights: Floats, size: int) -> Floats:
    return np.bincount(cell, weights, size).astype(np.float32)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.float32(MISSING)).astype(np.float32)
