"""A page parsed once: its tree and what its head declares, for all who read metadata or body. Pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import lxml.html
from lxml import etree

from newshouse.charsets import page_text
from newshouse.errors import RejectError
from newshouse.extract import jsonld
from newshouse.extract.blocks import MARK_RANGE
from newshouse.extract.lenient_json import lenient_values
from newshouse.records import Headers

# XML 1.0 allows none of these (libxml2 stops reading at NUL); the marks of blocks.py must be ours alone.
_CONTROLS = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_UNREADABLE = re.compile(f"[\ufffe\uffff{MARK_RANGE}]")
_UNREADABLE_LEADS = ("\uffff".encode()[:2], MARK_RANGE[0].encode()[:2])
_LOOKS_LIKE_HTML = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|div|p|article|meta|title|table|h1|br)\b", re.IGNORECASE
)
_OTHER_KIND = re.compile(
    r"\s*(?:%PDF-|<\?xml[^>]*>\s*<(?:rss|feed|rdf:RDF|svg|urlset|sitemapindex)\b|<(?:rss|feed)\b|[{\[]\s*[\"{\[])"
)
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
_MOST_HEADINGS = 8
_HTML_TYPES = ("html", "xml", "text/plain", "octet-stream")


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """``metas`` maps a lower-cased name, property, itemprop or http-equiv to its contents in document order."""

    url: str
    headers: Headers
    tree: lxml.html.HtmlElement
    metas: dict[str, list[str]]
    nodes: list[jsonld.Node]
    article: jsonld.Node | None

    def meta(self, *names: str) -> str | None:
        """The first content under the first of the names that has one; None if none has."""
        return next((content for name in names for content in self.metas.get(name, ())), None)

    def header(self, name: str) -> str | None:
        """The response headers of that name (lower case), joined by commas; None if absent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name) or None


def parse(body: bytes, url: str, headers: Headers) -> Page:
    """Read the page. Raises RejectError: ``empty_page``, ``not_html`` (by its type, or by its looks)."""
    if not body or not body.strip():
        raise RejectError("empty_page", "no bytes")
    content_type = next((value for key, value in headers if key.lower() == "content-type"), None)
    if content_type and not any(kind in content_type.lower() for kind in _HTML_TYPES):
        raise RejectError("not_html", content_type[:100])
    text = page_text(body, content_type)
    beginning = text[:10_000]
    if _OTHER_KIND.match(beginning) or (not _LOOKS_LIKE_HTML.search(beginning) and not _LOOKS_LIKE_HTML.search(text)):
        raise RejectError("not_html", repr(beginning[:60]))
    tree = _tree(text)
    metas = _metas(tree)
    scripts: Sequence[str] = [
        script.text_content()
        for script in tree.iter("script")
        if (script.get("type") or "").strip().lower().startswith("application/ld+json")
    ]
    nodes = jsonld.nodes(list(scripts))
    # A text may stand in one place and name another as its own: a copy in a cache, a page for phones.
    canonical = [link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").split()]
    addresses = [url, *canonical[:1], *metas.get("og:url", ())[:1]]
    headings = (element.text_content() for element in islice(tree.iter("h1", "title"), _MOST_HEADINGS))
    article = jsonld.article_node(nodes, addresses, chain(metas.get("og:title", ()), headings))
    return Page(url, headers, tree, metas, nodes, article)


def _tree(text: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(  # the stubs don't know default_doctype
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,  # type: ignore[call-arg]
    )
    # lxml.html asks a Python function for the class of every element; one class for all is chosen in C.
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        return lxml.html.document_fromstring(_readable(text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise RejectError("not_html", f"{type(error).__name__}: {error}"[:200]) from error


def _readable(text: str) -> bytes:
    """The text in UTF-8 without what XML allows in none and without our own marks."""
    data = text.encode("utf-8", "ignore").translate(None, _CONTROLS)  # lone surrogates have no encoding
    if not any(lead in data for lead in _UNREADABLE_LEADS):  # found five times as fast as the characters
        return data
    return _UNREADABLE.sub("", data.decode("utf-8")).encode("utf-8")


def _metas(tree: lxml.html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(attribute) or "").lower().split():
                found.setdefault(name, []).append(content)
    for name, value in _of_parsely(found.get("parsely-page", [""])[0]):
        found.setdefault(name, []).append(value)
    return found


def _of_parsely(packed: str) -> Iterator[tuple[str, str]]:
    """The fields of Parse.ly's older tag, which holds them all as JSON, under the names of its newer ones."""
    for fields in lenient_values(packed):
        for field in ("title", "author", "section", "pub_date") if isinstance(fields, dict) else ():
            if isinstance(fields.get(field), str) and fields[field].strip():
                yield f"parsely-{field.replace('_', '-')}", fields[field]
