"""Dates, names, titles, agencies and flags, each by its rule."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.extract import jsonld
from newshouse.extract.agencies import credited_agency, is_agency
from newshouse.extract.authors import page_authors
from newshouse.extract.blocks import blocks_of
from newshouse.extract.dates import page_dates
from newshouse.extract.document import Page, parse
from newshouse.extract.instants import parse_instant
from newshouse.extract.quality import Reading, flags_of
from newshouse.extract.titles import page_title, site_keys, without_site

URL = "https://www.dailybugle.example/news/some-story"
FETCHED = datetime(2026, 3, 2, tzinfo=UTC)
LONG = "This sentence is long enough to stand for an article's paragraph, and there are many of them. " * 20


def page_of(head: str = "", body: str = "", url: str = URL) -> Page:
    return parse(f"<html><head>{head}</head><body>{body}<p>text</p></body></html>".encode(), url, ())


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T09:30:00+01:00", datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ("2026-03-01T09:30Z", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        ("20260301T093000Z", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        ("2026-3-1 9:30:05", datetime(2026, 3, 1, 9, 30, 5, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 09:30:00 -0500", datetime(2026, 3, 1, 14, 30, tzinfo=UTC)),
        ("Di., 25.01.2022 - 14:45", datetime(2022, 1, 25, 14, 45, tzinfo=UTC)),
        ("2026-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments_are_read_with_their_zone(text: str, moment: datetime | None) -> None:
    assert parse_instant(text) == moment


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001
def test_iso_dates_come_back_as_written(moment: datetime, hours: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    assert parse_instant(aware.isoformat()) == aware


@given(st.text())
def test_no_text_breaks_the_date_reader(text: str) -> None:
    found = parse_instant(text)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize("absurd", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"])
def test_absurd_dates_give_way_to_the_next_source(absurd: str) -> None:
    head = f'<meta property="article:published_time" content="{absurd}"><meta name="date" content="2026-02-28">'
    assert page_dates(page_of(head), FETCHED, None)[0] == datetime(2026, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Byron and Grace Murray", ("Ada Byron", "Grace Murray")),
        ("Von Jörg Müller und Anna-Lena Groß, Berlin Redaktion", ("Jörg Müller", "Anna-Lena Groß")),
        ("Par Élodie Martin", ("Élodie Martin",)),
        ("Ada Byron, Staff Writer", ("Ada Byron",)),
        ("Redaktion", ("Redaktion",)),
        ("AFP", ()),
        ("Ada Byron | Reuters", ("Ada Byron",)),
        ("https://www.facebook.com/dailybugle", ()),
        ("Daily Bugle, Ada Byron", ("Ada Byron",)),
        ("dailybugle.com, Frankfurt, Germany", ()),
    ],
)
def test_bylines_become_people(byline: str, names: tuple[str, ...]) -> None:
    page = page_of(f'<meta name="author" content="{byline}">')
    assert page_authors(page, frozenset({"dailybugle"}), None) == names


def test_the_commenters_are_not_the_author() -> None:
    body = '<div class="comments"><span class="author">troll77</span></div><span class="byline">By Ada Byron</span>'
    assert page_authors(page_of(body=body), frozenset(), None) == ("Ada Byron",)


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Dog bites man | Daily Bugle</title>", "Dog bites man", "Dog bites man"),
        ("<title>Dog bites man - Daily Bugle</title>", "", "Dog bites man"),
        ("<title>Daily Bugle: Dog bites man</title>", "<img>", "Dog bites man"),
        ('<meta property="og:title" content="Dog bites man">', "Daily Bugle", "Dog bites man"),
        ('<meta property="og:title" content="Dog bites man">', "<i>Animals</i> <b>Dog bites man</b>", "Dog bites man"),
        ("<title>Profit: up - losses: down</title>", "Profit: up - losses: down", "Profit: up - losses: down"),
    ],
)
def test_titles_come_without_the_site(head: str, heading: str, title: str) -> None:
    head += '<meta property="og:site_name" content="Daily Bugle">'
    assert page_title(page_of(head, f"<h1>{heading}</h1>" if heading else ""), None) == title


@given(st.text(max_size=80))
def test_a_title_is_never_cut_to_nothing(title: str) -> None:
    assert (
        without_site(title, frozenset({"dailybugle"}))
        or not title.strip(" \t|-–—•·:/~»\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0")
        or ("»" in title or not title.isprintable())
    )


def test_site_names_come_from_statements_and_domain() -> None:
    assert {"dailybugle", "bugleonline"} <= site_keys(page_of('<meta property="og:site_name" content="Bugle Online">'))


@pytest.mark.parametrize("name", ["dpa", "AFP/Reuters", "det/dpa", "The Associated Press"])
def test_agencies_are_told_from_people(name: str) -> None:
    assert is_agency(name)


@pytest.mark.parametrize("name", ["Pat Reuter", "Ana Paula Efendi", "Apollonia"])
def test_people_are_told_from_agencies(name: str) -> None:
    assert not is_agency(name)


@pytest.mark.parametrize(
    ("body", "agency"),
    [
        ("BERLIN (AFP) - The minister resigned.\nMore.", "AFP"),
        ("Text.\nMore text.\nQuelle: dpa", "dpa"),
        ("Text.\nThe last line (Reuters)", "Reuters"),
        ("A report on how Reuters covers elections in the country.\nMore.", None),
    ],
)
def test_the_credited_agency_is_named(body: str, agency: str | None) -> None:
    assert credited_agency([], body) == agency


def flags(body: str, *, head: str = "", html: str = "", url: str = URL, title: str = "A title") -> tuple[str, ...]:
    page = page_of(head, html, url)
    return flags_of(page, Reading(title, body, [block.text for block in blocks_of(page.tree)], "", None))


def test_an_ordinary_article_has_no_flags() -> None:
    assert flags(LONG) == ()


@pytest.mark.parametrize(
    "wall",
    [
        "Subscribe to continue reading",
        "Jetzt weiterlesen mit Abo",
        "Cet article est réservé aux abonnés",
        "Contenido exclusivo para suscriptores",
        "Contenuto riservato agli abbonati",
        "Доступно только для подписчиков",
        "この記事は有料会員限定です",
    ],
)
def test_a_teaser_before_a_wall_is_flagged_and_a_whole_text_is_not(wall: str) -> None:
    assert "paywall" in flags(LONG[:600], html=f"<div>{wall}</div>")
    assert "paywall" not in flags(LONG, html=f"<div>{wall}</div>")


def test_consent_pages_are_flagged() -> None:
    body = "We and our partners use cookies. Accept all cookies to personalise ads, or manage your privacy consent."
    assert "consent" in flags(body, title="Before you continue", url="https://consent.dailybugle.example/collect")


def test_an_article_about_cookies_is_no_consent_page() -> None:
    body = LONG + "The court ruled that cookies need consent and that privacy settings of vendors are no substitute."
    assert "consent" not in flags(body, title="Court rules on cookies and consent")


@pytest.mark.parametrize(
    ("flag", "options"),
    [
        ("stub", {"body": "Two words."}),
        ("gallery", {"body": LONG[:500], "url": "https://dailybugle.example/fotostrecke/spring"}),
        ("video", {"body": LONG[:300], "head": '<meta property="og:type" content="video.other">'}),
        ("live_blog", {"body": LONG, "url": "https://dailybugle.example/election-live-blog-1"}),
        ("not_article", {"body": LONG, "url": "https://dailybugle.example/"}),
        ("not_article", {"body": LONG, "title": "404 - Page not found"}),
    ],
)
def test_other_kinds_of_page_are_flagged(flag: str, options: dict[str, str]) -> None:
    assert flag in flags(**options)


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": "A",}',
        '<!-- {"@type": "NewsArticle", "headline": "A"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "A"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "A", "description": "two\nlines"}',
        '[{"@graph": [{"@type": ["Thing", "http://schema.org/NewsArticle"], "headline": "A"}]}]',
        '{"@type": "WebSite"}{"@type": "NewsArticle", "headline": "A"}',
    ],
)
def test_json_ld_is_repaired(block: str) -> None:
    node = jsonld.article_node(jsonld.nodes([block]), [URL])
    assert node is not None
    assert node["headline"] == "A"


@given(st.text())
def test_no_block_breaks_the_json_ld_reader(block: str) -> None:
    assert isinstance(jsonld.nodes([block]), list)


def test_teasers_of_other_articles_are_not_this_one() -> None:
    teasers = [{"@type": "NewsArticle", "headline": f"Teaser {n}", "url": f"https://x.example/{n}"} for n in range(5)]
    assert jsonld.article_node(teasers, [URL]) is None


RELATED = {"headline": "Related: the harbour", "author": "B", "articleBody": "x", "image": "i", "datePublished": "2026"}


@pytest.mark.parametrize(
    ("url", "own", "related"),
    [
        ("https://x.example/a/br%C3%BCcke-1", {"url": "https://x.example/a/brücke-1"}, "https://x.example/a/hafen-2"),
        ("https://x.example/world/bridge-1", {"url": "/world/bridge-1"}, "/world/harbour-2"),
        ("https://x.example/view.php?id=500", {"url": "https://x.example/view.php?id=500"}, "/view.php?id=499"),
        ("https://x.example/view.php?id=500&utm_source=rss", {"url": "/view.php?id=500"}, "/view.php?id=499"),
        ("https://x.example/a/bridge-500", {"url": "/a/the-bridge-of-old-500"}, "/a/harbour-499"),
        ("https://x.example/a/bridge", {"url": "https://x.example/a/bridge"}, "https://x.example/a/bridge#post-3"),
        ("https://x.example/a/bridge", {"@id": "https://x.example/a/bridge#article"}, "https://x.example/a/harbour"),
    ],
)
@pytest.mark.parametrize("others", [1, 4])
def test_of_several_nodes_that_of_this_page_is_taken(url: str, own: dict[str, str], related: str, others: int) -> None:
    mine = {"@type": "NewsArticle", "headline": "The old bridge reopens", **own}
    theirs = [{"@type": "NewsArticle", **RELATED, "url": related} for _ in range(others)]
    title = "The old bridge reopens - Example Herald"
    assert jsonld.article_node([*theirs, mine], [url], [title]) is mine
    assert jsonld.leads_elsewhere(theirs[0], url) == {"#", "?"}.isdisjoint(related)


def test_updates_of_a_live_blog_are_not_the_page() -> None:
    update = {"@type": "BlogPosting", "headline": "12:30", "author": "C", "articleBody": "x", "url": f"{URL}#post-3"}
    blog = {"@type": "LiveBlogPosting", "headline": "Election night", "url": URL, "liveBlogUpdate": [update] * 4}
    found = page_of(f'<script type="application/ld+json">{json.dumps(blog)}</script>')
    assert [node["headline"] for node in found.nodes] == ["Election night"]


@pytest.mark.parametrize(
    ("declared", "headings", "title"),
    [
        # The site is named nowhere but in <title>: a heading that repeats the rest of it is the headline.
        ("Talblick: Yes to the day - two towns agree", "<h2>Yes to the day - two towns agree</h2>", None),
        ("Time Talks » Blog » More cinemas go digital", "<h1>Time Talks</h1><h2>More cinemas go digital</h2>", None),
        # The h1 says more than the head, or all but the same; what it adds is not the site.
        ("Bridge to be closed", "<h2>Bridge to be closed</h2><h1>Bridge to be closed for a year</h1>", None),
        ("Closing of the old bridges", "<h1>Closing of the old bridge</h1>", "Closing of the old bridge"),
        ("Bridge is closed", "<h1>Bridge is closed | Daily Bugle</h1>", "Bridge is closed"),
        # Many headings of a menu do not hide the h1 that comes behind them.
        ("Bridge is closed", "<h3 class='title'>Menu</h3>" * 30 + "<h1>Bridge is Closed</h1>", "Bridge is Closed"),
        # Behind a colon the h1 is the headline and no site's name.
        ("The old bridge: Closed for a year", "<h1>Closed for a year</h1>", "Closed for a year"),
    ],
)
def test_headings_correct_what_the_head_declares(declared: str, headings: str, title: str | None) -> None:
    wanted = title or headings.rsplit("<", 1)[0].rsplit(">", 1)[1]
    assert page_title(page_of(f"<title>{declared}</title>", headings), None) == wanted
