"""What the reading benchmarks share: the pages with their truth, and the two measures for bodies.

whole_f1 is the measure of scrapinghub/article-extraction-benchmark (evaluate.py): multisets of 4-word shingles,
(tp, fp, fn) scaled to sum 1 on each page, precision and recall averaged over pages, F1 of the averages.
strings_f1 is the measure of trafilatura's evaluation (tests/eval_common.py): strings that must and must not
occur in the white-space-normalised text, counted over all pages.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("NEWSHOUSE_CORPUS", ROOT.parent / "shared" / "corpus"))


@dataclass(frozen=True, slots=True)
class TruePage:
    """One page of the corpus. ``body`` or the string lists are None where the other measure applies."""

    html: bytes
    url: str
    name: str
    body: str | None
    must_contain: list[str] | None
    must_not_contain: list[str] | None
    title: str | None
    authors: list[str] | None
    date: str | None


def load_pages() -> list[TruePage]:
    """All pages. Leaves with a message where the corpus is absent."""
    index = CORPUS / "pages" / "index.jsonl"
    if not index.exists():
        sys.exit(f"No corpus at {CORPUS}: set NEWSHOUSE_CORPUS to its folder.")
    return [_page(json.loads(line)) for line in index.read_text(encoding="utf-8").splitlines()]


def _page(row: dict[str, object]) -> TruePage:
    path = CORPUS / "pages" / str(row["file"])
    url = str(row["url"])
    if not url.startswith("http"):
        url = "https://page.example/" + url.rpartition("::")[2]  # some pages of the set have lost their address
    fields = {key: row[key] for key in ("body", "must_contain", "must_not_contain", "title", "authors", "date")}
    return TruePage(html=gzip.decompress(path.read_bytes()), url=url, name=path.stem, **fields)  # type: ignore[arg-type]


def whole_scores(true: str, found: str) -> tuple[float, float, float]:
    """(tp, fp, fn) of one page, scaled to sum 1."""
    wanted, got = _shingles(true), _shingles(found)
    shared = sum((wanted & got).values())
    counts = (float(shared), float(sum(got.values()) - shared), float(sum(wanted.values()) - shared))
    total = sum(counts)
    return counts if not total else (counts[0] / total, counts[1] / total, counts[2] / total)


def _shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - size + 1))
    return Counter(shingle for start in starts if (shingle := tuple(words[start : start + size])))


def whole_f1(scores: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """(F1, precision, recall) over pages."""
    precision = statistics.mean(_ratio(tp, fp, fn) for tp, fp, fn in scores if tp + fp > 0)
    recall = statistics.mean(_ratio(tp, fn, fp) for tp, fp, fn in scores if tp + fn > 0)
    return 2 * precision * recall / (precision + recall), precision, recall


def _ratio(hits: float, misses: float, others: float) -> float:
    if misses == others == 0:
        return 1.0
    return hits / (hits + misses) if hits or misses else 0.0


def string_counts(page: TruePage, found: str) -> tuple[int, int, int, int]:
    """(tp, fp, fn, tn) of one page."""
    text = _spaced(found)
    wanted, unwanted = page.must_contain or [], page.must_not_contain or []
    tp = sum(_spaced(piece) in text for piece in wanted)
    fp = sum(_spaced(piece) in text for piece in unwanted)
    return tp, fp, len(wanted) - tp, len(unwanted) - fp


def strings_f1(counts: Sequence[tuple[int, int, int, int]]) -> tuple[float, float, float]:
    """(F1, precision, recall) over all strings of all pages."""
    tp, fp, fn, _ = (sum(column) for column in zip(*counts, strict=True))
    return 2 * tp / (2 * tp + fp + fn), tp / (tp + fp), tp / (tp + fn)


def _spaced(text: str) -> str:
    return " ".join(text.split())
