"""Patterns that are asked of lower-cased text find what pages spell in capitals, and hold none themselves."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from newshouse.extract import extract_article
from newshouse.extract.bylines import in_markup
from newshouse.extract.cues import BODY_NAME, CHROME_NAME, WHOLE_BODY_NAME
from newshouse.extract.document import parse
from newshouse.extract.places import Names
from newshouse.extract.quality_words import PAYWALL_WORDS

URL = "https://www.dailybugle.example/news/some-story"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("pattern", [BODY_NAME, CHROME_NAME, WHOLE_BODY_NAME, PAYWALL_WORDS])
def test_pattern_has_no_capitals(pattern: re.Pattern[str]) -> None:
    assert pattern.pattern == pattern.pattern.lower()


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("RelatedStories", (True, False, False)),
        ("SIDEBAR", (True, False, False)),
        ("Article-Body", (False, True, True)),
        ("articleBody", (False, True, True)),
        ("x", (False, False, False)),
    ],
)
def test_name_is_judged_whatever_its_case(name: str, verdict: tuple[bool, bool, bool]) -> None:
    page = parse(f"<html><body><div class='{name}'>Text</div></body></html>".encode(), URL, ())
    [element] = page.tree.iter("div")
    assert Names().place(element).own == verdict


def test_wall_in_capitals_is_a_wall() -> None:
    text = "The council of the town has agreed on the new bridge across the river after two years of debate. " * 4
    html = f"<html><body><h1>New bridge</h1><p>{text}</p><div>ALREADY A SUBSCRIBER? LOG IN</div></body></html>"
    assert "paywall" in extract_article(html.encode(), url=URL, headers=(), fetched_at=NOW).flags


@pytest.mark.parametrize(
    "name",
    [
        *("byline", "article-Author", "autorenzeile", "Auteurs", "autore", "journalist", "writer", "reporter"),
        *("contributor", "username", "submitted", "signature", "redacteur", "skribent", "forfatter", "kirjoittaja"),
        *("yazar", "muhabir", "penulis", "AuthorName", "user-names", "profile-name", "posted-by", "writtenBy"),
        *("submitted-by", "zuozhe", "bianji", "verfasser"),
    ],
)
def test_element_named_as_byline_is_looked_at(name: str) -> None:
    html = f"<html><body><h1>New bridge</h1><div class='{name}'>Ada Byron</div><p>Text.</p></body></html>"
    page = parse(html.encode(), URL, ())
    assert in_markup(page, next(page.tree.iter("h1"))).names == ("Ada Byron",)
