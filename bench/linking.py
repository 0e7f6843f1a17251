"""How fast linking is with 10,000, 100,000 and 1,000,000 articles in the 7-day window, on the embedded PostgreSQL.

    python bench/linking.py [--batch ARTICLES] [sizes ...]

A week of 2,000 invented articles (newsprint.py) is linked by the pipeline; the window holds copies of what that left in
the tables (link_window.py). Then articles of the last quarter of an hour, which belong to stories of the window and
come some twenty minutes late each, are linked and published in batches by the pipeline's own code. CPU is this
process's plus that of its database session, from text to published stories; starting the process and loading the model
are not in it. The ceiling beside it is the time to make the articles ready (features and fingerprints) alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from link_window import copied
from newshouse.records import LinkInput
from newshouse.runtime import postgres
from newshouse.stages.link import link_batch, publish_links
from newshouse.stages.link.prepared import prepare
from newshouse.text import content_sha256
from newshouse.warehouse import execute, migrate, open_warehouse
from newsprint import START, WINDOW_DAYS, Press
from sqlalchemy import Connection, text

BASE, FRESH = 2_000, 600
BATCH_SIZE = 150  # a quarter of an hour's at 100,000 a week
_LATE_H = 1 / 3
_STATE = ("features", "postings")
_SAID = """SELECT (
    (SELECT sum(pg_column_size(features.*)) FROM news.features)
    + (SELECT sum(octet_length(packed)) FROM news.postings)
) / (SELECT count(*) FROM news.features)"""
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--batch", type=int, default=BATCH_SIZE, help="articles at a time")
    given = parser.parse_args()
    press = Press(seed=1)
    printed = press.articles(BASE + FRESH)
    recent = [item for item in printed if item.published_at >= START + timedelta(days=WINDOW_DAYS - 3)]
    late = press.dice.sample(recent, FRESH)
    taken = {item.article_id for item in late}
    base = [item for item in printed if item.article_id not in taken]
    for item in base[:200]:
        prepare(item)
    started = time.process_time()
    for item in late:
        prepare(item)
    print(f"made ready alone: {FRESH / (time.process_time() - started):.0f} articles per CPU-second")
    columns = "articles per CPU-second | ours ms | database ms | of the first | process MB"
    print(f"| in the window | {columns} | state bytes: said, on disk | edges bytes |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="nh-", dir=os.environ.get("NEWSHOUSE_BENCH_HOME", "/tmp")) as home:
        os.chmod(home, 0o711)
        server = postgres.Server(Path(home) / "pg")
        postgres.start(server)
        try:
            first = 0.0
            for size in given.sizes:
                first = _measured(server, base, _timed(late, size, press), (size, given.batch), first)
        finally:
            postgres.stop(server)


def _timed(late: Sequence[LinkInput], size: int, press: Press) -> list[LinkInput]:
    """``late`` as the last to come in a window of ``size``."""
    length_h = len(late) / (size / (WINDOW_DAYS * 24))
    end = START + timedelta(days=WINDOW_DAYS)
    found = []
    for place, item in enumerate(late):
        ago_h = length_h * (1 - place / len(late)) + press.dice.expovariate(1 / _LATE_H)
        found.append(replace(item, published_at=end - timedelta(hours=ago_h)))
    return found


def _measured(
    server: postgres.Server,
    base: Sequence[LinkInput],
    late: Sequence[LinkInput],
    sizes: tuple[int, int],
    first: float,
) -> float:
    """The rate for these ``sizes``: of the window and of a batch. ``first``: that of the first window, or 0."""
    size, batch = sizes
    name = f"window_{size}"
    postgres.create_database(server, name)
    migrate(server.url(name))
    engine = open_warehouse(server.url(name))
    for start in range(0, len(base), BATCH_SIZE):
        with engine.begin() as connection:
            _linked(connection, base[start : start + BATCH_SIZE])
    copied(engine, size // BASE)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    ours = theirs = 0.0
    for start in range(0, len(late), batch):
        with engine.begin() as connection:
            spent = _linked(connection, late[start : start + batch])
            ours, theirs = ours + spent[0], theirs + spent[1]
    with engine.begin() as connection:
        kept, edges = (_bytes(connection, names) for names in (_STATE, ("edges",)))
        said = connection.execute(text(_SAID)).scalar_one()
    rate = len(late) / (ours + theirs)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    costs = f"{1_000 * ours / len(late):.2f} | {1_000 * theirs / len(late):.2f}"
    share = rate / (first or rate)
    print(f"| {size:,} | {rate:.0f} | {costs} | {share:.2f} | {memory_mb:.0f} | {said}, {kept} | {edges} |", flush=True)
    engine.dispose()
    postgres.drop_database(server, name)
    return first or rate


def _bytes(connection: Connection, tables: Sequence[str]) -> int:
    """What the tables and their indexes take on disk, by the article."""
    whole = " + ".join(f"pg_total_relation_size('news.{table}')" for table in tables)
    return int(connection.execute(text(f"SELECT ({whole}) / count(*) FROM news.features")).scalar_one())


def _linked(connection: Connection, items: Sequence[LinkInput]) -> tuple[float, float]:
    """Link ``items`` as a batch and publish the links; CPU seconds of this process and of its database session."""
    session = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    batch_id = _stage(connection, items)
    ours, theirs = time.process_time(), _cpu_s(session)
    link_batch(connection, batch_id)
    publish_links(connection, batch_id, None)
    return time.process_time() - ours, _cpu_s(session) - theirs


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _stage(connection: Connection, items: Sequence[LinkInput]) -> int:
    captured_at = START + timedelta(days=8)
    batch_id = connection.execute(
        text(
            "INSERT INTO raw.batches (interval_start, interval_end, mode, run_id, opened_at)"
            " SELECT :at, :at, 'live', 'bench ' || count(*), :at FROM raw.batches RETURNING batch_id"
        ),
        {
            "at": captured_at
            + timedelta(seconds=connection.execute(text("SELECT count(*) FROM raw.batches")).scalar_one())
        },
    ).scalar_one()
    rows = [
        {
            "article_id": str(item.article_id), "publisher": item.publisher, "canonical_url": item.url,
            "title": item.title, "body": item.body, "authors": [], "language": item.language,
            "language_confidence": 1.0, "declared_languages": {}, "keywords": [], "reservations": [], "flags": [],
            "published_at": item.published_at.isoformat(), "published_from": "page",
            "first_seen_at": captured_at.isoformat(), "captured_at": captured_at.isoformat(),
            "content_sha256": content_sha256(item.title, item.body).hex(),
            "snapshot_id": 1, "reader_version": "bench",
        }
        for item in items
    ]  # fmt: skip
    execute(connection, "load/staging_articles", {"batch_id": batch_id, "rows": json.dumps(rows)})
    return int(batch_id)


if __name__ == "__main__":
    main()
