"""Words, names and numbers of a text in forms that meet across inflection, script and language. Pure, no I/O.

fold      one script: any alphabet to plain lower-case ASCII letters
stem      one form of a word's inflections: its folded beginning
skeleton  one form of a name's spellings in many languages: its consonants, look-alikes merged
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii  # type: ignore[import-untyped, unused-ignore]

from newshouse import text as texts
from newshouse.stories import channels

STEM_CHARS = 6
_MIN_SKELETON = 3
_NUMBER = re.compile(r"\d+(?:[.,:'’]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+")
_UNGAPPED = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_KATAKANA_NAME = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_ARABIC_ARTICLE = re.compile(r"^(?:و?ال|بال|كال|فال|لل)(?=\w{3})")
_MARKS = r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0dff"
_WORD = re.compile(rf"[^\W\d_](?:[^\W_]|[{_MARKS}])*")
_ANY_MARK = re.compile(f"[{_MARKS}]")
_PLAIN_WORD = re.compile(r"[^\W\d_][^\W_]*")  # the same where no mark occurs, in a third of the time
# Cut what outlets hang behind a headline: " | Sports | The Daily", " - NZ Herald".
_OUTLET_TAIL = re.compile(r"\s(?:[|»–—]|-)\s[^|»–—]{2,40}$")
_SOUNDS = (
    ("tsch", "s"), ("shch", "s"), ("sch", "s"), ("tch", "s"), ("dzh", "s"), ("zh", "s"), ("sh", "s"), ("ch", "s"),
    ("cz", "s"), ("sz", "s"), ("dj", "s"), ("ph", "f"), ("kh", "k"), ("gh", "k"), ("th", "t"), ("ts", "s"), ("tz", "s"),
    ("ck", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("x", "ks"),
)  # fmt: skip
_LETTERS = str.maketrans("cqgzjvpml", "kkkssfbnr")
_SILENT = re.compile(r"[aeiouywh]+")
_DOUBLE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word as written and folded, with its term keys: the word's own, and that of a name's skeleton.

    A name is capitalised, or in a script that has no capitals.
    """

    written: str
    folded: str
    keys: tuple[int, ...]
    is_ungapped: bool  # an n-gram of a script without word gaps


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """``word`` (normalised, any script) in plain lower-case ASCII letters and digits; empty if nothing is left."""
    if word.isascii():
        return word
    return "".join(letter for letter in anyascii(_ARABIC_ARTICLE.sub("", word)).lower() if letter.isalnum())


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """The beginning of a folded word that its inflections share: six letters, final s and vowels off."""
    if len(folded) <= 3:
        return folded
    shorter = folded[:-1] if folded.endswith("s") else folded
    if len(shorter) > STEM_CHARS:
        return shorter[:STEM_CHARS]
    return shorter[:-1] if len(shorter) > 3 and shorter[-1] in "aeiouy" else shorter


@lru_cache(maxsize=100_000)
def skeleton(folded: str) -> str | None:
    """The consonants of a folded name, with sounds that languages confuse made one; None when too few are left.

    Vowels, h, w and y drop out (Arabic does not write them, others disagree); a first vowel stays as ``a``.
    Trump, Трамп, ترامب and トランプ all give ``trnb``.
    """
    sounds = folded
    first = "a" if sounds[:1] in "aeiouy" and sounds[:1] else ""
    sounds = sounds.removesuffix("j")
    if sounds.startswith("w"):
        sounds = "v" + sounds[1:]
    for written, sound in _SOUNDS:
        if written in sounds:
            sounds = sounds.replace(written, sound)
    consonants = _DOUBLE.sub(r"\1", _SILENT.sub("", sounds.translate(_LETTERS)))
    result = first + consonants
    return result if len(result) >= _MIN_SKELETON else None


def without_outlet(title: str) -> str:
    """``title`` without the outlet's name and section behind a bar or dash, if enough of a headline is left."""
    for _ in range(2):
        shorter = _OUTLET_TAIL.sub("", title)
        if len(shorter) < 20 or 2 * len(shorter) < len(title):
            break
        title = shorter
    return title


def may_be_ungapped(text: str) -> bool:
    """Whether a letter of a script without word gaps is in ``text``; without one none of its words is ungapped."""
    return not text.isascii() and _UNGAPPED.search(text) is not None


def words(text: str) -> list[Token]:
    """The words of ``text`` in order; numbers are left out (see numbers)."""
    if not may_be_ungapped(text):
        word = _PLAIN_WORD if text.isascii() or _ANY_MARK.search(text) is None else _WORD
        return [token for written in word.findall(text) if (token := _gapped(written)) is not None]
    found: list[Token] = []
    for written in _WORD.findall(text):
        if _UNGAPPED.search(written):
            found.extend(_ungapped(written))
        elif (token := _gapped(written)) is not None:
            found.append(token)
    return found


@lru_cache(maxsize=200_000)
def _gapped(written: str) -> Token | None:
    lowered = texts.normalised(written)
    folded = fold(lowered)
    if not folded:
        return None
    is_name = written[0] != written[0].lower() or written.lower() == written.upper()
    return Token(lowered, folded, _keys(stem(folded), folded, is_name=is_name), False)


def numbers(text: str) -> list[str]:
    """The numbers in ``text``: digits of any script, thousands joined (``1.200`` and ``1,200`` are ``1200``)."""
    found = []
    for match in _NUMBER.finditer(text):
        digits = match.group() if match.group().isascii() else anyascii(match.group())
        if _THOUSANDS.fullmatch(digits):
            digits = re.sub(r"\D", "", digits)
        found.append(digits.replace(",", ".").lstrip("0") or "0")
    return found


def grams(tokens: Iterable[Token], size: int = 4) -> list[str]:
    """Overlapping character n-grams of folded words, each word with a space on either side."""
    found: list[str] = []
    for token in tokens:
        if token.is_ungapped:
            found.append(token.written)
            continue
        padded = f" {token.folded} "
        found.extend(padded[start : start + size] for start in range(max(1, len(padded) - size + 1)))
    return found


def _ungapped(run: str) -> list[Token]:
    folded = [(name, fold(name)) for name in _KATAKANA_NAME.findall(run)]
    names = [Token(name, plain, _keys(stem(plain), plain, is_name=True), False) for name, plain in folded]
    return names + [Token(gram, fold(gram), _keys(gram, "", is_name=False), True) for gram in texts.tokens(run)]


def _keys(word: str, folded: str, *, is_name: bool) -> tuple[int, ...]:
    bones = skeleton(folded) if is_name else None
    own = channels.key(channels.WORD, word)
    return (own,) if bones is None else (own, channels.key(channels.NAME, bones))
