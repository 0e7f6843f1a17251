"""One page read as the read stage does, importable by name in a worker."""

from __future__ import annotations

from datetime import UTC, datetime

from newshouse.extract import extract_article
from newshouse.records import Article


def read_page(html: bytes) -> Article:
    """Read a page of no particular address. Raises RejectError."""
    url = "https://courier.example/city/bridge"
    return extract_article(html, url=url, headers=(), fetched_at=datetime(2026, 3, 2, tzinfo=UTC))
