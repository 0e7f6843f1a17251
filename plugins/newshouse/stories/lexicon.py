"""Concepts and places that texts of many languages name: ``erdbeb*`` and ``terremoto`` are both *earthquake*. Pure.

Two tables lie beside this module and are read once. ``concepts.txt`` is written by hand for this project.
``places.txt`` is made by bench/stories_places.py from the CLDR's names of countries, languages and currencies.
Both have one entry a line: ``term | de: pattern pattern | en: ...``. A term that starts with ``@`` is a place. A
pattern is a folded word; ``*`` at its end lets an inflection follow, ``_`` joins the words of a phrase. Patterns of
scripts without word gaps stand as written and match anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from newshouse.stories import tokens

SLACK_CHARS = 5  # how much inflection may follow a pattern that ends in *
_MIN_PREFIX = 3
_MOST_STARTS = 100_000  # words that a matcher remembers
_SAME_WORDS = {"sr": "hr", "bs": "hr", "sh": "hr", "cnr": "hr", "no": "nb", "nn": "nb"}
_TABLES = ("places.txt", "concepts.txt")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The words of one pattern after the first; ``length`` decides which of several matches wins."""

    term: str
    rest: tuple[str, ...]
    length: int


class _Starts(dict[str, tuple[_Pattern, ...]]):
    """Word -> the patterns that may begin with it, each found when it is first asked for."""

    def __init__(self, exact: Mapping[str, list[_Pattern]], prefixes: Mapping[str, list[_Pattern]]) -> None:
        self._exact, self._prefixes = exact, prefixes

    def __missing__(self, first: str) -> tuple[_Pattern, ...]:
        if len(self) >= _MOST_STARTS:
            self.clear()
        lengths = range(max(_MIN_PREFIX, len(first) - SLACK_CHARS), len(first) + 1)
        begun = (pattern for length in lengths for pattern in self._prefixes.get(first[:length], ()))
        found = self[first] = (*self._exact.get(first, ()), *begun)
        return found


@dataclass(frozen=True, slots=True)
class Matcher:
    """What one language's texts are searched for. Keys of ``exact`` and ``prefixes`` are first words."""

    exact: dict[str, list[_Pattern]]
    prefixes: dict[str, list[_Pattern]]
    ungapped: dict[str, list[tuple[str, str]]]  # first character -> (written, term), longest first
    _starts: _Starts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", _Starts(self.exact, self.prefixes))

    def find(self, words: Sequence[tokens.Token], text: str) -> Iterator[tuple[int, str]]:
        """Yield (position, term) of every match in reading order; longer patterns first, matches do not overlap.

        Positions count words, or characters where the script has no word gaps.
        """
        folded = [token.folded for token in words if not token.is_ungapped]
        free = 0  # the first position that no match covers yet
        for position, starting in enumerate(map(self._starts.__getitem__, folded)):
            if starting and position >= free and (best := _longest(starting, folded, position)) is not None:
                yield position, best.term
                free = position + 1 + len(best.rest)
        if len(folded) < len(words):
            yield from self._in_ungapped(text)

    def _in_ungapped(self, text: str) -> Iterator[tuple[int, str]]:
        position = 0
        while position < len(text):
            for written, term in self.ungapped.get(text[position], ()):
                if text.startswith(written, position):
                    yield position, term
                    position += len(written) - 1
                    break
            position += 1


def _longest(starting: Iterable[_Pattern], folded: list[str], position: int) -> _Pattern | None:
    best: _Pattern | None = None
    for pattern in starting:
        fits = all(
            position + 1 + offset < len(folded) and _fits(word, folded[position + 1 + offset])
            for offset, word in enumerate(pattern.rest)
        )
        if fits and (best is None or pattern.length > best.length):
            best = pattern
    return best


def _fits(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1]) and len(word) - len(pattern) < SLACK_CHARS
    return word == pattern


@lru_cache(maxsize=64)
def matcher(language: str) -> Matcher:
    """The matcher for texts in ``language`` (BCP 47; the subtag before the hyphen counts).

    A language without entries gets English, and the scripts without word gaps, which cannot be mistaken.
    """
    entries = _entries()
    base = language.split("-", 1)[0].lower()
    base = _SAME_WORDS.get(base, base)
    rows = entries.get(base) or entries.get("en", [])
    ungapped_rows = [row for lang in ("zh", "ja", "th") if lang != base for row in entries.get(lang, [])]
    return build([*rows, *entries.get("mul", [])], ungapped_rows)


def build(rows: Iterable[tuple[str, str]], ungapped_rows: Iterable[tuple[str, str]] = ()) -> Matcher:
    """A matcher of (pattern, term) rows; of ``ungapped_rows`` only what has no word gaps is taken."""
    result = Matcher({}, {}, {})
    for pattern, term in rows:
        _add(result, pattern, term)
    for pattern, term in ungapped_rows:
        if _is_ungapped(pattern):
            _add(result, pattern, term)
    for found in result.ungapped.values():
        found.sort(key=lambda entry: (-len(entry[0]), entry))
    return result


def _add(target: Matcher, pattern: str, term: str) -> None:
    if _is_ungapped(pattern):
        written = pattern.rstrip("*")
        target.ungapped.setdefault(written[0], []).append((written, term))
        return
    words = [_folded(word) for word in pattern.split("_")]
    first, length = words[0], sum(len(word.rstrip("*")) for word in words)
    table = target.prefixes if first.endswith("*") else target.exact
    table.setdefault(first.rstrip("*"), []).append(_Pattern(term, tuple(words[1:]), length))


def _folded(word: str) -> str:
    return tokens.fold(word.rstrip("*")) + ("*" if word.endswith("*") else "")


@lru_cache(maxsize=8192)
def _is_ungapped(pattern: str) -> bool:
    return tokens.may_be_ungapped(pattern) and any(token.is_ungapped for token in tokens.words(pattern))


@lru_cache(maxsize=1)
def _entries() -> dict[str, list[tuple[str, str]]]:
    """language -> rows of (pattern, term), from both tables."""
    found: dict[str, list[tuple[str, str]]] = {}
    folder = resources.files("newshouse.stories")
    for table in _TABLES:
        for line in folder.joinpath(table).read_text(encoding="utf-8").splitlines():
            term, *languages = (part.strip() for part in line.split("|"))
            if not term or term.startswith("#"):
                continue
            for part in languages:
                language, _, patterns = part.partition(":")
                found.setdefault(language.strip(), []).extend((pattern, term) for pattern in patterns.split())
    return found
