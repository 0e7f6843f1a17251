"""What a reader of one format finds in a document, before any cleaning. Pure, no I/O."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawEntry:
    """Texts as they stand in the document, unescaped once by its syntax. None: the element is not there."""

    base: str  # what relative addresses in it are relative to
    guid: str | None = None
    guid_is_link: bool = False
    links: tuple[str, ...] = ()  # the best first
    title: str | None = None
    summary: str | None = None  # plain or HTML
    contents: tuple[str, ...] = ()  # HTML
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A document as a reader understood it. ``ttl`` in minutes and ``update_*`` as the document spells them."""

    feed_format: str
    entries: tuple[RawEntry, ...]
    base: str
    title: str | None = None
    home: str | None = None
    language: str | None = None
    ttl: str | None = None
    update_period: str | None = None
    update_frequency: str | None = None
    hub: str | None = None
    self_link: str | None = None
    flags: tuple[str, ...] = ()
