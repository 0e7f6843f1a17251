"""The archive: what was received, as received, in WARC 1.1 files, gzip per record. Alone touches the archive.

A file is written under a temporary name, fsynced and renamed before anything refers to it, and never changed again, but
to forget: a reference finds its record, or the reject says that it is missing, torn, altered or forgotten.
"""

from newshouse.archive.forgetting import ForgottenRecords, Place, forget_records
from newshouse.archive.reader import (
    ArchiveDocument,
    ArchiveReader,
    ArchiveRecord,
    iterate_documents,
    iterate_records,
    read_record,
)
from newshouse.archive.store import ArchiveFile, free_bytes, list_files, remove_file
from newshouse.archive.warc import Earlier
from newshouse.archive.writer import ArchiveWriter

__all__ = [
    "ArchiveDocument",
    "ArchiveFile",
    "ArchiveReader",
    "ArchiveRecord",
    "ArchiveWriter",
    "Earlier",
    "ForgottenRecords",
    "Place",
    "forget_records",
    "free_bytes",
    "iterate_documents",
    "iterate_records",
    "list_files",
    "read_record",
    "remove_file",
]
