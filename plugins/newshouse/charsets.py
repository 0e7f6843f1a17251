"""The bytes of a feed or a page as text, whatever their labels say. Pure, no I/O.

Order of trust: byte order mark, zero-byte pattern, 7-bit codecs where declared and used, valid UTF-8, the declared
charsets, UTF-8 with a few stray bytes, the charset usual for the declared language, a statistical guess.
Valid UTF-8 beats an 8-bit label: 8-bit text that is valid UTF-8 by chance does not occur, wrong labels do.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from contextlib import suppress

from newshouse.errors import RejectError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first characters of a document without a mark: XML 1.0, appendix F; "<" or "{" with its zero bytes.
_PATTERNS = (
    (re.compile(rb"[<{]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00[<{]"), "utf-32-be"),
    (re.compile(rb"[<{\s]\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\x00[<{\s]\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_DOCUMENT = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']"
    rb"|<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    rb"(?:<(?:dc:)?language>\s*|xml:lang\s*=\s*[\"']|<html\b[^>]{0,500}?\slang\s*=\s*[\"']?)"
    rb"([a-zA-Z]{2,3}(?:[-_][A-Za-z]{2,4})?)",
    re.IGNORECASE,
)
_SNIFF_BYTES = 4_096
_GUESSED_BYTES = 500_000
_SCRIPT = re.compile(rb"<(?:script|style)\b", re.IGNORECASE)
_SCRIPT_END = re.compile(rb"</(?:script|style)\b", re.IGNORECASE)
_NO_LETTERS = re.compile(rb"<[^<>]*>|[\x00-\x40]+")
_SEVEN_BIT = {"hz": b"~{"} | {f"iso2022_{kind}": b"\x1b" for kind in ("jp", "jp_1", "jp_2", "jp_3", "jp_ext", "kr")}
# The superset that browsers read where a label names the subset (WHATWG Encoding, section 4.2).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_REFUSED = frozenset(("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))
_WIDE = ("utf-16", "utf-32")
_BY_LANGUAGE = {
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be", "kk"), ("cp1251", "koi8-r")),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "hr", "sl", "bs", "sq"), ("cp1250",)),
    **dict.fromkeys(("et", "lv", "lt"), ("cp1257",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256",)),
    **dict.fromkeys(("en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "no", "nb", "fi", "is", "ca"), ("cp1252",)),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "vi": ("cp1258",),
    "th": ("cp874",),
    "zh": ("gb18030", "big5hkscs"),
    "zh-tw": ("big5hkscs", "gb18030"),
    "zh-hk": ("big5hkscs", "gb18030"),
    "ja": ("euc_jp", "cp932"),
    "ko": ("cp949",),
}
_LIKELY = (
    "cp1251", "koi8_r", "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1256", "cp1253", "cp1255", "cp874", "cp1250",
    "cp1254", "cp1252",
)  # fmt: skip
_STRAY_SHARE = 0.1  # of the bytes beyond ASCII: above it the text is no UTF-8 with slips but something else
_LOST_SHARE = 0.2  # of all characters
_ENOUGH_BYTES = 20  # beyond ASCII, to guess by
_FOREIGN_SHARE = 0.3  # beyond ASCII, of bytes that may be letters: below it the text is in Latin letters
_STRAYS = re.compile("[\udc80-\udcff]+")
_STRAY = {0xDC00 + byte: bytes((byte,)).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def document_text(body: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    """The text and its flags: ``encoding_wrong`` (labels contradict the bytes), ``encoding_repaired`` (stray bytes).

    ``content_type`` is the HTTP header as received, None if there was none. Raises RejectError("feed_encoding")
    when a fifth of the characters can't be told.
    """
    declared = declared_charsets(body, content_type)
    if sure := _sure(body, declared):
        return _checked(*sure)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, declared)
    wrong = declared and declared[0] != "utf-8" and not body.isascii()
    return text, ("encoding_wrong",) if wrong else ()


def page_text(body: bytes, content_type: str | None = None) -> str:
    """The text of a page, as browsers and people would have it. Never raises: what can't be told becomes U+FFFD.

    ``content_type`` is the HTTP header as received, None if there was none.
    """
    declared = declared_charsets(body, content_type)
    if sure := _sure(body, declared):
        marked, name = sure
        return marked.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.start > len(body) - 4 and not body[: error.start].isascii()
        return body.decode("utf-8", "replace") if is_cut else _page_not_utf8(body, declared)


def _sure(body: bytes, declared: list[str]) -> tuple[bytes, str] | None:
    """The body without its mark, and the charset that the bytes themselves give away; None where they don't."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :], name
    for pattern, name in _PATTERNS:
        if pattern.match(body):
            return body, name
    return next(((body, name) for name in declared if name in _SEVEN_BIT and _SEVEN_BIT[name] in body), None)


