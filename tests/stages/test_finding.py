"""What a site offers is found, asked for, and only kept where it answers as a feed."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from newshouse.cli import main
from newshouse.records import Snapshot
from newshouse.settings import Settings
from newshouse.stages.finding import find_feeds
from newshouse.stages.registry import list_feeds
from newshouse.warehouse import open_warehouse
from stages.outlet import Outlet, Says, rss

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
SITEMAP = (
    f'<urlset xmlns:n="{NEWS}"><url><loc>/1</loc><n:news><n:publication><n:name>The Courier</n:name></n:publication>'
    "<n:title>One</n:title></n:news></url></urlset>"
)
INDEX = (
    "<sitemapindex><sitemap><loc>/sitemaps/pages.xml</loc></sitemap>"
    "<sitemap><loc>/sitemaps/news.xml</loc></sitemap></sitemapindex>"
)
DECLARING = (
    "<html><head><link rel='alternate' type='application/rss+xml' title='All' href='/all'>"
    "<link rel='alternate' type='application/rss+xml' href='/sport'></head></html>"
)


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    with Outlet({"/": Says("<html><body>News</body></html>")}) as outlet:
        yield outlet


def found(outlet: Outlet) -> list[tuple[str, str]]:
    settings = Settings("postgresql+psycopg://x", "/a", allow_loopback=True, host_interval_s=0.0, read_processes=1)
    url = outlet.base + "/"
    page = Snapshot(url, url, 200, (), outlet.answers["/"].body.encode(), datetime.now(UTC))
    return [(feed.url.removeprefix(outlet.base), feed.kind) for feed in find_feeds(settings, page)]


def test_what_the_page_declares_is_not_asked(outlet: Outlet) -> None:
    outlet.answers["/"] = Says(DECLARING)
    assert found(outlet) == [("/all", "link"), ("/sport", "link")]
    assert "/all" not in [path for path, _ in outlet.asked]


def test_usual_addresses_count_where_a_feed_answers(outlet: Outlet) -> None:
    outlet.answers |= {"/rss.xml": Says(rss("/a")), "/feed": Says("<html><body>Not found</body></html>")}
    assert found(outlet) == [("/rss.xml", "well_known")]


def test_news_sitemaps_are_found_through_robots_and_an_index(outlet: Outlet) -> None:
    outlet.answers |= {
        "/robots.txt": Says(f"Sitemap: {outlet.base}/sitemap.xml\n"),
        "/sitemap.xml": Says(INDEX),
        "/sitemaps/news.xml": Says(SITEMAP),
        "/sitemaps/pages.xml": Says("<urlset><url><loc>/about</loc></url></urlset>"),
    }
    assert found(outlet) == [("/sitemaps/news.xml", "news_sitemap")]


def test_news_sitemaps_are_found_at_usual_addresses(outlet: Outlet) -> None:
    outlet.answers["/news-sitemap.xml"] = Says(SITEMAP)
    assert found(outlet) == [("/news-sitemap.xml", "news_sitemap")]


def feeds_command(monkeypatch: pytest.MonkeyPatch, *arguments: str, stdin: str = "") -> int:
    monkeypatch.setattr(sys, "argv", ["newshouse", "feeds", *arguments])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("options", "answers", "registered"),
    [(["--yes"], "", ["/all", "/sport"]), ([], "n\ny\n", ["/sport"]), ([], "n\nn\n", [])],
)
def test_a_pages_address_adds_the_feeds_it_offers(
    outlet: Outlet,
    warehouse_url: str,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    answers: str,
    registered: list[str],
) -> None:
    outlet.answers["/"] = Says(DECLARING)
    monkeypatch.setenv("NEWSHOUSE_ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("NEWSHOUSE_HOST_INTERVAL_S", "0")
    monkeypatch.setenv("NEWSHOUSE_WAREHOUSE_URL", warehouse_url)
    assert feeds_command(monkeypatch, "add", *options, outlet.base + "/", stdin=answers) == 0
    engine = open_warehouse(warehouse_url)
    assert [row.url.removeprefix(outlet.base) for row in list_feeds(engine)] == registered
    engine.dispose()


def test_a_feeds_own_address_adds_that_feed(
    outlet: Outlet, warehouse_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet.answers["/news"] = Says(rss("/a"))
    monkeypatch.setenv("NEWSHOUSE_ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("NEWSHOUSE_WAREHOUSE_URL", warehouse_url)
    assert feeds_command(monkeypatch, "add", outlet.base + "/news") == 0
    assert feeds_command(monkeypatch, "add", outlet.base + "/nothing") == 2
    engine = open_warehouse(warehouse_url)
    assert [row.url for row in list_feeds(engine)] == [outlet.base + "/news"]
    engine.dispose()
