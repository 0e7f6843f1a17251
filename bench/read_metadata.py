"""Titles, dates and authors against the truth, ours beside trafilatura's in the same run.

    python bench/read_metadata.py [--misses]

title: equal after white space; beside it, equal but for case. date: the day as stated in the page's own zone. authors:
sets of names equal but for case and white space; the truth's "A und B", "A, B" and "A / B" count as two names, for all.
"""

from __future__ import annotations

import logging
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from read_pages import ROOT, TruePage, load_pages
from trafilatura import extract_metadata

sys.path.insert(0, str(ROOT / "plugins"))

from newshouse.extract.authors import page_authors
from newshouse.extract.byline import headline_of
from newshouse.extract.dates import page_dates
from newshouse.extract.document import parse
from newshouse.extract.titles import page_title, site_keys

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Found:
    title: str
    date: str
    authors: list[str]


def ours(page: TruePage) -> Found:
    parsed = parse(page.html, page.url, ())
    title = page_title(parsed, None)
    headline = headline_of(parsed, title)
    published, _ = page_dates(parsed, NOW, headline)
    authors = page_authors(parsed, site_keys(parsed), headline)
    return Found(title or "", published.date().isoformat() if published else "", list(authors))


def trafilaturas(page: TruePage) -> Found:
    document = extract_metadata(page.html, default_url=page.url)
    return Found(document.title or "", (document.date or "")[:10], (document.author or "").split(";"))


def spaced(text: str) -> str:
    return " ".join(text.split())


def names(authors: list[str]) -> set[str]:
    parts = [
        part for author in authors for part in re.split(r"[,;/]| und | and ", re.sub(r"^Von ", "", spaced(author)))
    ]
    return {" ".join(re.findall(r"\w+", part)).casefold() for part in parts if part.strip()}


def score(pages: list[TruePage], found: list[Found], misses: bool) -> str:
    checks = {
        "title": [(spaced(p.title), spaced(f.title)) for p, f in zip(pages, found, strict=True) if p.title],
        "title, any case": [
            (spaced(p.title).casefold(), spaced(f.title).casefold())
            for p, f in zip(pages, found, strict=True)
            if p.title
        ],
        "date": [(p.date[:10], f.date) for p, f in zip(pages, found, strict=True) if p.date],
        "authors": [(names(p.authors), names(f.authors)) for p, f in zip(pages, found, strict=True) if p.authors],
    }
    for name, pairs in checks.items():
        for true, got in pairs:
            if misses and true != got:
                print(f"  {name}: wanted {true!r}, found {got!r}")
    return "".join(f"{sum(a == b for a, b in pairs) / len(pairs):>12.3f} ({len(pairs)})" for pairs in checks.values())


def main() -> None:
    logging.disable(logging.CRITICAL)
    pages = [page for page in load_pages() if page.title or page.date or page.authors]
    print(f"{'':14}{'title':>18}{'title, any case':>18}{'date':>18}{'authors':>18}")
    print(f"{'newshouse':14}" + score(pages, [ours(page) for page in pages], "--misses" in sys.argv))
    print(f"{'trafilatura':14}" + score(pages, [trafilaturas(page) for page in pages], misses=False))


if __name__ == "__main__":
    main()
