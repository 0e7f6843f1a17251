"""Writing a file of the archive, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Self
from uuid import uuid4

from newshouse.archive.store import SUFFIX, Store, translated
from newshouse.archive.warc import Earlier, document, records, warcinfo
from newshouse.errors import FatalError
from newshouse.records import RecordRef, Snapshot

_NOTHING: Mapping[str, str] = {}


class ArchiveWriter:
    """One new file, as a context manager: durable and visible after a clean exit, gone without a trace after any other.

    ``name`` is a path below the root, without suffix ("2026/03/02/0600-fetch-3"). A token of its own is added to it,
    so that two tries of one task that overlap write two files, and none can overwrite what the other has referred to.
    A file that would hold no record is not made.
    """

    def __init__(self, root_url: str, name: str) -> None:
        self.file = f"{name.removesuffix(SUFFIX)}-{uuid4().hex[:12]}{SUFFIX}"
        self.count = 0
        """Snapshots written."""
        self._root_url = root_url
        self._store = Store(root_url)
        self._handle: IO[bytes] | None = None
        self._offset = 0
        self._written: dict[bytes, Earlier] = {}
        self._broken = False

    def __enter__(self) -> Self:
        return self

    def write(
        self, snapshot: Snapshot, about: Mapping[str, str] = _NOTHING, earlier: Earlier | None = None
    ) -> RecordRef:
        """Append a snapshot.

        ``about`` is what recovery must know of it (kind, feed_id, feed_url, batch_id ...), keys in snake_case;
        ``earlier`` the capture that a 304 says is still good, None where it is not known.
        A payload this file holds already, and a 304, become revisit records. The reference holds once the writer has
        exited cleanly. Raises FatalError, which says what to do, when the archive can't be written.
        """
        digest = hashlib.sha256(snapshot.payload).digest()
        original = self._written.get(digest) if snapshot.payload else None
        response, request = records(snapshot, about, original or earlier)
        if self._handle is None:
            self._start()
        ref = RecordRef(self.file, self._offset, len(response), digest)
        self._append(response + request)
        if original is None:
            self._written[digest] = Earlier(snapshot.final_url, snapshot.fetched_at, ref)
        self.count += 1
        return ref

    def write_document(self, content: bytes, about: Mapping[str, str]) -> None:
        """Append JSON that is no snapshot. Raises as ``write``."""
        if self._handle is None:
            self._start()
        self._append(document(content, about, datetime.now(UTC)))

    def _start(self) -> None:
        with self._stated_faults():
            self._handle = self._store.new(self.file)
        self._append(warcinfo(self.file, datetime.now(UTC)))

    def _append(self, data: bytes) -> None:
        assert self._handle is not None  # noqa: S101 - for the type checker
        with self._stated_faults():
            self._broken = True  # until this is written whole
            self._handle.write(data)
            self._broken = False
        self._offset += len(data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if kind is not None or self._broken:
            self._store.discard(handle)
            if kind is None:
                raise FatalError(f"{self.file}: a write to it failed, so nothing of it was kept")
            return
        with self._stated_faults():
            self._store.keep(handle, self.file)

    def _stated_faults(self) -> AbstractContextManager[None]:
        return translated(f"Can't write {self.file} to the archive {self._root_url}")
