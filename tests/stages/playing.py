"""The demo newsroom, played once: each test gets a copy of its warehouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import demo
import pytest
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from newshouse.settings import Settings
from stages.databases import database
from stages.play import Play, read_captured

PLAYED = demo.BATCH_TIMES[:4]


@dataclass(frozen=True)
class Recording:
    """What playing the first batches left: a template database, an archive, the running newsroom."""

    database: str
    archive: Path
    room: demo.Newsroom


def settings_for(url: str, archive: Path) -> Settings:
    return Settings(
        warehouse_url=url, archive_url=str(archive), allow_loopback=True, host_interval_s=0.0, read_processes=1
    )


@pytest.fixture(scope="session")
def room() -> Iterator[demo.Newsroom]:
    with demo.Newsroom(base_port=0, slow_s=0.05) as newsroom:
        yield newsroom


@pytest.fixture(scope="session")
def recording(
    postgres_server: Server, warehouse_template: str, room: demo.Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Recording:
    postgres.create_database(postgres_server, "played", warehouse_template)
    made = Recording("played", tmp_path_factory.mktemp("archive"), room)
    with _begun(postgres_server.url("played"), made.archive, room) as play:
        for moment in PLAYED:
            play.batch(moment)
    return made


@pytest.fixture(scope="session")
def half_recording(
    postgres_server: Server, warehouse_template: str, room: demo.Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Recording:
    postgres.create_database(postgres_server, "half_played", warehouse_template)
    made = Recording("half_played", tmp_path_factory.mktemp("half_archive"), room)
    with _begun(postgres_server.url("half_played"), made.archive, room) as play:
        read_captured(play.capture(PLAYED[0]))
    return made


@pytest.fixture
def played(postgres_server: Server, recording: Recording, tmp_path: Path) -> Iterator[Play]:
    """A warehouse after the first four batches, all the test's own."""
    with _copy(postgres_server, recording, tmp_path) as play:
        yield play


@pytest.fixture(scope="module")
def shown(postgres_server: Server, recording: Recording, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """The same warehouse for all of a file's tests that only look at it."""
    with _copy(postgres_server, recording, tmp_path_factory.mktemp("shown")) as play:
        yield play


@pytest.fixture
def half_played(postgres_server: Server, half_recording: Recording, tmp_path: Path) -> Iterator[Play]:
    """A warehouse whose first batch was captured and read, not linked; all the test's own."""
    with _copy(postgres_server, half_recording, tmp_path) as play:
        yield play


@pytest.fixture
def fresh(warehouse_url: str, room: demo.Newsroom, tmp_path: Path) -> Iterator[Play]:
    """An empty warehouse with the demo's feeds registered."""
    with _begun(warehouse_url, tmp_path / "archive", room) as play:
        yield play


@contextmanager
def _begun(url: str, archive: Path, room: demo.Newsroom) -> Iterator[Play]:
    play = Play(settings_for(url, archive), room)
    play.register()
    yield play
    play.engine.dispose()


@contextmanager
def _copy(server: Server, recording: Recording, folder: Path) -> Iterator[Play]:
    archive = shutil.copytree(recording.archive, folder / "archive")
    with database(server, recording.database) as url:
        play = Play(settings_for(url, archive), recording.room)
        yield play
        play.engine.dispose()
