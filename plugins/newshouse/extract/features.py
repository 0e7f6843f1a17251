"""What the block model sees of each block: its form, its place, its company. Pure, no I/O.

FEATURES names the columns; block_features fills them. Nothing depends on the site or the language but the cue words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from newshouse.extract.blocks import Block, key_of
from newshouse.extract.cues import (
    BODY_NAME,
    CAMEL_HUMP,
    CHROME_NAME,
    LEADING_AWAY,
    PUNCTUATION,
    SENTENCE_END,
    SERVICE,
)

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
_NEAR = 3
_BEFORE, _AFTER = 12, 25


@dataclass(frozen=True, slots=True)
class _Place:
    """What an element inherits: counted chrome-named and the tags above, the signature of the three nearest."""

    chrome: int
    tags: frozenset[str]
    signature: tuple[tuple[str, str], ...]


_ROOT = _Place(0, frozenset(), ())


class _Names:
    """Class and id of elements, judged once each."""

    def __init__(self) -> None:
        self._judged: dict[str, tuple[bool, bool]] = {}
        self._places: dict[etree._Element, _Place] = {}

    def judged(self, element: etree._Element | None) -> tuple[bool, bool]:
        """(named like chrome, named like a body)."""
        if element is None:
            return False, False
        name = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        if len(name) == 1:
            return False, False
        verdict = self._judged.get(name)
        if verdict is None:
            spaced = CAMEL_HUMP.sub("-", name)
            verdict = self._judged[name] = bool(CHROME_NAME.search(spaced)), bool(BODY_NAME.search(spaced))
        return verdict

    def place(self, element: etree._Element) -> _Place:
        chain: list[etree._Element] = []
        node: etree._Element | None = element
        while node is not None and node not in self._places:
            chain.append(node)
            node = node.getparent()
        place = self._places[node] if node is not None else _ROOT
        for node in reversed(chain):
            tag = str(node.tag)
            tags = place.tags if tag in place.tags else place.tags | {tag}
            signature = (*place.signature[-2:], (tag, node.get("class") or ""))
            place = _Place(place.chrome + self.judged(node)[0], tags, signature)
            self._places[node] = place
        return place


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
    page = _PageFeatures(blocks, taken, titles, descriptions)
    rows = [tuple(page.row(index)) for index in candidates(len(blocks), taken)]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))


class _PageFeatures:
    """Sums over the page that the rows refer to."""

    def __init__(
        self, blocks: Sequence[Block], taken: frozenset[int], titles: Sequence[str], descriptions: Sequence[str]
    ) -> None:
        self.blocks, self.taken = blocks, taken
        self.names = _Names()
        self.lengths = [len(block.key) for block in blocks]
        self.titles = [key for key in (key_of(title).casefold() for title in titles) if len(key) > 8]
        self.descriptions = [key for key in (key_of(text).casefold() for text in descriptions) if len(key) > 20]
        self.length_sums = [0, *accumulate(self.lengths)]
        self.link_sums = [0.0, *accumulate(block.link_ratio * len(block.key) for block in blocks)]
        self.taken_sums = [0, *accumulate(index in taken for index in range(len(blocks)))]
        self.taken_size = sum(self.lengths[index] for index in taken) or 1
        self.copies = Counter(block.key for block in blocks)
        self._sum_families()
        long = [i for i in sorted(taken) if self.lengths[i] > 80 and blocks[i].link_ratio < 0.4] or sorted(taken)
        self.first, self.last = (long[0], long[-1]) if long else (0, 0)
        self.h1 = next((i for i, block in enumerate(blocks) if block.element.tag == "h1"), -1)
        self.away = [bool(LEADING_AWAY.match(block.text[:80])) for block in blocks]
        self.since_away = list(self._since_away_heading())

    def _sum_families(self) -> None:
        """Sizes by parent and by signature, of all blocks and of the taken."""
        self.parents = [block.element.getparent() for block in self.blocks]
        self.places = [self.names.place(block.element) for block in self.blocks]
        self.parent_count = Counter(self.parents)
        self.parent_all: Counter[object] = Counter()
        self.parent_taken: Counter[object] = Counter()
        self.group_all: Counter[object] = Counter()
        self.group_taken: Counter[object] = Counter()
        for index, (parent, place) in enumerate(zip(self.parents, self.places, strict=True)):
            self.parent_all[parent] += self.lengths[index]
            self.group_all[place.signature] += self.lengths[index]
            if index in self.taken:
                self.parent_taken[parent] += self.lengths[index]
                self.group_taken[place.signature] += self.lengths[index]

    def _since_away_heading(self) -> Iterator[int]:
        """How many blocks ago a heading led away ("Related stories"); 20 if none since the last other heading."""
        since = 20
        for index, block in enumerate(self.blocks):
            length = self.lengths[index]
            is_heading = block.element.tag in _HEADINGS
            since = min(20, since + 1)
            if length <= 60 and self.away[index] and (is_heading or not SENTENCE_END.search(block.text)):
                since = 0
            elif is_heading and not self.away[index]:
                since = 20
            yield since

    def row(self, index: int) -> Iterator[float]:
        block, length = self.blocks[index], self.lengths[index]
        yield from self._company(index)
        yield from self._family(index)
        text = block.text
        words = text.count(" ") + 1
        yield math.log(length + 1)
        yield math.log(words + 1)
        yield length / words
        yield sum(map(str.isupper, text)) / length
        yield sum(map(str.isdigit, text)) / length
        yield len(PUNCTUATION.findall(text)) / max(1, len(text) / 50)
        yield SENTENCE_END.search(text) is not None
        yield "@" in text
        yield from self._links(index)
        yield from self._markup(index)
        yield from self._meaning(index)

    def _company(self, index: int) -> Iterator[float]:
        low, high = max(0, index - _NEAR), min(len(self.blocks), index + _NEAR + 1)
        yield index in self.taken
        yield index - 1 in self.taken
        yield index + 1 in self.taken
        yield (self.taken_sums[high] - self.taken_sums[low]) / (high - low)
        yield self.first <= index <= self.last
        yield max(-20, min(0, index - self.first))
        yield min(20, max(0, index - self.last))
        yield 1 - self.taken_sums[index + 1] / max(1, len(self.taken))

    def _family(self, index: int) -> Iterator[float]:
        parent, group = self.parents[index], self.places[index].signature
        yield self.group_taken[group] / self.group_all[group]
        yield self.group_taken[group] / self.taken_size
        yield self.parent_taken[parent] / self.parent_all[parent]
        yield self.parent_taken[parent] / self.taken_size
        yield min(30, self.parent_count[parent])
        yield self.taken_size / max(1, self.length_sums[-1])
        yield math.log(self.taken_size)

    def _links(self, index: int) -> Iterator[float]:
        low, high = max(0, index - _NEAR), min(len(self.blocks), index + _NEAR + 1)
        before = self.blocks[index - 1] if index else None
        after = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        yield self.blocks[index].link_ratio
        yield min(5, self.blocks[index].link_count)
        yield (self.link_sums[high] - self.link_sums[low]) / (self.length_sums[high] - self.length_sums[low])
        yield before.link_ratio if before else 0
        yield after.link_ratio if after else 0
        yield math.log(1 + len(before.key)) if before else 0
        yield math.log(1 + len(after.key)) if after else 0

    def _markup(self, index: int) -> Iterator[float]:
        element, tags = self.blocks[index].element, self.places[index].tags
        yield element.tag == "p"
        yield element.tag == "div"
        yield element.tag in _HEADINGS
        yield element.tag == "h1"
        yield "blockquote" in tags
        yield "li" in tags
        yield "table" in tags
        yield "header" in tags
        yield "figure" in tags or "figcaption" in tags
        yield "aside" in tags or "footer" in tags or "form" in tags
        chrome_own, body_own = self.names.judged(element)
        chrome_parent, body_parent = self.names.judged(self.parents[index])
        yield min(4, self.places[index].chrome)
        yield chrome_own
        yield chrome_parent
        yield body_own
        yield body_parent
        yield min(20, max(0, index - self.h1))
        yield self.length_sums[index] / max(1, self.length_sums[-1])

    def _meaning(self, index: int) -> Iterator[float]:
        block, length = self.blocks[index], self.lengths[index]
        key = block.key[:2_000].casefold()
        yield length > 20 and any(key[:60] == known[:60] or known[:60] in key for known in self.descriptions)
        yield any(
            (key in known and length > 0.5 * len(known)) or (known in key and len(known) > 0.6 * length)
            for known in self.titles
        )
        yield length > 15 and self.copies[block.key] > 1
        yield self.away[index]
        yield index > 0 and self.away[index - 1]
        yield SERVICE.search(block.text) is not None
        yield self.since_away[index]
