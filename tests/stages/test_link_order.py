"""The same set of articles gives the same copies, stories and ids, whatever the order they come in: on real tables."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newshouse.records import LinkInput
from newshouse.stages.link import engine, link_items, postings, rows
from newshouse.stages.link.prepared import story_id_of
from newshouse.warehouse import open_warehouse
from sqlalchemy import text
from stages.link_world import TABLES, Warehouse, everything, revised, split, world


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Warehouse]:
    database = open_warehouse(warehouse_url)
    yield Warehouse(database)
    database.dispose()


def emptied(warehouse: Warehouse) -> Warehouse:
    names = ", ".join(f"news.{name}" for name in TABLES)
    with warehouse.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names}, staging.articles CASCADE"))
    return warehouse


def in_memory(items: list[LinkInput]) -> dict[str, list[tuple[object, ...]]]:
    result = link_items(items)
    return {
        "copies": [
            (link.article_id, link.original_id, link.kind, link.similarity, link.direction, link.shared_count)
            for link in result.copies
        ],
        "members": sorted(result.members.items()),
        "stories": sorted(
            (story.story_id, story.founder_id, story.lead_id, len(story.article_ids), story.publisher_count)
            for story in result.stories
        ),
    }


def resolved(warehouse: Warehouse) -> dict[object, object]:
    """Where each story id that any article could ever have founded leads, by members and by aliases."""
    members = dict(warehouse.rows("members", "article_id, story_id"))
    founders = {story_id_of(article_id): story for article_id, story in members.items()}
    for alias_id, story_id in warehouse.rows("aliases", "alias_id, story_id"):
        assert founders.get(alias_id, story_id) == story_id
        assert story_id in members.values()
    return founders


@pytest.fixture(params=["short lists", pytest.param("long lists", marks=pytest.mark.slow)])
def lists(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Lists and rows so short that they overflow in a small world, or as they are."""
    if request.param == "short lists":
        monkeypatch.setattr(engine, "COPY_LIST", 2)
        monkeypatch.setattr(engine, "COPY_RARE", 1)
        monkeypatch.setattr(engine, "STORY_LIST", 2)
        monkeypatch.setattr(engine, "STORY_BEST", 2)
        monkeypatch.setattr(engine, "GROUP_LIST", 3)
        monkeypatch.setattr(rows, "CROWDED_ROW", 2)
        monkeypatch.setattr(rows, "LEAST_COMMON", 2)
        monkeypatch.setattr(postings, "POSTINGS_A_SLICE", 1)
    return str(request.param)


RELAXED = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@RELAXED
@given(seed=st.integers(0, 10_000))
def test_any_order_and_any_batches_give_what_one_batch_gives(warehouse: Warehouse, lists: str, seed: int) -> None:
    items, dice = world(seed), random.Random(seed)
    emptied(warehouse).publish(items)
    at_once, ids_at_once = everything(warehouse), resolved(warehouse)
    emptied(warehouse)
    for batch in split(items, dice):
        warehouse.publish(batch)
        if dice.random() < 0.3:
            warehouse.publish(dice.sample(items, dice.randint(1, 3)))  # some come early, some again
    assert everything(warehouse) == at_once
    assert resolved(warehouse) == ids_at_once
    assert {name: at_once[name] for name in ("copies", "members", "stories")} == in_memory(items)


@RELAXED
@given(seed=st.integers(0, 10_000))
def test_revisions_count_as_they_last_were_however_they_come(warehouse: Warehouse, lists: str, seed: int) -> None:
    items, dice = world(seed, size=16), random.Random(seed)
    captures = [(item, 0) for item in items]
    for item in dice.sample(items, 5):
        captures += [(revised(item, seed + number), number) for number in range(1, dice.randint(2, 4))]
    latest = {item.article_id: item for item, _ in sorted(captures, key=lambda capture: capture[1])}
    emptied(warehouse).publish(list(latest.values()), [9] * len(latest))
    at_once, ids_at_once = everything(warehouse), resolved(warehouse)
    emptied(warehouse)
    dice.shuffle(captures)
    while captures:
        size = dice.randint(1, len(captures))
        batch = {item.article_id: (item, number) for item, number in sorted(captures[:size], key=lambda one: one[1])}
        warehouse.publish([item for item, _ in batch.values()], [number for _, number in batch.values()])
        captures = captures[size:]
    assert everything(warehouse) == at_once
    assert resolved(warehouse) == ids_at_once
