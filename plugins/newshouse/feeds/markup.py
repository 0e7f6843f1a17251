"""Markup in feeds: to plain text, to harmless HTML, to absolute addresses. Pure, no I/O."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin, urlsplit

from newshouse.text import unescaped

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_C1 = {code: bytes((code,)).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_HAS_C1 = re.compile("[\x80-\x9f]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_NAMES = (
    "a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|center|cite|code|dd|del|details|"
    "dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|"
    "label|li|link|main|mark|meta|nav|nobr|object|ol|p|param|picture|pre|q|s|samp|script|section|small|source|span|"
    "strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_KNOWN_TAG = re.compile(rf"</?(?:{_TAG_NAMES})(?:[\s/][^<>]*)?>|<!--[^<>]*-->", re.IGNORECASE)
_CLOSING_TAG = re.compile(rf"</(?:{_TAG_NAMES})\s*>", re.IGNORECASE)
_VOID_TAG = re.compile(r"<(?:br|hr|img)(?:[\s/][^<>]*)?>|<!--[^<>]*-->", re.IGNORECASE)
_SOFT_BREAK = re.compile(r"<wbr\s*/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|del|em|font|i|ins|kbd|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|"
    r"time|tt|u|var|wbr)(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_SILENT_TAG = re.compile(r"<(/?)(script|style|iframe|object|noscript|template)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")
# Literal-led patterns and plain substrings: ten times the speed of one pattern with all of them.
_ACTING_TAG = re.compile(
    "<(?:script|style|i?frame|object|embed|applet|form|button|input|base|meta|link|svg|math|template|noscript)"
)
_ALARMING = ("script:", "srcdoc", "data:text", "xlink")
_HANDLER = re.compile(r"on[a-z]{3,}\s*=")
_HIDDEN_SCHEME = re.compile(
    r"=\s*[\"']?(?:[^\"'<>\s:]{0,30}&(?:#|colon|tab|newline)|[a-z]{1,15}[\t\n\r][a-z\t\n\r]{0,40}:)"
)
_DROPPED = frozenset(
    (
        "script",
        "style",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "base",
        "meta",
        "link",
        "svg",
        "math",
        "template",
        "noscript",
    )
)
_ADDRESSES = frozenset(
    ("href", "src", "action", "formaction", "background", "poster", "cite", "longdesc", "data", "srcset", "xlink:href")
)
_UNSAFE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data\s*:\s*(?!image/(?:png|jpe?g|gif|webp)))", re.IGNORECASE)
_TAG_NAME = re.compile(_TAG_NAMES)
_ATTRIBUTE_NAME = re.compile(r"(?!on|style$|srcdoc$)[a-z][a-z0-9-]*(?::[a-z]+)?", re.IGNORECASE)
# The plain case, which needs no joining, splitting or mending.
_ABSOLUTE_URL = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?::\d{1,4})?/(?:(?!&amp;)[!-~])*(?<![#?])", re.ASCII)
_MAX_UNESCAPES = 3
_SCAN_CHARS = 10_000


def printable(text: str) -> str:
    """Without what no database column or XML document takes: control characters and lone surrogates."""
    return _CONTROLS.sub("", text)


def clean_text(text: str) -> str:
    """Printable prose: C1 codes read as windows-1252, doubly encoded UTF-8 undone. Not for addresses and keys."""
    if text.isascii():
        return printable(text)
    with suppress(UnicodeError):  # nearly always: an honest text is no Latin-1, or no UTF-8 within it
        text = text.encode("latin-1").decode("utf-8")
    if _HAS_C1.search(text):
        text = text.translate(_C1)
    return printable(text)


def plain_title(text: str, max_chars: int) -> str | None:
    """A title as plain text on one line, None when nothing is left: markup goes, entities are opened.

    Feeds escape titles once, twice or not at all and seldom say which. So tags are taken for markup only where HTML
    knows them and one is closed ("a < b", "<T>" and "How <script> works" stay), and entities are opened until none
    is left, three times at most.
    """
    text = clean_text(text[:_SCAN_CHARS])
    for _ in range(_MAX_UNESCAPES):
        text = _without_markup(text)
        if "&" not in text or not _ENTITY.search(text):
            break
        text = clean_text(_ENTITY.sub(lambda match: unescaped(match.group()), text))
    else:
        text = _without_markup(text)
    return " ".join(text.split())[:max_chars].rstrip() or None


def plain_summary(markup: str, max_chars: int) -> str | None:
    """HTML of a description as plain text on one line, cut at ``max_chars``; None when nothing is left."""
    text = clean_text(markup[:_SCAN_CHARS])
    if "&lt;" in text and "<" not in text:
        text = unescaped(text)
    if "<" in text:
        text = _ANY_TAG.sub(" ", _INLINE_TAG.sub("", _without_silent(text)))
    if "&" in text:
        text = unescaped(unescaped(text)) if "&amp;" in text else unescaped(text)
    return " ".join(clean_text(text).split())[:max_chars].rstrip() or None


def _without_markup(text: str) -> str:
    if "<" not in text:
        return text
    if not _CLOSING_TAG.search(text):
        return _VOID_TAG.sub(" ", _SOFT_BREAK.sub("", text))
    return _KNOWN_TAG.sub(" ", _INLINE_TAG.sub("", _without_silent(text)))


def _without_silent(text: str) -> str:
    """Without the elements whose text nobody reads, from opening to closing tag; unclosed ones stay."""
    pieces: list[str] = []
    kept_to, opened_at, inside = 0, 0, ""
    for tag in _SILENT_TAG.finditer(text):
        is_closing, name = bool(tag[1]), tag[2].lower()
        if not inside and not is_closing:
            opened_at, inside = tag.start(), name
        elif is_closing and name == inside:
            pieces.append(text[kept_to:opened_at])
            kept_to, inside = tag.end(), ""
    return " ".join((*pieces, text[kept_to:])) if pieces else text


def harmless_html(markup: str) -> str | None:
    """The markup without what could act (scripts, frames, forms, handlers, script addresses); None if nothing is left.

    Markup in which nothing alarming stands is returned as it is, so that most feeds cost one search.
    """
    markup = clean_text(markup).strip()
    if "<" not in markup or not _is_alarming(markup.lower()):
        return markup or None
    from lxml import etree
    from lxml import html as lxml_html

    try:
        root = lxml_html.fragment_fromstring(markup, create_parent="div")
        for element in list(root.iter()):
            if element is not root:
                _disarm(element)
    except (etree.LxmlError, ValueError, AssertionError):  # a tree may hold control characters that it won't take back
        return html.escape(plain_summary(markup, len(markup)) or "") or None
    inner = (html.escape(root.text, quote=False) if root.text else "") + "".join(
        str(etree.tostring(child, encoding="unicode", method="html")) for child in root
    )
    return inner.strip() or None


def _disarm(element: Any) -> None:
    """Drop the element if it acts, unwrap it if HTML does not know it, else take from it the attributes that act."""
    name = element.tag.lower() if isinstance(element.tag, str) else ""
    if not name or name.rsplit(":", 1)[-1] in _DROPPED:
        element.drop_tree()
        return
    if not _TAG_NAME.fullmatch(name):  # libxml2 takes <scr<script> for the element "scr<script"
        element.drop_tag()
        return
    for attribute, value in list(element.attrib.items()):
        is_address = attribute.lower() in _ADDRESSES
        is_unsafe = is_address and _UNSAFE_ADDRESS.match(re.sub(r"[\x00-\x20]+", "", value))
        if is_unsafe or not _ATTRIBUTE_NAME.fullmatch(attribute):
            del element.attrib[attribute]


def _is_alarming(lowered: str) -> bool:
    found = any(mark in lowered for mark in _ALARMING) or _ACTING_TAG.search(lowered) or _HANDLER.search(lowered)
    return bool(found or _HIDDEN_SCHEME.search(lowered))


def absolute_url(raw: str | None, base: str) -> str | None:
    """``raw`` as an absolute http(s) address, relative ones against ``base``; None when it is no web address."""
    if not raw or _ABSOLUTE_URL.fullmatch(raw):
        return raw or None
    url = re.sub(r"[\t\r\n]+\s*", "", printable(raw).strip()).replace("&amp;", "&")
    if url.startswith("feed:"):
        url = url.removeprefix("feed:") if "//" in url[5:13] and "http" in url[:10] else "http:" + url[5:]
    if url.lower().startswith("www."):
        url = "http://" + url
    try:
        url = urljoin(base, url)
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        _ = parts.port
    except ValueError:
        return None
    return url
