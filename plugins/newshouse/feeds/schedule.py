"""When to poll a feed next, and what each poll teaches about it. Pure: no clock, no chance, no I/O.

    plan_next_poll(state, outcome, limits) -> NextPoll(state', next_poll_at, why)

An answer sets the pace in this order:
    rhythm    half an entry expected per poll: 0.5 / new_per_day
    wish      not faster than Cache-Control/Expires up to an hour, ttl and sy:updatePeriod up to half an hour; longer
              wishes count only where the rhythm is slower anyway (most are a publishing system's defaults)
    overflow  two polls that share no entry may have missed some: a quarter of the time that passed, whatever the
              wishes; the ceiling loosens by a quarter per poll without overflow
A failure waits 10 minutes, doubled for each failure in a row, at least as long as Retry-After (capped at 24 h), and is
never final. 410 pauses. An outage of our own changes nothing but the time of the next try.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

Why = Literal["first", "rhythm", "wish", "overflow", "failure", "retry_after", "gone", "own_outage"]

_DAY_S = 86_400
_NEW_PER_POLL = 0.5
_MEMORY_DAYS = 3.0  # time constant of the running mean of new entries
_UNKNOWN_PACE_S = 1_800
_HINT_CAP_S = 1_800  # WordPress declares sy:updatePeriod hourly for everybody
_FRESH_CAP_S = 3_600
_FAILURE_S = 600
_RETRY_AFTER_CAP_S = _DAY_S
_JITTER = 0.2
_OVERFLOW_FACTOR, _LOOSEN = 0.25, 1.25
_MOVED_POLLS, _MOVED_FOR = 3, timedelta(days=1)
_FULL_GET_EVERY, _FULL_GET_AFTER = 16, 3
_LIES = 2  # dates alone may be set back by an editor: twice is a habit
_BACKDATED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between polls. schedule_json.state_to_json() makes it plain for a column.

    ``key`` names the feed for jitter and sampling and never changes, ``url`` is where it is polled.
    """

    key: str
    url: str
    interval_s: int | None = None  # the pace last decided; None before the first poll
    poll_count: int = 0
    new_per_day: float | None = None  # running mean; None before it can be told
    last_answer_at: datetime | None = None  # last poll answered properly, changed or not
    last_not_modified_at: datetime | None = None
    not_modified_count: int = 0  # 304s in a row
    failure_count: int = 0  # failures in a row
    paused_reason: str | None = None
    overflow_count: int = 0  # ever
    overflow_ceiling_s: int | None = None  # not slower than this since the last overflow
    moved_to: str | None = None  # where permanent redirects point
    moved_first_seen_at: datetime | None = None
    moved_seen_count: int = 0
    previous_urls: tuple[str, ...] = ()
    lie_count: int = 0
    validators_lie: bool = False  # it says 304 when it has news: ask without validators


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """One poll. ``kind``: changed (a new body, read), unchanged (200, same body), not_modified (304), failed (any
    error, or no feed in the body), gone (410), own_outage (nearly all hosts failed at once: the fault is ours)."""

    kind: Literal["changed", "unchanged", "not_modified", "failed", "gone", "own_outage"]
    polled_at: datetime
    entry_count: int = 0
    new_count: int = 0  # entries never seen before
    shared_count: int | None = None  # entries seen in the poll before too; None at the first poll
    span_s: float | None = None  # between the oldest and the newest date in the document
    ttl_s: int | None = None
    update_period_s: int | None = None
    fresh_s: int | None = None  # from freshness_s()
    retry_after_s: float | None = None
    moved_to: str | None = None  # final address when every redirect on the way was permanent (301, 308)
    full_get: bool = False  # asked without validators
    validators_same: bool = False  # the answer carries the very ETag or Last-Modified that we hold
    earliest_new_at: datetime | None = None  # oldest date among the new entries


@dataclass(frozen=True, slots=True)
class PollLimits:
    """Bounds of the pace in seconds (settings poll_min_s and poll_max_s)."""

    min_s: int = 300
    max_s: int = _DAY_S


