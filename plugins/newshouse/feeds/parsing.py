"""A feed document's bytes -> ParsedFeed. Pure: no clock, no I/O.

decode -> read (JSON Feed | news sitemap | XML, where broken feedparser as second opinion) -> clean each entry
-> flag repeated guids.
Ends in a ParsedFeed or in RejectError, whatever the bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newshouse.charsets import document_text
from newshouse.errors import RejectError
from newshouse.feeds.dates import parse_date
from newshouse.feeds.json_reader import read_json
from newshouse.feeds.loose_reader import read_loosely
from newshouse.feeds.markup import absolute_url, harmless_html, plain_summary, plain_title, printable
from newshouse.feeds.raw import RawEntry, RawFeed
from newshouse.feeds.sitemaps import read_sitemap
from newshouse.feeds.xml_document import parse_xml
from newshouse.feeds.xml_reader import read_xml
from newshouse.records import Entry, ParsedFeed

MAX_FEED_BYTES = 50_000_000
MAX_ENTRIES = 20_000
_MAX_LOOSE_CHARS = 1_000_000  # feedparser's loose parser is quadratic in places
_MAX_TITLE_CHARS = 1_000
_MAX_SUMMARY_CHARS = 2_000
_MAX_CONTENT_CHARS = 2_000_000
_MAX_GUID_CHARS = 1_000
_MAX_URL_CHARS = 8_000
_MAX_NAMES = 50
_MAX_AUTHOR_CHARS = 1_000  # what is longer is no name, and would hold up the search for mail addresses
_FULL_TEXT_CHARS = 1_000  # a description shorter than this is a teaser
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # older than the web: 0001-01-01, 1970-01-01 and their like
_CLOCK_SKEW = timedelta(minutes=10)
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_MAX_WISH_S = 31_536_000
_MAIL = re.compile(r"\S+@\S+\.\w+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


def parse_feed(body: bytes, *, url: str, content_type: str | None, fetched_at: datetime) -> ParsedFeed:
    """Read RSS 0.9x-2.0, RDF, Atom 0.3/1.0, JSON Feed 1.0/1.1 or a news sitemap.

    ``url`` is the address the body came from (after redirects), ``content_type`` the HTTP header or None.
    ``fetched_at`` bounds dates: later ones are set to it and flagged ``date_future``; dates before 1990 are dropped
    and flagged ``date_absurd``, unreadable ones ``date_unreadable``; ``published_raw`` keeps what stood there. Where
    only an updated date stands, it counts as published (``published_from_updated``).

    Every item in the document gives one entry, in its order. ``guid`` is never empty: the feed's, else the link, else
    a hash of the text (``guid_missing``); a guid that several items with different links share gives way to the link
    (``guid_repeated``). ``content_html`` is cleaned of what could act but still markup: not for display as it is.

    Raises RejectError: empty_feed_document, feed_too_large, feed_encoding, html_instead_of_feed, not_a_feed,
    feed_too_deep, feed_entities.
    """
    if not body or not body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise RejectError("empty_feed_document", f"{len(body)} bytes")
    if len(body) > MAX_FEED_BYTES:
        raise RejectError("feed_too_large", f"{len(body)} bytes")
    text, flags = document_text(body, content_type)
    raw = _read(text, url)
    language = _language(raw.language)
    entries = tuple(_clean_entry(entry, language, fetched_at.astimezone(UTC)) for entry in raw.entries)
    return ParsedFeed(
        feed_format=raw.feed_format,
        entries=_with_distinct_guids(entries),
        title=plain_title(raw.title, _MAX_TITLE_CHARS) if raw.title else None,
        home_url=absolute_url(raw.home, raw.base),
        language=language,
        ttl_s=_seconds(raw.ttl, 60),
        update_period_s=_update_period_s(raw),
        hub_url=absolute_url(raw.hub, raw.base),
        self_url=absolute_url(raw.self_link, raw.base),
        flags=(*flags, *raw.flags),
    )


def _read(text: str, url: str) -> RawFeed:
    if text.lstrip("\ufeff \t\r\n\x00")[:1] in ("{", "["):
        return read_json(text.lstrip("\ufeff \t\r\n\x00"), url, MAX_ENTRIES)
    document = parse_xml(text)
    try:
        feed = read_sitemap(document.root, url, MAX_ENTRIES) or read_xml(document.root, url, MAX_ENTRIES)
    except UnicodeDecodeError as error:  # libxml2's recovery may leave what is no UTF-8 in its tree
        raise RejectError("feed_encoding", str(error.reason)) from error
    if document.mended and len(feed.entries) < min(document.item_tags, MAX_ENTRIES):
        loose = read_loosely(document.text, url, MAX_ENTRIES) if len(document.text) <= _MAX_LOOSE_CHARS else None
        if loose and len(loose.entries) > len(feed.entries):
            feed = loose
    return replace(feed, flags=(*document.flags, *feed.flags))


def _clean_entry(raw: RawEntry, feed_language: str | None, fetched_at: datetime) -> Entry:
    flags: list[str] = []
    guid = printable(raw.guid).strip() if raw.guid else ""
    url = _page(raw, guid)
    if url is None:
        flags.append("url_missing")
    language = _language(raw.language) or feed_language
    published_at = _date(raw.published, language, fetched_at, flags)
    updated_at = _date(raw.updated, language, fetched_at, flags if raw.published is None else [])
    if published_at is None and updated_at is not None:
        published_at = updated_at
        flags.append("published_from_updated")
    if raw.published is None and raw.updated is None:
        flags.append("date_missing")
    if not guid:
        flags.append("guid_missing")
    title = plain_title(raw.title, _MAX_TITLE_CHARS) if raw.title else None
    summary = plain_summary(raw.summary, _MAX_SUMMARY_CHARS) if raw.summary else None
    return Entry(
        guid=_guid(guid or url or f"{raw.title}\n{raw.published}\n{raw.summary}", is_text=not (guid or url)),
        url=url,
        title=title,
        summary=summary,
        content_html=_content(raw),
        authors=_authors(raw.authors),
        categories=_names(raw.categories),
        published_at=published_at,
        updated_at=updated_at,
        published_raw=printable(raw.published or raw.updated or "")[:200] or None,
        language=language,
        flags=tuple(flags),
    )


def _page(raw: RawEntry, guid: str) -> str | None:
    for link in raw.links:
        url = absolute_url(link, raw.base)
        if url and len(url) <= _MAX_URL_CHARS:
            return url
    if guid.lower().startswith(("http://", "https://")) or (raw.guid_is_link and guid.startswith("/")):
        return absolute_url(guid, raw.base)
    return None


def _guid(text: str, *, is_text: bool) -> str:
    """The key of an entry within its feed; long ones and mere texts as their hash."""
    if not is_text and len(text) <= _MAX_GUID_CHARS:
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _date(raw: str | None, language: str | None, fetched_at: datetime, flags: list[str]) -> datetime | None:
    if raw is None:
        return None
    moment = parse_date(raw, language)
    if moment is None:
        flags.append("date_unreadable")
        return None
    if moment < _EARLIEST:
        flags.append("date_absurd")
        return None
    if moment > fetched_at + _CLOCK_SKEW:
        flags.append("date_future")
    return min(moment, fetched_at)


def _content(raw: RawEntry) -> str | None:
    """The longest full text; the description only where it is long enough to be one."""
    candidates = list(raw.contents)
    if raw.summary and len(raw.summary) >= _FULL_TEXT_CHARS:
        candidates.append(raw.summary)
    longest = max(candidates, key=len, default="")
    return harmless_html(longest[:_MAX_CONTENT_CHARS]) if longest else None


def _authors(raw: tuple[str, ...]) -> tuple[str, ...]:
    """Names; of "ed@example.org (Jane Doe)" and "Jane Doe <ed@example.org>" the name, of a bare address the address."""
    names = []
    for author in (author[:_MAX_AUTHOR_CHARS] for author in raw[:_MAX_NAMES]):
        text = author.replace("<", "(").replace(">", ")") if "@" in author else author
        name = _MAIL.sub(" ", text.replace("(", " ").replace(")", " ")) if _MAIL.search(text) else text
        names.append(name if name.strip() else author)
    return _names(tuple(names))


def _names(raw: tuple[str, ...]) -> tuple[str, ...]:
    """Plain, each once, in order."""
    plain = (plain_title(name, 200) for name in raw[:_MAX_NAMES] if name)
    return tuple(dict.fromkeys(name for name in plain if name))


def _language(raw: str | None) -> str | None:
    """A BCP 47 tag as declared, "_" mended; None for what is none."""
    found = _LANGUAGE.fullmatch(raw.strip()) if raw else None
    return found.group().replace("_", "-") if found else None


def _with_distinct_guids(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """A guid that several links share is no key: there the link is. The same item twice is flagged and kept."""
    counts = Counter(entry.guid for entry in entries)
    if all(count == 1 for count in counts.values()):
        return entries
    urls: dict[str, set[str | None]] = {}
    for entry in entries:
        urls.setdefault(entry.guid, set()).add(entry.url)
    return tuple(_told_apart(entry, counts[entry.guid], len(urls[entry.guid])) for entry in entries)


def _told_apart(entry: Entry, guid_count: int, url_count: int) -> Entry:
    if guid_count == 1:
        return entry
    guid = _guid(entry.url, is_text=False) if url_count > 1 and entry.url else entry.guid
    return replace(entry, guid=guid, flags=(*entry.flags, "guid_repeated"))


def _seconds(raw: str | None, unit_s: int) -> int | None:
    digits = (raw or "").strip()
    if not re.fullmatch(r"[0-9]{1,9}", digits) or int(digits) == 0:
        return None
    return min(int(digits) * unit_s, _MAX_WISH_S)


def _update_period_s(raw: RawFeed) -> int | None:
    """sy:updatePeriod / sy:updateFrequency in seconds (RSS 1.0 syndication module); None when not declared."""
    period_s = _PERIODS_S.get((raw.update_period or "").strip().lower())
    if period_s is None:
        return None
    return max(60, period_s // (_seconds(raw.update_frequency, 1) or 1))
