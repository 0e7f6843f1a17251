"""Feed documents mangled by a seeded mutator: what becomes of each, and how long the slowest takes.

    python bench/feeds_fuzz.py [--count 100000] [--seed 1] [--limit-s 15]

Starts from the feeds of the corpus ($NEWSHOUSE_CORPUS or ../shared/corpus) where there is one, and from small
documents of every format. Fails when anything but entries or a RejectError comes out, or a document takes longer
than the limit in CPU-seconds. The same run counts what feedparser itself does with every hundredth document.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import feedparser
from newshouse.errors import RejectError
from newshouse.feeds import parse_feed

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from feeds.mutations import SEEDS, mutated

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MAX_SEED_BYTES = 20_000


def outcome(document: bytes) -> str:
    try:
        parse_feed(document, url="https://example.org/feed.xml", content_type=None, fetched_at=NOW)
    except RejectError as error:
        return error.reason
    except Exception as error:  # what this run looks for
        return f"CRASH {type(error).__name__}: {str(error)[:80]}"
    return "entries"


def peer_outcome(document: bytes) -> str:
    try:
        feedparser.parse(io.BytesIO(document))
    except Exception as error:  # its own slips, of any kind
        return f"raises {type(error).__name__}"
    return "returns"


def seeds() -> list[bytes]:
    corpus = Path(os.environ.get("NEWSHOUSE_CORPUS", "../shared/corpus")) / "feeds"
    captured = [gzip.decompress(path.read_bytes()) for path in sorted(corpus.glob("*.gz"))]
    return [*SEEDS, *(body for body in captured if len(body) <= MAX_SEED_BYTES)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit-s", type=float, default=15.0)
    options = parser.parse_args()
    chance, documents = random.Random(options.seed), seeds()
    outcomes: Counter[str] = Counter()
    peer: Counter[str] = Counter()
    slowest: list[tuple[float, int]] = []
    for number in range(options.count):
        document = mutated(chance.choice(documents), chance)
        started = time.process_time()
        outcomes[outcome(document)] += 1
        slowest = sorted([*slowest, (time.process_time() - started, number)], reverse=True)[:3]
        if number % 100 == 0:
            peer[peer_outcome(document)] += 1
    print(f"{options.count} documents from {len(documents)} seeds, seed {options.seed}")
    for name, count in outcomes.most_common():
        print(f"{name:40} {count:8}")
    print("slowest, CPU-seconds (number): " + ", ".join(f"{seconds:.2f} ({number})" for seconds, number in slowest))
    print("feedparser on every hundredth: " + ", ".join(f"{name} {count}" for name, count in peer.most_common()))
    crashed = any(name.startswith("CRASH") for name in outcomes)
    return int(crashed or slowest[0][0] > options.limit_s)


if __name__ == "__main__":
    sys.exit(main())
