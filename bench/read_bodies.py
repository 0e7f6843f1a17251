"""Bodies against the truth, on both measures of read_pages.py, ours beside trafilatura's modes in the same run.

    python bench/read_bodies.py

Our row is in-sample, since the block model was trained on these pages. How good it is on pages it has not seen is
what bench/train_block_model.py prints (cross-validated by host), and what counts.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from read_pages import ROOT, TruePage, load_pages, string_counts, strings_f1, whole_f1, whole_scores
from trafilatura import extract

sys.path.insert(0, str(ROOT / "plugins"))

from newshouse.errors import RejectError
from newshouse.extract import extract_article

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Reader = Callable[[TruePage], str]


def ours(page: TruePage) -> str:
    try:
        return extract_article(page.html, url=page.url, headers=(), fetched_at=NOW).body
    except RejectError:
        return ""


def trafilatura(**options: bool) -> Reader:
    return lambda page: extract(page.html, include_comments=False, include_tables=True, **options) or ""


READERS: dict[str, Reader] = {
    "newshouse (in-sample)": ours,
    "trafilatura": trafilatura(),
    "trafilatura fast": trafilatura(fast=True),
    "trafilatura precision": trafilatura(favor_precision=True),
}


def main() -> None:
    logging.disable(logging.CRITICAL)
    pages = load_pages()
    print(f"{'':24}whole bodies: F1     P     R    strings: F1     P     R")
    for name, read in READERS.items():
        texts = [read(page) for page in pages]
        pairs = list(zip(pages, texts, strict=True))
        whole = whole_f1([whole_scores(page.body, text) for page, text in pairs if page.body is not None])
        strings = strings_f1([string_counts(page, text) for page, text in pairs if page.body is None])
        print(
            f"{name:24}          "
            + " ".join(f"{v:.3f}" for v in whole)
            + "        "
            + " ".join(f"{v:.3f}" for v in strings)
        )


if __name__ == "__main__":
    main()
