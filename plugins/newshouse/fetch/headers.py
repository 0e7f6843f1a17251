"""What response headers ask of us. Pure, no I/O."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newshouse.records import Headers

MAX_RETRY_AFTER_S = 86_400.0


def values(headers: Headers, name: str) -> list[str]:
    """Every value of a header, in order; ``name`` in lower case."""
    return [value for key, value in headers if key.lower() == name]


def retry_after_s(headers: Headers, now: datetime) -> float | None:
    """Retry-After (RFC 9110 10.2.3) in seconds from now, 0 to 24 h; None if absent or neither seconds nor a date.

    A date is read against the server's own Date header where it has one, since its clock made both.
    """
    stated = next(iter(values(headers, "retry-after")), "").strip()
    if stated.isascii() and stated.isdigit():
        return min(float(stated[:9]), MAX_RETRY_AFTER_S)
    until = _date(stated)
    if until is None:
        return None
    there = _date(next(iter(values(headers, "date")), "")) or now
    return min(max((until - there).total_seconds(), 0.0), MAX_RETRY_AFTER_S)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
