"""OpenLineage's own extraction over what our tasks tell Airflow's collector: datasets at table level."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from newshouse.warehouse import address_of
from orchestration.running import Tasks
from stages.play import Play
from stages.playing import PLAYED

DAG = Path(__file__).resolve().parents[2] / "dags" / "ingest.py"


def test_every_table_that_is_told_is_a_table(played: Play) -> None:
    from newshouse.orchestration.lineage import TABLES

    known = {
        f"{row.table_schema}.{row.table_name}"
        for row in played.rows("SELECT table_schema, table_name FROM information_schema.tables")
    }
    assert {table for sides in TABLES.values() for side in sides for table in side} <= known


def test_openlineage_sees_the_tables_of_a_batch(fresh: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with Tasks.over(fresh, monkeypatch, tmp_path) as tasks:
        from airflow.providers.openlineage.extractors.manager import ExtractorManager
        from airflow.sdk import lineage

        collector: Any = lineage.HookLineageCollector()
        monkeypatch.setattr("newshouse.orchestration.lineage.get_hook_lineage_collector", lambda: collector)
        monkeypatch.setattr(
            "airflow.providers.common.compat.lineage.hook.get_hook_lineage_collector", lambda: collector
        )
        monkeypatch.setattr(
            "airflow.providers.openlineage.extractors.manager._is_hook_lineage_collector_created", lambda: True
        )
        tasks.batch(PLAYED[0])
        seen = ExtractorManager().get_hook_lineage(SimpleNamespace())
    assert seen is not None
    database = fresh.engine.url.database
    inputs, outputs = ({(one.namespace, one.name) for one in side} for side in (seen.inputs, seen.outputs))
    assert ("postgres://localhost:5432", f"{database}.raw.feeds") in inputs
    assert {
        ("postgres://localhost:5432", f"{database}.{table}")
        for table in ("raw.entries", "staging.articles", "news.articles", "news.stories", "news.changes")
    } <= outputs


def test_every_task_of_ingest_tells_its_tables() -> None:
    from newshouse.orchestration.lineage import TABLES

    text = DAG.read_text(encoding="utf-8")
    assert {name for name in TABLES if f"work.{name})" in text} == set(TABLES)
    assert text.count("(work.") == len(TABLES)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql+psycopg://writer:geheim@db.example:5433/news", "postgres://db.example:5433/news"),
        ("postgresql+psycopg://writer@/news?host=/run/postgres", "postgres://localhost:5432/news"),
    ],
)
def test_an_address_has_no_password(url: str, told: str) -> None:
    assert address_of(url) == told
