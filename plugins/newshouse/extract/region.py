"""A cheap guess at where a page's article stands: the container that holds most prose. Pure, no I/O.

Each block of prose gives its weight to the elements above it, less to each further one, as Readability does (Arc90,
2009); the heaviest element's blocks of prose are the region.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from lxml import etree

from newshouse.extract.blocks import Block

_LEAST_CHARS, _ENOUGH_CHARS = 25, 400
_MOST_LINKED = 0.35
_PARAGRAPH, _SENTENCE = 1.3, 1.5
_KEPT_ABOVE = 0.8
_LEVELS = 14  # 0.8 ** 14 = .04: what stands higher gets next to nothing
_LEAVES = frozenset(("p", "li", "h2", "h3", "blockquote"))
_ENDS = tuple('.!?…。！？"”’»)।؟')


def prose_region(blocks: Sequence[Block]) -> frozenset[int]:
    """Indices of the blocks of prose in the heaviest container; empty on a page without prose."""
    weights = {index: weight for index, block in enumerate(blocks) if (weight := _prose(block)) > 0}
    nearest = {index: _container(blocks[index]) for index in weights}
    gifts: dict[etree._Element, float] = {}
    for index, weight in weights.items():
        gifts[nearest[index]] = gifts.get(nearest[index], 0.0) + weight
    above = {element: _lineage(element) for element in gifts}
    totals: dict[etree._Element, float] = {}
    for element, gift in gifts.items():
        for level, ancestor in enumerate(above[element]):
            totals[ancestor] = totals.get(ancestor, 0.0) + gift * _KEPT_ABOVE**level
    if not totals:
        return frozenset()
    heaviest = max(totals, key=totals.__getitem__)
    inside = {element for element, lineage in above.items() if heaviest in lineage}
    return frozenset(index for index, element in nearest.items() if element in inside)


def _prose(block: Block) -> float:
    size = len(block.key)
    if size < _LEAST_CHARS or block.link_ratio > _MOST_LINKED:
        return 0.0
    weight = min(size, _ENOUGH_CHARS) / _ENOUGH_CHARS * (1 - block.link_ratio)
    if block.element.tag == "p":
        weight *= _PARAGRAPH
    return weight * _SENTENCE if block.text.endswith(_ENDS) else weight


def _container(block: Block) -> etree._Element:
    """Where the block's weight goes first: what holds it, if it is a paragraph or an item itself."""
    parent = block.element.getparent()
    return parent if block.element.tag in _LEAVES and parent is not None else block.element


def _lineage(element: etree._Element) -> list[etree._Element]:
    """The element and those above it, nearest first."""
    return [element, *itertools.islice(element.iterancestors(), _LEVELS - 1)]
