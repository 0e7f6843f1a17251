"""What stands around names in bylines, in some forty languages: lead-ins, labels, roles, places. Pure data.

Lead-ins are what a line begins with when an author follows; a label may be all of an element beside the name.
"""

from __future__ import annotations

import re

_KINDS = (
    r"written|posted|submitted|eingestellt|gepostet|gespeichert|published|reported|reporting|story|text|words|interview"
    r"|report|analysis|review|opinion|geschrieben|verfasst|veröffentlicht|erstellt|kommentar|bericht"
    r"|ein(?:e|en)? (?:kommentar|gastbeitrag|gastkommentar|artikel|beitrag|bericht|analyse|interview|reportage|kolumne"
    r"|essay|rezension|glosse)|an? (?:analysis|opinion|essay|review|interview)"
    r"|publié|écrit|rédigé|propos recueillis|une (?:analyse|chronique|enquête)|escrito|publicado|redactado|escritto"
    r"|scritto|pubblicato|skrivet|geschreven|view all posts|zeige alle beiträge|alle beiträge|mehr|more"
)
_LEADS = (
    r"by|von|vom|par|por|di|da|door|av|af|autor(?:in|en|es|a)?|author|auteur|autore|auteurs|text|texte|testo|texto|tekst"
    r"|teksti|redakteur(?:in)?|reporter|opinion|byline|автор|текст|yazan|oleh|penulis|tác giả|bởi|بقلم|كتب|كتبت|przez"
    r"|autorzy|napisał[a]?|napsala?|oprac\.|kirjoittaja|skrevet|piše|пише|пишу[тє]|szerző|írta|de|γράφε[ιe](?: ο| η)?"
    r"|aus [A-ZÄÖÜ][\w-]+ berichte[tn]|da redação,? por|mwandishi|โดย|द्वारा|लेखक|লেখক|লিখেছেন|எழுதியவர்"
    r"|(?:dal nostro|dalla nostra) (?:inviat[oa]|corrispondente)(?: (?:a|da) \w+)?"
    r"|de (?:nuestr[oa]s?|notre) (?:enviad[oa]s?|corresponsal(?:es)?|envoyée?s?|correspondante?s?)"
    r"(?: (?:spécial|especial)\w*)?(?: (?:en|à) \w+)?,?"
)
_BEFORE_COLON = (
    r"interview|haber|report|words|нап[иі]са[лв]а?|נכתב על ידי|מאת|نویسنده|مصنف|تحرير|إعداد|avtor|tekstas|editör"
)
_DENSE = (
    r"(?:本报|本報|本刊|本网|本網|特约|特約|实习|實習|見習|综合|綜合)?(?:记者|記者|通讯员|通訊員)"
    r"|作者|著者|撰文|责任编辑|責任編輯|编辑|기자"
)
LEAD_IN = re.compile(
    rf"^(?:\W*(?:{_KINDS})\s+)?\W*(?:(?:{_LEADS})(?:\s*[:：]\s*|\s+)|(?:{_BEFORE_COLON})\s*[:：]\s*"
    rf"|(?:{_DENSE})[\s:：／/・]+|(?:本报|本報)?(?:记者|記者)(?=[\u4e00-\u9fff])|文\s*[:：／/・|]\s*)",
    re.IGNORECASE,
)
"""What stands before a name: "By ", "Geschrieben von ", "作者："."""

_ONE_WORD = r"\s+(?!reda[czç]|ansa|agen|staff)[^\W\d_][\w'’-]*\s*(?=$|[,;|(&/\d]|\s(?:and|und|et|e|y|dan|och|og)\s)"
PRINTED_LEAD_IN = re.compile(rf"^(?!\W*(?-i:Di|DI|Da|DA){_ONE_WORD})" + LEAD_IN.pattern, re.IGNORECASE)
"""The same but for what one word more makes a name: "Di Zhou"."""

STATED_LEAD_IN = re.compile(rf"^(?!\W*(?-i:Di|DI|Da|DA|Oleh|Par){_ONE_WORD})" + LEAD_IN.pattern, re.IGNORECASE)
"""The same for what is meant to hold names alone, where lead-ins are rare: "Oleh Savchuk", "Par Lindgren"."""

