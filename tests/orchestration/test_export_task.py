"""The task of ``export``: off without an address, and what it writes with one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from orchestration.running import Tasks
from stages.play import Play
from stages.playing import PLAYED


def test_it_writes_what_was_published_once_it_has_an_address(
    played: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from airflow.sdk.exceptions import AirflowSkipException
    from newshouse.orchestration.export import export_changed

    with Tasks.over(played, monkeypatch, tmp_path) as tasks, tasks.context(PLAYED[-1]):
        with pytest.raises(AirflowSkipException, match="NEWSHOUSE_EXPORT_URL"):
            export_changed()
        monkeypatch.setenv("NEWSHOUSE_EXPORT_URL", str(tmp_path / "export"))
        done = export_changed()
    read = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/export/articles/*/*.parquet'").fetchall()
    assert read == [(done["article_count"],)]
    published = "SELECT count(DISTINCT article_id) FROM news.changes WHERE changed_at > '%s' AND kind = 'article_new'"
    [(new,)] = played.rows(published % (PLAYED[-1] - (PLAYED[1] - PLAYED[0])))
    assert 0 < new <= done["article_count"]
