"""Pages that are no whole articles, of each kind in several languages, read as a worker reads them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newshouse.errors import RejectError
from newshouse.extract import extract_article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://www.example-herald.example/a/old-bridge-reopens"
EN = "The bridge carries some nine thousand vehicles a day, and its closure had cost the valley's shops dearly. "


def flags(body: str, *, title: str = "Old bridge reopens", head: str = "", url: str = URL) -> tuple[str, ...]:
    """What the page is flagged as; a page without any text of its own is rejected, which keeps it out as well."""
    html = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    try:
        return extract_article(html.encode(), url=url, headers=(), fetched_at=NOW).flags
    except RejectError as error:
        return (error.reason,)


def paragraphs(text: str = EN, count: int = 10) -> str:
    return f"<article>{f'<p>{text * 2}</p>' * count}</article>"


@pytest.mark.parametrize(
    "wall",
    [
        "Subscribe now to continue reading this article",
        "This article is for subscribers only",
        "Already a subscriber? Log in",
        "To read the full story, start your free trial",
        "Diesen Artikel lesen Sie mit Plus: Jetzt Abo abschließen und weiterlesen",
        "Weiterlesen mit Kurier+",
        "Cet article est réservé aux abonnés",
        "Il vous reste 80% de cet article à lire",
        "Este contenido es exclusivo para suscriptores",
        "Suscríbete para seguir leyendo",
        "Conteúdo exclusivo para assinantes",
        "Contenuto riservato agli abbonati",
        "Lees verder met een abonnement",
        "Dalsza część artykułu dostępna dla subskrybentów",
        "Celý článek jen pro předplatitele",
        "Artikeln är för prenumeranter",
        "Artikkelen er kun for abonnenter",
        "Tämä artikkeli on vain tilaajille",
        "Материал доступен только подписчикам",
        "Это материал по подписке. Оформите подписку, чтобы читать дальше",
        "Bu içerik abonelere özel",
        "هذا المحتوى متاح للمشتركين فقط",
        "הכתבה המלאה למנויים בלבד",
        "本文为付费内容，订阅后继续阅读",
        "此為訂戶專享內容",
        "この記事は有料会員限定です。残り 1200文字",
        "유료 구독자 전용 기사입니다",
        "Artikel ini khusus pelanggan",
        "यह लेख केवल सदस्यों के लिए है",
    ],
)
def test_a_teaser_before_a_wall_is_flagged(wall: str) -> None:
    assert "paywall" in flags(f"{paragraphs(count=2)}<div class=wall><p>{wall}</p></div>")


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>',
        '<meta property="article:content_tier" content="locked">',
    ],
)
def test_a_teaser_that_is_stated_to_be_one_is_flagged(head: str) -> None:
    assert "paywall" in flags(paragraphs(count=2), head=head)


CONSENT = [
    "Before you continue. We and our 812 partners store and access cookies on your device to personalise ads. With your"
    " consent we may use precise location data. You can withdraw consent in our privacy settings at any time.",
    "Bevor Sie fortfahren. Wir und unsere Partner speichern Cookies auf Ihrem Gerät. Mit Ihrer Einwilligung verarbeiten"
    " wir Daten für personalisierte Werbung. Die Zustimmung können Sie in den Datenschutzeinstellungen widerrufen.",
    "Avant de continuer. Nos partenaires et nous déposons des cookies et traceurs. Avec votre consentement nous"
    " traitons des données. Vous pouvez retirer votre consentement à tout moment, ou refuser les cookies.",
    "Antes de continuar. Nosotros y nuestros socios usamos cookies. Con su consentimiento tratamos datos. Puede retirar"
    " el consentimiento o rechazar las cookies de nuestros socios.",
    "Prima di continuare. Noi e i nostri partner usiamo cookie. Con il tuo consenso trattiamo dati; il consenso può"
    " essere revocato e i cookie rifiutati in ogni momento.",
    "Voordat je verdergaat. Wij en onze partners plaatsen cookies. Met je toestemming verwerken wij gegevens; je kunt"
    " de toestemming intrekken en cookies weigeren.",
    "Zanim przejdziesz do serwisu. My i nasi partnerzy używamy plików cookies. Za twoją zgodą przetwarzamy dane; zgodę"
    " możesz wycofać, a cookies odrzucić.",
]


@pytest.mark.parametrize("wall", CONSENT)
def test_a_consent_wall_is_flagged(wall: str) -> None:
    found = flags(f"<div><p>{wall}</p></div><button>OK</button>", title=wall.split(".")[0])
    assert "consent" in found


@pytest.mark.parametrize(
    "title",
    [
        "404 - Page not found",
        "Page not found | Example Herald",
        "Sorry, this page isn't available",
        "Oops! That page can't be found.",
        "Error 404",
        "Seite nicht gefunden",
        "Diese Seite existiert nicht",
        "Page introuvable",
        "Cette page n'existe pas",
        "Página no encontrada",
        "Página não encontrada",
        "Pagina non trovata",
        "Pagina niet gevonden",
        "Strona nie została znaleziona",
        "Stránka nenalezena",
        "Sidan kunde inte hittas",
        "Siden blev ikke fundet",
        "Sivua ei löytynyt",
        "Az oldal nem található",
        "Pagina nu a fost găsită",
        "Страница не найдена",
        "Сторінку не знайдено",
        "Η σελίδα δεν βρέθηκε",
        "Sayfa bulunamadı",
        "الصفحة غير موجودة",
        "הדף לא נמצא",
        "صفحه پیدا نشد",
        "पृष्ठ नहीं मिला",
        "Halaman tidak ditemukan",
        "Không tìm thấy trang",
        "ไม่พบหน้าที่คุณต้องการ",
        "页面不存在",
        "找不到網頁",
        "ページが見つかりません",
        "페이지를 찾을 수 없습니다",
        "Just a moment...",
        "Access denied",
        "Attention Required! | Cloudflare",
        "503 Service Unavailable",
        "404 Not Found",
        "403: Forbidden",
        "Access to this page has been denied",
        "Captcha",
    ],
)
def test_an_error_page_that_claims_success_is_flagged(title: str) -> None:
    text = "The page you asked for could not be shown. Perhaps the address was mistyped, or the page has been moved. "
    assert "not_article" in flags(f"<p>{text * 3}</p>", title=title)


TEASERS = "".join(
    f'<div class="teaser"><h2><a href="/a/{n}">Council votes on the dyke for the {n}th time this year</a></h2>'
    f"<p>{EN}</p><a href='/a/{n}'>Read more</a></div>"
    for n in range(12)
)


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("/", ""),
        ("/politics/", '<meta property="og:type" content="website">'),
        ("/politik", '<script type="application/ld+json">{"@type": "CollectionPage", "name": "Politik"}</script>'),
        ("/tag/harbour", ""),
        ("/tags/harbour/", ""),
        ("/topic/dykes", ""),
        ("/thema/deiche", ""),
        ("/category/news/page/3/", ""),
        ("/search?q=harbour", ""),
        ("/suche/?query=deich", ""),
        ("/recherche?s=digue", ""),
        ("/author/ada-byron/", '<meta property="og:type" content="profile">'),
        ("/autor/ada-byron", ""),
        ("/archive/2026/03", ""),
        ("/etiqueta/puerto", ""),
    ],
)
def test_a_list_of_articles_is_no_article(path: str, head: str) -> None:
    found = flags(TEASERS, title="News", head=head, url=f"https://www.example-herald.example{path}")
    assert {"not_article", "no_text"} & set(found)


@pytest.mark.parametrize(
    ("flag", "path", "head"),
    [
        ("video", "/video/bridge-reopens", ""),
        ("video", "/a/bridge", '<meta property="og:type" content="video.other">'),
        ("video", "/a/bridge", '<script type="application/ld+json">{"@type": "VideoObject", "name": "B"}</script>'),
        ("gallery", "/bildergalerie/bruecke", ""),
        ("gallery", "/diaporama/pont", ""),
        ("gallery", "/fotogaleria/puente", ""),
        ("gallery", "/a/bridge", '<script type="application/ld+json">{"@type": "ImageGallery"}</script>'),
    ],
)
def test_a_page_of_pictures_is_flagged(flag: str, path: str, head: str) -> None:
    assert flag in flags(f"<p>{EN * 3}</p>", head=head, url=f"https://www.example-herald.example{path}")


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("/live/election-night", ""),
        ("/politik/liveticker-wahl", ""),
        ("/monde/live/article/en-direct-elections", ""),
        ("/ultima-hora/elecciones-en-directo-minuto-a-minuto", ""),
        ("/a/election", '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "E"}</script>'),
    ],
)
def test_a_live_blog_is_flagged(path: str, head: str) -> None:
    assert "live_blog" in flags(paragraphs(), head=head, url=f"https://www.example-herald.example{path}")


@pytest.mark.parametrize(
    ("title", "text", "path"),
    [
        ("Court rules that cookie banners need consent", EN, "/tech/cookies-consent-ruling"),
        ("Newspaper puts its archive behind a paywall for subscribers", EN, "/media/paywall"),
        ("Forest fire: missing hiker found after two days", EN, "/a/hiker-found"),
        ("Police search for witnesses after crash", EN, "/a/police-search-for-witnesses"),
        ("The author of the year", EN, "/culture/author-of-the-year-2026"),
        ("Live music returns to the old bridge", EN, "/culture/live-music-returns"),
        ("TV rights sold for a record sum", EN, "/sport/tv-rights-sold"),
        ("Why nobody can find this page of history", EN, "/a/page-of-history"),
        ("Die Brücke ist wieder offen", "Neuntausend Fahrzeuge fahren täglich über die Brücke im Tal. ", "/a/bruecke"),
        ("500 people evacuated as river bursts its banks", EN, "/a/river-bursts-its-banks"),
        ("410 jobs to go at the shipyard", EN, "/a/jobs-to-go"),
        ("Not found guilty: jury clears former mayor", EN, "/a/jury-clears-mayor"),
        ("Access denied: how cities lock out wheelchairs", EN, "/a/how-cities-lock-out"),
        ("Captcha tests no longer tell people from machines", EN, "/tech/captcha-tests"),
        ("Forbidden fruit: figs return to the valley", EN, "/a/figs-return"),
        ("Gol en el minuto noventa", EN, "/deportes/gol-en-el-minuto-90"),
        ("Vuelo directo a la isla", EN, "/economia/vuelo-directo-a-la-isla"),
        ("老桥修复后重新开放", "这座桥每天有九千辆车通过，封闭期间山谷里的商店损失惨重。", "/a/bridge"),
        ("إعادة افتتاح الجسر القديم", "يعبر الجسر نحو تسعة آلاف مركبة يوميا وقد كلف إغلاقه المتاجر كثيرا. ", "/a/jisr"),
        ("สะพานเก่าเปิดอีกครั้ง", "สะพานแห่งนี้มีรถผ่านวันละเก้าพันคัน และการปิดทำให้ร้านค้าในหุบเขาเสียหายมาก ", "/a/bridge"),
    ],
)
def test_an_article_about_such_things_has_no_flag(title: str, text: str, path: str) -> None:
    assert flags(paragraphs(text), title=title, url=f"https://www.example-herald.example{path}") == ()


@pytest.mark.parametrize(
    "path",
    [
        "/a/police-release-photos-of-suspects",
        "/culture/art-gallery-reopens",
        "/economy/video-game-sales-fall",
        "/city/new-tv-tower-opens",
        "/politics/watch-dealers-fear-tariffs",
        "/a/bridge-video-12345.html",
    ],
)
def test_a_short_article_is_not_taken_for_pictures_by_a_word_of_its_address(path: str) -> None:
    assert flags(f"<article><p>{EN * 3}</p></article>", url=f"https://www.example-herald.example{path}") == ()


@pytest.mark.parametrize(
    ("flag", "path", "head"),
    [
        ("video", "/a/bridge-reopens-video-12345.html", '<meta property="og:video" content="https://x.example/v.mp4">'),
        ("video", "/a/watch-bridge-reopens", '<meta name="twitter:player" content="https://x.example/v">'),
        ("gallery", "/a/photos-the-old-bridge", ""),
        ("live_blog", "/noticias/directo-elecciones-2026", ""),
    ],
)
def test_a_word_of_the_address_counts_where_it_is_told_by_its_place(flag: str, path: str, head: str) -> None:
    url = f"https://www.example-herald.example{path}"
    assert flags(f"<article><p>{EN * 3}</p></article>", head=head, url=url) == (flag,)


@pytest.mark.parametrize(
    ("above", "inside", "below"),
    [
        ("<div class=topbar><p>Already a subscriber? Log in</p></div>", "", ""),
        ("<div class=topbar><a href='/abo'>Abone ol</a></div>", "", ""),
        ("", f"To read the full report, councillors needed a week, said the mayor in a long statement. {EN}", ""),
        ("", f"The club has been for members only since 1931, and it intends to stay so, its chairman said. {EN}", ""),
        ("", "", "<div class=related><h3><a href='/c'>Subscribers only: crossword</a></h3></div>"),
    ],
)
def test_words_of_a_wall_elsewhere_make_no_wall(above: str, inside: str, below: str) -> None:
    text = f"<article><p>{EN * 2}</p><p>{inside}</p><p>{EN * 2}</p></article>"
    assert flags(f"{above}{text}{below}") == ()
