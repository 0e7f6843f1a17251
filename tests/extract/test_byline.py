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
    ("written", "moment"),
    [
        # Halves of the day, before the clock and behind it.
        ("2026年3月2日 午後3時15分", "2026-03-02T15:15+00:00"),
        ("2026年3月2日 下午3:15", "2026-03-02T15:15+00:00"),
        ("2026年3月2日 凌晨12:15", "2026-03-02T00:15+00:00"),
        ("2026.03.02. 오후 3:15", "2026-03-02T15:15+00:00"),
        ("2026년 3월 2일 오후 3시 5분", "2026-03-02T15:05+00:00"),
        ("2026년 3월 2일 오전 9시", "2026-03-02T09:00+00:00"),
        ("2 de marzo de 2026, 3:15 p. m.", "2026-03-02T15:15+00:00"),
        ("2 de marzo de 2026, 12:15 a. m.", "2026-03-02T00:15+00:00"),
        ("2 مارس 2026 3:15 م", "2026-03-02T15:15+00:00"),
        ("2 مارس 2026 3:15 مساءً", "2026-03-02T15:15+00:00"),
        ("2 مارس 2026 8:15 صباحاً", "2026-03-02T08:15+00:00"),
        ("2 Μαρτίου 2026 3:15 μμ", "2026-03-02T15:15+00:00"),
        ("2 Μαρτίου 2026 3:15 \u00b5\u00b5", "2026-03-02T15:15+00:00"),  # micro signs, as keyboards have them
        ("2 Μαρτίου 2026 8:15 π.μ.", "2026-03-02T08:15+00:00"),
        ("2 मार्च 2026 2:30 अपराह्न", "2026-03-02T14:30+00:00"),
        # What says a half of the day only behind a clock: the Christian era's letter is no afternoon.
        ("2 مارس 2026 م - 10:30", "2026-03-02T10:30+00:00"),
        # Seconds, and zones behind them.
        ("2/28/2026 5:30:10 PM", "2026-02-28T17:30:10+00:00"),
        ("2 March 2026 08:05:10 +0300", "2026-03-02T08:05:10+03:00"),
        ("March 2, 2026 08:05:10 EST", "2026-03-02T08:05:10-05:00"),
        ("Thứ Hai, 02/03/2026 14:30 (GMT+7)", "2026-03-02T14:30+07:00"),
        ("Thứ Hai, 02/03/2026 14:30 (GMT+5:30)", "2026-03-02T14:30+05:30"),
        ("2 марта 2026, 14:30 (МСК)", "2026-03-02T14:30+03:00"),
        ("2 March, 2026 14:30 AEDT", "2026-03-02T14:30+11:00"),
        ("Mar 02, 2026 14:30 SGT", "2026-03-02T14:30+08:00"),
        ("March 2, 2026, 8:05 p.m. ET", "2026-03-02T20:05+00:00"),
        ("02 March 2026, 02:30 PM IST", "2026-03-02T14:30+00:00"),
        ("2 March 2026 14:30 -24:30", "2026-03-02T14:30+00:00"),
        ("2 March 2026 14:30 -5 comments", "2026-03-02T14:30+00:00"),
        # Hours by name.
        ("2 mars 2026 à 14 h 30", "2026-03-02T14:30+00:00"),
        ("2 mars 2026 à 14h", "2026-03-02T14:00+00:00"),
        ("2 March 2026, 14 hours of debate", "2026-03-02T00:00+00:00"),
        # The clock before the date.
        ("14:30, 2 марта 2026", "2026-03-02T14:30+00:00"),
        ("8:05 a.m. EST March 2, 2026", "2026-03-02T08:05-05:00"),
        ("3:05 PM on Monday, March 2, 2026", "2026-03-02T15:05+00:00"),
        ("4:15 PM EST, Mon March 2, 2026", "2026-03-02T16:15-05:00"),
        ("10:05 Uhr, 2. März 2026", "2026-03-02T10:05+00:00"),
        ("7:2, 2 March 2026", "2026-03-02T00:00+00:00"),
        # Years of other calendars.
        ("2 มี.ค. 69", "2026-03-02T00:00+00:00"),
        ("02 มี.ค. 69 14:30 น.", "2026-03-02T14:30+00:00"),
        ("۱۱ اسفند ۱۴۰۴", "2026-03-02T00:00+00:00"),
        ("دوشنبه ۱۱ اسفند ماه ۱۴۰۴ - ۱۴:۳۰", "2026-03-02T14:30+00:00"),
        ("2 فروردين 1405", "2026-03-22T00:00+00:00"),
        ("1404/12/11 - 14:30", "2026-03-02T14:30+00:00"),
        ("2 مارس/ آذار 2026", "2026-03-02T00:00+00:00"),
    ],
)
def test_clocks_and_calendars_are_read_as_they_are_printed(written: str, moment: str) -> None:
    found = written_date(written, "day")
    assert found is not None
    assert found[0].isoformat() == datetime.fromisoformat(moment).isoformat()


