"""The task functions over the demo: what Airflow's metrics then hold is what is documented, drawn and watched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from newshouse.stages.registry import NewFeed, add_feeds
from orchestration.running import Tasks
from stages.play import Play
from stages.playing import PLAYED

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "airflow_newshouse_"


@pytest.fixture
def tasks(fresh: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Tasks]:
    missing = urljoin(fresh.room.feeds()[0], "/there-is-no-such-feed.xml")
    add_feeds(fresh.engine, [NewFeed(missing)], PLAYED[0])
    with Tasks.over(fresh, monkeypatch, tmp_path) as started:
        yield started


def test_every_stage_counts_its_items_by_outcome_and_reason(tasks: Tasks) -> None:
    published = tasks.batch(PLAYED[0])
    books, items = published["books"], tasks.counter("newshouse.items", "stage", "outcome")
    for outcome in ("ok", "unchanged", "rejected", "deferred"):
        assert items["poll", outcome] == books[f"feeds_{outcome}"]
        assert items["fetch", outcome] == books[f"pages_{outcome}"]
    assert items["read", "ok"] + items["read", "rejected"] == books["articles_due"] > 0
    refused = tasks.counter("newshouse.refused", "stage", "reason")
    assert refused["poll", "http_404"] == 1
    told = {f"{stage}:{reason}": count for (stage, reason), count in refused.items() if stage != "poll"}
    assert told == {key: count for key, count in books["reasons"].items() if not key.startswith("poll:")}
    assert {stage for (stage,) in tasks.counter("newshouse.task_ms", "stage")} == {
        "poll", "plan_pages", "fetch", "plan_reading", "read", "link", "audit", "publish"
    }  # fmt: skip


def test_a_live_batch_tells_its_books_and_a_replay_only_that_it_was(tasks: Tasks) -> None:
    published = tasks.batch(PLAYED[0])
    books = published["books"]
    assert tasks.counter("newshouse.articles", "outcome")[("new",)] == books["articles_new"] > 0
    assert tasks.counter("newshouse.batches", "mode") == {("live",): 1}
    assert tasks.gauge("newshouse.feeds", "state")[("due",)] == books["feeds_due"] > 0
    assert tasks.gauge("newshouse.own_outage")[()] == 0
    assert tasks.gauge("newshouse.archive_free_bytes")[()] > 0
    archive = Path(tasks.play.settings.archive_url)
    assert 0 < tasks.counter("newshouse.archive_bytes")[()] <= sum(one.stat().st_size for one in archive.rglob("*.gz"))
    tasks.batch(PLAYED[0])
    assert tasks.counter("newshouse.batches", "mode") == {("live",): 1, ("replay",): 1}
    assert tasks.counter("newshouse.articles", "outcome")[("new",)] == books["articles_new"]


def test_documents_dashboard_and_rules_name_what_is_emitted_and_nothing_else(tasks: Tasks) -> None:
    tasks.batch(PLAYED[0])
    tasks.watch(PLAYED[0])
    emitted = tasks.prometheus_names()
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(airflow_newshouse_\w+)`", manual, re.MULTILINE)) == emitted
    dashboard = json.loads((ROOT / "monitoring" / "dashboard.json").read_text(encoding="utf-8"))
    drawn = _names(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    rules = yaml.safe_load((ROOT / "monitoring" / "alerts.yml").read_text(encoding="utf-8"))
    watched = _names(rule["expr"] for group in rules["groups"] for rule in group["rules"])
    assert drawn | watched == emitted
    assert drawn == emitted


def test_every_rule_leads_into_a_chapter_of_the_manual() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    chapters = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", manual, re.MULTILINE)
    }
    rules = yaml.safe_load((ROOT / "monitoring" / "alerts.yml").read_text(encoding="utf-8"))
    for group in rules["groups"]:
        for rule in group["rules"]:
            page, _, anchor = rule["annotations"]["runbook"].partition("#")
            assert (page, anchor in chapters) == ("docs/operations.md", True), rule["alert"]


def _names(expressions: Any) -> set[str]:
    return {name for expression in expressions for name in re.findall(rf"\b{PREFIX}\w+", expression)}
