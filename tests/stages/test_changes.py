"""serve.changes: a reader with a cursor misses nothing, gets nothing twice, and can keep a true copy by it."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from newshouse.stages.link import Decision, merge_stories, publish_links, split_story, undo
from newshouse.warehouse import execute, open_warehouse
from sqlalchemy import Engine, text
from stages.link_world import START, Warehouse, revised, world

WRITERS, READERS, ROUNDS = 8, 3, 5
ANNA = Decision("anna", START + timedelta(days=40), "one and the same")


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    opened = open_warehouse(warehouse_url)
    yield opened
    opened.dispose()


class Mirror:
    """A downstream copy of who is in which story, kept by polling serve.changes and nothing else."""

    def __init__(self) -> None:
        self.cursor = 0
        self.seen: list[int] = []
        self.kinds: Counter[str] = Counter()
        self.articles: set[UUID] = set()
        self.members: dict[UUID, UUID] = {}
        self.aliases: dict[UUID, UUID] = {}
        self.splits: set[tuple[UUID, UUID]] = set()

    def poll(self, engine: Engine, limit: int = 7) -> int:
        query = "SELECT * FROM serve.changes WHERE change_id > :cursor ORDER BY change_id LIMIT :limit"
        with engine.connect() as connection:
            rows = connection.execute(text(query), {"cursor": self.cursor, "limit": limit}).all()
        for row in rows:
            self.seen.append(row.change_id)
            self.cursor = row.change_id
            self._apply(row)
        return len(rows)

    def _apply(self, row: Any) -> None:
        self.kinds[row.kind] += 1
        if row.kind == "article_new":
            self.articles.add(row.article_id)
        elif row.kind == "story_assigned":
            assert self.members.get(row.article_id) == row.former_story_id
            self.members.pop(row.article_id, None)
            if row.story_id is not None:
                self.members[row.article_id] = row.story_id
                self.aliases.pop(row.story_id, None)
        elif row.kind == "story_joined":
            self.aliases.pop(row.former_story_id, None)
            if row.story_id is not None:
                self.aliases[row.former_story_id] = row.story_id
        elif row.kind == "story_split":
            self.splits.add((row.former_story_id, row.story_id))


def publish(warehouse: Warehouse, batch_id: int) -> None:
    """As stages.publish does it: changes, articles, links, one transaction."""
    binds = {"batch_id": batch_id}
    with warehouse.engine.begin() as connection:
        execute(connection, "load/publishing_lock")
        execute(connection, "load/publish_changes", binds | {"now": START})
        execute(connection, "load/publish_articles", binds)
        publish_links(connection, batch_id, START)
        execute(connection, "load/clear_staging", binds)


def caught_up(warehouse: Warehouse, mirror: Mirror) -> None:
    """The mirror, polled to the end, is what the warehouse holds."""
    while mirror.poll(warehouse.engine):
        pass
    assert mirror.seen == list(range(1, len(mirror.seen) + 1))
    assert sorted(mirror.members.items()) == warehouse.rows("members", "article_id, story_id")
    assert sorted(mirror.aliases.items()) == warehouse.rows("aliases", "alias_id, story_id")
    assert sorted((key,) for key in mirror.articles) == warehouse.rows("articles", "article_id")


@pytest.mark.parametrize("seed", range(4))
def test_a_copy_kept_by_the_cursor_is_true_after_every_batch(engine: Engine, seed: int) -> None:
    warehouse, mirror, dice = Warehouse(engine), Mirror(), random.Random(seed)
    items = world(seed, 30)
    dice.shuffle(items)
    for start in range(0, len(items), 6):
        publish(warehouse, warehouse.stage(items[start : start + 6]))
        caught_up(warehouse, mirror)
    changed = [revised(item, seed) for item in dice.sample(items, 10)]
    publish(warehouse, warehouse.stage(changed, [1] * len(changed)))
    caught_up(warehouse, mirror)
    assert mirror.kinds["article_revised"] + mirror.kinds["article_read_again"] > 0
    before = len(mirror.seen)
    publish(warehouse, warehouse.stage(changed, [1] * len(changed)))
    caught_up(warehouse, mirror)
    assert len(mirror.seen) == before


def test_what_people_decide_is_told_too(engine: Engine) -> None:
    warehouse, mirror = Warehouse(engine), Mirror()
    publish(warehouse, warehouse.stage(world(3)))
    caught_up(warehouse, mirror)
    sizes = Counter(mirror.members.values())
    first, second = sorted(sizes, key=lambda story: (-sizes[story], story))[:2]
    with engine.begin() as connection:
        merged = merge_stories(connection, [first, second], ANNA)
    caught_up(warehouse, mirror)
    assert mirror.aliases[({first, second} - {merged}).pop()] == merged
    together = {article for article, story in mirror.members.items() if story == merged}
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT article_id FROM news.features WHERE flags = '{}'"))
        able = [row.article_id for row in rows if row.article_id in together]
    with engine.begin() as connection:
        decision = connection.execute(text("SELECT min(decision_id::text) FROM news.overrides")).scalar_one()
        undo(connection, UUID(decision), ANNA)
    caught_up(warehouse, mirror)
    founders = Counter(mirror.members[article] for article in able)
    story = max(sorted(founders), key=founders.__getitem__)
    able = sorted(article for article in able if mirror.members[article] == story)
    with engine.begin() as connection:
        split_story(connection, story, able[-1:], ANNA)
    caught_up(warehouse, mirror)
    assert any(story in pair for pair in mirror.splits)
    told = "SELECT count(*) FROM serve.changes WHERE batch_id IS NULL AND changed_at = :at"
    with engine.connect() as connection:
        assert connection.execute(text(told), {"at": ANNA.decided_at}).scalar_one() > 3


@pytest.mark.slow
def test_readers_with_a_cursor_miss_nothing_of_eight_writers(engine: Engine, warehouse_url: str) -> None:
    """Each writer and reader has connections of its own; every third publication is lost once before it is made."""
    warehouse, stop = Warehouse(engine), threading.Event()
    items = world(11, WRITERS * ROUNDS * 2)
    batches = [warehouse.stage(items[start : start + 2]) for start in range(0, len(items), 2)]
    mirrors = [Mirror() for _ in range(READERS)]
    with ThreadPoolExecutor(READERS) as readers, ThreadPoolExecutor(WRITERS) as writers:
        reading = [readers.submit(_read, warehouse_url, mirror, stop) for mirror in mirrors]
        writing = [writers.submit(_write, warehouse_url, batches[number::WRITERS]) for number in range(WRITERS)]
        wait(writing)
        stop.set()
    for done in (*writing, *reading):
        done.result()
    for mirror in mirrors:
        assert mirror.seen, "it read while they wrote"
        caught_up(warehouse, mirror)
        assert mirror.kinds["article_new"] == len(items)


def _read(url: str, mirror: Mirror, stop: threading.Event) -> None:
    engine = open_warehouse(url)
    while not stop.is_set():
        mirror.poll(engine, limit=3)
    engine.dispose()


def _write(url: str, batches: list[int]) -> None:
    engine = open_warehouse(url)
    for number, batch_id in enumerate(batches):
        if number % 3 == 1:
            _publish_and_fall(engine, batch_id)
        publish(Warehouse(engine), batch_id)
    engine.dispose()


def _publish_and_fall(engine: Engine, batch_id: int) -> None:
    """A publication that numbers its changes and is then lost, as with a killed worker."""
    with engine.connect() as connection, connection.begin() as transaction:
        execute(connection, "load/publishing_lock")
        execute(connection, "load/publish_changes", {"batch_id": batch_id, "now": START})
        execute(connection, "load/publish_articles", {"batch_id": batch_id})
        transaction.rollback()
