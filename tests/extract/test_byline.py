"""What stands below the headline: names, dates as people write them, walls that ask for consent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from babel import Locale
from newshouse.extract import extract_article
from newshouse.extract.authors import page_authors
from newshouse.extract.byline import headline_of
from newshouse.extract.dates import page_dates
from newshouse.extract.document import parse
from newshouse.extract.instants import written_date
from newshouse.extract.months import month_of

URL = "https://www.dailybugle.example/news/some-story"
FETCHED = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>2 March 2026, 10:30 · Ann Lee and Bob Ray</p>", ("Ann Lee", "Bob Ray")),
        ("<div><span>2026年03月02日 10:30</span> <span>作者：李明、王芳</span></div>", ("李明", "王芳")),
        (
            "<div class='x'>Von <a href='/u/1'>Petra Huber</a> und <a href='/u/2'>Max Moser</a></div>",
            ("Petra Huber", "Max Moser"),
        ),
        ("<p>By Ann Lee on Monday, March 2nd, 2026 at 10:30</p>", ("Ann Lee",)),
        ("<p>2 March 2026 · <a href='/topics/climate'>Climate Change</a></p>", ()),
    ],
)
def test_byline_below_the_headline_names_people(line: str, names: tuple[str, ...]) -> None:
    page = parse(f"<html><body><h1>What happened here today</h1>{line}<p>Text.</p></body></html>".encode(), URL, ())
    assert page_authors(page, frozenset(), headline_of(page, None)) == names


@pytest.mark.parametrize(
    "written",
    [
        "2026年03月02日 10:30",
        "2 марта 2026, 10:30",
        "2. März 2026, 10:30 Uhr",
        "March 2nd, 2026 10:30 am",
        "2 de março de 2026 às 10h30",
    ],
)
def test_dates_are_read_as_people_write_them(written: str) -> None:
    found = written_date(f"Ann Lee | {written}")
    assert found is not None
    assert found[0] == datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "language", ["de", "en", "es", "fr", "it", "pt", "nl", "pl", "cs", "ru", "uk", "tr", "el", "ar", "hi"]
)
def test_every_month_is_known_by_its_name(language: str) -> None:
    names = Locale.parse(language).months["format"]["wide"]
    assert {number: month_of(name) for number, name in names.items()} == {number: number for number in range(1, 13)}


def test_days_no_calendar_has_are_no_dates() -> None:
    assert written_date("31 February 2026, 99.99.2026, 2026-13-01") is None


def test_printed_date_earlier_than_the_tags_is_the_publication() -> None:
    html = (
        b'<html><head><meta name="date" content="2026-02-20T11:00:00"></head>'
        b"<body><h1>What happened</h1><p>Stand: 18.02.2026 18:00</p></body></html>"
    )
    page = parse(html, URL, ())
    published, _ = page_dates(page, FETCHED, headline_of(page, None))
    assert published == datetime(2026, 2, 18, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "button"),
    [
        ("Avant de continuer : nos partenaires et nous stockons des cookies sur votre appareil.", "Tout accepter"),
        ("Мы и наши партнёры используем файлы cookie. Вы можете отозвать согласие.", "Принять всё"),
        ("我们和合作伙伴使用 Cookie 来衡量访问量。您可以随时撤回同意。", "全部接受"),
    ],
)
def test_consent_walls_are_flagged_in_many_languages(words: str, button: str) -> None:
    html = f"<html><body><div role='dialog'><p>{words}</p><button>{button}</button></div></body></html>"
    article = extract_article(html.encode(), url=URL, headers=(), fetched_at=FETCHED)
    assert "consent" in article.flags


def names_on(body: str, head: str = "") -> tuple[str, ...]:
    html = (
        f"<html><head>{head}</head><body><main><h1>What happened here today</h1>{body}<p>Text.</p></main></body></html>"
    )
    page = parse(html.encode(), URL, ())
    return page_authors(page, frozenset({"dailybugle"}), headline_of(page, "What happened here today"))


LONG = f"<p>{'The article has a text that goes on for a while. ' * 10}</p>"
STATED = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "%s", "name": "%s"}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "names"),
    [
        # One source is outvoted by two, and completed by a byline that names more.
        (
            STATED % ("Person", "Web Master") + '<meta name="author" content="Ann Lee">',
            "<p class='byline'>By Ann Lee</p>",
            ("Ann Lee",),
        ),
        (STATED % ("Person", "Ann Lee"), "<p class='byline'>By Ann Lee and Bob Ray</p>", ("Ann Lee", "Bob Ray")),
        # A login is spelt as the page prints it; an organisation gives way to a person, and stands where none is.
        (STATED % ("Person", "annlee"), "<p class='author'>Ann Lee</p>", ("Ann Lee",)),
        (STATED % ("Organization", "Bugle Wire"), "<p><em>By <span>Ann Lee</span></em></p>", ("Ann Lee",)),
        (STATED % ("Organization", "Bugle Wire"), "", ("Bugle Wire",)),
        # What belongs to other texts is nobody's byline here.
        ("", LONG + "<div><h3><a href='/x'>Other</a></h3><span class='author'>By Ann Lee</span></div>", ()),
        ("", "<figure><figcaption>Photo by Ann Lee</figcaption></figure>", ()),
        # Labels, roles, several elements, lines broken by <br>, a name beside the date.
        ("", "<dl><dt>Auteur</dt><dd><a href='/staff/ann'>Ann Lee</a></dd></dl>", ("Ann Lee",)),
        ("", "<p class='byline'>Ann Lee Senior Political Reporter</p>", ("Ann Lee",)),
        ("", "<div><a rel='author'>Ann Lee</a> <a rel='author'>Bob Ray</a></div>", ("Ann Lee", "Bob Ray")),
        ("", "<p>Text</p><p>Von Ann Lee und Bob Ray<br>Kakuma/Kenia</p>", ("Ann Lee", "Bob Ray")),
        ("", "<ul><li><a>Comment</a></li><li>2 March 2026</li><li>Ann Lee</li></ul>", ("Ann Lee",)),
    ],
)
def test_bylines_are_weighed_against_what_is_stated(head: str, body: str, names: tuple[str, ...]) -> None:
    assert names_on(body, head) == names


def day_on(body: str, head: str = "", url: str = URL) -> str:
    html = f"<html><head>{head}</head><body><h1>What happened here today</h1>{body}</body></html>"
    page = parse(html.encode(), url, ())
    published, _ = page_dates(page, FETCHED, headline_of(page, "What happened here today"))
    return published.isoformat() if published else ""


@pytest.mark.parametrize(
    ("url", "head", "body", "published"),
    [
        # Stated in UTC, printed in the page's zone: the zone is what makes both true.
        (
            URL,
            '<meta property="article:published_time" content="2026-02-27T23:00Z">',
            "<p>28 February 2026</p>",
            "2026-02-28T00:00:00+01:00",
        ),
        # Another day that no zone explains stays as stated.
        (
            URL,
            '<meta property="article:published_time" content="2026-02-27T10:07Z">',
            "<p>28 February 2026</p>",
            "2026-02-27T10:07:00+00:00",
        ),
        # The day in the address beats the day a content system was filled anew.
        (
            "https://dailybugle.example/2017/7/12/story",
            '<meta property="article:published_time" content="2019-06-17T18:28:00+02:00">',
            "",
            "2017-07-12T00:00:00+00:00",
        ),
        (URL, '<meta name="description" content="Bears (News of 14 January 2026)">', "", "2026-01-14T00:00:00+00:00"),
        (URL, "", "<h2>Subheading</h2><p>28.02.26, 10:30 Uhr</p>", "2026-02-28T10:30:00+00:00"),
        (URL, "", "<div>Text</div>" * 80 + "<footer><i>28 February 2026</i></footer>", "2026-02-28T00:00:00+00:00"),
    ],
)
def test_dates_are_won_where_the_page_says_them(url: str, head: str, body: str, published: str) -> None:
    assert day_on(body, head, url) == published
