"""What stands below the headline: names, dates as people write them, walls that ask for consent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newshouse.extract import extract_article
from newshouse.extract.authors import page_authors
from newshouse.extract.byline import written_date
from newshouse.extract.dates import page_dates
from newshouse.extract.document import parse

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
    assert page_authors(page, frozenset()) == names


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


def test_days_no_calendar_has_are_no_dates() -> None:
    assert written_date("31 February 2026, 99.99.2026, 2026-13-01") is None


def test_printed_date_earlier_than_the_tags_is_the_publication() -> None:
    html = (
        b'<html><head><meta name="date" content="2026-02-20T11:00:00"></head>'
        b"<body><h1>What happened</h1><p>Stand: 18.02.2026 18:00</p></body></html>"
    )
    published, _ = page_dates(parse(html, URL, ()), FETCHED)
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
