"""Pages with text, metadata and language per CPU-second: ours beside trafilatura with metadata and langdetect.

    python bench/read_speed.py [pages] [rounds]     default 120 pages, 5 rounds; the median of the rounds is shown

newspaper4k and news-please join in where they are installed. All run in one process and take turns in each round, so
that a busy machine slows all of them alike; the clock is CPU time. Their downloads are never reached: pages come as
bytes from the corpus.
"""

from __future__ import annotations

import contextlib
import logging
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime

from read_pages import ROOT, load_pages

sys.path.insert(0, str(ROOT / "plugins"))

from newshouse.errors import RejectError
from newshouse.extract import extract_article, warm
from newshouse.language import guess_language

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Reader = Callable[[bytes, str], object]


def ours(html: bytes, url: str) -> object:
    try:
        article = extract_article(html, url=url, headers=(), fetched_at=NOW)
    except RejectError as error:
        return error
    return guess_language(article.body, article.title, article.declared_languages)


def trafilatura_reader() -> Reader:
    from langdetect import DetectorFactory, detect
    from trafilatura import bare_extraction

    DetectorFactory.seed = 0

    def read(html: bytes, url: str) -> object:
        document = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
        return detect(document.text[:1_000]) if document is not None and document.text else None

    return read


def newspaper_reader() -> Reader:
    from langdetect import detect
    from newspaper import Article

    def read(html: bytes, url: str) -> object:
        article = Article(url, fetch_images=False)
        article.download(input_html=html.decode("utf-8", "replace"))
        article.parse()
        return detect(article.text[:1_000]) if article.text.strip() else None

    return read


def newsplease_reader() -> Reader:
    from newsplease import NewsPlease

    def read(html: bytes, url: str) -> object:
        return NewsPlease.from_html(html.decode("utf-8", "replace"), url=url, fetch_images=False)

    return read


def readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {"newshouse": ours}
    peers = {
        "trafilatura + metadata + langdetect": trafilatura_reader,
        "newspaper4k + langdetect": newspaper_reader,
        "news-please": newsplease_reader,
    }
    for name, make in peers.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name}: not installed")
    return found


def main() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    count, rounds = (int(value) for value in (sys.argv[1:] + ["120", "5"][len(sys.argv) - 1 :])[:2])
    pages = load_pages()
    pages = pages[:: max(1, len(pages) // count)][:count]
    warm()
    contenders = readers()
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):  # the first warms up and is not counted
        for name, read in contenders.items():
            started = time.process_time()
            for page in pages:
                with contextlib.suppress(Exception):  # a peer that fails on a page keeps the time it took
                    read(page.html, page.url)
            rates[name].append(len(pages) / (time.process_time() - started))
    ours_median = statistics.median(rates["newshouse"][1:])
    print(f"{'reader':38} pages/CPU-s   ours is")
    for name, values in rates.items():
        median = statistics.median(values[1:])
        print(f"{name:38} {median:11.1f}   {ours_median / median:.2f} times")


if __name__ == "__main__":
    main()
