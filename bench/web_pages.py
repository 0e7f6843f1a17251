"""Every page for operators over a generated warehouse of 1,000,000 articles and 10,000 feeds, through a real server.

    PYTHONPATH=tests python bench/web_pages.py [--articles 1000000] [--feeds 10000] [--rounds 20] [--url URL]

Milliseconds from request to the last byte, warm, one request at a time. The ceiling beside them is the style sheet: the
same server, the same guard, no query. With --url an already filled warehouse is measured again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from typing import Any

import httpx
import psycopg
import warehouse_rows
from newshouse.runtime import postgres
from newshouse.settings import Settings
from newshouse.warehouse import migrate
from web.browsing import browser

TARGET_MS = 300


def filled(url: str, articles: int, feeds: int) -> None:
    """Fill the empty database at ``url``, as its superuser."""
    migrate(url)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        warehouse_rows.fill(connection, articles, sentences=6, feeds=feeds)


def pages(url: str) -> dict[str, str]:
    """Each page by name, with ids and moments that are there: recent ones, and from the middle of the time."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:

        def one(query: str) -> Any:
            return connection.execute(query.encode()).fetchone()[0]  # type: ignore[index]

        batch = one("SELECT batch_id FROM raw.batches ORDER BY interval_end DESC OFFSET 1000 LIMIT 1")
        story = one("SELECT story_id FROM news.stories WHERE article_count BETWEEN 100 AND 200 LIMIT 1")
        article = one("SELECT article_id FROM news.copies LIMIT 1")
        moment = one("SELECT percentile_disc(0.3) WITHIN GROUP (ORDER BY published_at) FROM news.articles")
        key = one("SELECT encode(item_sha256, 'hex') FROM raw.rejects WHERE stage = 'fetch' LIMIT 1")
        of = one(f"SELECT batch_id FROM raw.rejects WHERE encode(item_sha256, 'hex') = '{key}'")
    day = moment.strftime("%Y-%m-%d")
    spoken = warehouse_rows.voices()
    english, german, chinese = (spoken[language].words for language in ("en", "de", "zh-Hans"))
    said = Counter(word for sentence in spoken["en"].sentences for word in sentence.rstrip(".").split())
    rare = min(said, key=lambda word: (said[word], word))
    return {
        "overview": "/",
        "feeds": "/feeds",
        "feeds, failing, by failures": "/feeds?state=failing&sort=failures",
        "feeds, a word, longest quiet": "/feeds?q=outlet77&sort=quiet",
        "a feed": "/feeds/77",
        "batches": "/batches",
        "batches of a past day": f"/batches?until={day}",
        "a batch": f"/batches/{batch}",
        "its polls": f"/batches/{batch}/feeds",
        "its entries": f"/batches/{batch}/entries",
        "its pages": f"/batches/{batch}/pages?outcome=rejected",
        "its readings": f"/batches/{batch}/readings",
        "stories": "/stories",
        "stories in a rare language": "/stories?language=th",
        "stories of a past day in a language": f"/stories?language=de&since={day}",
        "stories by the commonest word": f"/stories?q={english[0]}",
        "stories by a common word": f"/stories?q={english[100]}",
        "stories by two words": f"/stories?q={english[300]}+{english[900]}",
        "stories by a rare word": f"/stories?q={rare}",
        "stories by a word in a language, past": f"/stories?q={german[300]}&language=de&until={day}",
        "stories by Chinese words": f"/stories?q={chinese[40]}+{chinese[90]}",
        "stories by words that nobody wrote": f"/stories?q={english[30]}+nosuchword",
        "a story of a hundred articles": f"/stories/{story}",
        "articles": "/articles",
        "articles of an outlet, past": f"/articles?publisher=outlet7.example&until={day}",
        "an article": f"/articles/{article}",
        "changes": "/changes",
        "changes of a kind, past": f"/changes?kind=article_revised&until={day}",
        "changes of a batch": f"/changes?batch_id={batch}&kind=article_new",
        "rejects": "/rejects",
        "rejects by reason, past": f"/rejects?reason=robots&until={day}",
        "rejects by host": "/rejects?host=outlet7.example",
        "a reject": f"/rejects/{of}/fetch/{key}",
        "alerts": "/alerts",
        "actions": "/actions",
    }


def timed(client: httpx.Client, path: str, rounds: int) -> list[float]:
    """Sorted milliseconds of each round, after two to warm up."""
    taken = []
    for _ in range(rounds + 2):
        started = time.perf_counter()
        answer = client.get(f"/newshouse{path}")
        taken.append((time.perf_counter() - started) * 1_000)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return sorted(taken[2:])


def measured(url: str, rounds: int) -> None:
    """Print the table."""
    settings = Settings(warehouse_url=url, archive_url=tempfile.gettempdir())
    sys.stdout.write(f"{'page':40} {'p50 ms':>8} {'p95 ms':>8}\n")
    over = 0
    with browser(settings) as client:
        client.timeout = httpx.Timeout(120)
        for name, path in {"(the style sheet)": "/static/newshouse.css", **pages(url)}.items():
            taken = timed(client, path, rounds)
            p95 = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
            over += p95 > TARGET_MS
            sys.stdout.write(f"{name:40} {taken[len(taken) // 2]:8.1f} {p95:8.1f}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{over} pages over {TARGET_MS} ms\n")


def main() -> None:
    """Fill where needed, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--url")
    asked = parser.parse_args()
    if asked.url:
        measured(asked.url, asked.rounds)
        return
    with postgres.passing() as server:
        postgres.create_database(server, "pages")
        filled(server.url("pages"), asked.articles, asked.feeds)
        measured(server.url("pages"), asked.rounds)


if __name__ == "__main__":
    main()
