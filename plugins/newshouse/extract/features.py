"""What the block model sees of each block: its form, its place, its company. Pure, no I/O.

OWN names what holds of a block whichever region is asked about, and is worked out once a page; COMPANY depends on the
blocks taken for the article. Nothing depends on the site or the language but the cue words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from newshouse.extract.blocks import Block, key_of
from newshouse.extract.cues import CAPITAL, DIGIT, LEADING_AWAY, PUNCTUATION, SENTENCE_END, SERVICE
from newshouse.extract.places import Names, Place

COMPANY = (
    *("taken", "previous_taken", "next_taken", "near_taken", "inside", "before", "after", "taken_ahead"),
    *("group_share", "group_size", "parent_share", "parent_size", "parent_count", "page_share", "taken_size"),
    "position",
)
OWN = (
    *("length", "words", "word_length", "upper_ratio", "digit_ratio", "punctuation", "sentence_end", "has_at"),
    *("link_ratio", "link_count", "near_links", "previous_links", "next_links", "previous_length", "next_length"),
    *("is_p", "is_div", "is_heading", "is_h1", "in_quote", "in_list", "in_table", "in_header", "in_figure", "in_aside"),
    *("chrome", "chrome_own", "chrome_parent", "body_own", "body_parent"),
    *("in_article", "in_main", "body_above", "whole_body_above", "after_h1"),
    *("is_description", "is_title", "repeated", "leads_away", "previous_leads_away", "service", "since_away_heading"),
)
FEATURES = (*COMPANY, *OWN)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FIGURE = frozenset(("figure", "figcaption"))
_ASIDE = frozenset(("aside", "footer", "form"))
_NEAR = 3
_BEFORE, _AFTER = 20, 40
_SAMPLE_CHARS = 240  # what is looked at of a block's text; longer ones are prose beyond doubt
_TABLE_SIZE = 0x10000  # of characters beyond nothing is counted

Column = NDArray[np.float64]


def candidates(block_count: int, taken: frozenset[int]) -> range:
    """The blocks that may belong to the body: from somewhat before the first taken to somewhat after the last."""
    if not taken:
        return range(0)
    return range(max(0, min(taken) - _BEFORE), min(block_count, max(taken) + _AFTER + 1))


class Around:
    """A page's blocks with all that is known of them before any is taken. ``titles``, ``descriptions``: the page's."""

    def __init__(self, blocks: Sequence[Block], titles: Sequence[str], descriptions: Sequence[str]) -> None:
        self.blocks = blocks
        self._titles = titles
        self._descriptions = descriptions
        self._names = Names()

    @cached_property
    def lengths(self) -> Column:
        """Letters and digits of each block."""
        return np.array([len(block.key) for block in self.blocks], np.float64)

    @cached_property
    def links(self) -> Column:
        """The share of each block that stands in links."""
        return np.array([block.link_ratio for block in self.blocks], np.float64)

    @cached_property
    def places(self) -> list[Place]:
        """Where each block stands."""
        return [self._names.place(block.element) for block in self.blocks]

    @cached_property
    def own(self) -> Column:
        """A row for each block, the columns of OWN."""
        columns = (*self._form(), *self._link_columns(), *self._markup(), *self._meaning())
        return np.column_stack(columns)

    def _form(self) -> list[Column]:
        texts = [block.text[:_SAMPLE_CHARS] for block in self.blocks]
        sizes = np.array([len(text) for text in texts], np.float64)
        words = np.array([block.text.count(" ") + 1 for block in self.blocks], np.float64)
        capitals, digits, marks = _counted(texts, sizes)
        return [
            np.log(self.lengths + 1),
            np.log(words + 1),
            self.lengths / words,
            capitals / sizes,
            digits / sizes,
            marks / np.maximum(1, sizes / 50),
            np.array([SENTENCE_END.search(block.text[-4:]) is not None for block in self.blocks], np.float64),
            np.array(["@" in text for text in texts], np.float64),
        ]

    def _link_columns(self) -> list[Column]:
        logs = np.log(self.lengths + 1)
        return [
            self.links,
            np.array([min(5, block.link_count) for block in self.blocks], np.float64),
            _window_sum(self.links * self.lengths) / _window_sum(self.lengths),
            _shifted(self.links, 1),
            _shifted(self.links, -1),
            _shifted(logs, 1),
            _shifted(logs, -1),
        ]

    def _markup(self) -> list[Column]:
        tags = [str(block.element.tag) for block in self.blocks]
        h1 = next((index for index, tag in enumerate(tags) if tag == "h1"), -1)
        after_h1 = np.clip(np.arange(len(tags)) - h1, 0, 20)
        rows = [
            self._placed(block, tag, place) for block, tag, place in zip(self.blocks, tags, self.places, strict=True)
        ]
        return [*np.array(rows, np.float64).T, after_h1]

    def _placed(self, block: Block, tag: str, place: Place) -> tuple[float, ...]:
        within = place.tags
        parent = self._names.parent_place(block.element)
        return (
            *(tag == "p", tag == "div", tag in _HEADINGS, tag == "h1", "blockquote" in within, "li" in within),
            *("table" in within, "header" in within, not _FIGURE.isdisjoint(within), not _ASIDE.isdisjoint(within)),
            *(min(4, place.chrome), place.own[0], parent.own[0], place.own[1], parent.own[1]),
            *("article" in within, "main" in within, min(4, place.body), min(3, place.whole_body)),
        )

    def _meaning(self) -> list[Column]:
        known_titles = [key for key in (key_of(title).casefold() for title in self._titles) if len(key) > 8]
        known_texts = [key for key in (key_of(text).casefold() for text in self._descriptions) if len(key) > 20]
        copies = Counter(block.key for block in self.blocks)
        away = [LEADING_AWAY.match(block.text[:80]) is not None for block in self.blocks]
        keys = [block.key[:2_000].casefold() for block in self.blocks]
        away_column = np.array(away, np.float64)
        return [
            np.array([len(key) > 20 and any(_begins_alike(key, known) for known in known_texts) for key in keys]),
            np.array([any(_is_title(key, known) for known in known_titles) for key in keys]),
            np.array([len(block.key) > 15 and copies[block.key] > 1 for block in self.blocks]),
            away_column,
            _shifted(away_column, 1),
            np.array(_serving([block.text[:_SAMPLE_CHARS] for block in self.blocks])),
            np.array(_since_away_heading(self.blocks, away), np.float64),
        ]


def block_features(around: Around, taken: frozenset[int]) -> NDArray[np.float32]:
    """One row for each of candidates(), the columns of FEATURES; ``taken``: the blocks taken to begin with."""
    chosen = candidates(len(around.blocks), taken)
    if not chosen:
        return np.zeros((0, len(FEATURES)), np.float32)
    part = slice(chosen.start, chosen.stop)
    lengths = around.lengths[part]
    is_taken = np.array([index in taken for index in chosen], np.float64)
    columns = (*_company(is_taken, lengths, around.links[part]), *_family(around, part, is_taken))
    before = np.cumsum(lengths) - lengths
    position = before / max(1.0, float(lengths.sum()))
    return np.column_stack((*columns, position, around.own[part])).astype(np.float32)


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


def _company(taken: Column, lengths: Column, links: Column) -> list[Column]:
    index = np.arange(len(taken), dtype=np.float64)
    long = np.flatnonzero((taken > 0) & (lengths > 80) & (links < 0.4))
    span = long if len(long) else np.flatnonzero(taken)
    first, last = span[0], span[-1]
    return [
        taken,
        _shifted(taken, 1),
        _shifted(taken, -1),
        _window_sum(taken) / _window_sum(np.ones_like(taken)),
        ((index >= first) & (index <= last)).astype(np.float64),
        np.clip(index - first, -20, 0),
        np.clip(index - last, 0, 20),
        1 - np.cumsum(taken) / max(1, taken.sum()),
    ]


def _family(around: Around, part: slice, taken: Column) -> list[Column]:
    lengths = around.lengths[part]
    parents: list[Hashable] = [block.element.getparent() for block in around.blocks[part]]
    groups: list[Hashable] = [place.signature for place in around.places[part]]
    counts = Counter(parents)
    ones = np.ones_like(lengths)
    taken_size = max(1.0, float(lengths @ taken))
    return [
        *_shares(groups, lengths, taken, taken_size),
        *_shares(parents, lengths, taken, taken_size),
        np.array([min(30, counts[parent]) for parent in parents], np.float64),
        ones * (taken_size / max(1.0, float(around.lengths.sum()))),
        ones * np.log(taken_size),
    ]


def _shares(families: Sequence[Hashable], lengths: Column, taken: Column, taken_size: float) -> tuple[Column, Column]:
    """Of each block's family: the taken share of its text, and its part in all the taken text."""
    numbers: dict[Hashable, int] = {}
    member = np.array([numbers.setdefault(family, len(numbers)) for family in families])
    whole = np.bincount(member, lengths)
    part = np.bincount(member, lengths * taken)
    return (part / whole)[member], (part / taken_size)[member]


