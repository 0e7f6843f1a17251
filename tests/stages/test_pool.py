"""A document that breaks its limits is a reject; the next in the same pool is unharmed."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from newshouse.errors import FatalError, RejectError, TransientError
from newshouse.stages.pool import Limits, run_all
from stages.pool_functions import act, has_loaded, process_id

LIMITS = Limits(processes=2, cpu_s=1, wall_s=2, memory_bytes=1_500_000_000, preload=("newshouse.errors",))


def outcomes(orders: list[object], limits: Limits = LIMITS) -> list[object]:
    return [outcome for _, outcome in run_all(act, orders, limits)]


def test_results_come_in_the_items_order() -> None:
    items = list(range(100))
    assert list(run_all(act, items, LIMITS)) == [(item, item) for item in items]


def test_no_items_no_work() -> None:
    assert list(run_all(act, [], LIMITS)) == []


@pytest.mark.parametrize(
    ("order", "reason"),
    [("spin", "time_limit"), ("sleep", "time_limit"), ("crash", "worker_died"), ("leave", "worker_died")],
)
def test_what_kills_its_worker_is_a_reject_and_its_neighbours_are_not(order: str, reason: str) -> None:
    found = outcomes([1, 2, order, 3, 4])
    assert found[:2] + found[3:] == [1, 2, 3, 4]
    assert isinstance(found[2], RejectError)
    assert found[2].reason == reason


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is bounded on Linux alone")
def test_too_much_memory_is_a_reject() -> None:
    found = outcomes([1, "allocate", 2])
    assert [found[0], found[2]] == [1, 2]
    assert isinstance(found[1], RejectError)
    assert found[1].reason == "memory_limit"


def test_what_the_function_raises_is_the_outcome() -> None:
    rejected, deferred, stumbled, nested = outcomes(["reject", "later", "stumble", "recurse"])
    assert isinstance(rejected, RejectError)
    assert (rejected.reason, rejected.detail) == ("no_text", "nothing in it")
    assert isinstance(deferred, TransientError)
    assert isinstance(stumbled, RejectError)
    assert (stumbled.reason, stumbled.detail) == ("unreadable", "ValueError: odd markup")
    assert isinstance(nested, RejectError)
    assert nested.reason == "unreadable"


def test_our_own_fault_stops_all() -> None:
    with pytest.raises(FatalError, match="model missing"):
        outcomes([1, "fatal", 2])


def test_items_are_drawn_as_needed() -> None:
    drawn: list[int] = []

    def items() -> Iterator[int]:
        for item in range(10_000):
            drawn.append(item)
            yield item

    results = run_all(act, items(), LIMITS)
    assert next(results) == (0, 0)
    assert len(drawn) <= 100
    results.close()  # type: ignore[attr-defined]


def test_workers_are_recycled() -> None:
    limits = Limits(processes=1, documents_per_worker=8, documents_per_task=4, preload=())
    workers = [worker for _, worker in run_all(process_id, range(24), limits)]
    assert len(set(workers)) == 3
    assert os.getpid() not in workers


def test_workers_do_not_import_the_parents_main_module() -> None:
    assert outcomes(["main"]) == [None]


def test_it_works_beside_an_event_loop() -> None:
    async def task() -> list[object]:
        return await asyncio.to_thread(outcomes, [1, 2, 3])

    assert asyncio.run(task()) == [1, 2, 3]


def _in_child(pipe: multiprocessing.connection.Connection) -> None:
    pipe.send(outcomes([1, "reject", 2])[::2])


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # forking with threads is what is tested here
def test_it_works_in_a_forked_daemonic_process() -> None:
    outcomes([1])  # so that the parent has a fork server of its own, which the child must not use
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_in_child, args=(there,), daemon=True)
    child.start()
    assert here.poll(60)
    assert here.recv() == [1, 2]
    child.join(30)


class _KeyOfAnotherLibrary(bytes):
    """As billiard's, which runs the tasks of Celery workers: it goes to billiard's own children only."""

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("pickling is disallowed for security reasons")


def test_it_works_in_a_process_that_another_library_started(monkeypatch: pytest.MonkeyPatch) -> None:
    config = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    monkeypatch.setitem(config, "authkey", _KeyOfAnotherLibrary(config["authkey"]))
    assert outcomes([1, 2]) == [1, 2]


def test_a_pool_that_wants_more_loaded_gets_a_server_that_has_it() -> None:
    def finds_it(*preload: str) -> list[Any]:
        limits = replace(LIMITS, processes=1, preload=preload)
        return [outcome for _, outcome in run_all(has_loaded, ["colorsys"], limits)]

    assert finds_it("newshouse.errors") == [False]
    assert finds_it("colorsys") == [True]
    assert finds_it("newshouse.errors") == [True]  # it stays: to start another would cost more


@pytest.mark.parametrize(
    ("stage", "needless"),
    [
        ("batches", "aiohttp alembic numpy trafilatura"),
        ("plan_pages", "aiohttp alembic numpy trafilatura"),
        ("read", "aiohttp alembic trafilatura langdetect_rs"),
        ("audit", "aiohttp alembic numpy trafilatura"),
        ("publish", "aiohttp alembic trafilatura langdetect_rs"),
        ("fetch", "alembic numpy trafilatura"),
        ("poll", "alembic trafilatura feedparser"),
    ],
)
def test_a_task_imports_nothing_that_its_workers_alone_need(stage: str, needless: str) -> None:
    program = f"import sys, newshouse.stages.{stage}; print(*sorted(set({needless.split()}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
