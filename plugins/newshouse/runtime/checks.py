"""What ``newshouse doctor`` looks at: each check says what it found, and how to mend it where it is wrong."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

import psycopg
from sqlalchemy import make_url
from upath import UPath

from newshouse.errors import NewshouseError
from newshouse.runtime import environment, postgres
from newshouse.runtime.databases import metadata_is_current
from newshouse.runtime.environment import METADATA_URL, WAREHOUSE_URL, Place
from newshouse.runtime.services import FIRST_PORT, port_to_use
from newshouse.warehouse import check_version, open_warehouse, working

Verdict = Literal["good", "note", "bad"]
ROOM_NEEDED_BYTES = 2_000_000_000
OLDEST_SERVER = 150_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. ``mend`` is what to do about it; empty when good."""

    subject: str
    verdict: Verdict
    found: str
    mend: str = ""


def examine(place: Place) -> list[Finding]:
    """All findings, in the order in which they are worth mending. Starts nothing; makes but the folders for state."""
    findings = [_python(), _disk(place), _installed()]
    try:
        env = environment.variables(place)
    except NewshouseError as error:
        return [*findings, Finding("settings", "bad", str(error), "set it as in the example, or unset it")]
    findings.append(Finding("settings", "good", f"state in {place.state}"))
    findings += [_server(place), _locks(place)]
    for subject, url, current in (
        ("warehouse", env[WAREHOUSE_URL], lambda: _schema(env)),
        ("Airflow's metadata", env[METADATA_URL], lambda: _metadata(place, env)),
    ):
        findings.append(_database(place, subject, url, current))
    return [*findings, _archive(env), _port()]


def _python() -> Finding:
    version = sys.version.split()[0]
    if (3, 11) <= sys.version_info < (3, 15):
        return Finding("Python", "good", version)
    return Finding("Python", "bad", version, "3.11 to 3.14 is needed: make clean, then make PYTHON=python3.12 run")


def _disk(place: Place) -> Finding:
    free = shutil.disk_usage(place.root).free
    if free < ROOM_NEEDED_BYTES:
        return Finding("disk", "bad", f"{free / 1e9:.1f} GB free", f"free some: {ROOM_NEEDED_BYTES // 10**9} GB needed")
    return Finding("disk", "good", f"{free / 1e9:.1f} GB free")


def _installed() -> Finding:
    try:
        return Finding("PostgreSQL's programs", "good", str(postgres.binary("postgres").parent))
    except NewshouseError as error:
        return Finding("PostgreSQL's programs", "bad", str(error), "make run installs them")


def _server(place: Place) -> Finding:
    server = place.server
    if not environment.needs_server(os.environ):
        return Finding("embedded PostgreSQL", "good", "not used: both databases are set by hand")
    if server.answers():
        return Finding("embedded PostgreSQL", "good", f"runs, {server.socket_folder}")
    if postgres.running_pid(server):
        return Finding("embedded PostgreSQL", "bad", "runs but does not answer", f"read {server.log}, then make stop")
    return Finding("embedded PostgreSQL", "note", "does not run", "make run or make up start it")


def _locks(place: Place) -> Finding:
    lock = place.server.data / "postmaster.pid"
    if place.server.home.exists() and not os.access(place.server.home, os.X_OK):
        mend = "run as its owner; or make clean as root, and begin anew"
        return Finding("locks", "bad", f"{place.server.home} belongs to another user", mend)
    if lock.exists() and not postgres.running_pid(place.server):
        return Finding("locks", "note", f"{lock} is of a server long gone", "the next start removes it")
    return Finding("locks", "good", "none left behind")


def _database(place: Place, subject: str, url: str, current: Callable[[], str | None]) -> Finding:
    name = make_url(url).database or ""
    embedded = url == place.server.url(name)
    if embedded and not place.server.answers():
        return Finding(subject, "note", "not looked at: the embedded PostgreSQL does not run", "make run starts it")
    where = make_url(url).render_as_string(hide_password=True)
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with closing(psycopg.connect(address, connect_timeout=10)) as connection:
            version = connection.info.server_version
        if version < OLDEST_SERVER:
            return Finding(subject, "bad", f"PostgreSQL {version // 10_000}", "15 or newer is needed")
        complaint = current()
    except psycopg.OperationalError as error:
        if embedded and "does not exist" in str(error):
            return Finding(subject, "note", "not made yet", "make run or make up make it")
        return Finding(subject, "bad", f"{where}: {str(error).strip().splitlines()[0]}", "start it, or mend the URL")
    except NewshouseError as error:
        return Finding(subject, "bad", str(error), "start it, or mend the URL")
    if complaint:
        return Finding(subject, "bad", complaint, "make run or make up migrate it")
    return Finding(subject, "good", f"PostgreSQL {version // 10_000}, {where}")


def _schema(env: Mapping[str, str]) -> str | None:
    engine = open_warehouse(env[WAREHOUSE_URL])
    try:
        with working(engine) as connection:
            return check_version(connection)
    finally:
        engine.dispose()


def _metadata(place: Place, env: Mapping[str, str]) -> str | None:
    return None if metadata_is_current(place, env) else "not migrated by the installed Airflow"


def _archive(env: Mapping[str, str]) -> Finding:
    url = env["NEWSHOUSE_ARCHIVE_URL"]
    try:
        probe = UPath(url) / f".probe-{os.getpid()}"
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"probe")
        probe.unlink()
    except Exception as error:  # any filesystem's own errors: to a person they all say "can't be written"
        return Finding("archive", "bad", f"{url} can't be written: {error}", "mend NEWSHOUSE_ARCHIVE_URL or its rights")
    return Finding("archive", "good", url)


def _port() -> Finding:
    try:
        return Finding("port of the web pages", "good", f"{port_to_use(None)} is free")
    except NewshouseError as error:
        return Finding("port of the web pages", "bad", str(error), f"stop what listens from {FIRST_PORT} on")
    except OSError as error:
        return Finding("port of the web pages", "bad", f"{socket.gethostname()}: {error}", "mend the loopback network")
