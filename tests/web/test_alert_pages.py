"""The page of alerts, their place on the overview, and what the pages say when the warehouse gives no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from httpx import Client
from newshouse.web import house
from sqlalchemy import text
from stages.play import Play
from web.browsing import browser, links


@pytest.fixture
def anna(played: Play) -> Iterator[Client]:
    with browser(played.settings) as client:
        yield client


def body(anna: Client, address: str) -> str:
    answer = anna.get(address if address.startswith("/newshouse") else f"/newshouse{address}")
    assert answer.status_code == 200, f"{address}: {answer.text[:2000]}"
    return answer.text


def test_a_warehouse_that_is_busy_or_of_another_version_is_told_so(played: Play) -> None:
    with played.engine.connect() as other, browser(played.settings) as anna:
        other.exec_driver_sql("LOCK TABLE raw.alerts")
        busy = anna.get("/newshouse/alerts")
        other.rollback()
        other.exec_driver_sql("ALTER TABLE raw.alerts RENAME TO alarms")
        other.commit()
        old = anna.get("/newshouse/alerts")
    assert (busy.status_code, "took too long" in busy.text) == (503, True)
    assert (old.status_code, "Run newshouse migrate" in old.text) == (500, True)


def test_alerts_are_on_the_overview_and_lead_to_what_they_are_about(anna: Client, played: Play) -> None:
    [feed] = played.rows("SELECT min(url) AS url FROM raw.feeds")
    with played.engine.begin() as connection:
        connection.execute(
            text(
                """INSERT INTO raw.alerts VALUES
                ('silent_feed', :url, 'nothing', now(), now(), NULL, '{"log"\\: "infinity", "smtp"\\: "-infinity"}'),
                ('stale_outlet', 'a.example', 'no article', now(), now(), NULL, '{}'),
                ('stale_language', 'mi', 'no article', now(), now(), now(), '{}'),
                ('late_batch', 'late_batch', 'late', now(), now(), NULL, '{}')"""
            ),
            {"url": feed.url},
        )
    overview = body(anna, "/")
    counted = [link for link in links(overview) if "/alerts?" in link]
    assert {re.search(r"kind=(\w+)", link)[1] for link in counted} == {"silent_feed", "stale_outlet"}
    for link in counted:
        assert body(anna, link).count('<th scope="row">') == 1
    shown = body(anna, "/alerts")
    assert len(re.findall("nobody yet", shown)) == 3
    assert "<bdi>log</bdi>" in shown
    [about] = [link for link in links(shown) if "/feeds?q=" in link]
    assert "No such feeds" not in body(anna, about)


def test_alerts_page_by_key(anna: Client, played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    with played.engine.begin() as connection:
        insert = "INSERT INTO raw.alerts SELECT 'stale_outlet', n, '', now(), now() FROM generate_series(1, 5) AS n"
        connection.execute(text(insert))
    monkeypatch.setattr(house, "PAGE_ROWS", 2)
    seen: list[str] = []
    following = ["/alerts?state=holds"]
    while following:
        shown = body(anna, following[0])
        seen += re.findall(r"publisher=(\d)", shown)
        following = [link for link in links(shown) if "after_item=" in link]
    assert sorted(seen) == ["1", "2", "3", "4", "5"]
