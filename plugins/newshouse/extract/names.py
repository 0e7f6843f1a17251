"""People's names in a byline: without lead-in, date, role, address, and divided where it names several. Pure."""

from __future__ import annotations

import re

from newshouse.extract import jsonld
from newshouse.extract.agencies import agency_in, is_agency
from newshouse.extract.blocks import key_of
from newshouse.extract.months import month_of

LEAD_IN = re.compile(
    r"^(?:\W*(?:written|posted|submitted|eingestellt|gepostet|gespeichert|published|reported|story|text|words|interview"
    r"|report|analysis|review|opinion|photos?|geschrieben|verfasst|veröffentlicht|erstellt"
    r"|ein (?:kommentar|gastbeitrag|artikel|beitrag)|kommentar|bericht"
    r"|publié|écrit|rédigé|propos recueillis|escrito|publicado|redactado|escritto|scritto|pubblicato"
    r"|view all posts|zeige alle beiträge|alle beiträge|mehr|more)\s+)?"
    r"\W*(?:by|von|vom|par|por|di|da|door|av|af|autor(?:in|en|es|a)?|author|auteur|autore|auteurs|text|texte|testo|texto"
    r"|redakteur(?:in)?|reporter|opinion|byline|автор|текст|yazan|著者|文|作者|记者|記者|撰文|责任编辑|責任編輯|编辑"
    r"|기자|oleh|penulis|tác giả|bởi|بقلم|كتب|przez|autorzy|napisał[a]?|kirjoittaja|skrevet|piše|пише|szerző|írta|de)"
    r"(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
"""What stands before a name: "By ", "Geschrieben von ", "作者："."""
LABEL = re.compile(
    r"\W*(?:by|von|par|por|door|autor(?:in|en|es|a)?|authors?|auteurs?|autor[ei]|text|texte|testo|texto|words|interview"
    r"|written by|posted by|geschrieben von|verfasst von|автор|текст|yazar|著者|作者|记者|記者|撰文|penulis|tác giả"
    r"|kirjoittaja|szerző|redakteur(?:in)?|reporter|journalist)\W*",
    re.IGNORECASE,
)
"""The whole of a label whose neighbour is the name: "Auteur", "Written by:"."""
_DATE_OR_TIME = re.compile(
    r"\s*(?:\d{1,2}[./:]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}\.? [^\W\d]{3,10} \d{4}|\b\d+[ -]min"
    r"|\b\d+ (?:hour|day|week)s?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b).*$",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(r"\s+(?P<month>[^\W\d_]{3,12})\.?\s+\d{1,2}\b.*$")
_TRAILING = re.compile(
    r"\s*(?:\(.*\)|\[.*\]|[|•·–—›»]\s.*|\s-\s.*|/.*|@\w+.*|\bmore from\b.*|\bshares?$|\bfollow\b.*|<.*|\S+@.*"
    r"|\b(?:for|from|at|posted|published|updated|filed|publish date|veröffentlicht|aktualisiert|am|um|publié|publicado"
    r"|le|el|on)\b,?(?:\s.*)?)$",
    re.IGNORECASE,
)
# "Ada Lovelace Opinion Columnist": a role without a comma, after at least two words of a name.
_ROLE_BEHIND = re.compile(
    r"(?<=\w)\s+(?:(?:opinion|staff|senior|business|sports?|political|chief|contributing|guest|associate|deputy"
    r"|managing|special|foreign|national|science|technology|health|culture|food|travel)\s+)*"
    r"(?:writer|columnist|reporter|editor|correspondent|contributor|journalist|associated press|full bio)s?\b.*$",
    re.IGNORECASE,
)
_DIVIDERS = re.compile(
    r"\s*(?:[;|•·、，/&+\n]|,(?!\s*(?:jr|sr|ph\.?d|md|ii|iii)\b)|\s(?:and|und|et|y|e|og|och|en|i|und|ve|dan|și|và|with|mit"
    r"|im Gespräch mit|и|та|і|و)\s)\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|contributor|columnist|staff|journalist|producer|bureau|chief|news|desk"
    r"|team|newsroom|newsdesk|redaktion|redakteur(?:in)?|korrespondent(?:in)?|volontär(?:in)?|autor(?:in)?|mitarbeiter"
    r"|redacción|redaccion|redação|redacao|redazione|rédaction|redaktionen|redactie|redakcja|redakce|redakcia|editorial"
    r"|journaliste|periodista|jornalista|giornalista|corresponsal|correspondente|agencies|agenturen|agencias|agences"
    r"|редакция|редакція|корреспондент|admin|administrator|webmaster|online|magazine?|zeitung|verlag|gmbh|ltd|inc|llc"
    r"|press|presse|media|medien|tv|radio|fernsehen|university|universität|institute?|foundation|stiftung|verband"
    r"|publishers?|publishing)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|[@{}<>=!?©]|\.(?:com|de|org|net|fr|es|it)\b|\b\d{3}|\d{5}|^[\W\d]*$"
    r"|^(?:stand|edit|am|um|share|print|drucken|teilen|follow|mehr|more|updated?|published|posted|quelle|source|datum"
    r"|date|by|von|par|por|bild|foto|photo|full bio|facebook|twitter|linkedin|whatsapp|e?-?mail|instagram|xing"
    r"|show more.*|print this.*|pub ?med|google scholar|kommentare?|comments?)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*$", re.IGNORECASE)
_SITE_AND_PLACE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6},")  # "dailybugle.com, Frankfurt, Germany"
_FULL_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W\d_.'’-]*[.'’-]?[^\W\d]*(?: (?:[^\W\d_]|[.'’-])+){1,4}$")
_DENSE_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,5}")  # Names in scripts that need no spaces
# A small letter begins a word that is no "van" or "de".
_PHRASE = re.compile(
    r"^(?:The|Die|Der|Das|Les|Los) | (?:To|The|Of|For)\b"
    r"| (?!(?:[dv][aeo]?[nrsl]?|al|bin|ibn|zu|y|e|te|la|le) )[a-zß-öø-ÿ]"
)
_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 6


def names_in(text: str) -> list[str]:
    """The names in a byline; empty where it holds an address, or nothing that could be a name."""
    text = jsonld.plain_text(text).replace("\n", " | ").strip(" '\"‘’“”")
    if _ADDRESS.match(text) or _SITE_AND_PLACE.match(text):
        return []
    text = _without_day(_DATE_OR_TIME.sub("", LEAD_IN.sub("", text)))
    found = [_name(part) for part in _DIVIDERS.split(text)]
    return [name for name in found if name]


def _without_day(text: str) -> str:
    day = _MONTH_AND_DAY.search(text)
    return text[: day.start()] if day and month_of(day["month"]) else text


def _name(part: str) -> str:
    name = _TRAILING.sub("", LEAD_IN.sub("", part.strip(" ,.:-–—\t'\"")))
    name = " ".join(name.split()).strip(" ,:-–—'\"")
    shorter = _ROLE_BEHIND.sub("", name)
    name = shorter if is_full_name(shorter) and not agency_in(shorter.upper()) else name
    words = name.split()
    if words[: len(words) // 2] == words[len(words) // 2 :]:
        name = " ".join(words[: len(words) // 2])  # a picture's text and the link's
    if not 1 < len(name) <= _MAX_NAME_CHARS or len(name.split()) > _MAX_NAME_WORDS or _NOT_A_NAME.search(name):
        return ""
    return "" if name[0].islower() and month_of(name) else name


def is_full_name(name: str) -> bool:
    """Whether it has the shape of a person's first and last name, in any script that is known here."""
    return bool(_FULL_NAME.fullmatch(name) or _DENSE_NAME.fullmatch(name)) and not _PHRASE.search(name)


def is_desk(name: str, sites: frozenset[str]) -> bool:
    """Whether it names no person but a role, a newsroom, an agency or the outlet (``sites``: its keys)."""
    return key_of(name).casefold() in sites or _ROLE.search(name) is not None or is_agency(name)
