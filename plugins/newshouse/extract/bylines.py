"""Bylines as pages print them: marked as such, below the headline, beside the date, or in words of their own. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from lxml import etree

from newshouse.extract.byline import following, lines_below_headline
from newshouse.extract.byline_words import LABEL, LEAD_IN, ROLE, SURE_LEAD_IN
from newshouse.extract.document import Page
from newshouse.extract.instants import written_date
from newshouse.extract.marked_names import MAX_BYLINE_CHARS, first_line, leads_to_author, marked_names, text_of
from newshouse.extract.names import is_full_name, names_in, stands_alone

_MARKUP_NAME = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|autor(?:en|in|es|enzeile|zeile)?|auteurs?|autore|journalist|writer|reporter|contributor"
    r"|username|submitted|signature|redacteur|skribent|forfatter|kirjoittaja|yazar|muhabir|penulis)(?:$|[\s_-])"
    r"|(?:author|byline|autor|auteur)[-_]{0,2}(?:name|link|names|info)|(?:user|profile)[-_]{0,2}names?|(?:posted|written|submitted)-by"
    r"|zuozhe|bianji|verfasser",
    re.IGNORECASE,
)
# One of these is in whatever _MARKUP_NAME finds: nearly all names are done with at a third of its cost.
_IN_MARKUP_NAME = (
    *("author", "autor", "auteur", "byline", "journalist", "writer", "reporter", "contributor", "user", "profile"),
    *("submitted", "posted", "written", "signature", "redacteur", "skribent", "forfatter", "kirjoittaja", "yazar"),
    *("muhabir", "penulis", "zuozhe", "bianji", "verfasser"),
)
_AUTHOR_FOLDER = re.compile(
    r"/(?:auth?ors?|auteurs?|autor(?:en|es|i|a)?|autore|profile?s?|users?|contributors?|redakt\w+|journalists?|staff"
    r"|reporters?|mitarbeiter|verfasser|yazarlar?|avtor\w*)/",
    re.IGNORECASE,
)
_AUTHOR_PROPERTIES = frozenset(("author", "schema:author", "creator", "dc:creator"))
_ELSEWHERE = re.compile(r"comment|related|recommend|reply|disqus|sidebar", re.IGNORECASE)
_LOOSELY_ELSEWHERE = re.compile(
    r"comment|related|recommend|reply|disqus|sidebar|teaser|widget|promo(?!ted)|avatar", re.IGNORECASE
)
_PICTURE = re.compile(r"photo|image|picture|caption|credit-?line|gallery|bild", re.IGNORECASE)
_CLOCK = re.compile(r"^\s*(?:Uhr|h|hrs|CES?T|GMT|UTC|[ap]\.?m\.?)\b")
_BEFORE_DATE = re.compile(r",?\s+(?:on|at|am|um|le|el|il|op)\b,?\s*$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BYLINE_TAGS = ("a", "address", "dd", "div", "em", "h3", "h4", "h5", "li", "p", "small", "span", "strong", "td")
_WORDED_TAGS = ("p", "div", "span", "em", "i", "strong", "b", "h4", "h5", "h6", "small", "dt", "br", "td", "section")
_BESIDE_TAGS = frozenset(("a", "b", "dd", "div", "em", "li", "p", "small", "span", "strong", "td", "time"))
_HEADINGS = ("h2", "h3", "h4")
_MAX_NAME_CHARS = 300
_NEAR_ELEMENTS = 60
_PROSE_CHARS = 250
_MAX_WORDED_CHARS = 80
_MAX_OWN_CHARS = 1_000
_MAX_LABEL_CHARS = 20
_MAX_CANDIDATES = 300  # A page that says "by" ten thousand times costs no more


@dataclass(frozen=True, slots=True)
class Marked:
    """The names in elements marked as author or byline; ``near``: beside the headline. No names where none is."""

    names: tuple[str, ...]
    near: bool


def in_markup(page: Page, headline: etree._Element | None) -> Marked:
    """The element that is best marked and stands best, with its like beside it; what belongs to other texts is not it.

    ``rel`` and ``itemprop`` say just that; the name of a class or id hints at it.
    """
    best_score, best = -1.0, Marked((), False)
    for element, is_near, is_after in itertools.islice(_marked(page, headline), _MAX_CANDIDATES):
        strictly = _says_author(element)
        score = 2.0 * strictly + 2.0 * is_near + is_after
        if score + 1.5 <= best_score or _is_elsewhere(element, strictly):
            continue
        names = marked_names(element)
        if not names or not (is_near or _is_own(element, names, strictly)):
            continue
        score += all(map(is_full_name, names)) + 0.5 * leads_to_author(element)
        if score > best_score:
            best_score, best = score, Marked((*names, *_alike(element)), is_near)
    return best


def _marked(page: Page, headline: etree._Element | None) -> Iterator[tuple[etree._Element, bool, bool]]:
    """(element, beside the headline, after it) of what is marked as byline; beside it, also authors' links."""
    around = next(itertools.islice(headline.iterancestors(), 2, None), None) if headline is not None else None
    count = -1 if headline is not None else _NEAR_ELEMENTS
    for element in page.tree.iter(*_BYLINE_TAGS, *({headline.tag} if headline is not None else ())):
        if element is headline:
            count = 0
        elif count >= 0:
            # Where the text begins, what is beside the headline has ended.
            count += _NEAR_ELEMENTS if element.tag == "p" and len(element.text or "") > _PROSE_CHARS else 1
            is_near = count < _NEAR_ELEMENTS
            if _says_author(element) or _hints_at_author(element) or (is_near and _may_be_author(element)):
                yield element, is_near, True
        elif _says_author(element) or _hints_at_author(element):
            yield element, _within(element, around), False


