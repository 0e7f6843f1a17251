"""The poll planner: what it promises to publishers (bounds, restraint) and to readers (nothing missed, never final)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newshouse.feeds import FeedState, NextPoll, PollLimits, PollOutcome, plan_next_poll
from newshouse.feeds.schedule_json import freshness_s, state_from_json, state_to_json

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
NEW_FEED = FeedState(key="7", url="https://example.org/feed")
DAY = 86_400

times = st.integers(-100_000, 100_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
seconds = st.none() | st.integers(0, 10**9)
outcomes = st.builds(
    PollOutcome,
    kind=st.sampled_from(("changed", "unchanged", "not_modified", "failed", "gone", "own_outage")),
    polled_at=times,
    entry_count=st.integers(0, 10_000),
    new_count=st.integers(0, 10_000),
    shared_count=st.none() | st.integers(0, 10_000),
    span_s=st.none() | st.floats(0, 10**9),
    ttl_s=seconds,
    update_period_s=seconds,
    fresh_s=seconds,
    retry_after_s=st.none() | st.floats(-10, 10**9),
    moved_to=st.none() | st.sampled_from(("https://example.org/a", "https://example.org/b")),
    full_get=st.booleans(),
    validators_same=st.booleans(),
    earliest_new_at=st.none() | times,
)


def played(outcomes: list[PollOutcome], state: FeedState = NEW_FEED) -> list[NextPoll]:
    plans = []
    for outcome in outcomes:
        plans.append(plan_next_poll(state, outcome))
        state = plans[-1].state
    return plans


def pause_s(plan: NextPoll, outcome: PollOutcome) -> float:
    return (plan.next_poll_at - outcome.polled_at).total_seconds()


def answer(at_h: float, **news: object) -> PollOutcome:
    values = {"kind": "changed", "entry_count": 20, "shared_count": 15, "new_count": 5} | news
    return PollOutcome(polled_at=NOW + timedelta(hours=at_h), **values)  # type: ignore[arg-type]


def failure(at_h: float, retry_after_s: float | None = None) -> PollOutcome:
    return PollOutcome("failed", NOW + timedelta(hours=at_h), retry_after_s=retry_after_s)


@given(st.lists(outcomes, min_size=1, max_size=12), st.integers(1, 3_600), st.integers(3_600, 604_800))
@settings(max_examples=80, deadline=None)
def test_the_pause_stays_within_bounds_whatever_happens(polls: list[PollOutcome], min_s: int, max_s: int) -> None:
    state = NEW_FEED
    for outcome in polls:
        plan = plan_next_poll(state, outcome, PollLimits(min_s, max_s))
        longest = max(max_s, DAY) if plan.why == "retry_after" else max_s
        assert min_s - 1e-3 <= pause_s(plan, outcome) <= longest + 1e-3
        state = plan.state


@given(st.lists(outcomes, max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_same_polls_give_the_same_plan_and_survive_a_column(polls: list[PollOutcome]) -> None:
    assert played(polls) == played(polls)
    for plan in played(polls):
        column = json.loads(json.dumps(state_to_json(plan.state)))
        assert state_from_json(plan.state.key, plan.state.url, column) == plan.state


def test_an_empty_column_is_a_feed_never_polled() -> None:
    assert state_from_json("7", NEW_FEED.url, {"a later version's member": 1}) == NEW_FEED


@given(st.integers(0, 60), st.none() | st.floats(0, 10**6))
def test_each_further_failure_waits_at_least_as_long_and_none_is_final(count: int, retry_after_s: float | None) -> None:
    outcome = failure(0, retry_after_s)
    fewer = plan_next_poll(replace(NEW_FEED, failure_count=count), outcome)
    more = plan_next_poll(replace(NEW_FEED, failure_count=count + 1), outcome)
    assert pause_s(fewer, outcome) <= pause_s(more, outcome) <= DAY
    assert more.state.paused_reason is None


def test_failures_double_the_pause_and_an_answer_ends_them() -> None:
    polls = [failure(hour) for hour in range(5)]
    plans = played(polls)
    pauses = [pause_s(plan, poll) for plan, poll in zip(plans, polls, strict=True)]
    assert all(later == pytest.approx(2 * earlier) for earlier, later in pairwise(pauses))
    assert plan_next_poll(plans[-1].state, answer(6)).state.failure_count == 0


def test_retry_after_is_kept_but_not_beyond_a_day() -> None:
    hour = plan_next_poll(NEW_FEED, failure(0, 7_200))
    week = plan_next_poll(NEW_FEED, failure(0, 7 * DAY))
    assert (hour.why, hour.next_poll_at) == ("retry_after", NOW + timedelta(hours=2))
    assert week.next_poll_at == NOW + timedelta(days=1)


def test_gone_pauses_and_says_so() -> None:
    plan = plan_next_poll(NEW_FEED, PollOutcome("gone", NOW))
    assert (plan.why, plan.state.paused_reason) == ("gone", "gone")


def test_our_own_outage_changes_nothing_of_the_feed() -> None:
    state = replace(NEW_FEED, failure_count=3, new_per_day=4.0)
    plan = plan_next_poll(state, PollOutcome("own_outage", NOW))
    assert plan.state == state
    assert plan.next_poll_at <= NOW + timedelta(minutes=6)


@pytest.mark.parametrize(
    ("per_day", "low_s", "high_s"), [(500, 300, 360), (24, 1_800, 2_160), (1, 43_200, 51_840), (0.01, 71_000, DAY)]
)
def test_the_pace_follows_the_rhythm_of_the_feed(per_day: float, low_s: float, high_s: float) -> None:
    state = replace(NEW_FEED, new_per_day=float(per_day), last_answer_at=NOW)
    outcome = answer(1, new_count=0, kind="not_modified")
    steady = plan_next_poll(state, replace(outcome, polled_at=NOW))
    assert steady.why == "rhythm"
    assert low_s <= pause_s(steady, replace(outcome, polled_at=NOW)) <= high_s


def test_a_feed_that_falls_silent_is_asked_ever_less_often_and_a_lively_one_more() -> None:
    state = replace(NEW_FEED, new_per_day=24.0, last_answer_at=NOW)
    silent = played([answer(day * 24, kind="not_modified", new_count=0) for day in range(1, 15)], state)
    paces = [plan.state.interval_s for plan in silent]
    assert paces == sorted(paces)
    assert paces[-1] == DAY
    lively = played([answer(15 * 24 + hour, new_count=10) for hour in range(48)], silent[-1].state)
    assert lively[-1].state.interval_s < 3_600


def test_the_first_document_tells_the_rhythm_by_its_dates() -> None:
    plan = plan_next_poll(NEW_FEED, answer(0, shared_count=None, new_count=20, span_s=10.0 * DAY))
    assert plan.state.new_per_day == pytest.approx(2.0)
    assert not plan.overflowed


@pytest.mark.parametrize("wish", ["ttl_s", "update_period_s", "fresh_s"])
def test_wishes_slow_a_fast_feed_down_but_not_for_ever(wish: str) -> None:
    state = replace(NEW_FEED, new_per_day=500.0, last_answer_at=NOW)
    modest = plan_next_poll(state, answer(0, **{wish: 900}))
    absurd = plan_next_poll(state, answer(0, **{wish: 10 * DAY}))
    assert (modest.why, modest.state.interval_s) == ("wish", 900)
    assert absurd.state.interval_s in (1_800, 3_600)


def test_two_polls_without_a_common_entry_speed_up_whatever_the_wishes() -> None:
    state = replace(NEW_FEED, new_per_day=2.0, last_answer_at=NOW, interval_s=21_600)
    plan = plan_next_poll(state, answer(8, shared_count=0, entry_count=2, new_count=2, ttl_s=DAY))
    assert (plan.overflowed, plan.why, plan.state.overflow_count) == (True, "overflow", 1)
    assert plan.state.interval_s == 7_200
    again = plan_next_poll(plan.state, answer(10, shared_count=0, new_count=20))
    assert again.state.interval_s <= 1_800


def test_after_an_overflow_the_pace_loosens_step_by_step() -> None:
    state = replace(NEW_FEED, new_per_day=0.1, last_answer_at=NOW)
    plans = played([answer(8, shared_count=0)] + [answer(9 + day, new_count=0) for day in range(40)], state)
    paces = [plan.state.interval_s for plan in plans]
    assert paces == sorted(paces)
    assert plans[-1].state.overflow_ceiling_s is None


def test_feeds_added_together_drift_apart() -> None:
    plans = {plan_next_poll(replace(NEW_FEED, key=str(key)), answer(0)).next_poll_at for key in range(50)}
    assert len(plans) == 50


def test_a_move_is_believed_only_after_several_polls_over_a_day() -> None:
    there = "https://example.org/new"
    hasty = played([answer(hour, moved_to=there) for hour in range(6)])
    assert all(plan.state.url == NEW_FEED.url for plan in hasty)
    patient = played([answer(hour, moved_to=there) for hour in (0, 12, 25)])
    assert patient[-1].state.url == there
    assert patient[-1].moved_from == NEW_FEED.url
    assert patient[-1].state.previous_urls == (NEW_FEED.url,)


def test_another_target_or_none_starts_the_count_again() -> None:
    there, elsewhere = "https://example.org/new", "https://example.org/login"
    polls = [answer(0, moved_to=there), answer(20, moved_to=elsewhere), answer(40, moved_to=there), answer(60)]
    assert played(polls)[-1].state == replace(
        played(polls)[-1].state, url=NEW_FEED.url, moved_to=None, moved_seen_count=0
    )


def test_a_feed_that_always_says_304_is_now_and_then_asked_in_full() -> None:
    plans = played([answer(hour, kind="not_modified", new_count=0) for hour in range(400)])
    asked = sum(plan.full_get for plan in plans)
    assert 10 <= asked <= 50


def test_another_body_under_the_same_validators_is_a_lie_that_is_remembered() -> None:
    state = replace(NEW_FEED, not_modified_count=5, last_not_modified_at=NOW, last_answer_at=NOW)
    plan = plan_next_poll(state, answer(1, full_get=True, validators_same=True))
    assert plan.state.validators_lie
    assert plan.full_get
    assert plan_next_poll(plan.state, answer(2, full_get=True)).full_get


def test_news_older_than_the_304_is_a_lie_the_second_time() -> None:
    state = replace(NEW_FEED, not_modified_count=5, last_not_modified_at=NOW, last_answer_at=NOW)
    late = answer(1, full_get=True, earliest_new_at=NOW - timedelta(hours=5))
    once = plan_next_poll(state, late).state
    twice = plan_next_poll(replace(once, not_modified_count=5, last_not_modified_at=NOW), late).state
    assert (once.validators_lie, twice.validators_lie) == (False, True)


def test_honest_news_after_a_304_is_no_lie() -> None:
    state = replace(NEW_FEED, not_modified_count=5, last_not_modified_at=NOW, last_answer_at=NOW)
    plan = plan_next_poll(state, answer(1, full_get=True, earliest_new_at=NOW + timedelta(minutes=30)))
    assert plan.state.lie_count == 0


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ((("Cache-Control", "public, max-age=600"),), 600),
        ((("cache-control", 's-maxage=9, MAX-AGE="300"'), ("Age", "100")), 200),
        ((("Cache-Control", "no-cache, max-age=600"),), None),
        ((("Cache-Control", "max-age=0"),), None),
        ((("Expires", "Mon, 02 Mar 2026 06:30:00 GMT"), ("Date", "Mon, 02 Mar 2026 06:00:00 GMT")), 1_800),
        ((("Expires", "Mon, 02 Mar 2026 06:10:00 GMT"),), 600),
        ((("Expires", "0"),), None),
        ((("Expires", "Thu, 99 Foo"), ("Age", "x")), None),
        ((), None),
    ],
)
def test_freshness_is_read_as_http_says(headers: tuple[tuple[str, str], ...], wanted: int | None) -> None:
    assert freshness_s(headers, NOW) == wanted
