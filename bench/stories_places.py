"""Make plugins/newshouse/stories/places.txt from the CLDR's names of countries, languages and currencies.

    python bench/stories_places.py

Run by hand when Babel brings a new CLDR; the table is committed, so that features do not change with a library.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import babel
from babel import Locale
from newshouse.stories import tokens

TARGET = Path(__file__).parent.parent / "plugins/newshouse/stories/places.txt"
LANGUAGES = (
    "ar", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
# Nouns change at their end in these: a name's last vowel is left open, others only gain letters.
INFLECTED = frozenset((
    "ar", "bg", "bs", "cs", "el", "et", "eu", "fi", "hr", "hu", "lt", "lv", "mk", "pl", "ro", "ru", "sk",
    "sl", "sq", "sr", "tr", "uk",
))  # fmt: skip
# A language that is, in the news, as good as the name of a country: "japonés", "японский".
LANGUAGE_OF = {
    "ja": "JP", "zh": "CN", "ru": "RU", "de": "DE", "it": "IT", "pl": "PL", "uk": "UA", "ko": "KR", "tr": "TR",
    "sl": "SI", "hr": "HR", "hu": "HU", "cs": "CZ", "sk": "SK", "ro": "RO", "bg": "BG", "el": "GR", "da": "DK",
    "sv": "SE", "nb": "NO", "fi": "FI", "et": "EE", "lv": "LV", "lt": "LT", "nl": "NL", "is": "IS", "ka": "GE",
    "hy": "AM", "az": "AZ", "vi": "VN", "th": "TH", "id": "ID", "ms": "MY", "fr": "FR", "mn": "MN", "sq": "AL",
    "he": "IL", "fil": "PH", "ne": "NP", "km": "KH", "lo": "LA", "my": "MM", "sr": "RS", "be": "BY",
}  # fmt: skip
CURRENCIES = ("EUR", "USD", "GBP", "JPY", "CNY", "RUB", "TRY", "INR", "CHF", "UAH", "KRW", "BRL")
REGIONS = {"150": "Europe", "002": "Africa", "142": "Asia", "009": "Oceania", "019": "America", "EU": "EU", "UN": "UN"}
ALSO = {"US": ("US", "USA"), "GB": ("UK",)}
_OPEN_CHARS = 5


def main() -> None:
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EZ", "QO", "XA", "XB", "ZZ"):
                add(table, f"@{code}", language, [name, *ALSO.get(code, ())])
            elif code in REGIONS:
                add(table, f"@{REGIONS[code]}", language, [name])
        for code, country in LANGUAGE_OF.items():
            if code in locale.languages:
                add(table, f"@{country}", language, [locale.languages[code]])
        for code in CURRENCIES:
            if code in locale.currencies:
                add(table, f"money_{code.lower()}", language, [locale.currencies[code]])
    lines = [f"# CLDR of Babel {babel.__version__}; made by bench/stories_places.py"]
    for term, languages in sorted(table.items()):
        parts = [
            f"{language}: {' '.join(sorted(patterns))}" for language, patterns in sorted(languages.items()) if patterns
        ]
        lines.append(" | ".join([term, *parts]))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(table)} terms, {TARGET.stat().st_size} bytes")


def add(table: dict[str, dict[str, set[str]]], term: str, language: str, names: list[str]) -> None:
    for name in names:
        for variant in {name, name.partition("(")[0].strip(), name.partition("（")[0].strip()}:
            if found := pattern(variant, language):
                table[term][language].add(found)


def pattern(name: str, language: str) -> str | None:
    """``name`` as a lexicon pattern; None when nothing is left to match."""
    if any(token.is_ungapped for token in tokens.words(name)):
        return name if len(name) > 1 and " " not in name else None
    words = [token.written for token in tokens.words(name)]
    return "_".join(_word(word, language) for word in words) or None


def _word(word: str, language: str) -> str:
    if len(word) < _OPEN_CHARS:
        return word
    if (language in INFLECTED and word[-1] in "aeiouyąęаеиіоуыэюяйьα") or (
        len(word) > _OPEN_CHARS and word[-1] in "aeiouy"
    ):
        word = word[:-1]
    return word + "*"


if __name__ == "__main__":
    main()
