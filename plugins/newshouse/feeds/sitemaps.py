"""News sitemaps: where a site names them, and one as a feed. Pure, no I/O.

A Google News sitemap lists the articles of the last two days; for sites without feeds it is the feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from newshouse.charsets import document_text
from newshouse.errors import RejectError
from newshouse.feeds.markup import absolute_url
from newshouse.feeds.raw import RawEntry, RawFeed
from newshouse.feeds.xml_document import parse_xml

MAX_SITEMAP_URLS = 50_000  # the protocol's own limit (sitemaps.org)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_NEWS_NAME = re.compile(r"news|nachricht|noticia|actu|новост", re.IGNORECASE)
_USUAL = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml")


def sitemaps_from_robots(robots: str, url: str) -> tuple[str, ...]:
    """Sitemaps a robots.txt at ``url`` names (RFC 9309, section 2.2.4), those that sound like news first."""
    found = (absolute_url(match.group(1), url) for match in _SITEMAP_LINE.finditer(robots[:500_000]))
    return _news_first(address for address in found if address)


def usual_sitemaps(url: str) -> tuple[str, ...]:
    """Usual addresses of news sitemaps on the site of ``url``. Candidates to try."""
    return tuple(urljoin(url, f"/{name}") for name in _USUAL)


def sitemap_index(body: bytes, url: str, content_type: str | None = None) -> tuple[str, ...]:
    """The sitemaps an index at ``url`` names, those that sound like news first; none when it is no index."""
    try:
        text, _ = document_text(body, content_type)
        root = parse_xml(text).root
    except RejectError:
        return ()
    if _local(root) != "sitemapindex":
        return ()
    addresses = (absolute_url(row.get("loc"), url) for row in _rows(root))
    return _news_first(address for address in addresses if address)


def read_sitemap(root: Any, url: str, max_entries: int) -> RawFeed | None:
    """What a sitemap's tree says of news, pages without news markup left out; None when it is no sitemap.

    Raises RejectError("not_a_feed") for a sitemap that holds no news, an index among them.
    """
    kind = _local(root)
    if kind not in ("urlset", "sitemapindex"):
        return None
    rows = [row for row in _rows(root) if "publication_date" in row or "title" in row]
    if kind == "sitemapindex" or not rows:
        raise RejectError("not_a_feed", f"a sitemap without news: {kind}")
    return RawFeed(
        feed_format="news_sitemap",
        entries=tuple(_entry(row, url) for row in rows[:max_entries]),
        base=url,
        title=rows[0].get("name"),
        language=rows[0].get("language"),
        flags=("entries_capped",) if len(rows) > max_entries else (),
    )


def _entry(row: dict[str, str], url: str) -> RawEntry:
    return RawEntry(
        base=url,
        guid=row.get("loc"),
        links=(row.get("loc", ""),),
        title=row.get("title"),
        categories=tuple(row.get("keywords", "").split(",")),
        published=row.get("publication_date") or None,
        updated=row.get("lastmod") or None,
        language=row.get("language"),
    )


def _rows(root: Any) -> list[dict[str, str]]:
    return [_row(child) for child in list(root)[:MAX_SITEMAP_URLS] if isinstance(child.tag, str)]


def _row(element: Any) -> dict[str, str]:
    """Texts of the elements below by local name, the first of each; image and video descriptions left out."""
    row: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and not ({"image", "video"} & set(re.findall(r"\w+", child.tag.lower()))):
            row.setdefault(_local(child), (child.text or "").strip())
    return row


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _news_first(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(addresses), key=lambda address: not _NEWS_NAME.search(urlsplit(address).path)))
