"""What text.py promises: one normal form, tokens in every script, a hash that tells what an article says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.text import content_sha256, normalised, script_of, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Hello\u00a0 World\n", "hello world"),
        ("co\u00adop\u200berative", "cooperative"),
        ("\u201cIt\u2019s\u201d \u2014 \u00abja\u00bb", '"it\'s" - "ja"'),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
        ("STRASSE Straße", "strasse strasse"),
        ("\u0627\u0644\u0633\u0651\u064e\u0644\u0627\u0645\u0640\u0640", "\u0627\u0644\u0633\u0644\u0627\u0645"),
        ("e\u0301te\u0301", "été"),
        ("İstanbul", "istanbul"),
        (None, ""),
    ],
)
def test_spellings_of_the_same_text_have_one_form(text: str | None, expected: str) -> None:
    assert normalised(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's 5 o'clock.", ["it", "s", "5", "o", "clock"]),
        ("हिन्दी में समाचार।", ["हिन्दी", "में", "समाचार"]),
        ("中国政府", ["中国", "国政", "政府"]),
        ("東京で2人", ["東京", "京で", "2", "人"]),
        ("ไทยแลนด์"[:4], ["ไทย", "ทยแ"]),
        ("السلام عليكم", ["السلام", "عليكم"]),
        ("대통령 발표", ["대통령", "발표"]),
        ("", []),
    ],
)
def test_words_in_scripts_with_gaps_and_grams_without(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("plain words", "Latn"),
        ("Привет всем, Reuters", "Cyrl"),
        ("東京の天気", "Jpan"),
        ("北京天气", "Hani"),
        ("สวัสดี", "Thai"),
        ("שלום", "Hebr"),
        ("Ελλάδα", "Grek"),
        ("한국", "Hang"),
        ("12:30 !", "Zyyy"),
        (None, "Zyyy"),
    ],
)
def test_the_script_most_letters_are_in(text: str | None, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    "noise",
    [
        "Updated 5 minutes ago",
        "vor 3 Stunden",
        "il y a 2 heures",
        "1,234",
        "12 comments",
        "5分前",
        "منذ 3 ساعة",
        "3 хвилини 2 часа",
    ],
)
def test_counters_and_ages_make_no_new_revision(noise: str) -> None:
    body = "The bridge was closed.\nTraffic was led round it."
    assert content_sha256("Bridge", body) == content_sha256("BRIDGE ", f"{noise}\n{body.replace(' ', '  ')}")


def test_what_the_article_says_does() -> None:
    body = "The bridge was closed at 5 in the morning, two hours before the storm came."
    assert content_sha256("Bridge", body) != content_sha256("Bridge", body.replace("5", "6"))
    assert content_sha256("Bridge", body) != content_sha256("Bridges", body)
    assert content_sha256("a", "b") != content_sha256("", "a b")


@given(st.text(st.characters()))
def test_any_text_has_a_form_that_stays_and_can_be_stored(text: str) -> None:
    once = normalised(text)
    once.encode("utf-8")
    assert "  " not in once
    assert all(token and token == token.strip() for token in tokens(text))
    assert len(content_sha256(text, text)) == 32
