"""A published batch wakes those who build on it; backfills under the scheduler change nothing, and ask nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from campaign.accounts import contents, differences, missing_snapshots, unbalanced
from campaign.town import HOUR, START
from e2e.scheduled import PAST, QUIET_S, Scheduled, moments, scheduled, until
from newshouse.runtime.databases import airflow

pytestmark = pytest.mark.slow
CONSUMERS = {"after_each_batch": "take_changes", "day_changed": "report_day"}
BEGAN = [moment - HOUR for moment in moments()]
"""The logical dates of the past intervals."""


@dataclass(frozen=True)
class Woken:
    """The state and the result of each run, by DAG; and what the warehouse held then."""

    runs: dict[str, list[tuple[str, Any]]]
    changes: dict[str, int]
    new_articles: int
    stories: int


@dataclass(frozen=True)
class Backfilled:
    """The backfill's runs in the order in which they began, the live run, and what the twin and all of them asked."""

    runs: list[dict[str, Any]]
    live: dict[str, Any]
    twin_asked: list[str]
    asked: list[str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduled]:
    with scheduled(tmp_path_factory.mktemp("scheduled")) as made:
        yield made


@pytest.fixture(scope="module")
def woken(world: Scheduled) -> Woken:
    """One batch was published, and nothing more comes of it."""
    world.twin_works(PAST)
    world.ask_live(PAST)
    world.finished("ingest", 1)
    for dag in CONSUMERS:
        world.finished(dag, 1)
    time.sleep(QUIET_S)
    (batch,) = world.rows(f"SELECT articles_new FROM serve.batches WHERE interval_end = '{START + PAST * HOUR}'")
    return Woken(
        {dag: world.results(dag, task) for dag, task in CONSUMERS.items()},
        dict(world.rows("SELECT kind, count(*) FROM serve.changes GROUP BY kind")),
        *batch,
        world.rows("SELECT count(*) FROM serve.stories")[0][0],
    )


@pytest.fixture(scope="module")
def backfilled(world: Scheduled, woken: Woken) -> Backfilled:
    """By the command, newest first, two runs at a time, beside a live run."""
    assert woken.runs
    for dag in CONSUMERS:
        world.pause(dag)  # they would be woken again, and take time
    twin_asked = world.twin_works(PAST + 1)
    span = ["--dag-id", "ingest", "--from-date", BEGAN[0].isoformat(), "--to-date", BEGAN[-1].isoformat()]
    how = ["--reprocess-behavior", "completed", "--run-backwards", "--max-active-runs", "2"]
    airflow(["backfill", "create", *span, *how], world.env, world.place.logs / "backfill.log")
    world.ask_live(PAST + 1)
    live = world.finished("ingest", 2, run_type="manual")[-1]
    runs = world.finished("ingest", PAST, run_type="backfill")
    return Backfilled(runs, live, twin_asked, sorted(world.outlet.paths()))


def test_one_published_batch_wakes_each_consumer_once_and_shows_its_rows(woken: Woken) -> None:
    assert woken.new_articles > 0
    assert woken.changes["article_new"] > woken.new_articles
    day = {"day": START.date().isoformat(), "story_count": woken.stories}
    assert woken.runs == {"after_each_batch": [("success", woken.changes)], "day_changed": [("success", day)]}


def test_a_backfill_beside_a_live_run_leaves_what_the_live_run_alone_would(
    world: Scheduled, backfilled: Backfilled
) -> None:
    began = [datetime_of(run["logical_date"]) for run in backfilled.runs]
    assert began == BEGAN[::-1]
    assert backfilled.live["start_date"] < backfilled.runs[-1]["end_date"]
    assert backfilled.runs[0]["start_date"] < backfilled.live["end_date"]
    assert backfilled.twin_asked
    assert backfilled.asked == backfilled.twin_asked
    assert differences(contents(world.twin, numbers=False), contents(world.engine, numbers=False)) == {}
    assert unbalanced(world.engine) == []


def test_a_backfill_by_the_api_over_completed_runs_changes_nothing_and_asks_nobody(
    world: Scheduled, backfilled: Backfilled
) -> None:
    before, counts = contents(world.engine), published(world)
    assert before["serve.stories"]
    body = {
        "dag_id": "ingest", "from_date": BEGAN[0].isoformat(), "to_date": BEGAN[-1].isoformat(),
        "run_backwards": True, "reprocess_behavior": "completed", "max_active_runs": 2,
    }  # fmt: skip
    world.outlet.asked.clear()
    until(lambda: world.call("POST", "backfills", body)[0] == 200, 180)  # Airflow closes the former one in its own time
    runs = world.finished("ingest", PAST, run_type="backfill")
    assert {run["dag_run_id"] for run in runs} == {run["dag_run_id"] for run in backfilled.runs}
    assert [datetime_of(run["logical_date"]) for run in runs] == BEGAN[::-1]
    assert published(world) == [("replay", count + 1) for _, count in counts]
    assert world.outlet.paths() == []
    assert differences(before, contents(world.engine)) == {}
    assert missing_snapshots(world.engine, world.place.state / "archive") == []


def published(world: Scheduled) -> list[Any]:
    """(mode, how often published) of the past batches."""
    return world.rows(
        f"SELECT mode, publish_count FROM serve.batches WHERE interval_start <= '{BEGAN[-1]}' ORDER BY interval_end"
    )


def datetime_of(said: str) -> datetime:
    return datetime.fromisoformat(said.replace("Z", "+00:00"))
