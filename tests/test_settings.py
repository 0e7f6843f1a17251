"""A wrong or missing setting is a clear error that names the variable and a valid example."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from newshouse.errors import SettingsError
from newshouse.settings import Settings, load

GOOD = {"NEWSHOUSE_WAREHOUSE_URL": "postgresql+psycopg://w@db/newshouse", "NEWSHOUSE_ARCHIVE_URL": "/srv/archive"}


def test_defaults_and_values() -> None:
    settings = load(GOOD | {"NEWSHOUSE_ALLOWED_PORTS": "80, 8080", "NEWSHOUSE_ALLOW_LOOPBACK": "yes"})
    assert settings == Settings(
        GOOD["NEWSHOUSE_WAREHOUSE_URL"], "/srv/archive", allowed_ports=(80, 8080), allow_loopback=True
    )


def test_an_empty_value_is_no_value() -> None:
    assert load(GOOD | {"NEWSHOUSE_POLL_MIN_S": " "}).poll_min_s == 300


@pytest.mark.parametrize(
    ("variable", "raw", "says"),
    [
        ("NEWSHOUSE_WAREHOUSE_URL", "", "is not set"),
        ("NEWSHOUSE_WAREHOUSE_URL", "postgresql://db/newshouse", "postgresql+psycopg"),
        ("NEWSHOUSE_WAREHOUSE_URL", "sqlite:///x", "postgresql+psycopg"),
        ("NEWSHOUSE_ARCHIVE_URL", "", "is not set"),
        ("NEWSHOUSE_POLL_MIN_S", "five", "300"),
        ("NEWSHOUSE_POLL_MIN_S", "0", "between"),
        ("NEWSHOUSE_POLL_MIN_S", "-1", "between"),
        ("NEWSHOUSE_FETCH_DEADLINE_S", "nan", "between"),
        ("NEWSHOUSE_ALLOW_LOOPBACK", "maybe", "neither true nor false"),
        ("NEWSHOUSE_ALLOWED_PORTS", "80,99999", "port"),
        ("NEWSHOUSE_ALLOWED_PORTS", "http", "80,443"),
        ("NEWSHOUSE_NOW", "yesterday", "2026-03-02"),
        ("NEWSHOUSE_NOW", "2026-03-02T06:00:00", "time zone"),
        ("NEWSHOUSE_POLL_MAX_S", "100", "NEWSHOUSE_POLL_MIN_S"),
    ],
)
def test_bad_values_are_named_with_an_example(variable: str, raw: str, says: str) -> None:
    with pytest.raises(SettingsError, match=r"Example") as caught:
        load(GOOD | {variable: raw})
    assert variable in str(caught.value)
    assert says in str(caught.value)


def test_time_is_the_clock_unless_set() -> None:
    frozen = datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert load(GOOD | {"NEWSHOUSE_NOW": "2026-03-02T07:00:00+01:00"}).time() == frozen
    assert abs((load(GOOD).time() - datetime.now(UTC)).total_seconds()) < 60
