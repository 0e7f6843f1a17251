"""Taking records out of the archive, each other byte where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from newshouse.archive.reader import SNAPSHOT_TYPES, pieces
from newshouse.archive.store import PART, Store, translated
from newshouse.archive.warc import about_of, forgotten, members_as_stored, parsed
from newshouse.errors import FatalError


@dataclass(frozen=True, slots=True)
class Place:
    """A snapshot's record: where it begins, what its writer was told, which address answered."""

    offset: int
    about: dict[str, str]
    final_url: str


@dataclass(frozen=True, slots=True)
class ForgottenRecords:
    """How many records of a file were taken out, and how many bytes they had there."""

    count: int
    bytes_count: int


def forget_records(root_url: str, file: str, is_doomed: Callable[[Place], bool]) -> ForgottenRecords:
    """Rewrite a file of the archive without the snapshots that ``is_doomed`` names; revisits hold no payload and stay.

    Each is replaced by a record of its length that says so; all others keep their bytes and their places. The new file
    takes the old one's name at once when it is whole and durable: killed at any moment, and repeated, it comes to the
    same. Raises RejectError as ArchiveReader.read does, FatalError when the archive can't be written.
    """
    store = Store(root_url)
    count = size = 0
    with translated(f"Can't rewrite {file} of the archive {root_url}"), store.open(file) as source:
        store.remove(file + PART)
        handle = store.new(file)
        try:
            offset = 0
            for plain, stored in members_as_stored(pieces(source)):
                kept = _replaced(plain, offset, len(stored), is_doomed)
                handle.write(stored if kept is None else kept)
                count += kept is not None
                size += len(stored) if kept is not None else 0
                offset += len(stored)
            _end(store, handle, file, changed=count > 0, same_length=handle.tell() == offset)
        except BaseException:
            store.discard(handle)
            raise
    return ForgottenRecords(count, size)


def _replaced(plain: bytes, offset: int, length: int, is_doomed: Callable[[Place], bool]) -> bytes | None:
    record = parsed(plain)
    if record.field("warc-type") not in SNAPSHOT_TYPES or record.field("warc-profile"):
        return None
    place = Place(offset, about_of(record), unquote(record.field("warc-target-uri") or ""))
    return forgotten(record, length) if is_doomed(place) else None


def _end(store: Store, handle: IO[bytes], file: str, *, changed: bool, same_length: bool) -> None:
    if not changed:
        store.discard(handle)
        return
    if not same_length:
        raise FatalError(f"{file}: rewritten to another length; the old file stays as it was")
    store.replace(handle, file)
