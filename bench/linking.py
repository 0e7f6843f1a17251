"""How fast linking is with 10,000, 100,000 and 1,000,000 articles in the 7-day window, on the embedded PostgreSQL.

    python bench/linking.py [sizes ...]

A base of 1,000 invented articles (newsprint.py) is linked by the pipeline; windows hold copies of it in which terms
that few articles share are made new per copy or shared by six copies (a vocabulary grows like the 0.6th power of the
text), and times are shifted. Then batches of new articles of the window's last hours are linked and published by the
pipeline's own code. CPU is this process's plus that of its database session. The ceiling beside it is the time to make
the articles ready (features and fingerprints) alone, without any warehouse.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from newshouse.records import LinkInput
from newshouse.runtime import postgres
from newshouse.stages.link import link_batch, publish_links
from newshouse.stages.link.prepared import prepare
from newshouse.text import content_sha256
from newshouse.warehouse import execute, migrate, open_warehouse
from newsprint import START, Press
from sqlalchemy import Connection, text

BASE = 1_000
BATCHES, BATCH_SIZE = 2, 100
_TICKS = os.sysconf("SC_CLK_TCK")

_SPREAD = """
CREATE TEMP TABLE common AS
    SELECT term FROM news.feature_terms JOIN news.members USING (article_id)
    GROUP BY term HAVING count(DISTINCT story_id) > 7;
CREATE UNIQUE INDEX ON common (term);
ANALYZE common;
CREATE FUNCTION pg_temp.copied(id uuid, copy integer) RETURNS uuid LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE copy WHEN 0 THEN id ELSE md5(id::text || copy)::uuid END $$;
CREATE FUNCTION pg_temp.renewed(terms bigint[], copy integer) RETURNS bigint[] LANGUAGE sql
    AS $$ SELECT coalesce(array_agg(CASE
            WHEN common.term IS NOT NULL OR copy = 0 THEN one.term
            ELSE (hashint8extended(one.term, CASE WHEN one.term & 6 = 0 THEN copy / 6 ELSE copy END) << 1)
                | (one.term & 1)
        END), '{}')
        FROM unnest(terms) AS one (term) LEFT JOIN common ON common.term = one.term $$;
CREATE TEMP TABLE copy_numbers AS SELECT generate_series(1, %(copies)s - 1) AS copy;
ALTER TABLE news.feature_terms DROP CONSTRAINT feature_terms_pkey;
CREATE TEMP TABLE base AS SELECT * FROM news.features;
CREATE TEMP TABLE base_edges AS SELECT * FROM news.edges;
CREATE TEMP TABLE base_members AS SELECT * FROM news.members;
CREATE TEMP TABLE base_stories AS SELECT * FROM news.stories;
INSERT INTO news.features
    SELECT pg_temp.copied(article_id, copy), published_at + copy * interval '37 s', publisher, language, flags, role,
        fingerprint, features, pg_temp.renewed(terms, copy), pg_temp.renewed(copy_keys, copy), input_sha256, version
    FROM copy_numbers CROSS JOIN base;
INSERT INTO news.feature_terms
    SELECT DISTINCT term, published_at, article_id
    FROM (SELECT unnest(terms || copy_keys) AS term, published_at, article_id FROM news.features
        WHERE article_id NOT IN (SELECT article_id FROM base)) AS fresh;
ALTER TABLE news.feature_terms ADD PRIMARY KEY (term, published_at, article_id);
INSERT INTO news.edges
    SELECT pg_temp.copied(later_id, copy), pg_temp.copied(earlier_id, copy), score, is_tie, version
    FROM copy_numbers CROSS JOIN base_edges;
INSERT INTO news.members
    SELECT pg_temp.copied(article_id, copy), pg_temp.copied(story_id, copy) FROM copy_numbers CROSS JOIN base_members;
INSERT INTO news.stories
    SELECT pg_temp.copied(story_id, copy), pg_temp.copied(founder_id, copy), pg_temp.copied(lead_id, copy),
        article_count, publisher_count, language_count, first_published_at, last_published_at, version
    FROM copy_numbers CROSS JOIN base_stories;
