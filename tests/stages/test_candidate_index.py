"""The candidate index: what is read of common numbers is their nearest, and the same as if all were read."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from newshouse.stages.link import rows
from newshouse.stages.link.index import Index
from newshouse.stages.link.lists import Lists
from newshouse.stages.link.postings import (
    CROWDED_ROW,
    POSTING_BYTES,
    Postings,
    of_kind,
    pack_numbers,
    periods_of,
    postings_of,
)
from newshouse.stages.link.prepared import Prepared
from newshouse.warehouse import open_warehouse
from sqlalchemy import Engine, text

START = datetime(2026, 3, 1, tzinfo=UTC)
COMMON = ((0, 1.0), (1, 0.7), (2, 0.3), (3, 0.2), (4, 0.1))  # number, share of the articles that have it


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Engine]:
    database = open_warehouse(warehouse_url)
    yield database
    database.dispose()


def article(dice: random.Random, at_h: float) -> Prepared:
    """An article with common numbers and rare ones; number 5 is of one hour alone."""
    numbers = {number for number, share in COMMON if dice.random() < share}
    numbers |= {dice.randint(100, 900) for _ in range(6)} | ({5} if 100 < at_h < 101 else set())
    at, article_id = START + timedelta(hours=at_h), UUID(int=dice.getrandbits(128))
    return Prepared(article_id, at, "", "en", (), b"", b"", pack_numbers(numbers), b"")


def articles(dice: random.Random, count: int) -> list[Prepared]:
    """``count`` articles of twelve days, more of them in one hour."""
    times = [dice.uniform(0, 288) for _ in range(count - count // 5)]
    return [article(dice, at_h) for at_h in times + [dice.uniform(100, 101) for _ in range(count // 5)]]


def postings(items: Sequence[Prepared]) -> Postings:
    return postings_of([(item.listed_at, item.lookups) for item in items])


def published(warehouse: Engine, items: Sequence[Prepared], batches: int = 4) -> None:
    for number in range(batches):
        with warehouse.begin() as connection:
            rows.add_postings(connection, postings(items[number::batches]))


def row_lengths(warehouse: Engine) -> list[int]:
    with warehouse.connect() as connection:
        return list(connection.execute(text("SELECT octet_length(packed) FROM news.postings")).scalars())


def pairs(found: tuple[np.ndarray, np.ndarray]) -> list[tuple[int, int]]:
    return sorted(zip(*(side.tolist() for side in found), strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_lists_read_in_part_say_what_whole_lists_say(warehouse: Engine, seed: int) -> None:
    dice = random.Random(seed)
    items = articles(dice, 3_000)
    published(warehouse, items)
    old = dice.sample(items, 5)
    fresh = [article(dice, (item.published_at - START) / timedelta(hours=1)) for item in old[:3]]
    fresh += articles(dice, 5)
    gone = {item.article_id for item in old}
    after = postings([item for item in items if item.article_id not in gone] + fresh)
    before, whole = Lists(postings(items)), Lists(after)
    owners = dice.sample(items, 40) + fresh
    with warehouse.connect() as connection:
        index = Index(connection)
        index.lay_over(fresh, old)
        story_owners, copy_owners = index.story_owners(), index.copy_owners()
        story_candidates, copy_candidates = index.story_candidates(owners), index.copy_candidates(owners)
    for kind, found, name in ((False, story_owners, "story_owners"), (True, copy_owners, "copy_owners")):
        now, then = of_kind(postings(fresh), copies=kind), of_kind(postings(old), copies=kind)
        expected = {*getattr(whole, name)(now).tolist(), *getattr(before, name)(then).tolist()}
        assert set(found.tolist()) == expected
    asked = of_kind(postings(owners), copies=False), of_kind(postings(owners), copies=True)
    assert pairs(story_candidates) == pairs(whole.story_candidates(asked[0]))
    assert pairs(copy_candidates) == pairs(whole.copy_candidates(asked[1]))


def test_rows_stay_short_and_hold_everything_once(warehouse: Engine) -> None:
    items = articles(random.Random(7), 8_000)
    published(warehouse, items, batches=8)
    assert max(row_lengths(warehouse)) <= CROWDED_ROW * POSTING_BYTES
    with warehouse.connect() as connection:
        slots = connection.execute(text("SELECT slot FROM news.postings")).scalars().all()
        found = rows.read(connection, np.array(slots, np.int64))
    wanted = postings(items)
    assert sorted(zip(found.numbers.tolist(), found.ages.tolist(), strict=True)) == sorted(
        zip(wanted.numbers.tolist(), wanted.ages.tolist(), strict=True)
    )


def test_a_crowded_row_of_before_divides_when_it_is_added_to(
    warehouse: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(8)
    items = articles(dice, 3_000)
    monkeypatch.setattr(rows, "CROWDED_ROW", 1_000_000)
    published(warehouse, items)
    assert max(row_lengths(warehouse)) > 2 * CROWDED_ROW * POSTING_BYTES
    monkeypatch.undo()
    published(warehouse, articles(dice, 300), batches=1)
    assert max(row_lengths(warehouse)) <= CROWDED_ROW * POSTING_BYTES


def test_what_few_read_of_a_common_number_does_not_grow_with_what_is_published(
    warehouse: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_of(count: int) -> int:
        with warehouse.begin() as connection:
            connection.execute(text("TRUNCATE news.postings, news.posting_periods"))
        published(warehouse, articles(random.Random(9), count))
        sizes = []
        original = rows.read
        monkeypatch.setattr(rows, "read", lambda *asked: sizes.append(original(*asked)) or sizes[-1])
        with warehouse.connect() as connection:
            Index(connection).story_candidates([article(random.Random(1), 250.0)])
        monkeypatch.undo()
        common = [one.taken((one.numbers >= 0) & (one.numbers <= 4)) for one in sizes]
        return sum(len(one.numbers) for one in common)

    assert len(set(periods_of(postings(articles(random.Random(9), 300)).ages).tolist())) > 2
    assert read_of(16_000) < 2 * read_of(4_000)
