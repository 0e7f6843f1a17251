"""What a text is when it is not the whole of an article: a teaser, a wall, a gallery. Pure.

Flagged articles are kept, but found no story and count as no copy. Each flag needs evidence from the page's own
statements or its words; the words are those that outlets in some thirty languages put on their walls.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from newshouse.extract import jsonld
from newshouse.extract.document import Page
from newshouse.extract.metadata import path_words

_SHOWING_TAGS = ("p", "div", "span", "section", "h2", "h3", "h4", "a", "b", "strong", "li")
_MAX_SEARCHED_CHARS = 100_000
_STUB_CHARS = 200  # Two sentences; in scripts without spaces a character carries two to three times as much
_STUB_DENSE_CHARS = 80
_TEASER_CHARS = 1_600  # Teasers run to two or three paragraphs
_WALL_CHARS = 2_500
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

_PAYWALL_WORDS = re.compile(
    r"subscri\w+ (?:to|now|today) .{0,30}(?:continue|read|unlock|access|full)|(?:to|and) (?:continue|keep) reading"
    r"|already a (?:subscriber|member)|for (?:subscribers|members|paying) only|subscribers? only"
    r"|exclusive to subscribers"
    r"|this (?:article|story|content) is (?:for|only|exclusive|reserved)|unlock this article"
    r"|you have .{0,30}free articles"
    r"|weiterlesen mit|jetzt (?:weiterlesen|freischalten|testen)|artikel freischalten"
    r"|sie (?:haben|sind) (?:noch kein|bereits)"
    r" abo|nur für abonnent|exklusiv für abonnent|abonnieren .{0,30}weiterlesen|(?:plus|premium)-artikel"
    r"|mit .{1,15}\+ lesen"
    r"|réservé (?:à nos|aux) abonn|(?:la suite|cet article) est réservé|il vous reste .{1,20}de cet article"
    r"|abonnez-vous pour"
    r"|(?:exclusivo|solo|reservado) para (?:suscriptores|socios|assinantes|usuarios)"
    r"|suscríbete para (?:seguir|leer|continuar)"
    r"|contenido exclusivo|conteúdo exclusivo|assine para|exclusivo para assinantes|continue lendo"
    r"|riservat[oa] agli abbonati|abbonati per (?:continuare|leggere)|contenuto (?:riservato|esclusivo)"
    r"|(?:alleen|exclusief) voor abonnees|lees verder (?:met|als)|word abonnee"
    r"|dostęp (?:tylko )?dla (?:subskrybent|prenumerat)"
    r"|dalsza część artykułu|pokračování .{0,20}předplatitel|jen pro předplatitele|len pre predplatiteľov"
    r"|csak előfizető"
    r"|(?:för|for) (?:prenumeranter|abonnenter|abonnement)|läs vidare med|kun for abonnent|vain tilaajille"
    r"|jatka lukemista"
    r"|abone ol|abonelere özel|только для подписчиков|подпишитесь, чтобы|чтобы читать дальше"
    r"|тільки для передплатників"
    r"|μόνο για συνδρομητές|للمشتركين فقط|اشترك للقراءة|למנויים בלבד|会员专享|訂戶|订阅后|付费阅读|有料会員"
    r"|この記事は有料|残り\d+文字"
    r"|유료 기사|구독자 전용|khusus pelanggan|dành cho thành viên|केवल सदस्यों",
    re.IGNORECASE,
)
_CONSENT_WORDS = re.compile(
    r"cookies?|consent|einwilligung|zustimm\w+|datenschutz\w*|consentement|traceurs|partenaires|consentimiento|socios"
    r"|consentimento|parceiros|consenso|toestemming|samtycke|samtykke|suostumus|zgod[aęy]|partner(?:zy|n|s)?|souhlas"
    r"|hozzájárul\w*|consimțământ|согласие|згода|συγκατάθεση|çerez|rıza|ملفات تعريف الارتباط|עוגיות|同意"
    r"|クッキー|쿠키|партн[её]р\w*|شركا\w+|موافق\w+|合作伙伴|合作夥伴|パートナー|파트너|동의"
    r"|personali[sz]\w+|privacy|accept(?:er|ieren|all)?|akzeptier\w+|ablehnen|vendors?|gdpr|dsgvo|rgpd"
    r"|tracking|werbung",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"^\W*(?:404|403|410|500|502|503)\b|\b(?:page|site|article) not found\b|^not found|access denied"
    r"|^forbidden|just a moment"
    r"|attention required|are you (?:a )?(?:human|robot)|captcha|robot check|verify you are"
    r"|(?:seite|artikel) (?:wurde )?nicht"
    r" gefunden|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada|pagina non trovata"
    r"|pagina niet gevonden|strona nie istnieje|nie znaleziono strony|страница не найдена|сторінку не знайдено"
    r"|sayfa bulunamadı"
    r"|sidan (?:kunde inte hittas|finns inte)|siden (?:ble )?ikke funnet|sivua ei löyt|الصفحة غير موجودة"
    r"|页面不存在|ページが見つかりません"
    r"|페이지를 찾을 수 없",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"^\W*(?:before you continue|bevor sie|avant de continuer|antes de continuar|prima di continuare|voordat je)"
    r"|cookie|consent|zustimmung|einwilligung|privacy (?:gate|wall|settings)|datenschutz-?einstellungen",
    re.IGNORECASE,
)
_WALL_BEGINNING = re.compile(
    r"\W*(?:before (?:you )?continu|bevor (?:sie|du)|avant de (?:continuer|poursuivre)|antes de (?:continuar|seguir)"
    r"|prima di (?:continuare|proseguire)|voordat (?:je|u)|innan du|før du|ennen kuin|zanim (?:przejdziesz|zaczniesz)"
    r"|než budete|mielőtt|înainte de|прежде чем|перш ніж|преди да|πριν (?:συνεχίσετε|να)|devam etmeden"
    r"|قبل أن|قبل المتابعة|לפני ש|在继续|继续之前|在您继续|繼續之前|続行する前|続ける前|계속하기 전"
    r"|sebelum (?:anda )?melanjutkan|trước khi)",
    re.IGNORECASE,
)
_ACCEPTING = re.compile(
    r"accept|akzept|zustimm|einverstanden|aceptar|aceitar|accett|akkoord|godkänn|godta|tillad|hyväksy|akceptuj|zgadzam"
    r"|souhlas|súhlas|elfogad|принять|приня[тл]|соглас|прийняти|погодж|приемам|αποδοχή|συμφωνώ|kabul|قبول|موافق|הסכמ|מסכימ"
    r"|同意|接受|동의|수락|setuju|terima|đồng ý|स्वीकार",
    re.IGNORECASE,
)
_LIVE_WORDS = frozenset(
    ("liveblog", "livebericht", "liveticker", "newsblog", "newsticker", "livetext", "endirect", "directo", "minuto")
)
_GALLERY_WORDS = frozenset(
    (
        *("gallery", "galleries", "galerie", "bildergalerie", "fotostrecke", "bilderstrecke", "fotos", "photos"),
        *("slideshow", "diaporama", "galeria", "fotogaleria", "fotogalerie", "fotogallery", "kepgaleria", "galerija"),
    )
)
_VIDEO_WORDS = frozenset(("video", "videos", "watch", "mediathek", "tv", "videa", "wideo", "видео"))
_LISTING_TYPES = frozenset(
    ("collectionpage", "searchresultspage", "profilepage", "contactpage", "aboutpage", "product", "event", "jobposting")
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page. ``buttons``: the texts on its buttons; ``is_free``: as stated."""

    title: str | None
    body: str
    buttons: str
    is_free: bool | None


