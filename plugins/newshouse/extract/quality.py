"""What a text is when it is not the whole of an article: a teaser, a wall, a gallery. Pure.

Flagged articles are kept, but found no story and count as no copy. Each flag needs evidence from the page's own
statements or its words; the words are those that outlets in some thirty languages put on their walls.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from newshouse.extract import jsonld
from newshouse.extract.document import Page
from newshouse.extract.quality_words import (
    ACCEPTING,
    CONSENT_TITLE,
    CONSENT_WORDS,
    ERROR_TITLE,
    GALLERY_FOLDERS,
    GALLERY_WORDS,
    LISTING_FOLDERS,
    LISTING_TYPES,
    LIVE_BEGINNINGS,
    LIVE_FOLDERS,
    LIVE_WORDS,
    PAYWALL_WORDS,
    SEARCH_KEYS,
    VIDEO_FOLDERS,
    WALL_BEGINNING,
)

_MAX_BUTTONS_CHARS = 20_000
_WALL_BLOCKS = 12  # behind the text: a wall may stand below buttons to share it and a line about its author
_MAX_WALL_LINE_CHARS = 160
_STUB_CHARS = 200  # Two sentences; in scripts without spaces a character carries two to three times as much
_STUB_DENSE_CHARS = 80
_TEASER_CHARS = 1_600  # Teasers run to two or three paragraphs
_WALL_CHARS = 2_500
_LEAST_TEASERS = 5
_TITLE_DASHES = 3  # A slug of four words is a headline's
_PAGE_NUMBER = re.compile(r"page|seite|pagina|p?\d+")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")
_NUMBER = re.compile(r"\W*\d[\w]*")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page. ``shown``: the texts of its blocks, the body's among them; ``buttons``: the texts on its
    buttons; ``is_free``: as stated."""

    title: str | None
    body: str
    shown: Sequence[str]
    buttons: str
    is_free: bool | None


def button_texts(page: Page) -> str:
    """What stands on the page's buttons. To be asked before the tree is pruned."""
    return "\n".join("".join(map(str, button.itertext())) for button in page.tree.iter("button"))


def flags_of(page: Page, reading: Reading) -> tuple[str, ...]:
    """The flags of records.Article that hold, in alphabetical order; empty for an ordinary article."""
    title, body = reading.title, reading.body
    named = _Address.of(page.url)
    found = {
        "consent": _is_consent(page, reading),
        "gallery": _is_gallery(page, named, body),
        "live_blog": _is_live(page, named),
        "not_article": _is_no_article(page, title, body),
        "paywall": _is_paywall(page, reading),
        "stub": _is_short(body),
        "video": _is_video(page, named, body),
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
    said = f"{reading.buttons[:_MAX_BUTTONS_CHARS]}\n{_said_behind(reading)}"
    return PAYWALL_WORDS.search(said.lower()) is not None


def _said_behind(reading: Reading) -> str:
    """What a page shows right behind the text, with the text's own last line where it is short: there a wall stands.

    The whole page where the text is not in it but a mere description.
    """
    lines = reading.body.split("\n")
    own = frozenset(lines)
    last = max((place for place, text in enumerate(reading.shown) if text in own), default=None)
    if last is None:
        return "\n".join(reading.shown)
    begun = last if len(lines[-1]) <= _MAX_WALL_LINE_CHARS else last + 1
    return "\n".join(reading.shown[begun : last + 1 + _WALL_BLOCKS])


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


def _is_gallery(page: Page, named: _Address, body: str) -> bool:
    if len(body) > _TEASER_CHARS:
        return False
    return (
        bool(_types(page) & {"imagegallery", "mediagallery"})
        or not GALLERY_WORDS.isdisjoint(named.words)
        or not GALLERY_FOLDERS.isdisjoint((*named.folders, *named.slug[:1]))
    )


def _is_video(page: Page, named: _Address, body: str) -> bool:
    """A page whose matter is a video: short text, and stated so, filed under videos, or so named and with one."""
    if len(body) > _TEASER_CHARS / 2:
        return False
    kind, types = (page.meta("og:type") or "").lower(), _types(page)
    if kind.startswith("video") or ("videoobject" in types and page.article is None):
        return True
    if not VIDEO_FOLDERS.isdisjoint(named.folders):
        return True
    has_one = "videoobject" in types or page.meta("og:video", "og:video:url", "twitter:player") is not None
    return has_one and not VIDEO_FOLDERS.isdisjoint((*named.slug[:1], *named.slug[-1:]))


def _is_live(page: Page, named: _Address) -> bool:
    if "liveblogposting" in _types(page):
        return True
    joined = ("".join(named.slug[place : place + size]) for size in (2, 3) for place in range(len(named.slug)))
    return (
        not LIVE_WORDS.isdisjoint((*named.words, *joined))
        or not LIVE_FOLDERS.isdisjoint(named.folders)
        or not LIVE_BEGINNINGS.isdisjoint(named.slug[:1])
    )


@dataclass(frozen=True, slots=True)
class _Address:
    """The path of an address, lower-cased: its folders, the words of its last part without numbers, and all words."""

    folders: list[str]
    slug: list[str]
    words: list[str]

    @classmethod
    def of(cls, url: str) -> _Address:
        parts = [part for part in urlsplit(url).path.lower().split("/") if part]
        slugs = [[word for word in re.split(r"[_.-]+", _EXTENSION.sub("", part)) if word] for part in parts]
        last = slugs[-1] if slugs else []
        return cls(
            parts[:-1],
            [word for word in last if not _NUMBER.fullmatch(word)],
            [word for words in slugs for word in words],
        )


def _is_no_article(page: Page, title: str | None, body: str) -> bool:
    """An error page, a home page, a listing, a product: by title, address or statement."""
    if page.article is not None:
        return False
    if len(body) <= _WALL_CHARS and ERROR_TITLE.search(title or ""):
        return True
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
