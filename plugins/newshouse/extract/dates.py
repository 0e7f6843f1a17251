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
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree

from newshouse.extract.byline import beginning, lines_above_headline, lines_below_headline, written_date
from newshouse.extract.document import Page

_PUBLISHED = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "datecreated"),
    *(
        "article:published",
        "parsely-pub-date",
        "sailthru.date",
        "publish-date",
        "publishdate",
        "publish_date",
        "pubdate",
    ),
    *("publication_date", "published_time", "published_at", "dc.date.issued", "dcterms.issued", "dcterms.created"),
    *("dc.date.created", "citation_publication_date", "article.published", "article:post_date", "uploaddate"),
    *("shareaholic:article_published_time", "bt:pubdate", "iso-8601-publish-date"),
)
# Content systems fill these with the page's making or its last change: what is printed beside the headline says more.
_LOOSELY_PUBLISHED = ("date", "dc.date", "dc:date", "dcterms.date")
_MODIFIED = (
    *("article:modified_time", "og:updated_time", "og:modified_time", "og:article:modified_time", "datemodified"),
    *("article:modified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "updated_time"),
    *("shareaholic:article_modified_time", "bt:moddate"),
)
_EARLIEST = datetime(1990, 1, 2, tzinfo=UTC)  # before the web: 0001-01-01, 1970-01-01 and their kin are no dates
_AHEAD = timedelta(days=1)  # clocks and zones; a date further in the future is none
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.]?(?P<month>\d{1,2})[-/.]?(?P<day>\d{1,2})(?!\d)"
    r"(?:[T ,]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
# With dots the day comes first everywhere; with slashes it depends on the country, so those are left to htmldate.
_DAY_FIRST = re.compile(
    r"(?:\w+\.?,?\s+)?(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
    r"(?:\D{1,4}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?(?P<zone>)",
)
_NOT_THE_ARTICLE = re.compile(
    r"comment|related|recommend|sidebar|(?<!post-)(?<!entry-)footer|teaser|widget|latest|popular", re.IGNORECASE
)
_CHANGED = re.compile(
    r"updat|modif|edited|changed|aktuali[sz]|geändert|mis à jour|actuali[sz]|atualiz|aggiorn|bijgewerkt|uppdater"
    r"|oppdater|opdater|päivit|güncel|обновл|оновл|更新|수정|تحديث|ενημ",
    re.IGNORECASE,
)
_DATE_NAME = re.compile(
    r"(?:^|[\s_-])(?:date|datum|datetime|timestamp|published|posted|submitted|fecha|dateline|pubdate|created)(?:$|[\s_-])"
    r"|(?:^|[\s_-])(?:post|entry|article)-?(?:meta|info|header)(?:$|[\s_-])|[a-z]Date$|(?:post|news|pub)date"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MARKED_TAGS = ("span", "div", "p", "time", "li", "small", "td", "em", "abbr", "dd", "a", "h2", "h3", "h4", "h5", "h6")
_MAX_NAME_CHARS = 300
_MAX_TEXT_CHARS = 100
_IN_BRACKETS = re.compile(r"\(([^()]{6,60})\)\s*$")
_ADDRESS_DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d?)[/-](?P<day>\d\d?)(?=[/-])")
_MOVED = timedelta(days=60)
_WIDEST_OFFSET = timedelta(hours=14)
_OFFSET_STEP = timedelta(minutes=15)

logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def page_dates(
    page: Page, fetched_at: datetime, headline: etree._Element | None
) -> tuple[datetime | None, datetime | None]:
    """(published, modified), aware, in the zone they are stated in (UTC where none is); None where the page is silent.

    Neither is absurd (before 1990) nor more than a day after ``fetched_at``.
    """
    node = page.article or {}
    latest = fetched_at + _AHEAD
    modified = _first((node.get("dateModified"), *_contents(page, _MODIFIED)), latest)
    published = _first((node.get("datePublished"), *_contents(page, _PUBLISHED)), latest)
    if published is None:
        published = _first(_microdata(page), latest) or _beside_headline(page, latest, headline)
    published = published or _said_twice(page, latest, headline) or _described(page, latest)
    addressed = _in_address(page.url, latest)
    if published is None:
        published = addressed or _marked(page, latest, headline) or _guessed(page, latest) or _only_one(page, latest)
    elif addressed is not None and published - addressed > _MOVED:
        published = addressed  # a content system that the text was moved to states the day of the move
    return _in_printed_zone(published, latest, headline), modified


def _described(page: Page, latest: datetime) -> datetime | None:
    """A date in brackets at the end of the page's description or title: "(News of 14 January 2020)"."""
    for text in (page.meta("og:description", "description"), page.meta("og:title"), page.tree.findtext(".//title")):
        brackets = _IN_BRACKETS.search((text or "")[-_MAX_TEXT_CHARS:])
        found = written_date(brackets[1]) if brackets else None
        if found and _EARLIEST <= found[0] <= latest:
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


def _in_printed_zone(published: datetime | None, latest: datetime, headline: etree._Element | None) -> datetime | None:
    """A moment stated in UTC, in the zone where its day is the one printed beside the headline: the page's own.

    Only where that zone exists: the printed clock must differ by a zone's offset, a bare day must begin at that moment.
    """
    if published is None or published.utcoffset() or not published.time():
        return published
    printed = _printed(latest, headline)
    if printed is None or printed.date() == published.date():
        return published
    offset = printed - published
    fits = abs(offset) <= _WIDEST_OFFSET and offset % _OFFSET_STEP == timedelta()
    return published.astimezone(timezone(offset)) if fits else published


