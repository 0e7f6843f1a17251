"""Real pages of many publishers through loopback feeds: every one ends in a stated outcome, and the books balance."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from newshouse.settings import Settings
from newshouse.stages.audit import audit
from newshouse.stages.publish import link, publish
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import open_warehouse
from stages.play import gathered, read_captured

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PER_FEED = 50


class _Site(BaseHTTPRequestHandler):
    """/feed/N lists pages, /page/N is one of them, all else is missing."""

    pages: list[Path]

    def do_GET(self) -> None:
        kind, _, number = self.path.strip("/").partition("/")
        if kind == "feed":
            first = int(number) * PER_FEED
            links = range(first, min(first + PER_FEED, len(self.pages)))
            items = "".join(f"<item><title>Page {n}</title><link>/page/{n}</link></item>" for n in links)
            self._answer(f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode(), "text/xml")
        elif kind == "page":
            self._answer(gzip.decompress(self.pages[int(number)].read_bytes()), "text/html")
        else:
            self.send_error(404)

    def _answer(self, body: bytes, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def served(pages: list[Path]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Corpus", (_Site,), {"pages": pages}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.slow)])
def test_real_pages_end_on_balanced_books(warehouse_url: str, tmp_path: Path, corpus: Path, count: int) -> None:
    index = [json.loads(line) for line in (corpus / "pages" / "index.jsonl").read_text().splitlines()]
    pages = [corpus / "pages" / row["file"] for row in index][:: max(1, len(index) // count)][:count]
    settings = Settings(
        warehouse_url=warehouse_url, archive_url=str(tmp_path), allow_loopback=True, host_interval_s=0.0, now=NOW,
        articles_per_task=100, host_connections=8,
    )  # fmt: skip
    engine = open_warehouse(warehouse_url)
    with served(pages) as site:
        feeds = -(-len(pages) // PER_FEED)
        add_feeds(engine, [NewFeed(f"{site}/feed/{number}") for number in range(feeds)], NOW)
        desk = gathered(engine, settings, NOW)
    read_captured(desk)
    link(desk)
    audit(desk)
    books = publish(desk).books
    engine.dispose()
    assert books["entries_seen"] == books["entries_new"] == books["pages_due"] == len(pages)
    assert books["pages_ok"] + books["pages_rejected"] + books["pages_deferred"] == len(pages)
    assert books["articles_due"] == books["pages_ok"]
    read = books["articles_new"] + books["articles_revised"] + books["articles_unchanged"]
    assert read + books["articles_rejected"] == books["articles_due"]
    assert read >= 0.95 * len(pages)
