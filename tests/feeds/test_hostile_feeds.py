"""Hostile and mangled documents end as entries or as a reject, in time."""

from __future__ import annotations

import json
import random
import tarfile
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from feeds.mutations import SEEDS, mangled, mutated, seeds
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.errors import ItemError, RejectError
from newshouse.feeds import discover, parse_feed, read_opml, sitemap_index
from newshouse.records import ParsedFeed
from newshouse.stages.documents import Document, parse
from newshouse.stages.pool import Limits, run_all

NOW = datetime(2026, 3, 2, tzinfo=UTC)
URL = "https://example.org/feed.xml"
MANGLED_COUNT = 100_000
STATED = {
    "empty_feed_document", "feed_encoding", "html_instead_of_feed", "not_a_feed", "feed_too_deep", "feed_entities",
}  # fmt: skip


def ended(body: bytes, content_type: str | None = None) -> ParsedFeed | RejectError:
    try:
        feed = parse_feed(body, url=URL, content_type=content_type, fetched_at=NOW)
    except RejectError as error:
        return error
    for entry in feed.entries:
        # What a text column of PostgreSQL refuses: zero bytes and lone surrogates.
        texts = (
            entry.guid,
            entry.url,
            entry.title,
            entry.summary,
            entry.content_html,
            *entry.authors,
            *entry.categories,
        )
        assert "\x00" not in "".join(text or "" for text in texts)
        "".join(text or "" for text in texts).encode()
        assert entry.guid
        assert entry.published_at is None or entry.published_at <= NOW
    return feed


@pytest.mark.parametrize("seed", SEEDS, ids=range(len(SEEDS)))
def test_mangled_documents_end(seed: bytes) -> None:
    chance = random.Random(7)
    for _ in range(60):
        ended(mutated(seed, chance))


def test_control_characters_by_reference_beside_what_is_dropped() -> None:
    content = escape("<p>before</p><script>act()</script>&#1;&#x1f; after <p>end</p>")
    feed = ended(
        f"<rss version='2.0'><channel><item><description>{content}</description></item></channel></rss>".encode()
    )
    assert isinstance(feed, ParsedFeed)
    assert "act" not in (feed.entries[0].content_html or "")


def test_a_character_reference_without_end_is_no_character() -> None:
    title = escape(f"Numbers &#{'9' * 9_000};")
    feed = ended(f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>".encode())
    assert isinstance(feed, ParsedFeed)
    assert (feed.entries[0].title or "").startswith("Numbers")


def test_a_broken_feed_with_an_author_without_end_takes_no_time() -> None:
    items = f"<item><title>one</title><dc:creator>{'a' * 400_000}</dc:creator></item>" * 2
    began = time.process_time()
    ended(f"<rss version='2.0'><channel><title>broken & alone</title>{items}</chanel>".encode())
    assert time.process_time() - began < 5


def test_a_period_with_attributes_is_no_period() -> None:
    rdf = "<rdf:RDF xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>News</title>"
    feed = ended(f"{rdf}<sy:updatePeriod odd words>hourly</sy:updatePeriod></channel><item><title>one</title>".encode())
    assert isinstance(feed, ParsedFeed)
    assert feed.update_period_s is None


@pytest.mark.slow
def test_a_hundred_thousand_mangled_documents_end(corpus_if_present: Path | None) -> None:
    """Through the workers that the poll stage uses: none dies, each ends in time as entries or as a stated reject."""
    bodies = mangled(seeds(corpus_if_present), MANGLED_COUNT, seed=11)
    documents = (Document(number, body, URL, None, NOW) for number, body in enumerate(bodies))
    ends: Counter[str] = Counter()
    unforeseen: dict[str, int] = {}
    for document, outcome in run_all(parse, documents, Limits(processes=2, cpu_s=15)):
        ends[outcome.reason if isinstance(outcome, ItemError) else "entries"] += 1
        if isinstance(outcome, ItemError) and outcome.reason not in STATED:
            unforeseen[str(outcome)] = document.feed_id
    assert unforeseen == {}
    assert ends.total() == MANGLED_COUNT
    assert ends["entries"] > MANGLED_COUNT / 2


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
@settings(max_examples=120, deadline=None)
def test_any_bytes_end(body: bytes, content_type: str | None) -> None:
    ended(body, content_type)
    discover(body, URL)
    with suppress(RejectError):
        read_opml(body)
    sitemap_index(body, URL, content_type)


MEMBERS = ("id", "url", "title", "items", "version", "authors", "tags", "date_published", "hubs")
leaves = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)
documents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=5),
    max_leaves=20,
)


