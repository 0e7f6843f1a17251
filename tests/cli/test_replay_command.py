"""``newshouse replay``: says what it would touch, does it newest first, and refuses what means nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from newshouse.cli import app, source
from newshouse.errors import SettingsError
from stages.play import Play
from stages.playing import PLAYED
from typer.testing import CliRunner

SPAN = ["--from", "2026-03-02", "--to", PLAYED[-1].isoformat()]


def told(*options: str) -> list[str]:
    done = CliRunner().invoke(app, ["replay", *options], catch_exceptions=False)
    return done.output.splitlines()


@pytest.fixture
def here(commanded: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    late = replace(commanded.settings, now=PLAYED[-1] + timedelta(days=300))
    monkeypatch.setattr(source, "settings", lambda: late)
    return commanded


def test_a_dry_run_tells_and_touches_nothing_then_it_is_done_newest_first(here: Play) -> None:
    before, books = here.contents(), here.rows("SELECT * FROM raw.batches ORDER BY batch_id")
    [line] = told(*SPAN, "--dry-run", "--languages", "de")
    assert line.startswith(f"{len(PLAYED)} batches, ")
    assert "articles; about " in line
    assert here.rows("SELECT * FROM raw.batches ORDER BY batch_id") == books
    lines = told(*SPAN, "--languages", "de")
    assert lines[0].startswith(f"{len(PLAYED)} batches, ")
    assert [text.split()[1] for text in lines[1:]] == [f"{moment:%Y-%m-%d}" for moment in reversed(PLAYED)]
    assert here.contents() == before
    assert {row.publish_count for row in here.rows("SELECT publish_count FROM raw.batches")} == {2}


def test_a_span_without_captures_is_told_with_where_else_to_look(here: Play) -> None:
    assert "newshouse --demo replay" in told("--from", "2020-01-01", "--to", "2020-02-01")[1]


@pytest.mark.parametrize(
    "options",
    [
        ["--from", "yesterday", "--to", "2026-03-02"],
        ["--from", "2026-03-03", "--to", "2026-03-02"],
        [*SPAN, "--stages", "publish"],
        [*SPAN, "--languages", "german"],
    ],
    ids=str,
)
def test_what_means_nothing_is_refused_with_an_example(options: list[str]) -> None:
    with pytest.raises(SettingsError, match="Example"):
        told(*options)
