#!/usr/bin/env python
"""Write docs/warehouse.md, the data dictionary, from the comments of a freshly migrated warehouse.

    python scripts/dictionary.py

The warehouse is made in a temporary folder and removed again. Tests compare the file with what this gives.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from newshouse.runtime import postgres
from newshouse.warehouse import fetch_all, migrate, open_warehouse, working

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "warehouse.md"
CONSUMERS = DOCS / "examples" / "consumers.py"

INTRODUCTION = """\
# The warehouse

<!-- Made by `make docs` from the comments in the database. Change sql/, then run it again. -->

The schema **`serve`** is the contract with readers: these views stay as they are, or change in a way that
CHANGELOG.md announces. All else (`raw`, `staging`, `news`) may change with any version: look at it, build nothing on
it. A login that may read `serve` and nothing else is made by

    CREATE ROLE analyst LOGIN PASSWORD '...' IN ROLE newshouse_reader;

What holds everywhere:

- Times are `timestamptz`; connections of newshouse speak UTC. Columns end in `_at` (moments), `_s` (seconds), `_count`.
- `article_id` and `story_id` are made from content addresses: a rebuilt warehouse, and yours and mine, have the same.
- Languages are BCP 47 tags (`en`, `zh-Hans`); `und` when nobody knows.
- A saved `story_id` always resolves, if need be through `serve.story_aliases`.
- `serve.version` is the contract's version: `minor` grows when something is added, `major` when something goes or
  changes.
- `serve.search(query, language, since, until, max_count)` finds articles by their words, the latest first. `language`
  is a BCP 47 tag (`zh` finds `zh-Hans`, too); without it words are looked for in the forms of every language.
  Words are reduced to their stems where PostgreSQL knows the language; Chinese, Japanese, Korean, Thai, Lao, Khmer,
  Burmese and Tibetan are searched by pairs of characters; in all others words must match as they stand.
- `serve.changes` numbers all that happens, in the order of commits. A reader keeps the last number it has worked
  through, and asks for what comes after: nothing is skipped, and nothing comes twice.
"""

YOUR_DAG = """\
## A DAG of yours

Each published batch updates two assets of Airflow. `STORIES` wakes DAGs with `schedule=[STORIES]`. `STORIES_BY_DAY`
carries the day that the batch's interval ended on (UTC) as its partition key, and wakes DAGs with a
`PartitionedAssetTimetable`. Replays wake both as well. Several batches may be published before your DAG runs: keep
a cursor into `serve.changes`, as here, and none is missed. The login is an Airflow connection:

    AIRFLOW_CONN_NEWSHOUSE_READER='postgresql://analyst:...@warehouse.example.org:5432/newshouse'

[This file](examples/consumers.py), in the folder of DAGs, works as it is: a test runs it under the real scheduler.

```python
{consumers}```
"""

# The question a view answers, and how it is asked. Every one runs in the tests, as newshouse_reader.
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "articles": (
        (
            "Articles of the last day that are no copies",
            """\
SELECT published_at, publisher, language, title, canonical_url
FROM serve.articles
WHERE published_at > now() - interval '1 day' AND copy_of IS NULL
ORDER BY published_at DESC
LIMIT 100""",
        ),
        (
            'The latest English articles with certain words; `"a phrase"`, `or` and `-not` work too',
            """\
SELECT published_at, publisher, title, canonical_url
FROM serve.search('earthquake -drill', 'en')""",
        ),
        (
            "The same in a language without spaces, of the last week, and a name in every language at once",
            """\
SELECT published_at, publisher, title
FROM serve.search('地震', 'zh', since => now() - interval '7 days');
SELECT article_language, published_at, publisher, title
FROM serve.search('Gdynia', max_count => 50)""",
        ),
    ),
    "version": (
        (
            "The version of the contract: ask before you rely on something new",
            """\
SELECT major, minor FROM serve.version""",
        ),
    ),
    "stories": (
        (
            "Stories that most outlets told this week",
            """\
SELECT lead_title, languages, outlet_count, copy_count, first_published_at
FROM serve.stories
WHERE first_published_at > now() - interval '7 days'
ORDER BY outlet_count DESC, story_id
LIMIT 20""",
        ),
    ),
    "story_aliases": (
        (
            "The story that a saved id means now",
            """\
SELECT coalesce(aliases.story_id, saved.story_id) AS story_id
FROM (VALUES ('00000000-0000-0000-0000-000000000000'::uuid)) AS saved (story_id)
LEFT JOIN serve.story_aliases AS aliases ON aliases.former_story_id = saved.story_id""",
        ),
    ),
    "story_timeline": (
        (
            "How a story went from outlet to outlet, and how long each took",
            """\
SELECT
    place, publisher, language, title, copy_kind,
    published_at - first_value(published_at) OVER (PARTITION BY story_id ORDER BY place) AS after_the_first
FROM serve.story_timeline
WHERE story_id = (SELECT story_id FROM serve.stories ORDER BY outlet_count DESC, story_id LIMIT 1)
ORDER BY place""",
        ),
    ),
    "copies": (
        (
            "Which outlets printed texts of the last hour that were another's",
            """\
SELECT original_publisher, publisher, kind, count(*) AS copy_count
FROM serve.copies
WHERE publisher <> original_publisher AND original_published_at > now() - interval '1 hour'
GROUP BY original_publisher, publisher, kind
ORDER BY copy_count DESC, original_publisher, publisher""",
        ),
    ),
    "revisions": (
        (
            "Headlines that were changed in the last day",
            """\
