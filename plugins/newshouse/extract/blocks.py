"""A page as a list of text blocks: what stands between two block-level boundaries, in document order. Pure, no I/O.

Blocks can be marked: a mark at a block's end survives another library's rendering of the same tree and tells which
blocks that library took.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

INLINE_TAGS = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
        ),
        *("kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
SKIPPED_TAGS = frozenset(
    (
        *("script", "style", "template", "svg", "math", "iframe", "object", "embed", "select", "option", "button"),
        *("input", "textarea", "canvas", "audio", "video", "map", "head", "nav", "dialog", "menu"),
    )
)
MAX_BLOCKS = 20_000
_INLINE, _LINK, _BREAK, _BLOCK, _SKIPPED = range(5)
_KINDS: dict[object, int] = {  # of the others, all are blocks
    **dict.fromkeys(INLINE_TAGS, _INLINE),
    **dict.fromkeys((*SKIPPED_TAGS, etree.Comment, etree.ProcessingInstruction, etree.Entity), _SKIPPED),
    "a": _LINK,
    "br": _BREAK,
}
_NOT_ALNUM = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")

# Marks are two symbols of Sutton SignWriting: printable, neither letters nor space, and in no text on the web.
_MARK_BASE = 0x1D800
_MARK_DIGITS = 512
MARK_RANGE = f"{chr(_MARK_BASE)}-{chr(_MARK_BASE + _MARK_DIGITS - 1)}"
_MARK = re.compile(f"([{MARK_RANGE}])([{MARK_RANGE}])")


@dataclass(slots=True, eq=False)
class Block:
    """One run of text. ``key`` is its letters and digits alone, by which it is found again in other renderings.

    ``link_ratio`` of the key's length stands in links. ``element`` is the block-level element the run belongs to;
    its last words are the text of ``last`` or, where ``last_is_tail``, follow it.
    """

    element: etree._Element
    text: str
    key: str
    link_ratio: float
    link_count: int
    last: etree._Element
    last_is_tail: bool


def key_of(text: str) -> str:
    """The letters and digits of a text, case kept."""
    return _NOT_ALNUM.sub("", text)


def without_invisible(text: str) -> str:
    """The text without what nobody sees: soft hyphen, zero-width space, word joiner, byte order mark."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def blocks_of(root: etree._Element) -> list[Block]:
    """The first 20,000 blocks below ``root``, without empty ones and those in scripts, form fields, navigation."""
    return _Collector(root).run()


def mark(blocks: Sequence[Block]) -> None:
    """Write each block's mark at its end, into the tree."""
    for index, block in enumerate(blocks):
        symbols = chr(_MARK_BASE + index // _MARK_DIGITS) + chr(_MARK_BASE + index % _MARK_DIGITS)
        place = block.last
        before = (place.tail if block.last_is_tail else place.text) or ""
        words = before.rstrip()
        after = words + symbols + before[len(words) :]
        if block.last_is_tail:
            place.tail = after
        else:
            place.text = after


def unmark(blocks: Sequence[Block]) -> None:
    """Take the marks out of the tree again."""
    for block in blocks:
        if block.last_is_tail:
            block.last.tail = unmarked(block.last.tail or "")
        else:
            block.last.text = unmarked(block.last.text or "")


def marked(text: str) -> list[int]:
    """Indices of the blocks whose marks stand in ``text``, in its order."""
    return [(ord(high) - _MARK_BASE) * _MARK_DIGITS + ord(low) - _MARK_BASE for high, low in _MARK.findall(text)]


def unmarked(text: str) -> str:
    """The text without marks."""
    return _MARK.sub("", text)


class _Collector:
    """Walks the tree with an explicit stack, since pages are nested deeper than Python may recurse."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._found: list[Block] = []
        self._pieces: list[str] = []
        self._link_pieces: list[str] = []
        self._link_count = 0
        self._in_link = 0
        self._has_words = False
        self._after_break = False
        self._last = root
        self._last_is_tail = False

    def run(self) -> list[Block]:
        owners = [self._root]
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            kind = _KINDS.get(element.tag, _BLOCK)
            if event == "end":
                self._leave(kind, element, owners)
            elif kind == _SKIPPED:
                walk.skip_subtree()
            else:
                self._enter(kind, element, owners)
            if len(self._found) >= MAX_BLOCKS:
                break
        return self._found

    def _enter(self, kind: int, element: etree._Element, owners: list[etree._Element]) -> None:
        if kind == _BREAK:
            if self._after_break:
                self._flush(owners[-1])
            self._pieces.append(" ")
            self._after_break = True
            return
        if kind == _BLOCK:
            if self._pieces or self._link_count:
                self._flush(owners[-1])
            owners.append(element)
        elif kind == _LINK:
            self._in_link += 1
            self._link_count += 1
        if text := element.text:
            self._add(text, element, False)

    def _leave(self, kind: int, element: etree._Element, owners: list[etree._Element]) -> None:
        if kind == _BLOCK:
            if self._pieces or self._link_count:
                self._flush(element)
            owners.pop()
        elif kind == _LINK:
            self._in_link -= 1
        if (text := element.tail) and element is not self._root:
            self._add(text, element, True)

    def _add(self, text: str, element: etree._Element, is_tail: bool) -> None:
        self._pieces.append(text)
        if text.isspace():
            return
        self._has_words = True
        self._after_break = False
        self._last, self._last_is_tail = element, is_tail
        if self._in_link > 0:
            self._link_pieces.append(text)

    def _flush(self, element: etree._Element) -> None:
        if self._has_words:
            text = " ".join(without_invisible("".join(self._pieces)).split())
            key = key_of(text)
            if key:
                link_ratio = len(key_of("".join(self._link_pieces))) / len(key) if self._link_pieces else 0.0
                self._found.append(
                    Block(element, text, key, link_ratio, self._link_count, self._last, self._last_is_tail)
                )
            self._link_pieces.clear()
            self._has_words = False
        self._pieces.clear()
        self._link_count = max(0, self._in_link)
        self._after_break = False
