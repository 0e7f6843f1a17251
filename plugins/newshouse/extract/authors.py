"""Who wrote the article: what JSON-LD, meta tags, markup and the printed byline say, by vote. Pure.

Names of desks ("Redaktion", "Staff") and of the outlet count only where nobody else is named; news agencies are the
source, not the author.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from lxml import etree

from newshouse.extract import jsonld
from newshouse.extract.agencies import is_agency
from newshouse.extract.blocks import key_of
from newshouse.extract.byline_words import LABEL, PRINTED_LEAD_IN, STATED_LEAD_IN, SURE_LEAD_IN
from newshouse.extract.bylines import below_headline, beside_date, elsewhere_in_text, in_markup
from newshouse.extract.document import Page
from newshouse.extract.metadata import declared_languages
from newshouse.extract.names import divided_by_spaces, is_desk, is_full_name, names_in

_METAS = (
    *("parsely-author", "sailthru.author", "article:author_name", "byl", "author", "article:author"),
    *("og:article:author", "dc.creator", "dcterms.creator", "dc:creator", "dc.contributor.author", "citation_author"),
    *(
        "cxenseparse:author",
        "cxenseparse:recs:author",
        "sailthru.byline_name",
        "shareaholic:article_author_name",
        "creator",
        "authors",
    ),
    "twitter:creator:name",
)
_MAX_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one source says: its weight, the names as it spells them, and whether it stands beside the headline."""

    weight: float
    names: tuple[str, ...]
    printed: bool = False

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key_of(name).casefold() for name in self.names)


def page_authors(page: Page, sites: frozenset[str], headline: etree._Element | None) -> tuple[str, ...]:
    """The authors' names, without the outlet's own (``sites``: its keys); empty if none is named.

    ``headline``: the element it stands in, None if unknown. Sources vote: what several say outweighs what one says; a
    source that names the same people and more is believed where its names are full and stand beside the headline.
    """
    distinct = partial(_distinct, is_japanese=_is_japanese(page))
    markup = in_markup(page, headline)
    stated, organisations = _stated(page)
    claims = [
        _Claim(3.0, distinct(stated)),
        _Claim(2.0, distinct(_in_metas(page, _METAS) or _labelled(page))),
        _Claim(2.0 if markup.near else 1.0, distinct(markup.names), markup.near),
        _Claim(1.5, distinct(below_headline(headline)), True),
    ]
    # An account on a network may be the outlet's: it names a person only where it is all there is.
    account = _Claim(0.5, distinct(_in_metas(page, ("twitter:creator",))))
    people = _chosen([_people(claim, sites) for claim in (*claims, account)])
    desks = [
        *(name for name in organisations if not is_agency(name)),
        *(name for claim in claims for name in _desks(claim, sites)),
    ]
    # Where the page has named a desk, mere wording must show full names to be believed.
    for source in () if people else (beside_date, elsewhere_in_text):
        found = distinct(name for name in source(page, headline) if not is_desk(name, sites))
        if found and (not desks or all(map(is_full_name, found))):
            return found
    return people or tuple(desks[:1])


def _is_japanese(page: Page) -> bool:
    return next((tag.lower().startswith("ja") for _, tag in declared_languages(page)), False)


def _desks(claim: _Claim, sites: frozenset[str]) -> Iterator[str]:
    """What may stand where nobody is named; no outlet that is printed like a person ("By Harbour Post Reporter")."""
    for name in claim.names:
        is_outlet = claim.printed and is_full_name(name) and key_of(name).casefold() in sites
        if not is_outlet and not is_agency(name):
            yield name


def _people(claim: _Claim, sites: frozenset[str]) -> _Claim:
    people = tuple(name for name in claim.names if not is_desk(name, sites))
    return _Claim(claim.weight, people, claim.printed)


def _chosen(claims: Sequence[_Claim]) -> tuple[str, ...]:
    claims = [claim for claim in claims if claim.names]
    if not claims:
        return ()
    best = max(claims, key=lambda one: sum(other.weight for other in claims if other.keys == one.keys))
    for wider in claims:
        if wider.printed and wider.keys > best.keys and all(map(is_full_name, wider.names)):
            best = wider
    # A login ("adalovelace") is spelt as a name where the page prints it as one.
    spellings = [claim.names for claim in claims if claim.keys == best.keys]
    return max(spellings, key=lambda names: sum(map(is_full_name, names)))


def _distinct(names: Iterable[str], *, is_japanese: bool) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in (part for whole in names for part in divided_by_spaces(whole, is_japanese)):
        kept.setdefault(key_of(name).casefold(), name)
    return tuple(kept.values())[:_MAX_AUTHORS]


def _stated(page: Page) -> tuple[list[str], list[str]]:
    """(people, organisations) that JSON-LD names as authors; what has no type is a person."""
    node = page.article or {}
    values = node.get("author") or node.get("creator")
    found: tuple[list[str], list[str]] = [], []
    for value in _flat(values):
        if isinstance(value, dict) and not value.get("name"):
            value = _by_id(page, value.get("@id")) or _in_parts(value)
        kinds = jsonld.types(value) if isinstance(value, dict) else frozenset()
        is_organisation = "person" not in kinds and any("organi" in kind for kind in kinds)
        lead_in = SURE_LEAD_IN if "person" in kinds else PRINTED_LEAD_IN
        texts = jsonld.texts_of(value.get("name") if isinstance(value, dict) else value)
        found[is_organisation].extend(name for text in texts for name in names_in(text, lead_in))
    return found


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, dict) and "@list" in value:
        value = value["@list"]
    for item in value if isinstance(value, list) else [value]:
        yield from _flat(item) if isinstance(item, list) else [item]


def _in_parts(node: jsonld.Node) -> jsonld.Node:
    parts = (node.get("givenName"), node.get("familyName"))
    return {"name": " ".join(part for part in parts if isinstance(part, str))}


def _by_id(page: Page, identifier: object) -> object:
    return next(
        (node for node in page.nodes if identifier and node.get("@id") == identifier and node.get("name")), None
    )


def _labelled(page: Page) -> list[str]:
    """What Twitter's cards print beside a label for authors ("Written by")."""
    pairs = ((page.meta(f"twitter:label{n}"), page.meta(f"twitter:data{n}")) for n in (1, 2))
    return [
        name
        for label, text in pairs
        if label and text and LABEL.fullmatch(label)
        for name in names_in(text, STATED_LEAD_IN)
    ]


def _in_metas(page: Page, metas: Iterable[str]) -> list[str]:
    for name in metas:
        names = [found for content in page.metas.get(name, ()) for found in names_in(content, STATED_LEAD_IN)]
        if names:
            return names
    return []
