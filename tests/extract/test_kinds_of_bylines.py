"""Bylines and dates as pages of many languages print them; nothing else on these pages names author or day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newshouse.extract import extract_article
from newshouse.records import Article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://www.example-herald.example/a/story"
TITLE = "Old bridge over the Tal reopens after repairs"
TEXT = "The bridge carries some nine thousand vehicles a day, and its closure had cost the valley's shops dearly. " * 4


def page(beside: str, *, lang: str = "en", before: str = "", after: str = "", url: str = URL) -> Article:
    html = f"""<html lang="{lang}"><head><title>{TITLE}</title></head><body>{before}<article><h1>{TITLE}</h1>{beside}
    <div class="text">{f"<p>{TEXT}</p>" * 3}</div></article>{after}</body></html>"""
    return extract_article(html.encode(), url=url, headers=(), fetched_at=NOW)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Byron", ["Ada Byron"]),
        ("BY ADA BYRON AND GRACE MURRAY", ["ADA BYRON", "GRACE MURRAY"]),
        ("By Ada Byron, Grace Murray and Mary Somerville", ["Ada Byron", "Grace Murray", "Mary Somerville"]),
        ("By Ada Byron in Paris", ["Ada Byron"]),
        ("By Ada Byron, Chief Political Correspondent", ["Ada Byron"]),
        ("By Ada Byron | The Example Herald", ["Ada Byron"]),
        ("By Ada Byron, Reuters", ["Ada Byron"]),
        ("Written by: Ada Byron", ["Ada Byron"]),
        ("Words by Ada Byron", ["Ada Byron"]),
        ("Story by Ada Byron; photographs by Grace Murray", ["Ada Byron"]),
        ("Reporting by Ada Byron; Editing by Grace Murray", ["Ada Byron"]),
        ("By Dr. Ada Byron", ["Dr. Ada Byron"]),
        ("By Seán O'Brien and Mary-Kate Jones Jr.", ["Seán O'Brien", "Mary-Kate Jones Jr"]),
        ("Posted by Ada Byron on March 1, 2026", ["Ada Byron"]),
        ("By Ada Byron - 2 March 2026", ["Ada Byron"]),
        ("Von Ada Byron und Grete Müller", ["Ada Byron", "Grete Müller"]),
        ("Von Ada Byron, Berlin", ["Ada Byron"]),
        ("Von Ada Byron (Text) und Grete Müller (Fotos)", ["Ada Byron"]),
        ("Ein Kommentar von Ada Byron", ["Ada Byron"]),
        ("Eine Analyse von Ada Byron", ["Ada Byron"]),
        ("Ein Interview von Ada Byron", ["Ada Byron"]),
        ("Aus Brüssel berichtet Ada Byron", ["Ada Byron"]),
        ("Interview: Ada Byron", ["Ada Byron"]),
        ("Autorin: Ada Byron", ["Ada Byron"]),
        ("Par Élodie Martin", ["Élodie Martin"]),
        ("Par Élodie Martin, à Lyon", ["Élodie Martin"]),
        ("Par Élodie Martin et Paul Durand", ["Élodie Martin", "Paul Durand"]),
        ("Par Élodie Martin (avec AFP)", ["Élodie Martin"]),
        ("Propos recueillis par Élodie Martin", ["Élodie Martin"]),
        ("Élodie Martin (à Bruxelles)", ["Élodie Martin"]),
        ("Por Lucía Gómez", ["Lucía Gómez"]),
        ("Por Lucía Gómez y Juan Pérez", ["Lucía Gómez", "Juan Pérez"]),
        ("Escrito por Lucía Gómez", ["Lucía Gómez"]),
        ("Lucía Gómez, corresponsal en París", ["Lucía Gómez"]),
        ("Por João Silva e Maria Souza", ["João Silva", "Maria Souza"]),
        ("Da redação, por João Silva", ["João Silva"]),
        ("di Giulia Rossi", ["Giulia Rossi"]),
        ("di Giulia Rossi e Marco Bianchi", ["Giulia Rossi", "Marco Bianchi"]),
        ("dal nostro inviato Marco Bianchi", ["Marco Bianchi"]),
        ("Door Jan de Vries", ["Jan de Vries"]),
        ("Av Kari Nordmann og Ola Hansen", ["Kari Nordmann", "Ola Hansen"]),
        ("Af Mette Jensen", ["Mette Jensen"]),
        ("Text: Anna Svensson", ["Anna Svensson"]),
        ("Teksti: Aino Virtanen", ["Aino Virtanen"]),
        ("Autor: Jan Kowalski", ["Jan Kowalski"]),
        ("Oprac. Jan Kowalski", ["Jan Kowalski"]),
        ("Autor: Petr Novák, ČTK", ["Petr Novák"]),
        ("Szerző: Nagy Anna", ["Nagy Anna"]),
        ("de Ion Popescu", ["Ion Popescu"]),
        ("Autor: Ion Popescu", ["Ion Popescu"]),
        ("Автор: Анна Смирнова", ["Анна Смирнова"]),
        ("Текст: Иван Петров", ["Иван Петров"]),
        ("Иван Петров, корреспондент", ["Иван Петров"]),
        ("Автор: Олена Коваль", ["Олена Коваль"]),
        ("Piše: Ana Horvat", ["Ana Horvat"]),
        ("Пише: Јована Петровић", ["Јована Петровић"]),
        ("Γράφει η Μαρία Παπαδοπούλου", ["Μαρία Παπαδοπούλου"]),
        ("Του Νίκου Παπαδόπουλου", ["Νίκου Παπαδόπουλου"]),
        ("Yazan: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("Haber: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("Oleh: Siti Rahma", ["Siti Rahma"]),
        ("Oleh Siti Rahma dan Budi Santoso", ["Siti Rahma", "Budi Santoso"]),
        ("Penulis: Budi Santoso | Editor: Siti Rahma", ["Budi Santoso"]),
        ("Tác giả: Nguyễn Văn An", ["Nguyễn Văn An"]),
        ("بقلم: ليلى حداد", ["ليلى حداد"]),
        ("كتب - أحمد سالم", ["أحمد سالم"]),
        ("نویسنده: مریم احمدی", ["مریم احمدی"]),
        ("מאת: נועה לוי", ["נועה לוי"]),
        ("文／王小明", ["王小明"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("記者 王小明 台北報導", ["王小明"]),
        ("本报记者 王小明", ["王小明"]),
        ("作者：王小明", ["王小明"]),
        ("来源：新华社 作者：王小明", ["王小明"]),
        ("文・山田太郎", ["山田太郎"]),
        ("山田太郎記者", ["山田太郎"]),
        ("홍길동 기자", ["홍길동"]),
        ("[서울=홍길동 기자]", ["홍길동"]),
        ("राधा शर्मा द्वारा", ["राधा शर्मा"]),
        ("लेखक: राधा शर्मा", ["राधा शर्मा"]),
        ("লেখক: রহিম উদ্দিন", ["রহিম উদ্দিন"]),
        ("โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("Na Juma Hamisi", ["Juma Hamisi"]),
        ("Mwandishi: Juma Hamisi", ["Juma Hamisi"]),
        ("Ni Juan dela Cruz", ["Juan dela Cruz"]),
    ],
)
def test_a_byline_is_read_in_its_language(byline: str, names: list[str]) -> None:
    assert list(page(f'<p class="byline">{byline}</p>').authors) == names


@pytest.mark.parametrize(
    "byline",
    [
        "De nuestro corresponsal",
        "Von unserer Redaktion",
        "By Staff Reporter",
        "By our correspondent",
        "Par la rédaction",
        "Dal nostro inviato",
        "AFP",
        "By Reuters",
        "dpa/AFP",
        "新华社",
        "Share this article",
        "5 min read",
        "2 March 2026",
        "Photo: Getty Images",
        "Leer más",
        "Подписаться",
        "0 Comments",
    ],
)
def test_what_names_nobody_gives_no_person(byline: str) -> None:
    people = page(f'<p class="byline">{byline}</p>').authors
    assert people == () or people[0].casefold() in {"staff reporter", "redaktion", "rédaction", "la rédaction"}


@pytest.mark.parametrize(
    ("lang", "printed", "day"),
    [
        ("en", "March 1, 2026", 1),
        ("en", "Sunday 1 March 2026 09.30 GMT", 1),
        ("en", "1st March 2026, 9:30am", 1),
        ("en", "Published: Mar 1, 2026 | Updated: Mar 2, 2026", 1),
        ("en-GB", "01/03/2026", 1),
        ("en-US", "3/1/2026", 1),
        ("en", "28/02/2026 08:00", 28),
        ("en", "02/28/2026", 28),
        ("de", "1. März 2026, 9:30 Uhr", 1),
        ("de", "So, 01.03.2026, 09:30", 1),
        ("de", "Stand: 01.03.2026", 1),
        ("fr", "Publié le 1er mars 2026 à 09h30", 1),
        ("fr", "Publié le 01/03/2026 à 09:30, mis à jour le 02/03/2026", 1),
        ("es", "1 de marzo de 2026", 1),
        ("es", "01/03/2026 - 09:30", 1),
        ("es", "01-03-2026", 1),
        ("pt-BR", "01/03/2026 09h30", 1),
        ("pt", "1 mar. 2026", 1),
        ("it", "1 marzo 2026", 1),
        ("it", "01/03/26", 1),
        ("nl", "1 maart 2026", 1),
        ("sv", "1 mars 2026", 1),
        ("da", "1. marts 2026 kl. 09.30", 1),
        ("fi", "1.3.2026 9:30", 1),
        ("pl", "1 marca 2026, 9:30", 1),
        ("cs", "1. března 2026", 1),
        ("hu", "2026. március 1., 9:30", 1),
        ("hu", "2026.03.01. 09:30", 1),
        ("ro", "1 martie 2026", 1),
        ("ru", "1 марта 2026, 09:30", 1),
        ("uk", "1 березня 2026", 1),
        ("el", "1 Μαρτίου 2026", 1),
        ("tr", "1 Mart 2026 Pazar", 1),
        ("ar", "1 مارس 2026", 1),
        ("ar", "١ مارس ٢٠٢٦", 1),
        ("fa", "2026/03/01", 1),
        ("he", "1 במרץ 2026", 1),
        ("hi", "1 मार्च 2026", 1),
        ("hi", "01 मार्च 2026, 09:30 AM IST", 1),
        ("bn", "১ মার্চ ২০২৬", 1),
        ("ta", "1 மார்ச் 2026", 1),
        ("th", "1 มีนาคม 2569", 1),
        ("vi", "01/03/2026 09:30", 1),
        ("vi", "Ngày 1 tháng 3 năm 2026", 1),
        ("id", "Minggu, 1 Maret 2026 09:30 WIB", 1),
        ("zh", "2026年3月1日 09:30", 1),
        ("zh", "2026-03-01 09:30", 1),
        ("ja", "2026年3月1日(日) 9時30分", 1),
        ("ko", "2026.03.01 09:30", 1),
        ("ko", "2026년 3월 1일", 1),
        ("sw", "1 Machi 2026", 1),
    ],
)
def test_a_printed_date_is_read_in_its_language(lang: str, printed: str, day: int) -> None:
    found = page(f'<div class="meta"><span>{printed}</span></div>', lang=lang).published_at
    assert found is not None
    assert (found.year, found.month, found.day) == (2026, 3 if day == 1 else 2, day)


def test_what_slashes_mean_is_left_open_where_the_language_does_not_say() -> None:
    found = page("<p>01/03/2026</p>", lang="").published_at
    assert found is None or (found.month, found.day) in ((1, 3), (3, 1))


OTHERS = """<ul class="news"><li><a href="/b"><time datetime="2026-02-01T08:00:00Z">1 Feb</time> Harvest late</a></li>
<li><a href="/c"><time datetime="2026-02-03T08:00:00Z">3 Feb</time> Mayor resigns</a></li></ul>"""


@pytest.mark.parametrize(
    ("before", "beside", "after"),
    [
        (OTHERS, '<time datetime="2026-03-01T08:00:00Z">1 March</time>', ""),
        (f"<aside>{OTHERS}</aside>", '<time datetime="2026-03-01T08:00:00Z">1 March</time>', ""),
        (OTHERS, "<p>Published 1 March 2026</p>", OTHERS),
        ("", '<p class="date">1 March 2026</p>', f'<div class="related">{OTHERS}</div>'),
        ("<header><time>2 March 2026</time></header>", "<p>1 March 2026, 10:15</p>", ""),
        (
            "",
            '<p>Updated <time datetime="2026-03-02T08:00:00Z">2 March</time></p>'
            '<p>Published <time datetime="2026-03-01T08:00:00Z">1 March</time></p>',
            "",
        ),
        (
            "",
            '<time class="updated" datetime="2026-03-02T08:00:00Z">2 March</time>'
            '<time class="published" datetime="2026-03-01T08:00:00Z">1 March</time>',
            "",
        ),
        ("", '<time itemprop="dateModified" datetime="2026-03-02">2</time><p>1 March 2026</p>', ""),
    ],
)
def test_the_dates_of_other_texts_and_of_changes_are_not_the_publication(before: str, beside: str, after: str) -> None:
    found = page(beside, before=before, after=after).published_at
    assert found is not None
    assert (found.month, found.day) == (3, 1)


@pytest.mark.parametrize("desk", ["Morning Herald staff", "Onlineredaktion", "Newsroom"])
def test_a_desk_beside_the_date_counts_where_nobody_is_named(desk: str) -> None:
    assert page(f"<p>1 March 2026 · {desk}</p>").authors == (desk,)
    assert page(f"<p>1 March 2026 · {desk}</p><p>By Ada Byron</p>").authors == ("Ada Byron",)
