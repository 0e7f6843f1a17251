"""``newshouse rebuild`` and ``newshouse export`` as a person types them: a program, its exit code, what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from newshouse.runtime.postgres import Server
from stages.databases import database
from stages.play import Play
from stages.playing import PLAYED

NEWSHOUSE = Path(sys.executable).with_name("newshouse")
SPAN = ["--since", "2026-02-27", "--until", "2026-03-05"]


@dataclass
class Typed:
    """A shell in which the settings are those of a played warehouse."""

    env: dict[str, str]

    def run(self, *arguments: str, **env: str) -> tuple[int, str, str]:
        """Exit code, output, errors."""
        command = [str(NEWSHOUSE), *arguments]
        done = subprocess.run(command, env=self.env | env, capture_output=True, text=True, timeout=300, check=False)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def typed(played: Play, tmp_path: Path) -> Typed:
    return Typed(
        os.environ
        | {
            "NEWSHOUSE_STATE": str(tmp_path / "state"),
            "NEWSHOUSE_WAREHOUSE_URL": played.settings.warehouse_url,
            "NEWSHOUSE_ARCHIVE_URL": played.settings.archive_url,
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": played.settings.warehouse_url,  # so that no server is started
            "NEWSHOUSE_NOW": (PLAYED[-1] + timedelta(days=1)).isoformat(),
        }
    )


@pytest.fixture
def empty_url(postgres_server: Server, warehouse_template: str) -> Iterator[str]:
    with database(postgres_server, warehouse_template) as url:
        yield url


def test_export_writes_the_days_and_says_how_much(typed: Typed, played: Play, tmp_path: Path) -> None:
    to = tmp_path / "out"
    code, said, errors = typed.run("export", *SPAN, "--to", str(to))
    assert (code, errors) == (0, "")
    [(count,)] = duckdb.sql(f"SELECT count(*) FROM '{to}/articles/*/*.parquet'").fetchall()
    assert f'"article_count": {count}' in said
    assert [(count,)] == played.rows("SELECT count(*) FROM serve.articles WHERE published_at >= '2026-02-27'")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["export", "--since", "monday", "--to", "/tmp/x"], "'monday' is no day such as 2026-03-02"),
        (["export", "--since", "2026-03-05", "--until", "2026-03-02", "--to", "/tmp/x"], "is not before until"),
        (["export", *SPAN, "--to", "carrier-pigeon://roof/x"], "Example: /srv/export or s3://bucket/export"),
        (["export", *SPAN], "Missing option '--to'"),
        (["rebuild", "everything"], "unexpected extra argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_means_nothing_ends_with_2_and_one_line(typed: Typed, arguments: list[str], complaint: str) -> None:
    code, said, errors = typed.run(*arguments)
    assert (code, said) == (2, "")
    assert complaint in errors
    assert "Traceback" not in errors


def test_an_export_that_can_not_be_written_says_where_and_why(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, said, errors = typed.run("export", *SPAN, "--to", str(tmp_path / "file" / "out"))
    assert (code, said) == (1, "")
    assert errors.startswith(f"newshouse: Can't write the export to {tmp_path}/file/out/")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("command", [["export", *SPAN, "--to", "/tmp/x"], ["rebuild"]], ids=" ".join)
def test_a_warehouse_that_is_away_is_named_in_one_line(typed: Typed, command: list[str], tmp_path: Path) -> None:
    nobody = f"postgresql+psycopg://newshouse@/none?host={tmp_path}"
    code, said, errors = typed.run(*command, NEWSHOUSE_WAREHOUSE_URL=nobody)
    assert (code, said) == (1, "")
    assert "The warehouse does not answer" in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.slow
def test_rebuild_tells_each_batch_and_goes_into_an_empty_warehouse_only(
    typed: Typed, played: Play, empty_url: str
) -> None:
    code, said, errors = typed.run("rebuild")
    assert (code, said) == (2, "")
    assert "rebuild fills an empty warehouse, and this one holds 4 batches" in errors
    code, said, errors = typed.run("rebuild", NEWSHOUSE_WAREHOUSE_URL=empty_url)
    assert (code, errors) == (0, "")
    lines = said.splitlines()
    assert [line.split()[0] for line in lines[:4]] == ["1/4", "2/4", "3/4", "4/4"]
    assert lines[4].startswith("4 batches rebuilt, 0 decisions, 0 take-downs")
    code, said, errors = typed.run("rebuild", NEWSHOUSE_WAREHOUSE_URL=empty_url)
    assert (code, said) == (2, "")


@pytest.mark.slow
def test_rebuild_ends_with_1_and_names_what_the_archive_lacks(typed: Typed, played: Play, empty_url: str) -> None:
    lost = next(path for path in Path(played.settings.archive_url).rglob("*fetch*"))
    lost.unlink()
    code, said, _ = typed.run("rebuild", NEWSHOUSE_WAREHOUSE_URL=empty_url)
    assert code == 1
    assert "records: archive_missing" in said
