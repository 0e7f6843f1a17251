"""Finding a site's feeds and news sitemaps: candidates are asked politely, and those that answer as feeds are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

from newshouse.charsets import page_text
from newshouse.content import decoded
from newshouse.errors import ItemError
from newshouse.feeds import FoundFeed, discover, sitemap_index, sitemaps_from_robots, usual_sitemaps, well_known
from newshouse.fetch import FetchPolicy, HostMemory
from newshouse.records import ParsedFeed, Snapshot
from newshouse.settings import Settings
from newshouse.stages.capture import Question, ask_all
from newshouse.stages.documents import Document
from newshouse.stages.entries import parse_all

_MOST_TRIED = 8
_MOST_SITEMAPS = 4


def find_feeds(settings: Settings, page: Snapshot) -> list[FoundFeed]:
    """The feeds the page declares or links to, else those at usual addresses; after them the site's news sitemaps.

    What the page names itself is not asked; of the rest, only what answers as a feed is given. Raises ItemError when
    the page can't be opened.
    """
    html = decoded(page, settings.max_body_bytes)
    url = page.final_url
    named = discover(html, url, page.header("content-type"))
    candidates = () if named else well_known(url)[:_MOST_TRIED]
    tried = _answering(settings, [found.url for found in candidates])
    return [
        *named,
        *(found for found in candidates if found.url in tried),
        *(FoundFeed(address, feed.title, "news_sitemap") for address, feed in _sitemaps(settings, url).items()),
    ]


def read_feed(settings: Settings, snapshot: Snapshot) -> ParsedFeed | None:
    """The feed a server answered with; None when it is something else."""
    return _feeds(settings, {snapshot.url: _document(settings, snapshot)}).get(snapshot.url)


def _sitemaps(settings: Settings, url: str) -> dict[str, ParsedFeed]:
    """News sitemaps by address: those that robots.txt names, or at usual addresses, or in an index of these."""
    address = urljoin(url, "/robots.txt")
    robots = _asked(settings, [address]).get(address)
    named = sitemaps_from_robots(page_text(robots.body), address) if robots else ()
    first = _asked(settings, (named or usual_sitemaps(url))[:_MOST_SITEMAPS])
    below = [one for document in first.values() for one in sitemap_index(document.body, document.url)[:_MOST_SITEMAPS]]
    documents = first | _asked(settings, [one for one in dict.fromkeys(below) if one not in first][:_MOST_SITEMAPS])
    feeds = _feeds(settings, documents)
    return {address: feed for address, feed in feeds.items() if feed.feed_format == "news_sitemap"}


def _answering(settings: Settings, urls: Iterable[str]) -> dict[str, ParsedFeed]:
    return _feeds(settings, _asked(settings, urls))


def _asked(settings: Settings, urls: Iterable[str]) -> dict[str, Document]:
    """What each address answers with, those left out that don't."""
    questions = [Question(None, url) for url in urls]
    policy = FetchPolicy.for_feeds(settings)
    answers, _ = ask_all(settings, policy, HostMemory(), questions, lambda _, snapshot: _document(settings, snapshot))
    return {answer.question.url: answer.result for answer in answers if not isinstance(answer.result, ItemError)}


def _document(settings: Settings, snapshot: Snapshot) -> Document:
    body = decoded(snapshot, settings.max_body_bytes)
    return Document(0, body, snapshot.final_url, snapshot.header("content-type"), snapshot.fetched_at)


def _feeds(settings: Settings, documents: dict[str, Document]) -> dict[str, ParsedFeed]:
    numbered = [replace(document, feed_id=number) for number, document in enumerate(documents.values())]
    outcomes = parse_all(settings, numbered)
    return {url: outcome for number, url in enumerate(documents) if isinstance(outcome := outcomes[number], ParsedFeed)}
