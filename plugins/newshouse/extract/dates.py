"""When the article was published and changed, as the page says. Pure, no clock: the fetch time bounds the future.

Order of trust: JSON-LD of the article, meta tags, microdata, <time> below the headline; then loose meta tags and
JSON-LD of the page against what is printed below the headline; htmldate only where all of these are silent.
"""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree

from newshouse.extract import jsonld
from newshouse.extract.byline import beginning, is_mention, lines_above_headline, lines_below_headline
from newshouse.extract.date_words import (
    CHANGED,
    DATE_NAME,
    LOOSELY_PUBLISHED,
    MODIFIED,
    NOT_THE_ARTICLE,
    PUBLISHED,
)
from newshouse.extract.document import Page
from newshouse.extract.instants import Order, parse_instant, written_date
from newshouse.extract.metadata import declared_languages

_EARLIEST = datetime(1990, 1, 2, tzinfo=UTC)  # before the web: 0001-01-01, 1970-01-01 and their kin are no dates
_AHEAD = timedelta(days=1)  # clocks and zones; a date further in the future is none
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PUBLISHED_CLASSES = frozenset(("published", "dt-published", "entry-date"))
_NO_ORDER = frozenset(("en", "zh", "ja", "ko", "hu", "lt", "mn"))  # both orders, or the year first
_LEADING_CHARS = 40
_MARKED_TAGS = ("span", "div", "p", "time", "li", "small", "td", "em", "abbr", "dd", "a", "h2", "h3", "h4", "h5", "h6")
_MAX_NAME_CHARS = 300
_MAX_TEXT_CHARS = 100
_IN_BRACKETS = re.compile(r"\(([^()]{6,60})\)\s*$")
_ADDRESS_DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d?)[/-](?P<day>\d\d?)(?=[/-])")
_MOVED = timedelta(days=60)
_WIDEST_OFFSET = timedelta(hours=14)
_OFFSET_STEP = timedelta(minutes=15)

logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class _Look:
    """A page that is searched for dates up to ``latest``; ``order``: of day and month in figures alone."""

    page: Page
    headline: etree._Element | None
    latest: datetime
    order: Order

    def written(self, text: str) -> tuple[datetime, int, int] | None:
        """The first date written in the text, and where it begins and ends, if it can be the article's."""
        found = written_date(text, self.order)
        return found if found and _EARLIEST <= found[0] <= self.latest else None


def page_dates(
    page: Page, fetched_at: datetime, headline: etree._Element | None
) -> tuple[datetime | None, datetime | None]:
    """(published, modified), aware, in the zone they are stated in (UTC where none is); None where the page is silent.

    Neither is absurd (before 1990) nor more than a day after ``fetched_at``.
    """
    node = page.article or {}
    latest = fetched_at + _AHEAD
    look = _Look(page, headline, latest, _order(page))
    modified = _first((node.get("dateModified"), *_contents(page, MODIFIED)), latest)
    published = _first((node.get("datePublished"), *_contents(page, PUBLISHED)), latest)
    beside, changed = _beside_headline(look) if published is None else (None, None)
    published = published or _first(_microdata(page), latest) or beside or _said_twice(look) or _described(look)
    addressed = _in_address(page.url, latest)
    if published is None:
        published = addressed or changed or _marked(look) or _guessed(page, latest) or _only_one(look)
    elif addressed is not None and published - addressed > _MOVED:
        published = addressed  # a content system that the text was moved to states the day of the move
    return _in_printed_zone(published, look), modified


def _order(page: Page) -> Order:
    """Which comes first in dates of figures alone. Plain English says nothing: it is written on both sides."""
    tags = {
        tag.lower() for where, tag in declared_languages(page) if where in ("html", "og:locale", "content-language")
    }
    if not tags or tags & {"en-us", "fil", "tl", "en-ph"}:
        return "month" if tags else None
    primary = {tag.partition("-")[0] for tag in tags}
    return "day" if not primary & _NO_ORDER or tags & {"en-gb", "en-au", "en-ie", "en-in", "en-nz", "en-za"} else None


