"""Books made from captures alone, for a batch without a ledger: what answered is known, what failed is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from newshouse.archive import ArchiveRecord, iterate_records
from newshouse.errors import RejectError
from newshouse.stages.rebuild.survey import BatchSource, Rows, Sections
from newshouse.stages.snapshots import snapshot_row, without_payload
from newshouse.urls import registrable_domain


@dataclass(frozen=True, slots=True)
class RecordedBooks:
    """``superseded_count``: further captures of a feed or page, from tries that overlapped. ``faults`` by file."""

    sections: Sections
    ended_at: datetime
    superseded_count: int
    faults: dict[str, str]


def recorded_books(archive_url: str, source: BatchSource) -> RecordedBooks:
    """The books of a batch by its captures: sections as in a ledger."""
    faults: dict[str, str] = {}
    kept: dict[tuple[str, str], ArchiveRecord] = {}
    count = 0
    for record in _light(archive_url, source.files, faults):
        kind = record.about.get("kind", "")
        key = record.about.get("feed_url" if kind == "feed" else "page_id")
        if kind not in ("feed", "page") or key is None:
            continue
        count += 1
        known = kept.get((kind, key))
        if known is None or record.snapshot.fetched_at < known.snapshot.fetched_at:
            kept[(kind, key)] = record
    records = [kept[key] for key in sorted(kept)]
    sections = _sections(records)
    ended_at = max((record.snapshot.fetched_at for record in records), default=source.happened_at)
    return RecordedBooks(sections, ended_at, count - len(records), faults)


def _light(archive_url: str, files: tuple[str, ...], faults: dict[str, str]) -> Iterator[ArchiveRecord]:
    for file in files:
        try:
            for record in iterate_records(archive_url, file):
                yield replace(record, snapshot=without_payload(record.snapshot))
        except RejectError as error:
            faults[file] = str(error)


def _sections(records: list[ArchiveRecord]) -> Sections:
    sections: dict[str, Rows] = {name: [] for name in ("feeds", "polls", "pages", "fetches", "snapshots")}
    for record in records:
        taken = record.snapshot
        answered = {"shard": 0, "outcome": "ok", "status": taken.status, "elapsed_s": taken.elapsed_s}
        is_captured = taken.status != 304
        if record.about["kind"] == "feed":
            feed_id = int(record.about.get("feed", "0"))
            sections["feeds"].append(_feed(record, feed_id))
            sections["polls"].append(answered | {"feed_id": feed_id, "polled_at": taken.fetched_at, "snapshot_id": 1})
            key: Any = feed_id
        else:
            key = record.about["page_id"]
            sections["pages"].append(_page(record, key))
            outcome = "ok" if is_captured else "unchanged"
            fetched = {"page_id": key, "outcome": outcome, "fetched_at": taken.fetched_at}
            sections["fetches"].append(answered | fetched | {"snapshot_id": 1 if is_captured else None})
        if is_captured:
            row = snapshot_row(record.about["kind"], key, taken, record.ref)
            sections["snapshots"].append(row | {"payload_sha256": _hex(record.ref.payload_sha256)})
    return sections


def _feed(record: ArchiveRecord, feed_id: int) -> dict[str, Any]:
    url, at = record.about["feed_url"], record.snapshot.fetched_at
    polled = {"last_polled_at": at, "last_success_at": at, "last_changed_at": at}
    named = {"feed_id": feed_id, "url": url, "publisher": registrable_domain(url), "previous_urls": []}
    return (
        named | polled | {"added_at": at, "next_poll_at": at, "schedule": {}, "failure_count": 0, "overflow_count": 0}
    )


def _page(record: ArchiveRecord, page_id: str) -> dict[str, Any]:
    taken = record.snapshot
    captured = {
        "first_captured_at": taken.fetched_at, "last_captured_at": taken.fetched_at, "final_url": taken.final_url,
        "etag": taken.header("etag"), "last_modified": taken.header("last-modified"), "last_outcome": "ok",
        "payload_sha256": _hex(record.ref.payload_sha256) if taken.status != 304 else None,
    }  # fmt: skip
    named = {"page_id": page_id, "url": taken.url, "host": registrable_domain(taken.url)}
    return named | captured | {"first_seen_at": taken.fetched_at, "attempt_count": 0, "capture_count": 1}


def _hex(digest: bytes) -> str:
    """As PostgreSQL writes it in JSON."""
    return f"\\x{digest.hex()}"
