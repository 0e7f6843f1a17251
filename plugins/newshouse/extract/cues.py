"""Words that give a block away: names of classes and ids, and phrases that lead elsewhere. Pure data.

The phrases are what news pages of some forty languages put in front of links, boxes and credits; they are evidence
among other evidence for the block model, never a verdict of their own.
"""

from __future__ import annotations

import re

_CHROME = (
    r"ads? advert\w* sponsor\w* promo\w* related recirc\w* recommend\w* newsletter\w* sign-?up subscri\w+ share\w*"
    r" sharing social\w* comment\w* disqus footer footnote sidebar aside widget\w* teaser\w* tags? taglist topics?"
    r" breadcrumbs? menu nav\w* popular trending most-?\w+ more read-?more byline author\w* bio meta\w* date dateline"
    r" timestamp credit\w* caption\w* copyright legal disclaimer cookie\w* consent modal popup overlay paywall regwall"
    r" login register gallery slideshow carousel slider player video toolbar print hidden outbrain taboola next prev\w*"
    r" pager pagination toc cta banner shop\w* rating poll vote figcaption infobox box notice message form"
)
CHROME_NAME = re.compile(rf"(?:^|[\s_-])(?:{'|'.join(_CHROME.split())})(?:$|[\s_-])")
"""A class or id that page furniture is given, in small letters (ignoring case would cost three times as much). Camel
case is to be divided before."""

BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:article\w*|body\w*|content\w*|story\w*|entry\w*|post\w*|text\w*|main|page|paragraph|richtext|prose|p)"
    r"(?:$|[\s_-])",
)
"""A class or id that an article's text is given, in small letters."""

WHOLE_BODY_NAME = re.compile(
    r"(?:article|story|post|entry|news|single|blog|main|page|field|content)[\s_-]{1,2}(?:body|content|text|copy|main|detail\w*)"
    r"|(?:body|content|text|main)[\s_-]{1,2}(?:article|story|post|entry|text|content|body)|articlebody|rich-?text",
)
"""A class, id or itemprop that the container of a whole text is given, in small letters."""

CAMEL_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

_LEADING_AWAY = (
    # English
    r"read (?:more|also|next|the)|also read|see (?:also|more)|more (?:from|on|about|in|stories|news)|more:|related"
    r"|recommended|don'?t miss|watch(?: also| more|:| now)|listen(?: to|:)|you (?:may|might) (?:also )?(?:like|want)"
    r"|what to read|up next|in case you missed|trending|most (?:read|popular|viewed)|click here|sign up|subscribe"
    r"|follow us|follow .{2,30} on |join (?:us|our)|download (?:the|our)|get the (?:latest|day|best|times)"
    r"|share (?:this|on)|tags?\b|topics\b|filed under|categor|comments?\b|leave a (?:reply|comment)|advert|sponsored"
    r"|editor'?s (?:pick|note)|image (?:source|credit)|photo(?:s|graph)?(?: by|:| credit)|picture:|source:|credit|©"
    r"|copyright|all rights reserved",
    # German, Dutch, Nordic
    r"lesen sie|lies auch|mehr (?:zum|zu|über|aus|von|artikel|infos)|weitere (?:artikel|themen|infos|news|meld)"
    r"|weiterlesen|siehe auch|auch interessant|das könnte|passend dazu|zum thema|themen\b|schlagw|teilen|foto"
    r"|bild(?:er|quelle)?:|quelle|newsletter|abonn|jetzt |hier (?:geht|klicken|find|lesen)|kommentare?\b|anzeige"
    r"|werbung|stand:|lees (?:ook|meer|verder)|bekijk ook|meer (?:over|nieuws)|schrijf je|deel "
    r"|läs (?:mer|också|även)"
    r"|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|aiheesta lisää|lesa (?:meira|líka)|lestu"
    r"|loe (?:ka|veel)",
    # French, Spanish, Portuguese, Italian, Romanian, Catalan
    r"[àa] lire|lire (?:aussi|la suite|également)|voir aussi|[àa] voir|sur le même|crédits?|partager|abonnez|inscri"
    r"|lea |leer (?:más|también)|lee (?:más|también)|[lt]e puede|puede (?:leer|interesar)|también (?:lea|puede)"
    r"|ver (?:más|también|tambi)|más (?:sobre|noticias|información|inform)|mir[ae] |s[ií]guenos|suscr|compart|temas\b"
    r"|etiquetas|relacionad|noticias relac|fuente:|leia (?:mais|também|tamb)|veja (?:também|mais|tamb)"
    r"|saiba mais|siga"
    r"|assine|leggi (?:anche|tutto|di più)|vedi anche|potrebbe|iscriviti|condividi|seguici|articoli corr"
    r"|cite[sșş]te|vezi (?:și|şi|si)|llegiu|llegeix",
    # Slavic, Baltic, Hungarian, Greek, Turkish and kin, Albanian
    r"czytaj|zobacz|przeczytaj|więcej|udostępnij|źródło|fot\.|čtěte|přečtěte|více |čítajte|prečítajte|viac |preberite"
    r"|pročita|opširnije|vidi još|више|прочитај|читайте|подробнее|подпис|поделит|источник|фото|теги|читати|підпис|ще "
    r"|прочетете|вижте|чытайце|skait|skaityk|lasi |olvass|bővebben|kapcsolódó|διαβάστε|δείτε|ακολουθ|ayrıca|devamını"
    r"|ilgili|haberin|həmçinin|lexo|shiko|оқи",
    # Indonesian and Malay, Vietnamese, Swahili, Filipino
    r"baca (?:juga|selengkap|lagi)|simak|lihat juga|xem thêm|đọc thêm|tin liên|soma (?:pia|zaidi)|basahin",
    # Arabic, Persian, Urdu, Hebrew; South Asian; East and South-East Asian; Caucasian
    r"اقرأ|شاهد|المزيد|تابع|مواضيع|بیشتر بخوانید|بخوانید|مزید پڑھ|קראו|עוד ב|यह भी|पढ़ें|और पढ़|আরও|மேலும்|మరింత"
    r"|相关|相關|延伸阅读|延伸閱讀|推荐|推薦|责任编辑|責任編輯|编辑|編輯|来源|來源|更多|关注|關注|点击|點擊"
    r"|関連|あわせて|おすすめ|続きを"
    r"|写真|提供|シェア|フォロー|관련|기자|무단|저작권|ⓒ|อ่าน|อ่านเพิ่ม|წაიკითხ|կարդա",
)
LEADING_AWAY = re.compile(rf"\W*(?:{'|'.join(_LEADING_AWAY)})", re.IGNORECASE)
"""How links, boxes and credits begin. To be matched at the block's start."""

