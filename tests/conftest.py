"""Fixtures for everybody: a PostgreSQL of the run's own, and a fresh database for each test that asks.

Nothing is shared between tests but the server, and a recording of the demo newsroom that each test copies. The server
lives in pytest's temporary folder, gives up crash safety for speed, and ends with the run, also when the run is killed.
"""

from __future__ import annotations

import gc
import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from stages.databases import database
from stages.playing import fresh, half_played, half_recording, played, recording, room, shown

__all__ = ["fresh", "half_played", "half_recording", "played", "recording", "room", "shown"]

os.environ.setdefault("TZ", "UTC")
settings.register_profile("busy", deadline=None)  # how long an example takes says something of the machine only
settings.load_profile("busy")


def pytest_collection_finish() -> None:
    """Leave what collecting made out of later garbage collections: each capture begins with one over all objects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running PostgreSQL with no databases of ours yet."""
    server = Server(tmp_path_factory.mktemp("postgres"), careless=True)
    postgres.start(server)
    with _ended_with_this_process(server):
        yield server
        postgres.stop(server)


@pytest.fixture
def database_url(postgres_server: Server) -> Iterator[str]:
    """SQLAlchemy's URL of a fresh, empty database."""
    with database(postgres_server, "template1") as url:
        yield url


@pytest.fixture(scope="session")
def warehouse_template(postgres_server: Server) -> str:
    """The name of a migrated warehouse database that holds nothing; clone it, never connect to it."""
    from newshouse.warehouse import migrate

    postgres.create_database(postgres_server, "warehouse_template")
    migrate(postgres_server.url("warehouse_template"))
    return "warehouse_template"


@pytest.fixture
def warehouse_url(postgres_server: Server, warehouse_template: str) -> Iterator[str]:
    """SQLAlchemy's URL of a fresh, migrated, empty warehouse."""
    with database(postgres_server, warehouse_template) as url:
        yield url


@pytest.fixture(scope="session")
def corpus(corpus_if_present: Path | None) -> Path:
    """The folder of real pages, feeds and stories to measure against; skips where it is absent."""
    if corpus_if_present is None:
        pytest.skip("no corpus beside the clone; set NEWSHOUSE_CORPUS")
    return corpus_if_present


@pytest.fixture(scope="session")
def corpus_if_present() -> Path | None:
    """The same folder for tests that do without it as well."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "corpus"
    folder = Path(os.environ.get("NEWSHOUSE_CORPUS") or beside)
    return folder if folder.is_dir() else None


def _ended_with_this_process(server: Server) -> subprocess.Popen[bytes]:
    """A shell that waits for the end of its input, which comes when we close it or are killed, and cleans up."""
    home, pid = shlex.quote(str(server.home)), postgres.running_pid(server)
    script = f"cat; if [ -e {home}/data/postmaster.pid ]; then kill -INT {pid}; sleep 2; fi; rm -rf {home}"
    return subprocess.Popen(["/bin/sh", "-c", script], stdin=subprocess.PIPE, start_new_session=True)