@dataclass(frozen=True, slots=True)
class NextPoll:
    """``state.url`` is where to ask next; ``moved_from`` the address it leaves for good, None if it stays.

    ``full_get``: leave the validators out. ``overflowed``: entries may have been missed before this poll.
    """

    state: FeedState
    next_poll_at: datetime
    why: Why
    full_get: bool = False
    overflowed: bool = False
    moved_from: str | None = None


def plan_next_poll(state: FeedState, outcome: PollOutcome, limits: PollLimits | None = None) -> NextPoll:
    """The state after ``outcome`` and the time of the next poll; the same arguments give the same plan.

    The pause lies between ``min_s`` and ``max_s``; only a longer Retry-After (at most 24 h) goes beyond. It is
    stretched by up to a fifth, as a function of the feed's key, so that feeds added together drift apart.
    """
    limits = limits or PollLimits()
    if outcome.kind == "own_outage":
        return NextPoll(state, _later(state, outcome, limits.min_s, limits), "own_outage", state.validators_lie)
    state = replace(state, poll_count=state.poll_count + 1)
    if outcome.kind == "gone":
        state = replace(state, paused_reason="gone", failure_count=state.failure_count + 1)
        return NextPoll(state, _later(state, outcome, limits.max_s, limits), "gone")
    if outcome.kind == "failed":
        return _after_failure(state, outcome, limits)
    return _after_answer(state, outcome, limits)


def _after_failure(state: FeedState, outcome: PollOutcome, limits: PollLimits) -> NextPoll:
    state = replace(state, failure_count=state.failure_count + 1)
    pause_s = max(_FAILURE_S, limits.min_s) * 2.0 ** min(state.failure_count - 1, 30)
    wish_s = min(max(outcome.retry_after_s or 0.0, 0.0), _RETRY_AFTER_CAP_S)
    next_poll_at = _later(state, outcome, pause_s, limits)
    asked_for = outcome.polled_at + timedelta(seconds=wish_s)
    full_get = state.validators_lie
    if asked_for > next_poll_at:
        return NextPoll(state, asked_for, "retry_after", full_get)
    return NextPoll(state, next_poll_at, "failure", full_get)


def _after_answer(state: FeedState, outcome: PollOutcome, limits: PollLimits) -> NextPoll:
    overflowed = outcome.kind == "changed" and outcome.shared_count == 0 and outcome.entry_count > 0
    elapsed_s = (outcome.polled_at - state.last_answer_at).total_seconds() if state.last_answer_at else None
    rate = _new_per_day(state, outcome, elapsed_s)
    ceiling_s = _ceiling_s(state, elapsed_s, limits, overflowed=overflowed)
    pace_s, why = _pace(rate, outcome)
    if ceiling_s is not None and ceiling_s < pace_s:
        pace_s, why = ceiling_s, "overflow"
    pace_s = min(max(pace_s, limits.min_s), limits.max_s)
    before = state.url
    state = _moved(_told_truth(state, outcome), outcome)
    state = replace(
        state,
        interval_s=round(pace_s),
        new_per_day=rate,
        last_answer_at=outcome.polled_at,
        last_not_modified_at=outcome.polled_at if outcome.kind == "not_modified" else state.last_not_modified_at,
        not_modified_count=state.not_modified_count + 1 if outcome.kind == "not_modified" else 0,
        failure_count=0,
        paused_reason=None,
        overflow_count=state.overflow_count + overflowed,
        overflow_ceiling_s=ceiling_s,
    )
    next_poll_at = _later(state, outcome, pace_s, limits)
    return NextPoll(
        state, next_poll_at, why, _asks_in_full(state), overflowed, before if state.url != before else None
    )  # fmt: skip


def _new_per_day(state: FeedState, outcome: PollOutcome, elapsed_s: float | None) -> float | None:
    """Running mean of new entries per day: mean * d + observed * (1 - d), d = exp(-elapsed / memory).

    It starts from the dates in the first document, or without them from what the second poll brings.
    """
    if elapsed_s is None or elapsed_s <= 0:
        if state.new_per_day is not None or outcome.span_s is None or outcome.entry_count < 2:
            return state.new_per_day
        return outcome.entry_count * _DAY_S / max(outcome.span_s, 3_600.0)
    elapsed_days = elapsed_s / _DAY_S
    observed = max(outcome.new_count, 0) / elapsed_days
    if state.new_per_day is None:
        return observed
    decay = math.exp(-elapsed_days / _MEMORY_DAYS)
    return state.new_per_day * decay + observed * (1 - decay)