def _is_own(element: etree._Element, names: list[str], strictly: bool) -> bool:
    """Away from the headline: not a teaser's; by a mere hint, full names or a login behind "Posted by"."""
    certain = strictly or all(map(is_full_name, names)) or LEAD_IN.match(text_of(element)) is not None
    return certain and not _is_teaser(element)


def _within(element: etree._Element, around: etree._Element | None) -> bool:
    return (
        around is not None
        and around.tag not in ("body", "html")
        and around in itertools.islice(element.iterancestors(), 6)
    )


def _alike(element: etree._Element) -> Iterator[str]:
    """The names in siblings of the same make: one element for each author."""
    marks = element.tag, element.get("class"), element.get("rel"), element.get("itemprop")
    for sibling in element.itersiblings(str(element.tag)):
        if marks == (sibling.tag, sibling.get("class"), sibling.get("rel"), sibling.get("itemprop")):
            yield from marked_names(sibling)


def _says_author(element: etree._Element) -> bool:
    for value in (element.get("rel"), element.get("itemprop"), element.get("property")):  # asked of every element
        if value is not None and not _AUTHOR_PROPERTIES.isdisjoint(value.split()):
            return True
    return False


def _hints_at_author(element: etree._Element) -> bool:
    name, identifier = element.get("class"), element.get("id")
    return (name is not None and _is_author_name(name[:_MAX_NAME_CHARS])) or (
        identifier is not None and _is_author_name(identifier[:_MAX_NAME_CHARS])
    )


@lru_cache(maxsize=8_192)
def _is_author_name(name: str) -> bool:
    if name.isascii() and not any(map(name.lower().__contains__, _IN_MARKUP_NAME)):
        return False
    return _MARKUP_NAME.search(_CAMEL.sub("-", name)) is not None


def _may_be_author(element: etree._Element) -> bool:
    """A link to an author's folder; or <address>, which is by HTML's word for who answers for the text."""
    if element.tag == "address":
        return is_full_name(text_of(element))
    return element.tag == "a" and _AUTHOR_FOLDER.search(element.get("href") or "") is not None


def _is_elsewhere(element: etree._Element, strictly: bool) -> bool:
    pattern = _ELSEWHERE if strictly else _LOOSELY_ELSEWHERE
    for place in (element, *itertools.islice(element.iterancestors(), 6)):
        if place.tag in ("body", "html", "main", "article"):
            return False
        if place.tag == "aside" or pattern.search(f"{place.get('class') or ''} {place.get('id') or ''}"):
            return True
    return False


