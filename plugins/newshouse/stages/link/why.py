"""Why two articles are one story, or are not: the edge, the copy and the decisions, in words and numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from newshouse import copies, stories
from newshouse.errors import RejectError
from newshouse.records import CopyLink
from newshouse.stages.link import engine
from newshouse.stages.link.people import decision_as_json
from newshouse.stages.link.prepared import Prepared
from newshouse.stages.link.scores import connects, telling_copy
from newshouse.stages.link.shelf import Shelf
from newshouse.warehouse import fetch_all

_NO_BATCH = -1  # nothing is staged under it: the view is of what is published


def why(connection: Connection, one_id: UUID, other_id: UUID) -> dict[str, Any]:
    """What links the two published articles, or why nothing does; ready for JSON. Changes nothing.

    ``verdict``: one sentence. ``score`` and ``reasons``: the scorer's opinion of the pair, whether or not it was
    asked; ``edge``: the score as stored, None when there is no edge, with the reason in ``no_edge``. ``copy``: how the
    later repeats the earlier, None when it does not. ``path``: the ties that lead from one to the other.
    Raises RejectError ``article_unknown`` for articles that are not linked.
    """
    shelf = Shelf(connection, _NO_BATCH)
    items = shelf.items({one_id, other_id})
    for article_id in (one_id, other_id):
        if article_id not in items:
            raise RejectError("article_unknown", f"article {article_id} was never linked")
    earlier, later = sorted(items.values(), key=lambda item: item.age) if one_id != other_id else [items[one_id]] * 2
    link = copies.compare(later.text, earlier.text)
    telling = telling_copy(later, earlier)
    score = stories.score(later.features, earlier.features, copy=telling)
    edge = next((dict(row.scores()).get(earlier.article_id) for row in shelf.edges_of({later.article_id})), None)
    members = shelf.members({one_id, other_id})
    decisions = [
        row
        for row in fetch_all(connection, "select/link_overrides", ids=[one_id])
        if {row.article_id, row.other_id} == {one_id, other_id}
    ]
    path = _path(shelf, one_id, other_id)
    same_story = one_id in members and members.get(one_id) == members.get(other_id)
    return {
        "articles": [str(one_id), str(other_id)],
        "stories": [str(members[key][0]) if key in members else None for key in (one_id, other_id)],
        "same_story": same_story,
        "verdict": "it is one article"
        if one_id == other_id
        else _verdict(same_story=same_story, decided=bool(decisions), edge=edge, steps=len(path)),
        "edge": edge,
        "no_edge": None if edge is not None else _no_edge(later, earlier, score),
        "score": round(score, 6),
        "cut": stories.cut(),
        "copy": _copy(link),
        "reasons": [
            {"feature": reason.feature, "value": round(reason.value, 4), "weight": round(reason.weight, 4)}
            for reason in stories.explain(later.features, earlier.features, copy=telling)
        ],
        "path": [str(article_id) for article_id in path],
        "decisions": [decision_as_json(row) for row in decisions],
        "version": stories.version(embed=bool(later.features.meaning and earlier.features.meaning)),
    }


def _verdict(*, same_story: bool, decided: bool, edge: float | None, steps: int) -> str:
    whether = "one story" if same_story else "two stories"
    if decided:
        return f"{whether}: a person decided about this pair"
    if edge is not None:
        likely = "enough to join them" if connects(edge) else "too little to join them by itself"
        mean = "; the mean over all pairs of their groups decides"
        return f"{whether}: they may report one event with probability {edge:.2f}, {likely}{mean}"
    if same_story and steps:
        return f"{whether}: joined through {steps - 2} articles between them"
    return f"{whether}: there is no edge between them" if not same_story else f"{whether}: joined by a person"


def _no_edge(later: Prepared, earlier: Prepared, score: float) -> str:
    """The first rule that kept the pair from having an edge."""
    if later.article_id == earlier.article_id:
        return "it is one article"
    for item in (earlier, later):
        if item.role == "excluded":
            return f"article {item.article_id} is not linked: {', '.join(item.flags)}"
    if earlier.role == later.role == "follower":
        return "both are of kinds that found no story (such as paywall or live blog), so they were not compared"
    gap_h = (later.published_at - earlier.published_at).total_seconds() / 3_600
    if later.published_at - earlier.published_at > engine.STORY_WINDOW:
        return f"they are {gap_h:.0f} hours apart; stories join articles within {stories.WINDOW_S // 3_600}"
    shared_count = len(set(later.terms()) & set(earlier.terms()))
    if not shared_count:
        return "they share none of the rare terms by which candidates find each other, and nothing joins them"
    if not connects(score):
        return f"they score {score:.3f}, less than the cut, and no chain of others joins them"
    return f"they share {shared_count} terms, but either matches something else better"


def _path(shelf: Shelf, start: UUID, end: UUID, limit: int = 400) -> list[UUID]:
    """The shortest way from ``start`` to ``end`` by ties and decisions; empty when none leads there."""
    came_from: dict[UUID, UUID] = {start: start}
    frontier = {start}
    while frontier and end not in came_from and len(came_from) < limit:
        ties = sorted(shelf.ties(frontier), key=lambda tie: tie[:2])
        frontier = set()
        for one, other, _ in ties:
            if other not in came_from:
                came_from[other] = one
                frontier.add(other)
    if end not in came_from or start == end:
        return []
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _copy(link: CopyLink | None) -> dict[str, Any] | None:
    if link is None:
        return None
    return {
        "article_id": str(link.article_id),
        "original_id": str(link.original_id),
        "kind": link.kind,
        "similarity": round(link.similarity, 4),
        "direction": link.direction,
        "shared_count": link.shared_count,
        "same_publisher": link.same_publisher,
    }
