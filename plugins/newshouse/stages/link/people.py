"""What people decide about stories, and what they are told: split, merge, undo, show.

A decision is kept as pairs of articles, never of story ids, so that it means the same in every replay: ``together``
(one story) or ``apart`` (never one). It is stronger than any score. Contradictions are refused, naming both sides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row

from newshouse.errors import RejectError
from newshouse.stages.link.batch import publish_links, relink
from newshouse.stages.link.prepared import EXCLUDED_FLAGS, FOLLOWER_FLAGS
from newshouse.stages.link.shelf import Shelf
from newshouse.warehouse import execute, fetch_all

_BY_HAND = 0  # the staging of people's decisions; batches are numbered from 1
_Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, when (aware UTC), and why."""

    decided_by: str
    decided_at: datetime
    reason: str

    def __post_init__(self) -> None:
        if not self.decided_by.strip() or not self.reason.strip():
            raise RejectError("decision_unsigned", "a decision needs who decided and why")


def living_story(connection: Connection, story_id: UUID) -> UUID:
    """``story_id`` itself, or the living story that it is an alias of. Raises RejectError ``story_unknown``."""
    rows = fetch_all(connection, "select/link_living_story", story_id=story_id)
    if not rows:
        raise RejectError("story_unknown", f"no story has, or ever had, the id {story_id}")
    return UUID(str(rows[0].story_id))


def merge_stories(connection: Connection, story_ids: Sequence[UUID], decision: Decision) -> UUID:
    """Make the stories one, for ever; returns the id of the story they are now. Takes effect with the transaction.

    Raises RejectError ``story_unknown``, ``merge_needs_two``, or ``overrides_contradict`` naming both decisions.
    """
    execute(connection, "load/publishing_lock")
    living = sorted({living_story(connection, story_id) for story_id in story_ids})
    if len(living) < 2:
        why = "name two stories or more" if len(set(story_ids)) < 2 else "these are one story already"
        raise RejectError("merge_needs_two", why)
    # All that is in the stories now is held together, else the mean over two distant stories would shed the rest.
    first, *others = _founders_first(connection, [one for story_id in living for one in _members(connection, story_id)])
    return _decided(connection, [("together", (first, other)) for other in others], decision)


def split_story(connection: Connection, story_id: UUID, article_ids: Collection[UUID], decision: Decision) -> UUID:
    """Take ``article_ids`` out of the story, as one story of their own, for ever; returns that story's id.

    Raises RejectError ``story_unknown``, ``split_not_in_story``, ``split_leaves_nothing`` (on either side no article
    that shows enough to found a story), or ``overrides_contradict`` naming both decisions.
    """
    execute(connection, "load/publishing_lock")
    members = _founders_first(connection, _members(connection, living_story(connection, story_id)))
    leaving = {article_id: role for article_id, role in members.items() if article_id in article_ids}
    staying = {article_id: role for article_id, role in members.items() if article_id not in article_ids}
    strangers = sorted(set(article_ids) - members.keys())
    if strangers or not leaving:
        raise RejectError(
            "split_not_in_story", f"not in story {story_id}: {', '.join(map(str, strangers)) or 'nothing'}"
        )
    if "member" not in leaving.values() or "member" not in staying.values():
        raise RejectError("split_leaves_nothing", "on either side an article must be left that can found a story")
    first, *others = leaving
    pairs = [("together", (first, other)) for other in others]
    pairs += [("apart", (one, other)) for one in leaving for other in staying]
    return _decided(connection, pairs, decision)


def undo(connection: Connection, decision_id: UUID, decision: Decision) -> int:
    """Take a decision back, which stays on record; returns how many pairs it was about.

    Raises RejectError ``decision_unknown``.
    """
    execute(connection, "load/publishing_lock")
    binds = {"withdrawn_by": decision.decided_by, "at": decision.decided_at, "reason": decision.reason}
    rows = fetch_all(connection, "load/link_withdraw_override", decision_id=decision_id, **binds)
    if not rows:
        raise RejectError("decision_unknown", f"nobody made a decision {decision_id}, or it was taken back")
    _take_effect(connection, {article_id for row in rows for article_id in (row.article_id, row.other_id)}, decision)
    return len(rows)


def hold_together(connection: Connection, ids: Sequence[UUID]) -> None:
    """Before articles go: what decisions hold together through one of them is held by another of theirs from now on."""
    execute(connection, "load/hold_together", {"ids": ids, "weak": sorted(EXCLUDED_FLAGS | FOLLOWER_FLAGS)})


