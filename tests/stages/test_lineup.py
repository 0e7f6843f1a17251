"""Articles in a row: who is who, also where two share a place in the lists."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import numpy as np
from newshouse.stages.link.lineup import Lineup
from newshouse.stages.link.prepared import Prepared, prepare
from stages.link_world import world

ITEMS = [prepare(item) for item in world(5, size=12)]


def twin(item: Prepared) -> Prepared:
    """Another article of the same second whose id begins in the same way: one place in the candidate index."""
    later = item.published_at + timedelta(microseconds=5)
    return replace(item, article_id=UUID(int=item.article_id.int ^ 1), published_at=later)


def test_the_order_of_items_plays_no_part() -> None:
    ages = [item.age for item in Lineup.of(reversed(ITEMS)).items]
    assert ages == sorted(item.age for item in ITEMS)


def test_ids_as_stored_are_found_and_strangers_are_not() -> None:
    lineup = Lineup.of(ITEMS)
    ends_in_zero = UUID(bytes=b"\x07" * 15 + b"\0")
    raw = ITEMS[3].article_id.bytes + ends_in_zero.bytes + ITEMS[0].article_id.bytes
    expected = [lineup.number[ITEMS[3].article_id], -1, lineup.number[ITEMS[0].article_id]]
    assert lineup.numbers_of_raw(raw).tolist() == expected
    assert Lineup(()).numbers_of_raw(raw).tolist() == [-1, -1, -1]


def test_articles_that_share_a_place_are_all_paired_the_later_with_the_earlier() -> None:
    first, other = ITEMS[0], twin(ITEMS[0])
    assert first.listed_at == other.listed_at
    lineup = Lineup.of([*ITEMS, other])
    same = np.array([first.listed_at])
    later, before = lineup.pairs_at((same, same))
    assert [(lineup.items[a].article_id, lineup.items[b].article_id) for a, b in zip(later, before, strict=True)] == [
        (other.article_id, first.article_id)
    ]


def test_pairs_of_several_lists_count_once() -> None:
    lineup = Lineup.of(ITEMS)
    one = (np.array([3, 2]), np.array([1, 0]))
    other = (np.array([3, 5]), np.array([1, 4]))
    later, earlier = lineup.distinct_pairs(one, other)
    assert list(zip(later.tolist(), earlier.tolist(), strict=True)) == [(2, 0), (3, 1), (5, 4)]
