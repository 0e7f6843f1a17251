"""Reading the archive: one record by its reference, or a file from its first record to its last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import IO, Self

from newshouse.archive.store import Store, translated
from newshouse.archive.warc import (
    FORGOTTEN,
    Record,
    about_of,
    is_document,
    members,
    parsed,
    payload_place_of,
    payload_sha256_of,
    snapshot_of,
)
from newshouse.errors import RejectError
from newshouse.records import RecordRef, Snapshot

_MAX_OPEN_FILES = 16
_PIECE_BYTES = 65_536
SNAPSHOT_TYPES = frozenset(("response", "revisit"))


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """A snapshot, where it lies and what its writer was told about it."""

    ref: RecordRef
    snapshot: Snapshot
    about: dict[str, str]


@dataclass(frozen=True, slots=True)
class ArchiveDocument:
    """JSON that was kept beside the snapshots, what its writer was told, and when it was written."""

    content: bytes
    about: dict[str, str]
    written_at: datetime


class ArchiveReader:
    """Reads records by reference, keeping the last files open. A context manager."""

    def __init__(self, root_url: str) -> None:
        self._root_url = root_url
        self._store = Store(root_url)
        self._handles: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for handle in self._handles.values():
            handle.close()
        self._handles.clear()

    def read(self, ref: RecordRef) -> Snapshot:
        """The snapshot at ``ref``, its digest checked against the record's and the reference's.

        Raises RejectError: archive_missing (no such file), archive_torn (it ends too early), archive_altered (it holds
        something else), forgotten (it was taken down). Raises FatalError when the store can't be reached.
        """
        return self._snapshot(self._record(ref), ref)

    def _snapshot(self, record: Record, ref: RecordRef) -> Snapshot:
        digest = payload_sha256_of(record)
        place = payload_place_of(record, digest)
        if place is None:
            snapshot = snapshot_of(record)
        else:
            holder = self._record(place)
            if payload_place_of(holder, digest) is not None:
                raise RejectError("archive_altered", f"{ref.file}: a revisit of a revisit at {ref.offset}")
            snapshot = snapshot_of(record, snapshot_of(holder).payload)
        if not hashlib.sha256(snapshot.payload).digest() == digest == ref.payload_sha256:
            raise RejectError("archive_altered", f"{ref.file}: another payload at {ref.offset} than was written")
        return snapshot

    def _unless_forgotten(self, record: Record, ref: RecordRef) -> Snapshot | None:
        """None for a revisit of what was taken down."""
        try:
            return self._snapshot(record, ref)
        except RejectError as error:
            if error.reason != "forgotten":
                raise
            return None

    def _record(self, ref: RecordRef) -> Record:
        with translated(f"Can't read the archive {self._root_url}"):
            handle = self._open(ref.file)
            handle.seek(ref.offset)
            data = handle.read(ref.length)
        if len(data) < ref.length:
            raise RejectError("archive_torn", f"{ref.file} ends within the record at {ref.offset}")
        record = parsed(next(members([data]))[0])
        if record.block == FORGOTTEN:
            raise RejectError("forgotten", f"{ref.file}: the record at {ref.offset} was taken down")
        if record.field("warc-type") not in SNAPSHOT_TYPES:
            raise RejectError("archive_altered", f"{ref.file}: no response at {ref.offset}")
        return record

    def _open(self, file: str) -> IO[bytes]:
        handle = self._handles.pop(file, None) or self._store.open(file)
        self._handles[file] = handle  # the last is the most recently used
        if len(self._handles) > _MAX_OPEN_FILES:
            self._handles.pop(next(iter(self._handles))).close()
        return handle

    def iterate(self, file: str) -> Iterator[ArchiveRecord]:
        """Every snapshot of a file, in order, for recovery. What is whole comes first, then the faults of ``read``."""
        offset = 0
        with translated(f"Can't read the archive {self._root_url}"), self._store.open(file) as handle:
            for data, length in members(pieces(handle)):
                record = parsed(data)
                if record.field("warc-type") in SNAPSHOT_TYPES:
                    ref = RecordRef(file, offset, length, payload_sha256_of(record))
                    if (snapshot := self._unless_forgotten(record, ref)) is not None:
                        yield ArchiveRecord(ref, snapshot, about_of(record))
                offset += length


def pieces(handle: IO[bytes]) -> Iterator[bytes]:
    """A file's bytes, a part at a time."""
    position = 0
    while True:
        handle.seek(position)  # some stores give one handle to all who open a file
        piece = handle.read(_PIECE_BYTES)
        if not piece:
            return
        position += len(piece)
        yield piece


def read_record(root_url: str, ref: RecordRef) -> Snapshot:
    """One snapshot, as ArchiveReader.read has it. For many, use the reader: it opens each file once."""
    with ArchiveReader(root_url) as reader:
        return reader.read(ref)


def iterate_records(root_url: str, file: str) -> Iterator[ArchiveRecord]:
    """Every snapshot of a file, in order. What is whole comes first, then RejectError for what is torn or altered."""
    with ArchiveReader(root_url) as reader:
        yield from reader.iterate(file)


def iterate_documents(root_url: str, file: str) -> Iterator[ArchiveDocument]:
    """Every document of a file, in order. Raises as ``iterate_records``."""
    with translated(f"Can't read the archive {root_url}"), Store(root_url).open(file) as handle:
        for data, _ in members(pieces(handle)):
            record = parsed(data)
            if is_document(record):
                written_at = datetime.fromisoformat(record.field("warc-date") or "")
                yield ArchiveDocument(record.block, about_of(record), written_at)
