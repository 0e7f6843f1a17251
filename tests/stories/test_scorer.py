"""What the story scorer promises: same both ways, content only, small, one event across languages above two events."""

import math
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse import stories
from newshouse.records import CopyLink, LinkInput

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
TEXT = st.text(max_size=300)


def item(title: str, language: str = "en", body: str = "", hours: float = 0.0) -> LinkInput:
    return LinkInput(
        UUID(int=1), "https://example.org/", "example.org", title, body, language, AT + timedelta(hours=hours)
    )


def features(title: str, language: str = "en", body: str = "", hours: float = 0.0) -> stories.StoryFeatures:
    return stories.features(item(title, language, body, hours))


def copy(kind: str = "near") -> CopyLink:
    return CopyLink(UUID(int=2), UUID(int=1), kind, 0.9, "same", 40, "copies-test")  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, st.sampled_from(["en", "zh", "ar", "und", "sr-Latn", ""]))
def test_any_two_texts_have_one_score_both_ways(
    title: str, body: str, title_2: str, body_2: str, language: str
) -> None:
    one, other = features(title, language, body), features(title_2, "de", body_2)
    assert 0.0 <= stories.score(one, other) <= 1.0
    assert stories.score(one, other) == stories.score(other, one)


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT)
def test_features_survive_storing(title: str, body: str) -> None:
    one = features(title, "de", body)
    assert stories.StoryFeatures.from_bytes(one.to_bytes()) == one


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x63" * 200])
def test_foreign_bytes_are_no_features(stored: bytes) -> None:
    with pytest.raises(ValueError, match="not story features"):
        stories.StoryFeatures.from_bytes(stored)


def test_a_long_article_is_kept_small() -> None:
    words = " ".join(f"Wort{number} Name{number} {number}" for number in range(3_000))
    assert len(features(words[:300], "de", words).to_bytes()) <= 1_200


def test_who_published_it_and_where_plays_no_part() -> None:
    one = item("Dam bursts in Peru")
    other = LinkInput(UUID(int=9), "https://other.example/x", "other.example", one.title, "", "en", one.published_at)
    assert stories.features(one) == stories.features(other)


def test_lookup_terms_are_few_distinct_and_fit_a_bigint() -> None:
    found = stories.terms(
        features("Earthquake of magnitude 7.1 strikes northern Chile, 12 dead", body="Antofagasta " * 50)
    )
    assert 0 < len(found) <= 24
    assert len(set(found)) == len(found)
    assert all(0 <= term < 2**63 for term in found)


def test_an_empty_article_has_no_terms() -> None:
    assert stories.terms(features("")) == ()


ACROSS = [
    ("Earthquake of magnitude 7.1 hits Chile, dozens injured", "en",
     "Terremoto de magnitud 7,1 sacude Chile y deja decenas de heridos", "es"),
    ("Volcano erupts in Iceland, airport closed", "en", "Vulkanausbruch auf Island: Flughafen geschlossen", "de"),
    ("Norway sends soldiers to Iceland", "en", "Норвегия отправила солдат в Исландию", "ru"),
    ("Japan wins gold in judo at the Olympics", "en", "日本、五輪柔道で金メダル", "ja"),
    ("Turkey: wildfire near airport kills five", "en", "تركيا: حريق قرب مطار يقتل خمسة", "ar"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "language", "title_2", "language_2"), ACROSS)
def test_one_event_in_two_languages_scores_above_another_event(
    title: str, language: str, title_2: str, language_2: str
) -> None:
    one, same = features(title, language), features(title_2, language_2)
    others = [features(row[2], row[3]) for row in ACROSS if row[2] != title_2]
    assert stories.score(one, same) > max(stories.score(one, other) for other in others)
    assert set(stories.terms(one)) & set(stories.terms(same))


def test_the_same_headline_is_one_event() -> None:
    title = "Ferry catches fire off Gdynia, all 213 passengers rescued"
    assert stories.score(features(title), features(title, hours=2)) > stories.cut()


def test_two_unrelated_headlines_are_two_events() -> None:
    one, other = features("Central bank cuts rates by 25 points"), features("Dinosaur fossil found in Patagonia")
    assert stories.score(one, other) < 0.1


def test_a_copy_is_one_event_and_a_part_says_nothing() -> None:
    one, other = features("Harbour strike enters third day"), features("What we know so far", hours=1)
    assert stories.score(one, other, copy=copy()) > stories.cut() > stories.score(one, other)
    assert stories.score(one, other, copy=copy("part")) == stories.score(one, other)


def test_the_same_text_days_later_is_no_proof() -> None:
    monday, friday = features("Weather: mild, light winds"), features("Weather today", hours=80)
    assert stories.score(monday, friday, copy=copy()) == stories.score(monday, friday)


def _draw(numbers: str, hours: float) -> stories.StoryFeatures:
    body = f"In the state lottery the numbers {numbers} were drawn on Saturday evening. Nobody had all of them right. "
    body += "The prize goes into the next draw, the lottery company said, and tickets can be bought until noon."
    return features("Nobody hits the jackpot in the state lottery", body=body, hours=hours)


def test_a_daily_text_with_new_figures_is_another_event_each_day() -> None:
    monday, tuesday = _draw("4, 17, 23, 31, 42", 0), _draw("2, 9, 15, 38, 44", 24)
    assert (
        stories.score(monday, tuesday, copy=copy())
        < stories.cut()
        < stories.score(monday, _draw("4, 17, 23, 31, 42", 1))
    )
    reasons = stories.explain(monday, tuesday)
    assert "returns daily with new figures" in {reason.feature for reason in reasons}
    chance = 1 / (1 + math.exp(-sum(reason.weight for reason in reasons)))
    assert chance == pytest.approx(stories.score(monday, tuesday), abs=1e-4)


def test_many_scores_are_the_single_ones() -> None:
    items = [features(row[0], row[1]) for row in ACROSS] + [features(row[2], row[3]) for row in ACROSS]
    pairs = [(a, b) for a in range(len(items)) for b in range(a)]
    many = stories.score_many(items, *np.array(pairs).T, {})
    assert many.tolist() == pytest.approx([stories.score(items[a], items[b]) for a, b in pairs])
    assert stories.score_many(items, *np.zeros((2, 0), np.int64), {}).tolist() == []


def test_the_reasons_add_up_to_the_score() -> None:
    one, other = features(ACROSS[0][0], "en"), features(ACROSS[0][2], "es")
    reasons = stories.explain(one, other)
    assert reasons[0].feature == "base"
    chance = 1 / (1 + math.exp(-sum(reason.weight for reason in reasons)))
    assert chance == pytest.approx(stories.score(one, other), abs=1e-4)
    assert stories.explain(one, other, copy=copy())[-1].feature == "copy (near)"
