"""One linker at a time, nothing half done, nothing stale published; old state is forgotten with its story."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from link_world import START, Warehouse, everything, world
from newshouse.stages.link import expire, link_batch, link_items
from newshouse.warehouse import open_warehouse


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Warehouse]:
    database = open_warehouse(warehouse_url)
    yield Warehouse(database)
    database.dispose()


def test_links_made_before_another_publication_are_made_again(warehouse: Warehouse) -> None:
    items = world(5)
    first, second = warehouse.stage(items[:12]), warehouse.stage(items[12:])
    warehouse.link(first)
    warehouse.link(second)  # against news without the first
    warehouse.publish_batch(first)
    warehouse.publish_batch(second)
    assert dict(warehouse.rows("members", "article_id, story_id")) == link_items(items).members


def killed_while_linking(warehouse: Warehouse, batch_id: int) -> None:
    with warehouse.engine.begin() as connection:
        link_batch(connection, batch_id)
        raise KeyboardInterrupt


def test_a_killed_linker_leaves_nothing_and_the_same_again_changes_nothing(warehouse: Warehouse) -> None:
    items = world(5)
    batch_id = warehouse.stage(items)
    with pytest.raises(KeyboardInterrupt):
        killed_while_linking(warehouse, batch_id)
    assert not any(everything(warehouse).values())
    warehouse.link(batch_id)
    warehouse.link(batch_id)
    warehouse.publish_batch(batch_id)
    published = everything(warehouse)
    with warehouse.engine.begin() as connection:
        report = link_batch(connection, warehouse.stage(items))
    assert (report.ok, report.unchanged) == (0, len(items))
    assert everything(warehouse) == published


def test_linkers_wait_for_each_other(warehouse: Warehouse) -> None:
    items = world(6)
    batches = [warehouse.stage(items[start::3]) for start in range(3)]
    failures: list[BaseException] = []

    def work(batch_id: int) -> None:
        try:
            warehouse.link(batch_id)
            warehouse.publish_batch(batch_id)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(batch_id,)) for batch_id in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    together = everything(warehouse)
    warehouse.publish(items)
    assert everything(warehouse) == together


def test_what_ended_long_ago_is_forgotten_and_its_stories_stay(warehouse: Warehouse) -> None:
    warehouse.publish(world(5))
    before = everything(warehouse)
    with warehouse.engine.begin() as connection:
        assert expire(connection, START + timedelta(days=90)) == len(before["terms"])
    after = everything(warehouse)
    assert (after["features"], after["terms"]) == ([], [])
    assert all(after[name] == before[name] for name in ("copies", "edges", "members", "stories"))