"""


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    press = Press(seed=1)
    events = press.events(BASE // 8)
    base = list(press.articles(BASE, events))
    late = press.events(60)  # copies of one event would flock to its next article, as no real window does
    fresh = list(press.articles(BATCHES * BATCH_SIZE, late, hours=(160.0, 167.9)))
    started = time.process_time()
    for item in fresh:
        prepare(item)
    ceiling = len(fresh) / (time.process_time() - started)
    with tempfile.TemporaryDirectory(prefix="nh-", dir="/tmp") as home:
        os.chmod(home, 0o711)
        server = postgres.Server(Path(home) / "pg")
        postgres.start(server)
        try:
            _measured(server, sizes, base, fresh, ceiling)
        finally:
            postgres.stop(server)


def _measured(
    server: postgres.Server, sizes: list[int], base: list[LinkInput], fresh: list[LinkInput], ceiling: float
) -> None:
    print(f"{len(fresh)} new articles in batches of {BATCH_SIZE}; made ready alone: {ceiling:.0f} per CPU-second")
    print("| in the window | articles per CPU-second | ours s | database s | of the first | process MB | bytes each |")
    print("|---|---|---|---|---|---|---|")
    first = 0.0
    for size in sizes:
        name = f"window_{size}"
        postgres.create_database(server, name)
        migrate(server.url(name))
        engine = open_warehouse(server.url(name))
        with engine.begin() as connection:
            _fill(connection, base, size // BASE)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))
        with engine.begin() as connection:
            ours, theirs = _linked(connection, fresh)
            kept = connection.execute(text(
                "SELECT (pg_total_relation_size('news.features') + pg_total_relation_size('news.feature_terms'))"
                " / count(*) FROM news.features"
            )).scalar_one()  # fmt: skip
        rate = len(fresh) / (ours + theirs)
        first = first or rate
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
        figures = f"{rate:.0f} | {ours:.2f} | {theirs:.2f} | {rate / first:.2f} | {memory_mb:.0f}"
        print(f"| {size:,} | {figures} | {kept} |", flush=True)
        engine.dispose()
        postgres.drop_database(server, name)


def _fill(connection: Connection, base: list[LinkInput], copies: int) -> None:
    """Put the base into the warehouse as linked, then its copies."""
    for start in range(0, len(base), BATCH_SIZE):
        batch_id = _stage(connection, base[start : start + BATCH_SIZE])
        link_batch(connection, batch_id)
        publish_links(connection, batch_id)
    if copies > 1:
        connection.execute(text("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on"))
        connection.exec_driver_sql("SET LOCAL work_mem = '256MB'")
        driver: Any = connection.connection.driver_connection
        driver.execute(_SPREAD % {"copies": copies})


def _linked(connection: Connection, fresh: list[LinkInput]) -> tuple[float, float]:
    """Link and publish the links of ``fresh`` batch by batch; CPU seconds of this process and of the session."""
    session = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    ours = theirs = 0.0
    for start in range(0, len(fresh), BATCH_SIZE):
        batch_id = _stage(connection, fresh[start : start + BATCH_SIZE])
        before_ours, before_theirs = time.process_time(), _cpu_s(session)
        link_batch(connection, batch_id)
        publish_links(connection, batch_id)
        ours += time.process_time() - before_ours
        theirs += _cpu_s(session) - before_theirs
    return ours, theirs


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _stage(connection: Connection, items: list[LinkInput]) -> int:
    batch_id = connection.execute(text("SELECT coalesce(max(batch_id), 0) + 1 FROM staging.articles")).scalar_one()
    captured_at = (START + timedelta(days=8)).isoformat()
    rows = [
        {
            "article_id": str(item.article_id), "publisher": item.publisher, "canonical_url": item.url,
            "title": item.title, "body": item.body, "authors": [], "language": item.language,
            "language_confidence": 1.0, "declared_languages": {}, "keywords": [], "reservations": [], "flags": [],
            "published_at": item.published_at.isoformat(), "published_from": "page", "first_seen_at": captured_at,
            "captured_at": captured_at, "content_sha256": content_sha256(item.title, item.body).hex(),
            "snapshot_id": 1, "reader_version": "bench",
        }
        for item in items
    ]  # fmt: skip
    execute(connection, "load/staging_articles", {"batch_id": batch_id, "rows": json.dumps(rows)})
    return int(batch_id)


if __name__ == "__main__":
    main()
