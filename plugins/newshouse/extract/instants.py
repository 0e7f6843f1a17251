"""Moments as pages spell them: for machines in their heads, for people in their lines. Pure, no clock.

A day and a month in figures count only where their order is certain: year first, with dots, one of them above twelve,
or in a language that is known to put the day (or, American English, the month) first.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

from newshouse.extract.months import month_of

Order = Literal["day", "month"] | None
"""Which comes first in 01/02/2026, where the page's language tells."""

_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.]?(?P<month>\d{1,2})[-/.]?(?P<day>\d{1,2})(?!\d)"
    r"(?:[T ,]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?:\w+\.?,?\s+)?(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
    r"(?:\D{1,4}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?(?P<zone>)",
)
# JavaScript's and Java's own spellings: "Fri Feb 27 2026 07:30:00 GMT+0100 (CET)", "Fri Feb 27 07:30:00 CET 2026".
_PRINTED_BY_MACHINE = re.compile(
    r"[A-Z][a-z]{2}\s+(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})\s+(?P<early>\d{4}\s+)?(?P<clock>\d\d:\d\d:\d\d)\s*"
    r"(?P<zone>[A-Z]{2,5}[+-]?[\d:]*)?\s*(?P<late>\d{4})?"
)
_MAIL = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d\d?:\d\d")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_CLOCK_ZONE = re.compile(r"[\s(]*(?:(?:GMT|UTC)?\s?(?P<offset>[+-]\d{2}:?\d{2})|(?P<name>[A-Z]{2,4})\b)")
# Only those that mean one offset wherever they are printed: IST, BST, CST and their like mean several.
_ZONES = {"GMT": 0, "UTC": 0, "WET": 0, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3}
_ZONES |= {"EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "WIB": 7, "WITA": 8, "WIT": 9, "JST": 9, "KST": 9, "HKT": 8}
_MAX_CHARS = 100

_MARK = "\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3"
_NAME = rf"(?:[^\W\d_]|(?![^\W\d_])[{_MARK}\u200c\u200d]){{2,14}}|[\u0e01-\u0e4e]{{1,2}}\.[\u0e01-\u0e4e]{{1,2}}"
_TIME = r"(?:\D{1,12}?(?P<hour>[01]?\d|2[0-3])[:.h時时](?P<minute>[0-5]\d)(?!\.?\d)(?:\s*(?P<half>[ap])\.?m\b)?)?"
_YEAR = r"(?P<year>(?:19|20|25)\d\d)"  # 25..: the Buddhist era's
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<year>(?:19|20)\d\d)\s?[-/.年년]\s?(?P<month>\d\d?)\s?[-/.月월]\s?(?P<day>\d\d?)(?!\d)){_TIME}",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(?<!\d)(?P<day>\d\d?)(?:\.\s?|\s+tháng\s+)(?P<month>\d\d?)(?:\.\s?|,?\s+năm\s+|,\s+)"
    rf"(?P<year>(?:19|20)\d\d|\d\d)(?![\d.,:]\d|\d){_TIME}",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    rf"(?<![\d/-])(?P<first>\d\d?)(?P<mark>[/-])(?P<second>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/-]){_TIME}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|º|ª|\.)?,?\s+(?:de |d'|ב-?|thg )?"
    rf"(?P<month>{_NAME})\.?,?\s+(?:de |del |พ\.ศ\. ?)?{_YEAR}(?!\d){_TIME}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W_])(?P<month>{_NAME})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d){_TIME}", re.IGNORECASE
)
_YEAR_AND_NAME = re.compile(
    rf"(?<!\d){_YEAR}(?:\.|\.?\s?m\.|-ko)?\s+(?P<month>{_NAME})\s+(?P<day>\d\d?)(?!\d){_TIME}", re.IGNORECASE
)
_WRITTEN = (_NUMERIC, _DOTTED, _SLASHED, _NAMED, _MONTH_FIRST, _YEAR_AND_NAME)
_DIGIT = re.compile(r"\d")
_DIGITS = {zero + digit: str(digit) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50) for digit in range(10)}


def parse_instant(stated: object) -> datetime | None:
    """A moment stated for machines, aware, UTC where it names no zone; None if ``stated`` is none.

    ISO 8601, year or (with dots) day first, RFC 5322, what JavaScript and Java print, seconds or milliseconds since
    1970, and what people write.
    """
    if isinstance(stated, bool) or not isinstance(stated, str | int | float):
        return None
    text = str(stated).strip()[:_MAX_CHARS]
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1_000 if seconds >= 1e11 else seconds, UTC)
        if match := _YEAR_FIRST.match(text) or _DAY_FIRST.match(text):
            return _of_figures(match)
        if match := _PRINTED_BY_MACHINE.match(text):
            year = (match["early"] or match["late"] or "").strip()
            text = f"{match['day']} {match['month']} {year} {match['clock']} {match['zone'] or ''}"
            text = re.sub(r"(?:GMT|UTC)(?=[+-])", "", text)
        elif not _MAIL.match(text):
            written = written_date(text)
            return written[0] if written else None
        return _of_mail(text)
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None


def _of_figures(match: re.Match[str]) -> datetime:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    midnight = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=_zone(match["zone"]))
    return midnight + timedelta(days=hour // 24)


def _of_mail(text: str) -> datetime:
    name = text.split()[-1] if text else ""
    found = parsedate_to_datetime(text)
    if name in _ZONES:
        return found.replace(tzinfo=timezone(timedelta(hours=_ZONES[name])))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def written_date(text: str, order: Order = None) -> tuple[datetime, int, int] | None:
    """The first date written in a line, aware, and where it begins and ends; UTC where its clock names no zone.

    None if there is none that the calendar knows.
    """
    if not _DIGIT.search(text):  # so with most lines
        return None
    text = text if text.isascii() else text.translate(_DIGITS)
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            try:
                moment = _moment(match, order)
            except ValueError:
                continue
            return _zoned(moment, text[match.end() :]) if match["hour"] else moment, match.start(), match.end()
    return None


def _moment(match: re.Match[str], order: Order) -> datetime:
    """The date of one of the written patterns. Raises ValueError where the calendar has no such day."""
    if match.re is _SLASHED:
        day, month = _day_and_month(int(match["first"]), int(match["second"]), order)
    else:
        name = match["month"]
        day, month = int(match["day"]), int(name) if name.isdecimal() else month_of(name.removeprefix("ב"))
    hour, year = int(match["hour"] or 0), int(match["year"])
    year += (year < 100) * (2000 if year < 90 else 1900) - (year >= 2500) * 543
    hour = hour % 12 + 12 * (match["half"] in "pP") if match["half"] else hour
    return datetime(year, month, day, hour, int(match["minute"] or 0), tzinfo=UTC)


def _day_and_month(first: int, second: int, order: Order) -> tuple[int, int]:
    if first > 12 or second > 12:
        return (first, second) if first > 12 else (second, first)
    if order is None and first != second:
        raise ValueError("either may be the day")
    return (first, second) if order != "month" else (second, first)


def _zoned(moment: datetime, behind: str) -> datetime:
    match = _CLOCK_ZONE.match(behind)
    if match and match["offset"]:
        return moment.replace(tzinfo=_zone(match["offset"]))
    if match and match["name"] in _ZONES:
        return moment.replace(tzinfo=timezone(timedelta(hours=_ZONES[match["name"]])))
    return moment
