"""Where an element stands and what its class and id say of it. Pure, no I/O."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from newshouse.extract.cues import BODY_NAME, CAMEL_HUMP, CHROME_NAME


@dataclass(frozen=True, slots=True)
class Place:
    """What an element inherits: counted chrome-named and the tags above, the signature of the three nearest."""

    chrome: int
    tags: frozenset[str]
    signature: tuple[tuple[str, str], ...]


_ROOT = Place(0, frozenset(), ())


class Names:
    """Class and id of elements, judged once each."""

    def __init__(self) -> None:
        self._judged: dict[str, tuple[bool, bool]] = {}
        self._places: dict[etree._Element, Place] = {}

    def judged(self, element: etree._Element | None) -> tuple[bool, bool]:
        """(named like chrome, named like a body)."""
        if element is None:
            return False, False
        name = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        if len(name) == 1:
            return False, False
        verdict = self._judged.get(name)
        if verdict is None:
            spaced = CAMEL_HUMP.sub("-", name)
            verdict = self._judged[name] = bool(CHROME_NAME.search(spaced)), bool(BODY_NAME.search(spaced))
        return verdict

    def place(self, element: etree._Element) -> Place:
        """The element's place, from its ancestors' known ones."""
        chain: list[etree._Element] = []
        node: etree._Element | None = element
        while node is not None and node not in self._places:
            chain.append(node)
            node = node.getparent()
        place = self._places[node] if node is not None else _ROOT
        for node in reversed(chain):
            tag = str(node.tag)
            tags = place.tags if tag in place.tags else place.tags | {tag}
            signature = (*place.signature[-2:], (tag, node.get("class") or ""))
            place = Place(place.chrome + self.judged(node)[0], tags, signature)
            self._places[node] = place
        return place
