"""The article's own text. Pure, no I/O."""

from __future__ import annotations

from copy import copy

import lxml.html
from trafilatura import bare_extraction

from newshouse.extract.document import Page


def body_text(page: Page) -> str:
    """The article's paragraphs, one a line; empty when nothing was found."""
    return _trafilatura_text(page.tree, page.url, fast=True) or _trafilatura_text(page.tree, page.url, fast=False)


def _trafilatura_text(tree: lxml.html.HtmlElement, url: str, *, fast: bool) -> str:
    document = bare_extraction(copy(tree), url=url, fast=fast, include_comments=False, with_metadata=False)
    return document.text or "" if document is not None and not isinstance(document, dict) else ""
