"""What stands beside a printed clock: the half of the day and the zone, as pages and feeds name them. Pure.

Patterns are to be matched ignoring case but for ``ZONE_NAME``; they capture nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta

_HALF_DAYS = {
    "am": 0, "pm": 12, "πμ": 0, "μμ": 12, "ص": 0, "م": 12, "قظ": 0, "بظ": 12,
    "صباحا": 0, "مساء": 12, "पूर्वाह्न": 0, "अपराह्न": 12,
    "午前": 0, "上午": 0, "凌晨": 0, "오전": 0, "午後": 12, "下午": 12, "晚上": 12, "오후": 12,
}  # fmt: skip
HALF_AHEAD = "午前|上午|凌晨|오전|午後|下午|晚上|오후|पूर्वाह्न|अपराह्न"
"""What stands before the clock: no short words, which mean something else there (Arabic م behind a year: our era)."""
HALF_BEHIND = (
    rf"(?:[ap]\.?\s?m\b\.?|[πμ]\.?\s?μ\b\.?|[صم](?!\w)|[قب]\.?ظ(?!\w)|صباح[\u064b]?ا[\u064b]?|مساء\u064b?|{HALF_AHEAD})"
)
_NO_DIGIT = re.compile(r"\D")
_NOT_OF_WORD = re.compile(r"[\s.\u064b]")

# Hours east of Greenwich; the names that mean one offset wherever they are printed.
ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
    "SAST": 2, "MSK": 3, "МСК": 3, "TRT": 3, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "HKT": 8, "SGT": 8, "MYT": 8,
    "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "BRT": -3, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
# Names with several owners (IST, BST, CST), or that are words as well: the owner whose feeds use it most.
LIKELY_ZONES = {
    "WEST": 1, "BST": 1, "MET": 1, "WAT": 1, "MEST": 2, "CAT": 2, "EAT": 3, "IDT": 3, "MSD": 4, "GST": 4, "IRST": 3.5,
    "PKT": 5, "UZT": 5, "IST": 5.5, "NPT": 5.75, "PHT": 8, "ART": -3, "CLT": -4, "NDT": -2.5, "NST": -3.5, "ADT": -3,
    "AST": -4, "AT": -4, "ET": -5, "CDT": -5, "CST": -6, "CT": -6, "MDT": -6, "MST": -7, "MT": -7, "PT": -8,
}  # fmt: skip
ZONE_NAME = "[A-ZМСК]{1,5}(?![^\\W_])"
"""In capitals: "at" is a word, AT is the Atlantic time."""


def east_of(offset: str) -> timedelta:
    """How far east of Greenwich "+01", "+1", "+0130", "-01:30" or "+5:30" is."""
    digits = _NO_DIGIT.sub("", offset)
    digits = digits.zfill(2 if len(digits) < 3 else 4).ljust(4, "0")
    east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return -east if offset[0] == "-" else east


def hour_of_day(hour: int, half: str | None) -> int:
    """The hour of the day that a clock's ``hour`` is in the ``half`` one of the patterns found; None: as it stands."""
    if not half or hour > 12:
        return hour
    return hour % 12 + _HALF_DAYS[_NOT_OF_WORD.sub("", half.casefold())]
