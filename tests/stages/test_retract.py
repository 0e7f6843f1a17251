"""A better reader gives captures other addresses, or finds that they hold no article: the old rows go, in any order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from newshouse.errors import ItemError, RejectError
from newshouse.settings import Settings
from newshouse.stages import read
from newshouse.stages.batches import Interval
from newshouse.stages.documents import PageToRead, ReadPage, read_page
from newshouse.stages.export import export, export_changed
from newshouse.stages.publish import Published, link, publish
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.stages.replay import replay_batch
from newshouse.urls import article_id
from newshouse.warehouse import open_warehouse
from sqlalchemy import text
from stages.outlet import Outlet, Says, page, rss
from stages.play import TABLES, gathered, read_captured

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
MOMENTS = [T0, T0 + timedelta(hours=1), T0 + timedelta(hours=7)]
NAMES = ("a", "b", "c", "d")
Address = Callable[[str, datetime], str | None]
"""What a reader makes of a page's address and capture: the article's path, None where it finds no article."""


class Newspaper:
    """One outlet whose pages change, captured three times; ``address`` is the reader's doing."""

    def __init__(self, outlet: Outlet, url: str, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.outlet, self.engine = outlet, open_warehouse(url)
        self.settings = Settings(
            warehouse_url=url, archive_url=str(archive), allow_loopback=True, host_interval_s=0.0, read_processes=1
        )
        self.address: Address = lambda path, _: path
        monkeypatch.setattr(read, "run_all", self.read_all)
        add_feeds(self.engine, [NewFeed(outlet.base + "/feed")], T0)

    def read_all(
        self, _: Any, pages: Iterable[PageToRead], __: Any
    ) -> Iterator[tuple[PageToRead, ReadPage | ItemError]]:
        for one in pages:
            result = read_page(one)
            path = self.address(one.snapshot.final_url.removeprefix(self.outlet.base), one.snapshot.fetched_at)
            if path is None:
                yield one, RejectError("no_article", "a better reader says so")
                continue
            url = self.outlet.base + path
            yield one, replace(result, article=replace(result.article, article_id=article_id(url), canonical_url=url))

    def capture(self, moment: datetime) -> Published:
        day = MOMENTS.index(moment)
        self.outlet.answers["/feed"] = Says(rss(*(f"/{name}" for name in NAMES), title=f"Day {day}"))
        for name in NAMES:  # of b the text comes back the third time
            about = "bridges" if name == "b" and day != 1 else f"item {name} of day {day}"
            self.outlet.answers[f"/{name}"] = Says(page(about) + f"<!-- {day} -->")
        desk = gathered(self.engine, replace(self.settings, now=moment), moment)
        read_captured(desk)
        link(desk)
        return publish(desk)

    def replay(self, moment: datetime) -> Published:
        settings = replace(self.settings, now=T0 + timedelta(days=400))
        return replay_batch(self.engine, settings, Interval(moment, moment, "replay", backfill=True))

    def rows(self, query: str) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(query)).all())

    def state(self) -> dict[str, list[str]]:
        """All that is published but for old story ids, which tell of the past."""
        tables = [*(set(TABLES) - {"news.aliases"}), "serve.sightings", "news.features"]
        found = {table: sorted(map(repr, self.rows(f"SELECT * FROM {table}"))) for table in tables}
        return found | {"paths": self.paths()}

    def paths(self) -> list[str]:
        urls = self.rows("SELECT canonical_url FROM serve.articles ORDER BY 1")
        return [url.removeprefix(self.outlet.base) for (url,) in urls]

    def kinds(self) -> list[str]:
        return [kind for (kind,) in self.rows("SELECT kind FROM serve.changes ORDER BY change_id")]


@pytest.fixture
def paper(warehouse_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newspaper]:
    with Outlet() as outlet:
        paper = Newspaper(outlet, warehouse_url, tmp_path, monkeypatch)
        for moment in MOMENTS:
            paper.capture(moment)
        yield paper
        paper.engine.dispose()