@given(documents)
@settings(max_examples=80, deadline=None)
def test_any_json_ends(document: object) -> None:
    ended(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": document}).encode())
    ended(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [document]}).encode())


_FRAGMENTS = (
    "<", "<a ", "<!--", "<![CDATA[", "<?", "&", "&#", "&#55357;", '<a b="', "<script>", "</b>", "&lt;script&gt;",
    "&lt;!--", "&amp;lt;", "<!", "<!DOCTYPE a [", '<!ENTITY a "b">', "<item>", "<x:y xmlns:x='z'>", "=j\n", "a:a/",
    "1:", "&lt;a onx", "&lt;/b&gt;&lt;i ",
)  # fmt: skip


@pytest.mark.parametrize("fragment", _FRAGMENTS)
def test_one_fragment_over_and_over_takes_no_quadratic_time(fragment: str) -> None:
    pile = fragment * (20_000 // len(fragment))
    frame = "<rss><channel><item><title>{0}</title><description>{0}</description></item></channel></rss>"
    started = time.process_time()
    ended(frame.format(pile).encode())
    ended(frame.format(f"<![CDATA[{pile}]]>").encode())
    ended((pile + frame.format("x")).encode())
    assert time.process_time() - started < 5


_FIELDS = (
    "title", "link", "guid", "author", "dc:creator", "category", "pubDate", "language", "ttl", "itunes:author",
    "media:title", "content:encoded",
)  # fmt: skip


@pytest.mark.parametrize("fragment", ["x", "9", "a@", "a@b.c ", "&lt;b&gt;", "2026-"])
def test_no_field_takes_quadratic_time_however_long(fragment: str) -> None:
    pile = fragment * (100_000 // len(fragment))
    fields = "".join(f"<{name}>{pile}</{name}>" for name in _FIELDS)
    started = time.process_time()
    feed = ended(f"<rss version='2.0'><channel><item>{fields}</item></channel></rss>".encode())
    assert time.process_time() - started < 5
    assert isinstance(feed, ParsedFeed)


def test_naughty_strings_come_back_as_text(corpus: Path) -> None:
    strings = json.loads((corpus / "hostile" / "naughty-strings.json").read_text("utf-8"))
    items = "".join(f"<item><title>{escape(text)}</title><guid>{n}</guid></item>" for n, text in enumerate(strings))
    feed = ended(f"<rss><channel>{items}</channel></rss>".encode("utf-8", "replace"))
    assert isinstance(feed, ParsedFeed)
    assert len(feed.entries) == len(strings)


def test_markup_payloads_lose_what_acts(corpus: Path) -> None:
    lines = (corpus / "hostile" / "markup-payloads.txt").read_text("utf-8", "replace").splitlines()
    for start in range(0, len(lines), 200):
        items = [
            {"id": str(n), "title": line, "content_html": line} for n, line in enumerate(lines[start : start + 200])
        ]
        body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
        feed = ended(body)
        assert isinstance(feed, ParsedFeed)
        assert len(feed.entries) == len(items)
        for entry in feed.entries:
            assert "<script" not in (entry.content_html or "").lower()
            assert "<iframe" not in (entry.content_html or "").lower()


@pytest.mark.parametrize("archive", ["illformed-feeds", "fuzzed-xml"])
def test_ill_formed_documents_of_others_end(corpus: Path, archive: str) -> None:
    with tarfile.open(corpus / "hostile" / f"{archive}.tar.gz") as members:
        for member in members:
            file = members.extractfile(member)
            if file:
                ended(file.read())
