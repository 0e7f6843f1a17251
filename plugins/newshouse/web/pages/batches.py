"""Batches: the flow from seen to published, what was refused on the way, and the way to a replay."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newshouse.web import questions
from newshouse.web.house import asking
from newshouse.web.render import page, steps_of

router = APIRouter()


@router.get("/batches")
def batches(request: Request) -> Response:
    """Batches, the newest first."""
    with asking(request) as ask:
        shown = ask.page(questions.BATCHES, request)
        return page(request, "batches.html", now=ask.now, batches=shown)


@router.get("/batches/{batch_id}")
def batch(request: Request, batch_id: int) -> Response:
    """One batch with its books."""
    with asking(request) as ask:
        shown = ask.one(questions.BATCH, batch_id=batch_id)
        reasons = sorted(shown.rows[0].reasons.items(), key=lambda item: (-item[1], item[0]))
        split = [(*slug.partition(":")[::2], count) for slug, count in reasons]
        return page(request, "batch.html", now=ask.now, batch=shown, steps=steps_of(shown.rows[0]), reasons=split)


@router.get("/batches/{batch_id}/feeds")
def polls(request: Request, batch_id: int) -> Response:
    """The polls of a batch."""
    with asking(request) as ask:
        shown = ask.page(questions.POLLS, request, batch_id=batch_id)
        return page(request, "polls.html", batch_id=batch_id, polls=shown)


@router.get("/batches/{batch_id}/entries")
def entries(request: Request, batch_id: int) -> Response:
    """The entries that a batch saw first."""
    with asking(request) as ask:
        shown = ask.page(questions.ENTRIES, request, batch_id=batch_id)
        return page(request, "entries.html", batch_id=batch_id, entries=shown)


@router.get("/batches/{batch_id}/pages")
def fetches(request: Request, batch_id: int) -> Response:
    """The looks at pages of a batch."""
    with asking(request) as ask:
        shown = ask.page(questions.FETCHES, request, batch_id=batch_id)
        return page(request, "fetches.html", batch_id=batch_id, fetches=shown)


@router.get("/batches/{batch_id}/readings")
def readings(request: Request, batch_id: int) -> Response:
    """The captured pages that a batch read."""
    with asking(request) as ask:
        shown = ask.page(questions.READINGS, request, batch_id=batch_id)
        return page(request, "readings.html", batch_id=batch_id, readings=shown)
