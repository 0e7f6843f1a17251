"""Fetching: due pages into the archive, each on the books."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row

from newshouse.archive import ArchiveWriter, Earlier
from newshouse.errors import ItemError, RejectError, TransientError
from newshouse.fetch import FetchPolicy
from newshouse.records import RecordRef, Snapshot, StageReport
from newshouse.stages.capture import (
    Answer,
    Question,
    ask_all,
    note_own_outage,
    recall,
    remember,
    status_of,
)
from newshouse.stages.desk import Desk, Outcome, counted, reject_of
from newshouse.stages.revisits import next_revisit, next_try
from newshouse.stages.snapshots import about_batch, snapshot_row, without_payload
from newshouse.warehouse import as_rows, execute, fetch_all, fetch_one, working

_NOT_ASKED = ("host_held", "host_busy")  # the page did not fail, its turn did not come


@dataclass(frozen=True, slots=True)
class Captured:
    """A page that answered: its snapshot without the payload. ``ref`` is None when it was unchanged."""

    snapshot: Snapshot
    payload_sha256: bytes | None
    ref: RecordRef | None


def fetch_shard(desk: Desk, shard: int) -> StageReport:
    """Fetch a mapped task's pages. The archive has them first; a second try asks only the rest."""
    with working(desk.engine) as connection:
        pages = fetch_all(connection, "select/pages_to_fetch", batch_id=desk.batch_id, shard=shard)
        memory = recall(connection, desk.settings, (page.url for page in pages))
        about = about_batch(desk, fetch_one(connection, "select/mode", batch_id=desk.batch_id))
    if not pages:
        return counted("fetch", desk, shard, [])
    questions = [Question(page, page.url, page.etag, page.last_modified) for page in pages if not page.is_forgotten]
    policy = FetchPolicy.for_pages(desk.settings)
    with ArchiveWriter(desk.settings.archive_url, desk.segment_name("fetch", shard)) as archive:

        def keep(page: Row[Any], snapshot: Snapshot) -> Captured:
            return _kept(archive, page, snapshot, about)

        answers, memory = ask_all(desk.settings, policy, memory, questions, keep)
    gone = RejectError("forgotten", "taken down")
    answers += [Answer(Question(page, page.url), gone) for page in pages if page.is_forgotten]
    with working(desk.engine) as connection:
        remember(connection, memory)
        return _enter(connection, desk, shard, answers)


def _kept(archive: ArchiveWriter, page: Row[Any], snapshot: Snapshot, about: dict[str, str]) -> Captured:
    about = {"kind": "page", "page_id": str(page.page_id)} | about
    light = without_payload(snapshot)
    if snapshot.status == 304:
        earlier = Earlier(page.captured_url, page.captured_at) if page.captured_at else None
        archive.write(snapshot, about, earlier)
        return Captured(light, page.payload_sha256, None)
    digest = sha256(snapshot.payload).digest()
    if page.payload_sha256 is not None and bytes(page.payload_sha256) == digest:
        return Captured(light, digest, None)
    return Captured(light, digest, archive.write(snapshot, about))


def _enter(connection: Connection, desk: Desk, shard: int, answers: list[Answer[Row[Any], Captured]]) -> StageReport:
    """Enter all answers in one transaction; those another try has entered meanwhile are left alone."""
    keys = {"batch_id": desk.batch_id}
    open_rows = fetch_all(connection, "select/lock_unanswered_fetches", **keys, shard=shard)
    unanswered = {row.page_id for row in open_rows}
    answers = [answer for answer in answers if answer.question.subject.page_id in unanswered]
    outage = note_own_outage(connection, desk.batch_id, answers)
    snapshots = [
        snapshot_row("page", answer.question.subject.page_id, answer.result.snapshot, answer.result.ref)
        for answer in answers
        if isinstance(answer.result, Captured) and answer.result.ref is not None
    ]
    entered = fetch_all(connection, "load/snapshots", **keys, rows=as_rows(snapshots))
    snapshot_ids = {row.page_id: row.snapshot_id for row in entered}
    verdicts = [_verdict(desk, answer, outage=outage) for answer in answers]
    verdicts.sort(key=lambda verdict: verdict["page_id"])
    for verdict in verdicts:
        verdict["snapshot_id"] = snapshot_ids.get(verdict["page_id"])
    execute(connection, "load/answer_fetches", keys | {"rows": as_rows(verdicts)})
    execute(connection, "load/pages_after_fetch", {"rows": as_rows(verdicts)})
    rejects = [
        reject_of("fetch", verdict["url"], RejectError(verdict["reason"], verdict["detail"] or ""),
                  retryable=verdict["outcome"] == "deferred")
        for verdict in verdicts
        if verdict["reason"]
    ]  # fmt: skip
    execute(connection, "load/rejects", keys | {"now": desk.settings.time(), "rows": as_rows(rejects)})
    outcomes = [Outcome(verdict["url"], verdict["outcome"], verdict["reason"]) for verdict in verdicts]
    return counted("fetch", desk, shard, outcomes)


def _verdict(desk: Desk, answer: Answer[Row[Any], Captured], *, outage: bool) -> dict[str, Any]:
    """The binds of answer_fetches and pages_after_fetch for one page."""
    page, result = answer.question.subject, answer.result
    base = {
        "page_id": page.page_id, "url": page.url, "reason": None, "detail": None, "etag": page.etag,
        "last_modified": page.last_modified, "payload_sha256": page.payload_sha256,
        "attempt_count": page.attempt_count, "capture_count": page.capture_count, "final_url": None,
        "next_fetch_at": None,
    }  # fmt: skip
    if isinstance(result, Captured):
        return base | _success(page, result)
    return base | _failure(desk, page, result, outage=outage)


def _success(page: Row[Any], captured: Captured) -> dict[str, Any]:
    snapshot = captured.snapshot
    first = page.first_captured_at or snapshot.fetched_at
    renewed = {
        "etag": snapshot.header("etag") or (page.etag if snapshot.status == 304 else None),
        "last_modified": snapshot.header("last-modified") or (page.last_modified if snapshot.status == 304 else None),
    }
    return renewed | {
        "outcome": "ok" if captured.ref is not None else "unchanged",
        "fetched_at": snapshot.fetched_at,
        "status": snapshot.status,
        "elapsed_s": snapshot.elapsed_s,
        "payload_sha256": captured.payload_sha256,
        "attempt_count": 0,
        "capture_count": page.capture_count + 1,
        "final_url": snapshot.final_url,
        "next_fetch_at": next_revisit(first, snapshot.fetched_at),
    }


def _failure(desk: Desk, page: Row[Any], error: ItemError, *, outage: bool) -> dict[str, Any]:
    now = desk.settings.time()
    asked = {
        "fetched_at": now, "status": status_of(error.reason), "elapsed_s": None, "reason": error.reason,
        "detail": error.detail[:500], "outcome": "rejected",
    }  # fmt: skip
    if not isinstance(error, TransientError):
        return asked
    blameless = outage or error.reason in _NOT_ASKED
    attempts = page.attempt_count if blameless else page.attempt_count + 1
    again = next_try(now, max(attempts, 1), error.retry_after_s)
    if again is None:
        return asked | {"attempt_count": attempts, "reason": "gave_up", "detail": f"{attempts} times {error}"[:500]}
    return asked | {"outcome": "deferred", "attempt_count": attempts, "next_fetch_at": again}