def _page_not_utf8(body: bytes, declared: list[str]) -> str:
    if (text := _strictly(body, declared)) is not None:
        return text
    if (mended := _mended(body)) is not None:
        return mended
    if declared and declared[0] != "utf-8":
        return body.decode(declared[0], "replace")
    if (text := _strictly(body, _usual_charsets(body))) is not None:
        return text
    letters = _letters(body).replace(b" ", b"")
    foreign = _beyond_ascii(letters)
    if foreign < _ENOUGH_BYTES:
        return body.decode("utf-8" if declared else "cp1252", "replace")
    is_latin = foreign < _FOREIGN_SHARE * len(letters)
    return body.decode("cp1252" if is_latin else _guessed(body), "replace")


def declared_charsets(body: bytes, content_type: str | None) -> list[str]:
    """Python's names of the charsets declared in header and document, the likelier first; unknown ones left out.

    The header goes first (RFC 7303), except when it names the Latin-1 that servers add by themselves.
    """
    labels = [match.group(1) for match in [_IN_HEADER.search(content_type or "")] if match]
    found = _IN_DOCUMENT.search(body[:_SNIFF_BYTES])
    labels += [(found.group(1) or found.group(2)).decode("ascii", "replace")] if found else []
    names = [name for name in map(_python_name, labels) if name]
    return sorted(dict.fromkeys(names), key=lambda name: name == "cp1252")


def _python_name(label: str) -> str | None:
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # Wide charsets were told by their zero bytes already: a label that names one without them is wrong.
    if not getattr(info, "_is_text_encoding", True) or info.name in _REFUSED or info.name.startswith(_WIDE):
        return None
    return _SUPERSETS.get(info.name, info.name)


def _not_utf8(body: bytes, declared: list[str]) -> tuple[str, tuple[str, ...]]:
    if (text := _strictly(body, declared)) is not None:
        return text, ()
    if (mended := _mended(body)) is not None:
        return mended, ("encoding_repaired",)
    if (text := _strictly(body, _usual_charsets(body))) is not None:
        return text, ("encoding_wrong",)
    return _checked(body, _guessed(body))


def _mended(body: bytes) -> str | None:
    """UTF-8 in which a few bytes are of cp1252; None when it is none."""
    text = body.decode("utf-8", "surrogateescape")
    strays = sum(map(len, _STRAYS.findall(text)))
    return text.translate(_STRAY) if strays <= _STRAY_SHARE * _beyond_ascii(body) else None


def _beyond_ascii(body: bytes) -> int:
    return len(body) - len(body.decode("ascii", "ignore"))


def _usual_charsets(body: bytes) -> tuple[str, ...]:
    found = _LANGUAGE.search(body[:_SNIFF_BYTES])
    language = found.group(1).decode("ascii").lower().replace("_", "-") if found else ""
    return _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language[:2], ())


def _guessed(body: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(_letters(body)[:50_000], threshold=0.6, cp_isolation=list(_LIKELY)).best()
    return best.encoding if best else "cp1252"


def _letters(body: bytes) -> bytes:
    """What may be words in the document's first part: no markup, no scripts, no digits and signs."""
    shown, *behind = _SCRIPT.split(body[:_GUESSED_BYTES])
    texts = [shown, *(_SCRIPT_END.split(part, maxsplit=1)[-1] for part in behind if _SCRIPT_END.search(part))]
    return _NO_LETTERS.sub(b" ", b" ".join(texts))


def _strictly(body: bytes, names: Iterable[str]) -> str | None:
    """The text in the first of these charsets that has all of its bytes; None when none has."""
    for name in names:
        with suppress(UnicodeError, ValueError):
            return body.decode(name)
    return None


def _checked(body: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode with losses counted."""
    text = body.decode(name, "replace")
    lost = text.count("\ufffd")
    if lost > _LOST_SHARE * len(text):
        raise RejectError("feed_encoding", f"{lost} of {len(text)} characters are not {name}")
    return text, ("encoding_repaired",) if lost else ()
