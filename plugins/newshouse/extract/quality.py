"""What a text is when it is not the whole of an article: a teaser, a wall, a gallery. Pure.

Flagged articles are kept, but found no story and count as no copy. Each flag needs evidence from the page's own
statements or its words; the words are those that outlets in some thirty languages put on their walls.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from newshouse.extract import jsonld
from newshouse.extract.document import Page
from newshouse.extract.metadata import path_words
from newshouse.extract.quality_words import (
    ACCEPTING,
    CONSENT_TITLE,
    CONSENT_WORDS,
    ERROR_TITLE,
    GALLERY_WORDS,
    LISTING_FOLDERS,
    LISTING_TYPES,
    LIVE_WORDS,
    PAYWALL_WORDS,
    SEARCH_KEYS,
    VIDEO_WORDS,
    WALL_BEGINNING,
)

_SHOWING_TAGS = ("p", "div", "span", "section", "h2", "h3", "h4", "a", "b", "strong", "li")
_MAX_SEARCHED_CHARS = 100_000
_STUB_CHARS = 200  # Two sentences; in scripts without spaces a character carries two to three times as much
_STUB_DENSE_CHARS = 80
_TEASER_CHARS = 1_600  # Teasers run to two or three paragraphs
_WALL_CHARS = 2_500
_LEAST_TEASERS = 5
_TITLE_DASHES = 3  # A slug of four words is a headline's
_PAGE_NUMBER = re.compile(r"page|seite|pagina|p?\d+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page. ``buttons``: the texts on its buttons; ``is_free``: as stated."""

    title: str | None
    body: str
    buttons: str
    is_free: bool | None


def button_texts(page: Page) -> str:
    """What stands on the page's buttons. To be asked before the tree is pruned."""
    return "\n".join("".join(map(str, button.itertext())) for button in page.tree.iter("button"))


def flags_of(page: Page, reading: Reading) -> tuple[str, ...]:
    """The flags of records.Article that hold, in alphabetical order; empty for an ordinary article."""
    title, body = reading.title, reading.body
    found = {
        "consent": _is_consent(page, reading),
        "gallery": _is_gallery(page, body),
        "live_blog": _is_live(page),
        "not_article": _is_no_article(page, title),
        "paywall": _is_paywall(page, reading),
        "stub": _is_short(body),
        "video": _is_video(page, body),
    }
    return tuple(sorted(flag for flag, holds in found.items() if holds))


def _types(page: Page) -> frozenset[str]:
    return frozenset(kind for node in page.nodes for kind in jsonld.types(node))


def _is_short(body: str) -> bool:
    dense = len(_DENSE.findall(body[:1_000])) > 0.3 * min(len(body), 1_000)
    return len(body) < (_STUB_DENSE_CHARS if dense else _STUB_CHARS)


def _is_paywall(page: Page, reading: Reading) -> bool:
    """A short text on a page that states, or says in words, that the rest is for subscribers."""
    if len(reading.body) > _TEASER_CHARS:
        return False
    if reading.is_free is not None:
        return not reading.is_free
    shown = "\n".join(map(str, page.tree.itertext(*_SHOWING_TAGS)))
    return PAYWALL_WORDS.search(f"{reading.buttons}\n{shown}"[:_MAX_SEARCHED_CHARS].lower()) is not None


def _is_consent(page: Page, reading: Reading) -> bool:
    """A page that is a consent wall: by its host or title, by its beginning and a button to accept, or by its words."""
    title, body = reading.title, reading.body
    if len(body) > _WALL_CHARS or page.article is not None:
        return False
    host = urlsplit(page.url).hostname or ""
    words = len(body.split()) or 1
    mentions = len(CONSENT_WORDS.findall(body))
    named = host.startswith(("consent.", "zustimmung.", "cmp.")) or CONSENT_TITLE.search(title or "") is not None
    accepting = ACCEPTING.search(reading.buttons) is not None
    if accepting and mentions >= (1 if WALL_BEGINNING.match(body) else 2) and mentions > 0.04 * words:
        return True
    return (named and mentions >= 2 and mentions > 0.02 * words) or (mentions >= 5 and mentions > 0.04 * words)


def _is_gallery(page: Page, body: str) -> bool:
    if len(body) > _TEASER_CHARS:
        return False
    return bool(_types(page) & {"imagegallery", "mediagallery"}) or not GALLERY_WORDS.isdisjoint(path_words(page.url))


def _is_video(page: Page, body: str) -> bool:
    """A page whose matter is a video: short text, and stated so or filed under videos."""
    if len(body) > _TEASER_CHARS / 2:
        return False
    kind = (page.meta("og:type") or "").lower()
    only_video = "videoobject" in _types(page) and page.article is None
    return kind.startswith("video") or only_video or not VIDEO_WORDS.isdisjoint(path_words(page.url))


def _is_live(page: Page) -> bool:
    words = list(path_words(page.url))
    adjoining = {first + second for first, second in itertools.pairwise(words)}
    folders = urlsplit(page.url).path.lower().split("/")[:-1]
    is_named = "live" in folders or not LIVE_WORDS.isdisjoint({*words, *adjoining})
    return is_named or "liveblogposting" in _types(page)


def _is_no_article(page: Page, title: str | None) -> bool:
    """An error page, a home page, a listing, a product: by title, address or statement."""
    if ERROR_TITLE.search(title or ""):
        return True
    if page.article is not None:
        return False
    parts = urlsplit(page.url)
    if parts.path.strip("/") == "" and not parts.query:
        return True
    kind = (page.meta("og:type") or "").lower()
    if kind in ("product", "profile", "product.item"):
        return True
    return kind != "article" and (bool(_types(page) & LISTING_TYPES) or _is_listing(page))


def _is_listing(page: Page) -> bool:
    """A section front, a tag's or an author's page, a search's results: so by its address, and it shows teasers."""
    parts = urlsplit(page.url)
    folders = [folder for folder in parts.path.lower().split("/") if folder and not _PAGE_NUMBER.fullmatch(folder)]
    above, last = folders[:-1], folders[-1] if folders else ""
    is_section = len(folders) == 1 and re.search(r"[\d.-]", last) is None
    is_named = last in LISTING_FOLDERS or (
        bool(above) and above[-1] in LISTING_FOLDERS and last.count("-") < _TITLE_DASHES
    )
    is_search = any(pair.partition("=")[0] in SEARCH_KEYS for pair in parts.query.lower().split("&"))
    return (is_section or is_named or is_search) and _teasers(page) >= _LEAST_TEASERS


def _teasers(page: Page) -> int:
    """How many headings of the page are links."""
    headings = page.tree.iter("h2", "h3", "h4")
    return sum(heading.find(".//a[@href]") is not None or heading.getparent().tag == "a" for heading in headings)
