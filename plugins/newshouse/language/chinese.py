"""Simplified or traditional Chinese, told by the national character sets. Pure.

GB 2312 (mainland) holds no character in its traditional form where a simplified one exists, Big5 (Taiwan, Hong Kong)
none of the newly simplified ones: a character that only one of the two can write belongs to that script.
"""

from __future__ import annotations

from functools import lru_cache


def script_of_chinese(text: str) -> str | None:
    """``Hans`` or ``Hant``, whichever has more characters of its own in the text; None when neither has more."""
    lean = sum(_lean(character) for character in text)
    if lean == 0:
        return None
    return "Hans" if lean > 0 else "Hant"


@lru_cache(maxsize=20_000)
def _lean(character: str) -> int:
    """1 for a character of simplified text alone, -1 of traditional text alone, else 0."""
    if not "\u3400" <= character <= "\u9fff":
        return 0
    return _writes("gb2312", character) - _writes("big5", character)


def _writes(charset: str, character: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
