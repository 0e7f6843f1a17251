"""Where the text of a body begins and ends: below its headline, date and byline, above the comments and the next
article. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from newshouse.extract.blocks import Block, key_of
from newshouse.extract.byline_words import LEAD_IN
from newshouse.extract.cues import COMMENTS, SENTENCE_END
from newshouse.extract.instants import written_date

_LEAST_BEFORE = 200  # letters of the first article
_MOST_LINES = 5
_MAX_CHARS = 160
_MAX_DATES = 3
_MAX_LABEL_CHARS = 40
_MOST_LEFT = 30  # letters beside dates and names: "Published", "at 10 h", an agency's name


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known to stand above the text: the headline, as found and as declared elsewhere, and who wrote it."""

    title: str | None
    titles: Sequence[str]
    authors: Sequence[str]


def within_edges(blocks: Sequence[Block], chosen: Sequence[int], heading: Heading) -> Sequence[Block]:
    """The ``chosen`` of a page's ``blocks`` without headline, date, byline above, comments and other articles below."""
    end = min(_comments(blocks, chosen), _next_article(blocks, chosen))
    text = [blocks[index] for index in chosen if index < end]
    return text[_first(text, heading) :]


def _first(blocks: Sequence[Block], heading: Heading) -> int:
    """What stands above the headline, short lines without a sentence (the outlet's name), is not the text either."""
    titles = {key_of(title).casefold() for title in (heading.title, *heading.titles) if title}
    first = 0
    for place, block in enumerate(blocks[:_MOST_LINES]):
        if block.key.casefold() in titles or (place == first and _is_dateline(block.text, heading.authors)):
            first = place + 1
        elif _is_told(block.text):
            break
    return first


def _comments(blocks: Sequence[Block], chosen: Sequence[int]) -> int:
    """The place of the heading above the comments, below most of what is chosen; behind all where there is none."""
    taken = frozenset(chosen)
    whole, before = sum(len(blocks[index].key) for index in taken), 0
    for place, block in enumerate(blocks):
        if 2 * before > whole and len(block.text) <= _MAX_LABEL_CHARS and COMMENTS.fullmatch(block.text):
            return place
        before += len(block.key) * (place in taken)
    return len(blocks)


def _next_article(blocks: Sequence[Block], chosen: Sequence[int]) -> int:
    """The first of ``chosen`` that lies in an article of its own, as pages have that go on with the next one."""
    first, before = None, 0
    for place in chosen:
        article = _outermost_article(blocks[place].element)
        if first is None:
            first = article
        elif article is not None and article is not first and before >= _LEAST_BEFORE and _is_headed(article, first):
            return place
        before += len(blocks[place].key)
    return len(blocks)


def _outermost_article(element: etree._Element) -> etree._Element | None:
    found = element if element.tag == "article" else None
    return next(iter([*element.iterancestors("article")][-1:]), found)


def _is_headed(article: etree._Element, like: etree._Element) -> bool:
    """Whether it has a headline: one of the same rank as the first one, or that leads to a page."""
    headline, other = (next(one.iter("h1", "h2"), None) for one in (article, like))
    if headline is None:
        return False
    is_link = headline.find(".//a[@href]") is not None or any(True for _ in headline.iterancestors("a"))
    return is_link or (other is not None and other.tag == headline.tag)


def _is_told(text: str) -> bool:
    return len(text) > _MAX_CHARS or SENTENCE_END.search(text[-4:]) is not None


def _is_dateline(text: str, authors: Sequence[str]) -> bool:
    if _is_told(text):
        return False
    rest = text
    for _ in range(_MAX_DATES):
        if (found := written_date(rest, "day")) is None:
            break
        rest = f"{rest[: found[1]]} {rest[found[2] :]}"
    for name in authors:
        rest = rest.replace(name, " ")
    return rest != text and len(key_of(LEAD_IN.sub("", rest))) <= _MOST_LEFT
