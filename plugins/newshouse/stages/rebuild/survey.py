"""What an archive holds: the ledger of each batch, captures that no ledger knows, decisions and take-downs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newshouse.archive import iterate_documents, iterate_records, list_files
from newshouse.errors import RejectError
from newshouse.stages.ledger import is_ledger

Rows = list[dict[str, Any]]
Sections = Mapping[str, Rows]
_Key = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class BatchSource:
    """Where a batch is told of: its ``ledger``, or without one (None) the ``files`` with its captures.

    ``number`` is its batch_id in the warehouse that was lost. ``happened_at``: when it was first published; without a
    ledger its first capture. ``is_interval_known``: False in archives of version 0.1, where it stands at that moment.
    """

    start: datetime
    end: datetime
    number: int
    happened_at: datetime
    ledger: str | None = None
    files: tuple[str, ...] = ()
    is_interval_known: bool = True


@dataclass(slots=True)
class Survey:
    """``batches`` in the order in which they were first published. ``loose_count``: files whose captures were never
    entered, or were entered from another try. ``faults``: files that can't be read to their end, and why.
    """

    batches: tuple[BatchSource, ...] = ()
    ledgers: list[str] = field(default_factory=list)
    decisions: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    forgotten: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    aliases: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: set[tuple[str, int]] = field(default_factory=set)
    kept_entries: list[tuple[Rows, Rows]] = field(default_factory=list)
    """(feeds, entries) of each take-down: what feed documents that are gone had said."""
    files: frozenset[str] = frozenset()
    kept_since: datetime | None = None
    """Older captures whose file is gone were given up for their age; None: captures have no age."""
    loose_count: int = 0
    faults: dict[str, str] = field(default_factory=dict)


def survey(archive_url: str) -> Survey:
    """Read every ledger of an archive, and of each file that none refers to the first record."""
    files = [one.file for one in list_files(archive_url) if not one.is_part]
    found = Survey(files=frozenset(files))
    books: dict[_Key, BatchSource] = {}
    referenced: set[str] = set()
    for _, file, sections in sorted(_documents(archive_url, files, found), key=lambda told: told[:2]):
        found.ledgers.append(file)
        _note(found, sections)
        for row in sections.get("batch", ()):
            _enter(books, row, file)
        referenced |= {row["file"] for row in sections.get("snapshots", ())}
    loose = [file for file in files if not is_ledger(file) and file not in referenced]
    numbers = {source.number for source in books.values()}
    groups: dict[_Key | int, BatchSource] = {}
    for source in _heads(archive_url, loose, found):
        key = (source.start, source.end) if source.is_interval_known else source.number
        if key in books or key in numbers:
            found.loose_count += 1
        else:
            groups[key] = _together(groups[key], source) if key in groups else source
    all_of_them = [*books.values(), *groups.values()]
    found.batches = tuple(sorted(all_of_them, key=lambda source: (source.happened_at, source.end, source.start)))
    return found


def sections_of(archive_url: str, ledger: str) -> Sections:
    """What a ledger says, by section."""
    return {
        name: rows
        for document in iterate_documents(archive_url, ledger)
        for name, rows in json.loads(document.content).items()
    }


def _documents(archive_url: str, files: list[str], found: Survey) -> Iterator[tuple[datetime, str, Sections]]:
    for file in filter(is_ledger, files):
        try:
            for document in iterate_documents(archive_url, file):
                yield document.written_at, file, _without_bulk(json.loads(document.content))
        except RejectError as error:
            found.faults[file] = str(error)


def _without_bulk(sections: dict[str, Rows]) -> Sections:
    """What the survey needs: an archive of years has more books than memory."""
    files = [{"file": file} for file in sorted({row["file"] for row in sections.get("snapshots", ())})]
    wanted = ("batch", "aliases", "decisions", "forgotten", "taken", "entries")
    kept = {name: sections[name] for name in wanted if name in sections}
    return kept | {"snapshots": files, "feeds": sections.get("feeds", []) if "entries" in sections else []}


def _note(found: Survey, sections: Sections) -> None:
    for row in sections.get("decisions", ()):
        found.decisions[(row["article_id"], row["other_id"], row["decision_id"])] = row
    for row in sections.get("forgotten", ()):
        found.forgotten[(row["kind"], row["key"])] = row
    found.aliases |= {row["alias_id"]: row for row in sections.get("aliases", ())}
    found.taken |= {(row["file"], row["file_offset"]) for row in sections.get("taken", ())}
    if "entries" in sections:
        found.kept_entries.append((sections["feeds"], sections["entries"]))


def _enter(books: dict[_Key, BatchSource], row: Mapping[str, Any], file: str) -> None:
    """The latest ledger tells the books, the first when it was first published."""
    start, end = (datetime.fromisoformat(row[name]) for name in ("interval_start", "interval_end"))
    known = books.get((start, end))
    at = known.happened_at if known else datetime.fromisoformat(row["published_at"])
    books[(start, end)] = BatchSource(start, end, row["batch_id"], at, ledger=file)


def _heads(archive_url: str, files: list[str], found: Survey) -> Iterator[BatchSource]:
    """Each file as a batch of its own, by its first record."""
    for file in files:
        try:
            record = next(iterate_records(archive_url, file), None)
        except RejectError as error:
            found.faults[file] = str(error)
            continue
        if record is None or not record.about.get("batch", "").isdigit():
            found.loose_count += 1  # all of it was taken down, or it is none of ours
            continue
        began_at = record.snapshot.fetched_at
        start, _, end = record.about.get("interval", "").partition("/")
        moments = (datetime.fromisoformat(start), datetime.fromisoformat(end)) if end else (began_at, began_at)
        number = int(record.about["batch"])
        yield BatchSource(*moments, number, began_at, files=(file,), is_interval_known=bool(end))


def _together(one: BatchSource, other: BatchSource) -> BatchSource:
    first = min(one, other, key=lambda source: source.happened_at)
    files = tuple(sorted(one.files + other.files))
    return BatchSource(
        first.start, first.end, first.number, first.happened_at, files=files,
        is_interval_known=first.is_interval_known,
    )  # fmt: skip