def _is_teaser(element: etree._Element) -> bool:
    """Whether it stands on a card that leads to another text: with a linked heading that is not the name itself."""
    for place in itertools.islice(element.iterancestors(), 4):
        if place.tag in ("body", "html", "main", "article"):
            return False
        for heading in place.iter(*_HEADINGS):
            linked = (
                place.tag == "a" or heading.find(".//a") is not None or getattr(heading.getparent(), "tag", "") == "a"
            )
            if linked and heading is not element and element not in heading.iter() and heading not in element.iter():
                return True
    return False


def below_headline(headline: etree._Element | None) -> list[str]:
    """Names in a short line below the headline that begins like a byline or holds a date ("2 May 2026 · Ada Lovelace").

    Beside a date only full names and desks count, and nothing else may stand there.
    """
    for line, text in lines_below_headline(headline):
        found = written_date(text, "day")
        if LEAD_IN.match(text):
            text = first_line(line) if found is None else text
            names = names_in(LEAD_IN.sub("", _until(found, text)), SURE_LEAD_IN)
            if names and all(map(is_full_name, names)):
                return names
        elif found and all(leads_to_author(link) for link in line.iter("a")):
            names = [
                name for rest in (_until(found, text), text[found[2] :]) for name in names_in(_CLOCK.sub("", rest))
            ]
            if names and all(stands_alone(name) or ROLE.search(name) for name in names):
                return names
    return []


def _until(date: tuple[datetime, int, int] | None, text: str) -> str:
    """The text before its date and the preposition that leads to that."""
    return _BEFORE_DATE.sub("", text[: date[1]]) if date else text


def beside_date(_: Page, headline: etree._Element | None) -> list[str]:
    """A full name that is all there is in the element next to the date's, below the headline."""
    title = text_of(headline) if headline is not None else ""
    pieces = [
        (element, text)
        for element in itertools.islice(following(headline), _NEAR_ELEMENTS)
        if (text := " ".join((element.text or "").split())) and element.tag in _BESIDE_TAGS
    ]
    for (_before, first), (element, second) in itertools.pairwise([*pieces, *reversed(pieces)]):
        if written_date(first, "day") and len(second) < _MAX_WORDED_CHARS and not written_date(second, "day"):
            names = names_in(second)
            linked = element.tag == "a" and not leads_to_author(element)
            if names and not linked and all(_stands_out(name, title) for name in names):
                return names
    return []


def _stands_out(name: str, title: str) -> bool:
    return stands_alone(name) and name not in title


def elsewhere_in_text(page: Page, _: etree._Element | None) -> Iterator[str]:
    """Full names in short lines of their own that begin like a byline ("By Ada Lovelace"), or beside such a label."""
    for element, text in itertools.islice(_worded(page), _MAX_CANDIDATES):
        names = names_in(LEAD_IN.sub("", text), SURE_LEAD_IN) if 2 < len(text) < _MAX_WORDED_CHARS else []
        if names and all(map(is_full_name, names)) and not _is_of_another(element):
            yield from names


def _worded(page: Page) -> Iterator[tuple[etree._Element, str]]:
    """(element, line) of what begins with words of a byline: the element, what follows it, or its label's neighbour."""
    for element in page.tree.iter(*_WORDED_TAGS):
        own = " ".join((element.text or "")[:_MAX_OWN_CHARS].split())
        if own and LEAD_IN.match(f"{own} "):
            line = first_line(element)
            found = written_date(line[:MAX_BYLINE_CHARS], "day")
            line = _until(found, line)
            yield element, line if LEAD_IN.match(line) else ""
        beside = element.getnext() if 0 < len(own) < _MAX_LABEL_CHARS and LABEL.fullmatch(own) else None
        if beside is not None:
            yield element, text_of(beside)
        tail = " ".join((element.tail or "")[:_MAX_OWN_CHARS].split())
        if LEAD_IN.match(tail):
            yield element, tail


def _is_of_another(element: etree._Element) -> bool:
    return _is_elsewhere(element, strictly=False) or _of_picture(element) or _is_teaser(element)


def _of_picture(element: etree._Element) -> bool:
    return any(
        place.tag in ("figure", "figcaption") or _PICTURE.search(place.get("class") or "")
        for place in (element, *itertools.islice(element.iterancestors(), 2))
    )
