"""The rule that turns detectors and declarations into one language. Pure."""

from __future__ import annotations

from newshouse.language.detectors import by_langdetect, by_langid
from newshouse.records import LanguageGuess

READ_CHARS = 1_000
SHORT_CHARS = 200


def guess_language(body: str, title: str | None, declared: tuple[tuple[str, str], ...]) -> LanguageGuess:
    """The language of an article. ``und`` when there is nothing to go by."""
    text = body[:READ_CHARS]
    if len(text) < SHORT_CHARS and title:
        text = f"{title}\n{text}"
    if not any(character.isalpha() for character in text):
        return LanguageGuess("und", 0.0, "und", "no_letters")
    second = by_langid(text)
    language, confidence = max(second.items(), key=lambda item: (item[1], item[0]))
    first = by_langdetect(text)
    agreed = language in first
    return LanguageGuess(language, confidence, language, "agreed" if agreed else "langid")
