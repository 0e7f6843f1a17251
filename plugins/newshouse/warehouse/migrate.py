"""Migrations, forward only: Alembic orders them, each runs one whole file of sql/migrations."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import InternalError

from newshouse.errors import FatalError
from newshouse.warehouse.connection import OLDEST_SERVER, open_warehouse, working
from newshouse.warehouse.statements import names, source
from newshouse.warehouse.version import MIGRATIONS, check_version

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 4_905_870_021  # any number, the same in every newshouse: one migration at a time


def migrate(url: str) -> bool:
    """Bring the warehouse at ``url`` to this code's schema; True if anything changed.

    Safe to run at any time and from several machines at once. Raises FatalError when the server is older
    than PostgreSQL 15, the database is newer than the code, or it does not answer.
    """
    engine = open_warehouse(url)
    try:
        with working(engine) as connection:
            _refuse_old_server(connection)
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            changed = _upgrade(connection)
            return _recreate_views(connection) or changed
    finally:
        engine.dispose()


def run_file(connection: Connection, name: str) -> None:
    """Run sql/<name>.sql, several statements, no binds."""
    driver: Any = connection.connection.driver_connection
    driver.execute(source(name))  # past SQLAlchemy: psycopg reads % as itself only where there are no binds


def number_on(connection: Connection) -> None:
    """Have every sequence go on after the rows that came with numbers of their own."""
    run_file(connection, "load/number_on")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _upgrade(connection: Connection) -> bool:
    complaint = check_version(connection)
    if complaint is None:
        return False
    if complaint.endswith("update newshouse"):
        raise FatalError(complaint)
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


def _recreate_views(connection: Connection) -> bool:
    """The views of serve are made anew whenever one of their files changed; their hash stands in a comment."""
    files = names("serve")
    digest = hashlib.sha256("".join(source(name) for name in files).encode()).hexdigest()[:16]
    stamp = connection.execute(text("SELECT obj_description('serve'::regnamespace, 'pg_namespace')")).scalar() or ""
    if stamp.endswith(f"[{digest}]"):
        return False
    _drop_views(connection, files)
    for name in files:
        run_file(connection, name)
    comment = f"The contract with downstream readers: views to build on. [{digest}]"
    connection.exec_driver_sql(f"COMMENT ON SCHEMA serve IS '{comment}'")
    return True


def _drop_views(connection: Connection, files: list[str]) -> None:
    """The later files' first: they may read the earlier ones'. Other people's views on ours are not ours to drop."""
    made_by = {name.partition("_")[2]: place for place, name in enumerate(files)}
    views = connection.execute(text("SELECT viewname FROM pg_views WHERE schemaname = 'serve'")).scalars().all()
    for view in sorted(views, key=lambda name: made_by.get(name, len(files)), reverse=True):
        try:
            connection.exec_driver_sql(f'DROP VIEW serve."{view}"')
        except InternalError as error:
            what = str(error.orig).strip().replace("\n", " ")
            raise FatalError(f"{what} Drop what depends on it, migrate, then make it again.") from error


def _refuse_old_server(connection: Connection) -> None:
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if version < OLDEST_SERVER:
        raise FatalError(f"PostgreSQL {version // 10_000} is too old: newshouse needs 15 or newer")