def _described(look: _Look) -> datetime | None:
    """A date in brackets at the end of the page's description or title: "(News of 14 January 2020)"."""
    page = look.page
    for text in (page.meta("og:description", "description"), page.meta("og:title"), page.tree.findtext(".//title")):
        brackets = _IN_BRACKETS.search((text or "")[-_MAX_TEXT_CHARS:])
        if brackets and (found := look.written(brackets[1])):
            return found[0]
    return None


def _in_address(url: str, latest: datetime) -> datetime | None:
    """The day that folders of the address name (/2026/03/01/, /2026-03-01/), at midnight UTC."""
    day = _ADDRESS_DAY.search(urlsplit(url).path)
    try:
        found = datetime(int(day["year"]), int(day["month"]), int(day["day"]), tzinfo=UTC) if day else None
    except ValueError:
        return None
    return found if found and _EARLIEST <= found <= latest else None


def _in_printed_zone(published: datetime | None, look: _Look) -> datetime | None:
    """A moment stated in UTC, in the zone where its day is the one printed beside the headline: the page's own.

    Only where that zone exists: the printed clock must differ by a zone's offset, a bare day must begin at that moment.
    """
    if published is None or published.utcoffset() or not published.time():
        return published
    printed = _printed(look)
    if printed is None or printed.date() == published.date():
        return published
    if printed.utcoffset():
        return published.astimezone(printed.tzinfo)
    offset = printed - published
    fits = abs(offset) <= _WIDEST_OFFSET and offset % _OFFSET_STEP == timedelta()
    return published.astimezone(timezone(offset)) if fits else published


def _contents(page: Page, names: Iterable[str]) -> Iterator[str]:
    return (content for name in names for content in page.metas.get(name, ()))


def _microdata(page: Page) -> Iterator[str]:
    """What is marked as the publication: by microdata, RDFa, hAtom's class, HTML's old attribute."""
    for element in page.tree.iter("time", "span", "div", "p", "abbr", "a", "link"):
        marked = element.get("itemprop") or element.get("property") or ""
        is_marked = "datePublished" in marked or element.get("pubdate") is not None
        stated = element.get("datetime") or element.get("content") or element.get("title")
        if not is_marked and stated is not None:
            is_marked = not _PUBLISHED_CLASSES.isdisjoint((element.get("class") or "").split())
        if is_marked and not _is_elsewhere(element):
            yield stated or _own_text(element)


def _own_text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _beside_headline(look: _Look) -> tuple[datetime | None, datetime | None]:
    """(publication, change) as <time> tells them next after the headline; None where there is no such element."""
    after, changed = False, None
    for element in look.page.tree.iter(str(look.headline.tag), "time") if look.headline is not None else ():
        if element is look.headline:
            after = True
        elif after and element.tag == "time" and element.get("datetime") and not _is_elsewhere(element):
            found = _first((element.get("datetime"),), look.latest)
            if not _is_change(element):
                return found, changed
            changed = changed or found
    return None, changed


