"""When the article was published and changed, as the page says. Pure, no clock: the fetch time bounds the future."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from newshouse.extract.document import Page

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "sailthru.date",
    "parsely-pub-date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
_EARLIEST = datetime(1990, 1, 2, tzinfo=UTC)
_AHEAD = timedelta(days=1)
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)


def page_dates(page: Page, fetched_at: datetime) -> tuple[datetime | None, datetime | None]:
    """(published, modified), aware UTC, None where the page does not say. Neither is absurd or in the future."""
    node = page.article or {}
    published = _first([node.get("datePublished"), *(page.meta(name) for name in _PUBLISHED)], fetched_at)
    modified = _first([node.get("dateModified"), *(page.meta(name) for name in _MODIFIED)], fetched_at)
    return published, modified


def _first(candidates: list[object], fetched_at: datetime) -> datetime | None:
    for candidate in candidates:
        found = parse_instant(candidate) if isinstance(candidate, str) else None
        if found is not None and _EARLIEST <= found <= fetched_at + _AHEAD:
            return found
    return None


def parse_instant(text: str) -> datetime | None:
    """A moment written in ISO 8601 (basic or extended) or RFC 5322, aware UTC; None if it is none. No zone: UTC."""
    match = _ISO.match(text.strip())
    try:
        if match:
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
            zone = _zone(match[7])
            return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
