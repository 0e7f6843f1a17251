"""The article's headline without the site's name: where the visible heading and the declared titles agree. Pure.

Declared titles (JSON-LD, Open Graph, <title>) carry the site's name, or are written for search engines; headings may
be the site's logo or carry a kicker. What both say is the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from lxml import etree

from newshouse.extract import jsonld
from newshouse.extract.blocks import key_of, without_invisible
from newshouse.extract.byline import beginning
from newshouse.extract.document import Page

_SEPARATOR = re.compile(
    r"\s+[|\-–—•·»«›‹⋆★▷►:/~]+\s+|\s*[|»«｜]\s*|\s*::\s*|(?<=\S)[\-–—]{2,}\s*|(?<=\w):\s+|_(?=[^_]*$)"
    r"|(?<=[\u3040-\u9fff])[:：](?=[\u3040-\u9fff])"
)
_HEADLINE_NAME = re.compile(
    r"headline|(?:article|entry|post|story|news|page|content|main)[-_ ]{0,2}(?:title|heading|header)$"
    r"|^(?:title|heading)$",
    re.IGNORECASE,
)
_DECLARED_WEIGHTS = (1.5, 1.2, 0.5, 1.1, 1.0, 0.3)
_HEADING_WEIGHT = 2.0
_EDGES = " \t|-–—•·:/~"
# Chinese pages close <title> with the outlet's name after a bare dash or underscore.
_CJK_SITE = re.compile(
    r"\s*[-_|—–]\s*[\u4e00-\u9fff]{1,8}(?:网|網|报|報|社|新闻|新聞|频道|頻道|在线|日报|日報|资讯|資訊)$"
)
_IN_BRACKETS = re.compile(r"\s[(\[]([^()\[\]]{2,40})[)\]]$")
_MAX_HEADINGS = 12
_MAX_TITLE_CHARS = 500
_MAX_DECLARED_CHARS = 2_000
_LEAST_AGREEING_CHARS = 8
_ALL_BUT_SAME = 0.9


@dataclass(frozen=True, slots=True)
class _Heading:
    """A visible heading: its tag, its whole text, the texts of the elements within (a kicker, the headline)."""

    tag: str
    text: str
    pieces: tuple[str, ...]


def page_title(page: Page, link_title: str | None) -> str | None:
    """The headline; None when the page has none and no feed named one. ``link_title``: what the feed called it.

    Each source votes for what it says, compared by letters and digits; the heading's spelling wins over the head's.
    """
    declared = declared_titles(page)
    sites = site_keys(page) | _site_headings(page, declared)
    votes: dict[str, float] = {}
    spelt: dict[str, str] = {}
    for weight, raw in [(2.0, link_title or ""), *zip(_DECLARED_WEIGHTS, declared, strict=False)]:
        title = without_site(raw[:_MAX_DECLARED_CHARS], sites)
        key = key_of(title).casefold()
        if key and key not in sites:
            votes[key] = votes.get(key, 0) + weight
            spelt.setdefault(key, title)
    said = votes.keys() | _parts(declared)
    headings = [one for one in _headings(page, said) if not _is_site(key_of(one.text).casefold(), sites)]
    agreeing = {key_of(text).casefold(): text for heading in reversed(headings) for text in _texts(heading)}
    for key in votes.keys() & agreeing.keys():
        votes[key] += _HEADING_WEIGHT
        spelt[key] = agreeing[key]
    best = max(votes, key=lambda key: votes[key]) if votes else None
    chosen = spelt[best] if best is not None else next((heading.text for heading in headings), None)
    greatest = [heading for heading in headings if heading.tag == "h1"]
    if best is not None and best not in {key_of(text).casefold() for heading in greatest for text in _texts(heading)}:
        chosen = (
            _fuller(greatest, best, sites)
            or (best in agreeing and chosen)
            or _part_of(headings, declared)
            or _contained(headings, list(votes))
            or _only_h1(page, headings, len(votes))
            or chosen
        )
    if chosen is not None:
        chosen = _without_kicker(chosen, headings, declared)
        chosen = without_site(chosen, sites) if chosen in {heading.text for heading in headings} else chosen
    return chosen[:_MAX_TITLE_CHARS].strip(_EDGES) or None if chosen else None


def declared_titles(page: Page) -> list[str]:
    """What the page calls itself in its head, most trustworthy first; empty where a source says nothing."""
    node = page.article or {}
    found = (
        jsonld.text_of(node.get("headline")),
        page.meta("og:title"),
        page.meta("twitter:title"),
        page.meta("dc.title", "dcterms.title", "parsely-title", "sailthru.title"),
        page.tree.findtext(".//head/title") or page.tree.findtext(".//title"),
        jsonld.text_of(node.get("name")),
    )
    return [jsonld.plain_text(raw[:_MAX_DECLARED_CHARS]).replace("\n", " ") if raw else "" for raw in found]


def site_keys(page: Page) -> frozenset[str]:
    """Keys (letters and digits, case folded) of the names the site goes by: stated ones and its domain's label."""
    node = page.article or {}
    names = [page.meta("og:site_name"), page.meta("application-name"), jsonld.text_of(node.get("publisher"))]
    names += [page.meta("al:android:app_name", "apple-mobile-web-app-title", "twitter:app:name:iphone")]
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    names += [host, max(labels[:-1], key=len, default="")]
    keys = {key for name in names if name and len(key := key_of(name).casefold()) > 1}
    # Some pages state the article's title where the site's name belongs.
    return frozenset(keys - {key_of(title).casefold() for title in declared_titles(page)[:3]})


