"""The smaller facts a page states about its article: outlet, section, keywords, image, language, reservations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newshouse.errors import RejectError
from newshouse.extract import jsonld
from newshouse.extract.document import Page
from newshouse.urls import canonicalise

_MAX_KEYWORDS = 40
_MAX_CHARS = 300
_TAG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
_NO_AI = re.compile(r"\b(noai|noimageai|noml)\b", re.IGNORECASE)
_NOT_RESERVED = frozenset(("0", "false", "no", "none"))


def descriptions(page: Page) -> list[str]:
    """What the page says it is about, in a sentence or two; several tags may say different things."""
    node = page.article or {}
    metas = (page.meta(name) for name in ("og:description", "description", "twitter:description"))
    return [text for text in (jsonld.text_of(node.get("description")), *metas) if text]


def sitename(page: Page) -> str | None:
    """The outlet's name as the page states it; None if it does not."""
    publisher = jsonld.text_of((page.article or {}).get("publisher"))
    website = next((jsonld.text_of(node) for node in page.nodes if "website" in jsonld.types(node)), None)
    return _short(page.meta("og:site_name") or publisher or website or page.meta("application-name"))


def section(page: Page) -> str | None:
    """The section the article stands in; None if not stated."""
    stated = jsonld.texts_of((page.article or {}).get("articleSection"))
    return _short(
        stated[0] if stated else page.meta("article:section", "parsely-section", "sailthru.section", "section")
    )


def keywords(page: Page) -> tuple[str, ...]:
    """Keywords as stated: JSON-LD, then article:tag, then the keywords and news_keywords tags; each once."""
    stated = jsonld.texts_of((page.article or {}).get("keywords"))
    words = stated or page.metas.get("article:tag") or [page.meta("news_keywords", "keywords", "parsely-tags") or ""]
    # A single value is a list in disguise; several may hold commas of their own.
    parts = re.split(r"[,;|、،]", words[0]) if len(words) == 1 else words
    return tuple(dict.fromkeys(word for part in parts if (word := _short(part))))[:_MAX_KEYWORDS]


def image_url(page: Page) -> str | None:
    """The address of the article's image, canonical; None if there is none or it is no web address."""
    node = page.article or {}
    metas = ("og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail")
    for stated in (jsonld.address_of(node.get("image")), *(page.meta(name) for name in metas)):
        if stated and not stated.startswith("data:"):
            try:
                return canonicalise(stated, page.url)
            except RejectError:
                continue
    return None


def link_canonical(page: Page) -> str | None:
    """What <link rel=canonical> or, failing that, og:url says; None if neither stands in the page."""
    for link in page.tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (link.get("href") or "").strip():
            return str(link.get("href"))
    return page.meta("og:url")


def is_free(page: Page) -> bool | None:
    """Whether the article is stated to be free to read; None if nothing is stated."""
    stated = (jsonld.truth_of(node.get("isAccessibleForFree")) for node in (page.article or {}, *page.nodes))
    found = next((value for value in stated if value is not None), None)
    tier = (page.meta("article:content_tier") or "").lower()
    return {"free": True, "locked": False}.get(tier) if found is None else found


def declared_languages(page: Page) -> tuple[tuple[str, str], ...]:
    """(where, tag) of every language declaration in the page and its headers, as written but for underscores."""
    html = page.tree if page.tree.tag == "html" else page.tree.getroottree().getroot()
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    article = page.article or {}
    declared: list[tuple[str, object]] = [
        ("html", html.get("lang") or html.get("xml:lang") or html.get(xml_lang)),
        ("og:locale", page.meta("og:locale")),
        ("content-language", page.meta("content-language")),
        ("header", page.header("content-language")),
        ("json-ld", article.get("inLanguage")),
        ("meta", page.meta("dc.language", "dcterms.language", "language")),
    ]
    return tuple((where, tag) for where, value in declared if (tag := _language_tag(value)))


def _language_tag(value: object) -> str | None:
    if isinstance(value, list):
        return next((tag for item in value if (tag := _language_tag(item))), None)
    if isinstance(value, dict):
        return _language_tag(value.get("alternateName")) or _language_tag(value.get("name"))
    match = _TAG.fullmatch(value.split(",")[0].split(".")[0].strip()) if isinstance(value, str) else None
    return match.group().replace("_", "-") if match else None


def reservations(page: Page) -> tuple[str, ...]:
    """What is reserved against text and data mining: ``noai``, ``noimageai``, ``noml``, ``tdm-reservation``.

    From robots metas, X-Robots-Tag, and the TDM Reservation Protocol's meta and header (W3C TDMRep, 2024).
    """
    robots = (content for name in ("robots", "googlebot", "bingbot") for content in page.metas.get(name, ()))
    found = {word.lower() for text in (*robots, page.header("x-robots-tag") or "") for word in _NO_AI.findall(text)}
    reserved: Iterable[str | None] = (page.meta("tdm-reservation"), page.header("tdm-reservation"))
    if any(value is not None and value.strip().lower() not in _NOT_RESERVED for value in reserved):
        found.add("tdm-reservation")
    return tuple(sorted(found))


def _short(text: str | None) -> str | None:
    return " ".join(jsonld.plain_text(text).split())[:_MAX_CHARS] or None if text else None
