"""What the archive holds beside captures: books, decisions and take-downs, so that it alone is enough for a rebuild.

A ledger is written before the transaction that notes it: what a killed process leaves tells of nothing that is not so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection

from newshouse.archive import ArchiveWriter
from newshouse.settings import Settings
from newshouse.warehouse import execute, fetch_one

FORMAT = "1"
_MARK = "-ledger"


def is_ledger(file: str) -> bool:
    """Whether a file of the archive holds books, by its name."""
    return _MARK in PurePosixPath(file).name


def keep_books(connection: Connection, settings: Settings, batch_id: int) -> None:
    """Write what a rebuild needs of a published batch, and what people decided since the ledger before.

    To be called at the end of the publishing transaction, under its lock.
    """
    row = fetch_one(connection, "select/ledger", batch_id=batch_id)
    if row.content is not None:
        owner = batch_id if row.has_books else None
        noted = {"batch_id": owner, "change_id": row.change_id, "decisions_md5": row.decisions_md5}
        _keep(connection, settings, f"batch{batch_id:08d}", row.content, noted)


def keep_take_down(connection: Connection, settings: Settings, snapshot_ids: Sequence[int]) -> None:
    """Write the tombstones, which captures go, and what feeds said in these of what stays."""
    row = fetch_one(connection, "select/ledger_of_take_down", ids=snapshot_ids)
    noted = {"batch_id": None, "change_id": None, "decisions_md5": None}
    _keep(connection, settings, "forgotten", row.content, noted)


def _keep(connection: Connection, settings: Settings, name: str, content: str, noted: dict[str, Any]) -> None:
    day = settings.time().strftime("%Y/%m/%d")
    with ArchiveWriter(settings.archive_url, f"{day}/{name}{_MARK}") as archive:
        archive.write_document(content.encode(), {"kind": "ledger", "format": FORMAT})
    execute(connection, "load/ledger", noted | {"file": archive.file})
