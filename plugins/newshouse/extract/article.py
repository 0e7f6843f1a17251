"""From one page's bytes to one Article: the order of the steps. Pure, no I/O."""

from __future__ import annotations

from datetime import datetime

from newshouse.errors import RejectError
from newshouse.extract import jsonld
from newshouse.extract.body import body_text
from newshouse.extract.dates import page_dates
from newshouse.extract.document import Page, parse
from newshouse.records import Article, Headers
from newshouse.text import content_sha256
from newshouse.urls import article_id, choose_canonical


def extract_article(
    html: bytes, *, url: str, headers: Headers, fetched_at: datetime, link_title: str | None = None
) -> Article:
    """Read one page. ``url`` is the final URL; ``link_title`` what the feed called the article, None if unknown.

    Raises RejectError: ``empty_page``, ``not_html``, ``no_text``, ``bad_url``.
    """
    page = parse(html, url, headers)
    body = body_text(page, [], [])
    if not body.strip():
        raise RejectError("no_text", "neither paragraphs nor a description")
    node = page.article or {}
    title = (
        jsonld.text_of(node.get("headline")) or page.meta("og:title") or page.tree.findtext(".//title") or link_title
    )
    published_at, modified_at = page_dates(page, fetched_at)
    canonical_url = choose_canonical(url, url, _link_canonical(page))
    return Article(
        article_id=article_id(canonical_url),
        canonical_url=canonical_url,
        title=title,
        body=body,
        authors=tuple(jsonld.texts_of(node.get("author"))),
        published_at=published_at,
        modified_at=modified_at,
        sitename=page.meta("og:site_name"),
        is_free=jsonld.truth_of(node.get("isAccessibleForFree")),
        content_sha256=content_sha256(title, body),
    )


def _link_canonical(page: Page) -> str | None:
    for link in page.tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href"))
    return None
