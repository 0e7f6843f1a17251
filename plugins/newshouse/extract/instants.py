"""Moments as pages spell them: for machines in their heads, for people in their lines. Pure, no clock.

A day and a month in figures count only where their order is certain: year first, with dots, one of them above twelve,
or in a language that is known to put the day (or, American English, the month) first.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

from newshouse import clocks
from newshouse.extract import jalali
from newshouse.extract.months import month_of

Order = Literal["day", "month"] | None
"""Which comes first in 01/02/2026, where the page's language tells."""

_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.]?(?P<month>\d{1,2})[-/.]?(?P<day>\d{1,2})(?!\d)"
    r"(?:[T ,]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    rf"(?:\s*(?P<half>{clocks.HALF_BEHIND}))?\s*(?P<zone>Z|[+-]\d{{2}}(?::?\d{{2}})?)?)?",
    re.IGNORECASE,
)
# JavaScript's and Java's own spellings: "Fri Feb 27 2026 07:30:00 GMT+0100 (CET)", "Fri Feb 27 07:30:00 CET 2026".
_PRINTED_BY_MACHINE = re.compile(
    r"[A-Z][a-z]{2}\s+(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})\s+(?P<early>\d{4}\s+)?(?P<clock>\d\d:\d\d:\d\d)\s*"
    r"(?P<zone>[A-Z]{2,5}[+-]?[\d:]*)?\s*(?P<late>\d{4})?"
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d\d?:\d\d(?::\d\d)?(?![:\d]|\s*[AaPp]\.?\s?[Mm])"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_EAST = r"[+-](?:1[0-4]|0?\d)"  # hours
_ZONE = (
    rf"[\s(]*(?:Uhr[\s(]+)?(?:(?P<offset>(?:GMT|UTC)\s?{_EAST}(?::?\d{{2}})?(?!\d)|{_EAST}:\d{{2}}(?!\d)|[+-][01]\d{{3}}(?!\d))"
    rf"|(?P<name>{clocks.ZONE_NAME}))"
)
_ZONE_BEHIND = re.compile(_ZONE)
_MAX_CHARS = 100

_MARK = "\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3"
_NAME = rf"(?:[^\W\d_]|(?![^\W\d_])[{_MARK}\u200c\u200d]){{2,14}}|[\u0e01-\u0e4e]{{1,2}}\.[\u0e01-\u0e4e]{{1,2}}"
_HOUR = r"(?P<hour>[01]?\d|2[0-3])"
_MINUTE = r"(?P<minute>[0-5]\d|\d(?=\s?[分분]))"
_SECOND = r"(?::(?P<second>[0-5]\d))?"
_CLOCK = (
    rf"{_HOUR}(?:[:.](?=[0-5]\d)|\s?(?:h(?![^\W\d_])|[時时點点시]))(?:\s?{_MINUTE}(?:\s?[分분])?{_SECOND})?(?!\.?\d)"
    rf"(?:\s*(?P<half>{clocks.HALF_BEHIND}))?"
)
_TIME = rf"(?:(?P<ahead>\D{{1,12}}?){_CLOCK})?"
_TIME_AHEAD = re.compile(
    rf"(?<![\d:.]){_HOUR}:{_MINUTE}{_SECOND}(?:\s*(?P<half>(?i:{clocks.HALF_BEHIND})))?(?:{_ZONE}\)?)?"
    r"(?:\s(?:Uhr|h|hrs))?[\s,;|·•–—-]{1,4}(?:on\s+)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,?\s+)?$"
)
_HALF_AHEAD = re.compile(clocks.HALF_AHEAD)
_AHEAD_CHARS = 50
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
    rf"(?<![\d/-])(?P<first>\d\d?)(?P<mark>[/-])(?P<other>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/-]){_TIME}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|º|ª|\.)?,?\s+(?:de |d'|ב-?|thg )?"
    rf"(?P<month>{_NAME})\.?(?:\s?/\s?(?:{_NAME}))?,?\s+(?:de |del |พ\.ศ\. ?)?{_YEAR}(?!\d){_TIME}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W_])(?P<month>{_NAME})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d){_TIME}", re.IGNORECASE
)
_YEAR_AND_NAME = re.compile(
    rf"(?<!\d){_YEAR}(?:\.|\.?\s?m\.|-ko)?\s+(?P<month>{_NAME})\s+(?P<day>\d\d?)(?!\d){_TIME}", re.IGNORECASE
)
_THAI = re.compile(  # the Buddhist era's year in two figures
    rf"(?<!\d)(?P<day>\d\d?)\s+(?P<month>[\u0e01-\u0e4e.]{{3,14}})\s+(?P<year>[5-9]\d)(?![\d:.]){_TIME}", re.IGNORECASE
)
_JALALI = re.compile(
    rf"(?<!\d)(?P<day>\d\d?)\s+(?P<month>{jalali.MONTH})(?:\s+ماه)?،?\s+(?P<year>{jalali.YEAR})(?!\d){_TIME}",
    re.IGNORECASE,
)
_JALALI_FIGURES = re.compile(
    rf"(?<![\d/])(?P<year>{jalali.YEAR})/(?P<month>\d\d?)/(?P<day>\d\d?)(?![\d/]){_TIME}", re.IGNORECASE
)
_WRITTEN = (_NUMERIC, _DOTTED, _SLASHED, _NAMED, _MONTH_FIRST, _YEAR_AND_NAME, _THAI, _JALALI, _JALALI_FIGURES)
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
        if match := _YEAR_FIRST.match(text):
            written = written_date(text) if match["hour"] is None else None
            return written[0] if written else _of_figures(match, text[match.end() :])
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