def show_story(connection: Connection, story_id: UUID) -> dict[str, Any]:
    """The story with its articles, copies, old ids and people's decisions, ready for JSON.

    Follows aliases: ``asked_id`` is the id asked for. Raises RejectError ``story_unknown``.
    """
    living = living_story(connection, story_id)
    rows = fetch_all(connection, "select/link_story", story_id=living)
    ids = [row.article_id for row in rows]
    decisions = fetch_all(connection, "select/link_overrides", ids=ids)
    return {
        "story_id": str(living),
        "asked_id": str(story_id),
        "lead_id": str(rows[0].lead_id),
        "founder_id": str(rows[0].founder_id),
        "aliases": [str(row.alias_id) for row in fetch_all(connection, "select/link_aliases_of", story_id=living)],
        "articles": [_article(row) for row in rows],
        "decisions": [decision_as_json(row) for row in decisions],
    }


def decision_as_json(row: Row[Any]) -> dict[str, Any]:
    """A row of news.overrides, ready for JSON."""
    plain = {"kind": row.kind, "by": row.decided_by, "at": row.decided_at.isoformat(), "why": row.reason}
    ids = {"article_id": row.article_id, "other_id": row.other_id, "decision_id": row.decision_id}
    return plain | {name: str(value) for name, value in ids.items()}


def _article(row: Row[Any]) -> dict[str, Any]:
    copy = None
    if row.copy_of_id:
        copy = {"of": str(row.copy_of_id), "kind": row.copy_kind, "similarity": row.copy_similarity}
    return {
        "article_id": str(row.article_id),
        "title": row.title,
        "publisher": row.publisher,
        "language": row.language,
        "published_at": row.published_at.isoformat(),
        "url": row.url,
        "flags": list(row.flags),
        "copy": copy,
    }


def _members(connection: Connection, story_id: UUID) -> list[UUID]:
    return [row.article_id for row in fetch_all(connection, "select/link_story_members", story_id=story_id)]


def _founders_first(connection: Connection, article_ids: Collection[UUID]) -> dict[UUID, str]:
    """Article -> role, those first that can found a story."""
    items = Shelf(connection, _BY_HAND).items(article_ids)
    roles = {article_id: items[article_id].role if article_id in items else "member" for article_id in article_ids}
    return dict(sorted(roles.items(), key=lambda entry: (entry[1] != "member", entry[0])))


def _decided(connection: Connection, pairs: Sequence[tuple[str, _Pair]], decision: Decision) -> UUID:
    """Keep the pairs, and make the stories of their articles anew; returns the first article's story."""
    ordered = [(kind, (min(pair), max(pair))) for kind, pair in pairs]
    _refuse_contradiction(fetch_all(connection, "select/link_all_overrides"), ordered)
    name = f"{decision.decided_by} {decision.decided_at.isoformat()} {sorted(ordered)}"
    decision_id = uuid5(UUID(int=0), name)
    rows = [
        {
            "kind": kind,
            "article_id": one,
            "other_id": other,
            "decision_id": decision_id,
            "decided_by": decision.decided_by,
            "decided_at": decision.decided_at,
            "reason": decision.reason,
        }
        for kind, (one, other) in ordered
    ]
    execute(connection, "load/link_override", rows)
    _take_effect(connection, {article_id for _, pair in pairs for article_id in pair}, decision)
    first = pairs[0][1][0]
    return UUID(str(fetch_all(connection, "select/link_members", ids=[first])[0].story_id))


def _take_effect(connection: Connection, article_ids: Collection[UUID], decision: Decision) -> None:
    relink(connection, _BY_HAND, article_ids)
    publish_links(connection, _BY_HAND, decision.decided_at)


def _refuse_contradiction(known: Iterable[Row[Any]], wanted: Sequence[tuple[str, _Pair]]) -> None:
    """Raise RejectError when some pair would have to be one story and two."""
    said = [(row.kind, (row.article_id, row.other_id), _named(row)) for row in known]
    said += [(kind, pair, f"the new decision ({kind} {pair[0]}, {pair[1]})") for kind, pair in wanted]
    paths: dict[UUID, dict[UUID, str]] = {}
    for kind, (one, other), name in said:
        if kind == "together":
            paths.setdefault(one, {})[other] = name
            paths.setdefault(other, {})[one] = name
    for kind, (one, other), name in said:
        if kind == "apart" and (way := _way(paths, one, other)):
            raise RejectError("overrides_contradict", f"{name} against {'; '.join(way)}")


def _way(paths: dict[UUID, dict[UUID, str]], start: UUID, end: UUID) -> list[str]:
    """The decisions that make ``start`` and ``end`` one story; empty when none do."""
    ways: dict[UUID, list[str]] = {start: []}
    queue = [start]
    while queue:
        here = queue.pop(0)
        for there, name in sorted(paths.get(here, {}).items()):
            if there not in ways:
                ways[there] = list(dict.fromkeys([*ways[here], name]))
                queue.append(there)
    return ways.get(end, [])


def _named(row: Row[Any]) -> str:
    made = f"by {row.decided_by} at {row.decided_at.isoformat()}: {row.reason}"
    return f"decision {row.decision_id} ({row.kind} {row.article_id}, {row.other_id}; {made})"