def _counted(texts: Sequence[str], sizes: Column) -> NDArray[np.int64]:
    """How many capitals, digits and punctuation marks each text has; ``sizes`` are the texts' lengths, none 0."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds_of_characters()[np.minimum(codes, _TABLE_SIZE - 1)]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)
    return np.array([np.add.reduceat(kinds == kind, starts, dtype=np.int64) for kind in (1, 2, 3)])


@cache
def _kinds_of_characters() -> NDArray[np.uint8]:
    table = np.zeros(_TABLE_SIZE, np.uint8)
    every = "".join(map(chr, range(_TABLE_SIZE)))
    for kind, pattern in enumerate((CAPITAL, DIGIT, PUNCTUATION), 1):
        table[[match.start() for match in pattern.finditer(every)]] = kind
    return table


def _begins_alike(key: str, known: str) -> bool:
    return key[:60] == known[:60] or known[:60] in key


def _is_title(key: str, known: str) -> bool:
    return (key in known and 2 * len(key) > len(known)) or (known in key and len(known) > 0.6 * len(key))


def _serving(texts: Sequence[str]) -> list[bool]:
    """Whether each text, a line without breaks, has a word of SERVICE; what none of them has is looked for once."""
    page = "\n".join(texts).lower()
    words = [word for word in SERVICE if word in page]
    return [any(map(line.__contains__, words)) for line in page.split("\n")]


def _since_away_heading(blocks: Sequence[Block], away: Sequence[bool]) -> list[int]:
    """How many blocks ago a heading led away ("Related stories"); 20 if none has since the last other heading."""
    since = [20]
    for block, leads_away in zip(blocks, away, strict=True):
        is_heading = block.element.tag in _HEADINGS
        if leads_away and len(block.key) <= 60 and (is_heading or not SENTENCE_END.search(block.text[-4:])):
            since.append(0)
        elif is_heading and not leads_away:
            since.append(20)
        else:
            since.append(min(20, since[-1] + 1))
    return since[1:]
