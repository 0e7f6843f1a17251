"""Pages like the corpus's, as many as are asked for: re-addressed and varied in memory, never stored.

A page and its variants differ in half of their words, the same way throughout (headline, metadata, body), so that they
are articles of their own; every fifth differs in few, as an edited copy does. Days in ISO 8601 become the day
given, so that all fall into one window of linking, as a day's news does.
"""

from __future__ import annotations

import gzip
import re
from binascii import crc32
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import unescape
from multiprocessing import get_context

from read_pages import TruePage, load_pages

PAGES_PER_HOST = 10
_COPY_EVERY = 5
_CHANGED_PERCENT, _EDITED_PERCENT = 50, 2
_TAGS = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"(?<![&\\])[^\W\d_]{4,}")
_ASCII_WORD = re.compile(r"(?<![&\\])[A-Za-z]{4,}")
_META = re.compile(r"(?<= content=\")[^\"]*\s[^\"]*\s[^\"]*(?=\")")
_JSON = re.compile(r'("(?:headline|alternativeHeadline|description|articleBody)"\s*:\s*")((?:[^"\\]|\\.)*)')
_TITLE = re.compile(r"<title[^>]*>([^<]+)", re.IGNORECASE)
_DAY = re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d(?=T|\b)")


@dataclass(frozen=True, slots=True)
class Variant:
    """A page at an address of its own on loopback. ``packed``: its HTML in gzip, as servers send it."""

    host: str
    path: str
    title: str
    packed: bytes

    def html(self) -> bytes:
        """The page itself."""
        return gzip.decompress(self.packed)


def varied(count: int, day: date) -> list[Variant]:
    """``count`` variants, of all pages of the corpus in turn."""
    with get_context("fork").Pool(2) as pool:
        return pool.starmap(_variant, [(number, day) for number in range(count)], chunksize=20)


_pages: list[TruePage] = []


def _variant(number: int, day: date) -> Variant:
    if not _pages:
        _pages.extend(load_pages())
    page = _pages[number % len(_pages)]
    html, title = _changed(page, number, day)
    host_number = number // PAGES_PER_HOST
    host = f"127.0.{1 + host_number // 250}.{1 + host_number % 250}"
    return Variant(host, f"/{number}.html", title, gzip.compress(html, 6))


def _changed(page: TruePage, number: int, day: date) -> tuple[bytes, str]:
    try:
        text, encoding, word = page.html.decode(), "utf-8", _WORD
    except UnicodeDecodeError:
        text, encoding, word = page.html.decode("latin-1"), "latin-1", _ASCII_WORD
    parts = _TAGS.split(_DAY.sub(day.isoformat(), text))
    pool = [one for part in parts[::2] for one in word.findall(part)] or ["word"]
    other = _wording(word, pool, number // len(_pages), is_copy=number % _COPY_EVERY == 0)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = other(part)
        elif part.startswith("<meta"):
            parts[place] = _META.sub(lambda found: other(found[0]), part)
        elif part.startswith("<script"):
            parts[place] = _JSON.sub(lambda found: found[1] + other(found[2]), part)
    named = _TITLE.search(text)
    return "".join(parts).encode(encoding), other(page.title or (unescape(named[1]).strip() if named else "Untitled"))


def _wording(word: re.Pattern[str], pool: list[str], seed: int, *, is_copy: bool) -> Callable[[str], str]:
    """Says the same in other words, each word by the same other wherever it stands. Seed 0 leaves them as they are.

    A copy has the wording of the seed before its own but for a few words.
    """
    changes = ((seed - 1, _CHANGED_PERCENT), (seed, _EDITED_PERCENT)) if is_copy else ((seed, _CHANGED_PERCENT),)

    @cache
    def other(said: str) -> str:
        for key, percent in changes:
            chance = crc32(f"{key} {said.lower()}".encode())
            if key > 0 and chance % 100 < percent:
                new = pool[chance // 100 % len(pool)]
                said = new.capitalize() if said[0].isupper() else new.lower()
        return said

    return lambda text: word.sub(lambda found: other(found[0]), text)
