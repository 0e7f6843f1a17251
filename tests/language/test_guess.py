"""What guess_language promises: one language per text, the same everywhere, whatever a page declares."""

from __future__ import annotations

import multiprocessing
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.language import guess_language, normal_tag, warm

BODIES = {
    "en": "The harbour reopened on Thursday after the storm, and ferries were running to the islands again by noon.",
    "de": "Der Hafen wurde am Donnerstag nach dem Sturm wieder geöffnet, die Fähren fuhren ab Mittag zu den Inseln.",
    "fr": "Le port a rouvert jeudi après la tempête et les bateaux desservaient de nouveau les îles à midi.",
    "es": "El puerto reabrió el jueves después de la tormenta y los barcos volvieron a las islas al mediodía.",
    "pt": "O porto reabriu na quinta-feira depois da tempestade e os barcos voltaram às ilhas ao meio-dia.",
    "hr": "Luka je ponovno otvorena u četvrtak nakon oluje, a trajekti su tijekom popodneva vozili prema otocima.",
    "sr": "Luka je ponovo otvorena u četvrtak posle oluje, a trajekti su oko podne saobraćali ka ostrvima.",
    "nn": "Hamna opna att torsdag etter stormen, og ferjene gjekk ikkje til øyane før klokka tolv, seier leiaren.",
    "no": "Havnen åpnet igjen torsdag etter stormen, men fergene gikk ikke til øyene før klokken tolv, sier lederen.",
    "da": "Havnen åbnede igen torsdag efter stormen, men færgerne sejlede ikke til øerne før middag, siger lederen.",
    "is": "Höfnin var opnuð aftur á fimmtudag eftir storminn og ferjurnar sigldu til eyjanna um hádegið.",
    "eu": "Portua ostegunean ireki zuten berriro ekaitzaren ondoren, eta itsasontziak uharteetara joan ziren.",
    "az": "Liman fırtınadan sonra cümə axşamı yenidən açıldı və bərələr günorta adalara getməyə başladı.",
    "tr": "Liman fırtınanın ardından perşembe günü yeniden açıldı ve vapurlar öğlen adalara seferlere başladı.",
    "id": "Pelabuhan dibuka kembali pada hari Kamis karena badai sudah reda, kata kepala kantor pelabuhan.",
    "ms": "Pelabuhan dibuka semula pada hari Khamis kerana ribut telah reda, kata pegawai syarikat feri itu.",
    "mk": "Пристаништето повторно се отвори во четвртокот по бурата, а бродовите тргнаа кон островите напладне.",
    "bg": "Пристанището отново отвори в четвъртък след бурята, а фериботите тръгнаха към островите на обяд.",
    "uk": "Порт знову відкрили в четвер після шторму, і пороми пішли до островів опівдні.",
    "hy": "Նավահանգիստը կրկին բացվեց հինգշաբթի օրը փոթորկից հետո։",
    "ka": "ნავსადგური ხუთშაბათს ქარიშხლის შემდეგ ხელახლა გაიხსნა.",
    "ja": "港は嵐の後、木曜日に再開し、フェリーは正午に島へ向かった。",
    "ko": "항구는 폭풍이 지나간 뒤 목요일에 다시 문을 열었다.",
    "zh-Hans": "风暴过后，港口于周四重新开放，渡轮中午驶往各岛。",
    "zh-Hant": "風暴過後，港口於週四重新開放，渡輪中午駛往各島。",
}


@pytest.mark.parametrize(("language", "body"), BODIES.items())
def test_names_the_language_of_a_body(language: str, body: str) -> None:
    assert guess_language(body, None, ()).language == language


@pytest.mark.parametrize("language", ["de", "sr", "eu", "zh-Hant", "hy"])
def test_a_wrong_declaration_does_not_win_over_clear_text(language: str) -> None:
    declared = (("html", "en-US"), ("og", "en_US"), ("json_ld", "en"), ("feed", "en-us"))
    guess = guess_language(BODIES[language], None, declared)
    assert (guess.language, guess.detected) == (language, language)


def test_a_declaration_decides_where_the_text_leaves_it_open() -> None:
    title = "Alle er enige"
    answers = {tag: guess_language("", title, (("html", tag),)).language for tag in ("nb-NO", "da")}
    assert answers == {"nb-NO": "no", "da": "da"}


def test_the_title_is_read_where_there_is_no_body() -> None:
    assert guess_language("", "Minister tritt nach Streit über Steuern zurück", ()).language == "de"


def test_a_long_body_outvotes_its_title() -> None:
    assert guess_language(BODIES["fr"] * 3, "Breaking news from around the world", ()).language == "fr"


def test_a_headline_in_capitals_is_read() -> None:
    assert guess_language("", "МИНИСТЕРСТВО ПРЕДЛАГАЕТ ПОВЫСИТЬ НАЛОГИ НА ТОПЛИВО", ()).language == "ru"


def test_addresses_and_hashtags_do_not_count() -> None:
    body = "https://www.example.com/the-latest-news-and-weather @newsroom #breakingnews " + BODIES["es"]
    assert guess_language(body, None, ()).language == "es"


@pytest.mark.parametrize("text", ["", "   \n", "12:30 - 4,5 %", "🎉🎉🎉", "...", "\x00\x01\ufffe", "\ud800"])
def test_without_letters_it_is_undetermined(text: str) -> None:
    guess = guess_language(text, text, (("html", "en"),))
    assert (guess.language, guess.confidence) == ("und", 0.0)


def test_too_little_text_is_undetermined_unless_declared() -> None:
    assert guess_language("", "BBC", ()).language == "und"
    guess = guess_language("", "BBC", (("html", "en-GB"),))
    assert (guess.language, guess.detected, guess.detector) == ("en", "und", "declared")


def test_a_declaration_in_another_script_is_not_believed() -> None:
    assert guess_language("", "Да", (("html", "en"),)).language == "und"


@pytest.mark.parametrize("unit", ["@", "a@", "a.", "http://", "#a", "\u0301", "ا\u200d", "A"])
def test_hostile_repetition_stays_cheap(unit: str) -> None:
    started = time.process_time()
    guess_language(unit * 100_000, unit * 100_000, ())
    assert time.process_time() - started < 1.0


def test_chinese_without_telling_characters_goes_by_the_declaration() -> None:
    assert guess_language("", "上海大雨三日", (("html", "zh-TW"),)).language == "zh-Hant"
    assert guess_language("", "上海大雨三日", ()).language == "zh-Hans"


def test_only_the_first_thousand_characters_count() -> None:
    start = BODIES["de"] * 10
    assert guess_language(start[:1_000] + BODIES["fr"] * 100, None, ()) == guess_language(start[:1_000], None, ())


def _all_guesses(_: int) -> list[str]:
    return [str(guess_language(body, None, ())) for body in BODIES.values()]


def test_every_process_gives_the_same_answer() -> None:
    warm()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        fresh = pool.map(_all_guesses, range(2))
    assert fresh == [_all_guesses(0)] * 2


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=300), st.one_of(st.none(), st.text(max_size=80)), st.text(max_size=12))
def test_any_text_ends_in_a_language_or_und(body: str, title: str | None, tag: str) -> None:
    guess = guess_language(body, title, (("html", tag),))
    assert guess.language == "und" or normal_tag(guess.language) == guess.language
    assert 0.0 <= guess.confidence <= 1.0
    assert guess == guess_language(body, title, (("html", tag),))
