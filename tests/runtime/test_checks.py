"""The doctor: an empty clone is in order, and each thing that is wrong is named with its mending."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from newshouse.runtime import checks, environment, postgres
from newshouse.runtime.checks import Finding, examine
from newshouse.runtime.databases import ready_warehouse
from newshouse.runtime.environment import METADATA_URL, WAREHOUSE_URL, Place


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    for name in (WAREHOUSE_URL, METADATA_URL, "NEWSHOUSE_ARCHIVE_URL"):
        monkeypatch.delenv(name, raising=False)
    mine = Place(tmp_path, tmp_path / "state")
    yield mine
    postgres.stop(mine.server)


def found(place: Place, subject: str) -> Finding:
    return next(finding for finding in examine(place) if finding.subject == subject)


def test_nothing_is_bad_about_a_fresh_clone(place: Place) -> None:
    assert [finding for finding in examine(place) if finding.verdict == "bad"] == []


def test_whatever_is_not_good_says_how_to_mend_it(place: Place) -> None:
    assert all(finding.mend for finding in examine(place) if finding.verdict != "good")


def test_a_warehouse_that_runs_and_is_migrated_is_good(place: Place) -> None:
    ready_warehouse(place, environment.variables(place))
    assert found(place, "warehouse").verdict == "good"
    assert found(place, "embedded PostgreSQL").verdict == "good"
    assert found(place, "Airflow's metadata").mend == "make run or make up make it"


def test_a_warehouse_without_our_schema_is_to_be_migrated(
    place: Place, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_URL, database_url)
    finding = found(place, "warehouse")
    assert (finding.verdict, finding.mend) == ("bad", "make run or make up migrate it")


def test_a_warehouse_that_does_not_answer_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_URL, f"postgresql+psycopg://secret:hidden@/w?host={place.root}")
    finding = found(place, "warehouse")
    assert finding.verdict == "bad"
    assert "hidden" not in finding.found


def test_a_wrong_setting_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSHOUSE_POLL_MIN_S", "soon")
    assert "Example" in found(place, "settings").found


def test_an_archive_that_cannot_be_written_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.root / "file").touch()
    monkeypatch.setenv("NEWSHOUSE_ARCHIVE_URL", str(place.root / "file" / "archive"))
    assert found(place, "archive").verdict == "bad"


def test_a_lock_left_behind_is_named(place: Place) -> None:
    place.server.data.mkdir(parents=True)
    (place.server.data / "postmaster.pid").write_text("1\n")
    assert found(place, "locks").verdict == "note"


def test_a_disk_nearly_full_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ROOM_NEEDED_BYTES", 10**18)
    assert found(place, "disk").verdict == "bad"
