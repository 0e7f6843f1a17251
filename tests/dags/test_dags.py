"""What Airflow sees of this repository: exactly our DAGs, light to parse, with no connection; and no stray plugins."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"aiohttp", "feedparser", "langdetect", "lxml", "numpy", "pebble", "psycopg", "py3langid", "trafilatura"}

LOAD_BAG = """
import json
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(dag_folder={dags!r}, safe_mode=False)
print(json.dumps({{
    "errors": bag.import_errors,
    "dags": {{
        dag.dag_id: {{
            "doc": dag.doc_md,
            "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "tasks": {{task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks}},
            "rules": {{task.task_id: task.trigger_rule.value for task in dag.tasks}},
            "outlets": {{task.task_id: [asset.name for asset in task.outlets] for task in dag.tasks if task.outlets}},
        }}
        for dag in bag.dags.values()
    }},
}}))
"""


@pytest.fixture(scope="module")
def airflow_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Airflow with no database it could reach."""
    home = tmp_path_factory.mktemp("airflow")
    ours = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
        "PYTHONPATH": str(ROOT / "plugins"),
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "NEWSHOUSE"))}
    return clean | ours


def printed(program: str, env: dict[str, str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def bag(airflow_env: dict[str, str]) -> Any:
    return printed(LOAD_BAG.format(dags=str(ROOT / "dags")), airflow_env)


def test_the_bag_holds_exactly_our_dags(bag: Any) -> None:
    assert bag["errors"] == {}
    assert set(bag["dags"]) == {"export", "ingest", "maintain", "watch"}


def test_ingest_is_the_graph_of_the_design(bag: Any) -> None:
    ingest = bag["dags"]["ingest"]
    order = ["open_batch", "poll", "plan_pages", "fetch", "plan_reading", "read", "link", "audit", "publish"]
    assert set(ingest["tasks"]) == set(order)
    for before, after in pairwise(order):
        assert before in ingest["tasks"][after], f"{before} -> {after}"
    assert (ingest["catchup"], ingest["max_active_runs"]) == (False, 1)
    assert ingest["outlets"] == {"publish": ["newshouse.stories", "newshouse.stories_by_day"]}


def test_steps_after_an_empty_map_still_run(bag: Any) -> None:
    rules = bag["dags"]["ingest"]["rules"]
    after_maps = {"plan_pages", "plan_reading", "link", "audit", "publish"}
    assert {rules[task] for task in after_maps} == {"none_failed"}


def test_every_dag_explains_itself_at_three_in_the_morning(bag: Any) -> None:
    for dag in bag["dags"].values():
        assert "When it is red" in dag["doc"]


def test_every_dag_leads_into_its_chapter_of_the_manual(bag: Any) -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.+)$", manual, re.MULTILINE)
    chapters = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    for name, dag in bag["dags"].items():
        anchors = set(re.findall(r"docs/operations\.md#([\w-]+)", dag["doc"]))
        assert anchors, name
        assert anchors <= chapters, name


def test_parsing_dags_imports_nothing_heavy(airflow_env: dict[str, str]) -> None:
    files = sorted((ROOT / "dags").glob("*.py"))
    program = f"""
import json, runpy, sys
import airflow.sdk
before = set(sys.modules)
for file in {[str(file) for file in files]!r}:
    runpy.run_path(file)
print(json.dumps(sorted({{name.partition(".")[0] for name in set(sys.modules) - before}})))
"""
    assert HEAVY.isdisjoint(printed(program, airflow_env))
    assert [file.name for file in files if len(file.read_text().splitlines()) >= 80] == []


def test_airflow_takes_no_module_of_the_package_for_a_plugin(airflow_env: dict[str, str]) -> None:
    """Without plugins/.airflowignore it would run each file below plugins/ under its bare name."""
    program = """
import json, sys
from airflow import plugins_manager
plugins_manager.ensure_plugins_loaded()
found = [name for name, module in sys.modules.items()
         if "/plugins/" in (getattr(module, "__file__", None) or "") and not name.startswith("newshouse")
         and "site-packages" not in module.__file__]
print(json.dumps(found))
"""
    assert printed(program, airflow_env) == []
    assert (ROOT / "plugins" / ".airflowignore").read_text().split() == ["newshouse/"]
