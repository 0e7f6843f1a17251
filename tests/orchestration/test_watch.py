"""The watch over a real warehouse: told once per change, again what was not taken, and never lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from newshouse.errors import OutageError, SettingsError
from orchestration.running import NOW, Tasks, hourly
from stages.play import Play

LATE = NOW + timedelta(hours=1)


@pytest.fixture
def tasks(played: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Tasks]:
    monkeypatch.setenv("NEWSHOUSE_ALERT_DISK_FREE_BYTES", "0")
    with Tasks.over(played, monkeypatch, tmp_path) as started:
        yield started


@pytest.fixture
def told(tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a channel was told: a notifier with Airflow's interface takes the place of the log's."""
    from airflow.sdk import BaseNotifier
    from newshouse.orchestration import notifiers

    lines: list[str] = []

    class Noting(BaseNotifier):
        def __init__(self, message: Sequence[str]) -> None:
            super().__init__()
            self.message = message

        def notify(self, context: Any) -> None:
            if (Path(tasks.play.settings.archive_url) / "deaf").exists():
                raise ConnectionError("password=secret")
            lines.extend(self.message)

    monkeypatch.setattr(notifiers, "LogNotifier", Noting)
    return lines


def test_a_late_batch_is_told_once_and_its_end_once(tasks: Tasks, told: list[str]) -> None:
    assert tasks.watch(NOW)["late_batch"] == 0
    assert told == []
    assert tasks.watch(LATE)["late_batch"] == 1
    assert len(told) == 1
    assert told[0].startswith("RAISED late_batch: the newest published batch ends at")
    tasks.watch(LATE + timedelta(minutes=15))
    assert len(told) == 1
    tasks.batch(LATE)
    assert tasks.watch(LATE + timedelta(minutes=16))["late_batch"] == 0
    assert told[1].startswith("OVER late_batch: since")
    tasks.watch(LATE + timedelta(minutes=17))
    assert len(told) == 2
    tasks.watch(LATE + timedelta(hours=1))
    assert told[2].startswith("RAISED late_batch")


def test_what_a_channel_did_not_take_is_told_by_the_next_run(tasks: Tasks, told: list[str]) -> None:
    deaf = Path(tasks.play.settings.archive_url) / "deaf"
    deaf.touch()
    with pytest.raises(OutageError, match="log: ConnectionError") as caught:
        tasks.watch(LATE)
    assert "secret" not in str(caught.value)
    deaf.unlink()
    tasks.watch(LATE + timedelta(minutes=15))
    assert [line.split(":")[0] for line in told] == ["RAISED late_batch"]


def test_a_channel_that_takes_is_not_told_again_for_one_that_does_not(
    tasks: Tasks, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSHOUSE_ALERT_CHANNELS", "smtp:ops@example.org,log")
    monkeypatch.setenv(
        "AIRFLOW_CONN_SMTP_DEFAULT", "smtp://127.0.0.1:1/?disable_ssl=true&disable_tls=true&retry_limit=1"
    )
    for minutes in (0, 15):
        with pytest.raises(OutageError, match="smtp:"):
            tasks.watch(LATE + timedelta(minutes=minutes))
    assert len(told) == 1


def test_a_missing_provider_is_a_wrong_setting_and_stops_no_other_channel(
    tasks: Tasks, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "airflow.providers.slack.notifications.slack_webhook", None)
    monkeypatch.setenv("NEWSHOUSE_ALERT_CHANNELS", "slack:newsroom,log")
    with pytest.raises(SettingsError, match="pip install apache-airflow-providers-slack"):
        tasks.watch(LATE)
    assert len(told) == 1


SILENCED: list[tuple[str, Callable[[Tasks], Any]]] = [
    ("own_outage", lambda tasks: tasks.change("UPDATE raw.batches SET own_outage = true")),
    ("check_warned", lambda tasks: tasks.change(
        "INSERT INTO raw.warnings SELECT batch_id, 'languages_unknown', 1, 'x: language unknown' FROM raw.batches",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "happens"), SILENCED, ids=[kind for kind, _ in SILENCED])
def test_a_condition_is_raised(tasks: Tasks, told: list[str], kind: str, happens: Callable[[Tasks], Any]) -> None:
    happens(tasks)
    assert tasks.watch(NOW)[kind] == 1
    assert [line for line in told if line.startswith(f"RAISED {kind}")]


def test_a_disk_that_fills_is_told(tasks: Tasks, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSHOUSE_ALERT_DISK_FREE_BYTES", str(10**15))
    tasks.watch(NOW)
    assert any("free where the archive is" in line for line in told)
    monkeypatch.setenv("NEWSHOUSE_ALERT_DISK_FREE_BYTES", "0")
    tasks.watch(NOW + timedelta(minutes=1))
    assert any(line.startswith("OVER disk_low") for line in told)


@pytest.mark.parametrize(("hours_silent", "raised"), [(1, 0), (5, 0), (8, 1)])
def test_silence_is_measured_against_the_own_rhythm(
    tasks: Tasks, told: list[str], hours_silent: int, raised: int
) -> None:
    hourly(tasks, hours_silent)
    tasks.watch(NOW)
    for kind, item in (("stale_outlet", "hourly.example"), ("stale_language", "mi")):
        assert sum(line.startswith(f"RAISED {kind} {item}: no article since") for line in told) == raised
    assert (
        sum(line.startswith("RAISED silent_feed http") and "longest pause was 1.0 h" in line for line in told) == raised
    )


def test_a_late_pipeline_makes_nobody_silent(tasks: Tasks, told: list[str]) -> None:
    hourly(tasks, 1)
    counts = tasks.watch(NOW + timedelta(days=2))
    assert counts == dict.fromkeys(counts, 0) | {"late_batch": 1}


def test_the_log_has_a_line_per_alert(tasks: Tasks, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "newshouse"):
        tasks.watch(LATE)
    assert [record.levelname for record in caplog.records if "alert RAISED late_batch" in record.message] == ["WARNING"]


@pytest.mark.parametrize("channels", ["pager", "smtp", "log:x", "slack:"])
def test_a_channel_nobody_knows_is_a_wrong_setting(
    tasks: Tasks, channels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSHOUSE_ALERT_CHANNELS", channels)
    with pytest.raises(SettingsError, match="NEWSHOUSE_ALERT_CHANNELS"):
        tasks.watch(datetime.fromisoformat("2026-03-02T00:00:00+00:00"))
