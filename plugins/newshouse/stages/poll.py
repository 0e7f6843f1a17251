"""Polling: due feeds into the archive, their entries onto the books, and when to ask again."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row

from newshouse.archive import ArchiveReader, ArchiveWriter
from newshouse.content import decoded
from newshouse.errors import ItemError, RejectError
from newshouse.fetch import FetchPolicy
from newshouse.records import ParsedFeed, Reject, Snapshot, StageReport
from newshouse.settings import Settings
from newshouse.stages.capture import (
    Answer,
    Question,
    ask_all,
    note_own_outage,
    recall,
    remember,
)
from newshouse.stages.desk import Desk, Outcome, counted, reject_of
from newshouse.stages.documents import Document
from newshouse.stages.entries import enter, parse_all
from newshouse.stages.poll_answers import NOTHING, Polled, judged
from newshouse.stages.snapshots import about_batch, reference, snapshot_row, without_payload
from newshouse.warehouse import as_rows, execute, fetch_all, fetch_one, working


def poll_shard(desk: Desk, shard: int) -> StageReport:
    """Poll a mapped task's feeds; in a replay read their captured documents again. Safe to repeat."""
    with working(desk.engine) as connection:
        batch = fetch_one(connection, "select/mode", batch_id=desk.batch_id)
    return _poll(desk, shard, about_batch(desk, batch)) if batch.mode == "live" else _repeat(desk, shard)


def _poll(desk: Desk, shard: int, about: dict[str, str]) -> StageReport:
    settings = desk.settings
    with working(desk.engine) as connection:
        feeds = fetch_all(connection, "select/feeds_to_poll", batch_id=desk.batch_id, shard=shard)
        memory = recall(connection, settings, (feed.url for feed in feeds))
    if not feeds:
        return counted("poll", desk, shard, [])
    questions = [_question(feed) for feed in feeds]
    with ArchiveWriter(settings.archive_url, desk.segment_name("poll", shard)) as archive:

        def keep(feed: Row[Any], snapshot: Snapshot) -> Polled:
            return _kept(archive, desk.settings, feed, snapshot, about)

        answers, memory = ask_all(settings, FetchPolicy.for_feeds(settings), memory, questions, keep)
    documents = [
        answer.result.document for answer in answers if isinstance(answer.result, Polled) and answer.result.document
    ]
    parsed = parse_all(settings, documents)
    with working(desk.engine) as connection:
        remember(connection, memory)
        return _enter(connection, desk, shard, answers, parsed)


def _question(feed: Row[Any]) -> Question[Row[Any]]:
    """Conditional, unless the planner wants a full answer (a sample against false 304s)."""
    if feed.schedule.get("full_get"):
        return Question(feed, feed.url)
    return Question(feed, feed.url, feed.etag, feed.last_modified)


def _kept(
    archive: ArchiveWriter, settings: Settings, feed: Row[Any], snapshot: Snapshot, about: dict[str, str]
) -> Polled:
    light = without_payload(snapshot)
    if snapshot.status == 304:
        return Polled(light, feed.body_sha256)
    body = decoded(snapshot, settings.max_body_bytes)
    digest = sha256(body).digest()
    if feed.body_sha256 is not None and bytes(feed.body_sha256) == digest:
        return Polled(light, digest)
    ref = archive.write(snapshot, {"kind": "feed", "feed": str(feed.feed_id), "feed_url": feed.url} | about)
    content_type = snapshot.header("content-type")
    document = Document(feed.feed_id, body, snapshot.final_url, content_type, snapshot.fetched_at)
    return Polled(light, digest, document, ref)