SURE_LEAD_IN = re.compile(
    rf"^(?!\W*(?-i:(?:Di|Da|De|Av|Af)\s+[^\W\d_]|(?:Oleh|Par){_ONE_WORD})){LEAD_IN.pattern}|^(?:του|της|των)\s+",
    re.IGNORECASE,
)
"""What leads to a name even before what is known to be one: "By ", not "Da Eun Park"."""

LABEL = re.compile(
    r"\W*(?:by|von|par|por|door|autor(?:in|en|es|a)?|authors?|auteurs?|autor[ei]|text|texte|testo|texto|tekst|words"
    r"|interview|written by|posted by|geschrieben von|verfasst von|écrit par|escrito por|scritto da|geschreven door"
    r"|skrivet av|skrevet av|napisane przez|автор|текст|yazar|yazan|著者|作者|记者|記者|撰文|penulis|ditulis oleh"
    r"|tác giả|kirjoittaja|szerző|redakteur(?:in)?|reporter|journalist"
    r"|نویسنده|الكاتب|بقلم|מאת|लेखक|作成者|글쓴이|작성자)\W*",
    re.IGNORECASE,
)
"""The whole of a label whose neighbour is the name: "Auteur", "Written by:"."""

INNER_LABEL = re.compile(
    r"(?<=[\s|;,])(?:作者|记者|記者|撰文|authors?|autor(?:in|a)?|auteur|автор|penulis|yazar|by)\s*[:：]\s*",
    re.IGNORECASE,
)
"""A label in the middle of a line: "来源：新华社 作者：王小明"."""

# Balinese women's names begin with "Ni" as well: "Ni Luh Ayu".
_NI_IN_NAMES = r"ni\s+(?:luh|putu|wayan|made|kadek|nyoman|komang|ketut|nengah|gusti|ayu)\b"
WEAK_LEAD = re.compile(
    rf"^(?!(?-i:Na|Ni|O|A)\s+\S+$|{_NI_IN_NAMES})(?:na|ni|του|της|των|o|a|ο|η)\s+(?=[^\W\d_])", re.IGNORECASE
)
"""Words that mean "by" in Swahili, Filipino, Greek and much else elsewhere: only within what is marked as a byline."""

BEHIND = re.compile(r"\s+(?:द्वारा|লিখেছেন|기자|특파원|논설위원|선임기자|記者|记者)\s*$")
"""What says "by" behind the name."""

OTHER_HAND = re.compile(
    r"^\W*(?:photo\w*|fotos?|fotograf\w*|foto\w*|bild(?:er|text)?|images?|editing|edited|editor"
    r"|additional|kamera|camera|video"
    r"|graphics?|illustration\w*|zeichnung\w*|kuvat?|φωτ\w*|фото\w*|صور|تصوير|写真|撮影|摄影|攝影|사진|producer|produced"
    r"|source|quelle|fuente|fonte|kilde|источник|来源|來源|출처|translat\w*|übersetz\w*|traduc\w*|tradu\w*)\b",
    re.IGNORECASE,
)
"""Part of a byline that names somebody else than the writer: "photographs by", "Editing by"."""

