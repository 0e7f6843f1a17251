"""A batch's books into the warehouse, under the numbers they had, where these are free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from newshouse.stages.rebuild.survey import BatchSource, Rows, Sections, Survey
from newshouse.warehouse import as_rows, execute, fetch_all


@dataclass(slots=True)
class Numbers:
    """Which ids are taken. An archive may hold what several warehouses captured, each of which numbered from 1."""

    run_id: str
    """The rebuild's: what it has not done yet goes by it."""
    batches: dict[tuple[datetime, datetime], int] = field(default_factory=dict)
    done: set[tuple[datetime, datetime]] = field(default_factory=set)
    feeds: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """feed_id -> its address, then those that it had before."""

    @classmethod
    def known(cls, connection: Connection, run_id: str) -> Numbers:
        """Those of a rebuild that goes on."""
        numbers = cls(run_id)
        for row in fetch_all(connection, "rebuild/batches", run_id=run_id):
            key = (row.interval_start, row.interval_end)
            numbers.batches[key] = row.batch_id
            if row.is_done:
                numbers.done.add(key)
        for row in fetch_all(connection, "rebuild/known_feeds"):
            numbers.feeds[row.feed_id] = (row.url, *row.previous_urls)
        return numbers

    def batch(self, source: BatchSource) -> int:
        """The batch's id here."""
        key = (source.start, source.end)
        return self.batches.setdefault(key, _free(source.number, self.batches.values()))

    def feed(self, row: Mapping[str, Any]) -> int:
        """The feed's id here: it is the same feed if it has its number and an address in common, or is where it was."""
        urls = (row["url"], *row["previous_urls"])
        number = int(row["feed_id"])
        if not set(urls) & set(self.feeds.get(number, ())):
            there = (feed_id for feed_id, known in self.feeds.items() if known[0] in urls)
            number = next(there, _free(number, self.feeds))
        self.feeds[number] = urls
        return number


def load_batch(connection: Connection, source: BatchSource, sections: Sections, numbers: Numbers, found: Survey) -> int:
    """Enter a batch that is to be replayed; returns its id. Safe to repeat."""
    batch_id = numbers.batch(source)
    is_ledger = source.ledger is not None
    books = next(iter(sections.get("batch", [])), {"own_outage": False})
    opened = {"batch_id": batch_id, "interval_start": source.start, "interval_end": source.end}
    said = {"run_id": numbers.run_id, "now": source.happened_at, "own_outage": books["own_outage"]}
    execute(connection, "rebuild/batch", opened | said)
    feed_ids = _enter_feeds(connection, sections.get("feeds", []), numbers, is_ledger=is_ledger)
    execute(connection, "rebuild/pages", {"rows": as_rows(sections.get("pages", [])), "is_ledger": is_ledger})
    keys = {"batch_id": batch_id}
    snapshots = [_marked(row, found) for row in sections.get("snapshots", [])]
    for name, rows in (("snapshots", snapshots), *((name, sections.get(name, [])) for name in ("polls", "fetches"))):
        execute(connection, f"rebuild/{name}", keys | {"rows": as_rows(_renumbered(rows, feed_ids))})
    execute(connection, "rebuild/rejects", keys | {"rows": as_rows(sections.get("rejects", []))})
    _enter_kept_entries(connection, source, batch_id, numbers, found)
    return batch_id


def _enter_feeds(connection: Connection, rows: Rows, numbers: Numbers, *, is_ledger: bool) -> dict[int, int]:
    """Returns number there -> number here."""
    feed_ids = {row["feed_id"]: numbers.feed(row) for row in sorted(rows, key=lambda row: int(row["feed_id"]))}
    binds = {"rows": as_rows(_renumbered(rows, feed_ids)), "is_ledger": is_ledger}
    execute(connection, "rebuild/feeds", binds)
    return feed_ids


def _enter_kept_entries(
    connection: Connection, source: BatchSource, batch_id: int, numbers: Numbers, found: Survey
) -> None:
    """Of feed documents that were taken down, the entries first seen in this batch; the latest take-down knows best."""
    for feeds, entries in reversed(found.kept_entries):
        rows = [row for row in entries if _interval(row) == (source.start, source.end)]
        if rows:
            feed_ids = _enter_feeds(connection, feeds, numbers, is_ledger=False)
            binds = {"batch_id": batch_id, "rows": as_rows(_renumbered(rows, feed_ids))}
            execute(connection, "rebuild/entries", binds)


def _interval(row: Mapping[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(row["interval_start"]), datetime.fromisoformat(row["interval_end"])


def _renumbered(rows: Rows, feed_ids: Mapping[int, int]) -> Rows:
    return [row | {"feed_id": feed_ids[row["feed_id"]]} if row.get("feed_id") is not None else row for row in rows]


def _marked(row: dict[str, Any], found: Survey) -> dict[str, Any]:
    """What became of a capture since its ledger was written.

    Taken down: whether the archive has it still is looked up in the end. Its file gone and its age past what is kept:
    given up, at a time that nobody knows any more.
    """
    if (row["file"], row["file_offset"]) in found.taken:
        row |= {"forgotten": "due"}
    is_old = found.kept_since is not None and datetime.fromisoformat(str(row["fetched_at"])) < found.kept_since
    return row | {"expired_at": found.kept_since} if is_old and row["file"] not in found.files else row


def _free(number: int, used: Iterable[int]) -> int:
    taken = set(used)
    return number if number not in taken and number > 0 else max(taken, default=0) + 1
