"""What a poll's answer means: for the books, for the feed's next conditional request, for the next poll. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from newshouse.errors import ItemError, TransientError
from newshouse.feeds import (
    FeedState,
    NextPoll,
    PollLimits,
    PollOutcome,
    freshness_s,
    plan_next_poll,
    state_from_json,
    state_to_json,
)
from newshouse.records import ParsedFeed, RecordRef, Snapshot
from newshouse.settings import Settings
from newshouse.stages.capture import Answer, status_of
from newshouse.stages.documents import Document
from newshouse.stages.entries import Counts, span_s
from newshouse.urls import registrable_domain

NOTHING = Counts(0, 0, 0, 0)
_PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True)
class Polled:
    """A feed that answered. ``document`` and ``ref`` are None when nothing changed."""

    snapshot: Snapshot  # without its payload
    body_sha256: bytes | None
    document: Document | None = None
    ref: RecordRef | None = None


def judged(
    settings: Settings,
    answer: Answer[Row[Any], Polled],
    parsed: ParsedFeed | ItemError | None,
    counts: Counts,
    *,
    outage: bool,
) -> dict[str, Any]:
    """The binds of answer_polls, feeds_after_poll and move_feed for one feed."""
    feed, result = answer.question.subject, answer.result
    error = result if isinstance(result, ItemError) else parsed if isinstance(parsed, ItemError) else None
    document = parsed if isinstance(parsed, ParsedFeed) else None
    polled = result if isinstance(result, Polled) else None
    asked_at = polled.snapshot.fetched_at if polled else settings.time()
    state = state_from_json((feed.previous_urls or [feed.url])[0], feed.url, feed.schedule)
    outcome = _outcome(answer, error, document, counts, asked_at)
    if outage and isinstance(result, ItemError):
        outcome = PollOutcome("own_outage", asked_at)
    plan = plan_next_poll(state, outcome, PollLimits(settings.poll_min_s, settings.poll_max_s))
    return (
        {"feed_id": feed.feed_id, "asked_url": feed.url, "polled_at": asked_at}
        | _answer_binds(polled, error, document, counts)
        | _feed_binds(feed, polled, document)
        | _plan_binds(plan, error)
    )


def _outcome(
    answer: Answer[Row[Any], Polled],
    error: ItemError | None,
    document: ParsedFeed | None,
    counts: Counts,
    polled_at: datetime,
) -> PollOutcome:
    feed, result = answer.question.subject, answer.result
    if error is not None:
        wish = error.retry_after_s if isinstance(error, TransientError) else None
        return PollOutcome("gone" if error.reason == "http_410" else "failed", polled_at, retry_after_s=wish)
    assert isinstance(result, Polled)  # noqa: S101 - an answer is an error or Polled; for the type checker
    snapshot = result.snapshot
    permanent = snapshot.redirects and all(status in _PERMANENT for status, _ in snapshot.redirects)
    same = any(
        ours and ours == theirs
        for ours, theirs in (
            (feed.etag, snapshot.header("etag")), (feed.last_modified, snapshot.header("last-modified")),
        )
    )  # fmt: skip
    return PollOutcome(
        kind="changed" if document else "not_modified" if snapshot.status == 304 else "unchanged",
        polled_at=polled_at,
        entry_count=counts.entry_count,
        new_count=counts.new_count,
        shared_count=counts.known_count if feed.body_sha256 is not None else None,
        span_s=span_s(document) if document else None,
        ttl_s=document.ttl_s if document else feed.ttl_s,
        update_period_s=document.update_period_s if document else feed.update_period_s,
        fresh_s=freshness_s(snapshot.headers, polled_at),
        moved_to=snapshot.final_url if permanent else None,
        full_get=answer.question.etag is None and answer.question.last_modified is None,
        validators_same=same,
        earliest_new_at=counts.earliest_new_at,
    )


def _answer_binds(
    polled: Polled | None, error: ItemError | None, document: ParsedFeed | None, counts: Counts
) -> dict[str, Any]:
    said: dict[str, Any]
    if error is not None:
        verdict = "deferred" if isinstance(error, TransientError) else "rejected"
        said = {"outcome": verdict, "reason": error.reason, "detail": error.detail[:500]}
    else:
        said = {"outcome": "ok" if document else "unchanged", "reason": None, "detail": None}
    snapshot = polled.snapshot if polled else None
    return said | {
        "status": snapshot.status if snapshot else status_of(error.reason) if error else None,
        "elapsed_s": snapshot.elapsed_s if snapshot else None,
        "entry_count": counts.entry_count,
        "new_count": counts.new_count,
        "known_count": counts.known_count,
        "rejected_count": counts.rejected_count,
    }


def _feed_binds(feed: Row[Any], polled: Polled | None, document: ParsedFeed | None) -> dict[str, Any]:
    """What is kept of the answer for the next conditional request. A document that could not be read is asked again."""
    binds = {"etag": feed.etag, "last_modified": feed.last_modified, "body_sha256": feed.body_sha256}
    if polled and (document or polled.document is None):
        for column, name in (("etag", "etag"), ("last_modified", "last-modified")):
            stated = polled.snapshot.header(name)
            binds[column] = stated or (binds[column] if polled.snapshot.status == 304 else None)
        binds["body_sha256"] = polled.body_sha256
    names = ("title", "home_url", "language", "feed_format", "hub_url", "self_url", "ttl_s", "update_period_s")
    return binds | {name: getattr(document, name, None) for name in names}


def _plan_binds(plan: NextPoll, error: ItemError | None) -> dict[str, Any]:
    state: FeedState = plan.state
    return {
        "schedule": state_to_json(state) | {"full_get": plan.full_get, "why": plan.why},
        "next_poll_at": plan.next_poll_at,
        "failure_count": state.failure_count,
        "last_failure": str(error)[:500] if error else None,
        "paused_reason": state.paused_reason,
        "overflow": plan.overflowed,
        "moved_from": plan.moved_from,
        "url": state.url,
        "publisher": registrable_domain(state.url),
    }
