"""Stories: the list, one over time with its copies as a tree, why two articles are one, and people's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from sqlalchemy import Connection, Row
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newshouse.errors import RejectError
from newshouse.stages import link as linking
from newshouse.stages.link import Decision
from newshouse.web import questions
from newshouse.web.guard import Visitor
from newshouse.web.house import Deed, asking, recorded
from newshouse.web.render import link, page

router = APIRouter()
_COLOURS = 8
_DEEPEST = 12
_OUTLETS = 40


@dataclass(frozen=True, slots=True)
class Copied:
    """An article and those that repeat it."""

    row: Row[Any]
    copies: tuple[Copied, ...]


@router.get("/stories")
def stories(request: Request) -> Response:
    """Stories, the latest first; those found by words where words are asked for."""
    by_words = bool(request.query_params.get("q", "").strip())
    with asking(request) as ask:
        shown = ask.page(questions.SEARCH if by_words else questions.STORIES, request)
        earlier_until = shown.rows[0].earlier_until if by_words and shown.rows else None
        return page(request, "stories.html", stories=shown, by_words=by_words, earlier_until=earlier_until)


@router.get("/stories/{story_id}")
def story(request: Request, story_id: UUID) -> Response:
    """One story; a former id leads to the story it means now."""
    with asking(request) as ask:
        shown = ask.one(questions.STORY, story_id=story_id)
        row = shown.rows[0]
        articles = ask.rows(questions.STORY_ARTICLES, story_id=row.story_id)
        return page(
            request,
            "story.html",
            story=shown,
            asked_id=story_id,
            articles=articles,
            chart=chart_of(articles.rows),
            trees=trees_of(articles.rows),
            decisions=ask.rows(questions.DECISIONS, story_id=row.story_id),
        )


@router.get("/why")
def why(request: Request, one: UUID, other: UUID) -> Response:
    """Why two articles are one story, or are not."""
    with asking(request) as ask:
        explained = linking.why(ask.connection, one, other)
        pair = [ask.one(questions.ARTICLE, article_id=article_id) for article_id in (one, other)]
        return page(request, "why.html", why=explained, pair=pair)


@router.post("/stories/merge")
def merge(request: Request, story: Annotated[list[UUID], Form()], why: Annotated[str, Form()] = "") -> Response:
    """Make stories one."""

    def act(connection: Connection, visitor: Visitor, now: datetime) -> str:
        return str(linking.merge_stories(connection, story, Decision(visitor.name, now, why)))

    deed = Deed("story_merge", " ".join(map(str, story)), why)
    return _to_story(request, recorded(request, deed, act))


@router.post("/stories/{story_id}/split")
def split(
    request: Request,
    story_id: UUID,
    article: Annotated[list[UUID] | None, Form()] = None,
    why: Annotated[str, Form()] = "",
) -> Response:
    """Take articles out of a story, as a story of their own."""
    if not article:
        raise RejectError("nothing_chosen", "Choose the articles that leave the story.")

    def act(connection: Connection, visitor: Visitor, now: datetime) -> str:
        return str(linking.split_story(connection, story_id, article, Decision(visitor.name, now, why)))

    deed = Deed("story_split", f"{story_id}: {' '.join(map(str, article))}", why)
    return _to_story(request, recorded(request, deed, act))


@router.post("/stories/{story_id}/undo")
def undo(
    request: Request, story_id: UUID, decision: Annotated[UUID, Form()], why: Annotated[str, Form()] = ""
) -> Response:
    """Take a decision back."""

    def act(connection: Connection, visitor: Visitor, now: datetime) -> str:
        return f"{linking.undo(connection, decision, Decision(visitor.name, now, why))} pairs"

    recorded(request, Deed("story_undo", str(decision), why), act)
    return _to_story(request, str(story_id))


def chart_of(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """What the timeline shows: a row for each outlet in order of arrival, a colour for each language."""
    outlets = list(dict.fromkeys(row.publisher for row in rows))[:_OUTLETS]
    languages = list(dict.fromkeys(row.language for row in rows))
    moments = [row.published_at for row in rows]
    start = min(moments, default=None)
    length_s = max((max(moments) - start).total_seconds(), 1.0) if start else 1.0
    marks = [
        (
            (row.published_at - start).total_seconds() / length_s,
            outlets.index(row.publisher),
            min(languages.index(row.language), _COLOURS - 1),
            f"{row.published_at:%Y-%m-%d %H:%M} {row.language}: {row.title}",
        )
        for row in rows
        if row.publisher in outlets
    ]
    groups = [(language, min(place, _COLOURS - 1)) for place, language in enumerate(languages)]
    return {"outlets": outlets, "marks": marks, "languages": groups}


def trees_of(rows: Sequence[Row[Any]]) -> list[Copied]:
    """The articles that others repeat, each with its copies below it; those alone are left out.

    ``rows`` are in order of time, so that an original comes before its copies. Below _DEEPEST
    copies stand side by side.
    """
    parents: dict[UUID, UUID | None] = {}
    depths: dict[UUID, int] = {}
    below: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        parent = row.copy_of if row.copy_of in parents else None
        if parent is not None and depths[parent] >= _DEEPEST:
            parent = parents[parent]
        parents[row.article_id] = parent
        depths[row.article_id] = 0 if parent is None else depths[parent] + 1
        if parent is not None:
            below.setdefault(parent, []).append(row)

    def tree(row: Row[Any]) -> Copied:
        return Copied(row, tuple(tree(copy) for copy in below.get(row.article_id, ())))

    return [tree(row) for row in rows if row.article_id in below and parents[row.article_id] is None]


def _to_story(request: Request, story_id: str | None) -> Response:
    return RedirectResponse(link(request.scope.get("root_path", ""), f"/stories/{story_id}"), 303)