def _enter(
    connection: Connection,
    desk: Desk,
    shard: int,
    answers: list[Answer[Row[Any], Polled]],
    parsed: dict[int, ParsedFeed | ItemError],
) -> StageReport:
    """Enter all answers in one transaction; those another try has entered meanwhile are left alone."""
    keys = {"batch_id": desk.batch_id}
    open_rows = fetch_all(connection, "select/lock_unanswered_polls", **keys, shard=shard)
    unanswered = {row.feed_id for row in open_rows}
    answers = [answer for answer in answers if answer.question.subject.feed_id in unanswered]
    outage = note_own_outage(connection, desk.batch_id, answers)
    snapshot_ids = _enter_snapshots(connection, desk, answers)
    read = [
        (answer.result.document, feed)
        for answer in answers
        if isinstance(answer.result, Polled) and answer.result.document
        if isinstance(feed := parsed[answer.question.subject.feed_id], ParsedFeed)
    ]
    counts, rejects = enter(connection, desk.batch_id, read, desk.settings.time())
    verdicts = []
    for answer in answers:
        feed_id = answer.question.subject.feed_id
        verdict = judged(desk.settings, answer, parsed.get(feed_id), counts.get(feed_id, NOTHING), outage=outage)
        verdicts.append(verdict | keys | {"snapshot_id": snapshot_ids.get(feed_id)})
    verdicts.sort(key=lambda verdict: verdict["feed_id"])
    execute(connection, "load/answer_polls", keys | {"rows": as_rows(verdicts)})
    execute(connection, "load/feeds_after_poll", {"rows": as_rows(verdicts)})
    execute(connection, "load/move_feed", [verdict for verdict in verdicts if verdict["moved_from"]])
    rejects += [_reject(verdict) for verdict in verdicts if verdict["reason"]]
    execute(connection, "load/rejects", keys | {"now": desk.settings.time(), "rows": as_rows(rejects)})
    outcomes = [Outcome(verdict["asked_url"], verdict["outcome"], verdict["reason"]) for verdict in verdicts]
    return counted("poll", desk, shard, outcomes)


def _reject(verdict: dict[str, Any]) -> Reject:
    error = RejectError(verdict["reason"], verdict["detail"] or "")
    return reject_of("poll", verdict["asked_url"], error, retryable=True)  # a feed's failure is never final


def _enter_snapshots(connection: Connection, desk: Desk, answers: list[Answer[Row[Any], Polled]]) -> dict[int, int]:
    rows = [
        snapshot_row("feed", answer.question.subject.feed_id, answer.result.snapshot, answer.result.ref)
        for answer in answers
        if isinstance(answer.result, Polled) and answer.result.ref is not None
    ]
    entered = fetch_all(connection, "load/snapshots", batch_id=desk.batch_id, rows=as_rows(rows))
    return {row.feed_id: row.snapshot_id for row in entered}


def _repeat(desk: Desk, shard: int) -> StageReport:
    """Read the batch's captured documents again. Asks nobody, and plans no poll."""
    with working(desk.engine) as connection:
        rows = fetch_all(connection, "select/polls_to_repeat", batch_id=desk.batch_id, shard=shard)
    outcomes: dict[int, ParsedFeed | ItemError] = {}
    documents = []
    with ArchiveReader(desk.settings.archive_url) as archive:
        for row in rows:
            try:
                snapshot = archive.read(reference(row))
                body = decoded(snapshot, desk.settings.max_body_bytes)
                content_type = snapshot.header("content-type")
                documents.append(Document(row.feed_id, body, snapshot.final_url, content_type, row.polled_at))
            except ItemError as error:
                outcomes[row.feed_id] = error
    outcomes |= parse_all(desk.settings, documents)
    with working(desk.engine) as connection:
        return _enter_again(connection, desk, shard, documents, outcomes)


def _enter_again(
    connection: Connection,
    desk: Desk,
    shard: int,
    documents: list[Document],
    outcomes: dict[int, ParsedFeed | ItemError],
) -> StageReport:
    keys = {"batch_id": desk.batch_id}
    read = [(one, feed) for one in documents if isinstance(feed := outcomes[one.feed_id], ParsedFeed)]
    execute(connection, "load/forget_rejects_poll", keys | {"shard": shard})
    counts, rejects = enter(connection, desk.batch_id, read, None)
    verdicts = []
    urls = {one.feed_id: one.url for one in fetch_all(connection, "select/polls_to_repeat", **keys, shard=shard)}
    for feed_id, outcome in sorted(outcomes.items()):
        said: dict[str, Any] = {"outcome": "ok", "reason": None, "detail": None}
        if isinstance(outcome, ItemError):
            said = {"outcome": "rejected", "reason": outcome.reason, "detail": outcome.detail[:500]}
            rejects.append(reject_of("poll", urls[feed_id], outcome, retryable=True))
        count = asdict(counts.get(feed_id, NOTHING))
        verdicts.append(keys | {"feed_id": feed_id} | said | count)
    execute(connection, "load/recount_forgotten_polls", keys | {"shard": shard})
    execute(connection, "load/recount_polls", keys | {"rows": as_rows(verdicts)})
    execute(connection, "load/rejects", keys | {"now": desk.settings.time(), "rows": as_rows(rejects)})
    ended = [Outcome(urls[verdict["feed_id"]], verdict["outcome"], verdict["reason"]) for verdict in verdicts]
    return counted("poll", desk, shard, ended)