def without_site(title: str, sites: frozenset[str]) -> str:
    """The title without parts at its ends that name the site."""
    title = " ".join(title.split())
    changed = True
    while changed:
        changed = False
        for cut in _SEPARATOR.finditer(title):
            head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
            colon = cut.group().strip() in (":", "：")
            if head and tail and _names_site(head, sites, exactly=colon):
                title, changed = tail, True
            elif head and tail and _names_site(tail, sites, exactly=colon):
                title, changed = head, True
            if changed:
                break
    bracketed = _IN_BRACKETS.search(title)
    if bracketed and key_of(bracketed[1]).casefold() in sites:
        title = title[: bracketed.start()]
    title = _CJK_SITE.sub("", title).strip(_EDGES)
    return title.lstrip("» ") if "«" not in title else title


def _names_site(part: str, sites: frozenset[str], *, exactly: bool) -> bool:
    key = key_of(part).casefold()
    return key in sites if exactly else _is_site(key, sites)


def _is_site(key: str, sites: frozenset[str]) -> bool:
    if key in sites:
        return True
    # "Example News Online" for "example-news": the name with a little more around it, or shortened.
    return len(key) > 3 and any(
        len(site) > 3 and ((site in key and len(key) <= len(site) + 12) or (key in site and 2 * len(key) >= len(site)))
        for site in sites
    )


def _site_headings(page: Page, declared: Sequence[str]) -> frozenset[str]:
    """Keys of h1 headings that repeat the end of <title> and nothing else: the logo, not the headline."""
    keys = [key for title in declared if (key := key_of(title).casefold())]
    after_colon = {key_of(title.rpartition(": ")[2]).casefold() for title in declared}
    found = set()
    for element in page.tree.iter("h1"):
        key = key_of(_text(element)).casefold()
        if key in after_colon:
            continue
        last_parts = [other for other in keys if key and other.endswith(key) and len(other) > 2 * len(key)]
        if last_parts and key not in keys and not any(other.startswith(key) for other in keys):
            found.add(key)
    return frozenset(found)


def _headings(page: Page, titles: Set[str]) -> list[_Heading]:
    """The page's h1s, then others named as headlines or saying one of ``titles`` (keys)."""
    found = [heading for element in page.tree.iter("h1") if (heading := _heading(element))][:_MAX_HEADINGS]
    lesser = page.tree.iter("h2", "h3", *(() if found else ("div", "p", "span", "header")))
    for element in lesser:
        if len(found) >= 2 * _MAX_HEADINGS:
            break
        names = (element.get("class") or "").split()
        named = "headline" in (element.get("itemprop") or "") or any(map(_HEADLINE_NAME.search, names))
        if named or (element.tag in ("h2", "h3") and key_of(beginning(element)).casefold() in titles):
            heading = _heading(element)
            found += [heading] if heading else []
    return found


