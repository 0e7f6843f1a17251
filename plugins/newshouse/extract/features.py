"""What the block model sees of each block: its form, its place, its company. Pure, no I/O.

FEATURES names the columns; block_features fills them, column by column, for the blocks around those taken.
Nothing depends on the site or the language but the cue words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newshouse.extract.blocks import Block, key_of
from newshouse.extract.cues import (
    CAPITAL,
    DIGIT,
    LEADING_AWAY,
    PUNCTUATION,
    SENTENCE_END,
    SERVICE,
)
from newshouse.extract.places import Names, Place

FEATURES = (
    *("taken", "previous_taken", "next_taken", "near_taken", "inside", "before", "after", "taken_ahead"),
    *("group_share", "group_size", "parent_share", "parent_size", "parent_count", "page_share", "taken_size"),
    *("length", "words", "word_length", "upper_ratio", "digit_ratio", "punctuation", "sentence_end", "has_at"),
    *("link_ratio", "link_count", "near_links", "previous_links", "next_links", "previous_length", "next_length"),
    *("is_p", "is_div", "is_heading", "is_h1", "in_quote", "in_list", "in_table", "in_header", "in_figure", "in_aside"),
    *("chrome", "chrome_own", "chrome_parent", "body_own", "body_parent", "after_h1", "position"),
    *("is_description", "is_title", "repeated", "leads_away", "previous_leads_away", "service", "since_away_heading"),
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FIGURE = frozenset(("figure", "figcaption"))
_ASIDE = frozenset(("aside", "footer", "form"))
_NEAR = 3
_BEFORE, _AFTER = 12, 25
_SAMPLE_CHARS = 240  # what is looked at of a block's text; longer ones are prose beyond doubt

Column = NDArray[np.float64]


def candidates(block_count: int, taken: frozenset[int]) -> range:
    """The blocks that may belong to the body: from somewhat before the first taken to somewhat after the last."""
    if not taken:
        return range(0)
    return range(max(0, min(taken) - _BEFORE), min(block_count, max(taken) + _AFTER + 1))


def block_features(
    blocks: Sequence[Block], taken: frozenset[int], titles: Sequence[str], descriptions: Sequence[str]
) -> NDArray[np.float32]:
    """One row for each of candidates(), the columns of FEATURES.

    ``taken`` are the indices of the blocks another extractor took; ``titles`` and ``descriptions`` the page's own.
    """
    chosen = candidates(len(blocks), taken)
    if not chosen:
        return np.zeros((0, len(FEATURES)), np.float32)
    region = _Region.of(blocks, chosen, taken)
    page_size = sum(len(block.key) for block in blocks)
    columns = (
        *_company(region),
        *_family(region, page_size),
        *_form(region),
        *_links(region),
        *_markup(region),
        *_meaning(region, titles, descriptions),
    )
    return np.column_stack(columns).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Region:
    """The candidate blocks with what several columns need of them."""

    blocks: Sequence[Block]
    names: Names
    places: list[Place]
    lengths: Column
    taken: Column
    links: Column
    index: Column

    @classmethod
    def of(cls, blocks: Sequence[Block], chosen: range, taken: frozenset[int]) -> _Region:
        part = blocks[chosen.start : chosen.stop]
        names = Names()
        return cls(
            blocks=part,
            names=names,
            places=[names.place(block.element) for block in part],
            lengths=np.array([len(block.key) for block in part], np.float64),
            taken=np.array([index in taken for index in chosen], np.float64),
            links=np.array([block.link_ratio for block in part], np.float64),
            index=np.arange(len(part), dtype=np.float64),
        )

    @property
    def taken_size(self) -> float:
        return max(1.0, float(self.lengths @ self.taken))


def _shifted(column: Column, by: int) -> Column:
    """The column's values of the previous (by = 1) or next (-1) block, 0 beyond the ends."""
    moved = np.zeros_like(column)
    if by > 0:
        moved[by:] = column[:-by]
    else:
        moved[:by] = column[-by:]
    return moved


def _window_sum(column: Column) -> Column:
    """Sums over each block and its three neighbours on either side."""
    total = np.concatenate(([0.0], np.cumsum(column)))
    place = np.arange(len(column))
    result: Column = total[np.minimum(len(column), place + _NEAR + 1)] - total[np.maximum(0, place - _NEAR)]
    return result


def _company(region: _Region) -> list[Column]:
    taken, index = region.taken, region.index
    long = np.flatnonzero((taken > 0) & (region.lengths > 80) & (region.links < 0.4))
    span = long if len(long) else np.flatnonzero(taken)
    first, last = span[0], span[-1]
    return [
        taken,
        _shifted(taken, 1),
        _shifted(taken, -1),
        _window_sum(taken) / _window_sum(np.ones_like(taken)),
        (index >= first) & (index <= last),
        np.clip(index - first, -20, 0),
        np.clip(index - last, 0, 20),
        1 - np.cumsum(taken) / max(1, taken.sum()),
    ]


