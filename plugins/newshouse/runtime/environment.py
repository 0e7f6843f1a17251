"""Where a clone keeps its state, and the environment variables that make Airflow and newshouse use it.

Whatever the user set stays as it is: an own PostgreSQL is NEWSHOUSE_WAREHOUSE_URL for the warehouse and
AIRFLOW__DATABASE__SQL_ALCHEMY_CONN for Airflow's metadata. For what is not set there is the embedded one.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from newshouse import settings
from newshouse.errors import FatalError
from newshouse.runtime.postgres import Server

WAREHOUSE_URL = "NEWSHOUSE_WAREHOUSE_URL"
METADATA_URL = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
LOGIN = "admin"


@dataclass(frozen=True, slots=True)
class Place:
    """A clone (``root``) and the folder that holds all its state, ``.newshouse`` in it unless NEWSHOUSE_STATE says."""

    root: Path
    state: Path

    @property
    def server(self) -> Server:
        return Server(self.state / "postgres")

    @property
    def airflow_home(self) -> Path:
        return self.state / "airflow"

    @property
    def logs(self) -> Path:
        return self.state / "logs"


def here(environ: Mapping[str, str] | None = None) -> Place:
    """The clone this code runs from."""
    environ = os.environ if environ is None else environ
    root = Path(__file__).resolve().parents[3]
    return Place(root, Path(environ.get("NEWSHOUSE_STATE") or root / ".newshouse").absolute())


def needs_server(environ: Mapping[str, str]) -> bool:
    """Whether anything is left to the embedded PostgreSQL."""
    return not (environ.get(WAREHOUSE_URL, "").strip() and environ.get(METADATA_URL, "").strip())


def prepare(place: Place) -> None:
    """Make the folders of ``place``. Raises FatalError when they can't be made or written."""
    try:
        for folder in (place.state, place.airflow_home, place.logs):
            folder.mkdir(parents=True, exist_ok=True)
        probe = place.state / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        advice = "free some space" if error.errno == 28 else f"give {place.state} to the user you run as, or remove it"
        raise FatalError(f"{place.state} can't be written: {error.strerror}; {advice}") from error


@contextmanager
def locked(place: Place, name: str, busy: str) -> Iterator[None]:
    """One at a time on a prepared ``place``; a killed one's lock is gone with it. Raises FatalError(``busy``)."""
    with (place.state / f"{name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FatalError(busy) from None
        yield


def variables(place: Place, *, demo: bool = False, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment for our processes: ours, and over it what the user set.

    ``demo``: the demo newsroom's warehouse and archive, which lie beside the real ones, so that invented news never
    mix with real news; and leave to fetch from loopback. Makes secrets and the login's password on first
    use, readable by their owner alone. Raises FatalError (SettingsError for a wrong NEWSHOUSE_* value).
    """
    environ = os.environ if environ is None else environ
    prepare(place)
    kept = _secrets(place.state / "secrets.json")
    passwords = place.airflow_home / "passwords.json"
    if not passwords.exists():
        _write_private(passwords, {LOGIN: kept["password"]})
    ours = _newshouse(place, demo) | _airflow(place) | _guarded(kept, passwords)
    whole = ours | {key: value for key, value in environ.items() if value.strip() or key not in ours}
    whole["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), whole.get("PATH", os.defpath)])
    settings.load(whole)
    try:
        make_url(whole[METADATA_URL])
    except ArgumentError as error:
        raise FatalError(
            f"{METADATA_URL} is no address of a database. Example: postgresql+psycopg2://airflow:...@db.example/airflow"
        ) from error
    return whole


def password(place: Place) -> str:
    """The UI's password of the user ``admin``."""
    return str(json.loads((place.airflow_home / "passwords.json").read_text(encoding="utf-8"))[LOGIN])


def _newshouse(place: Place, demo: bool) -> dict[str, str]:
    """The demo's servers are on loopback, take any number of questions, and are polled at each of its moments."""
    if not demo:
        return {WAREHOUSE_URL: place.server.url("newshouse"), "NEWSHOUSE_ARCHIVE_URL": str(place.state / "archive")}
    env = {
        WAREHOUSE_URL: place.server.url("newshouse_demo"),
        "NEWSHOUSE_ARCHIVE_URL": str(place.state / "archive-demo"),
    }
    env |= {"NEWSHOUSE_ALLOW_LOOPBACK": "true", "NEWSHOUSE_HOST_INTERVAL_S": "0", "NEWSHOUSE_POLL_MAX_S": "1800"}
    return env


def _airflow(place: Place) -> dict[str, str]:
    return {
        "AIRFLOW_HOME": str(place.airflow_home),
        METADATA_URL: place.server.url("airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(place.root / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(place.root / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",  # 32 idle workers take 5.5 GB
        "AIRFLOW__CORE__AUTH_MANAGER": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{LOGIN}:admin",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "30",  # a busy small machine answers tasks later than after 5 s
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",  # a new DAG file takes 5 minutes to show otherwise
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "600",  # a changed file is read at once all the same
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(place.logs / "tasks"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }


def _guarded(kept: Mapping[str, str], passwords: Path) -> dict[str, str]:
    return {
        "AIRFLOW__CORE__FERNET_KEY": kept["fernet_key"],
        "AIRFLOW__API__SECRET_KEY": kept["secret_key"],
        "AIRFLOW__API_AUTH__JWT_SECRET": kept["jwt_secret"],
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
    }


def _secrets(file: Path) -> dict[str, str]:
    if not file.exists():
        fresh = {
            "fernet_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
            "secret_key": secrets.token_urlsafe(32),
            "jwt_secret": secrets.token_urlsafe(48),
            "password": secrets.token_urlsafe(12),
        }
        _write_private(file, fresh)
    try:
        kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FatalError(f"{file} can't be read ({error}); remove it, and new secrets are made") from error
    return kept


def _write_private(file: Path, content: dict[str, Any]) -> None:
    """Whole or not at all; who comes second keeps the first one's."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out)
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