SELECT later.article_id, later.captured_at, former.title AS former_title, later.title
FROM serve.revisions AS later
JOIN LATERAL (
    SELECT earlier.title
    FROM serve.revisions AS earlier
    WHERE earlier.article_id = later.article_id AND earlier.captured_at < later.captured_at
    ORDER BY earlier.captured_at DESC
    LIMIT 1
) AS former ON former.title <> later.title
WHERE later.captured_at > now() - interval '1 day'
ORDER BY later.captured_at DESC
LIMIT 100""",
        ),
    ),
    "sightings": (
        (
            "Which feeds carried a story, and in which order",
            """\
SELECT article_id, feed_url, first_seen_at, last_seen_at
FROM serve.sightings
WHERE article_id = ANY (ARRAY(
    SELECT article_id
    FROM serve.story_timeline
    WHERE story_id = (SELECT story_id FROM serve.stories ORDER BY outlet_count DESC, story_id LIMIT 1)
))
ORDER BY first_seen_at, feed_url""",
        ),
    ),
    "feed_health": (
        (
            "Feeds that need somebody's attention",
            """\
SELECT state, url, failure_count, last_failure, paused_reason, overflow_count, last_success_at
FROM serve.feed_health
WHERE state IN ('failing', 'paused') OR overflow_count > 0
ORDER BY state, failure_count DESC, url""",
        ),
    ),
    "batches": (
        (
            "The books of the last batches, and how long after its interval each was published",
            """\
SELECT
    interval_end, mode, state, delay_s,
    entries_seen, entries_new, entries_known, entries_rejected, entries_deferred, articles_new, articles_revised
FROM serve.batches
ORDER BY interval_end DESC
LIMIT 20""",
        ),
    ),
    "forgotten": (
        (
            "What was taken down in the last month, and which exported days need to be written anew",
            """\
SELECT kind, key, why, days
FROM serve.forgotten
WHERE forgotten_at > now() - interval '30 days'
ORDER BY forgotten_at""",
        ),
    ),
    "rejects": (
        (
            "Why pages of the last week did not become articles",
            """\
SELECT stage, reason, retryable, count(*) AS item_count, min(item) AS for_example
FROM serve.rejects
WHERE rejected_at > now() - interval '7 days'
GROUP BY stage, reason, retryable
ORDER BY item_count DESC""",
        ),
    ),
    "changes": (
        (
            "What changed since a reader's cursor (here 0), in order",
            """\
SELECT changes.change_id, changes.kind, articles.title, articles.story_id
FROM serve.changes
LEFT JOIN serve.articles ON articles.article_id = changes.article_id
WHERE changes.change_id > 0
ORDER BY changes.change_id
LIMIT 1000""",
        ),
    ),
}


def render(url: str) -> str:
    """The text of docs/warehouse.md for the migrated warehouse at ``url``."""
    engine = open_warehouse(url)
    try:
        with working(engine) as connection:
            rows = fetch_all(connection, "select/dictionary")
    finally:
        engine.dispose()
    schemas = {name: list(group) for name, group in groupby(rows, key=lambda row: row.schema_name)}
    your_dag = YOUR_DAG.format(consumers=CONSUMERS.read_text(encoding="utf-8"))
    parts = [INTRODUCTION, your_dag, *_serve(schemas["serve"])]
    parts += [_behind(name, schemas[name]) for name in ("raw", "news", "staging")]
    return "\n".join(parts)


def _relations(rows: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, group in groupby(rows, key=lambda row: row.relation):
        yield name, list(group)


def _serve(rows: Sequence[Any]) -> Iterator[str]:
    """A section for each view: articles and stories first, then in order of names."""
    views = dict(_relations(rows))
    first = ["articles", "stories", "copies", "feed_health"]
    for name in [*first, *(name for name in views if name not in first)]:
        fields = views[name]
        lines = [
            f"## serve.{name}\n",
            f"{fields[0].relation_comment}\n",
            "| column | type | what it is |",
            "|---|---|---|",
        ]
        lines += [f"| `{field.field}` | {field.field_type} | {_cell(field.field_comment)} |" for field in fields]
        for question, query in EXAMPLES.get(name, ()):
            lines.append(f"\n{question}:\n\n```sql\n{query};\n```")
        yield "\n".join(lines) + "\n"


def _behind(schema: str, rows: Sequence[Any]) -> str:
    """A schema behind the views: its tables with the names of their columns."""
    lines = [f"## Schema {schema}\n", f"{_without_digest(rows[0].schema_comment)}\n"]
    lines += ["| table | what it holds | columns |", "|---|---|---|"]
    for name, fields in _relations(rows):
        columns = ", ".join(f"`{field.field}`" for field in fields)
        lines.append(f"| `{name}` | {_cell(fields[0].relation_comment)} | {columns} |")
    lines.append(f"\nWhat a column means: `\\d+ {schema}.{rows[0].relation}` in psql.")
    return "\n".join(lines) + "\n"


def _cell(comment: str | None) -> str:
    return (comment or "").replace("|", "\\|").replace("\n", " ")


def _without_digest(comment: str | None) -> str:
    return re.sub(r" \[\w+\]$", "", comment or "")


def main() -> None:
    """Write the page from a warehouse of its own."""
    with postgres.passing() as server:
        postgres.create_database(server, "dictionary")
        migrate(server.url("dictionary"))
        text = render(server.url("dictionary"))
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE}\n")


if __name__ == "__main__":
    main()
