"""Which script a text is in, and which languages are written in it. Pure.

Blocks are Unicode's (Blocks.txt), languages CLDR's likely subtags, both cut down to what a news page can hold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import lru_cache

LATIN, CYRILLIC, HAN, KANA = "Latin", "Cyrillic", "Han", "Kana"

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x41, 0x24F, LATIN), (0x250, 0x2AF, LATIN), (0x370, 0x3FF, "Greek"), (0x400, 0x52F, CYRILLIC),
    (0x530, 0x58F, "Armenian"), (0x590, 0x5FF, "Hebrew"), (0x600, 0x6FF, "Arabic"), (0x700, 0x74F, "Syriac"),
    (0x750, 0x77F, "Arabic"), (0x780, 0x7BF, "Thaana"), (0x7C0, 0x7FF, "Nko"), (0x8A0, 0x8FF, "Arabic"),
    (0x900, 0x97F, "Devanagari"), (0x980, 0x9FF, "Bengali"), (0xA00, 0xA7F, "Gurmukhi"), (0xA80, 0xAFF, "Gujarati"),
    (0xB00, 0xB7F, "Oriya"), (0xB80, 0xBFF, "Tamil"), (0xC00, 0xC7F, "Telugu"), (0xC80, 0xCFF, "Kannada"),
    (0xD00, 0xD7F, "Malayalam"), (0xD80, 0xDFF, "Sinhala"), (0xE00, 0xE7F, "Thai"), (0xE80, 0xEFF, "Lao"),
    (0xF00, 0xFFF, "Tibetan"), (0x1000, 0x109F, "Myanmar"), (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Hangul"),
    (0x1200, 0x139F, "Ethiopic"), (0x13A0, 0x13FF, "Cherokee"), (0x1400, 0x167F, "Canadian"), (0x1780, 0x17FF, "Khmer"),
    (0x1800, 0x18AF, "Mongolian"), (0x1C50, 0x1C7F, "OlChiki"), (0x1C90, 0x1CBF, "Georgian"), (0x1E00, 0x1EFF, LATIN),
    (0x1F00, 0x1FFF, "Greek"), (0x2D00, 0x2D2F, "Georgian"), (0x2D30, 0x2D7F, "Tifinagh"), (0x2D80, 0x2DDF, "Ethiopic"),
    (0x3005, 0x3007, HAN), (0x3040, 0x30FF, KANA), (0x3105, 0x312F, HAN), (0x3130, 0x318F, "Hangul"),
    (0x31F0, 0x31FF, KANA), (0x3400, 0x9FFF, HAN), (0xA8E0, 0xA8FF, "Devanagari"), (0xA960, 0xA97F, "Hangul"),
    (0xAA60, 0xAA7F, "Myanmar"), (0xAB70, 0xABBF, "Cherokee"),
    (0xABC0, 0xABFF, "Meetei"), (0xAC00, 0xD7FF, "Hangul"), (0xF900, 0xFAFF, HAN),
    (0xFB1D, 0xFB4F, "Hebrew"), (0xFB50, 0xFDFF, "Arabic"), (0xFE70, 0xFEFF, "Arabic"), (0xFF21, 0xFF5A, LATIN),
    (0xFF66, 0xFF9F, KANA), (0x20000, 0x323AF, HAN),
)  # fmt: skip
_STARTS = [block[0] for block in _BLOCKS]

_LANGUAGES: dict[str, frozenset[str]] = {
    script: frozenset(languages.split())
    for script, languages in {
        "Greek": "el", "Armenian": "hy", "Hebrew": "he yi", "Syriac": "syr", "Thaana": "dv", "Nko": "nqo",
        CYRILLIC: "ru uk be bg mk sr kk ky mn tg tt ba ab os cv uz",
        "Arabic": "ar fa ur ps ug sd ku uz ks pa",
        "Devanagari": "hi mr ne sa kok bho mai new ks", "Bengali": "bn as", "Gurmukhi": "pa", "Gujarati": "gu",
        "Oriya": "or", "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si",
        "Thai": "th", "Lao": "lo", "Tibetan": "bo dz", "Myanmar": "my", "Georgian": "ka", "Hangul": "ko",
        "Ethiopic": "am ti", "Cherokee": "chr", "Canadian": "iu", "Khmer": "km", "Mongolian": "mn", "OlChiki": "sat",
        "Tifinagh": "zgh", KANA: "ja", HAN: "zh ja yue", "Meetei": "mni",
    }.items()
}  # fmt: skip
_ALSO_LATIN = frozenset({"sr", "uz", "ku", "az", "kk", "tg", "ks", "pa"})
_NEVER_LATIN = frozenset().union(*_LANGUAGES.values()) - _ALSO_LATIN

_LATIN_WEIGHT = 0.5  # names, brands and addresses stand in Latin letters in texts of every script
_KANA_SHARE = 0.1  # Japanese runs at .3 to .7; Chinese quotes a brand's kana now and then


def letter_counts(text: str) -> Counter[str]:
    """How many letters of each script. Letters of scripts not listed here count under ``Other``."""
    counts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        script = _script(character)
        if script is not None:
            counts[script] += count
    return counts


def main_script(counts: Counter[str]) -> str | None:
    """The script most of the text is in, None without letters. Kanji with some kana are Kana."""
    if not counts:
        return None
    weights = {script: count * (_LATIN_WEIGHT if script == LATIN else 1.0) for script, count in counts.items()}
    kana, han = weights.pop(KANA, 0.0), weights.pop(HAN, 0.0)
    if kana + han:
        weights[KANA if kana > _KANA_SHARE * (kana + han) else HAN] = kana + han
    return max(sorted(weights), key=lambda script: weights[script])


def can_be(language: str, script: str) -> bool:
    """Whether the language is written in that script. Of an unlisted script no language is known."""
    if script == LATIN:
        return language not in _NEVER_LATIN
    return language in _LANGUAGES.get(script, frozenset())


def only_language(script: str) -> str | None:
    """The one language of a script that has but one, else None."""
    languages = _LANGUAGES.get(script, frozenset())
    return next(iter(languages)) if len(languages) == 1 else None


@lru_cache(maxsize=20_000)
def _script(character: str) -> str | None:
    if not character.isalpha():
        return None
    code = ord(character)
    index = bisect_right(_STARTS, code) - 1
    if index >= 0 and code <= _BLOCKS[index][1]:
        return _BLOCKS[index][2]
    return "Other"
