"""Days of the Persian calendar, as Iranian pages date their articles. Pure, no clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
MONTH = "|".join(_MONTHS).replace("ی", "[یي]")
"""A pattern of the months' names, with the Persian or the Arabic Ye."""
YEAR = "1[34]\\d\\d"
_ANCHOR_YEAR, _ANCHOR = 1404, datetime(2025, 3, 21, tzinfo=UTC)
_LONG_MONTHS = 6  # of 31 days; five of 30 follow, and Esfand


def gregorian(year: int, month: str, day: int) -> datetime:
    """Midnight of the day; ``month``: its name or number. Raises ValueError where the calendar has no such day."""
    number = int(month) if month.isdecimal() else _MONTHS.index(month.replace("ي", "ی")) + 1
    before = 31 * min(number - 1, _LONG_MONTHS) + 30 * max(number - 1 - _LONG_MONTHS, 0)
    ends = min(before + (31 if number <= _LONG_MONTHS else 30), _days_before(year + 1) - _days_before(year))
    if not 1 <= number <= 12 or not 1 <= day <= ends - before:
        raise ValueError("no such day")
    since = _days_before(year) - _days_before(_ANCHOR_YEAR)
    return _ANCHOR + timedelta(days=since + before + day - 1)


def _days_before(year: int) -> int:
    """Days before the year's first, up to a constant: eight leap years in 33, as observed from 1244 to 1472."""
    return 365 * year + (8 * year + 21) // 33
