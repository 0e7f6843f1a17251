"""Words, names, numbers, places and concepts meet across inflection, script and language."""

import pytest
from newshouse.stories import lexicon, tokens


def found(text: str, language: str) -> set[str]:
    return {term for _, term in lexicon.matcher(language).find(tokens.words(text), text)}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Erdbeben erschüttert Chile", "de"), ("Terremoto sacude Chile", "es"), ("Un séisme secoue le Chili", "fr"),
        ("В Чили произошло землетрясение", "ru"), ("زلزال يضرب تشيلي", "ar"), ("Potres je stresel Čile", "sl"),
        ("智利发生地震", "zh"), ("Şili'de deprem", "tr"), ("Trzęsienie ziemi w Chile", "pl"),
        ("Earthquakes rock Chile", "en"),
    ],
)  # fmt: skip
def test_an_earthquake_in_chile_in_every_language(text: str, language: str) -> None:
    assert {"earthquake", "@CL"} <= found(text, language)


@pytest.mark.parametrize("text", ["Nordkorea", "Corea del Norte", "North Korea", "Северная Корея", "朝鲜"])
def test_north_korea_is_one_place(text: str) -> None:
    language = {"N": "de", "C": "es", "С": "ru", "朝": "zh"}[text[0]]
    assert found(text, "en" if text.startswith("North ") else language) == {"@KP"}


@pytest.mark.parametrize("name", ["trump", "tramp"])
def test_a_name_has_one_skeleton(name: str) -> None:
    assert tokens.skeleton(name) == tokens.skeleton("trump")


def test_numbers_do_not_depend_on_the_locale() -> None:
    assert tokens.numbers("1.200 / 1,200 / ١٢٠٠ / 7,1 / 007") == ["1200", "1200", "1200", "7.1", "7"]


def test_the_outlet_behind_the_headline_goes() -> None:
    assert (
        tokens.without_outlet("Volcano erupts in Iceland again | World | The Daily")
        == "Volcano erupts in Iceland again"
    )


def test_every_line_of_the_tables_can_be_read() -> None:
    languages = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr", "ar", "sl", "hr", "zh", "ja", "ko")
    sizes = {language: len(lexicon._entries()[language]) for language in languages}
    assert min(sizes.values()) > 300
    assert not [pattern for rows in lexicon._entries().values() for pattern, _ in rows if pattern.endswith("_")]
