"""Rejects: by reason and host, one with what was captured of it, and another try."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newshouse.errors import RejectError
from newshouse.stages.registry import poll_soon
from newshouse.warehouse import execute
from newshouse.web import questions
from newshouse.web.guard import Visitor
from newshouse.web.house import Asker, Deed, asking, recorded
from newshouse.web.pages.overview import moment_to_show
from newshouse.web.queries import asked
from newshouse.web.render import link, page

router = APIRouter()
WINDOW = timedelta(days=1)


@router.get("/rejects")
def rejects(request: Request) -> Response:
    """The reasons and hosts of a day, and the rejects themselves."""
    with asking(request) as ask:
        shown = ask.page(questions.REJECTS, request)
        newest = ask.rows(questions.FRESHNESS, now=ask.now).rows[0].last_interval_end
        since = shown.binds["since"] or moment_to_show(ask.now, newest) - WINDOW
        until = shown.binds["until"] or since + WINDOW + timedelta(minutes=1)
        return page(
            request,
            "rejects.html",
            rejects=shown,
            since=since,
            until=until,
            reasons=ask.rows(questions.REASONS, since=since, until=until),
            hosts=ask.rows(questions.HOSTS, since=since, until=until),
            stages=questions.STAGES,
        )


@router.get("/rejects/{batch_id}/{stage}/{item_key}")
def reject(request: Request, batch_id: int, stage: str, item_key: str) -> Response:
    """One reject."""
    with asking(request) as ask:
        return page(request, "reject.html", reject=ask.one(questions.REJECT, **_keys(batch_id, stage, item_key)))


@router.post("/rejects/retry")
def retry(
    request: Request, batch_id: Annotated[int, Form()], stage: Annotated[str, Form()], item_key: Annotated[str, Form()]
) -> Response:
    """Have the next batch poll the feed, or fetch and read the page, once more."""
    keys = _keys(batch_id, stage, item_key)

    def act(connection: Connection, visitor: Visitor, now: datetime) -> str:
        row = Asker(connection, now).one(questions.REJECT, **keys).rows[0]
        if row.page_id is not None:
            execute(connection, "load/retry_page", {"page_id": row.page_id, "now": now})
            return f"page {row.page_id} is due"
        if row.feed_id is not None and poll_soon(connection, row.feed_id, now):
            return f"feed {row.feed_id} is due"
        raise RejectError("not_retryable", "Its feed or page is not known any more: there is nothing to try again.")

    recorded(request, Deed("reject_retry", f"batch {batch_id} {stage} {item_key}"), act)
    path = f"/rejects/{batch_id}/{keys['stage']}/{keys['item_key']}"
    return RedirectResponse(link(request.scope.get("root_path", ""), path), 303)


def _keys(batch_id: int, stage: str, item_key: str) -> dict[str, object]:
    return asked(questions.REJECT, {"batch_id": str(batch_id), "stage": stage, "item_key": item_key})
