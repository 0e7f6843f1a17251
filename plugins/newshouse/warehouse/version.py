"""Whether a warehouse has this code's schema. Without Alembic, which takes half a second to import: each run asks."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, text

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "newshouse_version"
_BEFORE = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


def check_version(connection: Connection) -> str | None:
    """None when the schema is this code's; else one line that says what to do."""
    current, known = _current(connection), revisions()
    if current == known[-1]:
        return None
    if current is None or current in known:
        return f"the warehouse's schema is {current or 'missing'}, this code wants {known[-1]}: migrate"
    return f"the warehouse's schema {current} is newer than this code ({known[-1]}): update newshouse"


def revisions() -> list[str]:
    """This code's migrations in their order; each is named as its file, and says which one it follows."""
    after: dict[str | None, str] = {}
    for path in (MIGRATIONS / "versions").glob("[0-9]*.py"):
        found = _BEFORE.search(path.read_text(encoding="utf-8"))
        after[found[1] if found else None] = path.stem
    chain = [after[None]]
    while chain[-1] in after:
        chain.append(after[chain[-1]])
    return chain


def _current(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass(:name)"), {"name": VERSION_TABLE}).scalar() is None:
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return found
