"""Dates as feeds write them -> aware UTC datetimes. Pure, no clock, no I/O.

ISO 8601 and RFC 3339, RFC 822 and 2822, asctime, day-month-year in any order and language, Unix time. Names of months
in other languages than English come from the CLDR (babel), read when first needed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from newshouse import clocks

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:\s*[Tt]\s*|\s+)(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*"
    r"([Zz]|[+-]\d\d(?::?\d\d)?|(?![APap][Mm]\Z)[A-Za-z]{1,5})?\Z"
)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(\d\d?)[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d\d)(?:,?\s+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?"
    r"\s*([+-]\d\d:?\d\d|(?![APap][Mm]\b)[A-Za-z]{1,5})?(?:\s*\([^()]*\))?\Z"
)
_TIME = re.compile(
    r"(?<!\d)(\d\d?)\s?[:h.]\s?(\d\d)(?:\s?[:.]\s?(\d\d)(?:[.,]\d+)?)?(?![\d.])"
    rf"\s*({clocks.HALF_BEHIND})?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:(?:gmt|utc)\s*)?([+-])(\d\d?):?(\d\d)?(?!\d)", re.IGNORECASE)
_WORD = re.compile(r"[^\s\d.,;:!/()\[\]'\"’\u200f\u200e_-]{2,}")  # vowel signs of Indic scripts are part of a word
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[Tt ]?(\d\d):?(\d\d):?(\d\d)?)?\s*([Zz]|[+-]\d\d:?\d\d)?\Z")
_UNIX = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?\Z")
_HALF_AHEAD = re.compile(clocks.HALF_AHEAD)
_ZONE_NAME = re.compile(rf"[\s(]*(?:Uhr[\s(]+)?({clocks.ZONE_NAME})")
_EASTERN = str.maketrans(
    dict.fromkeys("年月년월", "-")
    | dict.fromkeys("日일", " ")
    | dict.fromkeys("時时시点點分분", ":")
    | dict.fromkeys("秒초", " ")
)
_MAX_CHARS = 100

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), 1,
    )
    for name in (names, names[:3])
} | {"sept": 9, "mrz": 3}  # fmt: skip
_ZONES = clocks.ZONES | clocks.LIKELY_ZONES
_LOCALES = (
    "af",
    "ar",
    "ar_LB",
    "ar_DZ",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "ga",
    "gl",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ka",
    "kk",
    "ko",
    "lt",
    "lv",
    "mk",
    "mn",
    "mr",
    "ms",
    "mt",
    "my",
    "nb",
    "ne",
    "nl",
    "nn",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "si",
    "sk",
    "sl",
    "sq",
    "sr",
    "sr_Latn",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zu",
)
_BUDDHIST_YEARS, _JALALI_YEARS = (2500, 2700), (1350, 1500)


def parse_date(raw: str, language: str | None = None) -> datetime | None:
    """The moment ``raw`` names, in UTC; None when it names none. No zone given means UTC, no time means midnight.

    ``language`` (BCP 47) decides only between 3/4/2026 as month/day (en-US) and day/month (everywhere else).
    """
    text = raw.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    try:
        found = _ISO.match(text)
        if found:
            year, month, day = int(found[1]), int(found[2]), int(found[3])
            return _moment((year, month, day), _clock(found[4], found[5], found[6]), _zone(found[7]))
        found = _RFC822.match(text)
        if found and found[2].lower() in _MONTHS:
            year = _full_year(found[3])
            clock = _clock(found[4], found[5], found[6])
            return _moment((year, _MONTHS[found[2].lower()], int(found[1])), clock, _zone(found[7]))
        return _compact(text) or _free_form(text, language)
    except (ValueError, OverflowError):
        return None


def _moment(date: tuple[int, int, int], clock: tuple[int, int, int], offset_h: float) -> datetime:
    (year, month, day), (hour, minute, second) = date, clock
    if _BUDDHIST_YEARS[0] <= year < _BUDDHIST_YEARS[1]:
        year -= 543
    midnight = datetime(year, month, day, tzinfo=UTC)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no time of day")
    return midnight + timedelta(hours=hour, minutes=minute, seconds=min(second, 59)) - timedelta(hours=offset_h)


def _clock(hour: str | None, minute: str | None, second: str | None) -> tuple[int, int, int]:
    return int(hour or 0), int(minute or 0), int(second or 0)


def _zone(text: str | None) -> float:
    """Hours east of Greenwich; unknown names count as Greenwich."""
    if not text:
        return 0
    if text[0] in "+-":
        return clocks.east_of(text) / timedelta(hours=1)
    return _ZONES.get(text.upper(), 0)


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 90 else 1900)


def _compact(text: str) -> datetime | None:
    unix = _UNIX.match(text)
    if unix:
        return datetime.fromtimestamp(int(unix[1]), UTC)
    found = _COMPACT.match(text)
    if not found:
        return None
    date = (int(found[1]), int(found[2]), int(found[3]))
    return _moment(date, _clock(found[4], found[5], found[6]), _zone(found[7]))


def _free_form(text: str, language: str | None) -> datetime | None:
    """Any order and language: the time and the zone are taken out first, what is left are day, month and year."""
    text = unicodedata.normalize("NFKC", text.replace("T", " T ") if re.match(r"\d{4}/", text) else text)
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    half_day = _HALF_AHEAD.search(text)
    text = re.sub(r"\s*([年月日時时点點分년월일시분])\s*", r"\1", text).translate(_EASTERN)
    text = re.sub(r"(?<=:)(\d)(?!\d)", r"0\1", text)
    time = next((match for match in _TIME.finditer(text) if _is_time(match, text)), None)
    clock, offset_h = (0, 0, 0), 0.0
    if time:
        hour, minute, second = _clock(time[1], time[2], time[3])
        clock = clocks.hour_of_day(hour, time[4] or (half_day and half_day[0])), minute, second
        offset_h, behind = _offset_of(text[time.end() :].lstrip())
        text = f"{text[: time.start()]} {behind}"
    month_first = "/" in text and (language or "").lower() == "en-us"
    date = _date_of(text, language, month_first=month_first)
    return _moment(date, clock, offset_h) if date else None


def _offset_of(behind: str) -> tuple[float, str]:
    """The hours east of Greenwich that the zone right behind a time names, and what stands behind the zone."""
    if offset := _OFFSET.match(behind):
        return _zone(offset[1] + offset[2] + (offset[3] or "")), behind[offset.end() :]
    if (zone := _ZONE_NAME.match(behind)) and zone[1] in _ZONES:
        return _ZONES[zone[1]], behind[zone.end() :]
    return 0.0, behind


def _is_time(match: re.Match[str], text: str) -> bool:
    """Not the front of 12.03.2026, nor its middle."""
    dotted = "." in match.group() and ":" not in match.group()
    follows_date = re.match(r"\d{3}|\.\d", text[match.end() - 2 :]) if dotted else None
    return (
        int(match[1]) <= 24
        and int(match[2]) < 60
        and not (dotted and (follows_date or text[: match.start()].strip() == ""))
    )


def _date_of(text: str, language: str | None, *, month_first: bool) -> tuple[int, int, int] | None:
    numbers = re.findall(r"\d+", text)
    month = _month_of(text, language)
    if month is not None and len(numbers) >= 2:
        day, year = sorted(numbers[:2], key=lambda number: len(number) > 2)
        return _full_year(year), month, int(day)
    if month is not None or len(numbers) < 3:
        return None
    if len(numbers[0]) == 4:
        is_jalali = _JALALI_YEARS[0] <= int(numbers[0]) < _JALALI_YEARS[1]
        return None if is_jalali else (int(numbers[0]), int(numbers[1]), int(numbers[2]))
    first, second = int(numbers[0]), int(numbers[1])
    if second > 12 or (month_first and first <= 12):
        first, second = second, first
    return _full_year(numbers[2]), second, first


def _month_of(text: str, language: str | None) -> int | None:
    """The month that is named next to the day's number; of two as near, the later: mar 3 février is a Tuesday."""
    days = [match.span() for match in re.finditer(r"(?<!\d)\d\d?(?!\d)", text)]
    named = [
        (min((max(begin - word.end(), word.start() - end) for begin, end in days), default=0), -word.start(), month)
        for word in _WORD.finditer(text)
        if (month := _MONTHS.get(word[0].casefold()) or _foreign_month(word[0].casefold(), language))
    ]
    return min(named)[2] if named else None


@lru_cache(maxsize=1)
def _foreign_months() -> dict[str, dict[str, int]]:
    """Month names, case folded, of the languages news is written in -> {language: month}."""
    from babel import Locale

    names: dict[str, dict[str, int]] = {}
    for code in _LOCALES:
        months = Locale.parse(code).months
        for usage, width in (
            ("format", "wide"),
            ("stand-alone", "wide"),
            ("format", "abbreviated"),
            ("stand-alone", "abbreviated"),
        ):
            for number, name in months[usage][width].items():
                words = _WORD.findall(unicodedata.normalize("NFKC", name.casefold()))
                word = max(words, key=len, default="")
                known = names.setdefault(word, {})
                # 0: a word that stands before every month (tháng, tháng, tháng) names none
                known[code[:2]] = number if known.get(code[:2], number) == number else 0
    return names


def _foreign_month(word: str, language: str | None) -> int | None:
    """The month the word names in ``language``, else in all languages that have the word (listopad is two months)."""
    months = {code: month for code, month in _foreign_months().get(word, {}).items() if month}
    own = months.get((language or "")[:2].lower())
    return own or (next(iter(months.values())) if len(set(months.values())) == 1 else None)
