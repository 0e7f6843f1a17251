"""What workers make of one page or one feed document. Pure, and free of the warehouse, whose libraries would take
40 MB in every worker. The libraries that read are imported by the worker: the task that hands out needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from newshouse.content import decoded
from newshouse.records import Article, LanguageGuess, ParsedFeed, Snapshot


@dataclass(frozen=True, slots=True)
class Document:
    """A feed document to be parsed in a worker. ``body`` is decoded; ``seen_at`` the moment of its poll."""

    feed_id: int
    body: bytes
    url: str
    content_type: str | None
    seen_at: datetime


def parse(document: Document) -> ParsedFeed:
    """Runs in a killable worker. Raises RejectError."""
    from newshouse.feeds import parse_feed

    return parse_feed(
        document.body, url=document.url, content_type=document.content_type, fetched_at=document.seen_at
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageToRead:
    """One captured page, as it goes to a worker. ``link_title`` is the feed's headline, None without a feed."""

    snapshot_id: int
    snapshot: Snapshot
    max_body_bytes: int
    link_title: str | None = None
    declared_languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a worker made of a page."""

    article: Article
    language: LanguageGuess


def read_page(page: PageToRead) -> ReadPage:
    """Open, extract, recognise the language. Pure; runs in a killable worker. Raises RejectError."""
    from newshouse.extract import extract_article
    from newshouse.language import guess_language

    taken = page.snapshot
    html = decoded(taken, page.max_body_bytes)
    article = extract_article(
        html, url=taken.final_url, headers=taken.headers, fetched_at=taken.fetched_at, link_title=page.link_title
    )
    declared = page.declared_languages + article.declared_languages
    article = replace(article, declared_languages=declared)
    return ReadPage(article, guess_language(article.body, article.title, declared))
