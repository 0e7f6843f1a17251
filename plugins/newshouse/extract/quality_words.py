"""Words by which pages that are no whole articles give themselves away, in some forty languages. Pure data."""

from __future__ import annotations

import re

PAYWALL_WORDS = re.compile(
    r"subscri\w+ (?:to|now|today) .{0,30}(?:continue|read|unlock|access|full)|(?:to|and) (?:continue|keep) reading"
    r"|already a (?:subscriber|member)|for (?:subscribers|members|paying(?: \w+)?) only\b(?! since)"
    r"|subscribers? only\b(?!\s*:)"
    r"|exclusive to subscribers"
    r"|this (?:article|story|content) is (?:for|only|exclusive|reserved)|unlock this article"
    r"|you have .{0,30}free articles"
    r"|to read the (?:full|rest of the|whole) |start (?:your|a) (?:free )?trial"
    r"|abo (?:abschließen|sichern|testen)|weiterlesen mit|jetzt (?:weiterlesen|freischalten|testen)"
    r"|artikel freischalten"
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
    r"|abone ol|abonelere özel|только (?:для )?подписчик(?:ам|ов)|оформите подписку"
    r"|подпишитесь, чтобы|чтобы читать дальше"
    r"|тільки для передплатників"
    r"|μόνο για συνδρομητές|للمشتركين فقط|اشترك للقراءة|למנויים בלבד|会员专享|訂戶|订阅后|付费阅读|有料会員"
    r"|この記事は有料|残り\d+文字"
    r"|유료 기사|구독자 전용|khusus pelanggan|dành cho thành viên|केवल सदस्यों",
)
"""For lower-cased text."""

CONSENT_WORDS = re.compile(
    r"cookies?|consent|einwilligung|zustimm\w+|datenschutz\w*|consentement|traceurs|partenaires|consentimiento|socios"
    r"|consentimento|parceiros|consenso|toestemming|samtycke|samtykke|suostumus|zgod[aąęy]|partner(?:zy|n|s)?|souhlas"
    r"|hozzájárul\w*|consimțământ|согласие|згода|συγκατάθεση|çerez|rıza|ملفات تعريف الارتباط|עוגיות|同意"
    r"|クッキー|쿠키|партн[её]р\w*|شركا\w+|موافق\w+|合作伙伴|合作夥伴|パートナー|파트너|동의"
    r"|personali[sz]\w+|privacy|accept(?:er|ieren|all)?|akzeptier\w+|ablehnen|vendors?|gdpr|dsgvo|rgpd"
    r"|tracking|werbung",
    re.IGNORECASE,
)
ERROR_TITLE = re.compile(
    r"^\W*(?:error|fehler|erreur|errore|fel|feil|hata|ошибка)\W*(?:404|403|410|500|502|503)\b"
    r"|^\W*(?:404|403|410|500|502|503)(?:\W*$|\s*[-–—|:·]"
    r"|\W+(?:error|not found|forbidden|gone|internal|bad gateway|service|page))"
    r"|\b(?:page|site|article) not found\b"
    r"|^\W*(?:not found|access (?:to this page (?:has been|is) )?denied|forbidden|just a moment|attention required"
    r"|are you (?:a )?(?:human|robot)|captcha|robot check)\W*(?:$|\s[-–—|·])"
    r"|verify (?:that )?you are (?:a )?(?:human|not)"
    r"|(?:seite|artikel) (?:wurde )?nicht"
    r" gefunden|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada|pagina non trovata"
    r"|pagina niet gevonden|strona nie istnieje|nie znaleziono strony|страница не найдена|сторінку не знайдено"
    r"|sayfa bulunamadı"
    r"|sidan (?:kunde inte hittas|finns inte)|siden (?:ble )?ikke funnet|sivua ei löyt|الصفحة غير موجودة"
    r"|页面不存在|ページが見つかりません"
    r"|페이지를 찾을 수 없"
    r"|^\W*(?:sorry,? |oops\W+)?(?:this|that|the) page (?:isn.t available"
    r"|(?:can.?t|cannot|could not) be found|does ?n.t exist)"
    r"|^\W*(?:diese )?seite (?:existiert nicht|ist nicht (?:verfügbar|vorhanden))"
    r"|^\W*cette page n.existe (?:pas|plus)"
    r"|^\W*esta página no existe|^\W*esta página não existe|^\W*strona nie została znaleziona"
    r"|^\W*stránka (?:nenalezena|nebyla nalezena|neexistuje|sa nenašla|nebola nájdená)"
    r"|^\W*siden (?:blev ikke fundet|findes ikke|finnes ikke)|^\W*az oldal nem található"
    r"|^\W*pagina nu (?:a fost găsită|există)|^\W*η σελίδα δεν (?:βρέθηκε|υπάρχει)|^\W*страницата не е намерена"
    r"|^\W*stranica nije pronađena|^\W*stran ne obstaja|^\W*puslapis nerastas|^\W*lapa nav atrasta"
    r"|^\W*lehte ei leitud"
    r"|^\W*ה?(?:דף|עמוד) לא נמצא|صفحه (?:مورد نظر )?(?:پیدا|یافت) نشد|صفحہ نہیں ملا|^\W*पृष्ठ नहीं मिला"
    r"|^\W*পাতাটি পাওয়া যায়নি"
    r"|^\W*halaman tidak (?:ditemukan|dijumpai)|^\W*không tìm thấy trang|^\W*ไม่พบหน้า|^\W*找不到(?:網|网)?(?:頁|页)",
    re.IGNORECASE,
)
CONSENT_TITLE = re.compile(
    r"^\W*(?:before you continue|bevor sie|avant de continuer|antes de continuar|prima di continuare|voordat je)"
    r"|cookie|consent|zustimmung|einwilligung|privacy (?:gate|wall|settings)|datenschutz-?einstellungen",
    re.IGNORECASE,
)
WALL_BEGINNING = re.compile(
    r"\W*(?:before (?:you )?continu|bevor (?:sie|du)|avant de (?:continuer|poursuivre)|antes de (?:continuar|seguir)"
    r"|prima di (?:continuare|proseguire)|voordat (?:je|u)|innan du|før du|ennen kuin|zanim (?:przejdziesz|zaczniesz)"
    r"|než budete|mielőtt|înainte de|прежде чем|перш ніж|преди да|πριν (?:συνεχίσετε|να)|devam etmeden"
    r"|قبل أن|قبل المتابعة|לפני ש|在继续|继续之前|在您继续|繼續之前|続行する前|続ける前|계속하기 전"
    r"|sebelum (?:anda )?melanjutkan|trước khi)",
    re.IGNORECASE,
)
ACCEPTING = re.compile(
    r"accept|akzept|zustimm|einverstanden|aceptar|aceitar|accett|akkoord|godkänn|godta|tillad|hyväksy|akceptuj"
    r"|zgadzam"
    r"|souhlas|súhlas|elfogad|принять|приня[тл]|соглас|прийняти|погодж|приемам|αποδοχή|συμφωνώ|kabul|قبول|موافق"
    r"|הסכמ|מסכימ"
    r"|同意|接受|동의|수락|setuju|terima|đồng ý|स्वीकार",
    re.IGNORECASE,
)
LIVE_WORDS = frozenset(
    (
        *("liveblog", "livebericht", "liveticker", "newsblog", "newsticker", "livetext", "endirect", "endirecto"),
        *("minutoaminuto", "minuteparminute", "aovivo", "indiretta", "livenews"),
    )
)
"""In an address, as one word or as words that follow one another."""

