"""A small invented world of articles for the linking tests: events, copies, round-ups, stubs, on a real warehouse."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from newshouse.records import LinkInput
from newshouse.stages.link import link_batch, publish_links
from newshouse.stages.link.rows import read
from newshouse.text import content_sha256
from newshouse.warehouse import execute
from sqlalchemy import Connection, Engine, text

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
TABLES = (
    *("copies", "edges", "members", "stories", "aliases", "overrides"),
    *("features", "postings", "posting_periods", "articles"),
)
_SYLLABLES = ("ba", "ko", "ri", "mel", "tan", "su", "vor", "dek", "lin", "pra", "zu", "hem", "ost", "gal", "fi", "nur")
_STOCK = (
    "The minister said on Monday that talks with the neighbouring country would go on next week. ",
    "Police closed the road after the accident and asked witnesses to come forward with what they saw. ",
    "Heavy rain is expected in the north while the south stays dry and mild until the weekend. ",
    "Shares fell after the central bank raised its rate by a quarter of a point to fight inflation. ",
)


def world(seed: int, size: int = 24, days: float = 9.0) -> list[LinkInput]:
    """``size`` articles on a few events, with verbatim, edited, shortened and quoted copies, and some stubs."""
    dice = random.Random(seed)
    events = [_event(dice) for _ in range(max(2, size // 6))]
    articles: list[LinkInput] = []
    for number in range(size):
        event = dice.choice(events)
        published_at = START + timedelta(hours=event[2] + dice.choice((0, 0.5, 1, 3, 20, 60, 130)) * dice.random())
        item = LinkInput(
            article_id=UUID(int=dice.getrandbits(128)),
            url=f"https://outlet{number % 5}.example/{number}",
            publisher=f"outlet{number % 5}.example",
            title=f"{event[0].title()} {dice.choice(('talks', 'news', 'report', 'update'))}",
            body=_body(dice, event, articles),
            language=dice.choice(("en", "en", "de")),
            published_at=min(published_at, START + timedelta(days=days)),
            flags=dice.choice(((), (), (), (), (), ("paywall",), ("stub",), ("consent",), ("gallery",))),
        )
        articles.append(item)
    return articles


def revised(item: LinkInput, seed: int) -> LinkInput:
    """``item`` with another text, and perhaps other flags."""
    dice = random.Random(seed)
    body = dice.choice((item.body + " The text was corrected later.", _body(dice, _event(dice), []), ""))
    return replace(
        item, body=body, title=item.title + " corrected", flags=dice.choice(((), ("paywall",), ("consent",)))
    )


class Warehouse:
    """A migrated warehouse that articles are put into batch by batch, as the pipeline does."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.embed = False
        self._batches = 0

    def publish(self, items: Sequence[LinkInput], captured: Sequence[int] | None = None) -> int:
        """Stage, link and publish ``items`` as one new batch; ``captured``: the capture's number of each."""
        batch_id = self.stage(items, captured)
        self.link(batch_id)
        self.publish_batch(batch_id)
        return batch_id

    def stage(self, items: Sequence[LinkInput], captured: Sequence[int] | None = None) -> int:
        """Stage ``items`` as one new batch."""
        self._batches += 1
        with self.engine.begin() as connection:
            batch_id, snapshot_id = self._opened(connection)
            rows = [
                _row(item, snapshot_id, number)
                for item, number in zip(items, captured or [0] * len(items), strict=True)
            ]
            execute(connection, "load/staging_articles", {"batch_id": batch_id, "rows": json.dumps(rows)})
        return batch_id

    def link(self, batch_id: int) -> None:
        with self.engine.begin() as connection:
            link_batch(connection, batch_id, embed=self.embed)

    def publish_batch(self, batch_id: int) -> None:
        with self.engine.begin() as connection:
            execute(connection, "load/publish_articles", {"batch_id": batch_id})
            publish_links(connection, batch_id, embed=self.embed)
            execute(connection, "load/clear_staging", {"batch_id": batch_id})

    def _opened(self, connection: Connection) -> tuple[int, int]:
        at = START + timedelta(days=30, minutes=self._batches)
        batch_id = connection.execute(
            text(
                "INSERT INTO raw.batches (interval_start, interval_end, mode, run_id, opened_at)"
                " VALUES (:at, :at, 'live', :run, :at) RETURNING batch_id"
            ),
            {"at": at, "run": f"run {self._batches}"},
        ).scalar_one()
        snapshot_id = connection.execute(
            text(
                "INSERT INTO raw.snapshots (batch_id, kind, page_id, url, final_url, status, fetched_at, file,"
                " file_offset, length, payload_sha256) VALUES (:batch, 'page', gen_random_uuid(), 'u', 'u', 200, :at,"
                " 'f', 0, 1, '\\x00') RETURNING snapshot_id"
            ),
            {"batch": batch_id, "at": at},
        ).scalar_one()
        return int(batch_id), int(snapshot_id)

    def rows(self, table: str, columns: str) -> list[tuple[object, ...]]:
        """All rows of a table in news, in order."""
        with self.engine.connect() as connection:
            return [
                tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM news.{table} ORDER BY {columns}"))
            ]

    def postings(self) -> list[tuple[object, ...]]:
        """The candidate index: (number, age) in order."""
        with self.engine.connect() as connection:
            slots = connection.execute(text("SELECT slot FROM news.postings")).scalars().all()
            found = read(connection, np.array(slots, np.int64))
        return sorted(zip(found.numbers.tolist(), found.ages.tolist(), strict=True))


