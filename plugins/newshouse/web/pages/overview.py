"""Overview: is the news fresh, what came in, do the books balance, what is red and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newshouse.web import questions
from newshouse.web.house import asking
from newshouse.web.render import page

router = APIRouter()
WINDOW = timedelta(hours=48)
LATE_AFTER = timedelta(minutes=30)
_LONG_AGO = timedelta(days=1)


@router.get("/")
def overview(request: Request) -> Response:
    """The first page."""
    with asking(request) as ask:
        fresh = ask.one(questions.FRESHNESS, now=ask.now)
        newest = fresh.rows[0].last_interval_end
        end = moment_to_show(ask.now, newest)
        until = (end + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        day = end.replace(hour=0, minute=0, second=0, microsecond=0)
        hours = ask.rows(questions.HOURS, since=until - WINDOW, until=until)
        return page(
            request,
            "overview.html",
            now=ask.now,
            end=end,
            day=day,
            day_end=day + timedelta(days=1),
            fresh=fresh,
            is_late=newest is None or ask.now - newest > LATE_AFTER,
            hours=hours,
            hour=timedelta(hours=1),
            books=ask.rows(questions.BOOKS_OF_DAY, day_start=day),
            troubles=ask.rows(questions.TROUBLES, 20, now=ask.now),
            reasons=ask.rows(questions.REASONS, since=end - _LONG_AGO, until=until),
            reasons_since=end - _LONG_AGO,
        )


def moment_to_show(now: datetime, newest: datetime | None) -> datetime:
    """Now; or where nothing came for a day, the last moment at which something did, since empty charts help nobody."""
    return (newest if newest is not None and now - newest > _LONG_AGO else now).astimezone(UTC)
