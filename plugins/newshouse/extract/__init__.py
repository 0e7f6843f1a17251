"""Reading pages: the article's body and metadata from the bytes of its page. Pure, no I/O."""

from newshouse.extract.article import extract_article, warm

__all__ = ["extract_article", "warm"]
