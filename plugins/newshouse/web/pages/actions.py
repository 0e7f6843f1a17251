"""Actions: what people changed through these pages."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newshouse.web import questions
from newshouse.web.house import asking
from newshouse.web.render import page

router = APIRouter()


@router.get("/actions")
def actions(request: Request) -> Response:
    """The record, newest first."""
    with asking(request) as ask:
        return page(request, "actions.html", actions=ask.page(questions.ACTIONS, request))
