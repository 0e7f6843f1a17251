"""The pages over the played demo: every number leads to rows, every list to its SQL and CSV, deeds are on record."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from httpx import Client
from lxml.html import fromstring
from newshouse.web import house
from stages.play import Play
from web.browsing import OWN, browser, links

PAGES = ("/", "/feeds", "/batches", "/stories", "/articles", "/changes", "/rejects", "/alerts", "/actions")


@pytest.fixture
def anna(played: Play) -> Iterator[Client]:
    with browser(played.settings) as client:
        yield client


@pytest.fixture(scope="module")
def reader(shown: Play) -> Iterator[Client]:
    """anna, who only looks."""
    with browser(shown.settings) as client:
        yield client


def body(anna: Client, address: str) -> str:
    answer = anna.get(address if address.startswith("/newshouse") else f"/newshouse{address}")
    assert answer.status_code == 200, f"{address}: {answer.text[:2000]}"
    return answer.text


def test_every_link_leads_somewhere(anna: Client) -> None:
    """From the overview outward: all pages, all CSV sheets, the rows behind every number."""
    waiting, seen = ["/newshouse/"], set()
    kinds: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        seen.add(address)
        kind = re.sub(r"\?.*|[0-9a-f-]{32,}|\d+", "", address) + str(sorted(re.findall(r"[?&](\w+)=", address)))
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > 2:
            continue  # two of each kind show what the others would
        answer = anna.get(address)
        assert answer.status_code == 200, f"{address}: {answer.text[:3000]}"
        if answer.headers["content-type"].startswith("text/html"):
            waiting += [link for link in links(answer.text) if link not in seen and link not in waiting]
    assert len(kinds) > 60


@pytest.mark.parametrize("page", [*PAGES, "/feeds/1", "/batches/1", "/batches/1/feeds", "/batches/1/pages"])
def test_every_count_of_rows_leads_to_them(reader: Client, page: str) -> None:
    """What stands in a table's count without a link is a property of its row, and no number of rows."""
    bare = set()
    for table in fromstring(body(reader, page)).iter("table"):
        names = [heading.text_content() for heading in table.findall("./thead/tr/th")]
        for row in table.findall("./tbody/tr"):
            for name, found in zip(names, row.findall("*"), strict=False):
                counts = "count" in (found.get("class") or "")
                if counts and re.search(r"\d", "".join(found.xpath(".//text()[not(ancestor::a)]"))):
                    bare.add(name)
    assert bare <= {"Status", "Took", "Later by", "Number", "After publication"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_its_sql_and_gives_its_rows_as_csv(reader: Client, page: str) -> None:
    text = body(reader, page)
    assert "-- Reads" in text or "Reads: " in text
    sheets = [link for link in links(text) if "/csv/" in link]
    assert sheets
    for address in sheets:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_the_books_of_a_batch_are_the_ledger_s(anna: Client, played: Play) -> None:
    [batch] = played.rows("SELECT * FROM serve.batches ORDER BY batch_id DESC LIMIT 1")
    text = body(anna, f"/batches/{batch.batch_id}")
    for count in (batch.entries_seen, batch.entries_new, batch.pages_due, batch.pages_ok, batch.articles_new):
        assert f">{count}</a>" in text
    for address, expected in (
        (f"/csv/entries.csv?batch_id={batch.batch_id}", batch.entries_new),
        (f"/csv/fetches.csv?batch_id={batch.batch_id}", batch.pages_due),
        (f"/csv/changes.csv?batch_id={batch.batch_id}&kind=article_new", batch.articles_new),
        (f"/csv/rejects.csv?batch_id={batch.batch_id}", sum(batch.reasons.values())),
    ):
        assert len(list(csv.DictReader(io.StringIO(body(anna, address))))) == expected, address
    assert f"/dags/ingest/runs/{batch.run_id}" in text


def test_articles_per_hour_are_counted_once(anna: Client, played: Play) -> None:
    [total] = played.rows("SELECT count(*) AS n FROM news.changes WHERE kind = 'article_new'")
    sheet = body(anna, "/csv/hours.csv?since=2026-03-01&until=2026-03-08")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert sum(int(row["article_count"]) for row in rows) == total.n > 20
    assert all(float(row["delay_p50_s"]) <= float(row["delay_p95_s"]) for row in rows if row["delay_p50_s"])
    kept = played.rows(
        "SELECT kind, delay_s, extract(EPOCH FROM changed_at - published_at) AS counted_s "
        "FROM news.changes LEFT JOIN news.articles USING (article_id)"
    )
    for row in kept:
        if row.kind == "article_new":
            assert row.delay_s == pytest.approx(float(row.counted_s), rel=1e-6)
        else:
            assert row.delay_s is None


def test_keyset_pages_show_every_row_once(anna: Client, played: Play) -> None:
    expected = {str(row.article_id) for row in played.rows("SELECT article_id FROM news.articles")}
    assert len(expected) > 50
    found: list[str] = []
    address = "/newshouse/articles"
    while address:
        text = body(anna, address)
        found += re.findall(r'<th scope="row"><a href="/newshouse/articles/([0-9a-f-]{36})"', text)
        following = re.search(r'<a href="([^"]+)" rel="next"', text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert sorted(found) == sorted(expected)


def test_stories_of_a_language_are_all_shown_once(anna: Client, played: Play) -> None:
    expected = played.rows("SELECT story_id FROM serve.stories WHERE 'de' = ANY(languages)")
    rows = list(csv.DictReader(io.StringIO(body(anna, "/csv/stories.csv?language=de"))))
    assert sorted(row["story_id"] for row in rows) == sorted(str(row.story_id) for row in expected)


def test_stories_are_found_by_words(anna: Client, played: Play) -> None:
    text = body(anna, "/stories?q=tunnel")
    assert "undersea rail tunnel" in text
    assert "No such stories" in body(anna, "/stories?q=tunnel+nothing-like-it")


def test_a_search_goes_on_until_every_story_was_shown(
    anna: Client, played: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = played.rows("SELECT DISTINCT story_id FROM serve.search('percent', max_count => 1000)")
    assert len(expected) > 5
    monkeypatch.setattr(house, "PAGE_ROWS", 3)
    found: set[str] = set()
    address, looks = "/newshouse/stories?q=percent", 0
    while address:
        text, looks = body(anna, address), looks + 1
        found.update(re.findall(r'<th scope="row"><a href="/newshouse/stories/([0-9a-f-]{36})"', text))
        following = re.search(r'<a href="([^"]+)" rel="next"', text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert found == {str(row.story_id) for row in expected}
    assert looks > 2


def test_feeds_sort_filter_and_page(anna: Client, played: Play) -> None:
    every = list(csv.DictReader(io.StringIO(body(anna, "/csv/feeds.csv"))))
    assert len(every) == played.rows("SELECT count(*) AS n FROM raw.feeds")[0].n
    for sort in ("publisher", "failures", "quiet", "success", "overflow", "next", "added"):
        first, last = every[0], None
        rows = list(csv.DictReader(io.StringIO(body(anna, f"/csv/feeds.csv?sort={sort}"))))
        assert len(rows) == len(every)
        first, last = rows[0], rows[-1]
        assert float(first["sort_key"]) <= float(last["sort_key"])
        rest = f"sort={sort}&after_key={first['sort_key']}&after_text={first['sort_text']}&after_id={first['feed_id']}"
        text = body(anna, f"/feeds?{rest}")
        assert f'/feeds/{first["feed_id"]}"' not in text
    assert "No such feeds" in body(anna, "/feeds?q=nothing-like-it")


def test_a_feed_is_paused_resumed_and_polled_soon_on_record(anna: Client, played: Play) -> None:
    feed_id = played.rows("SELECT feed_id FROM raw.feeds ORDER BY feed_id LIMIT 1")[0].feed_id
    here = f"/newshouse/feeds/{feed_id}"
    for deed, form in (("pause", {"why": "too loud"}), ("resume", {}), ("poll-soon", {})):
        answer = anna.post(f"{here}/{deed}", data=form, headers=OWN)
        assert (answer.status_code, answer.headers["location"]) == (303, here)
        [feed] = played.rows("SELECT paused_reason, next_poll_at FROM raw.feeds WHERE feed_id = :id", id=feed_id)
        assert feed.paused_reason == ("too loud (anna)" if deed == "pause" else None)
    kept = played.rows("SELECT actor, action, target, reason FROM raw.actions ORDER BY action_id")
    assert [tuple(row) for row in kept] == [
        ("anna", "feed_pause", str(feed_id), "too loud"),
        ("anna", "feed_resume", str(feed_id), None),
        ("anna", "feed_poll_soon", str(feed_id), None),
    ]
    assert anna.post(f"{here}/pause", headers=OWN).status_code == 422
    assert anna.post("/newshouse/feeds/999999/poll-soon", headers=OWN).status_code == 404
    assert len(played.rows("SELECT 1 FROM raw.actions")) == 3
    assert "too loud" in body(anna, "/actions")


def test_stories_are_merged_split_and_undone_on_record(anna: Client, played: Play) -> None:
    one, other = (
        row.story_id
        for row in played.rows("SELECT story_id FROM news.stories ORDER BY article_count DESC, story_id LIMIT 2")
    )
    merged = anna.post(
        "/newshouse/stories/merge", data={"story": [str(one), str(other)], "why": "one strike"}, headers=OWN
    )
    assert merged.status_code == 303
    assert "one strike" in body(anna, merged.headers["location"])
    assert "is this one now" in body(anna, f"/stories/{one}") + body(anna, f"/stories/{other}")
    [decision] = played.rows("SELECT DISTINCT decision_id FROM news.overrides")
    undone = anna.post(
        f"{merged.headers['location']}/undo",
        data={"decision": str(decision.decision_id), "why": "two strikes"},
        headers=OWN,
    )
    assert undone.status_code == 303
    members = played.rows("SELECT article_id FROM news.members WHERE story_id = :id ORDER BY 1", id=one)
    split = anna.post(
        f"/newshouse/stories/{one}/split",
        data={"article": [str(members[0].article_id)], "why": "another strike"},
        headers=OWN,
    )
    assert split.status_code == 303
    assert UUID(split.headers["location"].rpartition("/")[2])
    done = [row.action for row in played.rows("SELECT action FROM raw.actions ORDER BY action_id")]
    assert done == ["story_merge", "story_undo", "story_split"]
    refused = anna.post(f"/newshouse/stories/{one}/split", data={"why": "x"}, headers=OWN)
    assert refused.status_code == 422
    assert len(played.rows("SELECT 1 FROM raw.actions")) == 3


def test_a_rejected_page_is_tried_again(anna: Client, played: Play) -> None:
    [refused] = played.rows(
        "SELECT batch_id, stage, encode(item_sha256, 'hex') AS item_key, item FROM raw.rejects"
        " WHERE stage = 'fetch' AND NOT retryable ORDER BY item LIMIT 1"
    )
    here = f"/newshouse/rejects/{refused.batch_id}/{refused.stage}/{refused.item_key}"
    assert "Try again" in body(anna, here)
    answer = anna.post(
        "/newshouse/rejects/retry",
        data={"batch_id": refused.batch_id, "stage": refused.stage, "item_key": refused.item_key},
        headers=OWN,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    [page] = played.rows("SELECT next_fetch_at, etag FROM raw.pages WHERE url = :url", url=refused.item)
    assert page.next_fetch_at is not None
    assert page.etag is None


def test_a_snapshot_is_shown_as_text_only(anna: Client, played: Play) -> None:
    [row] = played.rows("SELECT snapshot_id FROM raw.snapshots WHERE kind = 'page' ORDER BY 1 LIMIT 1")
    answer = anna.get(f"/newshouse/snapshots/{row.snapshot_id}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "&lt;html" in answer.text
    assert answer.text.count("<html") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/feeds?after_id=x",
        "/feeds?after_key=NaN",
        "/feeds?after_key=sNaN",
        "/feeds?sort=nonsense",
        "/articles?since=yesterday",
        "/batches?until=9999-99-99",
        "/stories?after_id=12",
        "/feeds/99999999999999999999999",
        "/rejects/1/fetch/zz",
        "/articles/not-an-id",
    ],
)
def test_a_wrong_address_is_told_so(reader: Client, address: str) -> None:
    answer = reader.get(f"/newshouse{address}")
    assert answer.status_code in (400, 404)
    assert "Traceback" not in answer.text


def test_what_an_address_asks_beside_the_point_harms_nothing(anna: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "PAGE_ROWS", 1)
    text = body(anna, "/feeds?base=x&path=y&request=z&query=w")
    [following] = [address for address in links(text) if "after_id=" in address]
    assert "base=x" in body(anna, following)


def test_text_that_postgresql_can_t_hold_is_searched_without_fault(anna: Client) -> None:
    assert "No such feeds" in body(anna, "/feeds?q=%00%ED%A0%80nothing")


def test_a_warehouse_before_its_first_batch_has_pages_too(fresh: Play) -> None:
    with browser(fresh.settings) as anna:
        for page in (*PAGES, "/feeds/1"):
            body(anna, page)


def test_a_warehouse_that_is_away_is_told_so(played: Play) -> None:
    away = replace(played.settings, warehouse_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with browser(away) as anna:
        answer = anna.get("/newshouse/")
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    assert "Start it or mend NEWSHOUSE_WAREHOUSE_URL" in answer.text
    assert 'href="/newshouse/">Try again' in answer.text
