"""``newshouse up``, whole: four real Airflow programs, a triggered run published, its lineage told, a clean end."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from demo import BATCH_TIMES, Newsroom
from e2e.airflow_up import STOP_WITHIN_S, Up, up_with
from newshouse.orchestration.lineage import TABLES
from sink import Sink, listening

pytestmark = pytest.mark.slow


@pytest.fixture
def lineage() -> Iterator[Sink]:
    with listening() as sink:
        yield sink


@pytest.fixture
def up(tmp_path: Path, lineage: Sink) -> Iterator[Up]:
    """With OpenLineage told by HTTP and into a file."""
    file = {"type": "file", "log_file_path": str(tmp_path / "events.jsonl"), "append": True}
    http = {"type": "http", "url": f"http://{lineage.place}", "endpoint": "api/v1/lineage"}
    transport = {"type": "composite", "transports": {"file": file, "http": http}}
    with Newsroom(base_port=0) as newsroom:
        newsroom.set_clock(BATCH_TIMES[1])
        settings = {"AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps(transport)}
        with up_with(newsroom.opml(), tmp_path, settings) as started:
            yield started


def published(up: Up) -> tuple[int, int, int]:
    """(articles, stories, published batches that saw entries)"""
    address = up.place.server.url("newshouse").replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM serve.articles), (SELECT count(*) FROM serve.stories),"
            " (SELECT count(*) FROM raw.batches WHERE state = 'published' AND entries_seen > 0)"
        ).fetchone()


def tables(events: list[Any]) -> dict[str, tuple[set[str], set[str]]]:
    """Task of ``ingest``: the tables it told when it was complete, (read, written)."""
    told: dict[str, tuple[set[str], set[str]]] = {}
    for event in events:
        dag, _, task = event["job"]["name"].partition(".")
        if (dag, event["eventType"]) == ("ingest", "COMPLETE") and task:
            read, written = ({one["name"] for one in event[side]} for side in ("inputs", "outputs"))
            assert {one["namespace"] for side in ("inputs", "outputs") for one in event[side]} == {
                "postgres://localhost:5432"
            }
            told[task] = (read, written)
    return told


def test_from_a_trigger_to_published_rows_and_a_clean_end(up: Up, lineage: Sink, tmp_path: Path) -> None:
    assert up.call("GET", "/api/v2/dags/ingest", token=up.token())["is_paused"] is False
    assert up.run_ingest() == "success", up.errors_logged()
    articles, stories, batches = published(up)
    assert articles > 20
    assert 0 < stories <= articles
    assert batches >= 1
    up.process.send_signal(signal.SIGINT)
    rest, _ = up.process.communicate(timeout=STOP_WITHIN_S)
    assert up.process.returncode == 0, rest
    assert "Stopped, the database too." in rest
    assert up.processes() == []
    whole = {task: tuple({f"newshouse.{table}" for table in side} for side in sides) for task, sides in TABLES.items()}
    assert tables([event for path, event in lineage.posted if path == "/api/v1/lineage"]) == whole
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert tables([json.loads(line) for line in lines]) == whole
