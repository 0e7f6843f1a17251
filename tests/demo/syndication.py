"""Feeds: an outlet's newest entries as RSS 2.0, RSS 0.91, Atom 1.0, RDF (RSS 1.0) or JSON Feed 1.1. Pure, no I/O."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from demo.model import Article, Desk, FeedPlan, Outlet
from demo.pages import local_time, summary

ENTRY_LIMIT = 25
EMPTY_SINCE = datetime(2026, 3, 1, tzinfo=UTC)
"""When a feed that lists nothing says that it last changed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as the feed shows it. ``guid`` and ``published_at`` are None where the entry has none."""

    link: str
    guid: str | None
    title: str
    summary: str
    content_html: str | None
    authors: tuple[str, ...]
    section: str
    published_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed document says about itself and what it lists."""

    outlet: Outlet
    home_url: str
    declared: str
    asked_at: datetime | None  # None: the feed does not tell
    items: tuple[Item, ...]


def feed_document(desk: Desk, outlet: Outlet, feed: FeedPlan, bases: dict[str, str], clock: datetime) -> bytes:
    """The feed's bytes at ``clock``. ``bases`` are the base URLs of all outlets by key."""
    items = tuple(_item(outlet, article, bases, clock) for article in listed(desk, outlet, feed, clock))
    channel = Channel(outlet, bases[outlet.key], feed.declared, clock if outlet.build_date else None, items)
    return _WRITERS[feed.format](channel).encode(feed.encoding, errors="xmlcharrefreplace")


def changed_at(desk: Desk, outlet: Outlet, feed: FeedPlan, clock: datetime) -> datetime:
    """When what the feed lists last changed."""
    return max((item.revision(clock).at for item in listed(desk, outlet, feed, clock)), default=EMPTY_SINCE)


def listed(desk: Desk, outlet: Outlet, feed: FeedPlan, clock: datetime) -> list[Article]:
    """The articles the feed lists at ``clock``, newest first; those of other outlets among them."""
    articles = [
        item
        for item in desk.articles
        if item.published_at <= clock
        and (item.outlet == outlet.key or outlet.key in item.also_in)
        and feed.section in (None, item.section)
    ]
    return articles[::-1][:ENTRY_LIMIT]


def _item(outlet: Outlet, article: Article, bases: dict[str, str], clock: datetime) -> Item:
    revision = article.revision(clock)
    base = bases[article.outlet]
    link = base + (article.moved_from or article.path)
    guid: str | None = link
    if outlet.guid == "from_title":
        guid = hashlib.md5(revision.title.encode(), usedforsecurity=False).hexdigest()
    if article.entry_quirk == "no_guid":
        guid = None
    if outlet.tracking:
        link += f"{'&' if '?' in link else '?'}{outlet.tracking}"
    if article.entry_quirk == "relative_link" or (outlet.relative_links and article.outlet == outlet.key):
        link = link.removeprefix(base)
    content = "".join(f"<p>{escape(text)}</p>" for text in revision.paragraphs) if outlet.full_text else None
    return Item(
        link=link,
        guid=guid,
        title=revision.title,
        summary=summary(revision),
        content_html=None if article.hidden_by else content,
        authors=article.authors,
        section=article.section,
        published_at=None if article.entry_quirk == "no_date" else local_time(outlet, article.published_at),
        updated_at=local_time(outlet, revision.at),
    )


def _tag(name: str, text: str | None, attributes: str = "") -> str:
    return "" if text is None else f"<{name}{attributes}>{escape(text)}</{name}>"


def _rss20(channel: Channel) -> str:
    entries = []
    for item in channel.items:
        date = format_datetime(item.published_at) if item.published_at else None
        is_link = "true" if item.guid and item.guid.startswith("http") else "false"
        entries.append(
            "<item>"
            + _tag("title", item.title)
            + _tag("link", item.link)
            + _tag("guid", item.guid, f' isPermaLink="{is_link}"')
            + _tag("pubDate", date)
            + _tag("dc:creator", ", ".join(item.authors))
            + _tag("category", item.section)
            + _tag("description", item.summary)
            + _tag("content:encoded", item.content_html)
            + "</item>\n"
        )
    built = format_datetime(channel.asked_at) if channel.asked_at else None
    return (
        f'<?xml version="1.0" encoding="{channel.declared}"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f"<channel>{_about(channel)}{_tag('lastBuildDate', built)}<ttl>30</ttl>\n{''.join(entries)}</channel>\n</rss>\n"
    )


