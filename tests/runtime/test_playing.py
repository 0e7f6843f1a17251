"""Where output goes, and what a failed run says."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from newshouse.errors import FatalError
from newshouse.runtime import playing
from newshouse.runtime.environment import METADATA_URL
from newshouse.runtime.playing import Player, output_into

MOMENT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_all_output_goes_into_the_log_but_what_is_for_the_screen(tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    with output_into(tmp_path / "log") as screen:
        os.write(1, b"from this process\n")
        subprocess.run(["sh", "-c", "echo from a child; echo its error >&2"], check=True)
        screen.write("for the person\n")
    os.write(1, b"afterwards\n")
    assert capfd.readouterr().out == "for the person\nafterwards\n"
    log = (tmp_path / "log").read_text()
    assert all(text in log for text in ("from this process", "from a child", "its error"))


def test_output_comes_back_when_the_work_fails(tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    with pytest.raises(FatalError), output_into(tmp_path / "log"):
        raise FatalError("no")
    os.write(1, b"back")
    assert capfd.readouterr().out == "back"


def test_a_failed_run_names_task_reason_and_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    log = tmp_path / "run.log"

    def failing(logical_date: datetime) -> SimpleNamespace:
        log.write_text("Traceback\nOSError: first\nnewshouse.errors.FatalError: the archive is away\nand on\n")
        return SimpleNamespace(run_id="r", state="failed")

    monkeypatch.setenv("NEWSHOUSE_NOW", "2026-01-01T00:00:00+00:00")
    monkeypatch.setattr(Player, "_steps", lambda *_: [playing.Step("poll", 1, 1.0, "failed")])
    player = Player(SimpleNamespace(test=failing), {METADATA_URL: database_url}, log)
    with pytest.raises(FatalError, match=r"failed in poll: .*the archive is away .*run\.log"):
        player.play(MOMENT, lambda task: None)


@pytest.mark.slow
def test_a_dag_that_does_not_load_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "ingest.py").write_text("from airflow.sdk import dag\nraise ValueError('half a DAG')\n")
    script = (
        "import sys; from pathlib import Path; from newshouse.runtime.playing import open_player;"
        "open_player({'AIRFLOW__CORE__DAGS_FOLDER': sys.argv[1], 'AIRFLOW_HOME': sys.argv[1] + '/home'}, Path('log'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert "ValueError: half a DAG" in done.stderr.strip().splitlines()[-1]
