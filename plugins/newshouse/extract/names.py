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
    LEAD_IN,
    NOT_A_NAME,
    OTHER_HAND,
    PARTICLES,
    PLACE_BEHIND,
    ROLE,
    WEAK_LEAD,
)
from newshouse.extract.months import month_of

_DATE_OR_TIME = re.compile(
    r"\s*(?:\d{1,2}[./:]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}\.? [^\W\d]{3,10} \d{4}|\b\d+[ -]min"
    r"|\b\d+ (?:hour|day|week)s?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b).*$",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(r"\s+(?P<month>[^\W\d_]{3,12})\.?\s+\d{1,2}\b.*$")
_TRAILING = re.compile(
    r"\s*(?:\(.*\)|\[.*\]|[|•·–—›»]\s.*|\s-\s.*|/.*|@\w+.*|\bmore from\b.*|\bshares?$|\bfollow\b.*|<.*|\S+@.*"
    r"|\b(?:for|from|at|posted|published|updated|filed|publish date|veröffentlicht|aktualisiert|am|um|für|publié"
    r"|publicado|para|pour|per|voor|le|el|on)\b,?(?:\s.*)?)$",
    re.IGNORECASE,
)
# "Ada Lovelace Opinion Columnist": a role without a comma, after at least two words of a name.
_ROLE_BEHIND = re.compile(
    r"(?<=\w)\s+(?:(?:opinion|staff|senior|business|sports?|political|chief|contributing|guest|associate|deputy"
    r"|managing|special|foreign|national|science|technology|health|culture|food|travel)\s+)*"
    r"(?:writer|columnist|reporter|editor|correspondent|contributor|journalist|associated press|full bio)s?\b.*$",
    re.IGNORECASE,
)
_SUFFIX = r"(?:jr|sr|ph\.?d|md|ii|iii)\b"
_ENDS_PART = re.compile(rf"\s*(?:[;|•·、，/\n؛]|,(?!\s*{_SUFFIX}))\s*", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:[&+]|\s(?:and|und|et|y|e|og|och|en|i|ve|dan|și|và|with|mit|sowie|avec|con|im Gespräch mit|и|та|і|και|ja|és"
    r"|oraz|a|و|ו|और|এবং|และ)\s)\s*",
    re.IGNORECASE,
)
# Spanish, Portuguese and Catalan double surnames: no second author is a single word behind a full name.
_DOUBLE_SURNAME = re.compile(r"\W*(?:por |par )?[^\W\d_]\S+ \S+(?: \S+){0,3} [yei] [^\W\d_][^\s.]+")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*$", re.IGNORECASE)
_SITE_AND_PLACE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6},")  # "dailybugle.com, Frankfurt, Germany"
_SURNAME_FIRST = re.compile(r"\s*([^\W\d_][\w'’-]+),\s*([^\W\d_][\w'’-]+)\s*")
_MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3\u200c\u200d"
# Letters and marks are kept apart: alternatives that overlap would cost time without end.
_IN_WORD = rf"(?:[^\W\d_]|(?![^\W\d_])[.'’{_MARKS}-])"
_FULL_NAME = re.compile(rf"[^\W\d_]{_IN_WORD}*(?: {_IN_WORD}+){{1,6}}")
_DENSE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_DENSE_NAME = re.compile(f"[{_DENSE}]{{2,5}}")  # Names in scripts that need no spaces
_KOREAN_REPORTER = re.compile(r"([\uac00-\ud7a3]{2,4})\s?(?:인턴)?(?:기자|특파원|논설위원|선임기자)")
_JAPANESE_REPORTER = re.compile(r"([\u3040-\u30ff\u3400-\u9fff]{3,6})(?:記者|編集委員|論説委員|支局長|特派員)$")
_ARTICLES = frozenset(("The", "Die", "Der", "Das", "Les", "Los"))
_NEVER_IN_NAMES = frozenset(("To", "The", "Of", "For"))
_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 7
_WIDE = {ord("／"): "/", ord("｜"): "|", ord("，"): ",", ord("　"): " "}


def names_in(text: str) -> list[str]:
    """The names in a byline; empty where it holds an address, or nothing that could be a name."""
    text = jsonld.plain_text(text).replace("\n", " | ").translate(_WIDE).strip(" '\"‘’“”")
    if _ADDRESS.match(text) or _SITE_AND_PLACE.match(text):
        return []
    if reporters := _KOREAN_REPORTER.findall(text):
        return list(reporters)
    if reporter := _JAPANESE_REPORTER.fullmatch(text):
        return [reporter[1]]
    inner = INNER_LABEL.search(text)
    text = text[inner.end() :] if inner else text
    text = _without_day(_DATE_OR_TIME.sub("", LEAD_IN.sub("", text)))
    return _surname_first(text) or _divided(text)


def _surname_first(text: str) -> list[str]:
    """ "Byron, Ada", as catalogues have it: two words divided by a comma, neither of them a house."""
    match = _SURNAME_FIRST.fullmatch(text)
    is_name = match and all(
        word[0].isupper() and not ROLE.search(word) and not is_agency(word) for word in match.groups()
    )
    return [f"{match[2]} {match[1]}"] if match and is_name else []


def _divided(text: str) -> list[str]:
    found: list[tuple[str, bool]] = []  # a name, and whether "and" led to it
    for part in _ENDS_PART.split(text):
        if OTHER_HAND.match(part) or (found and ROLE.match(part)):
            continue
        for place, piece in enumerate([part] if _DOUBLE_SURNAME.fullmatch(part) else _AND.split(part)):
            if not IN_PICTURES.search(piece):
                found += [(name, place > 0) for name in _names(piece)]
    if any(is_full_name(name) and not ROLE.search(name) for name, _ in found):
        found = [(name, follows_and) for name, follows_and in found if follows_and or not _is_addition(name)]
    return [name for name, _ in found]


def _is_addition(name: str) -> bool:
    """Whether it is no person behind one's comma: a place, a role, a house ("Berlin", "à Lyon", "The Daily Bugle")."""
    first = name.split()[0]
    is_short = " " not in name or first in _ARTICLES or (first.islower() and len(name.split()) == 2)
    return not is_full_name(name) and (is_short or ROLE.search(name) is not None)


def _names(piece: str) -> list[str]:
    name = _name(piece)
    words = name.split()
    if len(words) > 1 and all(map(_DENSE_NAME.fullmatch, words)):  # Chinese names divided by spaces
        return [word for word in words if not ROLE.search(word) and not _is_place_of_report(word)]
    return [name] if name and not (_DENSE_NAME.fullmatch(name) and _is_place_of_report(name)) else []


def _is_place_of_report(word: str) -> bool:
    return word.endswith(("報導", "报道", "報道", "专电", "電", "电"))


def _without_day(text: str) -> str:
    day = _MONTH_AND_DAY.search(text)
    return text[: day.start()] if day and month_of(day["month"]) else text


def _name(part: str) -> str:
    part = BEHIND.sub("", LEAD_IN.sub("", part.strip(" ,.:-–—\t'\"")))
    name = _TRAILING.sub("", WEAK_LEAD.sub("", part))
    name = " ".join(name.split()).strip(" ,:-–—'\"[]")
    for ending in (_ROLE_BEHIND, PLACE_BEHIND):
        shorter = ending.sub("", name)
        name = shorter if is_full_name(shorter) and not agency_in(shorter.upper()) else name
    words = name.split()
    if words[: len(words) // 2] == words[len(words) // 2 :] and len(name) > len("R. R."):
        name = " ".join(words[: len(words) // 2])  # a picture's text and the link's
    if not 1 < len(name) <= _MAX_NAME_CHARS or len(name.split()) > _MAX_NAME_WORDS or NOT_A_NAME.search(name):
        return ""
    if _is_sentence(name) and not ROLE.search(name):
        return ""
    return "" if name[0].islower() and month_of(name) else name


def _is_sentence(name: str) -> bool:
    """Whether it begins as a sentence does and goes on in small letters: "Share this article"."""
    first, *others = name.split()
    return first[0].isupper() and any(word[0].islower() and word not in PARTICLES for word in others)


def is_full_name(name: str) -> bool:
    """Whether it has the shape of a person's first and last name, in any script that is known here."""
    if _DENSE_NAME.fullmatch(name):
        return True
    if not _FULL_NAME.fullmatch(name) or name[0].islower() or _is_sentence(name):
        return False
    first, *others = name.split()
    return first not in _ARTICLES and _NEVER_IN_NAMES.isdisjoint(others)


def is_cased(name: str) -> bool:
    """Whether it is in a script with capitals, where a name can be told from other words by them."""
    return name.lower() != name


def is_desk(name: str, sites: frozenset[str]) -> bool:
    """Whether it names no person but a role, a newsroom, an agency or the outlet (``sites``: its keys)."""
    return key_of(name).casefold() in sites or ROLE.search(name) is not None or is_agency(name)
