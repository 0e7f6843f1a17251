"""PostgreSQL's disk, or that of its log, is full while a batch is published: a clear failure, nothing torn, and it goes
on with room."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from campaign.accounts import contents, differences
from campaign.town import OUTLETS, START, publish, town
from campaign.zygote import STAGES, Job, Zygote
from newshouse.errors import FatalError
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from newshouse.runtime.unprivileged import account_for
from newshouse.stages.registry import NewFeed, add_feeds
from newshouse.warehouse import migrate, open_warehouse
from sqlalchemy import text
from stages.outlet import Outlet

pytestmark = pytest.mark.slow
DISK_BYTES = 600_000_000
LOG_DISK_BYTES = 200_000_000
LOG_FILE_BYTES = 1 << 20
LOG_LEFT_BYTES = 100_000
"""Room in the log's last file for the beginning of a publication, which writes six times as much."""
ROOM_BYTES = 32_768
PER_HOUR = 20
"""Articles of an outlet: more than fit into the free pages of the tables."""


@contextmanager
def mounted(folder: Path, size_bytes: int) -> Iterator[Path]:
    """A small file system of its own; skips where that can't be had."""
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount the small disk that is filled here")
    options = ["-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", str(folder)]
    done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"mounting the small disk that is filled here is refused: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", DISK_BYTES) as folder:
        yield folder


@pytest.fixture
def log_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "log_disk", LOG_DISK_BYTES) as folder:
        yield folder


@pytest.fixture
def server(disk: Path) -> Iterator[Server]:
    server = Server(disk / "postgres")
    server.home.mkdir()
    postgres.start(server)
    yield server
    postgres.stop(server)


@pytest.fixture
def server_with_log_apart(log_disk: Path, tmp_path: Path) -> Iterator[Server]:
    """Its write-ahead log lies on ``log_disk``, in files of ``LOG_FILE_BYTES``, none of which is written again."""
    server = Server(tmp_path / "postgres")
    postgres.start(server)
    postgres.stop(server)
    account = account_for(server.home, postgres.binary("postgres"))
    cut = account.run(
        [str(postgres.binary("pg_resetwal")), f"--wal-segsize={LOG_FILE_BYTES >> 20}", "-D", str(server.data)], 60
    )
    assert cut.returncode == 0, cut.stdout
    there = log_disk / "pg_wal"
    shutil.copytree(server.data / "pg_wal", there)
    for path in (there, *there.rglob("*")):
        os.chown(path, account.uid or -1, account.gid or -1)
    shutil.rmtree(server.data / "pg_wal")
    (server.data / "pg_wal").symlink_to(there)
    with (server.data / "postgresql.auto.conf").open("a") as settings:
        settings.write("wal_recycle = off\nmin_wal_size = '2MB'\n")
    postgres.start(server)
    yield server
    (log_disk / "ballast").unlink(missing_ok=True)  # a server without room for its log does not even stop
    postgres.stop(server)


def fill(ballast: Path) -> None:
    with ballast.open("wb") as out:
        os.posix_fallocate(out.fileno(), 0, shutil.disk_usage(ballast.parent).free)


def write_log_to_last_file_s_end(url: str) -> None:
    """Up to ``LOG_LEFT_BYTES`` of it: the next file is soon asked for."""
    engine = open_warehouse(url)
    with engine.connect() as connection:
        written = connection.scalar(text("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))
        left = LOG_FILE_BYTES - int(written) % LOG_FILE_BYTES
        filler = {"bytes": max(left - LOG_LEFT_BYTES, 0)}
        connection.execute(text("SELECT pg_logical_emit_message(FALSE, 'filler', repeat('-', :bytes), TRUE)"), filler)
    engine.dispose()


@contextmanager
def ready_to_publish(server: Server, folder: Path) -> Iterator[Callable[[str], int]]:
    """A batch in the database ``victim`` of which only the publishing is left, and its ``twin``.

    What it gives publishes one of them, in a process that logs to ``folder``/log; the exit code.
    """

    def job(name: str, *stages: str) -> Job:
        return Job(server.url(name), str(folder / name), START.isoformat(), START.isoformat(), stages)

    postgres.create_database(server, "victim")
    migrate(server.url("victim"))
    with town() as outlet, Zygote(folder / "log") as zygote:
        register(server.url("victim"), outlet)
        publish(outlet, 0, PER_HOUR)
        assert zygote.run(job("victim", *STAGES[:-1])) == 0
        postgres.create_database(server, "twin", "victim")
        shutil.copytree(folder / "victim", folder / "twin")
        yield lambda name: zygote.run(job(name, "publish"))


def test_a_publication_that_runs_out_of_disk_is_whole_after_room_is_made(
    server: Server, disk: Path, tmp_path: Path
) -> None:
    with ready_to_publish(server, tmp_path) as published_in:
        assert published_in("twin") == 0
        published = held(server.url("twin"))
        engine = open_warehouse(server.url("victim"))
        before = contents(engine)  # the connection stays open: a full disk may have no room for a new one
        assert differences(before, published)

        ballast, room, failures = disk / "ballast", ROOM_BYTES, 0
        for cache in server.data.rglob("pg_internal.init"):
            cache.unlink()  # whoever connects writes it anew, so that at first even connecting fails
        fill(ballast)
        full = ballast.stat().st_size
        while published_in("victim") != 0:
            failures += 1
            assert differences(before, contents(engine)) == {}
            room *= 2  # a little at first: it fails early in the transaction, then later and later
            os.truncate(ballast, full - room)
        engine.dispose()
        assert failures > 1
        assert (tmp_path / "log").read_text().count("FatalError: The warehouse's disk is full") == failures
        assert "could not write init file" in (tmp_path / "log").read_text()
        assert differences(published, held(server.url("victim"))) == {}


def test_a_publication_whose_log_runs_out_of_disk_is_whole_after_room_is_made(
    server_with_log_apart: Server, log_disk: Path, tmp_path: Path
) -> None:
    server = server_with_log_apart
    with ready_to_publish(server, tmp_path) as published_in:
        before = held(server.url("victim"))
        write_log_to_last_file_s_end(server.url("victim"))
        fill(log_disk / "ballast")
        failures = [published_in("victim") for _ in range(3)]
        assert 0 not in failures
        said = [line for line in (tmp_path / "log").read_text().splitlines() if "newshouse.errors" in line]
        assert len(said) == len(failures)  # of a server that ends in the middle of it the client sees no more than that
        assert all("The warehouse's disk is full" in line or "The warehouse does not answer" in line for line in said)
        assert "No space left on device" in server.log.read_text(errors="replace")
        if not comes_back(server):  # it gives up where it can't even repair itself
            with pytest.raises(FatalError, match=r"the disk is full \(0 MB left\)"):
                postgres.start(server)
        (log_disk / "ballast").unlink()
        postgres.start(server)
        assert differences(before, held(server.url("victim"))) == {}
        assert published_in("victim") == 0
        assert published_in("twin") == 0
        assert differences(held(server.url("twin")), held(server.url("victim"))) == {}


def comes_back(server: Server) -> bool:
    """After the end of its processes a server repairs itself, and answers again, or ends."""
    while not server.answers():
        if postgres.running_pid(server) is None:
            return False
        time.sleep(0.2)
    return True


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
