"""The article's own text: a model decides block by block, and asks trafilatura where it is in doubt. Pure, no I/O.

The container with most prose in it is a guess at the region that costs little; the model ``alone`` decides on the
blocks there and around. Where it is unsure, trafilatura finds the region instead, right about it and wrong at its
edges: marks in the tree tell which blocks it took, and the model ``helped`` decides with that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import lxml.html
import numpy as np
from numpy.typing import NDArray
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from newshouse.extract import jsonld
from newshouse.extract.block_model import log_odds
from newshouse.extract.blocks import Block, key_of, mark, marked, unmark, unmarked
from newshouse.extract.document import Page
from newshouse.extract.edges import Heading, within_edges
from newshouse.extract.features import Around, block_features, candidates
from newshouse.extract.region import prose_region

_SHORT_CHARS = 700
_PAGE_TIMES = 4
_LEAST_MAPPED = 0.6
_LEAST_ALONE = 400
MOST_DOUBT = 0.1
"""Above it trafilatura is asked: on a quarter of the pages that the model was tried on, unseen."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What trafilatura took: indices of blocks, and its text, which alone counts where the blocks don't cover it."""

    blocks: frozenset[int]
    text: str


def body_text(page: Page, around: Around, heading: Heading) -> str:
    """The article's blocks among the page's, one a line; empty when nothing was found."""
    blocks = around.blocks
    stated = _stated_body(page)
    chosen = _alone(around)
    if chosen is None:
        taken = take(page.tree, blocks)
        if _mapped(blocks, taken) < _LEAST_MAPPED:
            return stated if len(stated) > len(taken.text) else taken.text
        odds = log_odds("helped", block_features(around, taken.blocks))
        chosen = np.flatnonzero(odds > 0) + candidates(len(blocks), taken.blocks).start
    body = "\n".join(block.text for block in within_edges(blocks, chosen.tolist(), heading))
    # A page that shows little and states much (a script unfolds the rest): the statement is the article.
    return stated if len(stated) > 2 * len(body) and len(body) < _SHORT_CHARS else body


def _alone(around: Around) -> NDArray[np.intp] | None:
    """Indices of the body's blocks as the model sees them without help; None where it doubts them."""
    region = prose_region(around.blocks)
    odds = log_odds("alone", block_features(around, region))
    chosen = candidates(len(around.blocks), region)
    if doubt([len(block.text) for block in around.blocks[chosen.start : chosen.stop]], odds) > MOST_DOUBT:
        return None
    return np.flatnonzero(odds > 0) + chosen.start


def doubt(lengths: Sequence[int], odds: NDArray[np.float64]) -> float:
    """The text the model expects to have judged wrongly, as a share of what it chose; infinite for a short text."""
    sizes = np.array(lengths, np.float64)
    body = float(sizes @ (odds > 0))
    return float(sizes @ (1 / (1 + np.exp(np.abs(odds))))) / body if body >= _LEAST_ALONE else math.inf


def take(tree: lxml.html.HtmlElement, blocks: Sequence[Block]) -> Taken:
    """Which blocks trafilatura takes: in fast mode, in full where that gives little of a page that has much."""
    mark(blocks)
    try:
        text = _extracted(tree, fast=True)
        if len(text) < _SHORT_CHARS and sum(len(block.key) for block in blocks) > _PAGE_TIMES * len(text):
            text = max(text, _extracted(tree, fast=False), key=len)
    finally:
        unmark(blocks)
    return Taken(frozenset(index for index in marked(text) if index < len(blocks)), unmarked(text))


@cache
def _options(fast: bool) -> Extractor:
    return Extractor(output_format="python", fast=fast, comments=False)


def _extracted(tree: lxml.html.HtmlElement, *, fast: bool) -> str:
    document = bare_extraction(tree, options=_options(fast))
    return (document.text or "") if document is not None and not isinstance(document, dict) else ""


def _mapped(blocks: Sequence[Block], taken: Taken) -> float:
    """The share of trafilatura's text that the taken blocks make up: little where it read a script or a rendering."""
    return sum(len(blocks[index].key) for index in taken.blocks) / max(1, len(key_of(taken.text)))


def _stated_body(page: Page) -> str:
    """The longest articleBody the page states in JSON-LD, as plain text."""
    texts = [node["articleBody"] for node in page.nodes if isinstance(node.get("articleBody"), str)]
    longest = max(texts, key=len, default="")
    return jsonld.plain_text(longest) if longest else ""
