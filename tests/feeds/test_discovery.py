"""Finding a site's feeds and news sitemaps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newshouse.errors import RejectError
from newshouse.feeds import discover, parse_feed, sitemap_index, sitemaps_from_robots, well_known

URL = "https://www.a.example/news/index.html"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def found(head: str = "", body: str = "") -> list[str]:
    return [feed.url for feed in discover(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL)]


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss">', "https://www.a.example/rss"),
        ("<LINK REL=Alternate TYPE='application/atom+xml; charset=utf-8' HREF=atom.xml>", "https://www.a.example/news/atom.xml"),
        ('<link rel="alternate" type="application/feed+json" href="//cdn.example/f.json">', "https://cdn.example/f.json"),
        ('<link rel="alternate home" type="application/rdf+xml" href="/x">', "https://www.a.example/x"),
        ('<link rel="feed" href="/y">', "https://www.a.example/y"),
        ('<link rel="alternate" type="text/xml" href="/feed.xml">', "https://www.a.example/feed.xml"),
        ('<base href="https://b.example/z/"><link rel="alternate" type="application/rss+xml" href="r">', "https://b.example/z/r"),
    ],
)  # fmt: skip
def test_declared_feeds_are_found(markup: str, wanted: str) -> None:
    assert found(markup) == [wanted]


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="alternate" hreflang="fr" href="/fr/">',
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=feed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml">',
    ],
)
def test_other_links_are_none(markup: str) -> None:
    assert found(markup) == []


def test_linked_feeds_are_found_and_look_alikes_are_not() -> None:
    body = (
        '<a href="/rss/world.xml">World</a><a href="https://feeds.a.example/sport.rss">Sport</a>'
        '<a href="/feed/">RSS</a>'
        '<a href="/about-rss.html">What is RSS?</a><a href="/feedback">Feedback</a><a href="/news/1">News</a>'
        '<a href="#rss">RSS</a><a href="mailto:rss@a.example">RSS</a>'
    )
    assert found(body=body) == [
        "https://www.a.example/rss/world.xml",
        "https://feeds.a.example/sport.rss",
        "https://www.a.example/feed/",
    ]


def test_declared_feeds_go_first_and_comments_last_each_once() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="All &amp; new" href="/feed/">'
    )
    feeds = discover(f"<html><head>{head}</head><a href='/feed/'>RSS</a><a href='/2.rss'>2</a></html>".encode(), URL)
    assert [(feed.url.removeprefix("https://www.a.example"), feed.kind) for feed in feeds] == [
        ("/feed/", "link"),
        ("/2.rss", "anchor"),
        ("/comments/feed/", "link"),
    ]
    assert feeds[0].title == "All & new"


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"plain", b"<rss/>", b"<" * 10_000, b"\xff\xfe\x00\xd8"])
def test_a_body_that_is_no_page_has_no_feeds(body: bytes) -> None:
    assert discover(body, URL) == ()


def test_usual_paths_start_near_the_page() -> None:
    urls = [feed.url for feed in well_known("https://www.a.example/politics/")]
    assert urls[0] == "https://www.a.example/politics/feed"
    assert "https://www.a.example/rss.xml" in urls
    assert len(urls) == len(set(urls)) <= 40


def test_robots_names_sitemaps_the_news_ones_first() -> None:
    robots = "User-agent: *\nSitemap: https://a.example/sitemap.xml\nsitemap:/news-sitemap.xml # daily\nDisallow: /\n"
    assert sitemaps_from_robots(robots, "https://a.example/robots.txt") == (
        "https://a.example/news-sitemap.xml",
        "https://a.example/sitemap.xml",
    )


def sitemap(body: str) -> bytes:
    names = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    )
    return body.replace("<urlset", f"<urlset {names}").replace("<sitemapindex", f"<sitemapindex {names}").encode()


def test_a_news_sitemap_gives_entries() -> None:
    body = sitemap(
        "<urlset><url><loc>https://a.example/1</loc><image:image><image:title>Photo</image:title></image:image>"
        "<news:news><news:publication><news:name>A</news:name><news:language>de</news:language></news:publication>"
        "<news:publication_date>2026-03-01T10:00:00+01:00</news:publication_date>"
        "<news:title>Eins &amp; zwei</news:title>"
        "<news:keywords>a, b</news:keywords></news:news></url><url><loc>https://a.example/about</loc></url></urlset>"
    )
    feed = parse_feed(body, url="https://a.example/s.xml", content_type=None, fetched_at=NOW)
    [entry] = feed.entries
    assert (feed.feed_format, feed.title) == ("news_sitemap", "A")
    assert (entry.url, entry.title, entry.language) == ("https://a.example/1", "Eins & zwei", "de")
    assert (entry.published_at, entry.categories) == (datetime(2026, 3, 1, 9, tzinfo=UTC), ("a", "b"))


def test_a_sitemap_index_names_sitemaps() -> None:
    body = sitemap(
        "<sitemapindex><sitemap><loc>https://a.example/pages.xml</loc></sitemap>"
        "<sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"
    )
    assert sitemap_index(body, "https://a.example/s.xml") == (
        "https://a.example/news.xml",
        "https://a.example/pages.xml",
    )


@pytest.mark.parametrize("body", [b" ", b"<rss/>", b"x", b"<urlset/>", b"\xff\xfe\x00\xd8"])
def test_what_is_no_index_names_no_sitemaps(body: bytes) -> None:
    assert sitemap_index(body, URL) == ()


@pytest.mark.parametrize("body", ["<urlset><url><loc>https://a.example/1</loc></url></urlset>", "<sitemapindex/>"])
def test_a_sitemap_without_news_is_no_feed(body: str) -> None:
    with pytest.raises(RejectError, match="not_a_feed"):
        parse_feed(sitemap(body), url=URL, content_type=None, fetched_at=NOW)
