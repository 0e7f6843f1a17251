"""JSON as pages write it: what a strict reader refuses is read as it was meant, as far as it goes. Pure.

Forgiven: comments, commas too many or too few, line breaks and lone backslashes in strings, quotes within strings that
nobody escaped, brackets that are never closed.
"""

from __future__ import annotations

import json
import re
from typing import Any

_SPACE = re.compile(r"(?:[\s,;\ufeff]|/\*.{0,500}?\*/|//[^\n]{0,500})*", re.DOTALL)
_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"')
# A quote ends its string where what follows can only stand behind a string.
_AFTER_KEY = re.compile(r"\s*:")
_AFTER_VALUE = re.compile(r'\s*(?:[,\s]*(?:[}\]]|$)|,[,\s]*"[^"\n]{0,60}"\s*:|,\s*/[/*]|\n\s*")')
_AFTER_ITEM = re.compile(r'\s*(?:[,\s]*(?:[}\]]|$)|,\s*["{\[]|,?\s*/[/*])')
_SCALAR = re.compile(r"[^\s,}\]]+")
_ESCAPED = re.compile(r'(\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))|[\\"]')
_MAX_DEPTH = 60
_MAX_CHARS = 300_000  # Longer blocks are lists of other things; reading on would cost more than it gives
_DECODER = json.JSONDecoder(strict=False)


def lenient_values(text: str) -> list[Any]:
    """The objects and lists that stand one after the other in ``text``; empty where it holds none."""
    reader = _Reader(text[:_MAX_CHARS])
    values = []
    while reader.skip_to_bracket():
        values.append(reader.value(0))
    return [value for value in values if value]


class _Reader:
    """A place in a text. Each character is read once, but for those that decide whether a quote ends its string."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip_to_bracket(self) -> bool:
        self._skip()
        return self.at < len(self.text) and self.text[self.at] in "{["

    def value(self, depth: int, after: re.Pattern[str] = _AFTER_VALUE) -> Any:
        self._skip()
        first = self.text[self.at : self.at + 1]
        if first in ("{", "[") and depth > _MAX_DEPTH:
            self.at = len(self.text)
            return None
        if first == "{":
            return self._object(depth)
        if first == "[":
            return self._list(depth)
        return self._string(after) if first == '"' else self._scalar()

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        while self._has_more("}"):
            if self.text[self.at] != '"':
                self._scalar()  # a key without quotes, or rubbish: left out
                continue
            key = self._string(_AFTER_KEY)
            self._skip()
            if self.text[self.at : self.at + 1] == ":":
                self.at += 1
                found[key] = self.value(depth + 1)
        return found

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        while self._has_more("]"):
            found.append(self.value(depth + 1, _AFTER_ITEM))
        return found

    def _has_more(self, end: str) -> bool:
        """Whether another item stands before the closing bracket. Steps over that, not over the other kind."""
        self._skip()
        if self.text[self.at : self.at + 1] not in ("}", "]", ""):
            return True
        self.at += self.text[self.at : self.at + 1] == end
        return False

    def _string(self, after: re.Pattern[str]) -> str:
        start = self.at + 1
        for quote in _QUOTE.finditer(self.text, start):
            if after.match(self.text, quote.end()):
                self.at = quote.end()
                return _decoded(self.text[start : quote.end() - 1])
        self.at = len(self.text)
        return _decoded(self.text[start:])

    def _scalar(self) -> Any:
        word = _SCALAR.match(self.text, self.at)
        self.at = max(word.end() if word else 0, self.at + 1)
        try:
            return json.loads(word.group()) if word else None
        except ValueError:
            return None

    def _skip(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at


def _decoded(raw: str) -> str:
    text = _ESCAPED.sub(lambda match: match[1] or f"\\{match[0]}", raw)
    return str(_DECODER.decode(f'"{text}"'))