def button_texts(page: Page) -> str:
    """What stands on the page's buttons. To be asked before the tree is pruned."""
    return "\n".join("".join(map(str, button.itertext())) for button in page.tree.iter("button"))


def flags_of(page: Page, reading: Reading) -> tuple[str, ...]:
    """The flags of records.Article that hold, in alphabetical order; empty for an ordinary article."""
    title, body = reading.title, reading.body
    found = {
        "consent": _is_consent(page, reading),
        "gallery": _is_gallery(page, body),
        "live_blog": _is_live(page),
        "not_article": _is_no_article(page, title),
        "paywall": _is_paywall(page, reading),
        "stub": _is_short(body),
        "video": _is_video(page, body),
    }
    return tuple(sorted(flag for flag, holds in found.items() if holds))


def _types(page: Page) -> frozenset[str]:
    return frozenset(kind for node in page.nodes for kind in jsonld.types(node))


def _is_short(body: str) -> bool:
    dense = len(_DENSE.findall(body[:1_000])) > 0.3 * min(len(body), 1_000)
    return len(body) < (_STUB_DENSE_CHARS if dense else _STUB_CHARS)


def _is_paywall(page: Page, reading: Reading) -> bool:
    """A short text on a page that states, or says in words, that the rest is for subscribers."""
    if len(reading.body) > _TEASER_CHARS:
        return False
    if reading.is_free is not None:
        return not reading.is_free
    shown = "\n".join(map(str, page.tree.itertext(*_SHOWING_TAGS)))
    return _PAYWALL_WORDS.search(f"{reading.buttons}\n{shown}"[:_MAX_SEARCHED_CHARS]) is not None


