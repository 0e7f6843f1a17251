"""Titles as pages carry them: beside the site's name, in the head and in headings, in many languages."""

from __future__ import annotations

import json

import pytest
from newshouse.extract.document import parse
from newshouse.extract.titles import page_title

URL = "https://www.example-herald.example/a/story"
TITLE = "Old bridge over the Tal reopens after repairs"


def titled(
    *, title: str = "", og: str = "", headline: str = "", body: str = "", site: str = "", url: str = URL
) -> str | None:
    head = f"<title>{title}</title>" if title else ""
    head += f'<meta property="og:title" content="{og}">' if og else ""
    head += f'<meta property="og:site_name" content="{site}">' if site else ""
    if headline:
        head += (
            f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'headline': headline})}</script>"
        )
    text = "<p>The bridge carries some nine thousand vehicles a day, and its closure had cost the shops dearly.</p>"
    return page_title(parse(f"<html><head>{head}</head><body>{body}{text}</body></html>".encode(), url, ()), None)


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - Example Herald",
        f"{TITLE} | Example Herald",
        f"{TITLE} – Example Herald",
        f"{TITLE} — Example Herald",
        f"{TITLE} • Example Herald",
        f"{TITLE} · Example Herald",
        f"{TITLE} :: Example Herald",
        f"{TITLE} « Example Herald",
        f"{TITLE} / Example Herald",
        f"{TITLE} | News | Example Herald",
        f"{TITLE} - News - Example Herald",
        f"{TITLE} | Local news | Example Herald Online",
        f"Example Herald: {TITLE}",
        f"Example Herald | {TITLE}",
        f"Example Herald » {TITLE}",
        f"{TITLE}｜Example Herald",
        f"{TITLE} ‹ Example Herald",
        f"{TITLE} ⋆ Example Herald",
        f"{TITLE} ▷ Example Herald",
        f"Example Herald - {TITLE}",
        f"{TITLE} | www.example-herald.example",
        f"{TITLE} (Example Herald)",
        f"{TITLE}",
    ],
)
@pytest.mark.parametrize("site", ["", "Example Herald"])
@pytest.mark.parametrize("heading", ["", f"<h1>{TITLE}</h1>", f"<h1>Example Herald</h1><h2>{TITLE}</h2>"])
def test_the_site_is_cut_off_wherever_it_stands(title: str, site: str, heading: str) -> None:
    if not heading and ("News" in title or "Local" in title):
        pytest.skip("nothing on such a page tells a section from a part of the headline")
    assert titled(title=title, site=site, body=heading) == TITLE


@pytest.mark.parametrize(
    ("title", "site", "headline"),
    [
        ("Alte Brücke wieder offen - Kurier am Fluss", "Kurier am Fluss", "Alte Brücke wieder offen"),
        ("Le vieux pont rouvre – La Vigie du Nord", "La Vigie du Nord", "Le vieux pont rouvre"),
        ("El puente viejo reabre | EL VALLE", "El Valle", "El puente viejo reabre"),
        ("Reabre a ponte velha: veja as imagens | Barra", "Barra", "Reabre a ponte velha: veja as imagens"),
        ("Старый мост открыт :: Залив", "Залив", "Старый мост открыт"),
        ("Старый мост открыт - Новости - Залив.ру", "Залив.ру", "Старый мост открыт"),
        ("老桥修复后重新开放_海湾新闻网", "海湾新闻网", "老桥修复后重新开放"),
        ("老桥修复后重新开放-国内-海湾网", "海湾网", "老桥修复后重新开放"),
        ("老桥修复后重新开放|大桥|交通|修复_海湾新闻", "海湾新闻", "老桥修复后重新开放"),
        ("老橋修復後重新開放 | 社會 | 海灣日報", "海灣日報", "老橋修復後重新開放"),
        ("古い橋が再開:港新聞デジタル", "港新聞デジタル", "古い橋が再開"),
        ("古い橋が再開 | 港新聞", "港新聞", "古い橋が再開"),
        ("옛 다리 다시 열려 - 항구일보", "항구일보", "옛 다리 다시 열려"),
        ("إعادة افتتاح الجسر القديم | المنارة", "المنارة", "إعادة افتتاح الجسر القديم"),
        ("पुराना पुल फिर खुला - हिंद समाचार", "हिंद समाचार", "पुराना पुल फिर खुला"),
        ("สะพานเก่าเปิดอีกครั้ง - ข่าวอ่าว", "ข่าวอ่าว", "สะพานเก่าเปิดอีกครั้ง"),
        ("הגשר הישן נפתח מחדש | המגדלור", "המגדלור", "הגשר הישן נפתח מחדש"),
        ("Most znów otwarty – zobacz zdjęcia - Zatoka.pl", "Zatoka.pl", "Most znów otwarty – zobacz zdjęcia"),
        ("Cầu cũ mở lại sau sửa chữa - Báo Vịnh", "Báo Vịnh", "Cầu cũ mở lại sau sửa chữa"),
    ],
)
def test_titles_of_many_languages_come_without_the_site(title: str, site: str, headline: str) -> None:
    assert titled(title=title, site=site, body=f"<h1>{headline}</h1>") == headline
    plain = title.count("-") + title.count("|") + title.count("–") + title.count("_") + title.count(":: ") < 2
    if plain:
        assert titled(title=title, site=site) == headline


