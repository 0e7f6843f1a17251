"""The short lines beside the headline, where pages print author and date. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from newshouse.extract.blocks import key_of
from newshouse.extract.document import Page

_LINE_TAGS = frozenset(
    ("p", "div", "span", "time", "address", "small", "dd", "td", "li", "em", "strong", "h4", "h5", "h6")
)
_MAX_LINE_CHARS = 160
_PROSE_CHARS = 250  # Paragraphs this long, one or several, are the article's text: byline and date stand above it
_SENTENCE_END = re.compile(r"(?:(?<!\b\w)\.|[!?…。！？।؟۔])[\"”“»'’)\]]*$")  # "3:15 p.m." ends none
_DATELINE_CHARS = 20
_DASH = re.compile(r"\s*[-–—:|·•(,]")
_MOST_BESIDE = 30  # letters of a line that tells when it was published
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_DENSITY = 3  # letters that a Chinese or Japanese one says as much as
_MAX_ELEMENTS = 60
_MAX_HEADINGS = 20
_HEADLINE_TAGS = ("a", "div", "span", "p", "h4", "header", "strong")
_SUBHEADLINE = 8  # A heading as near as this belongs to the headline
_LEVELS_ABOVE = 4
_MAX_ABOVE = 3
_LEAST_KEY = 12  # Shorter ones are also the names of sections
_MAX_PIECES = 200
_MAX_PIECE_CHARS = 2_000  # White space between elements counts as well


def headline_of(page: Page, title: str | None) -> etree._Element | None:
    """The element that says ``title``: a heading, the greatest first, or another; else the first h1."""
    return next(itertools.chain(_saying(page.tree, key_of(title or "").casefold()), page.tree.iter("h1")), None)


def _saying(tree: etree._Element, key: str) -> Iterator[etree._Element]:
    if not key:
        return
    for tag in ("h1", "h2", "h3"):
        headings = ((heading, _key(heading)) for heading in itertools.islice(tree.iter(tag), _MAX_HEADINGS))
        yield from (heading for heading, said in headings if said == key)
    headings = ((heading, _key(heading)) for heading in itertools.islice(tree.iter("h1"), _MAX_HEADINGS))
    yield from (heading for heading, said in headings if key in said and len(said) < 2 * len(key))
    for element in tree.iter(*_HEADLINE_TAGS) if len(key) >= _LEAST_KEY else ():
        if element.text and len(element.text) < 2 * _MAX_LINE_CHARS and key_of(element.text).casefold() == key:
            yield element


def _key(element: etree._Element) -> str:
    return key_of(beginning(element)).casefold()


def lines_below_headline(headline: etree._Element | None) -> Iterator[tuple[etree._Element, str]]:
    """(element, text) of the short lines between the headline and the article's text, outermost first."""
    within, prose = headline.iterdescendants() if headline is not None else (), 0
    for count, element in enumerate(itertools.chain(within, following(headline))):
        if count >= _MAX_ELEMENTS or element.tag == "h1" or (element.tag in ("h2", "h3") and count >= _SUBHEADLINE):
            return
        if element.tag not in _LINE_TAGS:
            continue
        text = beginning(element)
        if element.tag == "p" and len(text) > _PROSE_CHARS:
            if text[0].isdecimal():  # a dateline: "2.5.2026 - The council"
                yield element, text[:_DATELINE_CHARS]
            return
        if 0 < len(text) <= _MAX_LINE_CHARS:
            yield element, text
        if _ends_sentence(text) and (element.tag == "p" or len(element) == 0):
            prose += len(text)
            if prose > _PROSE_CHARS:
                return


def _ends_sentence(text: str) -> bool:
    """Whether the line ends as a sentence of the article does."""
    return _SENTENCE_END.search(text[-4:]) is not None


def is_mention(text: str, start: int, end: int) -> bool:
    """Whether a sentence of the article mentions the date from ``start`` to ``end``: "The last strike of the dockers
    ended on 5 May 2016."

    A dateline ("2 May 2026 – The dockers") is none.
    """
    if not _ends_sentence(text) or (start == 0 and _DASH.match(text[end:])):
        return False
    beside = text[:start] + text[end:]
    letters = sum(map(str.isalpha, beside)) + (_DENSITY - 1) * len(_DENSE.findall(beside))
    return letters > _MOST_BESIDE


def lines_above_headline(headline: etree._Element | None) -> Iterator[tuple[etree._Element, str]]:
    """(element, text) of the short lines that stand before the headline, within the four nearest elements around it."""
    place = headline
    for _ in range(_LEVELS_ABOVE):
        if place is None or place.tag in ("body", "html"):
            return
        for element in itertools.islice(place.itersiblings(preceding=True), _MAX_ABOVE):
            text = beginning(element)
            if 0 < len(text) <= _MAX_LINE_CHARS:
                yield element, text
        place = place.getparent()


def beginning(element: etree._Element) -> str:
    """The element's text, cut where it is longer than any line, so that a page-sized container costs no more."""
    words: list[str] = []
    size = 0
    for piece in itertools.islice(element.itertext(), _MAX_PIECES):
        words += str(piece)[:_MAX_PIECE_CHARS].split()
        size += len(piece)
        if size > _MAX_PIECE_CHARS:
            break
    return " ".join(words)


def following(element: etree._Element | None) -> Iterator[etree._Element]:
    """What comes after the element in the document, without what is in it."""
    place = element
    while place is not None:
        for sibling in place.itersiblings():
            yield from sibling.iter()
        place = place.getparent()
