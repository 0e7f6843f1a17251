"""RSS 0.9x-2.0, RDF, Atom 0.3/1.0 and CDF as an XML tree -> RawFeed. Pure, no I/O.

Which of several elements counts follows feedparser, the reference of this field: the first title that says something,
the last link to a page, the last date of a kind. Names are compared in lower case, namespaces by their address or,
where that is unknown, by the usual prefix.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from newshouse.errors import RejectError
from newshouse.feeds.raw import RawEntry, RawFeed

_XML = "{http://www.w3.org/XML/1998/namespace}"
_CORE = (
    "",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/rss091",
    "http://backend.userland.com/rss092",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://cyber.law.harvard.edu/rss",
    "http://purl.org/rss/1.0",
    "http://purl.org/rss/2.0",
    "http://purl.org/net/rss1.1#",
    "http://my.netscape.com/rdf/simple/0.9",
    "http://channel.netscape.com/rdf/simple/0.9",
    "http://purl.org/rss/1.0/modules/rss091#",
    "http://www.w3.org/2005/atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/echo",
    "http://purl.org/pie",
    "http://example.com/necho",
    "http://example.com/newformat#",
    "uri/of/echo/namespace#",
)
_PREFIXES = dict.fromkeys(_CORE, "") | {
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://purl.org/rss/1.0/modules/syndication": "sy:",
    "http://search.yahoo.com/mrss": "media:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.pheedo.com/namespace/pheedo": "pheedo:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://news.yandex.ru": "yandex:",
}
_FEEDS = frozenset(("rss", "rdf:rdf", "rdf", "feed", "channel", "atom:feed"))
_ITEMS = frozenset(("item", "entry"))
_HTML_ROOTS = frozenset(
    ("html", "head", "body", "div", "p", "title", "meta", "script", "style", "table", "span", "a", "h1", "center", "br")
)
_HTML_TYPES = frozenset(("text/html", "html", "application/xhtml+xml", "xhtml", ""))
_TITLES = ("title", "dc:title")
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "prism:publicationdate", "created", "dcterms:created")
_UPDATED = ("updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified", "date")
_SUMMARIES = ("description", "summary", "dc:description", "abstract", "itunes:summary", "media:description", "subtitle")
_CONTENTS = ("content:encoded", "content", "fullitem", "body", "xhtml:body", "yandex:full-text", "turbo:content", "div")
_CATEGORIES = ("category", "dc:subject", "media:category", "itunes:category")
_KEYWORD_LISTS = ("media:keywords", "itunes:keywords", "keywords", "news:keywords")
_AUTHORS = ("author", "dc:creator", "dc:author", "itunes:author", "managingeditor")
_NAMESPACE_DECLARATION = re.compile(r'\s+xmlns(?::[\w.-]+)?="[^"]*"')

Bag = dict[str, list[Any]]


def read_xml(root: Any, url: str, max_entries: int) -> RawFeed:
    """What the tree says. ``url`` is the document's address. Raises RejectError: html_instead_of_feed, not_a_feed."""
    root_name = _name(root)
    items = [element for element in root.iter() if isinstance(element.tag, str) and _name(element) in _ITEMS]
    if root_name not in _FEEDS and root_name.removeprefix("xhtml:") in _HTML_ROOTS:
        raise RejectError("html_instead_of_feed", f"the root element is {root_name}")
    if root_name not in _FEEDS and not items:
        raise RejectError("not_a_feed", f"the root element is {root_name[:80]}")
    channel = next((child for child in root if isinstance(child.tag, str) and _name(child) == "channel"), root)
    bag = _bag(channel)
    links = bag.get("link", ())
    flags = ("entries_capped",) if len(items) > max_entries else ()
    return RawFeed(
        feed_format=_format(root, root_name),
        entries=tuple(_entry(item, url) for item in items[:max_entries]),
        base=_base(channel, url),
        title=_first_text(bag, _TITLES),
        home=next(iter(_pages(links)), None),
        language=_first_text(bag, ("language", "dc:language")) or channel.get(_XML + "lang") or root.get(_XML + "lang"),
        ttl=_first_text(bag, ("ttl",)),
        update_period=_first_text(bag, ("sy:updateperiod",)),
        update_frequency=_first_text(bag, ("sy:updatefrequency",)),
        hub=_related(links, "hub"),
        self_link=_related(links, "self"),
        flags=flags,
    )


def _entry(item: Any, url: str) -> RawEntry:
    bag = _bag(item)
    guids: list[Any] = bag.get("guid") or bag.get("id") or []
    guid = next((text for text in (_text(element).strip() for element in reversed(guids)) if text), None)
    about = next((value for key, value in item.attrib.items() if key.lower().endswith("about")), None)
    return RawEntry(
        base=_base(item, url),
        guid=guid or about,
        guid_is_link=bool(guids) and _is_permalink(guids[-1]),
        links=(*_texts(bag, ("feedburner:origlink", "pheedo:origlink")), *_pages(bag.get("link", ()))),
        title=_first_text(bag, _TITLES) or _first_text(bag, ("media:title",)),
        summary=_first_text(bag, _SUMMARIES),
        contents=tuple(content for name in _CONTENTS for content in map(_content, bag.get(name, ())) if content),
        authors=tuple(name for element in _elements(bag, _AUTHORS) for name in [_person(element)] if name),
        categories=_categories(bag),
        published=_last_text(bag, _PUBLISHED),
        updated=_last_text(bag, _UPDATED),
        language=_first_text(bag, ("dc:language", "language")) or item.get(_XML + "lang"),
    )


