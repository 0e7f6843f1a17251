"""Feeds: how each is doing, and pause, resume, poll soon."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newshouse.errors import RejectError
from newshouse.stages.registry import pause_feed, poll_soon, resume_feed
from newshouse.warehouse import fetch_all
from newshouse.web import questions
from newshouse.web.guard import Visitor
from newshouse.web.house import Asker, Deed, asking, recorded
from newshouse.web.queries import PAGE_ROWS
from newshouse.web.render import link, page

router = APIRouter()
SPARK_DAYS = 14


@router.get("/feeds")
def feeds(request: Request) -> Response:
    """Feeds, filtered and sorted."""
    with asking(request) as ask:
        shown = ask.page(questions.FEEDS, request, now=ask.now)
        return page(
            request,
            "feeds.html",
            now=ask.now,
            feeds=shown,
            days=days_of(ask, [row.feed_id for row in shown.rows]),
            states=ask.rows(questions.FEED_STATE_COUNTS),
            sorts=questions.FEED_SORTS,
        )


@router.get("/feeds/{feed_id}")
def feed(request: Request, feed_id: int) -> Response:
    """One feed with its polls and entries."""
    with asking(request) as ask:
        return page(
            request,
            "feed.html",
            now=ask.now,
            feed=ask.one(questions.FEED, feed_id=feed_id),
            days=days_of(ask, [feed_id])[feed_id],
            polls=ask.rows(questions.POLLS, PAGE_ROWS, feed_id=feed_id),
            entries=ask.rows(questions.ENTRIES, PAGE_ROWS, feed_id=feed_id),
        )


@router.post("/feeds/{feed_id}/pause")
def pause(request: Request, feed_id: int, why: Annotated[str, Form()] = "") -> Response:
    """Poll it no more until it is resumed."""
    if not why.strip():
        raise RejectError("no_reason", "Say why: whoever comes next will ask.")

    def act(connection: Connection, visitor: Visitor, now: datetime) -> None:
        _known(pause_feed(connection, _url(connection, feed_id), f"{why.strip()} ({visitor.name})", now))

    recorded(request, Deed("feed_pause", str(feed_id), why.strip()), act)
    return _back(request, feed_id)


@router.post("/feeds/{feed_id}/resume")
def resume(request: Request, feed_id: int) -> Response:
    """Poll it again, at once."""

    def act(connection: Connection, visitor: Visitor, now: datetime) -> None:
        _known(resume_feed(connection, _url(connection, feed_id), now))

    recorded(request, Deed("feed_resume", str(feed_id)), act)
    return _back(request, feed_id)


@router.post("/feeds/{feed_id}/poll-soon")
def poll_now(request: Request, feed_id: int) -> Response:
    """Have the next batch poll it."""

    def act(connection: Connection, visitor: Visitor, now: datetime) -> None:
        _known(poll_soon(connection, feed_id, now))

    recorded(request, Deed("feed_poll_soon", str(feed_id)), act)
    return _back(request, feed_id)


def days_of(ask: Asker, feed_ids: list[int]) -> dict[int, list[int]]:
    """New entries per day of each feed, oldest day first."""
    days = {feed_id: [0] * SPARK_DAYS for feed_id in feed_ids}
    for row in fetch_all(ask.connection, "web/feed_days", feed_ids=feed_ids, now=ask.now):
        days[row.feed_id][SPARK_DAYS - 1 - min(row.days_ago, SPARK_DAYS - 1)] += row.new_count
    return days


def _url(connection: Connection, feed_id: int) -> str:
    rows = fetch_all(connection, "web/feed", feed_id=feed_id)
    _known(bool(rows))
    return str(rows[0].url)


def _known(was_known: bool) -> None:
    if not was_known:
        raise RejectError("not_found", "There is no such feed, or it was removed.")


def _back(request: Request, feed_id: int) -> Response:
    return RedirectResponse(link(request.scope.get("root_path", ""), f"/feeds/{feed_id}"), 303)
