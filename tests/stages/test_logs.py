"""What the log says of a stage: a line per task at INFO, one per item at DEBUG, nothing that is nobody's business."""

from __future__ import annotations

import logging
import re

import pytest
from newshouse.records import StageReport
from newshouse.stages.desk import Outcome, counted
from newshouse.text import masked
from stages.play import Play
from stages.playing import PLAYED


def test_a_batch_logs_one_line_per_task_and_one_per_item(fresh: Play, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "newshouse"):
        books = fresh.batch(PLAYED[0]).books
    ours = [record for record in caplog.records if record.name == "newshouse"]
    for stage, item_count in (("poll", "feeds_due"), ("fetch", "pages_due"), ("read", "articles_due")):
        lines = [record for record in ours if record.getMessage().startswith(f"stage={stage} ")]
        assert [record.levelname for record in lines].count("INFO") == 1
        items = [record.getMessage() for record in lines if record.levelname == "DEBUG"]
        assert len(items) == books[item_count]
        assert all(" outcome=" in item and " item=http" in item for item in items)
    for stage in ("open_batch", "plan_pages", "plan_reading", "link", "audit", "publish"):
        assert len([record for record in ours if record.getMessage().startswith(f"stage={stage} ")]) == 1
    assert all(re.fullmatch(r"(\w+=\S* ?)+", record.getMessage()) for record in ours if record.levelname == "INFO")
    bodies = [row.body for row in fresh.rows("SELECT body FROM news.articles")]
    everything = "\n".join(record.getMessage() for record in caplog.records)
    assert bodies
    assert not [body for body in bodies if body[:60] in everything]
    assert max(map(len, everything.splitlines())) < 1000


def test_secrets_in_addresses_are_masked(fresh: Play, caplog: pytest.LogCaptureFixture) -> None:
    _, desk = fresh.open(PLAYED[0])
    secret = "https://reader:geheim@example.org/feed?page=2&api_key=geheim&access_token=geheim#part"
    with caplog.at_level(logging.DEBUG, "newshouse"):
        report = counted("poll", desk, 0, [Outcome(secret, "rejected", "http_404")])
    assert report == StageReport(rejected=1, reasons={"http_404": 1})
    assert "geheim" not in caplog.text
    assert "item=https://***@example.org/feed?page=2&api_key=***&access_token=***#part" in caplog.text


@pytest.mark.parametrize(
    "harmless",
    ["https://example.org/a?page=2&author=b", "mail@example.org", "a monkey=banana", "https://example.org/@name?x=a@b"],
)
def test_harmless_text_stays_as_it_is(harmless: str) -> None:
    assert masked(harmless) == harmless
