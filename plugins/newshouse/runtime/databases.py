"""Have the databases ready: the embedded server started, the warehouse and Airflow's metadata brought up to date."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from newshouse.errors import FatalError
from newshouse.runtime import postgres
from newshouse.runtime.environment import METADATA_URL, WAREHOUSE_URL, Place
from newshouse.warehouse import migrate


def ready(place: Place, env: Mapping[str, str]) -> None:
    """ready_warehouse() and ready_metadata(), which take seconds each, at the same time."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        metadata = pool.submit(ready_metadata, place, env)
        ready_warehouse(place, env)
        metadata.result()


def ready_warehouse(place: Place, env: Mapping[str, str]) -> None:
    """The warehouse of ``env`` runs and has this code's schema. Raises FatalError, saying how to mend it."""
    _have(place, env[WAREHOUSE_URL])
    migrate(env[WAREHOUSE_URL])


def ready_metadata(place: Place, env: Mapping[str, str]) -> bool:
    """Airflow's metadata database runs and has the schema of the installed Airflow; True if that took a migration.

    The migration takes seconds even when there is nothing to do, so it is skipped when the database is where
    the last one left it. Raises FatalError, saying how to mend it.
    """
    _have(place, env[METADATA_URL])
    if metadata_is_current(place, env):
        return False
    airflow(["db", "migrate"], env, place.logs / "airflow-migrate.log")
    _note(place).write_text(_state(env[METADATA_URL]), encoding="utf-8")
    return True


def metadata_is_current(place: Place, env: Mapping[str, str]) -> bool:
    """Whether Airflow's database is where the installed Airflow's last migration left it."""
    note = _note(place)
    return note.exists() and note.read_text(encoding="utf-8") == _state(env[METADATA_URL])


def airflow(arguments: list[str], env: Mapping[str, str], log: Path) -> None:
    """Run an ``airflow`` command to its end, its output into ``log``. Raises FatalError with the last lines."""
    command = [sys.executable, "-m", "airflow", *arguments]
    with log.open("ab") as out:
        start = out.tell()
        done = subprocess.run(command, env=dict(env), stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False)
    if done.returncode != 0:
        said = log.read_bytes()[start:].decode(errors="replace").strip().splitlines()
        raise FatalError(f"airflow {' '.join(arguments)} failed, see {log}: {' | '.join(said[-3:])}")


def _note(place: Place) -> Path:
    return place.airflow_home / "migrated"


def _have(place: Place, url: str) -> None:
    """A database of the embedded server is started and created; any other is its owner's affair."""
    name = make_url(url).database or ""
    if url == place.server.url(name):
        postgres.start(place.server)
        postgres.create_database(place.server, name)


def _state(url: str) -> str:
    """What says that the metadata fit the code: Airflow's version and the revision its database stands at."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            rows = connection.execute("SELECT version_num FROM alembic_version ORDER BY 1").fetchall()
    except psycopg.errors.UndefinedTable:
        rows = []
    except psycopg.OperationalError as error:
        raise FatalError(f"Airflow's database does not answer: {error}. Start it or mend {METADATA_URL}.") from error
    return f"{version('apache-airflow-core')} {' '.join(row[0] for row in rows)} {address.rpartition('@')[2]}"
