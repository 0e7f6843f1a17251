"""What an outlet answers to a request at a moment. Pure: the same request at the same clock gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, urlsplit

from demo.model import Article, Desk, FeedPlan, Outlet
from demo.pages import FEED_TYPES, article_page, home_page
from demo.syndication import changed_at, feed_document

RETRY_AFTER_S = 900

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers without Date and Content-Length, and the body as it goes over the wire."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """``target`` is the path with its query; header names are in lower case."""

    target: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be had with a 200, and when it last changed (None: nobody knows)."""

    content_type: str
    body: bytes
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet of the desk, with the base URLs of all of them by key."""

    desk: Desk
    outlet: Outlet
    bases: Mapping[str, str]

    def answer(self, request: Request, clock: datetime) -> Response:
        """The response to a GET; a HEAD gets the same without its body."""
        path = _without_tracking(request.target)
        article = self._article(path, clock)
        if article and article.fault and article.fault.holds(clock):
            return _refusal(article.fault.status)
        if article and article.moved_from == path:
            return Response(301, (("Location", self.bases[article.outlet] + article.path),), b"")
        document = self._page(article, clock) if article else self._document(path, clock)
        if document is None:
            return _refusal(404)
        return _conditional(self.outlet, document, request.headers)

    def _article(self, path: str, clock: datetime) -> Article | None:
        return next((item for item in self.desk.of(self.outlet, clock) if path in (item.path, item.moved_from)), None)

    def _page(self, article: Article, clock: datetime) -> Document:
        text = article_page(self.desk, article, self.bases[self.outlet.key], clock)
        content_type = "text/html"
        if self.outlet.charset_in == "header":
            content_type += f"; charset={self.outlet.charset}"
        body = text.encode(self.outlet.charset, errors="xmlcharrefreplace")
        return Document(content_type, body, article.revision(clock).at)

    def _document(self, path: str, clock: datetime) -> Document | None:
        if path == "/":
            text = home_page(self.desk, self.outlet, clock)
            return Document(
                f"text/html; charset={self.outlet.charset}", text.encode(self.outlet.charset, "xmlcharrefreplace")
            )
        if path == "/robots.txt" and self.outlet.robots:
            return Document("text/plain; charset=utf-8", self.outlet.robots.encode())
        feed = next((feed for feed in self.outlet.feeds if feed.path == path), None)
        return self._feed(feed, clock) if feed else None

    def _feed(self, feed: FeedPlan, clock: datetime) -> Document:
        body = feed_document(self.desk, self.outlet, feed, dict(self.bases), clock)
        return Document(FEED_TYPES[feed.format], body, changed_at(self.desk, self.outlet, feed, clock))


def _without_tracking(target: str) -> str:
    """The address without what trackers add, percent-encoded as the articles' paths are."""
    parts = urlsplit(target)
    query = "&".join(part for part in parts.query.split("&") if part and not part.startswith("utm_"))
    path = quote(parts.path, safe="/%")
    return f"{path}?{query}" if query else path


def _refusal(status: int) -> Response:
    headers: Headers = (("Content-Type", "text/plain; charset=utf-8"),)
    if status in (429, 503):
        headers += (("Retry-After", str(RETRY_AFTER_S)),)
    return Response(status, headers, f"{status}\n".encode())


def _conditional(outlet: Outlet, document: Document, asked: Mapping[str, str]) -> Response:
    """A 200 with the outlet's kind of validators, or a 304 when the asker has it already (RFC 9110, 13.2.2)."""
    etag = f'"{hashlib.sha256(document.body).hexdigest()[:20]}"'
    headers: Headers = (("Content-Type", document.content_type),)
    if "etag" in outlet.validators:
        headers += (("ETag", etag),)
    if "weak_etag" in outlet.validators:
        headers += (("ETag", f"W/{etag}"),)
    if "last_modified" in outlet.validators and document.changed_at:
        headers += (("Last-Modified", format_datetime(document.changed_at.astimezone(UTC), usegmt=True)),)
    if _is_current(headers, document, asked):
        return Response(304, tuple(item for item in headers if item[0] != "Content-Type"), b"")
    if "gzip" in asked.get("accept-encoding", ""):
        headers += (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
        return Response(200, headers, gzip.compress(document.body, mtime=0))
    return Response(200, headers, document.body)


def _is_current(headers: Headers, document: Document, asked: Mapping[str, str]) -> bool:
    own = dict(headers)
    if "if-none-match" in asked:
        wanted = {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
        return own.get("ETag", "").removeprefix("W/") in wanted
    if "Last-Modified" not in own or document.changed_at is None:
        return False
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
    except ValueError:
        return False
    return document.changed_at.replace(microsecond=0) <= since.astimezone(UTC)
