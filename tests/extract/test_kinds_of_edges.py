"""A body begins and ends where the text does: below headline, date and byline, above the comments. Invented pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newshouse.extract import extract_article

ENGLISH = [
    "The council of Grimsvale voted on Monday to keep the ferry running until the new bridge opens next summer.",
    "Residents of the island had collected four thousand signatures, and some of them cheered in the public gallery.",
    "The operator will get a subsidy of two million crowns, which the opposition called far too much for one boat.",
]
CHINESE = [
    "青石镇议会周一表决通过，在明年夏天新桥通车之前，继续保留通往小岛的渡轮航线，并向运营方提供补贴。",
    "岛上居民此前征集了四千多个签名，部分居民当天到场旁听。镇长表示，没有人应该因为施工而被困在岛上。",
    "运营公司将获得两百万元补贴，反对派议员则认为，为一条船花这么多钱并不合理，要求公开账目。",
]
JAPANESE = [
    "青石町の議会は2日、新しい橋が開通する来年の夏まで、島へ渡る船の運航を続けることを賛成多数で決めた。",
    "島の住民は四千人を超える署名を集めており、傍聴席では拍手が起きた。町長は「誰も取り残さない」と話した。",
    "運航会社には二百万円の補助金が出るが、野党の議員は一隻の船には高すぎると述べ、会計の公開を求めた。",
]
HEADLINES = {"en": "Grimsvale keeps its ferry", "zh": "青石镇保留小岛渡轮航线", "ja": "青石町、島への渡船を継続"}
TEXTS = {"en": ENGLISH, "zh": CHINESE, "ja": JAPANESE}
ABOVE = [
    ("en", "<h2>Grimsvale keeps its ferry</h2>"),
    ("en", "<p>Grimsvale Gazette</p><h2>Grimsvale keeps its ferry</h2><p>March 2, 2026</p>"),
    ("en", "<p>By Ada Lovelace | March 2, 2026 10:20 am</p>"),
    ("en", "<p>Ada Lovelace</p><p>2 March 2026, updated 3 March 2026</p>"),
    ("zh", "<p>2026年03月02日 11:40 来源：青石日报</p>"),
    ("ja", "<p>2026年3月02日 10時20分</p>"),
]
BELOW = [
    ("en", "<h4>Comments (2)</h4><p>Good news at last.</p><p>Who pays for it?</p>"),
    ("zh", "<h4>网友评论</h4><p>终于有好消息了。</p><p>谁来出钱？</p>"),
    ("ja", "<h4>コメント</h4><p>よかった。</p><p>誰が払うの？</p>"),
]


def body(language: str, above: str = "", below: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXTS[language])
    html = f"""<html lang="{language}"><head><meta charset="utf-8"><title>{HEADLINES[language]}</title>
        <meta name="author" content="Ada Lovelace"></head><body><div id="page"><h1>{HEADLINES[language]}</h1>
        <div class="text">{above}{text}{below}</div></div></body></html>"""
    now = datetime(2026, 3, 5, tzinfo=UTC)
    return extract_article(html.encode(), url="https://gazette.example/a/1", headers=(), fetched_at=now).body


@pytest.mark.parametrize(("language", "above"), ABOVE)
def test_what_stands_above_the_text_is_not_in_the_body(language: str, above: str) -> None:
    assert body(language, above).split("\n") == TEXTS[language]


@pytest.mark.parametrize(("language", "below"), BELOW)
def test_comments_are_not_in_the_body(language: str, below: str) -> None:
    assert body(language, below=below).split("\n") == TEXTS[language]


@pytest.mark.parametrize(
    "first",
    [
        "On March 2, 2026 the ferry left at noon.",
        "Ada Lovelace, who founded the ferry, was there.",
        "The vote of March 2, 2026 in the council of Grimsvale and what it means for the island",
    ],
)
def test_a_first_sentence_with_a_date_or_a_name_stays(first: str) -> None:
    assert body("en", f"<p>{first}</p>").split("\n") == [first, *ENGLISH]


NEXT = (
    "The harbour of Lowmark will be dredged from April on, after three winters in which no coaster could call there.",
    "Fishermen had asked for it since the storm, and the works will take the whole summer, the harbour office says.",
)


@pytest.mark.parametrize("headline", ["<h1>Lowmark dredges</h1>", "<h2><a href='/a/2'>Lowmark dredges</a></h2>"])
def test_the_next_article_below_is_another(headline: str) -> None:
    below = f"</article><article>{headline}{''.join(f'<p>{text}</p>' * 3 for text in NEXT)}"
    above = f"<article><h1>{HEADLINES['en']}</h1>"
    assert body("en", above, f"{below}</article>").split("\n") == TEXTS["en"]


def test_a_body_in_several_articles_of_one_page_is_one() -> None:
    below = f"</article><article>{''.join(f'<p>{text}</p>' for text in NEXT)}</article>"
    assert body("en", "<article>", below).split("\n") == [*TEXTS["en"], *NEXT]