def everything(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """All that linking published, but for aliases (they tell of the past) and who decided what."""
    return {
        "copies": warehouse.rows("copies", "article_id, original_id, kind, similarity, direction, shared_count"),
        "edges": warehouse.rows("edges", "later_id, tie_id, second_tie_id, earlier_ids, millionths"),
        "members": warehouse.rows("members", "article_id, story_id"),
        "stories": warehouse.rows("stories", "story_id, founder_id, lead_id, article_count, publisher_count"),
        "features": warehouse.rows("features", "article_id, input_sha256"),
        "postings": warehouse.postings(),
    }


def split(items: Iterable[LinkInput], dice: random.Random) -> list[list[LinkInput]]:
    """``items`` shuffled and divided into batches of any size."""
    rest = list(items)
    dice.shuffle(rest)
    batches = []
    while rest:
        size = dice.randint(1, max(1, len(rest)))
        batches.append(rest[:size])
        rest = rest[size:]
    return batches


def _event(dice: random.Random) -> tuple[str, str, float]:
    name = " ".join("".join(dice.choices(_SYLLABLES, k=3)).capitalize() for _ in range(2))
    words = " ".join("".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(40))
    return name, words, dice.random() * 150


def _body(dice: random.Random, event: tuple[str, str, float], others: Sequence[LinkInput]) -> str:
    kind = dice.random()
    if others and kind < 0.15:
        return dice.choice(others).body
    if others and kind < 0.3:
        words = dice.choice(others).body.split()
        return " ".join(word for word in words if dice.random() > 0.05) + " " + dice.choice(_STOCK)
    if others and kind < 0.4:
        words = dice.choice(others).body.split()
        return " ".join(words[: max(30, len(words) // 3)])
    if len(others) > 2 and kind < 0.5:
        quoted = dice.sample(list(others), 2)
        return " ".join(" ".join(one.body.split()[:60]) for one in quoted) + " " + dice.choice(_STOCK)
    if kind < 0.6:
        return ""
    words = event[1].split()
    dice.shuffle(words)
    return f"{event[0]} {' '.join(words[:30])}. " + "".join(dice.sample(_STOCK, 2)) + " ".join(words[10:])


def _row(item: LinkInput, snapshot_id: int, captured: int) -> dict[str, object]:
    captured_at = (START + timedelta(days=20, minutes=captured)).isoformat()
    return {
        "article_id": str(item.article_id),
        "publisher": item.publisher,
        "canonical_url": item.url,
        "title": item.title,
        "body": item.body,
        "authors": [],
        "language": item.language,
        "language_confidence": 1.0,
        "declared_languages": {},
        "keywords": [],
        "reservations": [],
        "flags": list(item.flags),
        "published_at": item.published_at.isoformat(),
        "published_from": "page",
        "first_seen_at": captured_at,
        "captured_at": captured_at,
        "content_sha256": content_sha256(item.title, item.body).hex(),
        "snapshot_id": snapshot_id,
        "reader_version": "test",
    }
