"""Where a site keeps its feeds and news sitemaps. Pure, no I/O: what is found here is still to be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from newshouse.errors import RejectError
from newshouse.feeds.decoding import document_text
from newshouse.feeds.markup import absolute_url, plain_title
from newshouse.feeds.parsing import clean_entry
from newshouse.feeds.raw import RawEntry
from newshouse.feeds.xml_document import parse_xml
from newshouse.records import Entry

MAX_FOUND = 100
MAX_SITEMAP_URLS = 50_000  # the protocol's own limit (sitemaps.org)
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
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NEWS_NAME = re.compile(r"news|nachricht|noticia|actu|новост", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A likely feed. ``kind``: declared by the page (link), linked from it (anchor), or a usual path (well_known)."""

    url: str
    title: str | None
    kind: Literal["link", "anchor", "well_known"]


@dataclass(frozen=True, slots=True)
class NewsSitemap:
    """Entries a news sitemap lists, and the sitemaps an index names, the news ones first."""

    entries: tuple[Entry, ...]
    sitemaps: tuple[str, ...]


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


def sitemaps_from_robots(robots: str, url: str) -> tuple[str, ...]:
    """Sitemaps a robots.txt at ``url`` names (RFC 9309, section 2.2.4), those that sound like news first."""
    found = (absolute_url(match.group(1), url) for match in _SITEMAP_LINE.finditer(robots[:500_000]))
    return _news_first(address for address in found if address)


def parse_news_sitemap(body: bytes, *, url: str, content_type: str | None, fetched_at: datetime) -> NewsSitemap:
    """Read a Google News sitemap or a sitemap index; addresses without news markup are passed over.

    Raises RejectError: empty_feed_document, feed_encoding, not_a_sitemap, and what parse_xml raises.
    """
    if not body.strip():
        raise RejectError("empty_feed_document", f"{len(body)} bytes")
    text, _ = document_text(body, content_type)
    root = parse_xml(text).root
    kind = _local(root)
    if kind not in ("urlset", "sitemapindex"):
        raise RejectError("not_a_sitemap", f"the root element is {kind[:80]}")
    rows = [_row(child) for child in list(root)[:MAX_SITEMAP_URLS] if isinstance(child.tag, str)]
    if kind == "sitemapindex":
        addresses = (absolute_url(row.get("loc"), url) for row in rows)
        return NewsSitemap((), _news_first(address for address in addresses if address))
    entries = (_sitemap_entry(row, url, fetched_at) for row in rows if "publication_date" in row or "title" in row)
    return NewsSitemap(tuple(entry for entry in entries if entry.url), ())


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


def _news_first(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(addresses), key=lambda address: not _NEWS_NAME.search(urlsplit(address).path)))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _row(element: Any) -> dict[str, str]:
    """Texts of the elements below by local name, the first of each; image and video descriptions left out."""
    row: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and not ({"image", "video"} & set(re.findall(r"\w+", child.tag.lower()))):
            row.setdefault(_local(child), (child.text or "").strip())
    return row


def _sitemap_entry(row: dict[str, str], url: str, fetched_at: datetime) -> Entry:
    raw = RawEntry(
        base=url,
        guid=row.get("loc"),
        links=(row.get("loc", ""),),
        title=row.get("title"),
        categories=tuple(row.get("keywords", "").split(",")),
        published=row.get("publication_date") or None,
        updated=row.get("lastmod") or None,
        language=row.get("language"),
    )
    return clean_entry(raw, None, fetched_at.astimezone(UTC))