IN_PICTURES = re.compile(
    r"\([^()]*(?:photo|foto|bild|image|grafik|video|kamera|camera|写真|摄影|攝影|사진)[^()]*\)",
    re.IGNORECASE,
)
"""What says so in brackets: "Ada Byron (Fotos)"."""

ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|contributor|columnist|staff|journalist|producer|bureau|chief|news|desk"
    r"|team|newsroom|newsdesk|redaktion|redakteur(?:in)?|korrespondent(?:in)?|volontär(?:in)?|autor(?:in)?|mitarbeiter"
    r"|\w+redaktion|\w+redakteur(?:in)?|\w+korrespondent(?:in)?|\w+reporter(?:in)?"
    r"|redacción|redaccion|redação|redacao|redazione|rédaction|redaktionen|redactie|redakcja|redakce|redakcia|editorial"
    r"|redakcija|szerkesztőség|toimitus|toimittaja|redacția|redacţia|uredništvo|редакцияси"
    r"|journaliste|periodista|jornalista|giornalista|corresponsal(?:es)?|correspondente|correspondante?s?|corrispondente"
    r"|envoyée?s?|enviad[oa]s?|inviat[oa]|dziennikarz|dziennikarka|redaktor|muhabir|wartawan|redaksi|agencies|agenturen"
    r"|agencias|agences|agenzie"
    r"|редакция|редакція|редакции|редакції|корреспондент|кореспондент|обозреватель|журналист\w*|admin|administrator"
    r"|webmaster|online|magazine?|zeitung|verlag|gmbh|ltd|inc|llc|अमर|संवाददाता|ब्यूरो|डेस्क|مراسل|المحرر|هيئة|تحریریه"
    # Indonesian for team, and a first name elsewhere.
    r"|(?-i:[Tt]im|TIM)(?:$|\s+(?:liputan|peliput|penulis|penyusun|investigasi|riset|jurnalis|kreatif|berita"
    r"|(?-i:[a-z]{6,}|[A-Z]{3,5}\s+[A-Z][a-z]+)))"
    r"|press|presse|media|medien|tv|radio|fernsehen|university|universität|institute?|foundation|stiftung|verband"
    r"|publishers?|publishing)\b|编辑部|編輯部|编辑|編輯|报道|報導|報道|综合|編集部|取材班|通信社|新闻|新聞|뉴스|편집",
    re.IGNORECASE,
)
"""A word of roles, desks, newsrooms and houses."""

NOT_A_NAME = re.compile(
    r"https?:|www\.|[@{}<>=!?©…]|\.(?:com|de|org|net|fr|es|it)\b|\b\d{3}|\d{5}|^[\W\d]*$|^\d+ \w+$"
    r"|^(?:stand|edit|am|um|share|print|drucken|teilen|follow|mehr|more|updated?|published|posted|quelle|source|datum"
    r"|date|by|von|par|por|bild|foto|photo|full bio|facebook|twitter|linkedin|whatsapp|e?-?mail|instagram|xing|telegram"
    r"|show more.*|print this.*|pub ?med|google scholar|kommentare?|comments?|partager|compartir|compartilhar|condividi"
    r"|delen|dela|del|udostępnij|sdílet|megosztás|поделиться|подписаться|поділитися|paylaş|bagikan|chia sẻ|مشاركة|شارك"
    r"|שתף|साझा करें|শেয়ার|分享|分享到|シェア|공유|공유하기|abonnieren|subscribe|suscribirse|s'abonner|seguir|folgen"
    r"|imprimer|imprimir|stampa|print|advertisement|anzeige|publicidad|publicité|реклама|reklama|reklam|iklan"
    r"|anonymous|anonym|anónimo|unknown|unbekannt|null|none|undefined|n/a|guest|gast|user|admin)$"
    r"|^(?:dal|dalla|de) nostr[oa]\b"
    r"|^(?:our|unser\w*|nuestr\w+|nostr\w+|notre|nos|noss\w+|наш\w*|naš\w*|nasz\w*|vår|vores|onze)\s",
    re.IGNORECASE,
)
"""What is never a name: addresses, figures, buttons, "our correspondent"."""

PLACE_BEHIND = re.compile(r",?\s+(?:in|aus|from|à|en|em|din|z|w|из|в|från|fra)\s+[^\W\d_].*$")
"""Where the author is, behind a full name: "Ada Byron in Paris"."""

PARTICLES = frozenset(
    [
        "da",
        "das",
        "de",
        "del",
        "della",
        "dela",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "i",
        "ibn",
        "la",
        "le",
        "las",
        "los",
        "van",
        "ten",
        "ter",
        "te",
        "til",
        "und",
        "von",
        "vom",
        "vander",
        "wa",
        "ul",
        "ud",
        "y",
        "zu",
        "zum",
        "zur",
        "af",
        "av",
        "al",
        "bin",
        "binti",
        "ben",
        "bint",
        "abu",
        "ould",
        "van't",
        "'t",
        "d'",
        "dal",
        "dalla",
        "dei",
        "degli",
        "san",
    ]
)
"""Small words within names."""