def _contents(page: Page, names: Iterable[str]) -> Iterator[str]:
    return (content for name in names for content in page.metas.get(name, ()))


def _microdata(page: Page) -> Iterator[str]:
    for element in page.tree.iter("time", "span", "div", "p", "abbr", "a", "link"):
        marked = element.get("itemprop") or ("datePublished" if element.get("pubdate") is not None else "")
        if "datePublished" in marked and not _is_elsewhere(element):
            yield element.get("datetime") or element.get("content") or element.get("title") or _own_text(element)


def _own_text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _beside_headline(page: Page, latest: datetime, headline: etree._Element | None) -> datetime | None:
    """The <time> that stands next after the headline, within its section."""
    if headline is None:
        return None
    after = False
    for element in page.tree.iter(str(headline.tag), "time"):
        if element is headline:
            after = True
        elif after and element.tag == "time" and element.get("datetime") and not _is_elsewhere(element):
            return _first((element.get("datetime"),), latest)
    return None


def _said_twice(page: Page, latest: datetime, headline: etree._Element | None) -> datetime | None:
    """The loosely stated date or the printed one, whichever day is earlier; of one day, the stated, for its zone."""
    created = (page.article or {}).get("dateCreated")
    loose = _first((*_contents(page, _LOOSELY_PUBLISHED), created, *_of_other_nodes(page)), latest)
    printed = _printed(latest, headline)
    if loose is None or printed is None:
        return loose or printed
    return printed if printed.date() < loose.date() else loose


def _printed(latest: datetime, headline: etree._Element | None) -> datetime | None:
    """The date in a short line below the headline; one that is said to be a change only where no other stands there."""
    changed = None
    for element, text in itertools.chain(lines_below_headline(headline), lines_above_headline(headline)):
        found = written_date(text)
        if found is None or not _EARLIEST <= found[0] <= latest or _is_elsewhere(element, headline):
            continue
        if not _CHANGED.search(text[: found[1]]):
            return found[0]
        changed = changed or found[0]
    return changed


def _is_elsewhere(element: etree._Element, headline: etree._Element | None = None) -> bool:
    """Whether it stands in what is not the article; what holds the headline as well is the article."""
    holding = frozenset(headline.iterancestors()) if headline is not None else frozenset()
    for place in (element, *itertools.islice(element.iterancestors(), 6)):
        if place in holding or place is headline or place.tag in ("body", "html", "main"):
            return False
        if place.tag in ("aside", "nav") or (headline is None and place.tag in ("footer", "li")):
            return True
        if _NOT_THE_ARTICLE.search(f"{place.get('class') or ''} {place.get('id') or ''}"):
            return True
    return False


def _marked(page: Page, latest: datetime, headline: etree._Element | None) -> datetime | None:
    """The first date written in a short element that is called a date."""
    for element in page.tree.iter(*_MARKED_TAGS):
        name, identifier = element.get("class"), element.get("id")
        if not (
            (name and _is_date_name(name[:_MAX_NAME_CHARS]))
            or (identifier and _is_date_name(identifier[:_MAX_NAME_CHARS]))
        ):
            continue
        text = beginning(element)
        found = written_date(text) if 5 < len(text) < 2 * _MAX_TEXT_CHARS else None
        if found and _EARLIEST <= found[0] <= latest and not _is_elsewhere(element, headline):
            return found[0]
    return None


def _only_one(page: Page, latest: datetime) -> datetime | None:
    """The day that short elements name, where they name a single one in the whole page."""
    found: set[datetime] = set()
    for element in page.tree.iter(*_MARKED_TAGS):
        text = element.text or ""
        if len(text) < _MAX_TEXT_CHARS and _YEAR.search(text) and (written := written_date(text)):
            found.add(written[0])
            if len(found) > 1:
                return None
    return next((day for day in found if _EARLIEST <= day <= latest), None)


@lru_cache(maxsize=8_192)
def _is_date_name(name: str) -> bool:
    return _DATE_NAME.search(name) is not None


def _of_other_nodes(page: Page) -> Iterator[object]:
    for node in page.nodes:
        yield node.get("datePublished") or node.get("uploadDate")


def _guessed(page: Page, latest: datetime) -> datetime | None:
    """htmldate's finding: from the address, the markup or the text. A date without a time is midnight UTC."""
    try:
        found = find_date(
            copy(page.tree),
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
        found = parse_instant(candidate) if isinstance(candidate, str) else None
        if found is not None and _EARLIEST <= found <= latest:
            return found
    return None


def parse_instant(text: str) -> datetime | None:
    """A moment written in ISO 8601, year or (with dots) day first, or RFC 5322; aware, UTC where it names no zone.

    None if it is none of these.
    """
    text = text.strip()[:_MAX_TEXT_CHARS]
    match = _YEAR_FIRST.match(text) or _DAY_FIRST.match(text)
    try:
        if match:
            year, month, day = (int(match[name]) for name in ("year", "month", "day"))
            hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
            return datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=_zone(match["zone"]))
        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
