"""stub"""
from newshouse.extract.document import Page
from newshouse.extract import jsonld
from newshouse.extract.titles import declared_titles as titles_of
def descriptions_of(page: Page) -> list[str]:
    node = page.article or {}
    found = [jsonld.text_of(node.get("description")), page.meta("og:description"), page.meta("description"), page.meta("twitter:description")]
    return [t for t in found if t]