def _is_consent(page: Page, reading: Reading) -> bool:
    """A page that is a consent wall: by its host or title, by its beginning and a button to accept, or by its words."""
    title, body = reading.title, reading.body
    if len(body) > _WALL_CHARS or page.article is not None:
        return False
    host = urlsplit(page.url).hostname or ""
    words = len(body.split()) or 1
    mentions = len(_CONSENT_WORDS.findall(body))
    named = host.startswith(("consent.", "zustimmung.", "cmp.")) or _CONSENT_TITLE.search(title or "") is not None
    accepting = _ACCEPTING.search(reading.buttons) is not None
    if accepting and mentions >= (1 if _WALL_BEGINNING.match(body) else 2) and mentions > 0.04 * words:
        return True
    return (named and mentions >= 2 and mentions > 0.02 * words) or (mentions >= 5 and mentions > 0.04 * words)


def _is_gallery(page: Page, body: str) -> bool:
    if len(body) > _TEASER_CHARS:
        return False
    return bool(_types(page) & {"imagegallery", "mediagallery"}) or not _GALLERY_WORDS.isdisjoint(path_words(page.url))


def _is_video(page: Page, body: str) -> bool:
    """A page whose matter is a video: short text, and stated so or filed under videos."""
    if len(body) > _TEASER_CHARS / 2:
        return False
    kind = (page.meta("og:type") or "").lower()
    only_video = "videoobject" in _types(page) and page.article is None
    return kind.startswith("video") or only_video or not _VIDEO_WORDS.isdisjoint(path_words(page.url))


def _is_live(page: Page) -> bool:
    words = list(path_words(page.url))
    adjoining = {first + second for first, second in itertools.pairwise(words)}
    return "liveblogposting" in _types(page) or not _LIVE_WORDS.isdisjoint({*words, *adjoining})


def _is_no_article(page: Page, title: str | None) -> bool:
    """An error page, a home page, a listing, a product: by title, address or statement."""
    if _ERROR_TITLE.search(title or ""):
        return True
    if page.article is not None:
        return False
    parts = urlsplit(page.url)
    if parts.path.strip("/") == "" and not parts.query:
        return True
    kind = (page.meta("og:type") or "").lower()
    return (bool(_types(page) & _LISTING_TYPES) and kind != "article") or kind in ("product", "profile", "product.item")
