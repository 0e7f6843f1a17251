"""The pages in a real browser: hostile strings stay text, nothing leaves our server, axe finds no fault, phones fit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from newshouse.web import house
from playwright.sync_api import Browser
from stages.play import Play
from web import chromium
from web.browsing import served
from web.hostile_rows import plant, strings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium.program() is None, reason="no chromium on this machine: apt-get install chromium"),
]
LISTS = ("/feeds", "/articles", "/stories", "/changes", "/rejects", "/alerts", "/actions", "/batches")
EVERY, DETAILS_OF_EACH_KIND = 61, 3
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 19, 25)"}
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.launched() as launched:
        yield launched


def corpus_if_any() -> Path | None:
    """Where the lists of others are; None leaves our own strings only."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "corpus"
    folder = Path(os.environ.get("NEWSHOUSE_CORPUS") or beside)
    return folder if (folder / "hostile").is_dir() else None


def test_hostile_strings_run_nothing_and_break_no_page(
    browser: Browser, played: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = strings(corpus_if_any())
    plant(played.engine, values)
    monkeypatch.setattr(house, "PAGE_ROWS", 500)
    [batch] = played.rows("SELECT max(batch_id) AS id FROM raw.polls")
    with served(played.settings) as address, chromium.as_anna(browser) as context:
        watched = chromium.opened(context, address)
        waiting = ["/newshouse/"]
        waiting += [f"/newshouse{path}" for path in LISTS]
        waiting += [
            f"/newshouse/batches/{batch.id}{rest}" for rest in ("", "/feeds", "/entries", "/pages", "/readings")
        ]
        seen: set[str] = set()
        kinds: dict[str, int] = {}
        while waiting:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            watched.open(path)
            following = watched.page.locator("a[rel=next]")
            if following.count():
                waiting.append(following.first.get_attribute("href") or "")
            for href in watched.page.eval_on_selector_all(
                "main a[href]", "all => all.map(a => a.getAttribute('href'))"
            ):
                kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d+|=.*", "", href)
                kinds[kind] = kinds.get(kind, 0) + 1
                inner = href.startswith("/newshouse/") and "/csv/" not in href and "#" not in href
                if inner and kinds[kind] % EVERY == 1 and kinds[kind] < EVERY * DETAILS_OF_EACH_KIND:
                    waiting.append(href)
        assert watched.alarms == []
    assert len(seen) > 40


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_no_fault_and_nothing_is_cut_off(browser: Browser, played: Play, scheme: str, width: int) -> None:
    [story] = played.rows("SELECT story_id FROM news.stories ORDER BY article_count DESC LIMIT 1")
    [article] = played.rows("SELECT article_id, original_id FROM news.copies ORDER BY article_id LIMIT 1")
    [reject] = played.rows("SELECT batch_id, stage, encode(item_sha256, 'hex') AS item FROM raw.rejects LIMIT 1")
    paths = ["/", *LISTS, "/feeds/1", "/batches/1", "/batches/1/pages", f"/stories/{story.story_id}", "/snapshots/1"]
    paths += [f"/articles/{article.article_id}", f"/why?one={article.article_id}&other={article.original_id}"]
    paths += [f"/rejects/{reject.batch_id}/{reject.stage}/{reject.item}"]
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with served(played.settings) as address, chromium.as_anna(browser, **options) as context:
        watched = chromium.opened(context, address)
        faults = {}
        for path in paths:
            watched.open(f"/newshouse{path}")
            assert watched.page.evaluate(BACKGROUND) == PAPER[scheme], "without Airflow's choice the system's holds"
            found = Axe().run(watched.page)
            if found.violations_count:
                faults[path] = found.generate_report()
            assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"
        assert faults == {}, "\n".join(f"{path}: {report}" for path, report in faults.items())
        assert watched.alarms == []


def test_airflow_s_choice_of_colours_wins_and_the_keyboard_reaches_the_page(browser: Browser, played: Play) -> None:
    with served(played.settings) as address, chromium.as_anna(browser, color_scheme="light") as context:
        context.add_init_script("localStorage.setItem('theme', 'dark')")
        watched = chromium.opened(context, address)
        watched.open("/newshouse/feeds")
        page = watched.page
        assert page.evaluate(BACKGROUND) == PAPER["dark"]
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
        page.keyboard.press("Enter")
        page.fill("input[name=q]", "courier")
        page.keyboard.press("Enter")
        page.wait_for_url("**/feeds?q=courier*")
        found = page.locator("tbody tr").all_inner_texts()
        assert found
        assert all("courier" in row.lower() for row in found)
        page.get_by_role("button", name="Poll feed").first.press("Enter")
        page.wait_for_url("**/newshouse/feeds/*")
        assert watched.alarms == []
    assert [row.action for row in played.rows("SELECT action FROM raw.actions")] == ["feed_poll_soon"]
