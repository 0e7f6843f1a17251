"""What a page says about itself in JSON-LD: blocks read or repaired, nodes flattened, the article's node chosen. Pure.

Vocabulary: schema.org. Blocks may be wrapped in comments or CDATA and hold several values; what the strict reader
refuses goes to lenient_json, what that can't read either is skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from newshouse.errors import RejectError
from newshouse.extract.blocks import key_of
from newshouse.extract.lenient_json import lenient_values
from newshouse.text import unescaped
from newshouse.urls import canonicalise

Node = dict[str, Any]

ARTICLE_TYPES = frozenset(
    {
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "scholarlyarticle",
        "techarticle",
        "report",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "discussionforumposting",
        "pressrelease",
        "review",
        "interview",
    }
)
"""schema.org's Article and its kin, lower-cased."""

_MAX_BLOCK_CHARS = 2_000_000
_MAX_NODES = 2_000
_MAX_DEPTH = 12
_FEW = 3
_HEADLINE_CHARS = 12
_OF_OTHERS = ("publisher", "comment", "liveBlogUpdate")
_WRAPPING = re.compile(r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*$")
_DECODER = json.JSONDecoder(strict=False)


def nodes(blocks: list[str]) -> list[Node]:
    """All objects of the page's JSON-LD blocks that have a @type, outermost first, ``@graph`` and lists opened."""
    found: list[Node] = []
    for block in blocks:
        if len(block) > _MAX_BLOCK_CHARS:
            continue
        for value in _values(block):
            for node in _walk(value, 0):
                found.append(node)
                if len(found) >= _MAX_NODES:
                    return found
    return found


def _values(block: str) -> list[Any]:
    text = _WRAPPING.sub("", block).strip(" \t\r\n;\ufeff")
    try:
        return _decoded(text)
    except (ValueError, RecursionError):
        return lenient_values(text) or lenient_values(unescaped(text))


def _decoded(text: str) -> list[Any]:
    """The JSON values that follow one another in ``text``. Raises ValueError unless the first one is whole."""
    values: list[Any] = []
    start = 0
    while start < len(text):
        try:
            value, start = _DECODER.raw_decode(text, start)
        except ValueError:
            if not values:
                raise
            break
        values.append(value)
        while start < len(text) and text[start] in " \t\r\n,;":
            start += 1
    return values


def _walk(value: Any, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        if types(value):
            yield value
        for key, item in value.items():
            if isinstance(item, dict | list) and key not in _OF_OTHERS:
                yield from _walk(item, depth + 1)


def types(node: Node) -> frozenset[str]:
    """The node's @type or @types, lower-cased, without the vocabulary's address."""
    stated = node.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(re.split(r"[/#:]", name)[-1].lower() for name in names if isinstance(name, str) and name)


def is_article(node: Node) -> bool:
    """Whether the node is an article of any kind."""
    return bool(types(node) & ARTICLE_TYPES)


def article_node(all_nodes: list[Node], addresses: Sequence[str], headlines: Iterable[str] = ()) -> Node | None:
    """The node that describes this page's article: the one that names an address of the page, else the one that has
    one of its ``headlines``, else the first of few; of several, the one that has most to say.

    ``addresses``: the page's own first; it is what relative links are relative to. None when no node is an article.
    Lists of others (more than three, none with these addresses or headlines) give None as well.
    """
    articles = [node for node in all_nodes if is_article(node) and types(node) != {"review"}]
    if not articles:
        return None
    own = [_address(one, addresses[0]) for one in addresses]
    near = [_nearness(node, own, addresses[0]) for node in articles]
    nearest = max(near, default=0)
    if nearest > 0:
        return max((node for node, found in zip(articles, near, strict=True) if found == nearest), key=_wealth)
    keys = [key for key in map(key_of, map(str.casefold, headlines)) if key]
    titled = [node for node in articles if _is_titled(node, keys)]
    if titled:
        return max(titled, key=_wealth)
    others = [node for node in articles if not any(_is_deep(link) for link in _links(node))]
    pool = others or ([] if len(articles) > _FEW else articles[:1])
    best = max(pool, key=_wealth, default=None)
    return None if best is None or (len(articles) > _FEW and _wealth(best) < _FEW) else best


def leads_elsewhere(node: Node, url: str) -> bool:
    """Whether the node is an article at another address than ``url``: a teaser's, one of a list's."""
    return (
        is_article(node)
        and any(_is_deep(link) for link in _links(node))
        and _nearness(node, [_address(url, url)], url) == 0
    )


def _nearness(node: Node, own: Sequence[_Address], base: str) -> int:
    """How near the node's addresses come to the page's ``own``: 3 the same, 2 a place in it, 1 by the path alone, 0."""
    found = 0
    for link in _links(node):
        one = _address(link, base)
        for other in own:
            if one.place == other.place:
                found = max(found, 1 if one.query != other.query else 2 if "#" in link else 3)
    return found


def _is_titled(node: Node, keys: Sequence[str]) -> bool:
    """Whether the node's headline is one of these, or begins one: behind it stands the site's name."""
    headline = key_of((text_of(node.get("headline")) or text_of(node.get("name")) or "").casefold())
    return len(headline) >= _HEADLINE_CHARS and any(key.startswith(headline) for key in keys)


def _wealth(node: Node) -> int:
    return sum(
        bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "image", "publisher")
    )


def _links(node: Node) -> list[str]:
    candidates = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    links: list[str] = []
    for value in candidates:
        if isinstance(value, dict):
            links += [inner for inner in (value.get("@id"), value.get("url")) if isinstance(inner, str)]
        elif isinstance(value, str):
            links.append(value)
    return links


def _is_deep(link: str) -> bool:
    try:
        return len(urlsplit(link).path.strip("/")) > 0
    except ValueError:
        return False


class _Address(NamedTuple):
    """Where an article lies: host and path, whichever of a site's hosts for desks and phones it is, and the query."""

    place: str
    query: str


def _address(link: str, base: str) -> _Address:
    try:
        parts = urlsplit(canonicalise(link, base))
    except (RejectError, ValueError):
        return _Address(link, "")
    return _Address(
        f"{(parts.hostname or '').removeprefix('www.').removeprefix('m.')}{parts.path.rstrip('/')}", parts.query
    )


_TAG = re.compile(r"<[^<>]*>")
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote)\b[^<>]*>", re.IGNORECASE)


