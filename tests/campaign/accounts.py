"""What a warehouse holds, in a form that two of them can be compared by, and what must hold of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newshouse.archive import ArchiveReader, iterate_records, list_files
from newshouse.records import RecordRef
from sqlalchemy import Engine, text

NEWS = (
    "articles",
    "revisions",
    "copies",
    "edges",
    "members",
    "stories",
    "aliases",
    "features",
    "changes",
)
RAW = ("entries", "pages", "polls", "fetches", "rejects")
SERVE = (
    "articles", "stories", "story_aliases", "story_timeline", "copies", "revisions", "sightings", "batches", "rejects",
    "changes",
)  # fmt: skip
TABLES = (*(f"news.{name}" for name in NEWS), *(f"raw.{name}" for name in RAW), *(f"serve.{name}" for name in SERVE))
RUN_COLUMNS = (
    "mode", "run_id", "opened_at", "published_at", "publish_count", "delay_s", "work_began_at", "work_s", "selection",
    "rejected_at", "elapsed_s", "shard",
)  # fmt: skip
NUMBERS = ("batch_id", "snapshot_id", "snapshot_file", "snapshot_offset", "entry_id", "first_batch_id")
"""Differ from warehouse to warehouse; where they are left out, a batch goes by its interval."""


def contents(engine: Engine, *, numbers: bool = True) -> dict[str, list[str]]:
    """Every row of every table and view, run columns aside, sorted."""
    with engine.connect() as connection:
        return {name: _rows(connection, name, numbers) for name in TABLES}


def _rows(connection: Any, name: str, numbers: bool) -> list[str]:
    dropped = list(RUN_COLUMNS if name in ("serve.batches", "raw.polls", "raw.fetches") else RUN_COLUMNS[6:])
    batch = "'{}'::jsonb"
    if not numbers:
        dropped += NUMBERS
        batch = "jsonb_build_object('batch', (SELECT interval_end FROM raw.batches WHERE batch_id = {}))"
        found = connection.execute(text(f"SELECT * FROM {name} LIMIT 0")).keys()
        key = next((key for key in ("batch_id", "first_batch_id") if key in found), "NULL")
        batch = batch.format(key if key == "NULL" else f"listed.{key}")
    query = f"SELECT (to_jsonb(listed) - cast(:dropped AS text[]) || {batch})::text FROM {name} AS listed ORDER BY 1"
    return list(connection.execute(text(query), {"dropped": dropped}).scalars())


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """By table: the first rows that only one of them has; empty when they are equal."""
    return {
        name: (sorted(set(one[name]) - set(other[name]))[:3], sorted(set(other[name]) - set(one[name]))[:3])
        for name in one
        if one[name] != other[name]
    }


def unbalanced(engine: Engine) -> list[Any]:
    """Batches whose books don't balance, or that are not published."""
    with engine.connect() as connection:
        return list(
            connection.execute(
                text(
                    "SELECT * FROM serve.batches WHERE state <> 'published'"
                    " OR feeds_due <> feeds_ok + feeds_unchanged + feeds_rejected + feeds_deferred"
                    " OR entries_seen <> entries_new + entries_known + entries_rejected + entries_deferred"
                    " OR pages_due <> pages_ok + pages_unchanged + pages_rejected + pages_deferred"
                    " OR pages_ok <> articles_due"
                    " OR articles_due <> articles_new + articles_revised + articles_unchanged + articles_rejected"
                )
            )
        )


def missing_snapshots(engine: Engine, archive: Path) -> list[str]:
    """Snapshots that the archive can't give; raises where a file of the archive is not whole."""
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT file, file_offset, length, payload_sha256 FROM raw.snapshots ORDER BY file, file_offset")
        ).all()
    wanted = {RecordRef(row.file, row.file_offset, row.length, bytes(row.payload_sha256)) for row in rows}
    with ArchiveReader(str(archive)) as reader:
        for ref in wanted:
            reader.read(ref)
    files = [one.file for one in list_files(str(archive)) if not one.is_part]
    held = {record.ref for file in files for record in iterate_records(str(archive), file)}
    return sorted(ref.file for ref in wanted - held)
