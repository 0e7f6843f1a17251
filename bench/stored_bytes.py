"""What archive and warehouse keep of each article, in bytes, and what a million articles a day make in a year.

    python bench/stored_bytes.py [--articles 1000]

Pages like the corpus's (varied_pages.py), ten per outlet and feed, are polled, fetched, read, linked, published by the
stages, as the DAG does, without Airflow; with the seconds of each stage. ``texts`` are what PostgreSQL keeps beside a
table's rows (TOAST, compressed). Staging is empty between batches and is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import psycopg
from loopback_press import served
from newshouse.runtime import postgres
from newshouse.settings import Settings
from newshouse.stages.audit import audit
from newshouse.stages.batches import Interval, open_batch
from newshouse.stages.desk import Desk
from newshouse.stages.fetch import fetch_shard
from newshouse.stages.plan_pages import plan_pages
from newshouse.stages.poll import poll_shard
from newshouse.stages.publish import link, publish
from newshouse.stages.read import plan_readings, read_shard
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import migrate
from varied_pages import varied

DAILY_ARTICLES = 1_000_000
_TABLES = """
    SELECT
        spaces.nspname || '.' || tables.relname AS name,
        pg_relation_size(tables.oid) AS rows, pg_table_size(tables.oid) - pg_relation_size(tables.oid) AS texts,
        pg_indexes_size(tables.oid) AS indexes
    FROM pg_class AS tables
    JOIN pg_namespace AS spaces ON spaces.oid = tables.relnamespace AND spaces.nspname IN ('raw', 'news', 'staging')
    WHERE tables.relkind = 'r'
    ORDER BY pg_total_relation_size(tables.oid) DESC
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes of one table. ``texts``: what lies outside its rows (TOAST), with the maps of free space."""

    name: str
    rows: int
    texts: int
    indexes: int

    @property
    def whole(self) -> int:
        """All of it."""
        return self.rows + self.texts + self.indexes


@dataclass(frozen=True, slots=True)
class Stored:
    """What there is for ``articles`` articles."""

    articles: int
    archive: int
    tables: tuple[Kept, ...]


def publish_all(settings: Settings, feeds: Sequence[str]) -> dict[str, float]:
    """One batch of all that the feeds carry; the seconds of each stage."""
    now = settings.time()
    with Desk.at(settings, 0) as registry:
        add_feeds(registry.engine, [NewFeed(url) for url in feeds], now)
        batch = open_batch(registry.engine, settings, Interval(now, now, "run"))
    with Desk.at(settings, batch.batch_id) as desk:

        def each(stage: Callable[[Desk, int], Any], shards: Sequence[int]) -> None:
            for shard in shards:
                stage(desk, shard)

        steps: dict[str, Callable[[], Any]] = {
            "poll": lambda: each(poll_shard, batch.shards),
            "fetch": lambda: each(fetch_shard, plan_pages(desk)),
            "read": lambda: each(read_shard, plan_readings(desk)),
            "link": lambda: link(desk),
            "audit": lambda: audit(desk),
            "publish": lambda: publish(desk),
        }
        taken = {}
        for name, step in steps.items():
            began = time.monotonic()
            step()
            taken[name] = time.monotonic() - began
    return taken


def stored(address: str, archive: Path) -> Stored:
    """Measured now. Staging is empty between batches, but its files are there."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        tables = tuple(Kept(*row) for row in connection.execute(_TABLES))
        (articles,) = connection.execute("SELECT count(*) FROM news.articles").fetchone() or (0,)
    return Stored(articles, sum(file.stat().st_size for file in archive.rglob("*") if file.is_file()), tables)


def report(found: Stored) -> None:
    """Print bytes per article, the largest tables first, and a year of a million a day."""
    kept = [table for table in found.tables if not table.name.startswith("staging.")]
    rows, indexes = sum(one.rows + one.texts for one in kept), sum(one.indexes for one in kept)
    print(f"\nbytes per article, of {found.articles} articles{'rows':>14}{'texts':>8}{'indexes':>9}{'all':>9}")
    for one in kept:
        if one.whole > found.articles * 20:
            _line(one.name, (one.rows, one.texts, one.indexes, one.whole), found.articles)
    for name, whole in (("archive", found.archive), ("warehouse", rows), ("its indexes", indexes)):
        year = whole / found.articles * DAILY_ARTICLES * 365 / 1e12
        print(f"{name:14}{whole / found.articles:10,.0f} an article; {DAILY_ARTICLES:,} a day: {year:6.2f} TB a year")


def _line(name: str, sizes: Sequence[int], articles: int) -> None:
    print(f"  {name:42}" + "".join(f"{size / articles:9,.0f}" for size in sizes))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    pages = varied(options.articles, datetime.now(UTC).date())
    packed = sum(len(page.packed) for page in pages)
    print(f"{len(pages)} pages, {packed / len(pages):,.0f} bytes each as received, in gzip")
    with tempfile.TemporaryDirectory() as folder, served(pages) as feeds, postgres.passing() as server:
        postgres.create_database(server, "bytes")
        migrate(server.url("bytes"))
        settings = Settings(
            warehouse_url=server.url("bytes"), archive_url=folder, allow_loopback=True, host_interval_s=0.0,
            now=datetime.now(UTC).replace(microsecond=0),
        )  # fmt: skip
        taken = publish_all(settings, feeds)
        report(stored(server.url("bytes").replace("+psycopg", ""), Path(folder)))
    print("\nseconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in taken.items()))


if __name__ == "__main__":
    main()
