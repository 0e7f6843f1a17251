"""Take-down: an article, an address or a whole publisher out of the warehouse and the archive, for ever.

    tombstones, text out of the warehouse, captures marked    one transaction, under the publishing lock
    archive files rewritten without the marked captures       one file at a time, each at once

Killed in between, the captures stay marked: any later take-down, the same one too, goes on with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine

from newshouse.archive import Place, forget_records, list_files
from newshouse.errors import RejectError
from newshouse.settings import Settings
from newshouse.stages.desk import facts, log
from newshouse.stages.ledger import keep_take_down
from newshouse.stages.link import hold_together, publish_links
from newshouse.urls import article_id, canonicalise, registrable_domain
from newshouse.warehouse import execute, fetch_all, fetch_one, working

_BY_HAND = 0  # the staging of people's decisions; batches are numbered from 1


@dataclass(frozen=True, slots=True)
class Target:
    """What to take down: ``ids`` of addresses, or a ``publisher``; one of them is empty (None)."""

    name: str
    ids: tuple[UUID, ...] = ()
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Who takes it down, and why."""

    why: str
    who: str

    def __post_init__(self) -> None:
        if not self.why.strip() or not self.who.strip():
            raise RejectError("forget_unsigned", "a take-down needs who does it and why")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a take-down did in the warehouse, by place.

    ``days``: their exported files hold it, or its story, unless they were written anew since; of a repeated take-down
    those of the former ones too.
    """

    target: str
    articles: int
    pages: int
    entries: int
    readings: int
    rejects: int
    page_captures: int
    feed_captures: int
    archive_files: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class ArchiveCleared:
    """What was taken out of the archive; ``faults``: files that could not be rewritten, and why."""

    files: int
    records: int
    bytes_count: int
    faults: tuple[str, ...]


def target_of(raw: str) -> Target:
    """An article's id, an address (http...), or a publisher's domain; else RejectError ``forget_target``."""
    name = raw.strip()
    try:
        return Target(name, ids=(UUID(name),))
    except ValueError:
        pass
    if "://" in name:
        return Target(name, ids=(article_id(canonicalise(name)),))
    try:
        publisher = registrable_domain(canonicalise(f"https://{name}/"))
    except RejectError as error:
        raise RejectError("forget_target", f"{raw!r} is no article id, address or domain") from error
    if publisher != name.lower():
        raise RejectError("forget_target", f"{raw!r} is not a publisher; did you mean {publisher!r}?")
    return Target(name, publisher=publisher)


def forget(engine: Engine, settings: Settings, target: Target, order: Order, *, dry_run: bool = False) -> Forgotten:
    """Take the target out of the warehouse, keep its tombstones, and mark its captures for ``clear_archive``.

    Numbered in serve.changes as article_forgotten. Repeated, it takes what came since. ``dry_run``: the same,
    taken back. Raises RejectError ``forget_unknown`` where nothing of the target was ever captured or taken down.
    """
    with working(engine) as connection:
        execute(connection, "load/publishing_lock")
        trial = connection.begin_nested()
        done = _forgotten(connection, settings, target, order)
        if dry_run:
            trial.rollback()
    if not dry_run:
        log.info("stage=forget %s", facts(done))
    return done


def _forgotten(connection: Connection, settings: Settings, target: Target, order: Order) -> Forgotten:
    ids = _addresses(connection, target)
    before = fetch_one(connection, "select/forget_days", ids=ids)
    binds: dict[str, Any] = {"ids": ids, "publisher": target.publisher, "now": settings.time()}
    said = {"target": target.name, "why": order.why, "who": order.who, "days": before.days}
    days = fetch_all(connection, "load/tombstones", **binds, **said)
    marked = fetch_all(connection, "load/forget_captures", ids=ids, publisher=target.publisher)
    readings = execute(connection, "load/forget_readings", binds)
    rejects = execute(connection, "load/forget_rejects", binds)
    entries = execute(connection, "load/forget_entries", binds)
    pages = execute(connection, "load/forget_pages", binds)
    _retract(connection, settings, list(before.article_ids))
    keep_take_down(connection, settings, [row.snapshot_id for row in marked])
    return Forgotten(
        target=target.name,
        articles=len(before.article_ids),
        pages=pages,
        entries=entries,
        readings=readings,
        rejects=rejects,
        page_captures=sum(row.kind == "page" for row in marked),
        feed_captures=sum(row.kind == "feed" for row in marked),
        archive_files=len(fetch_all(connection, "select/archive_due")),
        days=tuple(row.day for row in days),
    )


def _addresses(connection: Connection, target: Target) -> list[UUID]:
    """The ids of all that is the same article, until no step finds more."""
    ids: set[UUID] = set(target.ids)
    found: set[UUID] = set()
    while True:
        rows = fetch_all(connection, "select/forget_addresses", ids=sorted(ids), publisher=target.publisher)
        found = {row.id for row in rows}
        if found <= ids:
            break
        ids |= found
    if not found and not fetch_all(connection, "select/forget_known", ids=sorted(ids), publisher=target.publisher):
        raise RejectError("forget_unknown", f"{target.name}: no article, page, feed or take-down of that name")
    return sorted(ids)


def _retract(connection: Connection, settings: Settings, article_ids: Sequence[UUID]) -> None:
    """As a replay retracts: links are made anew without them before they go."""
    if not article_ids:
        return
    keys, now = {"batch_id": _BY_HAND}, settings.time()
    gone = {"ids": article_ids}
    execute(connection, "load/retraction_changes", keys | gone | {"now": now, "kind": "article_forgotten"})
    hold_together(connection, article_ids)
    execute(connection, "load/stage_retracted", keys | gone)
    publish_links(connection, _BY_HAND, now, embed=settings.story_embeddings)
    execute(connection, "load/retract_articles", gone)
    execute(connection, "load/clear_staging", keys)


def clear_archive(engine: Engine, settings: Settings) -> ArchiveCleared:
    """Rewrite the archive files that hold marked captures; and those no snapshot lies in, of what has a tombstone.

    A file that is missing has nothing to take out. One that is torn or altered stays, and stays marked.
    """
    with working(engine) as connection:
        due = {row.file: frozenset(row.offsets) for row in fetch_all(connection, "select/archive_due")}
        referenced = {row.file for row in fetch_all(connection, "select/archive_files")}
        stones = fetch_all(connection, "select/forgotten")
    loose = [one.file for one in list_files(settings.archive_url) if not one.is_part and one.file not in referenced]
    addresses = {row.key for row in stones if row.kind == "address"}
    publishers = {row.key for row in stones if row.kind == "publisher"}
    cleared, faults = [], []
    for file in [*due, *loose]:
        places = due.get(file, frozenset())

        def is_doomed(place: Place, places: frozenset[int] = places) -> bool:
            return place.offset in places or _has_tombstone(place, addresses, publishers)

        try:
            cleared.append(forget_records(settings.archive_url, file, is_doomed))
        except RejectError as error:
            if error.reason != "archive_missing":
                faults.append(f"{file}: {error}")
                continue
        with working(engine) as connection:
            execute(connection, "load/forget_done", {"file": file})
    files = sum(one.count > 0 for one in cleared)
    records, size = sum(one.count for one in cleared), sum(one.bytes_count for one in cleared)
    log.info("stage=clear_archive records=%s files=%s faults=%s", records, files, len(faults))
    return ArchiveCleared(files, records, size, tuple(faults))


def _has_tombstone(place: Place, addresses: set[str], publishers: set[str]) -> bool:
    if place.about.get("kind") != "page":
        return False
    if place.about.get("page_id") in addresses:
        return True
    try:
        return bool(publishers) and registrable_domain(place.final_url) in publishers
    except RejectError:
        return False
