"""People's names in a byline: without lead-in, date, role, address, and divided where it names several. Pure."""

from __future__ import annotations

import re

from newshouse.extract import jsonld
from newshouse.extract.agencies import agency_in, is_agency
from newshouse.extract.blocks import key_of
from newshouse.extract.byline_words import (
    BEHIND,
    IN_PICTURES,
    INNER_LABEL,
    NOT_A_NAME,
    OTHER_HAND,
    PARTICLES,
    PLACE_BEHIND,
    PRINTED_LEAD_IN,
    ROLE,
    SURE_LEAD_IN,
    WEAK_LEAD,
)
from newshouse.extract.months import month_of

_DATE_OR_TIME = re.compile(
    r"(?:(?:^|\s)(?:on|at|am|um|le|el)\b,?)?"
    r"\s*(?:\d{1,2}[./:]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}\.? [^\W\d]{3,10} \d{4}|\b\d+[ -]min"
    r"|\b\d+ (?:hour|day|week)s?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b).*$",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(r"(?:\s+(?i:on|am|le|el))?\s+(?P<month>[^\W\d_]{3,12})\.?\s+\d{1,2}\b.*$")
_WEEKDAY = (
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo"
)
_ALONE = r"(?<![\w'’-])"  # not of "Ji-on"
# Prepositions cut in small letters alone, and what is also of names only before a day: "Per Lindgren", "Omar el Fassi".
_TRAILING = re.compile(
    r"\s*(?:\(.*\)|\[.*\]|[|•·–—›»]\s.*|\s-\s.*|/.*|@\w+.*|\bmore from\b.*|\bshares?$|\bfollow\b.*|<.*|\S+@.*"
    r"|\b(?:posted|published|updated|filed|publish date|veröffentlicht|aktualisiert|publié|publicado)\b,?(?:\s.*)?"
    rf"|{_ALONE}(?:am|um|le|el|on)\s+(?:\W*\d|(?:{_WEEKDAY})\b).*|(?-i:{_ALONE}(?:am|le|el)\W*|^(?:am|le|el)\s.*)"
    rf"|(?-i:{_ALONE}(?:for|from|at|für|para|pour|per|voor|on|um)\b),?(?:\s.*)?|(?-i:{_ALONE}(?:For|From|Für))\s.*"
    r"|(?<=\S\s)(?-i:FOR|FROM|AT|FÜR|VOOR|POUR L[AE']|PARA (?:EL|LA))\s.*)$",
    re.IGNORECASE,
)
# "Ada Lovelace Opinion Columnist": a role without a comma, after at least two words of a name.
_ROLE_BEHIND = re.compile(
    r"(?<=\w)\s+(?:(?:opinion|staff|senior|business|sports?|political|chief|contributing|guest|associate|deputy"
    r"|managing|special|foreign|national|science|technology|health|culture|food|travel|shipping|transport|education"
    r"|environment|climate|energy|financ(?:e|ial)|economics?|defen[cs]e|diplomatic|legal|crime|investigative|digital"
    r"|local|regional|world|global|international|religion|property|consumer|affairs|data|freelance)\s+)*"
    r"(?:writer|columnist|reporter|editor|correspondent|contributor|journalist|associated press|full bio)s?\b.*$",
    re.IGNORECASE,
)
_SUFFIX = r"(?:jr|sr|ph\.?d|md|ii|iii)\b"
_ENDS_PART = re.compile(rf"\s*(?:[;|•·、，/\n؛]|,(?!\s*{_SUFFIX}))\s*", re.IGNORECASE)
_SEMICOLON = re.compile("[;؛]")
# In small letters, as capitals are of names: "Walter E Finch", "Kim Ja Min".
_ALSO_IN_NAMES = r"y|e|och|en|i|ve|dan|și|và|mit|con|и|та|і|και|ja|és|a|و|ו|और|এবং|และ"
_AND = re.compile(rf"\s*(?:[&+]|\s(?:(?i:and|und|et|og|with|sowie|avec|oraz|im Gespräch mit)|{_ALSO_IN_NAMES})\s)\s*")
_AND_IN_CAPITALS = re.compile(rf"\s(?:{_ALSO_IN_NAMES})\s", re.IGNORECASE)
# Spanish, Portuguese and Catalan double surnames: no second author is a single word behind a full name.
_DOUBLE_SURNAME = re.compile(r"\W*(?:por |par )?[^\W\d_]\S+ \S+(?: \S+){0,3} [yei] [^\W\d_][^\s.]+")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*$", re.IGNORECASE)
_SITE_AND_PLACE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6},")  # "dailybugle.com, Frankfurt, Germany"
_SURNAME_FIRST = re.compile(r"\s*([^\W\d_][\w'’-]+),\s*([^\W\d_][\w'’-]+(?: [^\W\d_]\b)?)\.?\s*")
_MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3\u200c\u200d"
# Letters and marks are kept apart: alternatives that overlap would cost time without end.
_IN_WORD = rf"(?:[^\W\d_]|(?![^\W\d_])[.'’{_MARKS}-])"
_FULL_NAME = re.compile(rf"[^\W\d_]{_IN_WORD}*(?: {_IN_WORD}+){{1,6}}")
_DENSE = "\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_DENSE_NAME = re.compile(f"[{_DENSE}]{{2,5}}")  # Names in scripts that need no spaces
_KOREAN_REPORTER = re.compile(r"([\uac00-\ud7a3]{2,4})\s?(?:인턴)?(?:기자|특파원|논설위원|선임기자)")
_JAPANESE = "\u3005\u3040-\u30ff\u3400-\u9fff"
_JAPANESE_NAME = re.compile(f"[{_JAPANESE}]{{1,3}} [{_JAPANESE}]{{1,5}}")
_JAPANESE_REPORTER = re.compile(
    rf"(?:[^\s＝=]{{2,12}}[＝=])?([{_JAPANESE}]{{3,6}})(?:記者|編集委員|論説委員|支局長|特派員)$"
)
_JOINED_PARTICLE = re.compile(r"(?:a[ltnszrd]|ash|e[ls]|u[ldrsz]|d|dell|dall)['’-][A-ZÀ-ÖØ-ÞĀŠŞŽ]")
# "Ursina im Boden", "Joris op de Kamp": of names, but as much of headings ("Krieg in der Ukraine").
_OF_PLACE = re.compile(r"\s(?:im|am|(?:op|aan|in|onder|uit|auf|an|aus) (?:de[rnm]?|het|['’]t|ten))(?=\s[^\W\d_])")
_ARTICLES = frozenset(("The", "Die", "Der", "Das", "Les", "Los"))
_NEVER_IN_NAMES = frozenset(("To", "The", "Of", "For"))
_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 7
_WIDE = {ord("／"): "/", ord("｜"): "|", ord("，"): ",", ord("　"): " "}


