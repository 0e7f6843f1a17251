"""``newshouse verify``: nothing to tell ends with 0, a difference with 1 and with what it is."""

from __future__ import annotations

import pytest
from newshouse.cli import app
from newshouse.errors import SettingsError
from newshouse.stages.forget import Order, Target, clear_archive, forget
from newshouse.warehouse import working
from sqlalchemy import text
from stages.play import Play
from stages.playing import PLAYED
from typer.testing import CliRunner

SPAN = ["--from", PLAYED[0].isoformat(), "--to", PLAYED[1].isoformat()]


def told(*options: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", *options], catch_exceptions=False)
    return done.exit_code, done.output


def test_the_exit_code_says_whether_anything_differs(commanded: Play) -> None:
    assert told(*SPAN) == (0, "1 batches rebuilt, 0 kinds of differences\n")
    with working(commanded.engine) as connection:
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


def test_a_take_down_is_told_and_is_no_failure(commanded: Play) -> None:
    [(article,)] = commanded.rows("SELECT article_id FROM serve.articles WHERE batch_id = 2 ORDER BY 1 LIMIT 1")
    order = Order("a court says so", "desk")
    forget(commanded.engine, commanded.settings, Target("one", ids=(article,)), order)
    clear_archive(commanded.engine, commanded.settings)
    code, output = told(*SPAN)
    assert "taken down" in output
    assert code == 0
