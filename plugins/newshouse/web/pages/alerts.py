"""Alerts: what somebody should know of, since when, and who was told."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newshouse.web import questions
from newshouse.web.house import asking
from newshouse.web.render import page

router = APIRouter()


@router.get("/alerts")
def alerts(request: Request) -> Response:
    """Conditions that hold or held within a month, the newest first."""
    with asking(request) as ask:
        return page(request, "alerts.html", alerts=ask.page(questions.ALERTS, request))
