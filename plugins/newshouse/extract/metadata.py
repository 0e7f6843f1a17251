"""stub"""
from newshouse.extract.document import Page
from newshouse.extract import jsonld
def titles_of(page: Page) -> list[str]:
    node = page.article or {}
    found = [jsonld.text_of(node.get("headline")), page.meta("og:title"), page.meta("twitter:title"), page.tree.findtext(".//title")]
    return [t for t in found if t]
def descriptions_of(page: Page) -> list[str]:
    node = page.article or {}
    found = [jsonld.text_of(node.get("description")), page.meta("og:description"), page.meta("description"), page.meta("twitter:description")]
    return [t for t in found if t]
