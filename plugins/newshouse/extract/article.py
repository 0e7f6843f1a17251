"""From one page's bytes to one Article: the order of the steps. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from newshouse.errors import RejectError
from newshouse.extract import jsonld, metadata
from newshouse.extract.agencies import credited_agency
from newshouse.extract.authors import page_authors
from newshouse.extract.block_model import load as load_block_model
from newshouse.extract.blocks import blocks_of
from newshouse.extract.body import body_text
from newshouse.extract.byline import headline_of
from newshouse.extract.dates import page_dates
from newshouse.extract.document import Page, parse
from newshouse.extract.edges import Heading
from newshouse.extract.features import Around
from newshouse.extract.pruning import prune
from newshouse.extract.quality import Reading, button_texts, flags_of
from newshouse.extract.titles import declared_titles, page_title, site_keys
from newshouse.records import Article, Headers
from newshouse.text import content_sha256
from newshouse.urls import article_id, choose_canonical


def warm() -> None:
    """Load what reading needs, before any fork. Raises FatalError if the block model is missing."""
    load_block_model()


def extract_article(
    html: bytes, *, url: str, headers: Headers, fetched_at: datetime, link_title: str | None = None
) -> Article:
    """Read one page. ``url`` is the final URL; ``link_title`` what the feed called the article, None if unknown.

    Times of the article are UTC. ``body`` may be a mere description, flagged ``stub``, where the page shows no more.
    Raises RejectError: ``empty_page``, ``not_html``, ``no_text``, ``bad_url``.
    """
    page = parse(html, url, headers)
    title = page_title(page, link_title)
    headline = headline_of(page, title)
    authors = page_authors(page, site_keys(page), headline)
    published_at, modified_at = page_dates(page, fetched_at, headline)
    is_free = metadata.is_free(page)
    canonical_url = choose_canonical(url, url, metadata.link_canonical(page))
    buttons = button_texts(page)
    body, shown = _body(page, title, authors)  # from here on the tree is pruned
    return Article(
        article_id=article_id(canonical_url),
        canonical_url=canonical_url,
        title=title,
        body=body,
        authors=authors,
        published_at=_utc(published_at),
        modified_at=_utc(modified_at),
        sitename=metadata.sitename(page),
        section=metadata.section(page),
        keywords=metadata.keywords(page),
        image_url=metadata.image_url(page),
        is_free=is_free,
        source_agency=credited_agency(_bylines(page), body),
        declared_languages=metadata.declared_languages(page),
        reservations=metadata.reservations(page),
        flags=flags_of(page, Reading(title, body, shown, buttons, is_free)),
        content_sha256=content_sha256(title, body),
    )


def _body(page: Page, title: str | None, authors: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The body, or the page's description where it has none (a video, a wall); and the texts of all blocks of the page.

    Raises RejectError("no_text").
    """
    descriptions = metadata.descriptions(page)
    titles = [title for title in declared_titles(page) if title]
    prune(page.tree)
    blocks = blocks_of(page.tree)
    body = body_text(page, Around(blocks, titles, descriptions), Heading(title, titles, authors))
    if not body:
        body = max(map(jsonld.plain_text, descriptions), key=len, default="")
    if not any(map(str.isalpha, body)):
        raise RejectError("no_text", "neither paragraphs nor a description")
    return body, [block.text for block in blocks]


def _bylines(page: Page) -> list[str]:
    authors = jsonld.texts_of((page.article or {}).get("author"))
    return [*authors, *page.metas.get("author", ()), *page.metas.get("article:author", ())]


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
