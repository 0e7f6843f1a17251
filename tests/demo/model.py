"""What the demo newsroom is made of: outlets, their feeds, articles and their revisions. Pure, no I/O.

All times are aware UTC datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CopyKind = Literal["exact", "near", "part"]
HiddenBy = Literal["", "paywall", "consent", "robots"]
EntryQuirk = Literal["no_date", "no_guid", "relative_link"]


class NewsroomError(Exception):
    """The demo newsroom can't be built or started; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """One feed of an outlet. ``encoding`` is what the bytes are in, ``declared`` what the XML says they are in."""

    path: str
    format: Literal["rss20", "rss091", "atom", "rdf", "json"]
    section: str | None = None  # only articles of this section; None: all of them
    encoding: str = "utf-8"
    declared: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher with its own layout, feed formats and habits. ``key`` names its template in layouts/."""

    key: str
    title: str
    tagline: str
    language: str
    utc_offset_h: int
    date_format: str  # strftime, in the outlet's own time
    path: str  # str.format with year, month, day, slug, number, code, section
    paragraph: str  # str.format with the escaped paragraph
    json_ld: Literal["full", "graph", "sparse", "broken", "none"]
    meta: tuple[str, ...]  # of canonical, og, description, author, date
    validators: tuple[str, ...]  # of etag, weak_etag, last_modified
    feeds: tuple[FeedPlan, ...]
    charset: str = "utf-8"
    charset_in: Literal["header", "meta"] = "header"
    tracking: str = ""  # a query string added to the links in feeds
    guid: Literal["url", "from_title"] = "url"
    robots: str = ""  # the text of robots.txt; none: it answers 404
    relative_links: bool = False  # all links of the feed, against xml:base
    full_text: bool = False  # the feed carries the whole article
    build_date: bool = False  # the feed names the moment it was asked: no two polls have the same bytes
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article says from ``at`` on. A paragraph is plain text."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """The page answers with ``status`` from ``since`` (None: always) until ``until`` (None: for ever)."""

    status: int
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, clock: datetime) -> bool:
        """Whether the fault is there at that moment."""
        return (self.since is None or clock >= self.since) and (self.until is None or clock < self.until)


@dataclass(frozen=True, slots=True)
class Article:
    """One article at one outlet. ``repeats`` are the keys of earlier articles whose text it repeats, best first."""

    key: str
    story: str
    outlet: str
    language: str
    section: str
    authors: tuple[str, ...]
    path: str  # percent-encoded, with query
    revisions: tuple[Revision, ...]  # by time; the first is the publication
    repeats: tuple[str, ...] = ()
    copy_kind: CopyKind | None = None
    recurring: bool = False  # a daily text: much the same words as the day before, another story
    hidden_by: HiddenBy = ""
    fault: Fault | None = None
    moved_from: str | None = None  # the address the feed still lists; answers 301
    entry_quirk: EntryQuirk | None = None
    also_in: tuple[str, ...] = ()  # other outlets whose feeds link to this page

    @property
    def published_at(self) -> datetime:
        """When the first revision went out."""
        return self.revisions[0].at

    def revision(self, clock: datetime) -> Revision:
        """The revision that stands at ``clock``; the first one before its time."""
        return [item for item in self.revisions if item.at <= clock or item is self.revisions[0]][-1]


@dataclass(frozen=True, slots=True)
class Desk:
    """All outlets in the order of their ports, their articles by time and key, and the labels by language."""

    outlets: tuple[Outlet, ...]
    articles: tuple[Article, ...]
    labels: dict[str, dict[str, str | list[str]]]

    def outlet(self, key: str) -> Outlet:
        """The outlet of that key; KeyError if there is none."""
        return next(outlet for outlet in self.outlets if outlet.key == key)

    def of(self, outlet: Outlet, clock: datetime) -> list[Article]:
        """The outlet's own articles that are out at ``clock``, newest first."""
        return [item for item in reversed(self.articles) if item.outlet == outlet.key and item.published_at <= clock]