def _of_figures(match: re.Match[str], behind: str) -> datetime:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    hour = clocks.hour_of_day(hour, match["half"])
    moment = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=UTC) + timedelta(days=hour // 24)
    zone = match["zone"]
    return moment.replace(tzinfo=_zone(zone)) if zone else _zoned(moment, _ZONE_BEHIND.match(behind))


def _of_mail(text: str) -> datetime:
    name = text.split()[-1] if text else ""
    found = parsedate_to_datetime(text)
    if name in clocks.ZONES:
        return found.replace(tzinfo=timezone(timedelta(hours=clocks.ZONES[name])))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _zone(offset: str) -> timezone:
    """The zone of "Z", "+01", "+0130", "-01:30", "GMT+1"."""
    east = offset.lstrip("GMTUCZgmtucz ")
    return timezone(clocks.east_of(east)) if east else UTC


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
                return _reading(match, order)
            except ValueError:
                continue
    return None


def _reading(match: re.Match[str], order: Order) -> tuple[datetime, int, int]:
    """The moment, and where it begins and ends: its clock stands behind the day or ahead of it.

    Raises ValueError where the calendar has no such day.
    """
    day, text, begin, end = _day(match, order), match.string, match.start(), match.end()
    if match["hour"]:
        return _zoned(_at(day, match), _ZONE_BEHIND.match(text, end)), begin, end
    start = max(begin - _AHEAD_CHARS, 0)
    if clock := _TIME_AHEAD.search(text[start:begin]):
        return _zoned(_at(day, clock), clock), start + clock.start(), end
    return day, begin, end


def _day(match: re.Match[str], order: Order) -> datetime:
    """The day of one of the written patterns. Raises ValueError where the calendar has no such day."""
    year = int(match["year"])
    if match.re in (_JALALI, _JALALI_FIGURES):
        return jalali.gregorian(year, match["month"], int(match["day"]))
    if match.re is _SLASHED:
        day, month = _day_and_month(int(match["first"]), int(match["other"]), order)
    else:
        name = match["month"]
        day, month = int(match["day"]), int(name) if name.isdecimal() else month_of(name.removeprefix("ב"))
    year += 2500 * (match.re is _THAI)
    year += (year < 100) * (2000 if year < 90 else 1900) - (year >= 2500) * 543
    return datetime(year, month, day, tzinfo=UTC)


def _at(day: datetime, clock: re.Match[str]) -> datetime:
    """The moment that one of the patterns with a clock found on the day."""
    found = clock.groupdict()
    ahead = _HALF_AHEAD.search(found.get("ahead") or "")
    hour = clocks.hour_of_day(int(found["hour"]), found["half"] or (ahead and ahead[0]))
    return day + timedelta(hours=hour, minutes=int(found["minute"] or 0), seconds=int(found["second"] or 0))


def _day_and_month(first: int, second: int, order: Order) -> tuple[int, int]:
    if first > 12 or second > 12:
        return (first, second) if first > 12 else (second, first)
    if order is None and first != second:
        raise ValueError("either may be the day")
    return (first, second) if order != "month" else (second, first)


def _zoned(moment: datetime, zone: re.Match[str] | None) -> datetime:
    if zone and zone["offset"]:
        return moment.replace(tzinfo=_zone(zone["offset"]))
    if zone and zone["name"] in clocks.ZONES:
        return moment.replace(tzinfo=timezone(timedelta(hours=clocks.ZONES[zone["name"]])))
    return moment
