"""Feed lists as OPML (1.0 and 2.0 in, 2.0 out). Pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newshouse.charsets import document_text
from newshouse.errors import RejectError
from newshouse.feeds.markup import absolute_url, printable

NAMESPACE = "urn:newshouse:opml"
_UNTRIED = f"{{{NAMESPACE}}}untried"
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_DECLARATION = re.compile(r"\A(\s*)<\?xml[^>]*>")
_FEED_TYPES = frozenset(("rss", "atom", "rdf", "feed", "rss1", "rss2"))
_MAX_BYTES = 20_000_000
_MAX_ERRORS = 1_000
_MAX_TEXT_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A feed as a list names it. ``category`` is the path of groups it stands in, joined by "/"; None at the top.

    ``untried``: whoever wrote the list could not ask the address whether it answers.
    """

    url: str
    title: str | None = None
    category: str | None = None
    home_url: str | None = None
    language: str | None = None
    untried: bool = False


@dataclass(frozen=True, slots=True)
class LineError:
    """What could not be read, and the line of the file it stands in, counted from 1."""

    line: int
    reason: str


def read_opml(body: bytes) -> tuple[list[FeedSource], list[LineError]]:
    """The feeds of a list in its order, each address once, and an error for each line that gives none.

    A file that is not well-formed is read as far as it goes. Raises RejectError("not_opml") when it is no OPML, or
    declares entities: no list needs them.
    """
    if len(body) > _MAX_BYTES:
        raise RejectError("not_opml", f"{len(body)} bytes")
    root, errors = _tree(body)
    sources: dict[str, FeedSource] = {}
    for outline, category in _leaves(root, ()):
        attributes = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        source = _source(attributes, category)
        if isinstance(source, str):
            errors.append(LineError(outline.sourceline or 0, source))
        elif source.url in sources:
            errors.append(LineError(outline.sourceline or 0, f"{source.url[:200]} stands in the list already"))
        else:
            sources[source.url] = source
    return list(sources.values()), sorted(errors, key=lambda error: error.line)[:_MAX_ERRORS]


def write_opml(feeds: Iterable[FeedSource], title: str = "newshouse") -> bytes:
    """An OPML 2.0 document, UTF-8, one group per category in order of first appearance; read_opml reads it back."""
    from lxml import etree

    root = etree.Element("opml", {"version": "2.0"}, nsmap={"newshouse": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _line(title) or ""
    body = etree.SubElement(root, "body")
    groups: dict[str | None, Any] = {None: body}
    for feed in feeds:
        category = _line(feed.category)
        if category not in groups:
            groups[category] = etree.SubElement(body, "outline", {"text": category or ""})
        etree.SubElement(groups[category], "outline", _attributes(feed))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _tree(body: bytes) -> tuple[Any, list[LineError]]:
    from lxml import etree

    text, _ = document_text(body, None)
    if "<!ENTITY" in text.upper():
        raise RejectError("not_opml", "declares entities")
    text = _BARE_AMPERSAND.sub("&amp;", _DECLARATION.sub(r"\1", text.lstrip("\ufeff")))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or str(root.tag).rpartition("}")[2].lower() != "opml":
        raise RejectError("not_opml", "no opml element")
    return root, [LineError(error.line, error.message) for error in list(parser.error_log)[:_MAX_ERRORS]]


def _leaves(element: Any, category: tuple[str, ...]) -> Iterator[tuple[Any, str | None]]:
    """Outlines that are feeds or should be, with the groups around them; depth is bounded by the XML parser."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        names = {str(name).lower() for name in child.attrib}
        if child.tag.lower() != "outline":
            yield from _leaves(child, category)
        elif len(child) and "xmlurl" not in names:
            label = _line(child.get("text") or child.get("title"))
            yield from _leaves(child, (*category, label) if label else category)
        else:
            yield child, "/".join(category) or None
            yield from _leaves(child, category)


def _source(attributes: dict[str, str], category: str | None) -> FeedSource | str:
    """The feed, or why the outline is none."""
    kind = attributes.get("type", "").strip().lower()
    address = attributes.get("xmlurl") or (attributes.get("url", "") if kind in _FEED_TYPES else "")
    title = _line(attributes.get("title") or attributes.get("text"))
    if not address.strip():
        return f"{title or 'outline'}: no xmlUrl"
    url = absolute_url(address, "")
    if url is None or " " in url:
        return f"{address.strip()[:200]}: not an http address"
    own = attributes.get("category", "").split(",")[0].strip("/ ")
    return FeedSource(
        url=url,
        title=None if title == url else title,
        category=category or _line(own),
        home_url=absolute_url(attributes.get("htmlurl"), ""),
        language=_line(attributes.get("language")),
        untried=attributes.get(_UNTRIED, "").lower() == "true",
    )


def _attributes(feed: FeedSource) -> dict[str, str]:
    title = _line(feed.title) or ""
    optional = {"title": title, "htmlUrl": _line(feed.home_url), "language": _line(feed.language)}
    if feed.untried:
        optional[_UNTRIED] = "true"
    given = {name: value for name, value in optional.items() if value}
    return {"type": "rss", "text": title or feed.url, "xmlUrl": printable(feed.url)} | given


def _line(text: str | None) -> str | None:
    return " ".join(printable(text or "").split())[:_MAX_TEXT_CHARS].rstrip() or None
