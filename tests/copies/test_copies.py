"""Copies: what repeats what, and how, in any script; round-ups glue nothing together; nothing is claimed of stubs."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse import copies
from newshouse.copies import Fingerprint, Text
from newshouse.records import CopyLink, LinkInput

START = datetime(2026, 3, 1, tzinfo=UTC)
ALPHABETS = {
    "latin": ("abcdefghijklmnoprstuvwz", " "),
    "cyrillic": ("абвгдежзиклмнопрстуфхцчшэюя", " "),
    "arabic": ("ابتثجحخدذرزسشصضطعغفقكلمنهوي", " "),
    "devanagari": ("कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह", " "),
    "hangul": ("가나다라마바사아자차카타파하거너더러머버서", " "),
    "han": (
        "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小",
        "",
    ),
    "kana": (
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん日本国人",
        "",
    ),
    "khmer": ("កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ", ""),
    "thai": ("กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮ", ""),
}


def prose(seed: int, words: int = 200, script: str = "latin") -> list[str]:
    dice = random.Random(seed)
    letters, _ = ALPHABETS[script]
    vocabulary = ["".join(dice.choices(letters, k=dice.randint(2, 7))) for _ in range(400)]
    return [dice.choice(vocabulary) for _ in range(words)]


def text(
    number: int, words: list[str] | str, script: str = "latin", hours: float | None = None, **fields: object
) -> Text:
    body = words if isinstance(words, str) else ALPHABETS[script][1].join(words)
    published_at = START + timedelta(hours=number if hours is None else hours)
    item = LinkInput(UUID(int=number), "u", f"p{number}", "Headline of the day", body, "und", published_at)
    made, _ = copies.fingerprint(replace(item, **fields))  # type: ignore[arg-type]
    return Text(item.article_id, published_at, item.publisher, made)


def link(later: Text, *candidates: Text) -> CopyLink:
    (found,) = copies.originals(later, candidates)
    return found


@pytest.mark.parametrize("script", ALPHABETS)
def test_an_edited_copy_is_found_in_every_script_and_a_stranger_is_not(script: str) -> None:
    words, dice = prose(1, 220, script), random.Random(2)
    original, stranger = text(1, words, script), text(2, prose(7, 220, script), script)
    verbatim, edited = text(3, words, script), text(4, [word for word in words if dice.random() > 0.08], script)
    shortened = text(5, words[:70], script)
    assert (link(verbatim, original, stranger).kind, link(verbatim, original).original_id) == ("exact", UUID(int=1))
    assert (link(edited, stranger, original).kind, link(edited, original).direction) == ("near", "same")
    assert (link(shortened, original, stranger).kind, link(shortened, original).direction) == ("part", "contained_in")
    assert copies.originals(stranger, [original]) == ()


def test_a_round_up_is_part_of_each_it_quotes_and_of_nothing_else() -> None:
    sources = [prose(seed, 150) for seed in range(1, 5)]
    articles = [text(number, words) for number, words in enumerate(sources, 1)]
    copy_of_first = text(5, [*prose(99, 10), *sources[0]])
    round_up = text(9, [word for words in sources[:3] for word in words[20:100]])
    found = copies.originals(round_up, [copy_of_first, *articles])
    assert {one.original_id.int for one in found} == {1, 2, 3}
    assert {(one.kind, one.direction) for one in found} == {("part", "contains")}


def test_a_round_up_links_to_originals_rather_than_to_their_copies_or_to_other_round_ups() -> None:
    sources = [prose(seed, 150) for seed in range(1, 5)]
    letter = prose(77, 18)
    articles = [text(number, words) for number, words in enumerate(sources, 1)]
    copy_of_first = text(5, [*sources[0], *letter])
    another = text(6, [*letter, *(word for words in sources[2:] for word in words[20:100])])
    round_up = text(9, [*letter, *(word for words in sources[:3] for word in words[20:100])])
    found = copies.originals(round_up, [copy_of_first, another, *articles])
    assert {one.original_id.int for one in found} == {1, 2, 3}


def test_short_quotations_of_long_articles_make_a_digest_and_a_single_one_no_copy() -> None:
    sources = [prose(seed, 600) for seed in range(1, 5)]
    articles = [text(number, words) for number, words in enumerate(sources, 1)]
    quotations = [words[:45] for words in sources]
    digest = text(9, [word for words in quotations for word in [*prose(99, 8), *words]])
    found = copies.originals(digest, articles)
    assert {(one.original_id.int, one.kind, one.direction) for one in found} == {
        (number, "part", "contains") for number in range(1, 5)
    }
    assert copies.originals(text(9, [*prose(98, 250), *quotations[0]]), articles) == ()


def test_two_articles_in_one_are_parts_that_it_contains() -> None:
    long, short = prose(1, 240), prose(2, 160)
    found = copies.originals(text(9, [*long, *short]), [text(1, long), text(2, short)])
    assert {(one.original_id.int, one.kind, one.direction) for one in found} == {
        (1, "part", "contains"),
        (2, "part", "contains"),
    }


def test_a_passage_is_found_whatever_script_stands_around_it() -> None:
    quoted = "".join(prose(3, 60, "han"))
    around = [" ".join(prose(seed, 150)) for seed in (1, 2)]
    original = text(1, quoted)
    assert link(text(9, f"{around[0]} {quoted} {around[1]}"), original).direction == "contains"


def test_a_shortened_text_shares_a_key_with_what_it_was_cut_from() -> None:
    for seed in range(20):
        words = prose(seed, 240)
        whole, cut = (set(copies.fingerprint(item(some))[1]) for some in (words, words[: 240 // 4]))
        assert whole & cut


def test_the_best_earlier_article_wins_whatever_the_order() -> None:
    words = prose(1)
    late, early, later = text(3, words), text(2, words), text(8, words)
    partly = text(1, words[:60])
    for candidates in ([late, early, partly], [partly, late, early], [early, partly, late]):
        assert link(later, *candidates).original_id == early.article_id
    assert copies.originals(partly, [late, early]) == ()  # they are not earlier


def test_originals_are_sought_within_the_copy_window_only() -> None:
    words = prose(1)
    assert copies.originals(text(2, words, hours=24 * 7 + 1), [text(1, words, hours=0)]) == ()
    assert link(text(2, words, hours=24 * 7), text(1, words, hours=0)).kind == "exact"


@pytest.mark.parametrize("flag", sorted(copies.UNFIT_FLAGS))
def test_what_shows_too_little_repeats_no_one(flag: str) -> None:
    item = LinkInput(UUID(int=1), "u", "p", "A headline of some length", " ".join(prose(1)), "en", START, (flag,))
    assert copies.fingerprint(item)[1] == ()


def test_boilerplate_makes_no_copies() -> None:
    boilerplate = prose(1_000, 30)
    earlier = [text(number, [*prose(number, 60), *boilerplate]) for number in range(1, 9)]
    assert copies.originals(text(20, [*prose(50, 60), *boilerplate]), earlier) == ()


def test_short_texts_are_copies_only_with_the_same_words_and_title() -> None:
    short = "Five words and no more."
    same, other = text(1, short), text(2, short, title="Another headline altogether")
    assert link(text(3, short), same).kind == "exact"
    assert copies.originals(text(3, short), [other]) == ()
    assert link(text(3, "", title="A headline that says enough"), text(1, "", title="a headline that says enough"))
    assert copies.originals(text(3, "", title="Weather"), [text(1, "", title="Weather")]) == ()


def test_pages_of_one_outlet_are_told_from_others() -> None:
    words = prose(1)
    amp = replace(text(2, words), publisher="p1")
    assert link(amp, text(1, words)).same_publisher
    assert not link(text(2, words), text(1, words)).same_publisher


@pytest.mark.parametrize("shared", range(55, 90, 5))
def test_a_passage_of_fifty_five_words_brings_two_texts_together(shared: int) -> None:
    passage = prose(3, shared)
    for seed in range(10, 20):
        one = [*prose(seed, 300), *passage, *prose(seed + 100, 200)]
        other = [*prose(seed + 200, 80), *passage, *prose(seed + 300, 500)]
        keys = [set(copies.fingerprint(item(words))[1]) for words in (one, other)]
        assert keys[0] & keys[1]


def item(words: list[str]) -> LinkInput:
    return LinkInput(UUID(int=1), "u", "p", "Title", " ".join(words), "en", START)


@settings(deadline=None)
@given(st.text(st.characters(), max_size=400), st.text(max_size=40))
def test_any_text_has_a_fingerprint_that_survives_storage(body: str, title: str) -> None:
    made, keys = copies.fingerprint(LinkInput(UUID(int=1), "u", "p", title, body, "und", START))
    assert Fingerprint.from_bytes(made.to_bytes()) == made
    assert all(0 <= key < 2**62 for key in keys)
    assert len(made.to_bytes()) <= 25 + 4 * 192


def test_long_texts_stay_small_and_recognisable() -> None:
    words = prose(5, 20_000)
    long, quoted = text(2, words), text(1, words[5_000:6_000])
    assert len(long.fingerprint.to_bytes()) <= 25 + 4 * 192
    assert len(copies.fingerprint(item(words))[1]) <= 121
    assert link(long, quoted).kind == "part"


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x02" + bytes(30), bytes(23)])
def test_what_is_no_fingerprint_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="layout"):
        Fingerprint.from_bytes(raw)
