"""``newshouse verify``: nothing to tell ends with 0, a difference with 1 and with what it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from newshouse.cli import app, source
from newshouse.errors import SettingsError
from newshouse.warehouse import working
from sqlalchemy import Engine, text
from stages.play import Play
from stages.playing import PLAYED
from typer.testing import CliRunner

SPAN = ["--from", PLAYED[0].isoformat(), "--to", PLAYED[1].isoformat()]


def told(*options: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", *options], catch_exceptions=False)
    return done.exit_code, done.output


def test_the_exit_code_says_whether_anything_differs(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def warehouse() -> Iterator[Engine]:
        yield played.engine

    monkeypatch.setattr(source, "warehouse", warehouse)
    monkeypatch.setattr(source, "settings", lambda: played.settings)
    assert told(*SPAN) == (0, "1 batches rebuilt, 0 kinds of differences\n")
    with working(played.engine) as connection:
        connection.execute(
            text(
                "UPDATE news.articles SET title = 'x' WHERE article_id ="
                " (SELECT article_id FROM news.articles WHERE batch_id = 2 ORDER BY article_id LIMIT 1)"
            )
        )
    code, output = told(*SPAN)
    assert code == 1
    assert "title" in output
    assert "row altered" in output


def test_a_span_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="Example"):
        told("--from", "2026-03-03", "--to", "2026-03-02")
