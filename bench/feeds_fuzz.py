"""Feed documents mangled by a seeded mutator: what becomes of each, and what the worst one costs.

    python bench/feeds_fuzz.py [--count 100000] [--seed 1]

Starts from small documents of every format, the demo newsroom's feeds, and where there is a corpus
($NEWSHOUSE_CORPUS or ../shared/corpus) from its real and hostile ones, and reads them in the workers that the poll
stage uses, within its limits. Fails when anything but entries or a stated reject comes out. The same run counts what
feedparser itself does with every hundredth document.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import feedparser
from newshouse.errors import ItemError
from newshouse.stages.documents import Document, parse
from newshouse.stages.pool import Limits, run_all

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from feeds.mutations import mangled, seeds

NOW = datetime(2026, 3, 2, tzinfo=UTC)
URL = "https://example.org/feed.xml"
OUR_FAULT = ("unreadable", "worker_died", "time_limit", "memory_limit")


@dataclass(frozen=True, slots=True)
class Measured:
    """How a document ended (a reason, or ``entries``) and its CPU seconds."""

    outcome: str
    cpu_s: float


def measure(body: bytes) -> Measured:
    """Read one document and say what it took. Runs in a worker."""
    started = time.process_time()
    try:
        parse(Document(0, body, URL, None, NOW))
        outcome = "entries"
    except ItemError as error:
        outcome = error.reason
    return Measured(outcome, time.process_time() - started)


def peer_outcome(document: bytes) -> str:
    try:
        feedparser.parse(io.BytesIO(document))
    except Exception as error:  # its own slips, of any kind
        return f"raises {type(error).__name__}"
    return "returns"


def corpus() -> Path | None:
    folder = Path(os.environ.get("NEWSHOUSE_CORPUS") or "../shared/corpus")
    return folder if folder.is_dir() else None


def judged_by_peer(documents: Iterator[bytes], peer: Counter[str]) -> Iterator[bytes]:
    for number, document in enumerate(documents):
        if number % 100 == 0:
            peer[peer_outcome(document)] += 1
        yield document


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds = seeds(corpus())
    peer: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    costs: list[float] = []
    started = time.perf_counter()
    documents = judged_by_peer(mangled(kinds, options.count, options.seed), peer)
    for number, (_, outcome) in enumerate(run_all(measure, documents, Limits())):
        if isinstance(outcome, ItemError):
            ends[outcome.reason] += 1
            print(f"document {number}: {outcome}")
            continue
        ends[outcome.outcome] += 1
        costs.append(outcome.cpu_s)
    took_s = time.perf_counter() - started
    costs.sort()
    print(f"{options.count} documents from {sum(map(len, kinds))} seeds, seed {options.seed}, in {took_s:.0f} s")
    for name, count in ends.most_common():
        print(f"{name:40} {count:8}")
    shown = f"median {1e3 * costs[len(costs) // 2]:.1f} ms, 99 of 100 below {1e3 * costs[-len(costs) // 100]:.0f} ms"
    print(f"CPU time of a document: {shown}, the slowest {', '.join(f'{cost:.2f}' for cost in costs[-3:])} s")
    print("feedparser on every hundredth: " + ", ".join(f"{name} {count}" for name, count in peer.most_common()))
    return int(any(ends[reason] for reason in OUR_FAULT))


if __name__ == "__main__":
    from feeds_fuzz import main as importable_main  # workers look functions up by their module's name

    sys.exit(importable_main())
