"""When a page is looked at again: pure decisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from newshouse.stages.batches import Interval, decide_mode
from newshouse.stages.read import event_time
from newshouse.stages.revisits import RETRY_AFTER, REVISIT_AFTER, next_revisit, next_try

T0 = datetime(2026, 3, 2, 6, tzinfo=UTC)
hours = st.floats(0, 200).map(lambda value: timedelta(hours=value))


def test_a_page_is_revisited_on_a_falling_schedule_and_then_left() -> None:
    moments, fetched_at = [], T0
    while (moment := next_revisit(T0, fetched_at)) is not None:
        moments.append(moment - T0)
        fetched_at = moment
    assert moments == list(REVISIT_AFTER)


@given(hours)
def test_a_revisit_lies_ahead(late: timedelta) -> None:
    moment = next_revisit(T0, T0 + late)
    assert moment is None or moment > T0 + late


@given(st.integers(1, len(RETRY_AFTER)), st.one_of(st.none(), st.floats(0, 86_400)))
def test_a_failed_page_waits_longer_each_time_and_at_least_as_asked(attempts: int, wish: float | None) -> None:
    moment = next_try(T0, attempts, wish)
    assert moment is not None
    assert moment - T0 >= max(RETRY_AFTER[attempts - 1], timedelta(seconds=wish or 0))


def test_a_page_that_keeps_failing_is_given_up() -> None:
    assert next_try(T0, len(RETRY_AFTER) + 1, None) is None


def test_the_mode_of_a_run() -> None:
    def mode(*, captured: bool, backfill: bool, late_h: float) -> str:
        interval = Interval(T0 - timedelta(minutes=15), T0, "run", backfill)
        return decide_mode(interval, captured=captured, now=T0 + timedelta(hours=late_h), grace_h=6)

    assert mode(captured=False, backfill=False, late_h=0) == "live"
    assert mode(captured=False, backfill=False, late_h=7) == "empty"
    assert mode(captured=False, backfill=True, late_h=0) == "empty"
    assert mode(captured=True, backfill=False, late_h=0) == "replay"
    assert mode(captured=True, backfill=True, late_h=9999) == "replay"


def test_event_time_is_the_pages_then_the_feeds_then_ours_and_never_after_the_capture() -> None:
    hour = timedelta(hours=1)
    captured = T0 + 3 * hour
    assert event_time(T0, T0 + hour, T0 + 2 * hour, captured_at=captured) == (T0, "page")
    assert event_time(None, T0 + hour, T0 + 2 * hour, captured_at=captured) == (T0 + hour, "feed")
    assert event_time(None, None, T0 + 2 * hour, captured_at=captured) == (T0 + 2 * hour, "first_seen")
    assert event_time(captured + hour, None, T0, captured_at=captured) == (captured, "page")
    assert event_time(captured + hour, captured + hour, T0, captured_at=captured) == (captured, "page")
    assert event_time(captured + hour, T0 + hour, T0 + 2 * hour, captured_at=captured) == (T0 + hour, "feed")


def test_a_page_that_names_the_day_only_is_refined() -> None:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    noon, next_week, captured = day + timedelta(hours=12), day + timedelta(days=7), day + timedelta(days=9)
    assert event_time(day, noon, next_week, captured_at=captured) == (noon, "feed")
    assert event_time(day, None, noon, captured_at=captured) == (noon, "first_seen")
    assert event_time(day, next_week, next_week, captured_at=captured) == (day, "page")
    assert event_time(noon, next_week, next_week, captured_at=captured) == (noon, "page")