_COMMENTS = (
    r"(?:leave a |post a |reader |user |leser|nutzer)?comments?(?: section)?|(?:leser|nutzer)?kommentare?|reacties"
    r"|kommentarer|kommentit|athugasemdir|commentaires?|coment[aá]rios?|comentaris|commenti|comentarii|komentarze"
    r"|komentáře|komentáre|komentarji|komentari|komentarai|komentāri|hozzászólások|комментарии|коментарі|коментари|σχόλια|yorumlar"
    r"|şərhlər|komentar|bình luận|التعليقات|تعليقات|نظرات|تبصرے|תגובות|टिप्पणियाँ|মন্তব্য|ความคิดเห็น"
    r"|(?:网友|網友|最新|热门|熱門|用户|全部)?(?:评论|評論|留言)|コメント|댓글"
)
COMMENTS = re.compile(rf"[\W\d]*(?:{_COMMENTS})[\W\d]*", re.IGNORECASE)
"""A heading above readers' comments, with or without how many. To be matched with the whole block."""

SERVICE = (
    *("newsletter", "subscrib", "sign up", "inbox", "rights reserved", "copyright", "©", "cookie", "privacy"),
    *("terms of use", "terms of service", "on twitter", "on facebook", "on instagram", "contributed to this"),
    *("affiliate", "commission", "advertis", "sponsor", "click here", "download the", "download our", "our app"),
    *("premium", "membership", "become a member", "log in", "login", "register", "comment", "share this"),
    *("abonn", "kommentar", "datenschutz", "anmeld", "registrier", "einwillig", "vorbehalten", "suscr", "boletín"),
    *("boletin", "inscri", "inscrev", "assin", "iscri", "coment", "droits réserv", "derechos reserv"),
    *(
        "direitos reserv",
        "diritti riserv",
        "prawa zastrz",
        "voorbehouden",
        "подпис",
        "комментар",
        "коментар",
        "авторск",
    ),
    *("bülten", "abone", "yorum", "hak saklı", "langganan", "đăng ký", "اشتراك", "النشرة", "الحقوق", "订阅", "訂閱"),
    *("版权", "版權", "登録", "著作権", "구독", "telegram", "whatsapp", "youtube", "instagram", "facebook", "twitter"),
    *("podcast", "http", "www."),
)
"""Words of services around the article: newsletters, social sites, rights, accounts. For lower-cased text."""

CAPITAL = re.compile("[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩА-ЯЁІЇЄ]")
DIGIT = re.compile(r"\d")
SENTENCE_END = re.compile(r"[.!?…。！？।؟।۔:;\"”“»'’)\]]\s*$")
PUNCTUATION = re.compile(r"[.,;:!?…。、，！？।؟،۔]")
