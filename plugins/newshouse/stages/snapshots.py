"""Between the archive's records and the rows that refer to them. Apart from capturing: to read needs no HTTP client."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from newshouse.records import RecordRef, Snapshot
from newshouse.stages.desk import Desk


def about_batch(desk: Desk, batch: Row[Any]) -> dict[str, str]:
    """What each record of the archive says of its batch, for a rebuild from the archive alone."""
    return {
        "batch": str(desk.batch_id),
        "interval": f"{batch.interval_start.isoformat()}/{batch.interval_end.isoformat()}",
    }


def snapshot_row(kind: str, key: Any, snapshot: Snapshot, ref: RecordRef) -> dict[str, Any]:
    """A row for raw.snapshots; ``key`` is the feed_id or page_id."""
    return {
        "kind": kind,
        f"{kind}_id": key,
        "url": snapshot.url,
        "final_url": snapshot.final_url,
        "status": snapshot.status,
        "fetched_at": snapshot.fetched_at,
        "file": ref.file,
        "file_offset": ref.offset,
        "length": ref.length,
        "payload_sha256": ref.payload_sha256,
    }


def reference(row: Row[Any]) -> RecordRef:
    """Where a row of raw.snapshots finds its record."""
    return RecordRef(row.file, row.file_offset, row.length, bytes(row.payload_sha256))


def without_payload(snapshot: Snapshot) -> Snapshot:
    """What the books need of a snapshot whose bytes are in the archive."""
    return replace(snapshot, payload=b"")
