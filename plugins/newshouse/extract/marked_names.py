"""The names that an element marked as a byline shows, and its text as one line. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import cast

from lxml import etree

from newshouse.extract.blocks import without_invisible
from newshouse.extract.byline_words import LEAD_IN, PRINTED_LEAD_IN, ROLE, STATED_LEAD_IN, SURE_LEAD_IN
from newshouse.extract.names import is_full_name, names_in

MAX_BYLINE_CHARS = 200
_AUTHOR_ADDRESS = re.compile(
    r"auth?or|auteur|autore|people|person|profile?|contributor|team|staff|redaktion|/user/|journalist|redacteur",
    re.IGNORECASE,
)
# "author-name", "c-byline__name"; not part of a name, nor something else's.
_NAME_OF_PERSON = re.compile(
    r"(?:^|[\s_-])(?<!first.)(?<!last.)(?<!given.)(?<!family.)(?<!middle.)(?<!user.)(?<!nick.)(?<!site.)(?<!brand.)"
    r"(?<!company.)(?<!publisher.)(?<!source.)(?<!section.)(?<!category.)(?<!tag.)(?<!job.)(?<!role.)(?<!login.)"
    r"(?<!publication.)(?<!newspaper.)(?<!organization.)(?<!org.)(?<!channel.)(?<!screen.)(?<!file.)"
    r"names?(?=$|\s)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME_TAGS = ("a", "b", "dd", "div", "em", "h3", "h4", "h5", "li", "p", "small", "span", "strong", "td")
_VISIBLE_TEXT = etree.XPath(".//text()[not(parent::script or parent::style or parent::noscript)]")
_MAX_CLASS_CHARS = 300
_MAX_NAMED = 20


def marked_names(element: etree._Element) -> list[str]:
    """The names in what it says or calls a name, else in its links to authors, else in its text; none in prose."""
    text = text_of(element)
    if not 0 < len(text) <= MAX_BYLINE_CHARS:
        return []
    named = _name_elements(element)
    names = [name for place, lead_in in named for name in names_in(place.get("content") or text_of(place), lead_in)]
    if names:
        return names
    links = list(element.iter("a")) if element.tag != "a" else []
    leading = [link for link in links if leads_to_author(link)] or links
    lead_in = STATED_LEAD_IN if element.tag == "a" or _is_named_name(element) else PRINTED_LEAD_IN
    return [name for link in leading for name in names_in(text_of(link), STATED_LEAD_IN)] or names_in(
        _parted(_visible(element)), lead_in
    )


def _name_elements(element: etree._Element) -> list[tuple[etree._Element, re.Pattern[str]]]:
    """The elements in it that hold a name alone, as they say or are called, and what may yet lead to it there."""
    said = [
        place
        for place in element.iter("span", "a", "p", "meta")
        if "name" in (place.get("itemprop"), place.get("property"))
    ]
    marked = (place for place in element.iterdescendants(*_NAME_TAGS) if _is_named_name(place))
    called = list(itertools.islice(marked, _MAX_NAMED))
    innermost = [place for place in called if not any(place in other.iterancestors() for other in called)]
    return [(place, SURE_LEAD_IN) for place in said] or [(place, STATED_LEAD_IN) for place in innermost]


def _is_named_name(element: etree._Element) -> bool:
    name = element.get("class")
    return name is not None and _NAME_OF_PERSON.search(_CAMEL.sub("-", name[:_MAX_CLASS_CHARS])) is not None


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
    return _parted(pieces)


def _parted(pieces: Sequence[str]) -> str:
    """The text of the pieces; a role that follows a full name in an element of its own is parted from it."""
    shown: list[str] = []
    size = 0  # A page-sized container costs no more
    for piece in pieces:
        if size < MAX_BYLINE_CHARS and ROLE.search(piece) and is_full_name(LEAD_IN.sub("", _spaced(shown))):
            shown.append("|")
        shown.append(piece)
        size += len(piece.strip())
    return _spaced(shown)


def _spaced(pieces: Sequence[str]) -> str:
    return " ".join(without_invisible(" ".join(pieces)).split())


def text_of(element: etree._Element) -> str:
    """What the element shows, white space and invisible characters normalised."""
    return _spaced(_visible(element))


def _visible(element: etree._Element) -> list[etree._ElementUnicodeResult]:
    return cast("list[etree._ElementUnicodeResult]", _VISIBLE_TEXT(element))
