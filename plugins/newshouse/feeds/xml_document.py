"""A feed's text as an XML tree: strictly where it is well-formed, mended where it is not. Pure, no I/O.

No document type, entity declaration or external reference ever reaches the XML parser: the prolog is read here, and
of its entities only short literal ones are kept, so that nothing can be expanded without end or fetched.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from newshouse.errors import RejectError
from newshouse.text import unescaped

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SURROGATES = re.compile(r"(?:&#(?:5[5-7]\d{3}|[xX][dD][89a-fA-F][0-9a-fA-F]{2});)+")
_SURROGATE = re.compile(r"&#(?:5[5-7]|[xX][dD])")  # many times faster than the whole pattern where there is none
_ENTITY_DECLARATION = re.compile(r"""<!ENTITY\s+([\w.-]{1,40})\s+(?:"([^"<&%]{0,200})"|'([^'<&%]{0,200})')\s*>""")
_DOCTYPE = re.compile(r"<!doctype\b", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|(?P<comment><!--.*?(?:-->|\Z))|(?P<declaration><\?xml\b.*?(?:\?>|\Z))"
    r"|(?P<reference>&(?:#(?P<decimal>\d{1,9})|#[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<name>[A-Za-z][\w.-]{0,40}));)"
    r"|(?P<ampersand>&)|(?P<less><(?![A-Za-z_/!?:]))",
    re.DOTALL,
)
_ITEM_TAG = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_MAX_GROWTH = 2  # entities may at most double a document


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """``root`` is an lxml element. ``item_tags`` counts item and entry tags in the text of a mended document."""

    root: Any
    text: str
    mended: bool = False
    item_tags: int = 0
    flags: tuple[str, ...] = ()


def parse_xml(text: str) -> XmlDocument:
    """The tree of ``text``. Raises RejectError: not_a_feed (no markup), html_instead_of_feed, feed_too_deep."""
    from lxml import etree

    start = text.find("<")
    if start < 0:
        raise RejectError("not_a_feed", "neither XML nor JSON")
    flags = ("leading_junk",) if text[:start].strip("\ufeff \t\r\n\x00") else ()
    position, entities = _prolog(text, start)
    if _PAGE.match(text, position):
        raise RejectError("html_instead_of_feed", "a page")
    body = _ILLEGAL.sub("", text[position:].rstrip("\x00 \t\r\n"))
    if _SURROGATE.search(body):  # in CDATA too: they would be read as HTML later, as hopelessly
        body = _SURROGATES.sub(_paired, body)
    if not entities:
        try:
            root = etree.fromstring(body.encode(), _parser(recover=False))
            return XmlDocument(root, body, flags=flags)
        except (etree.XMLSyntaxError, ValueError):
            pass  # not well-formed: mended below, flagged
    body = mended(body, entities)
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(body.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        too_deep = any("depth" in error.message for error in parser.error_log)
        raise RejectError("feed_too_deep" if too_deep else "not_a_feed", "no element could be read")
    outside = _OUTSIDE.sub("", body)
    item_tags = len(_ITEM_TAG.findall(outside))
    return XmlDocument(root, body, mended=True, item_tags=item_tags, flags=(*flags, "not_well_formed"))


def _parser(*, recover: bool) -> Any:
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )


def _prolog(text: str, position: int) -> tuple[int, dict[str, str]]:
    """Where the root element starts, and the short literal entities the document declares."""
    entities: dict[str, str] = {}
    while position < len(text):
        if text.startswith("<!--", position):
            position = _after(text, "-->", position)
        elif text.startswith("<?", position):
            position = _after(text, ">", position)
        elif _DOCTYPE.match(text, position):
            position = _document_type(text, position, entities)
        elif text[position] == "<":
            break
        else:
            position = text.find("<", position)
            if position < 0:
                break
    return (position if position >= 0 else len(text)), entities


def _document_type(text: str, start: int, entities: dict[str, str]) -> int:
    close, subset = text.find(">", start), text.find("[", start)
    if not 0 <= subset < close:
        return close + 1 if close >= 0 else len(text)
    end = re.compile(r"\]\s*>").search(text, subset)
    stop = end.end() if end else len(text)
    for found in _ENTITY_DECLARATION.finditer(text, subset, min(stop, subset + 100_000)):
        entities.setdefault(found.group(1), found.group(2) or found.group(3) or "")
    return stop


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else len(text)


def mended(body: str, entities: dict[str, str]) -> str:
    """The usual slips put right: bare ampersands and less-than signs, HTML entities, open CDATA.

    Comments and misplaced XML declarations go. Raises RejectError("feed_entities") when declared entities would more
    than double the document.
    """
    budget = _MAX_GROWTH * len(body) + 10_000
    grown = 0

    def put_right(match: re.Match[str]) -> str:
        nonlocal grown
        kind = match.lastgroup or ""
        text = match.group()
        if match["cdata"] is not None:
            return text if text.endswith("]]>") else text + "]]>"
        if match["reference"] is not None:
            mend = _reference(match, entities)
            grown += len(mend)
            if grown > budget:
                raise RejectError("feed_entities", "declared entities more than double the document")
            return mend
        return {"ampersand": "&amp;", "less": "&lt;"}.get(kind, "")

    return _OUTSIDE.sub(put_right, body)


def _reference(match: re.Match[str], entities: dict[str, str]) -> str:
    name = match["name"]
    if name is None:
        return _character(match)
    if name in _XML_ENTITIES:
        return match.group()
    value = entities.get(name)
    if value is None:
        value = unescaped(match.group())
    return html.escape(_ILLEGAL.sub("", value), quote=False)


def _character(match: re.Match[str]) -> str:
    code = _code(match["decimal"] or "x" + match["hex"])
    return "" if code > 0x10FFFF or _ILLEGAL.match(chr(code)) else f"&#{code};"


def _code(digits: str) -> int:
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def _paired(match: re.Match[str]) -> str:
    """References to surrogates: two halves become the one character they stand for, others U+FFFD."""
    codes = [_code(digits) for digits in re.findall(r"&#(\w+);", match.group())]
    halves = b"".join(code.to_bytes(2, "little") for code in codes)
    return halves.decode("utf-16-le", "replace")