def _heading(element: etree._Element) -> _Heading | None:
    whole = _text(element)
    return _Heading(str(element.tag), whole, tuple(_pieces(element))) if 0 < len(whole) <= _MAX_TITLE_CHARS else None


def _parts(declared: Sequence[str]) -> frozenset[str]:
    """Keys of what stands between, before and behind the separators of the declared titles."""
    parts = [part for whole in declared for part in _SEPARATOR.split(whole)]
    cuts = [(whole, cut) for whole in declared for cut in _SEPARATOR.finditer(whole)]
    parts += [side for whole, cut in cuts for side in (whole[: cut.start()], whole[cut.end() :])]
    return frozenset(key for part in parts if len(key := key_of(part).casefold()) >= _LEAST_AGREEING_CHARS)


def _texts(heading: _Heading) -> Iterator[str]:
    yield heading.text
    yield from heading.pieces


def _text(element: etree._Element) -> str:
    return _clean("".join(map(str, element.itertext())))


def _clean(text: str | None) -> str:
    return " ".join(without_invisible(text or "").split())


def _pieces(element: etree._Element) -> Iterator[str]:
    yield _clean(element.text)
    for child in element.iterdescendants():
        yield _text(child)
        yield _clean(child.tail)


def _fuller(headings: Sequence[_Heading], best: str, sites: frozenset[str]) -> str | None:
    """The h1 that says the declared title and some more, or all but the same."""
    for heading in headings:
        key = key_of(heading.text).casefold()
        if any(best + site == key for site in sites):
            continue
        if len(key) >= _LEAST_AGREEING_CHARS and key.startswith(best) and 2 * len(best) > len(key):
            return heading.text
        if len(headings) == 1 and SequenceMatcher(None, key, best, autojunk=False).ratio() > _ALL_BUT_SAME:
            return heading.text
    return None


def _part_of(headings: Sequence[_Heading], declared: Sequence[str]) -> str | None:
    """The heading that is one of the parts a declared title is divided into; of several, the longest."""
    parts = _parts(declared)
    found = [heading.text for heading in headings if key_of(heading.text).casefold() in parts]
    return max(found, key=len, default=None)


def _contained(headings: Sequence[_Heading], keys: Sequence[str]) -> str | None:
    """The heading that a declared title contains, or the least piece that contains one, for the greater part."""
    for heading in headings:
        whole = key_of(heading.text).casefold()
        if len(whole) >= _LEAST_AGREEING_CHARS and any(whole in key and 2 * len(whole) > len(key) for key in keys):
            return heading.text
        for text in sorted(_texts(heading), key=len):
            around = key_of(text).casefold()
            if any(len(key) >= _LEAST_AGREEING_CHARS and key in around and 2 * len(key) > len(around) for key in keys):
                return text
    return None


def _only_h1(page: Page, headings: Sequence[_Heading], titles: int) -> str | None:
    """A page's single, long h1 outweighs a lone title in the head."""
    h1s = [_text(element) for element in page.tree.iter("h1")]
    alone = titles == 1 and len(h1s) == 1 and len(h1s[0]) > 15 and any(heading.text == h1s[0] for heading in headings)
    sites = site_keys(page)
    return h1s[0] if alone and not any(len(s) > 4 and key_of(h1s[0]).casefold().startswith(s) for s in sites) else None


def _without_kicker(title: str, headings: Sequence[_Heading], declared: Sequence[str]) -> str:
    """The headline alone where kicker and headline are elements of one heading and the head divides them as well."""
    heading = next((heading for heading in headings if heading.text == title), None)
    if heading is None:
        return title
    parts = _parts(declared)
    whole_key = key_of(title).casefold()
    for piece in heading.pieces:
        key = key_of(piece).casefold()
        is_main = len(key) >= _LEAST_AGREEING_CHARS and 2 * len(key) > len(whole_key) > len(key) and key in parts
        if is_main and ":" not in title.replace(piece.rstrip(": "), ""):
            return piece
    return title