def names_in(text: str, lead_in: re.Pattern[str] = PRINTED_LEAD_IN) -> list[str]:
    """The names in a byline; empty where it holds an address, or nothing that could be a name.

    ``lead_in``: what may stand before the name; the better a name is stated, the less. Names in Han and Hangul that
    spaces divide come as one (see ``divided_by_spaces``).
    """
    text = jsonld.plain_text(text).replace("\n", " | ").translate(_WIDE).strip(" '\"‘’“”")
    if _ADDRESS.match(text) or _SITE_AND_PLACE.match(text):
        return []
    if reporters := _KOREAN_REPORTER.findall(text):
        return list(reporters)
    if reporter := _JAPANESE_REPORTER.fullmatch(text):
        return [reporter[1]]
    inner = INNER_LABEL.search(text)
    bare = lead_in.sub("", text[inner.end() :] if inner else text)
    return _listed(_without_day(_DATE_OR_TIME.sub("", bare)), lead_in if bare == text else SURE_LEAD_IN)


def _listed(text: str, lead_in: re.Pattern[str]) -> list[str]:
    pieces = [piece for piece in _SEMICOLON.split(text) if piece.strip()]
    if pieces and _surname_first(pieces[0]):
        return [name for piece in pieces for name in _surname_first(piece) or _divided(piece, lead_in)]
    return _divided(text, lead_in)


def _surname_first(text: str) -> list[str]:
    """ "Byron, Ada", as catalogues have it: two words divided by a comma, neither of them a house."""
    match = _SURNAME_FIRST.fullmatch(text)
    is_name = match and all(
        word[0].isupper() and not ROLE.search(word) and not is_agency(word) for word in match.groups()
    )
    return [f"{match[2]} {match[1]}"] if match and is_name else []


def _divided(text: str, lead_in: re.Pattern[str]) -> list[str]:
    found: list[tuple[str, bool]] = []  # a name, and whether "and" led to it
    for part in _ENDS_PART.split(text):
        if OTHER_HAND.match(part) or (found and ROLE.match(part)):
            continue
        for place, piece in enumerate(_joined(part)):
            if not IN_PICTURES.search(piece):
                found += [(name, place > 0) for name in _names(piece, lead_in)]
    if any(is_full_name(name) and not ROLE.search(name) for name, _ in found):
        found = [(name, follows_and) for name, follows_and in found if follows_and or not _is_addition(name)]
    return [name for name, _ in found]


