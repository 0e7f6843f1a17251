"""The demo newsroom, played once: each test gets a copy of its warehouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import demo
import pytest
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from newshouse.settings import Settings
from stages.play import Play

PLAYED = demo.BATCH_TIMES[:4]
_numbers = count(1)


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
    archive = tmp_path_factory.mktemp("archive")
    postgres.create_database(postgres_server, "played", warehouse_template)
    play = Play(settings_for(postgres_server.url("played"), archive), room)
    play.register()
    for moment in PLAYED:
        play.batch(moment)
    play.engine.dispose()
    return Recording("played", archive, room)


@pytest.fixture(scope="session")
def half_recording(
    postgres_server: Server, warehouse_template: str, room: demo.Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> Recording:
    archive = tmp_path_factory.mktemp("half_archive")
    postgres.create_database(postgres_server, "half_played", warehouse_template)
    play = Play(settings_for(postgres_server.url("half_played"), archive), room)
    play.register()
    play.read(play.capture(PLAYED[0]))
    play.engine.dispose()
    return Recording("half_played", archive, room)


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
    play = Play(settings_for(warehouse_url, tmp_path / "archive"), room)
    play.register()
    yield play
    play.engine.dispose()


@contextmanager
def _copy(server: Server, recording: Recording, folder: Path) -> Iterator[Play]:
    name = f"{recording.database}_{next(_numbers)}"
    postgres.create_database(server, name, recording.database)
    archive = shutil.copytree(recording.archive, folder / "archive")
    play = Play(settings_for(server.url(name), archive), recording.room)
    yield play
    play.engine.dispose()
    postgres.drop_database(server, name)
