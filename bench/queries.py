"""The queries of docs/warehouse.md and searches over bodies, warm, on a generated warehouse.

    python bench/queries.py [--articles 1000000] [--sentences 6] [--url postgresql://...]

Each query runs a few times to warm up, then --rounds times, as newshouse_reader. The ceiling beside it: SELECT 1 in the
same connection. With --url an already filled warehouse is measured again. CPU time is that of the connection's own
server process; others on the machine change it little.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import psycopg
import warehouse_rows
from cpu_time import process_s
from newshouse.runtime import postgres
from newshouse.warehouse import migrate

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "warehouse.md"
SECTION = re.compile(r"^## serve\.(\w+)$|^```sql\n(.*?)^```", re.MULTILINE | re.DOTALL)
SEARCHES = 60


def examples() -> Iterator[tuple[str, str]]:
    """(name, query) of every example query of the dictionary, named by its view."""
    view, number = "", 0
    for heading, block in SECTION.findall(DOCUMENT.read_text(encoding="utf-8")):
        if heading:
            view, number = heading, 0
        for query in filter(str.strip, block.split(";\n")):
            number += 1
            yield f"{view} {number}", query


def searches() -> Iterator[tuple[str, str | None]]:
    """(words, language): common and rare, one to three words, each language and all at once.

    The hundred commonest words are left out: in real texts these are stop words.
    """
    dice = random.Random(3)
    spoken = warehouse_rows.voices()
    for number in range(SEARCHES):
        language = dice.choice(list(spoken))
        words = spoken[language].words
        asked = [words[min(int(99 * dice.paretovariate(0.5)), len(words) - 1)] for _ in range(1 + number % 3)]
        yield " ".join(asked), None if number % 5 == 0 else language


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of each round, and CPU milliseconds of the server's process in all of them."""

    taken: list[float]
    cpu_ms: float


def timed(connection: psycopg.Connection, query: str, binds: tuple[object, ...], rounds: int) -> Timing:
    """All rows fetched, after two rounds to warm up."""
    taken, spent_s = [], 0.0
    for number in range(rounds + 2):
        if number == 2:
            spent_s = process_s(connection.info.backend_pid)
        started = time.perf_counter()
        connection.execute(query.encode(), binds or None).fetchall()
        taken.append((time.perf_counter() - started) * 1000)
    return Timing(taken[2:], 1000 * (process_s(connection.info.backend_pid) - spent_s))


def p95(taken: list[float]) -> float:
    """The value that 95 % do not exceed."""
    return sorted(taken)[max(0, -(-len(taken) * 95 // 100) - 1)]


def measured(connection: psycopg.Connection, rounds: int) -> Iterator[tuple[str, Timing]]:
    """Name and timing, for every example, all searches together, and the ceiling."""
    connection.execute("SET ROLE newshouse_reader")
    for name, query in examples():
        yield name, timed(connection, query, (), rounds)
    asked = [timed(connection, "SELECT * FROM serve.search(%s, %s)", one, 3) for one in searches()]
    together = [taken for some in asked for taken in some.taken]
    yield "searches over bodies", Timing(together, sum(some.cpu_ms for some in asked))
    yield "(ceiling: SELECT 1)", timed(connection, "SELECT 1", (), rounds)


@contextmanager
def filled(articles: int, sentences: int) -> Iterator[str]:
    """The address of a generated warehouse that goes away with the block."""
    with postgres.passing() as server:
        postgres.create_database(server, "queries")
        migrate(server.url("queries"))
        address = server.url("queries").replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            warehouse_rows.fill(connection, articles, sentences)
        yield address


def report(address: str, rounds: int) -> None:
    """Print the table."""
    print(f"{'query':28} {'median ms':>10} {'p95 ms':>8} {'max ms':>8} {'CPU ms':>8}")
    with psycopg.connect(address) as connection:
        for name, timing in measured(connection, rounds):
            taken = sorted(timing.taken)
            figures = (p95(taken), taken[-1], timing.cpu_ms / len(taken))
            print(f"{name:28} {taken[len(taken) // 2]:10.1f}" + "".join(f" {figure:8.1f}" for figure in figures))


def main() -> None:
    """Measure, on a warehouse of its own unless one is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--sentences", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--url", default="")
    options = parser.parse_args()
    if options.url:
        report(options.url, options.rounds)
        return
    started = time.monotonic()
    with filled(options.articles, options.sentences) as address:
        print(f"{options.articles} articles generated and indexed in {time.monotonic() - started:.0f} s")
        report(address, options.rounds)


if __name__ == "__main__":
    main()
