"""Entries, links, titles and dates of parse_feed against feedparser's own, and the speed of both, in one run.

    python bench/feeds_recall.py [FOLDER]

FOLDER holds feed documents, plain or gzipped (default: feeds/ in $NEWSHOUSE_CORPUS or ../shared/corpus). The
reference is feedparser with its default settings. Titles are compared as text: tags and entities opened on both
sides. A date that parse_feed flags (absurd, in the future) counts as found when the flag is right.
"""

from __future__ import annotations

import argparse
import gzip
import html
import io
import os
import re
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
from newshouse.errors import RejectError
from newshouse.feeds import parse_feed
from newshouse.records import Entry, ParsedFeed

FETCHED_AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://example.org/feed.xml"


def plain(text: str | None) -> str:
    text = re.sub(r"</?[A-Za-z][^<>]*>", " ", text or "")
    for _ in range(3):
        text = html.unescape(text)
    return "".join(re.sub(r"</?[A-Za-z!][^<>]*>", " ", text).split())


def same_date(entry: Entry, reference: Any) -> bool:
    wanted = dict.get(reference, "published_parsed") or dict.get(reference, "updated_parsed")
    if not wanted:
        return True
    moment = datetime(*wanted[:5], min(wanted[5], 59), tzinfo=UTC)
    if moment.year < 1990:
        return "date_absurd" in entry.flags
    if moment > FETCHED_AT:
        return entry.published_at == FETCHED_AT
    return entry.published_at is not None and abs(entry.published_at - moment) < timedelta(seconds=1)


def compare(feed: ParsedFeed, reference: Any, name: str, counts: Counter[str], *, verbose: bool) -> None:
    counts["entries wanted"] += len(reference.entries)
    counts["entries found"] += min(len(feed.entries), len(reference.entries))
    if len(feed.entries) != len(reference.entries):
        counts["feeds with another count"] += 1
        print(f"{name}: {len(feed.entries)} entries, feedparser {len(reference.entries)}")
    for entry, wanted in zip(feed.entries, reference.entries, strict=False):
        checks = {
            "links": not wanted.get("link") or entry.url in (wanted.get("link"), wanted.get("feedburner_origlink")),
            "titles": plain(entry.title) == plain(wanted.get("title")),
            "dates": same_date(entry, wanted),
        }
        for kind, is_same in checks.items():
            counts[kind] += is_same
            if verbose and not is_same:
                seen = {"links": (entry.url, wanted.get("link")), "titles": (entry.title, wanted.get("title"))}
                print(name, kind, seen.get(kind, (entry.published_at, entry.published_raw, wanted.get("published"))))


def timed(bodies: dict[str, bytes]) -> tuple[dict[str, Any], dict[str, Any], dict[str, float]]:
    clocks: dict[str, float] = {}
    started = time.process_time()
    at = {"content-location": URL}  # where relative links start
    reference = {name: feedparser.parse(io.BytesIO(body), response_headers=at) for name, body in bodies.items()}
    clocks["feedparser, defaults"] = time.process_time() - started
    started = time.process_time()
    for body in bodies.values():
        feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    clocks["feedparser, nothing cleaned"] = time.process_time() - started
    parse_feed(next(iter(bodies.values())), url=URL, content_type=None, fetched_at=FETCHED_AT)  # imports
    started = time.process_time()
    ours: dict[str, Any] = {}
    for name, body in bodies.items():
        try:
            ours[name] = parse_feed(body, url=URL, content_type=None, fetched_at=FETCHED_AT)
        except RejectError as error:
            ours[name] = error
    clocks["parse_feed"] = time.process_time() - started
    return reference, ours, clocks


def main() -> None:
    corpus = Path(os.environ.get("NEWSHOUSE_CORPUS", "../shared/corpus"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=corpus / "feeds")
    parser.add_argument("--verbose", action="store_true", help="print each difference")
    options = parser.parse_args()
    paths = sorted(path for path in options.folder.rglob("*") if path.is_file() and path.name != "index.jsonl")
    if not paths:
        raise SystemExit(f"no feeds in {options.folder}: set NEWSHOUSE_CORPUS or name a folder")
    bodies = {path.name: gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for path, data in
              ((path, path.read_bytes()) for path in paths)}  # fmt: skip
    reference, ours, clocks = timed(bodies)
    counts: Counter[str] = Counter()
    for name, feed in ours.items():
        if isinstance(feed, RejectError):
            counts["rejected"] += 1
            print(f"{name}: {feed}; feedparser {len(reference[name].entries)} entries")
            counts["entries wanted"] += len(reference[name].entries)
        else:
            compare(feed, reference[name], name, counts, verbose=options.verbose)
    wanted = counts["entries wanted"]
    print(f"{len(bodies)} documents, {wanted} entries, {counts['rejected']} rejected")
    print(f"entries {counts['entries found'] / wanted:.2%}  " + "  ".join(
        f"{kind} {counts[kind] / wanted:.2%}" for kind in ("links", "titles", "dates")))  # fmt: skip
    for name, seconds in clocks.items():
        print(f"{name:30} {len(bodies) / seconds:8.0f} feeds per CPU-second")


if __name__ == "__main__":
    main()
