"""What no article's text stands in, taken out of the tree before the costly steps. Changes the tree it is given.

trafilatura asks several regular expressions of every element, in Python: on a page whose menus make up two thirds of
its elements, leaving them out halves its time and changes next to nothing of its answer.
"""

from __future__ import annotations

import lxml.html
from lxml import etree

_NEVER_TEXT = (
    *("script", "style", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map", "link"),
    *("meta", "source", "select", "button", "input", "textarea", "dialog", "menu", "nav", "footer"),
)
_MAYBE_EMPTY = ("div", "span", "li", "i", "a", "p", "img")
_LEAST_LINKS = 4
_MENU_LINK_CHARS = 40  # Entries of menus are short; a list of long links may be the article (a link round-up)


def prune(tree: lxml.html.HtmlElement) -> None:
    """Drop elements that hold no prose: scripts, widgets, navigation, footers, and lists that are menus."""
    etree.strip_elements(tree, *_NEVER_TEXT, with_tail=False)
    for element in [element for element in tree.iter(*_MAYBE_EMPTY) if len(element) == 0 and not element.text]:
        _drop(element)
    for noscript in list(tree.iter("noscript")):
        if noscript.find(".//p") is None:  # some old pages keep the whole article in one
            _drop(noscript)
    dropped: set[etree._Element] = set()
    for menu in list(tree.iter("ul", "ol")):
        if menu.getparent() is not None and dropped.isdisjoint(menu.iterancestors("ul", "ol")) and _is_menu(menu):
            _drop(menu)
            dropped.add(menu)


def _is_menu(element: etree._Element) -> bool:
    links = element.findall(".//a")
    if len(links) < _LEAST_LINKS:
        return False
    linked = sum(len("".join(map(str, link.itertext())).strip()) for link in links)
    if linked > _MENU_LINK_CHARS * len(links):
        return False
    whole = sum(len(str(text).strip()) for text in element.itertext())
    return linked >= 0.9 * whole


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