def _pace(rate: float | None, outcome: PollOutcome) -> tuple[float, Why]:
    hints_s = max(outcome.ttl_s or 0, outcome.update_period_s or 0)
    fresh_s = outcome.fresh_s or 0
    if rate is None:
        return max(_UNKNOWN_PACE_S, min(max(hints_s, fresh_s), _FRESH_CAP_S)), "first"
    rhythm_s = _NEW_PER_POLL * _DAY_S / rate if rate > 1e-6 else math.inf
    wish_s = max(min(hints_s, _HINT_CAP_S), min(fresh_s, _FRESH_CAP_S))
    return (wish_s, "wish") if wish_s > rhythm_s else (rhythm_s, "rhythm")


def _ceiling_s(state: FeedState, elapsed_s: float | None, limits: PollLimits, *, overflowed: bool) -> int | None:
    ceiling_s = state.overflow_ceiling_s
    if overflowed and elapsed_s is not None:
        fresh_s = max(elapsed_s, 1.0) * _OVERFLOW_FACTOR
        return round(max(min(fresh_s, ceiling_s or fresh_s), limits.min_s))
    if ceiling_s is None or ceiling_s * _LOOSEN >= limits.max_s:
        return None
    return math.ceil(ceiling_s * _LOOSEN)


def _moved(state: FeedState, outcome: PollOutcome) -> FeedState:
    """A permanent redirect is believed when several polls over a day or more saw the same target."""
    if not outcome.moved_to or outcome.moved_to == state.url:
        return replace(state, moved_to=None, moved_first_seen_at=None, moved_seen_count=0)
    if outcome.moved_to != state.moved_to or state.moved_first_seen_at is None:
        return replace(state, moved_to=outcome.moved_to, moved_first_seen_at=outcome.polled_at, moved_seen_count=1)
    seen = state.moved_seen_count + 1
    if seen < _MOVED_POLLS or outcome.polled_at - state.moved_first_seen_at < _MOVED_FOR:
        return replace(state, moved_seen_count=seen)
    earlier = tuple(url for url in state.previous_urls if url not in (state.url, outcome.moved_to))
    return replace(
        state,
        url=outcome.moved_to,
        previous_urls=(*earlier, state.url),
        moved_to=None,
        moved_first_seen_at=None,
        moved_seen_count=0,
    )


def _told_truth(state: FeedState, outcome: PollOutcome) -> FeedState:
    """Was the last 304 false? Another body under the same validators: yes. News dated before that 304: likely."""
    if not outcome.full_get or outcome.kind != "changed" or state.last_not_modified_at is None:
        return state
    is_late = (
        outcome.earliest_new_at is not None and outcome.earliest_new_at < state.last_not_modified_at - _BACKDATED
    )  # fmt: skip
    if not (outcome.validators_same or (is_late and state.not_modified_count)):
        return state
    lies = state.lie_count + 1
    return replace(state, lie_count=lies, validators_lie=outcome.validators_same or lies >= _LIES)


def _asks_in_full(state: FeedState) -> bool:
    """Always where validators lie; else about every 16th poll of a feed that keeps answering 304."""
    if state.validators_lie:
        return True
    return (
        state.not_modified_count >= _FULL_GET_AFTER and _share(f"{state.key} {state.poll_count}") < 1 / _FULL_GET_EVERY
    )


def _later(state: FeedState, outcome: PollOutcome, pause_s: float, limits: PollLimits) -> datetime:
    pause_s = min(max(pause_s, limits.min_s), limits.max_s / (1 + _JITTER))
    stretched_s = pause_s * (1 + _JITTER * _share(state.key))
    return outcome.polled_at + timedelta(seconds=min(max(stretched_s, limits.min_s), limits.max_s))


def _share(text: str) -> float:
    """A number in [0, 1) that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:6]) / 2**48
