"""Every entry that feedparser, the reference of this field, finds in real feeds is found, with its address and date."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from newshouse.feeds import parse_feed
from newshouse.records import Entry

NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://example.org/feed.xml"


def date_of(reference: Any) -> datetime | None:
    parts = dict.get(reference, "published_parsed") or dict.get(reference, "updated_parsed")
    return datetime(*parts[:5], min(parts[5], 59), tzinfo=UTC) if parts else None


def agrees(entry: Entry, reference: Any) -> bool:
    wanted = date_of(reference)
    is_dated = wanted is None or wanted.year < 1990 or entry.published_at == min(wanted, NOW)
    return (
        is_dated
        and entry.url == reference.get("link")
        and bool(entry.title) == bool(reference.get("title", "").strip())
    )


def test_nothing_feedparser_finds_is_missed(corpus: Path) -> None:
    paths = sorted((corpus / "feeds").glob("*.gz"))
    missed = []
    for path in paths:
        body = gzip.decompress(path.read_bytes())
        headers = {"content-location": URL}
        reference = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
        feed = parse_feed(body, url=URL, content_type=None, fetched_at=NOW)
        if len(feed.entries) != len(reference.entries) or not all(map(agrees, feed.entries, reference.entries)):
            missed.append(path.name)
    if not paths:
        pytest.skip(f"no feeds in {corpus}")
    assert missed == []
