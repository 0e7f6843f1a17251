"""How values are written: CSV that no spreadsheet runs, links that no browser runs, times and numbers for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newshouse.web import charts
from newshouse.web.pages.articles import as_text
from newshouse.web.pages.sheets import cell
from newshouse.web.render import number, seconds, segment, web_link


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", "＝1", '=HYPERLINK("http://x")']
)
def test_text_that_begins_a_formula_is_quoted(text: str) -> None:
    assert cell(text) == "'" + text


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert not cell([text]).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_numbers_times_and_nothing_stay_what_they_are() -> None:
    assert (cell(-3), cell(None), cell(True), cell(b"\x01\xff")) == ("-3", "", "True", "01ff")
    assert cell(datetime(2026, 3, 2, tzinfo=UTC)) == "2026-03-02T00:00:00+00:00"


NO_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt://x%0aalert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "/feeds",
    "http:evil",
    "http://[broken",
    "file:///etc/passwd",
    "\x01javascript:alert(1)",
]


@pytest.mark.parametrize("url", [*NO_LINKS, "java\nscript:alert(1)", "", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_link(url) is None


def test_a_web_address_becomes_a_link() -> None:
    assert web_link("HTTPS://example.org/a?b=c") == "HTTPS://example.org/a?b=c"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0 s"),
        (59.6, "1 min"),
        (185, "3 min 5 s"),
        (7_800, "2 h 10 min"),
        (273_600, "3 d 4 h"),
        (-90, "-1 min 30 s"),
    ],
)
def test_lengths_of_time(value: float | None, text: str) -> None:
    assert seconds(value) == text


def test_numbers_and_segments() -> None:
    assert (number(1_234_567), number(None)) == ("1\u202f234\u202f567", "–")
    assert segment("manual__2026-03-02T06:00:00+00:00/x") == "manual__2026-03-02T06%3A00%3A00%2B00%3A00%2Fx"


@given(st.binary())
def test_bytes_become_printable_text(body: bytes) -> None:
    assert all(character.isprintable() or character in "\n\t" for character in as_text(body))


@given(st.lists(st.integers(0, 10**9), max_size=60), st.text())
def test_a_chart_is_markup_of_numbers_with_an_escaped_label(values: list[int], label: str) -> None:
    from lxml import etree

    moments = [datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=place) for place in range(len(values))]
    plain = "".join(character for character in label if character.isprintable()).strip()
    for drawn in (
        charts.bars(plain, moments, values),
        charts.lines(plain, moments, [("p50", [None, *values][: len(values)])], "1 h"),
        charts.sparkline(plain, values),
        charts.timeline(plain, [plain], [(0.5, 0, 0, plain)]),
        charts.shares(plain, [("ok", 1.0)]),
    ):
        assert etree.fromstring(str(drawn)).get("aria-label") == plain
