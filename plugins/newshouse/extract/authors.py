"""Who wrote the article: people's names from JSON-LD, meta tags, markup and the visible byline, in that order. Pure.

Names of desks ("Redaktion", "Staff") and of the outlet count only where nobody else is named; news agencies are the
source, not the author.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from lxml import etree

from newshouse.extract import jsonld
from newshouse.extract.agencies import is_agency
from newshouse.extract.blocks import INVISIBLE, key_of
from newshouse.extract.byline import lines_below_headline, written_date
from newshouse.extract.document import Page

_METAS = (
    *(
        "parsely-author",
        "sailthru.author",
        "article:author_name",
        "byl",
        "author",
        "article:author",
        "og:article:author",
    ),
    *("dc.creator", "dcterms.creator", "dc:creator", "dc.contributor.author", "citation_author", "cxenseparse:author"),
    *("sailthru.byline_name", "shareaholic:article_author_name", "creator", "twitter:creator:name", "authors"),
)
_LEAD_IN = re.compile(
    r"^(?:\W*(?:written|posted|eingestellt|gepostet|published|reported|story|text|words|interview|report|analysis|review|opinion|photos?"
    r"|geschrieben|verfasst|veröffentlicht|erstellt|ein (?:kommentar|gastbeitrag|artikel|beitrag)|kommentar|bericht"
    r"|publié|écrit|rédigé|propos recueillis|escrito|publicado|redactado|escritto|scritto|pubblicato"
    r"|view all posts|zeige alle beiträge|alle beiträge|mehr|more)\s+)?"
    r"\W*(?:by|von|vom|par|por|di|da|door|av|af|autor(?:in|en|es|a)?|author|auteur|autore|auteurs|text|texte|testo|texto"
    r"|redakteur(?:in)?|reporter|opinion|byline|автор|текст|yazan|著者|文|作者|记者|記者|撰文|责任编辑|責任編輯|编辑"
    r"|기자|oleh|penulis|tác giả|bởi|بقلم|كتب|przez|autorzy|napisał[a]?|kirjoittaja|skrevet|piše|пише|szerző|írta|de)"
    r"(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_DATE_OR_TIME = re.compile(
    r"\s*(?:\d{1,2}[./:]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}\.? [^\W\d]{3,10} \d{4}|\b\d+ min).*$"
)
_TRAILING = re.compile(
    r"\s*(?:\(.*\)|\[.*\]|[|•·–—›»]\s.*|\s-\s.*|/.*|@\w+.*|\bmore from\b.*|\bshares?$|\bfollow\b.*|<.*"
    r"|\b(?:for|from|at|posted|published|updated|veröffentlicht|aktualisiert|am|um|publié|publicado|le|el|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b,?(?:\s.*)?)$",
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
    r"|press|presse|media|medien|tv|radio|fernsehen|university|universität|institute?|foundation|stiftung|verband)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|[@{}<>=!?]|\.(?:com|de|org|net|fr|es|it)\b|\d{3}|^[\W\d]*$"
    r"|^(?:stand|edit|am|um|share|print|drucken|teilen|follow|mehr|more|updated?|published|posted|quelle|source|datum|date)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*$", re.IGNORECASE)
_FULL_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*(?: [\w.'’-]+){1,4}$")
_DENSE_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,5}")  # Names in scripts that need no spaces
_PLAIN_WORD = re.compile(r" (?![dv][aeo]?[nrsl]? )[a-zß-öø-ÿ]")  # Not "van", "de", "dos": a phrase rather than a name
_CLOCK = re.compile(r"^\s*(?:Uhr|h|hrs|CES?T|GMT|UTC|[ap]\.?m\.?)\b")
_MARKUP_NAME = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|autor(?:en|in|es|enzeile|zeile)?|auteurs?|autore|journalist|writer|reporter|contributor"
    r"|username|submitted|signature)(?:$|[\s_-])|(?:author|byline|autor)[-_]{0,2}(?:name|link|names|info)"
    r"|(?:posted|written|submitted)-by|zuozhe|bianji|verfasser",
    re.IGNORECASE,
)
_AUTHOR_ADDRESS = re.compile(
    r"auth?or|auteur|autore|people|person|profile?|contributor|team|staff|redaktion", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"comment|related|recommend|reply|disqus|sidebar", re.IGNORECASE)
_LOOSELY_ELSEWHERE = re.compile(
    r"comment|related|recommend|reply|disqus|sidebar|teaser|widget|promo|avatar", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BYLINE_TAGS = ("a", "address", "dd", "div", "em", "h3", "h4", "h5", "li", "p", "small", "span", "strong", "td")
_MAX_BYLINE_CHARS = 200
_MAX_AUTHORS = 20
_MAX_NAME_CHARS = 60
_MAX_NAME_WORDS = 6


def page_authors(page: Page, sites: frozenset[str]) -> tuple[str, ...]:
    """The authors' names in the page's order, without the outlet's own (``sites``: its keys); empty if none is named.

    The first source that names a person decides; failing that, the first that names a desk.
    """
    desks: tuple[str, ...] = ()
    for source in (_stated, _in_metas, _in_markup, _below_headline, _in_text):
        names = source(page)
        people = _distinct(name for name in names if not _is_desk(name, sites))
        # Where the page has named a desk, mere markup must show a full name to be believed.
        if people and not (desks and source not in (_stated, _in_metas) and not all(map(_FULL_NAME.match, people))):
            return people
        desks = desks or _distinct(name for name in names if not is_agency(name))
    return desks[:1]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(key_of(name).casefold(), name)
    return tuple(kept.values())[:_MAX_AUTHORS]


def _is_desk(name: str, sites: frozenset[str]) -> bool:
    key = key_of(name).casefold()
    return key in sites or _ROLE.search(name) is not None or is_agency(name)


def _stated(page: Page) -> list[str]:
    node = page.article or {}
    values = node.get("author") or node.get("creator")
    found: list[str] = []
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict) and not value.get("name"):
            value = _by_id(page, value.get("@id"))
        found += _names(jsonld.text_of(value) or "")
    return found


def _by_id(page: Page, identifier: object) -> object:
    return next(
        (node for node in page.nodes if identifier and node.get("@id") == identifier and node.get("name")), None
    )


def _in_metas(page: Page) -> list[str]:
    for name in _METAS:
        names = [found for content in page.metas.get(name, ()) for found in _names(content)]
        if names:
            return names
    return []


def _in_markup(page: Page) -> list[str]:
    """Names in elements marked as author or byline, above the comments; the first element that holds one decides."""
    for strictly in (True, False):
        for element in page.tree.iter(*_BYLINE_TAGS):
            if not _marks_author(element, strictly) or _is_elsewhere(element, strictly):
                continue
            text = _text(element)
            if not 0 < len(text) <= _MAX_BYLINE_CHARS:
                continue
            linked = [name for link in element.iter("a") for name in _names(_text(link))] if element.tag != "a" else []
            names = linked or _names(text)
            if names:
                return names
    return []


def _marks_author(element: etree._Element, strictly: bool) -> bool:
    """Strictly: by rel or itemprop, which say just that. Else by the name of its class or id."""
    if strictly:
        return "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or "").split()
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(name) > 1 and _MARKUP_NAME.search(_CAMEL.sub("-", name)) is not None


def _is_elsewhere(element: etree._Element, strictly: bool) -> bool:
    pattern = _ELSEWHERE if strictly else _LOOSELY_ELSEWHERE
    for place in (element, *itertools.islice(element.iterancestors(), 6)):
        if place.tag in ("body", "html", "main", "article"):
            return False
        if place.tag == "aside" or pattern.search(f"{place.get('class') or ''} {place.get('id') or ''}"):
            return True
    return False


def _below_headline(page: Page) -> list[str]:
    """Names in a short line below the headline that begins like a byline or holds a date ("2 May 2026 · Ada Lovelace").

    Beside a date only full names count, and nothing else may stand there.
    """
    for line, text in lines_below_headline(page):
        found = written_date(text)
        if _LEAD_IN.match(text):
            names = _names(_LEAD_IN.sub("", text[: found[1]] if found else text))
            if names and all(_FULL_NAME.match(name) or _DENSE_NAME.fullmatch(name) for name in names):
                return names
        elif found and all(_leads_to_author(link) for link in line.iter("a")):
            names = [name for rest in (text[: found[1]], text[found[2] :]) for name in _names(_CLOCK.sub("", rest))]
            if names and all(map(_FULL_NAME.fullmatch, names)) and not any(map(_PLAIN_WORD.search, names)):
                return names
    return []


def _leads_to_author(link: etree._Element) -> bool:
    return _AUTHOR_ADDRESS.search(link.get("href") or "") is not None


def _in_text(page: Page) -> list[str]:
    """Names in a short line of its own that begins like a byline ("By Ada Lovelace")."""
    for element in page.tree.iter("p", "div", "span", "em", "i", "strong", "b", "h4", "h5", "h6", "small"):
        text = " ".join((element.text or "").split())
        if 6 < len(text) < 80 and _LEAD_IN.match(text) and _text(element) == text:
            rest = _LEAD_IN.sub("", text)
            names = _names(rest)
            if names and all(len(name.split()) > 1 and name[:1].isupper() for name in names):
                return names
    return []


def _text(element: etree._Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).translate(INVISIBLE).split())


def _names(text: str) -> list[str]:
    """The names in a byline, each without lead-in, date, role and address."""
    text = jsonld.plain_text(text).replace("\n", " | ").strip(" '\"‘’“”")
    if _ADDRESS.match(text):
        return []
    text = _DATE_OR_TIME.sub("", _LEAD_IN.sub("", text))
    found = [_name(part) for part in _DIVIDERS.split(text)]
    return [name for name in found if name]


def _name(part: str) -> str:
    name = _TRAILING.sub("", _LEAD_IN.sub("", part.strip(" ,.:-–—\t'\"")))
    name = " ".join(name.split()).strip(" ,:-–—'\"")
    if not 1 < len(name) <= _MAX_NAME_CHARS or len(name.split()) > _MAX_NAME_WORDS or _NOT_A_NAME.search(name):
        return ""
    return name
