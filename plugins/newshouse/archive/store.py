"""Where the archive's files lie: a local folder, or any place fsspec reaches.

A folder on this machine is fsynced, file and folder both. Elsewhere a file is spooled here, uploaded under a temporary
name and moved, since few remote stores can append and none can fsync.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from upath import UPath

from newshouse.errors import FatalError, RejectError

SUFFIX = ".warc.gz"
PART = ".part"


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file in the archive. ``is_part`` marks what a killed writer left: no reference leads there."""

    file: str
    size_bytes: int
    modified_at: datetime | None
    is_part: bool


@contextlib.contextmanager
def translated(doing: str) -> Iterator[None]:
    """The operating system's and the store's faults as FatalError, which says what to do."""
    try:
        yield
    except OSError as error:
        advice = {
            errno.ENOSPC: "the disk is full: free some space or move the archive (NEWSHOUSE_ARCHIVE_URL)",
            errno.EDQUOT: "the disk quota is used up: raise it or move the archive (NEWSHOUSE_ARCHIVE_URL)",
            errno.EACCES: "no permission: let this user write there or set NEWSHOUSE_ARCHIVE_URL",
            errno.EROFS: "the file system is read-only: set NEWSHOUSE_ARCHIVE_URL to one that is not",
        }.get(error.errno or 0, "see NEWSHOUSE_ARCHIVE_URL")
        raise FatalError(f"{doing}: {error}. Nothing of this file was kept; {advice}") from error


class Store:
    """One archive's root."""

    def __init__(self, root_url: str) -> None:
        with _known_protocol(root_url):
            root = UPath(root_url)
            self._files = root.fs
        self.is_local = root.protocol in ("", "file", "local")
        self._root = os.path.abspath(root.path) if self.is_local else root.path.rstrip("/")

    def path(self, file: str) -> str:
        """The full path of a file, which must lie below the root. RejectError("archive_missing") otherwise."""
        parts = PurePosixPath(file).parts
        if not parts or PurePosixPath(file).is_absolute() or ".." in parts or "\0" in file:
            raise RejectError("archive_missing", f"no file of the archive: {file[:200]!r}")
        return f"{self._root}/{file}"

    def new(self, file: str) -> IO[bytes]:
        """A file to write into, nobody's yet. ``keep`` makes it ``file``, ``discard`` leaves nothing."""
        if not self.is_local:
            return tempfile.NamedTemporaryFile(prefix="newshouse-", suffix=PART, delete=False)
        path = self.path(file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path + PART, "xb")

    def keep(self, handle: IO[bytes], file: str) -> None:
        """Make it durable, then visible under its name."""
        try:
            self.replace(handle, file)
        except BaseException:
            with contextlib.suppress(Exception):  # the first fault is the one to tell
                self._files.rm_file(self.path(file))
            raise

    def replace(self, handle: IO[bytes], file: str) -> None:
        """Make it durable, then take it for ``file``, which is there as it was or as it is at every moment."""
        path = self.path(file)
        try:
            handle.flush()
            os.fsync(handle.fileno())
            handle.close()
            if self.is_local:
                os.rename(path + PART, path)
                _fsync_folders(os.path.dirname(path), self._root)
            else:
                self._upload(handle.name, path)
        except BaseException:
            self.discard(handle)
            with contextlib.suppress(Exception):
                self._files.rm_file(path + PART)
            raise

    def _upload(self, spooled: str, path: str) -> None:
        self._files.makedirs(os.path.dirname(path), exist_ok=True)
        self._files.put_file(spooled, path + PART)
        self._files.mv(path + PART, path)
        os.unlink(spooled)

    def discard(self, handle: IO[bytes]) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(OSError):  # a full disk can refuse the last flush
            handle.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(handle.name)

    def open(self, file: str) -> IO[bytes]:
        """A file to read. RejectError("archive_missing") if it is not there."""
        path = self.path(file)
        try:
            handle: IO[bytes] = self._files.open(path, "rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            raise RejectError("archive_missing", file) from error
        return handle

    def listed(self) -> Iterator[ArchiveFile]:
        """Every file of the archive, by name."""
        found: dict[str, dict[str, Any]] = {}
        with contextlib.suppress(FileNotFoundError):
            found = self._files.find(self._root, detail=True)
        for path, details in sorted(found.items()):
            if path.endswith((SUFFIX, SUFFIX + PART)):
                file = path.removeprefix(self._root).lstrip("/")
                yield ArchiveFile(file, int(details.get("size") or 0), _modified(details), path.endswith(PART))

    def remove(self, file: str) -> None:
        """Delete a file; one that is gone already is fine."""
        with contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self.path(file))


def list_files(root_url: str) -> list[ArchiveFile]:
    """Every file in the archive by name, with what killed writers left. FatalError if the store can't be reached."""
    with translated(f"Can't list the archive {root_url}"):
        return list(Store(root_url).listed())


def remove_file(root_url: str, file: str) -> None:
    """Delete one file, for retention and the orphan sweep. Its references then end as archive_missing."""
    with translated(f"Can't delete {file} from the archive {root_url}"):
        Store(root_url).remove(file)


def free_bytes(root_url: str) -> int | None:
    """Room left where the archive is; None where it is no folder of this machine, which has no such bound."""
    store = Store(root_url)
    if not store.is_local:
        return None
    folder = Path(store._root)
    with translated(f"Can't look at the archive {root_url}"):
        return shutil.disk_usage(next(one for one in (folder, *folder.parents) if one.exists())).free


@contextlib.contextmanager
def _known_protocol(root_url: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, ImportError) as error:
        raise FatalError(f"NEWSHOUSE_ARCHIVE_URL={root_url!r}: {error}. Example: /var/lib/newshouse/archive") from error


def _modified(details: dict[str, Any]) -> datetime | None:
    for key in ("mtime", "LastModified", "last_modified", "updated", "created"):
        value = details.get(key)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
    return None


def _fsync_folders(folder: str, root: str) -> None:
    """From the file's folder up to the root: a new folder's name is durable only once its parent is."""
    while True:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if len(folder) <= len(root):
            return
        folder = os.path.dirname(folder)