def test_what_is_read_as_another_article_or_as_none_is_retracted_and_told(paper: Newspaper) -> None:
    assert paper.paths() == ["/a", "/b", "/c", "/d"]
    before = paper.kinds()
    paper.address = lambda path, _: {"/a": "/moved", "/b": None}.get(path, path)
    for moment in MOMENTS:
        paper.replay(moment)
    assert paper.paths() == ["/c", "/d", "/moved"]
    assert sorted(set(paper.kinds()[len(before) :]) & {"article_new", "article_retracted"}) == [
        "article_new", "article_retracted",
    ]  # fmt: skip
    assert paper.kinds().count("article_retracted") == 2
    left = "SELECT article_id FROM news.{} WHERE article_id NOT IN (SELECT article_id FROM news.articles)"
    for table in ("revisions", "members", "copies", "features"):
        assert paper.rows(left.format(table)) == []
    assert paper.rows("SELECT 1 FROM news.copies WHERE original_id NOT IN (SELECT article_id FROM news.articles)") == []
    numbers = [number for (number,) in paper.rows("SELECT change_id FROM serve.changes ORDER BY 1")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_capture_of_another_batch_keeps_its_article(paper: Newspaper) -> None:
    [before] = paper.rows("SELECT body FROM serve.articles WHERE canonical_url LIKE '%/a'")
    paper.address = lambda path, at: "/moved" if path == "/a" and at == MOMENTS[2] else path
    paper.replay(MOMENTS[2])
    assert paper.paths() == ["/a", "/b", "/c", "/d", "/moved"]
    [kept] = paper.rows("SELECT body, batch_id FROM serve.articles WHERE canonical_url LIKE '%/a'")
    assert "day 1" in kept.body
    assert (kept.body, kept.batch_id) != (before.body, 3)
    assert "article_retracted" not in paper.kinds()


def readers(seed: int) -> list[Address]:
    """Readers that move, join, part and refuse captures by path and capture."""
    choice = random.Random(seed)
    made: list[Address] = []
    for _ in range(2):
        table = {
            (f"/{name}", moment): choice.choice([f"/{name}", f"/{name}", "/one", f"/new-{name}", None])
            for name, moment in itertools.product(NAMES, MOMENTS)
        }
        made.append(lambda path, at, table=table: table[path, at])
    return made


@pytest.mark.parametrize(
    "seed",
    [
        1,
        pytest.param(2, marks=pytest.mark.slow),
        pytest.param(3, marks=pytest.mark.slow),
        pytest.param(4, marks=pytest.mark.slow),
    ],
)
def test_the_outcome_does_not_depend_on_the_order_nor_on_earlier_readers(paper: Newspaper, seed: int) -> None:
    choice = random.Random(seed)
    plain, (first, second) = paper.address, readers(seed)
    states: dict[int, dict[str, list[str]]] = {0: paper.state()}
    for number, address in ((1, first), (2, second), (1, first), (0, plain), (2, second)):
        paper.address = address
        for moment in choice.sample(MOMENTS, len(MOMENTS)):
            books = paper.replay(moment).books
            read_count = books["articles_new"] + books["articles_revised"] + books["articles_unchanged"]
            assert books["articles_due"] == read_count + books["articles_rejected"] == books["pages_ok"]
        state = paper.state()
        for table, rows in states.setdefault(number, state).items():
            assert state[table] == rows, table


def test_exports_lose_what_is_retracted_or_dated_anew_however_old_its_day(paper: Newspaper, tmp_path: Path) -> None:
    with paper.engine.begin() as connection:
        old = "UPDATE news.articles SET published_at = '2026-01-05T12:00Z' WHERE canonical_url LIKE :page"
        for name in ("%/a", "%/b"):
            connection.execute(text(old), {"page": name})
    kept, since, until = tmp_path / "kept", date(2026, 1, 1), date(2026, 4, 1)
    export(paper.engine, since, until, str(kept))
    assert (kept / "articles" / "day=2026-01-05").exists()
    paper.address = lambda path, _: None if path == "/b" else path
    for moment in MOMENTS:
        paper.replay(moment)
    later = T0 + timedelta(days=400)
    export_changed(paper.engine, later - timedelta(hours=1), later, str(kept))
    export(paper.engine, since, until, str(tmp_path / "new"))
    files = [
        {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.parquet")}
        for folder in (kept, tmp_path / "new")
    ]
    assert files[0] == files[1]
    assert not any("day=2026-01-05" in file for file in files[0])
