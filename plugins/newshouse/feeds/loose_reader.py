"""A broken document through feedparser's forgiving parser -> RawFeed. Pure, no I/O.

The second opinion for documents the XML reader could not read whole. feedparser gets a stream (given bytes or text
it would open files and addresses), no sanitising and no address resolving (three quarters of its time).
"""

from __future__ import annotations

import io
import re
from typing import Any

from newshouse.feeds.raw import RawEntry, RawFeed

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
# feedparser looks for mail addresses in authors, in time that grows with the square of such a run.
_ENDLESS_WORD = re.compile(r"([A-Za-z0-9_.+-]{2000})[A-Za-z0-9_.+-]+")


def read_loosely(text: str, url: str, max_entries: int) -> RawFeed | None:
    """What feedparser makes of ``text``; None when it fails, as it does on undefined references and odd attributes."""
    import feedparser

    try:
        found = feedparser.parse(
            io.BytesIO(_ENDLESS_WORD.sub(r"\1", text).encode("utf-8", "replace")),
            response_headers={**_HEADERS, "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        return RawFeed(
            feed_format=_format(found.version),
            entries=tuple(_entry(entry, url) for entry in found.entries[:max_entries]),
            base=url,
            title=_text(found.feed, "title"),
            home=_text(found.feed, "link"),
            language=_text(found.feed, "language"),
            ttl=_text(found.feed, "ttl"),
            update_period=_text(found.feed, "sy_updateperiod"),
            update_frequency=_text(found.feed, "sy_updatefrequency"),
            hub=_related(found.feed, "hub"),
            self_link=_related(found.feed, "self"),
        )
    except Exception:  # feedparser raises whatever its own slips raise: TypeError, KeyError, UnicodeError ...
        return None


def _entry(entry: Any, url: str) -> RawEntry:
    def text(name: str) -> str | None:
        return _text(entry, name)

    links = [text("feedburner_origlink"), text("link")]
    return RawEntry(
        base=url,
        guid=text("id"),
        links=tuple(link for link in links if link),
        title=text("title"),
        summary=text("summary"),
        contents=tuple(content["value"] for content in dict.get(entry, "content", ()) if content.get("value")),
        authors=tuple(author["name"] for author in dict.get(entry, "authors", ()) if author.get("name")),
        categories=tuple(tag["term"] for tag in dict.get(entry, "tags", ()) if tag.get("term")),
        published=text("published") or text("created"),
        updated=text("updated"),
        language=text("language"),
    )


def _text(owner: Any, name: str) -> str | None:
    """A field; None where feedparser has nothing, or made something else of it, as of an element with attributes."""
    value = dict.get(owner, name)
    return value if isinstance(value, str) and value else None


def _related(feed: Any, relation: str) -> str | None:
    return next((link.get("href") for link in dict.get(feed, "links", ()) if link.get("rel") == relation), None)


def _format(version: str) -> str:
    return {"rss090": "rdf", "rss10": "rdf", "rss091n": "rss091", "rss091u": "rss091", "": "unknown"}.get(
        version, version
    )
