"""Articles and what publishing changed: the rows behind the numbers. And captured answers, as text."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newshouse.archive import read_record
from newshouse.content import decoded
from newshouse.errors import RejectError
from newshouse.records import RecordRef
from newshouse.web import questions
from newshouse.web.house import asking, site_of
from newshouse.web.render import page

router = APIRouter()
SHOWN_CHARACTERS = 200_000


@router.get("/articles")
def articles(request: Request) -> Response:
    """Articles, the latest published first."""
    with asking(request) as ask:
        return page(request, "articles.html", articles=ask.page(questions.ARTICLES, request))


@router.get("/articles/{article_id}")
def article(request: Request, article_id: UUID) -> Response:
    """One article."""
    with asking(request) as ask:
        return page(
            request,
            "article.html",
            article=ask.one(questions.ARTICLE, article_id=article_id),
            revisions=ask.rows(questions.REVISIONS, article_id=article_id),
            sightings=ask.rows(questions.SIGHTINGS, article_id=article_id),
        )


@router.get("/changes")
def changes(request: Request) -> Response:
    """What publishing changed."""
    with asking(request) as ask:
        return page(request, "changes.html", changes=ask.page(questions.CHANGES, request), kinds=questions.KINDS)


@router.get("/snapshots/{snapshot_id}")
def snapshot(request: Request, snapshot_id: int) -> Response:
    """A captured answer as text: never as the document it is, which a browser would run."""
    with asking(request) as ask:
        shown = ask.one(questions.SNAPSHOT, snapshot_id=snapshot_id)
    row, settings = shown.rows[0], site_of(request).settings
    headers: tuple[tuple[str, str], ...] = ()
    try:
        ref = RecordRef(row.file, row.file_offset, row.length, bytes(row.payload_sha256))
        kept = read_record(settings.archive_url, ref)
        headers = tuple(kept.headers)
        text, fault = as_text(decoded(kept, settings.max_body_bytes)), None
    except RejectError as error:
        text, fault = "", str(error)
    return page(
        request,
        "snapshot.html",
        snapshot=shown,
        headers=headers,
        text=text[:SHOWN_CHARACTERS],
        character_count=len(text),
        limit=SHOWN_CHARACTERS,
        fault=fault,
    )


def as_text(body: bytes) -> str:
    """``body`` as UTF-8 where it is that, else as Latin-1, where every byte is a character; no control characters."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    return "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)