def plain_text(text: str) -> str:
    """A property's text with tags and entities resolved, one paragraph a line."""
    text = unescaped(text) if "&lt;" in text else text
    text = unescaped(_TAG.sub("", _BLOCK_TAG.sub("\n", text)))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def text_of(value: Any) -> str | None:
    """The text in a property: a string, a number, a list's first, an object's name or @value. None if there is none."""
    if isinstance(value, list):
        return next((text for text in map(text_of, value) if text), None)
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("headline"))
    if isinstance(value, bool) or value is None:
        return None
    text = " ".join(unescaped(str(value)).split())
    return text or None


def texts_of(value: Any) -> list[str]:
    """The texts of a property that may hold one value or a list."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values) if text]


def address_of(value: Any) -> str | None:
    """The address in an image or link property: a string, a list's first, an object's url, contentUrl or @id."""
    if isinstance(value, list):
        return next((found for found in map(address_of, value) if found), None)
    if isinstance(value, dict):
        return address_of(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return value.strip() or None if isinstance(value, str) else None


def truth_of(value: Any) -> bool | None:
    """True or False as stated, also as text ("False", "http://schema.org/False"); None if neither."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and value:
        return truth_of(value[0])
    word = value.rstrip("/").rsplit("/", 1)[-1].strip().lower() if isinstance(value, str) else ""
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)
