"""Dates as found in the wild."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.feeds.dates import parse_date


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Mon, 02 Mar 2026 15:04:05 GMT", "2026-03-02T15:04:05"),
        ("Mon, 02 Mar 2026 15:04:05 +0530", "2026-03-02T09:34:05"),
        ("Mon, 2 Mar 26 15:04 EST", "2026-03-02T20:04:00"),
        ("02 March 2026 15:04:05 CET", "2026-03-02T14:04:05"),
        ("Monday, 02-Mar-26 15:04:05 UTC", "2026-03-02T15:04:05"),
        ("Mon, 02 Mar 2026 15:04:05 GMT-05:00", "2026-03-02T20:04:05"),
        ("Mon, 02 Mar 2026 15:04:05 +0000 (UTC)", "2026-03-02T15:04:05"),
        ("Mon, 02 Mar 2026", "2026-03-02T00:00:00"),
        ("2026-03-02T15:04:05Z", "2026-03-02T15:04:05"),
        ("2026-03-02T15:04:05.123456+01:00", "2026-03-02T14:04:05"),
        ("2026-03-02 15:04:05", "2026-03-02T15:04:05"),
        ("2026-03-02T15:04+0100", "2026-03-02T14:04:00"),
        ("2026-03-02", "2026-03-02T00:00:00"),
        ("20260302T150405Z", "2026-03-02T15:04:05"),
        ("Mar 2, 2026 3:04 PM", "2026-03-02T15:04:00"),
        ("March 2, 2026 12:04 am EST", "2026-03-02T05:04:00"),
        ("Sun Mar  1 16:29:06 PST 2026", "2026-03-02T00:29:06"),
        ("2026/03/02 15:04", "2026-03-02T15:04:00"),
        ("02.03.2026 15:04", "2026-03-02T15:04:00"),
        ("02.03.2026, 15.04", "2026-03-02T15:04:00"),
        ("2. März 2026, 15:04 Uhr", "2026-03-02T15:04:00"),
        ("2 mars 2026 à 15h04", "2026-03-02T15:04:00"),
        ("lunes, 2 de marzo de 2026 15:04", "2026-03-02T15:04:00"),
        ("2 de março de 2026", "2026-03-02T00:00:00"),
        ("2 maart 2026 15:04", "2026-03-02T15:04:00"),
        ("2 марта 2026 г., 15:04", "2026-03-02T15:04:00"),
        ("2 березня 2026, 15:04", "2026-03-02T15:04:00"),
        ("2 Mart 2026 15:04", "2026-03-02T15:04:00"),
        ("2 marca 2026", "2026-03-02T00:00:00"),
        ("2 مارس 2026 15:04", "2026-03-02T15:04:00"),
        ("٢ مارس ٢٠٢٦", "2026-03-02T00:00:00"),
        ("2 आذار", None),
        ("2 मार्च 2026", "2026-03-02T00:00:00"),
        ("2026年3月2日 15:04", "2026-03-02T15:04:00"),
        ("2026年3月2日 下午3:04", "2026-03-02T15:04:00"),
        ("2026년 3월 2일 오후 3시 4분", "2026-03-02T15:04:00"),
        ("2026년 3월 2일 오후 3:04", "2026-03-02T15:04:00"),
        ("2 de marzo de 2026, 3:04 p. m.", "2026-03-02T15:04:00"),
        ("2 مارس 2026 3:04 م", "2026-03-02T15:04:00"),
        ("02 Mar 2026 03:04 PM", "2026-03-02T15:04:00"),
        ("2026-03-02 03:04 PM", "2026-03-02T15:04:00"),
        # Tuesdays that are spelt like a month.
        ("mar., 03 févr. 2026 08:00:00 +0100", "2026-02-03T07:00:00"),
        ("mar. 3 février 2026", "2026-02-03T00:00:00"),
        ("mar 3 febrero 2026 08:00", "2026-02-03T08:00:00"),
        ("mar, 06 ene 2026 08:00:00 +0100", "2026-01-06T07:00:00"),
        ("mar, 06 gen 2026 08:00:00 +0100", "2026-01-06T07:00:00"),
        ("mar, 03 mar 2026 08:00:00 +0100", "2026-03-03T07:00:00"),
        ("Tue, Mar 3 2026 08:00", "2026-03-03T08:00:00"),
        # Words that are spelt like a zone.
        ("March 2, 2026 at 10:30 am", "2026-03-02T10:30:00"),
        ("March 2, 2026 at 10:30 am EST", "2026-03-02T15:30:00"),
        ("2 March 2026 10:30 at the latest", "2026-03-02T10:30:00"),
        ("2. März 2026, 10:30 Uhr (MEZ)", "2026-03-02T09:30:00"),
        ("2 марта 2026, 14:30 МСК", "2026-03-02T11:30:00"),
        ("Mo, 02 Mär 2026 08:00:00 +0100", "2026-03-02T07:00:00"),
        ("Mo, 02 Mrz 2026 08:00:00 +0100", "2026-03-02T07:00:00"),
        ("ngày 2 tháng 3 năm 2026", "2026-03-02T00:00:00"),
        ("1772463845", "2026-03-02T15:04:05"),
        ("1772463845000", "2026-03-02T15:04:05"),
        ("2 Mar 2569 15:04:05 +0700", "2026-03-02T08:04:05"),
        ("31 Feb 2026", None),
        ("2026-13-40T99:99:99Z", None),
        ("yesterday", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_a_date_is_read_as_a_person_would(raw: str, wanted: str | None) -> None:
    found = parse_date(raw)
    if wanted is None:
        # What no rule reads may stay unread, or be read; it must never be read wrong.
        assert found is None or found.date().isoformat() == "2026-03-02"
    else:
        assert found == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_a_month_two_languages_disagree_on_needs_the_feed_s_language() -> None:
    assert parse_date("2 listopad 2026") is None
    assert parse_date("2 listopada 2026", "pl") == datetime(2026, 11, 2, tzinfo=UTC)
    assert parse_date("2. listopada 2026", "hr") == datetime(2026, 10, 2, tzinfo=UTC)


def test_slashed_dates_are_month_first_in_the_united_states_only() -> None:
    assert parse_date("3/4/2026 10:00", "en-US") == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert parse_date("3/4/2026 10:00", "en-GB") == datetime(2026, 4, 3, 10, tzinfo=UTC)
    assert parse_date("3/14/2026") == datetime(2026, 3, 14, tzinfo=UTC)


@given(st.text(max_size=120))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001
def test_what_the_standards_write_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")) == moment
