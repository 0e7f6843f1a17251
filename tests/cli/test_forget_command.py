"""``newshouse forget``: says what it takes, asks, does it, and writes exports anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from newshouse.cli import app, source
from newshouse.errors import OutageError, RejectError
from stages.play import Play
from typer.testing import CliRunner


def test_it_tells_asks_and_takes_down(commanded: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def said(*options: str, answer: str = "") -> str:
        command = ["forget", *options, "--why", "a court says so"]
        return CliRunner().invoke(app, command, input=answer, catch_exceptions=False).output

    count = "SELECT count(*) FROM serve.articles"
    [(before,)] = commanded.rows(count)
    [(article,)] = commanded.rows("SELECT article_id::text FROM serve.articles ORDER BY 1 LIMIT 1")
    assert "would be taken down: articles 1," in said(article, "--dry-run")
    assert "Aborted" in said(article, answer="n\n")
    assert commanded.rows(count) == [(before,)]
    assert "written anew" in said(article, "--yes", "--to", str(tmp_path / "export"))
    assert commanded.rows(count) == [(before - 1,)]
    assert list((tmp_path / "export" / "articles").iterdir())
    with pytest.raises(RejectError, match="no article, page, feed or take-down"):
        said("nobody.example", "--yes")
    configured = replace(commanded.settings, export_url=str(tmp_path / "configured"))
    monkeypatch.setattr(source, "settings", lambda: configured)
    [(article,)] = commanded.rows("SELECT article_id::text FROM serve.articles ORDER BY 1 LIMIT 1")
    assert f"written anew to {tmp_path}/configured" in said(article, "--yes")
    assert list((tmp_path / "configured" / "articles").iterdir())


def test_exports_that_failed_are_cleaned_by_repeating(commanded: Play, tmp_path: Path) -> None:
    def said(*options: str) -> str:
        command = ["forget", article, "--why", "a court says so", "--yes", *options]
        return CliRunner().invoke(app, command, catch_exceptions=False).output

    [(article,)] = commanded.rows("SELECT article_id::text FROM serve.articles ORDER BY 1 LIMIT 1")
    with pytest.raises(RejectError, match="nothing://x"):
        said("--to", "nothing://x")
    assert commanded.rows(f"SELECT count(*) FROM serve.articles WHERE article_id = '{article}'") == [(1,)]
    (tmp_path / "file").touch()
    with pytest.raises(OutageError):
        said("--to", str(tmp_path / "file"))
    again = said("--to", str(tmp_path / "export"))
    assert "articles 0," in again
    assert "exports: 0 days" not in again
    assert list((tmp_path / "export" / "articles").iterdir())