@pytest.mark.parametrize(
    ("options", "title"),
    [
        # What the reader sees wins over what was written for networks and search engines.
        (
            {"og": "You won't believe which bridge is open", "title": f"{TITLE} | Herald", "body": f"<h1>{TITLE}</h1>"},
            TITLE,
        ),
        ({"headline": TITLE, "og": TITLE, "title": "Bridge news", "body": f"<h1>{TITLE}</h1>"}, TITLE),
        # A kicker within the heading is not the headline.
        ({"og": TITLE, "body": f"<h1><span class=kicker>Valley</span> <span>{TITLE}</span></h1>"}, TITLE),
        ({"og": f"Valley: {TITLE}", "body": f"<h1><span>Valley</span><span>{TITLE}</span></h1>"}, TITLE),
        ({"title": f"{TITLE} | Herald", "body": f"<p class=kicker>Valley</p><h1>{TITLE}</h1>"}, TITLE),
        # A headline may hold what divides others.
        (
            {"title": "Bridge - or no bridge? | Herald", "body": "<h1>Bridge - or no bridge?</h1>"},
            "Bridge - or no bridge?",
        ),
        ({"og": "Live: Bridge reopens", "body": "<h1>Live: Bridge reopens</h1>"}, "Live: Bridge reopens"),
        ({"og": "Bridge 2:1 tunnel", "site": "Herald"}, "Bridge 2:1 tunnel"),
        ({"og": "AC/DC play at the bridge"}, "AC/DC play at the bridge"),
        ({"og": "Herald Tower is open again", "site": "Herald"}, "Herald Tower is open again"),
        # Entities, white space and invisible characters.
        ({"og": "Caf&amp;eacute; &amp;amp; bridge reopen"}, "Café & bridge reopen"),
        ({"body": "<h1>\n Old bridge\n re\u00adopens <br> after repairs</h1>"}, "Old bridge reopens after repairs"),
        ({"headline": "Old bridge &quot;open&quot; again"}, 'Old bridge "open" again'),
        # A logo in an h1, a heading of a list, a heading for readers of screens only.
        ({"og": TITLE, "body": f"<h1><a href='/'>Example Herald</a></h1><h2>{TITLE}</h2>"}, TITLE),
        ({"og": TITLE, "body": f"<h2>Most read</h2><h1>{TITLE}</h1><h2>More news</h2>"}, TITLE),
        ({"title": f"{TITLE} | Herald", "body": f"<h1 class='sr-only'>Herald</h1><h1>{TITLE}</h1>"}, TITLE),
        # Cut off in the head, whole in the heading.
        ({"og": "Old bridge over the Tal reopens…", "body": f"<h1>{TITLE}</h1>"}, TITLE),
        ({"title": "Old bridge over the Tal re... | Herald", "body": f"<h1>{TITLE}</h1>"}, TITLE),
        # Nothing but <title>; nothing at all.
        ({"title": TITLE}, TITLE),
        ({}, None),
    ],
)  # fmt: skip
def test_the_headline_is_what_the_reader_sees(options: dict[str, str], title: str | None) -> None:
    assert titled(**options) == title
