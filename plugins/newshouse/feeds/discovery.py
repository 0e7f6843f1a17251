"""Where a site keeps its feeds. Pure, no I/O: what is found here is still to be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from newshouse.charsets import document_text
from newshouse.errors import RejectError
from newshouse.feeds.markup import absolute_url, plain_title

MAX_FOUND = 100
_MAX_PAGE_BYTES = 5_000_000
_FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/x-(?:rss|atom)\+xml|text/rss")
_PERHAPS_TYPES = frozenset(("application/xml", "text/xml", "application/json"))
_FEED_ADDRESS = re.compile(r"(?:^|[/._?=&-])(?:rss2?|atom|feeds?|rdf|newsfeed)(?:$|[/._?=&-]|\d)", re.IGNORECASE)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|web ?feed|news ?feed|xml feed)\b", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(?:xml|rss|atom|rdf|json)$|/(?:rss|feed|atom)/?$", re.IGNORECASE)
_NO_FEED = re.compile(r"\.(?:html?|php\?page|jpe?g|png|gif|svg|ico|css|js|pdf|mp3|mp4)$", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|coment|commentaire|комментар|oembed", re.IGNORECASE)
_WELL_KNOWN = (
    "feed", "feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss/", "feeds", "feed.json", "index.rdf",
    "?feed=rss2", "feeds/posts/default", "rss/index.xml", "rss/news.xml", "news/rss.xml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A likely feed.

    ``kind``: declared by the page (link), linked from it (anchor), at a usual path (well_known), or a news_sitemap.
    """

    url: str
    title: str | None
    kind: Literal["link", "anchor", "well_known", "news_sitemap"]


def discover(html: bytes, url: str, content_type: str | None = None) -> tuple[FoundFeed, ...]:
    """The feeds a page at ``url`` declares or links to, the likeliest first, feeds of comments last; at most 100.

    Never raises: a body that is no HTML has no feeds. Usual paths are another matter: see well_known().
    """
    root = _page(html, content_type)
    if root is None:
        return ()
    base_element = next(root.iter("base"), None)
    base = absolute_url(base_element.get("href"), url) if base_element is not None else None
    found: dict[str, FoundFeed] = {}
    for feed in (*_declared(root, base or url), *_linked(root, base or url)):
        if feed.url != url:
            found.setdefault(feed.url, feed)
    ranked = sorted(found.values(), key=lambda feed: bool(_COMMENTS.search(f"{feed.url} {feed.title or ''}")))
    return tuple(ranked[:MAX_FOUND])


def well_known(url: str) -> tuple[FoundFeed, ...]:
    """Usual addresses of feeds on the site of ``url``: below its path first, then at the root. Candidates to try."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = urljoin(root, parts.path.rpartition("/")[0] + "/")
    below = urljoin(root, parts.path.rstrip("/") + "/")
    bases = dict.fromkeys((below, folder, root))
    addresses = dict.fromkeys(
        base + name for base in bases for name in (_WELL_KNOWN if base == root else _WELL_KNOWN[:5])
    )
    return tuple(FoundFeed(address, None, "well_known") for address in addresses)


def _page(html: bytes, content_type: str | None) -> Any | None:
    from lxml import etree
    from lxml import html as lxml_html

    try:
        text, _ = document_text(html[:_MAX_PAGE_BYTES], content_type)
        text = re.sub(r"^\s*<\?xml[^>]*>|\x00", "", text)
        return lxml_html.document_fromstring(text) if text.strip() else None
    except (RejectError, etree.LxmlError, ValueError, AssertionError):
        return None


def _declared(root: Any, base: str) -> Iterator[FoundFeed]:
    for link in root.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        href = link.get("href") or ""
        is_perhaps = kind in _PERHAPS_TYPES and _FEED_ADDRESS.search(href) and "oembed" not in href
        is_feed = "feed" in relations or ("alternate" in relations and (_FEED_TYPES.fullmatch(kind) or is_perhaps))
        address = absolute_url(href, base) if is_feed else None
        if address:
            yield FoundFeed(address, plain_title(link.get("title") or "", 300), "link")


def _linked(root: Any, base: str) -> Iterator[FoundFeed]:
    for anchor in root.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith(("#", "mailto:", "javascript:")) or _NO_FEED.search(href):
            continue
        label = plain_title(anchor.text_content() or anchor.get("title") or "", 300)
        path = urlsplit(href).path if "://" not in href[:9] else "/" + href.split("/", 3)[-1]
        is_named = bool(_FEED_WORDS.search(label or "") or _FEED_WORDS.search(anchor.get("title") or ""))
        if not (
            (_DOCUMENT.search(path) and (is_named or _FEED_ADDRESS.search(href)))
            or (is_named and _FEED_ADDRESS.search(href))
        ):
            continue
        address = absolute_url(href, base)
        if address:
            yield FoundFeed(address, label, "anchor")