LIVE_BEGINNINGS = frozenset(("directo", "direct", "diretta", "livestream"))
"""As first word of the last part, or as a folder."""

LIVE_FOLDERS = LIVE_BEGINNINGS | {"live"}
GALLERY_WORDS = frozenset(
    (
        *("bildergalerie", "fotostrecke", "bilderstrecke", "slideshow", "diaporama", "fotogaleria", "fotogalerie"),
        *("fotogallery", "photogallery", "kepgaleria"),
    )
)
"""Anywhere in an address."""

GALLERY_FOLDERS = frozenset(("gallery", "galleries", "galerie", "galeria", "galerija", "fotos", "photos", "pictures"))
"""As a folder, or first word of the last part: elsewhere they may be what the article is about."""

VIDEO_FOLDERS = frozenset(("video", "videos", "watch", "mediathek", "tv", "videa", "wideo", "видео"))
LISTING_TYPES = frozenset(
    ("collectionpage", "searchresultspage", "profilepage", "contactpage", "aboutpage", "product", "event", "jobposting")
)


LISTING_FOLDERS = frozenset(
    (
        *("tag", "tags", "topic", "topics", "thema", "themen", "theme", "themes", "tema", "temas", "temi", "sujet"),
        *(
            "category",
            "categories",
            "kategorie",
            "categorie",
            "categoria",
            "kategoria",
            "rubrik",
            "rubrique",
            "section",
        ),
        *("search", "suche", "recherche", "buscar", "busca", "busqueda", "ricerca", "cerca", "zoeken", "szukaj", "sok"),
        *("author", "authors", "autor", "autoren", "auteur", "autore", "autores", "autori", "profile", "etiqueta"),
        *("archive", "archives", "archiv", "archivo", "arquivo", "archivio", "arkiv", "keyword", "keywords", "label"),
        *("etiquetas", "mot-cle", "stichwort", "schlagwort", "tagi", "temat", "hashtag", "poisk", "arama", "etiket"),
    )
)
"""Folders of addresses that hold lists of articles."""

SEARCH_KEYS = frozenset(("q", "s", "query", "search", "suche", "keyword", "keywords", "buscar", "text"))
"""What a search's words are called in an address."""
