"""Where an element stands and what its class and id say of it. Pure, no I/O."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from newshouse.extract.cues import BODY_NAME, CAMEL_HUMP, CHROME_NAME, WHOLE_BODY_NAME

Verdict = tuple[bool, bool, bool]
"""Named like chrome, like a part of a body, like a whole body."""

_NAMELESS: Verdict = (False, False, False)


class Place(NamedTuple):
    """What an element inherits: counted names of chrome, of bodies and of whole bodies, the tags above, and the
    signature of the three nearest elements; ``own`` is what its own name says."""

    chrome: int
    body: int
    whole_body: int
    tags: frozenset[str]
    signature: tuple[tuple[str, str], ...]
    own: Verdict


_ROOT = Place(0, 0, 0, frozenset(), (), _NAMELESS)


class Names:
    """Class, id and itemprop of elements, judged once each."""

    def __init__(self) -> None:
        self._judged: dict[str, Verdict] = {}
        self._places: dict[etree._Element, Place] = {}

    def parent_place(self, element: etree._Element) -> Place:
        """The place of the element's parent."""
        parent = element.getparent()
        return _ROOT if parent is None else self.place(parent)

    def place(self, element: etree._Element) -> Place:
        """The element's place, from its ancestors' known ones."""
        chain: list[etree._Element] = []
        node: etree._Element | None = element
        while node is not None and node not in self._places:
            chain.append(node)
            node = node.getparent()
        place = self._places[node] if node is not None else _ROOT
        for node in reversed(chain):
            place = self._places[node] = self._below(place, node)
        return place

    def _below(self, above: Place, element: etree._Element) -> Place:
        tag, classes = str(element.tag), element.get("class") or ""
        own = self._verdict(element, classes)
        return Place(
            above.chrome + own[0],
            above.body + own[1],
            above.whole_body + own[2],
            above.tags if tag in above.tags else above.tags | {tag},
            (*above.signature[-2:], (tag, classes)),
            own,
        )

    def _verdict(self, element: etree._Element, classes: str) -> Verdict:
        name = f"{classes} {element.get('id') or ''} {element.get('itemprop') or ''}"[:300]
        if len(name) == 2:
            return _NAMELESS
        verdict = self._judged.get(name)
        if verdict is None:
            spaced = CAMEL_HUMP.sub("-", name).lower()
            verdict = self._judged[name] = (
                CHROME_NAME.search(spaced) is not None,
                BODY_NAME.search(spaced) is not None,
                WHOLE_BODY_NAME.search(spaced) is not None,
            )
        return verdict
