"""PostgreSQL's disk is full while a batch is published: a clear failure, nothing torn, and it goes on with room."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from campaign.accounts import contents, differences
from campaign.town import OUTLETS, START, publish, town
from campaign.zygote import STAGES, Job, Zygote
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import migrate, open_warehouse
from stages.outlet import Outlet

pytestmark = pytest.mark.slow
DISK_BYTES = 600_000_000
ROOM_BYTES = 32_768
PER_HOUR = 20
"""Articles of an outlet: more than fit into the free pages of the tables."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount the small disk that is filled here")
    options = ["-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"mounting the small disk that is filled here is refused: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def server(disk: Path) -> Iterator[Server]:
    server = Server(disk / "postgres")
    server.home.mkdir()
    postgres.start(server)
    yield server
    postgres.stop(server)


def fill(ballast: Path) -> None:
    with ballast.open("wb") as out:
        os.posix_fallocate(out.fileno(), 0, shutil.disk_usage(ballast.parent).free)


def test_a_publication_that_runs_out_of_disk_is_whole_after_room_is_made(
    server: Server, disk: Path, tmp_path: Path
) -> None:
    def job(name: str, *stages: str) -> Job:
        return Job(server.url(name), str(tmp_path / name), START.isoformat(), START.isoformat(), stages)

    postgres.create_database(server, "victim")
    migrate(server.url("victim"))
    with town() as outlet, Zygote(tmp_path / "log") as zygote:
        register(server.url("victim"), outlet)
        publish(outlet, 0, PER_HOUR)
        assert zygote.run(job("victim", *STAGES[:-1])) == 0
        postgres.create_database(server, "twin", "victim")
        shutil.copytree(tmp_path / "victim", tmp_path / "twin")
        assert zygote.run(job("twin", "publish")) == 0
        published = held(server.url("twin"))
        engine = open_warehouse(server.url("victim"))
        before = contents(engine)  # the connection stays open: a full disk may have no room for a new one
        assert differences(before, published)

        ballast, room, failures = disk / "ballast", ROOM_BYTES, 0
        for cache in server.data.rglob("pg_internal.init"):
            cache.unlink()  # whoever connects writes it anew, so that at first even connecting fails
        fill(ballast)
        full = ballast.stat().st_size
        while zygote.run(job("victim", "publish")) != 0:
            failures += 1
            assert differences(before, contents(engine)) == {}
            room *= 2  # a little at first: it fails early in the transaction, then later and later
            os.truncate(ballast, full - room)
        engine.dispose()
        assert failures > 1
        assert (tmp_path / "log").read_text().count("FatalError: The warehouse's disk is full") == failures
        assert "could not write init file" in (tmp_path / "log").read_text()
        assert differences(published, held(server.url("victim"))) == {}


def register(url: str, outlet: Outlet) -> None:
    engine = open_warehouse(url)
    add_feeds(engine, [NewFeed(f"{outlet.base}/{paper}.xml") for paper in OUTLETS], START)
    engine.dispose()


def held(url: str) -> dict[str, list[str]]:
    engine = open_warehouse(url)
    try:
        return contents(engine)
    finally:
        engine.dispose()
