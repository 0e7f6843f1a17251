"""The names that an element marked as a byline shows, and its text as one line. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from lxml import etree

from newshouse.extract.blocks import without_invisible
from newshouse.extract.byline_words import PRINTED_LEAD_IN, STATED_LEAD_IN, SURE_LEAD_IN
from newshouse.extract.names import names_in

MAX_BYLINE_CHARS = 200
_AUTHOR_ADDRESS = re.compile(
    r"auth?or|auteur|autore|people|person|profile?|contributor|team|staff|redaktion|/user/|journalist|redacteur",
    re.IGNORECASE,
)
_VISIBLE_TEXT = etree.XPath(".//text()[not(parent::script or parent::style or parent::noscript)]")


def marked_names(element: etree._Element) -> list[str]:
    """The names in what it says or calls a name, else in its links to authors, else in its text; none in prose."""
    text = text_of(element)
    if not 0 < len(text) <= MAX_BYLINE_CHARS:
        return []
    named = [
        place
        for place in element.iter("span", "a", "p", "meta")
        if "name" in (place.get("itemprop"), place.get("property"))
    ]
    if named:
        return [name for place in named for name in names_in(place.get("content") or text_of(place), SURE_LEAD_IN)]
    links = list(element.iter("a")) if element.tag != "a" else []
    leading = [link for link in links if leads_to_author(link)] or links
    lead_in = STATED_LEAD_IN if element.tag == "a" else PRINTED_LEAD_IN
    return [name for link in leading for name in names_in(text_of(link), STATED_LEAD_IN)] or names_in(text, lead_in)


def leads_to_author(link: etree._Element) -> bool:
    """Whether a link leads where pages keep their authors."""
    return _AUTHOR_ADDRESS.search(link.get("href") or "") is not None


def first_line(element: etree._Element) -> str:
    """What the element shows before its first line break, white space and invisible characters normalised."""
    pieces: list[str] = []
    for piece in _visible(element):
        parent = piece.getparent() if piece.is_tail else None
        if parent is not None and parent.tag == "br" and any(map(str.strip, pieces)):
            break
        pieces.append(str(piece))
    return _spaced(pieces)


def _spaced(pieces: Sequence[str]) -> str:
    return " ".join(without_invisible(" ".join(pieces)).split())


def text_of(element: etree._Element) -> str:
    """What the element shows, white space and invisible characters normalised."""
    return _spaced(_visible(element))


def _visible(element: etree._Element) -> list[etree._ElementUnicodeResult]:
    return cast("list[etree._ElementUnicodeResult]", _VISIBLE_TEXT(element))