def _name(element: Any) -> str:
    return _known_name(element.tag) or _prefixed_name(element.tag, element.prefix)


@lru_cache(maxsize=4_096)
def _known_name(tag: str) -> str | None:
    """``dc:date`` and the like for a namespace we know; None for others and for prefixes nobody declared."""
    namespace, _, local = tag.rpartition("}")
    if ":" in local:
        return None
    prefix = _PREFIXES.get(namespace.removeprefix("{").rstrip("/").lower())
    return None if prefix is None else prefix + local.lower()


@lru_cache(maxsize=4_096)
def _prefixed_name(tag: str, prefix: str | None) -> str:
    local = tag.rpartition("}")[2].lower()
    if prefix:
        local = f"{prefix.lower()}:{local}"
    return local.removeprefix("atom:").removeprefix("rss:")


def _bag(parent: Any) -> Bag:
    """The children by name, each name's in document order, and those of media:group beside them."""
    bag: Bag = {}
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        name = _name(child)
        bag.setdefault(name, []).append(child)
        if name in ("media:group", "media:content"):
            for inner in child:
                if isinstance(inner.tag, str):
                    bag.setdefault(_name(inner), []).append(inner)
    return bag


def _elements(bag: Bag, names: Iterable[str]) -> Iterable[Any]:
    return (element for name in names for element in bag.get(name, ()))


def _text(element: Any) -> str:
    """The element's text; with child elements, its inner markup."""
    if not len(element):
        return _unpacked(element) if element.get("mode") == "base64" else element.text or ""
    from lxml import etree

    inner = html.escape(element.text, quote=False) if element.text else ""
    inner += "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return _NAMESPACE_DECLARATION.sub("", inner)


def _unpacked(element: Any) -> str:
    """Atom 0.3's ``mode="base64"``; what is none is left as it is."""
    text = str(element.text or "")
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return text


def _texts(bag: Bag, names: Iterable[str]) -> list[str]:
    return [text for text in (_text(element).strip() for element in _elements(bag, names)) if text]


def _first_text(bag: Bag, names: tuple[str, ...]) -> str | None:
    return next((text for text in (_text(element).strip() for element in _elements(bag, names)) if text), None)


def _last_text(bag: Bag, names: tuple[str, ...]) -> str | None:
    for name in names:
        for element in reversed(bag.get(name, [])):
            text = _text(element).strip()
            if text:
                return text
    return None


def _pages(links: Iterable[Any]) -> tuple[str, ...]:
    """Addresses the link elements give for the page, the best first: the last plain one, then other alternates."""
    plain: list[str] = []
    others: list[str] = []
    for link in links:
        href = link.get("href") or link.get("url") or link.get("uri")
        if not href:
            plain.append(_text(link).strip())
            continue
        if link.get("rel", "alternate").strip().lower() in ("alternate", "", "canonical"):
            is_page = link.get("type", "").split(";")[0].strip().lower() in _HTML_TYPES
            (plain if is_page else others).append(href)
    return tuple(href for href in (*reversed(plain), *others) if href)


def _related(links: Iterable[Any], relation: str) -> str | None:
    return next((link.get("href") for link in links if relation in (link.get("rel") or "").lower().split()), None)


def _is_permalink(guid: Any) -> bool:
    value = next((value for key, value in guid.attrib.items() if key.lower() == "ispermalink"), "true")
    return str(value).strip().lower() != "false"


def _content(element: Any) -> str | None:
    kind = (element.get("type") or "html").lower()
    text = _text(element).strip()
    if kind in ("text", "text/plain"):
        return html.escape(text, quote=False) or None
    if kind.startswith(("image/", "audio/", "video/", "application/")) and not kind.endswith(("xml", "html")):
        return None
    return text or None


def _person(element: Any) -> str | None:
    parts = {_name(child): (child.text or "").strip() for child in element if isinstance(child.tag, str)}
    if not parts:
        return str(element.text or "") or None
    return parts.get("name") or parts.get("foaf:name") or parts.get("rdf:value") or parts.get("email") or None


def _categories(bag: Bag) -> tuple[str, ...]:
    found: list[str] = [
        element.get("term") or element.get("label") or element.get("text") or _text(element)
        for element in _elements(bag, _CATEGORIES)
    ]
    found += [term for keywords in _texts(bag, _KEYWORD_LISTS) for term in keywords.split(",")]
    return tuple(found)


def _base(element: Any, url: str) -> str:
    """xml:base of the element and those around it, resolved against the document's address."""
    base = element.base
    try:
        return urljoin(url, base) if base else url
    except ValueError:
        return url


def _format(root: Any, root_name: str) -> str:
    if root_name == "rss":
        version = re.sub(r"\D", "", root.get("version", ""))[:3]
        return "rss20" if version.startswith("2") else f"rss{version}"
    if root_name in ("rdf:rdf", "rdf"):
        return "rdf"
    if root_name == "feed":
        if "purl.org/atom" in root.tag or root.get("version") == "0.3":
            return "atom03"
        return "atom10"
    return "cdf" if root_name == "channel" else "unknown"
