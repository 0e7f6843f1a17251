"""JSON Feed 1.0 and 1.1 -> RawFeed (https://www.jsonfeed.org/version/1.1/). Pure, no I/O."""

from __future__ import annotations

import html
import json
from typing import Any

from newshouse.errors import RejectError
from newshouse.feeds.raw import RawEntry, RawFeed


def read_json(text: str, url: str, max_entries: int) -> RawFeed:
    """What the document says, members of a wrong type left out. Raises RejectError("not_a_feed")."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise RejectError("not_a_feed", f"no JSON: {str(error)[:200]}") from error
    version = _text(document, "version") or ""
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or not ("jsonfeed.org" in version or _looks_like_items(items)):
        raise RejectError("not_a_feed", "JSON, but no JSON Feed")
    items = [item for item in items if isinstance(item, dict)]
    hubs = document.get("hubs")
    return RawFeed(
        feed_format="json10" if version.rstrip("/").endswith("/1") else "json11",
        entries=tuple(_entry(item, url) for item in items[:max_entries]),
        base=url,
        title=_text(document, "title"),
        home=_text(document, "home_page_url"),
        language=_text(document, "language"),
        hub=next((_text(hub, "url") for hub in hubs), None) if isinstance(hubs, list) else None,
        self_link=_text(document, "feed_url"),
        flags=("entries_capped",) if len(items) > max_entries else (),
    )


def _looks_like_items(items: list[Any]) -> bool:
    return bool(items) and all(isinstance(item, dict) and ("id" in item or "url" in item) for item in items)


def _entry(item: dict[str, Any], url: str) -> RawEntry:
    markup, plain = _text(item, "content_html"), _text(item, "content_text")
    contents = [markup, html.escape(plain, quote=False) if plain else None]
    identifier = item.get("id")
    return RawEntry(
        base=url,
        guid=str(identifier) if isinstance(identifier, int | float) else _text(item, "id"),
        guid_is_link=True,
        links=tuple(link for link in (_text(item, "url"), _text(item, "external_url")) if link),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        contents=tuple(content for content in contents if content),
        authors=_authors(item),
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        language=_text(item, "language"),
    )


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    names = [_text(author, "name") for author in (*_list(item, "authors"), item.get("author"))]
    return tuple(name for name in names if name)


def _list(item: dict[str, Any], name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _text(item: Any, name: str) -> str | None:
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, str) and value.strip() else None
