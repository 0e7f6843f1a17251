"""What flows between the steps: one frozen record per step. Pure, no I/O.

Snapshot -> ParsedFeed/Entry -> Snapshot -> Article -> LanguageGuess
-> LinkInput -> Fingerprint/CopyLink, StoryLink; beside them Reject and StageReport.

All times are aware UTC datetimes. Identifiers of articles and stories are UUIDs made from content
addresses (see urls.article_id), never from a sequence, so that a rebuilt warehouse has the same ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

CopyKind = Literal["exact", "near", "part"]
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One HTTP response as received.

    ``payload`` is the body as it came over the wire after transfer decoding, still under its
    Content-Encoding; content.decoded() opens it within a limit. ``status`` 304 has an empty payload.
    """

    url: str  # as asked for
    final_url: str  # after redirects
    status: int
    headers: Headers
    payload: bytes
    fetched_at: datetime
    request_headers: Headers = ()
    redirects: tuple[tuple[int, str], ...] = ()  # (status, target) of each hop
    elapsed_s: float = 0.0

    def header(self, name: str) -> str | None:
        """The first header of that name, case-insensitive; None if absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Where a snapshot lies in the archive. ``file`` is relative to the archive's root."""

    file: str
    offset: int
    length: int
    payload_sha256: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in a feed. Dates as clamped for use; ``flags`` tells what was repaired."""

    guid: str  # the feed's id, else the link
    url: str | None  # absolute; None when the entry links nowhere
    title: str | None = None  # plain text
    summary: str | None = None  # plain text
    content_html: str | None = None  # the longest full text the feed carries
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    published_raw: str | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()  # guid_missing, guid_repeated, date_missing, date_absurd, date_future ...


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, read. ``ttl_s`` and ``update_period_s`` are the feed's own wishes in seconds."""

    feed_format: str  # rss20, atom10, rdf, json11 ...
    entries: tuple[Entry, ...]
    title: str | None = None
    home_url: str | None = None
    language: str | None = None
    ttl_s: int | None = None
    update_period_s: int | None = None
    hub_url: str | None = None
    self_url: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """The document at one canonical URL, as one snapshot shows it. ``title`` and ``body`` are plain text."""

    article_id: UUID
    canonical_url: str
    title: str | None
    body: str
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None  # as the page says; None if it does not
    modified_at: datetime | None = None
    sitename: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image_url: str | None = None
    is_free: bool | None = None  # isAccessibleForFree; None when not stated
    source_agency: str | None = None  # an agency named as the source (dpa, Reuters ...)
    declared_languages: tuple[tuple[str, str], ...] = ()  # (where it was declared, BCP 47)
    reservations: tuple[str, ...] = ()  # noai, tdm-reservation ...
    flags: tuple[str, ...] = ()  # paywall, consent, stub, gallery, live_blog, video, not_article
    content_sha256: bytes = b""  # of the normalised title and body: a new one is a new revision


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """``language`` is BCP 47, ``und`` when nobody knows. ``confidence`` in 0..1."""

    language: str
    confidence: float
    detected: str  # what the detectors said before the declared languages were weighed
    detector: str  # which rule decided


@dataclass(frozen=True, slots=True)
class LinkInput:
    """All that copies and stories may depend on: content and event time, never arrival."""

    article_id: UUID
    url: str
    publisher: str  # registrable domain
    title: str
    body: str  # may be empty: a headline-only item
    language: str
    published_at: datetime
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyLink:
    """``article_id`` repeats ``original_id``, the best earlier article (published_at, then id)."""

    article_id: UUID
    original_id: UUID
    kind: CopyKind
    similarity: float  # containment of the smaller text in the larger, 0..1
    direction: Literal["same", "contained_in", "contains"]  # how article stands to original
    shared_count: int  # shingles in common
    version: str
    same_publisher: bool = False  # the same outlet's print, AMP, mobile or syndicated page


@dataclass(frozen=True, slots=True)
class StoryLink:
    """An edge between two articles held to report one event. ``article_id`` < ``other_id``."""

    article_id: UUID
    other_id: UUID
    score: float  # 0..1
    version: str


@dataclass(frozen=True, slots=True)
class Reject:
    """An item that ended without becoming an article."""

    stage: str
    item: str  # the URL or key
    reason: str
    detail: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class StageReport:
    """What became of a task's items; each counted once. ``reasons`` counts rejects and deferrals."""

    ok: int = 0
    unchanged: int = 0
    rejected: int = 0
    deferred: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        """As key=value, for the log."""
        reasons = ",".join(f"{reason}:{count}" for reason, count in sorted(self.reasons.items()))
        return (
            f"ok={self.ok} unchanged={self.unchanged} rejected={self.rejected} deferred={self.deferred}"
            f" reasons={reasons or None}"
        )
