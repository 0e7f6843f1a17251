"""A look at one thing, with the code of the DAG's stages: a feed, a page, a set of stories. JSON lines out."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from newshouse.charsets import page_text
from newshouse.cli.source import is_url, print_json, settings, taken
from newshouse.content import decoded
from newshouse.errors import ItemError, RejectError
from newshouse.records import CopyLink, LinkInput, Snapshot
from newshouse.stages.documents import Document, PageToRead, ReadPage, read_page
from newshouse.stages.entries import parse_all
from newshouse.stages.link import link_items
from newshouse.stages.pool import Limits, run_all
from newshouse.urls import article_id, canonicalise, registrable_domain

_CANONICAL = re.compile(
    r"""<link[^>]+rel=["']?canonical["']?[^>]+href=["'](?P<link>https?:[^"']+)"""
    r"""|<meta[^>]+property=["']og:url["'][^>]+content=["'](?P<property>https?:[^"']+)""",
    re.IGNORECASE,
)

Source = Annotated[str, typer.Argument(help="A file, - for standard input, or a web address.")]


def try_feed(
    source: Source, base: Annotated[str | None, typer.Option(help="The address the file came from.")] = None
) -> None:
    """Read a feed and print its entries."""
    loaded = settings()
    snapshot = taken(source, base, feed=True)
    body = decoded(snapshot, loaded.max_body_bytes)
    content_type = snapshot.header("content-type")
    document = Document(0, body, snapshot.final_url, content_type, snapshot.fetched_at)
    outcome = parse_all(loaded, [document])[0]
    if isinstance(outcome, ItemError):
        raise outcome
    for entry in outcome.entries:
        print_json(entry)


def try_page(
    source: Source, url: Annotated[str | None, typer.Option(help="The address the file came from.")] = None
) -> None:
    """Read a page and print its article."""
    loaded = settings()
    snapshot = taken(source, url, feed=False)
    if url is None and not is_url(source):
        snapshot = _at_stated_address(snapshot)
    [(_, outcome)] = run_all(read_page, [PageToRead(0, snapshot, loaded.max_body_bytes)], Limits.of(loaded))
    if isinstance(outcome, ItemError):
        raise outcome
    print_json(_page_row(outcome))


def try_stories(source: Annotated[str, typer.Argument(help="A file of JSON lines, or -.")]) -> None:
    """Link articles (JSON lines: id, title, text, lang, published_at, url) and print copies and stories.

    Each line out: id, copy_of, copy_kind, story_id, in the order of the lines in.
    """
    rows = _rows(source)
    keys = {row["id"]: _key(row["id"]) for row in rows}
    ids = {key: given for given, key in keys.items()}
    linked = link_items([_link_input(row, keys[row["id"]]) for row in rows], embed=settings().story_embeddings)
    best: dict[UUID, CopyLink] = {}
    for link in linked.copies:
        known = best.get(link.article_id)
        if known is None or _rank(link) < _rank(known):
            best[link.article_id] = link
    for row in rows:
        copy = best.get(keys[row["id"]])
        print_json(
            {
                "id": row["id"],
                "copy_of": ids[copy.original_id] if copy else None,
                "copy_kind": copy.kind if copy else None,
                "story_id": linked.members.get(keys[row["id"]], keys[row["id"]]),
            }
        )


def _rank(link: CopyLink) -> tuple[bool, float, UUID]:
    """As serve.articles chooses among several: whole copies first, then the most similar."""
    return link.kind == "part", -link.similarity, link.original_id


def _at_stated_address(snapshot: Snapshot) -> Snapshot:
    """A page from a file, held to come from the address that it calls its own; as it is when it names none."""
    head = page_text(snapshot.payload[:500_000])
    stated = _CANONICAL.search(head)
    if stated is None:
        return snapshot
    try:
        address = canonicalise(unescape(stated["link"] or stated["property"]))
    except RejectError:
        return snapshot
    return replace(snapshot, url=address, final_url=address)


def _page_row(read: ReadPage) -> dict[str, Any]:
    article, language = read.article, read.language
    return {
        "article_id": article.article_id,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "body": article.body,
        "authors": article.authors,
        "published_at": article.published_at,
        "modified_at": article.modified_at,
        "sitename": article.sitename,
        "language": language.language,
        "language_confidence": language.confidence,
        "declared_languages": dict(article.declared_languages),
        "section": article.section,
        "keywords": article.keywords,
        "image_url": article.image_url,
        "is_free": article.is_free,
        "source_agency": article.source_agency,
        "reservations": article.reservations,
        "flags": article.flags,
        "paywall": "paywall" in article.flags,
        "consent": "consent" in article.flags,
        "content_sha256": article.content_sha256,
    }


def _rows(source: str) -> list[dict[str, Any]]:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RejectError("unreadable_file", f"{source}: {error}") from error
    rows: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        row = _row(number, line)
        if row["id"] in rows:
            raise RejectError("bad_line", f"line {number}: id {row['id']!r} stands twice")
        rows[row["id"]] = row
    return list(rows.values())


def _row(number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise RejectError("bad_line", f"line {number} is no JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise RejectError("bad_line", f"line {number} has no id (a text or a number)")
    for name in ("title", "text", "lang", "url"):
        if row.get(name) is not None and not isinstance(row[name], str):
            raise RejectError("bad_line", f"line {number}: {name} is no text")
    if not (row.get("title") or row.get("text")):
        raise RejectError("bad_line", f"line {number} has neither title nor text")
    row["published_at"] = _moment(number, row.get("published_at"))
    return row


def _moment(number: int, raw: Any) -> datetime:
    """A time with zone; without one it is taken as UTC. Absent: one moment for all, so that time decides nothing."""
    if raw is None:
        return datetime(2000, 1, 1, tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(raw)
    except (TypeError, ValueError) as error:
        raise RejectError("bad_line", f"line {number}: published_at is no ISO 8601 time: {raw!r}") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _key(given: Any) -> UUID:
    return article_id(f"id:{given}")


def _link_input(row: dict[str, Any], key: UUID) -> LinkInput:
    url = row.get("url") or ""
    try:
        publisher = registrable_domain(canonicalise(url))
    except RejectError:
        publisher = ""
    return LinkInput(
        article_id=key,
        url=url,
        publisher=publisher,
        title=row.get("title") or "",
        body=row.get("text") or "",
        language=row.get("lang") or "und",
        published_at=row["published_at"],
    )