def _joined(part: str) -> list[str]:
    """The pieces that "and" joins."""
    if _DOUBLE_SURNAME.fullmatch(part):
        return [part]
    return [name for piece in _AND.split(part) for name in _joined_in_capitals(piece)]


def _joined_in_capitals(piece: str) -> list[str]:
    """ "ADA BYRON Y GRACE MURRAY"; "WALTER E FINCH" is one: two words must stand on either side."""
    names = _AND_IN_CAPITALS.split(piece) if piece.isupper() else [piece]
    return names if all(len(name.split()) > 1 for name in names) else [piece]


def _is_addition(name: str) -> bool:
    """Whether it is no person behind one's comma: a place, a role, a house ("Berlin", "à Lyon", "The Daily Bugle")."""
    first = name.split()[0]
    is_short = " " not in name or first in _ARTICLES or (first.islower() and len(name.split()) == 2)
    return not is_full_name(name) and (is_short or ROLE.search(name) is not None)


def _names(piece: str, lead_in: re.Pattern[str]) -> list[str]:
    name = _name(piece, lead_in)
    words = name.split()
    if all(map(_DENSE_NAME.fullmatch, words)):
        name = " ".join(
            word for word in words if not (len(words) > 1 and ROLE.search(word)) and not _is_place_of_report(word)
        )
    return [name] if name else []


def divided_by_spaces(name: str, is_japanese: bool) -> list[str]:
    """The names that spaces divide in Han and Hangul ("李明 王小明"); a Japanese one is joined ("鈴木 一郎")."""
    words = name.split()
    if is_japanese and _JAPANESE_NAME.fullmatch(name):
        return ["".join(words)]
    return words if all(map(_DENSE_NAME.fullmatch, words)) else [name]


def _is_place_of_report(word: str) -> bool:
    return word.endswith(("報導", "报道", "報道", "专电", "電", "电"))


def _without_day(text: str) -> str:
    day = _MONTH_AND_DAY.search(text)
    return text[: day.start()] if day and month_of(day["month"]) else text


def _name(part: str, lead_in: re.Pattern[str]) -> str:
    part = BEHIND.sub("", lead_in.sub("", part.strip(" ,.:-–—\t'\"")))
    name = _TRAILING.sub("", part if lead_in is SURE_LEAD_IN else WEAK_LEAD.sub("", part))
    name = " ".join(name.split()).strip(" ,:-–—'\"[]")
    for ending in (_ROLE_BEHIND, PLACE_BEHIND):
        shorter = ending.sub("", name)
        name = shorter if is_full_name(shorter) and not agency_in(shorter.upper()) else name
    words = name.split()
    if words[: len(words) // 2] == words[len(words) // 2 :] and len(name) > len("R. R."):
        name = " ".join(words[: len(words) // 2])  # a picture's text and the link's
    if not 1 < len(name) <= _MAX_NAME_CHARS or len(name.split()) > _MAX_NAME_WORDS or NOT_A_NAME.search(name):
        return ""
    if _is_sentence(name) and not is_full_name(_OF_PLACE.sub("", name, count=1)) and not ROLE.search(name):
        return ""
    return "" if name[0].islower() and month_of(name) else name


def _is_sentence(name: str) -> bool:
    """Whether it begins as a sentence does and goes on in small letters: "Share this article"."""
    first, *others = name.split()
    small = (word for word in others if word[0].islower() and word not in PARTICLES)
    return first[0].isupper() and not all(map(_JOINED_PARTICLE.match, small))


def is_full_name(name: str) -> bool:
    """Whether it has the shape of a person's first and last name, in any script that is known here."""
    if _DENSE_NAME.fullmatch(name):
        return True
    if not _FULL_NAME.fullmatch(name) or name[0].islower() or _is_sentence(name):
        return False
    first, *others = name.split()
    return first not in _ARTICLES and _NEVER_IN_NAMES.isdisjoint(others)


def stands_alone(name: str) -> bool:
    """Whether it is a full name even where nothing says so: known by its capitals, and not built as places are.

    "Côte d'Ivoire" and "Ras al-Chaima" are.
    """
    return is_full_name(name) and name.lower() != name and not any(map(_JOINED_PARTICLE.match, name.split()))


def is_desk(name: str, sites: frozenset[str]) -> bool:
    """Whether it names no person but a role, a newsroom, an agency or the outlet (``sites``: its keys)."""
    return key_of(name).casefold() in sites or ROLE.search(name) is not None or is_agency(name)
