"""Names of people that are built of words which elsewhere divide bylines, lead to them or end them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from newshouse.extract import extract_article
from newshouse.extract.names import is_full_name, names_in

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://www.example-herald.example/a/story"
TITLE = "Old bridge over the Tal reopens after repairs"
TEXT = "The bridge carries some nine thousand vehicles a day, and its closure had cost the valley's shops dearly. " * 4


def authors(beside: str = "", *, head: str = "", lang: str = "en") -> list[str]:
    html = f"""<html lang="{lang}"><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>{beside}
    <div class="text">{f"<p>{TEXT}</p>" * 3}</div></article></body></html>"""
    return list(extract_article(html.encode(), url=URL, headers=(), fetched_at=NOW).authors)


def stated(name: str, kind: str = "Person") -> str:
    document = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": kind, "name": name}}
    return f'<script type="application/ld+json">{json.dumps(document)}</script>'


WORDS_THAT_CUT = ["Per Lindgren", "Le Minh Khang", "Um Seo Jun", "Am Sandhu", "Tara El Haddad", "Maëlle Le Bras"]
WORDS_THAT_CUT += ["Karim el Fassi", "John le Carrow", "Luis On", "Kim Ji-on", "Reza Pour", "Ana Para Ruiz"]
INITIALS = ["Walter E Finch", "Ruth A Harlow", "Ruth I Harlow", "Kim Ja Min", "Lars Y Holm", "Choi En Seo"]
JOINED = ["Samir al-Khuri", "Rashid ul-Karim", "Hugues d'Arvelle", "Livia d'Ombrosa", "Livia d’Ombrosa"]
JOINED += ["Nabil as-Sabti", "Livia dell'Orto", "Hana ud-Din"]
OF_PLACES = ["Ursina im Boden", "Joris op de Kamp", "Greta auf der Halde", "Jan in 't Hout"]
ROLES_AND_LEADS = ["Tim Vogler", "Tim Berger-Holt"]
LEADS = [
    "Oleh Savchuk",
    "Di Zhou",
    "Da Lin",
    "Par Lindgren",
    "Da Eun Park",
    "Ni Luh Ayu",
    "A Kumar",
    "De Villiers Botha",
]
WHOLE = [*WORDS_THAT_CUT, *INITIALS, *JOINED, *OF_PLACES, *ROLES_AND_LEADS]


@pytest.mark.parametrize("name", [*WHOLE, *LEADS, "Njeri wa Kamau"])
def test_what_is_stated_to_be_a_persons_name_is_kept_whole(name: str) -> None:
    assert authors(head=stated(name)) == [name]


@pytest.mark.parametrize("name", [*WHOLE, *LEADS])
def test_a_name_behind_a_lead_in_is_kept_whole(name: str) -> None:
    assert authors(f'<p class="byline">By {name}</p>') == [name]


@pytest.mark.parametrize("name", [*WHOLE, "Oleh Savchuk", "Di Zhou", "Da Lin", "Par Lindgren"])
def test_a_name_in_a_meta_tag_is_kept_whole(name: str) -> None:
    assert authors(head=f'<meta name="author" content="{name}">') == [name]


@pytest.mark.parametrize("name", [*WORDS_THAT_CUT, *INITIALS, *JOINED, "Oleh Savchuk", "Di Zhou"])
def test_a_name_in_words_of_its_own_is_kept_whole(name: str) -> None:
    assert authors(f"<p>By {name}</p>") == [name]


@pytest.mark.parametrize("name", LEADS)
def test_a_name_marked_as_a_persons_is_kept_whole(name: str) -> None:
    assert authors(f'<div itemprop="author"><span itemprop="name">{name}</span></div>') == [name]


@pytest.mark.parametrize("name", ["Oleh Savchuk", "Di Zhou", "Da Lin", "Par Lindgren"])
@pytest.mark.parametrize("mark", ['span class="author-name"', 'a rel="author"', 'span class="writer_name"'])
def test_a_name_in_what_is_called_a_name_is_kept_whole(name: str, mark: str) -> None:
    assert authors(f'<div class="x"><{mark}>{name}</{mark.split()[0]}></div>') == [name]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Ada Byron and Grace Murray", ["Ada Byron", "Grace Murray"]),
        ("Ada Byron with AFP", ["Ada Byron"]),
        ("By ADA BYRON, AP Sports Writer", ["ADA BYRON"]),
        ("Par Élodie Martin", ["Élodie Martin"]),
        ("di Giulia Rossi", ["Giulia Rossi"]),
        ("Ada Byron | The Example Herald", ["Ada Byron"]),
    ],
)
def test_a_stated_name_is_still_freed_of_what_is_clearly_no_name(name: str, names: list[str]) -> None:
    assert authors(head=stated(name)) == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("BY ADA BYRON AND GRACE MURRAY", ["ADA BYRON", "GRACE MURRAY"]),
        ("VON ADA BYRON UND GRETE MÜLLER", ["ADA BYRON", "GRETE MÜLLER"]),
        ("POR LUCÍA GÓMEZ Y JUAN PÉREZ", ["LUCÍA GÓMEZ", "JUAN PÉREZ"]),
        ("DI GIULIA ROSSI E MARCO BIANCHI", ["GIULIA ROSSI", "MARCO BIANCHI"]),
        ("BY WALTER E FINCH AND KIM JA MIN", ["WALTER E FINCH", "KIM JA MIN"]),
        ("By Ada Byron And Grace Murray", ["Ada Byron", "Grace Murray"]),
        ("Por Lucía Gómez, João Silva y Juan Pérez", ["Lucía Gómez", "João Silva", "Juan Pérez"]),
        ("Di Giulia Rossi e Marco Bianchi", ["Giulia Rossi", "Marco Bianchi"]),
        ("Da Giulia Rossi", ["Giulia Rossi"]),
        ("Par Julie", ["Julie"]),
        ("Oleh Budi", ["Budi"]),
        ("Jakarta | Oleh Siti Rahma", ["Siti Rahma"]),
        ("Di Zhou and Da Lin", ["Di Zhou", "Da Lin"]),
        ("By Ada Byron for The Example Herald", ["Ada Byron"]),
        ("BY ADA BYRON FOR THE EXAMPLE HERALD", ["ADA BYRON"]),
        ("By Ada Byron For The Example Herald", ["Ada Byron"]),
        ("By Ada Byron from Paris", ["Ada Byron"]),
        ("By Ada Byron on Monday", ["Ada Byron"]),
        ("By Ada Byron On March 1, 2026", ["Ada Byron"]),
        ("BY ADA BYRON ON 1 MARCH 2026", ["ADA BYRON"]),
        ("By Ada Byron on Twitter", ["Ada Byron"]),
        ("Von Ada Byron am Montag", ["Ada Byron"]),
        ("Von Ada Byron am 1. März 2026 um 10:30 Uhr", ["Ada Byron"]),
        ("Par Élodie Martin le lundi 2 mars 2026", ["Élodie Martin"]),
        ("Par Élodie Martin, le 2 mars 2026", ["Élodie Martin"]),
        ("Par Élodie Martin pour le Courrier", ["Élodie Martin"]),
        ("Por Lucía Gómez el lunes 2 de marzo de 2026", ["Lucía Gómez"]),
        ("Por Lucía Gómez para El Heraldo", ["Lucía Gómez"]),
        ("Byron, Ada; Murray, Grace", ["Ada Byron", "Grace Murray"]),
        ("By Byron, Ada; Murray, Grace; Li Na Wang", ["Ada Byron", "Grace Murray", "Li Na Wang"]),
        ("Byron, Ada K.; Murray, Grace.", ["Ada K Byron", "Grace Murray"]),
        ("Text: Του Νίκου Παπαδόπουλου", ["Νίκου Παπαδόπουλου"]),
        ("Ada Byron, Berlin; Grace Murray, Paris", ["Ada Byron", "Grace Murray"]),
    ],
)
def test_what_divides_and_ends_bylines_goes_on_doing_so(byline: str, names: list[str]) -> None:
    assert authors(f'<p class="byline">{byline}</p>') == names


def test_ni_leads_to_a_name_and_begins_one() -> None:
    assert authors('<p class="byline">Ni Luh Ayu</p>') == ["Ni Luh Ayu"]
    assert authors('<p class="byline">Ni Ada Byron</p>') == ["Ada Byron"]


def test_tim_is_a_first_name_as_well() -> None:
    assert authors('<p class="byline">By Ada Byron and Tim Vogler</p>') == ["Ada Byron", "Tim Vogler"]


@pytest.mark.parametrize("desk", ["Tim Redaksi", "Tim Liputan", "Tim detikberita", "Tim CNA Indonesia", "Tim"])
def test_an_indonesian_team_is_a_desk(desk: str) -> None:
    assert authors(f'<p class="byline">{desk}</p><p>By Ada Byron</p>', lang="id") == ["Ada Byron"]


@pytest.mark.parametrize("words", ["Share this article", "Krieg im Osten", "Krieg in der Ukraine", "Slag op de Heuvel"])
def test_words_with_small_ones_are_no_full_name(words: str) -> None:
    assert not is_full_name(words)


@pytest.mark.parametrize("kicker", ["Côte d'Ivoire", "Ras al-Chaima", "Krieg im Osten"])
def test_a_place_beside_the_date_is_nobodys_name(kicker: str) -> None:
    assert authors(f"<p><span>{kicker}</span><span>2 March 2026</span></p>") == []
    assert authors(f"<p>{kicker} · 2 March 2026</p>") == []


@pytest.mark.parametrize(
    ("lang", "byline", "names"),
    [
        ("ja", "鈴木 一郎", ["鈴木一郎"]),
        ("ja-JP", "鈴木　一郎", ["鈴木一郎"]),
        ("ja", "佐々木 さくら", ["佐々木さくら"]),
        ("ja", "林 健", ["林健"]),
        ("ja", "文・山田太郎 鈴木一郎", ["山田太郎", "鈴木一郎"]),
        ("zh", "李明 王小明", ["李明", "王小明"]),
        ("ko", "홍길동 김서연", ["홍길동", "김서연"]),
    ],
)
def test_a_space_divides_two_chinese_and_one_japanese(lang: str, byline: str, names: list[str]) -> None:
    assert authors(f'<p class="byline">{byline}</p>', lang=lang) == names
    assert authors(head=f'<meta name="author" content="{byline}">', lang=lang) == names


CARD = '<div class="author"><{0} class="{1}">Ada Byron</{0}><{2} class="{3}">Shipping correspondent</{2}></div>'


@pytest.mark.parametrize(
    "card",
    [
        CARD.format("span", "author-name", "span", "author-title"),
        CARD.format("div", "c-author__name", "div", "c-author__role"),
        CARD.format("p", "authorName", "p", "authorRole"),
        CARD.format("b", "x1", "i", "x2"),
        '<div class="byline">By <b>Ada Byron</b> <em>Shipping correspondent</em></div>',
        "<p>By <b>Ada Byron</b> <em>Shipping correspondent</em></p>",
        '<div class="author"><span class="first-name">Ada</span> <span class="last-name">Byron</span></div>',
        '<div class="author"><span class="site-name">Example Herald</span> <span>Ada Byron, reporter</span></div>',
        '<div class="byline">By Ada Byron Shipping Correspondent</div>',
    ],
)
def test_a_role_beside_the_name_is_not_glued_to_it(card: str) -> None:
    assert authors(card) == ["Ada Byron"]


def test_every_element_of_a_name_names_one() -> None:
    cards = '<div class="byline"><b class="name">Ada Byron</b><i>Reporter</i><b class="name">Bill Press</b></div>'
    assert authors(cards) == ["Ada Byron"]
    names = '<div class="byline"><b class="name">Ada Byron</b><i>Reporter</i><b class="name">Bill Hood</b></div>'
    assert authors(names) == ["Ada Byron", "Bill Hood"]


def test_the_sites_own_name_before_a_role_is_no_person() -> None:
    assert authors('<p class="byline">By Example Herald Reporter</p>') == []
    assert authors('<p class="byline">By Example Herald Reporter</p><p>By Ada Byron</p>') == ["Ada Byron"]


def test_a_place_before_a_japanese_reporter_is_not_of_the_name() -> None:
    assert names_in("ブリュッセル＝佐藤健一記者") == ["佐藤健一"]
