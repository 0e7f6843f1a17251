"""People's decisions: stronger than the machine, kept, refused when they contradict; and what `why` says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from newshouse.errors import RejectError
from newshouse.stages.link import Decision, expire, living_story, merge_stories, show_story, split_story, undo, why
from newshouse.stages.link.shelf import Shelf
from newshouse.warehouse import open_warehouse
from stages.link_world import START, Warehouse, everything, world

ANNA = Decision("anna", START, "the same flood")
BERT = Decision("bert", START, "another flood")


@pytest.fixture
def warehouse(warehouse_url: str) -> Iterator[Warehouse]:
    database = open_warehouse(warehouse_url)
    yield Warehouse(database)
    database.dispose()


def members_of(warehouse: Warehouse) -> dict[UUID, list[UUID]]:
    stories: dict[UUID, list[UUID]] = {}
    for article_id, story_id in warehouse.rows("members", "article_id, story_id"):
        stories.setdefault(UUID(str(story_id)), []).append(UUID(str(article_id)))
    return stories


def two_stories(warehouse: Warehouse) -> tuple[UUID, UUID]:
    first, second = sorted(members_of(warehouse), key=lambda story: (-len(members_of(warehouse)[story]), story))[:2]
    return first, second


def test_merged_stories_are_one_and_the_old_id_leads_there(warehouse: Warehouse) -> None:
    warehouse.publish(world(3))
    first, second = two_stories(warehouse)
    both = {*members_of(warehouse)[first], *members_of(warehouse)[second]}
    with warehouse.engine.begin() as connection:
        merged = merge_stories(connection, [first, second], ANNA)
        shown = show_story(connection, second)
        assert living_story(connection, first) == living_story(connection, second) == merged
    assert both <= set(members_of(warehouse)[merged])
    assert shown["decisions"][0]["by"] == "anna"
    assert shown["asked_id"] == str(second)
    assert set(shown["aliases"]) == {str(first), str(second)} - {str(merged)}
    json.dumps(shown)


def test_split_holds_through_replays_and_any_order(warehouse: Warehouse) -> None:
    items = world(3)
    warehouse.publish(items)
    story, _ = two_stories(warehouse)
    leaving = members_of(warehouse)[story][:2]
    with warehouse.engine.begin() as connection:
        new_story = split_story(connection, story, leaving, BERT)
    apart = members_of(warehouse)
    assert set(leaving) <= set(apart[new_story])
    assert len(apart) > 1
    after_split = everything(warehouse)
    for item in reversed(items):
        warehouse.publish([item])
    assert everything(warehouse) == after_split
    changed = [replace(item, body=item.body + " more") for item in items]
    warehouse.publish(changed, [1] * len(items))
    warehouse.publish(items, [2] * len(items))
    assert everything(warehouse) == after_split


def test_a_decision_taken_back_leaves_what_the_machine_says(warehouse: Warehouse) -> None:
    warehouse.publish(world(3))
    before = everything(warehouse)
    first, second = two_stories(warehouse)
    with warehouse.engine.begin() as connection:
        merged = merge_stories(connection, [first, second], ANNA)
        decision_id = UUID(show_story(connection, merged)["decisions"][0]["decision_id"])
    assert everything(warehouse) != before
    with warehouse.engine.begin() as connection:
        assert undo(connection, decision_id, BERT) > 0
    assert everything(warehouse) == before
    assert warehouse.rows("aliases", "alias_id") == []
    with warehouse.engine.begin() as connection, pytest.raises(RejectError, match="decision_unknown"):
        undo(connection, decision_id, BERT)


def test_contradictions_are_refused_and_both_sides_named(warehouse: Warehouse) -> None:
    warehouse.publish(world(3))
    story, _ = two_stories(warehouse)
    leaving = members_of(warehouse)[story][:2]
    with warehouse.engine.begin() as connection:
        new_story = split_story(connection, story, leaving, BERT)
        old_story = living_story(connection, story)
        others = [one for one in members_of_story(connection, story) if one not in leaving]
        if old_story == new_story:
            old_story = UUID(why(connection, others[0], others[0])["stories"][0])
    before = everything(warehouse)
    with warehouse.engine.begin() as connection, pytest.raises(RejectError) as refused:
        merge_stories(connection, [old_story, new_story], ANNA)
    assert refused.value.reason == "overrides_contradict"
    assert "bert" in refused.value.detail
    assert "the new decision" in refused.value.detail
    assert everything(warehouse) == before


def members_of_story(connection: object, story_id: UUID) -> list[UUID]:
    shown = show_story(connection, story_id)  # type: ignore[arg-type]
    return [UUID(article["article_id"]) for article in shown["articles"]]


def test_decisions_that_make_no_sense_are_refused(warehouse: Warehouse) -> None:
    warehouse.publish(world(3))
    story, _ = two_stories(warehouse)
    with warehouse.engine.begin() as connection:
        with pytest.raises(RejectError, match="story_unknown"):
            show_story(connection, uuid4())
        with pytest.raises(RejectError, match="merge_needs_two"):
            merge_stories(connection, [story, story], ANNA)
        with pytest.raises(RejectError, match="split_not_in_story"):
            split_story(connection, story, [uuid4()], ANNA)
        with pytest.raises(RejectError, match="split_leaves_nothing"):
            split_story(connection, story, members_of(warehouse)[story], ANNA)
    with pytest.raises(RejectError, match="decision_unsigned"):
        Decision("", START, "why not")


def test_why_names_the_edge_or_the_reason_there_is_none(warehouse: Warehouse) -> None:
    items = world(3)
    warehouse.publish(items)
    with warehouse.engine.begin() as connection:
        rows = Shelf(connection, -1).edges_of([item.article_id for item in items])
    edges = {(row.later_id, earlier): score for row in rows for earlier, score in row.scores()}
    with warehouse.engine.begin() as connection:
        for one in items[:8]:
            for other in items[8:16]:
                answer = why(connection, one.article_id, other.article_id)
                json.dumps(answer)
                ids = (one.article_id, other.article_id)
                stored = edges.get(ids) or edges.get(ids[::-1])
                assert answer["edge"] == stored
                assert (answer["no_edge"] is None) == (stored is not None)
                assert answer["verdict"].startswith("one story" if answer["same_story"] else "two stories")
                if stored is not None:
                    assert answer["score"] == pytest.approx(stored, abs=1e-5)
        with pytest.raises(RejectError, match="article_unknown"):
            why(connection, items[0].article_id, uuid4())
        assert why(connection, items[0].article_id, items[0].article_id)["verdict"] == "it is one article"


def test_why_says_the_same_of_articles_whose_features_expired(warehouse: Warehouse) -> None:
    items = world(3)
    warehouse.publish(items)
    pairs = [(one.article_id, other.article_id) for one in items[:4] for other in items[4:8]]
    with warehouse.engine.begin() as connection:
        before = [why(connection, *pair) for pair in pairs]
        assert expire(connection, START + timedelta(days=90)) > 0
        assert [why(connection, *pair) for pair in pairs] == before
    assert any(answer["edge"] for answer in before)