def _rss091(channel: Channel) -> str:
    entries = "".join(
        f"<item>{_tag('title', item.title)}{_tag('link', item.link)}{_tag('description', item.summary)}</item>\n"
        for item in channel.items
    )
    return (
        f'<?xml version="1.0" encoding="{channel.declared}"?>\n<rss version="0.91">\n'
        f"<channel>{_about(channel)}\n{entries}</channel>\n</rss>\n"
    )


def _about(channel: Channel) -> str:
    outlet = channel.outlet
    parts = {
        "title": outlet.title,
        "link": f"{channel.home_url}/",
        "description": outlet.tagline,
        "language": outlet.language,
    }
    return "".join(_tag(name, text) for name, text in parts.items())


def _atom(channel: Channel) -> str:
    entries = []
    for item in channel.items:
        published = item.published_at.isoformat() if item.published_at else None
        authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in item.authors)
        entries.append(
            f"<entry>{_tag('title', item.title)}<link rel='alternate' href={quoteattr(item.link)}/>"
            f"{_tag('id', item.guid)}{_tag('published', published)}{_tag('updated', item.updated_at.isoformat())}"
            f"{authors}<category term={quoteattr(item.section)}/>{_tag('summary', item.summary)}</entry>\n"
        )
    updated = max((item.updated_at for item in channel.items), default=EMPTY_SINCE).isoformat()
    home = f"{channel.home_url}/"
    return (
        f'<?xml version="1.0" encoding="{channel.declared}"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{channel.outlet.language}" xml:base={quoteattr(home)}>\n'
        f"{_tag('title', channel.outlet.title)}{_tag('subtitle', channel.outlet.tagline)}"
        f"{_tag('id', home)}<link href={quoteattr(home)}/>{_tag('updated', updated)}\n"
        f"{''.join(entries)}</feed>\n"
    )


def _rdf(channel: Channel) -> str:
    places = "".join(f"<rdf:li rdf:resource={quoteattr(item.guid or item.link)}/>" for item in channel.items)
    entries = []
    for item in channel.items:
        date = item.published_at.isoformat() if item.published_at else None
        entries.append(
            f"<item rdf:about={quoteattr(item.guid or item.link)}>{_tag('title', item.title)}{_tag('link', item.link)}"
            f"{_tag('description', item.summary)}{_tag('dc:date', date)}"
            f"{_tag('dc:creator', ', '.join(item.authors))}</item>\n"
        )
    home = f"{channel.home_url}/"
    return (
        f'<?xml version="1.0" encoding="{channel.declared}"?>\n<rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n'
        f"<channel rdf:about={quoteattr(home)}>{_tag('title', channel.outlet.title)}{_tag('link', home)}"
        f"{_tag('description', channel.outlet.tagline)}{_tag('dc:language', channel.outlet.language)}"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        f"<items><rdf:Seq>{places}</rdf:Seq></items></channel>\n{''.join(entries)}</rdf:RDF>\n"
    )


def _json_feed(channel: Channel) -> str:
    items = [
        {
            "id": item.guid,
            "url": item.link,
            "title": item.title,
            "summary": item.summary,
            "content_text": item.summary,
            "date_published": item.published_at.isoformat() if item.published_at else None,
            "date_modified": item.updated_at.isoformat(),
            "authors": [{"name": name} for name in item.authors],
            "tags": [item.section],
        }
        for item in channel.items
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.outlet.title,
        "home_page_url": f"{channel.home_url}/",
        "language": channel.outlet.language,
        "items": [{name: value for name, value in item.items() if value is not None} for item in items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


_WRITERS: dict[str, Callable[[Channel], str]] = {
    "rss20": _rss20,
    "rss091": _rss091,
    "atom": _atom,
    "rdf": _rdf,
    "json": _json_feed,
}