def _family(region: _Region, page_size: int) -> list[Column]:
    parents: list[Hashable] = [block.element.getparent() for block in region.blocks]
    groups: list[Hashable] = [place.signature for place in region.places]
    counts = Counter(parents)
    ones = np.ones_like(region.lengths)
    return [
        *_shares(groups, region),
        *_shares(parents, region),
        np.array([min(30, counts[parent]) for parent in parents], np.float64),
        ones * (region.taken_size / max(1, page_size)),
        ones * np.log(region.taken_size),
    ]


def _shares(families: Sequence[Hashable], region: _Region) -> list[Column]:
    """Of each block's family: the taken share of its text, and its part in all the taken text."""
    every: Counter[Hashable] = Counter()
    taken: Counter[Hashable] = Counter()
    for family, length, is_taken in zip(families, region.lengths, region.taken, strict=True):
        every[family] += length
        taken[family] += length * is_taken
    return [
        np.array([taken[family] / every[family] for family in families]),
        np.array([taken[family] / region.taken_size for family in families]),
    ]


def _form(region: _Region) -> list[Column]:
    texts = [block.text[:_SAMPLE_CHARS] for block in region.blocks]
    sizes = np.array([len(text) for text in texts], np.float64)
    words = np.array([block.text.count(" ") + 1 for block in region.blocks], np.float64)
    return [
        np.log(region.lengths + 1),
        np.log(words + 1),
        region.lengths / words,
        np.array([len(CAPITAL.findall(text)) for text in texts]) / sizes,
        np.array([len(DIGIT.findall(text)) for text in texts]) / sizes,
        np.array([len(PUNCTUATION.findall(text)) for text in texts]) / np.maximum(1, sizes / 50),
        np.array([SENTENCE_END.search(block.text, len(block.text) - 4) is not None for block in region.blocks]),
        np.array(["@" in text for text in texts]),
    ]


def _links(region: _Region) -> list[Column]:
    logs = np.log(region.lengths + 1)
    return [
        region.links,
        np.array([min(5, block.link_count) for block in region.blocks], np.float64),
        _window_sum(region.links * region.lengths) / _window_sum(region.lengths),
        _shifted(region.links, 1),
        _shifted(region.links, -1),
        _shifted(logs, 1),
        _shifted(logs, -1),
    ]


def _markup(region: _Region) -> list[Column]:
    elements = [block.element for block in region.blocks]
    tags = [str(element.tag) for element in elements]
    own = [region.names.judged(element) for element in elements]
    parent = [region.names.judged(element.getparent()) for element in elements]
    above = [place.tags for place in region.places]
    h1 = next((index for index, tag in enumerate(tags) if tag == "h1"), -1)
    rows = [
        (
            *(tag == "p", tag == "div", tag in _HEADINGS, tag == "h1", "blockquote" in within, "li" in within),
            *("table" in within, "header" in within, not _FIGURE.isdisjoint(within), not _ASIDE.isdisjoint(within)),
            *(min(4, place.chrome), chrome_own, chrome_parent, body_own, body_parent),
        )
        for tag, within, place, (chrome_own, body_own), (chrome_parent, body_parent) in zip(
            tags, above, region.places, own, parent, strict=True
        )
    ]
    before = np.cumsum(region.lengths) - region.lengths
    return [
        *np.array(rows, np.float64).T,
        np.clip(region.index - h1, 0, 20),
        before / max(1.0, float(region.lengths.sum())),
    ]


def _meaning(region: _Region, titles: Sequence[str], descriptions: Sequence[str]) -> list[Column]:
    known_titles = [key for key in (key_of(title).casefold() for title in titles) if len(key) > 8]
    known_texts = [key for key in (key_of(text).casefold() for text in descriptions) if len(key) > 20]
    copies = Counter(block.key for block in region.blocks)
    away = [LEADING_AWAY.match(block.text[:80]) is not None for block in region.blocks]
    keys = [block.key[:2_000].casefold() for block in region.blocks]
    away_column = np.array(away, np.float64)
    return [
        np.array([len(key) > 20 and any(_begins_alike(key, known) for known in known_texts) for key in keys]),
        np.array([any(_is_title(key, known) for known in known_titles) for key in keys]),
        np.array([len(block.key) > 15 and copies[block.key] > 1 for block in region.blocks]),
        away_column,
        _shifted(away_column, 1),
        np.array([any(map(block.text[:_SAMPLE_CHARS].lower().__contains__, SERVICE)) for block in region.blocks]),
        np.array(_since_away_heading(region, away), np.float64),
    ]


def _begins_alike(key: str, known: str) -> bool:
    return key[:60] == known[:60] or known[:60] in key


def _is_title(key: str, known: str) -> bool:
    return (key in known and 2 * len(key) > len(known)) or (known in key and len(known) > 0.6 * len(key))


def _since_away_heading(region: _Region, away: Sequence[bool]) -> list[int]:
    """How many blocks ago a heading led away ("Related stories"); 20 if none has since the last other heading."""
    since = [20]
    for block, leads_away in zip(region.blocks, away, strict=True):
        is_heading = block.element.tag in _HEADINGS
        if leads_away and len(block.key) <= 60 and (is_heading or not SENTENCE_END.search(block.text)):
            since.append(0)
        elif is_heading and not leads_away:
            since.append(20)
        else:
            since.append(min(20, since[-1] + 1))
    return since[1:]
