"""Whether a warehouse has this code's schema. Without Alembic, which takes half a second to import: each run asks."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "newshouse_version"


def check_version(connection: Connection) -> str | None:
    """None when the schema is this code's; else one line that says what to do."""
    current, known = _current(connection), revisions()
    if current == known[-1]:
        return None
    if current is None or current in known:
        return f"the warehouse's schema is {current or 'missing'}, this code wants {known[-1]}: migrate"
    return f"the warehouse's schema {current} is newer than this code ({known[-1]}): update newshouse"


def revisions() -> list[str]:
    """This code's migrations by name, which is that of their file; the last is where they lead."""
    return sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _current(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass(:name)"), {"name": VERSION_TABLE}).scalar() is None:
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return found