def _is_change(element: etree._Element) -> bool:
    """Whether the element, or what stands before it, says that its date is a change's."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if "publish" in names.lower():
        return False
    before, parent = element.getprevious(), element.getparent()
    leading = (before.tail if before is not None else parent.text if parent is not None else None) or ""
    return CHANGED.search(f"{names} {leading[-_LEADING_CHARS:]} {(element.text or '')[:_LEADING_CHARS]}") is not None


def _said_twice(look: _Look) -> datetime | None:
    """The loosely stated date or the printed one, whichever day is earlier; of one day, the stated, for its zone."""
    created = (look.page.article or {}).get("dateCreated")
    loose = _first((*_contents(look.page, LOOSELY_PUBLISHED), created, *_of_other_nodes(look.page)), look.latest)
    printed = _printed(look)
    if loose is None or printed is None:
        return loose or printed
    return printed if printed.date() < loose.date() else loose


def _printed(look: _Look) -> datetime | None:
    """The date in a short line below the headline; one that is said to be a change only where no other stands there."""
    changed = None
    for element, text in itertools.chain(lines_below_headline(look.headline), lines_above_headline(look.headline)):
        found = look.written(text)
        if found is None or _is_elsewhere(element, look.headline) or is_mention(text, *found[1:]):
            continue
        if not CHANGED.search(text[: found[1]]) and not (element.tag == "time" and _is_change(element)):
            return found[0]
        if published := _behind_change(look, text, found):
            return published
        changed = changed or found[0]
    return changed


def _behind_change(look: _Look, text: str, change: tuple[datetime, int, int]) -> datetime | None:
    """The publication that stands in the same line behind a change: "Updated: 3 May 2026 | Published: 2 May 2026"."""
    moment, _, end = change
    while found := look.written(text[end:]):
        if found[0] <= moment and not CHANGED.search(text[end : end + found[1]]):
            return found[0]
        end += found[2]
    return None


def _is_elsewhere(element: etree._Element, headline: etree._Element | None = None) -> bool:
    """Whether it stands in what is not the article; what holds the headline as well is the article."""
    holding = frozenset(headline.iterancestors()) if headline is not None else frozenset()
    for place in (element, *itertools.islice(element.iterancestors(), 6)):
        if place in holding or place is headline or place.tag in ("body", "html", "main"):
            return False
        if place.tag in ("aside", "nav") or (headline is None and place.tag in ("footer", "li")):
            return True
        if NOT_THE_ARTICLE.search(f"{place.get('class') or ''} {place.get('id') or ''}"):
            return True
    return False


def _marked(look: _Look) -> datetime | None:
    """The first date written in a short element that is called a date."""
    for element in look.page.tree.iter(*_MARKED_TAGS):
        name, identifier = element.get("class"), element.get("id")
        if not (
            (name and _is_date_name(name[:_MAX_NAME_CHARS]))
            or (identifier and _is_date_name(identifier[:_MAX_NAME_CHARS]))
        ):
            continue
        text = beginning(element)
        found = look.written(text) if 5 < len(text) < 2 * _MAX_TEXT_CHARS else None
        if found and not _is_elsewhere(element, look.headline):
            return found[0]
    return None


def _only_one(look: _Look) -> datetime | None:
    """The day that short elements name, where they name a single one in the whole page."""
    found: set[datetime] = set()
    for element in look.page.tree.iter(*_MARKED_TAGS):
        text = (element.text or "").strip()
        if len(text) < _MAX_TEXT_CHARS and _YEAR.search(text) and (written := written_date(text, look.order)):
            if is_mention(text, *written[1:]) or "©" in text:  # the site's own history
                continue
            found.add(written[0])
            if len(found) > 1:
                return None
    return next((day for day in found if _EARLIEST <= day <= look.latest), None)


@lru_cache(maxsize=8_192)
def _is_date_name(name: str) -> bool:
    return DATE_NAME.search(name) is not None


def _of_other_nodes(page: Page) -> Iterator[object]:
    for node in page.nodes:
        if jsonld.leads_elsewhere(node, page.url):
            continue
        yield node.get("datePublished") or node.get("uploadDate")


def _guessed(page: Page, latest: datetime) -> datetime | None:
    """htmldate's finding: from the address, the markup or the text. A date without a time is midnight UTC."""
    tree = copy(page.tree)
    etree.strip_elements(tree, "script", "style", with_tail=False)  # JSON-LD has been read, and better
    try:
        found = find_date(
            tree,
            url=page.url,
            original_date=True,
            extensive_search=False,
            min_date=_EARLIEST.replace(tzinfo=None),
            max_date=latest.replace(tzinfo=None),
        )
    except (ValueError, TypeError, AttributeError, OverflowError, etree.LxmlError):
        return None  # htmldate trips over odd markup; the page is readable all the same
    return _first((found,), latest)


def _first(candidates: Iterable[object], latest: datetime) -> datetime | None:
    for candidate in candidates:
        if isinstance(candidate, list) and candidate:
            candidate = candidate[0]
        found = parse_instant(candidate)
        if found is not None and _EARLIEST <= found <= latest:
            return found
    return None