@pytest.mark.parametrize(
    ("year", "begins"),
    [
        (1369, "1990-03-21"),
        (1375, "1996-03-20"),
        (1394, "2015-03-21"),
        (1395, "2016-03-20"),
        (1400, "2021-03-21"),
        (1404, "2025-03-21"),
        (1408, "2029-03-20"),
    ],
)
def test_the_persian_year_begins_in_spring(year: int, begins: str) -> None:
    found = written_date(f"1 فروردین {year}")
    assert found is not None
    assert found[0].date().isoformat() == begins


@pytest.mark.parametrize("written", ["30 اسفند 1404", "31 مهر 1404", "1404/13/01"])
def test_days_the_persian_calendar_lacks_are_no_dates(written: str) -> None:
    assert written_date(written) is None


def test_a_clock_before_the_date_belongs_to_it() -> None:
    line = "Ann Lee 8:05 a.m. EST March 2, 2026 Politics"
    found = written_date(line)
    assert found is not None
    assert (line[: found[1]], line[found[2] :]) == ("Ann Lee ", " Politics")


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


LEAD = "<p>The dockers of the port voted on Sunday night to end a strike that had shut down most of its quays.</p>"
MENTION = "<p>The last strike ended on 5 May 2016 after a month.</p>"
LOOSE = '<meta name="date" content="2026-03-02T06:00Z">'
OF_PAGE = '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2026-03-02T06:00:00Z"}</script>'


def published_on(body: str, head: str = "") -> str:
    html = f"<html lang='en'><head>{head}</head><body><main>{body}</main></body></html>"
    page = parse(html.encode(), URL, ())
    published, _ = page_dates(page, FETCHED, headline_of(page, "What happened here today"))
    return published.date().isoformat() if published else ""


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (LOOSE, f"<h1>What happened here today</h1>{LEAD}{LEAD}{MENTION}"),
        (LOOSE, f"<h1>What happened here today</h1>{MENTION}{LEAD}{LEAD}"),
        (OF_PAGE, f"<h1>What happened here today</h1>{LEAD}{MENTION}{LEAD}"),
        ("", f"<div>Monday, 2 March 2026 14:30</div><h1>What happened here today</h1>{LEAD}{MENTION}{LEAD}"),
        ("", f"<h1>What happened here today</h1>{LEAD}{MENTION}{LEAD}<div class='date'>Published 2 March 2026</div>"),
        (LOOSE, "<h1>What happened here today</h1><p>上一次罢工持续了一个月，于2016年5月5日结束。</p>"),
        (LOOSE, "<h1>What happened here today</h1><p>5 May 2016 was the day on which the last strike had ended.</p>"),
        # Short paragraphs add up to the article's text: what follows is other texts' and the site's.
        (LOOSE, f"<h1>What happened here today</h1>{LEAD * 4}<ul><li>Ferry burns <span>5 May 2016</span></li></ul>"),
        (LOOSE, f"<h1>What happened here today</h1>{LEAD * 4}<div>© 2026 Daily Bugle, founded 1 May 1998</div>"),
        (LOOSE, f"<h1>What happened here today</h1>{LEAD.replace('p>', 'div>') * 4}<p>Founded 1 May 1998</p>"),
    ],
)
def test_a_date_the_article_mentions_is_not_its_publication(head: str, body: str) -> None:
    assert published_on(body, head) == "2026-03-02"


@pytest.mark.parametrize(
    "line", ["The dockers of the port last went on strike on 5 May 2016.", "© 2026 Daily Bugle, founded 1 May 1998"]
)
def test_a_page_without_a_date_has_none(line: str) -> None:
    assert published_on(f"<h1>What happened here today</h1>{LEAD * 4}<p>{line}</p>") == ""


@pytest.mark.parametrize(
    "line",
    [
        "2 March 2026",
        "First published in the morning edition on 2 March 2026 (read by many of our subscribers)",
        "By Ann Lee and Robert Smith, Staff Correspondents | Updated March 2, 2026, 3:15 p.m.",
        "2 March 2026 – The dockers of the port have ended their strike.",
        "This article was published on 2 March 2026.",
    ],
)
def test_a_line_about_the_date_is_no_mention(line: str) -> None:
    body = f"<h1>What happened here today</h1>{LEAD}<p>{line}</p>{LEAD * 3}"
    assert published_on(body, LOOSE.replace("2026-03-02", "2026-03-03")) == "2026-03-02"


@pytest.mark.parametrize(
    "line",
    [
        "Updated: March 3, 2026 09:00 | Published: March 2, 2026 08:00",
        "Güncelleme: 03.03.2026 09:00 - Giriş: 02.03.2026 08:00",
        "Published: March 2, 2026 08:00 | Updated: March 3, 2026 09:00",
        "Updated: March 2, 2026 09:00, next meeting: March 3, 2026 09:00",
        "Updated: March 2, 2026 09:00 | Updated: March 1, 2026 09:00",
    ],
)
def test_behind_the_change_the_same_line_tells_the_publication(line: str) -> None:
    assert published_on(f"<h1>What happened here today</h1><p>{line}</p>{LEAD * 3}") == "2026-03-02"


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
