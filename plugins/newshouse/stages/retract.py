"""What a replay takes away: articles that their captures, read again, no longer stand for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from newshouse.stages.desk import Desk, log
from newshouse.stages.documents import ReadPage
from newshouse.stages.read import read_captures, staged
from newshouse.warehouse import as_rows, execute, fetch_all


def refuse_forgotten(connection: Connection, batch_id: int, now: datetime) -> None:
    """Reject what the batch has staged that was taken down: known only since it was read, or since another's take-down.

    To be called under the publishing lock, which take-downs hold too.
    """
    refused = execute(connection, "load/refuse_forgotten", {"batch_id": batch_id, "now": now})
    if refused:
        execute(connection, "load/link_clear", {"batch_id": batch_id})
        log.info("stage=refuse_forgotten batch=%s refused=%s", batch_id, refused)


def settle(connection: Connection, desk: Desk) -> list[UUID]:
    """Make the batch ready to publish what it takes away; returns the articles that nothing stands for any more.

    A capture that now reads as another article, or as none, takes its reading back. Where another capture still
    stands for the article its row is read anew from the latest of those and staged; where none does, the article is
    retracted. To be called under the publishing lock: the outcome depends on what is published.
    """
    lost = fetch_all(connection, "select/lost_articles", batch_id=desk.batch_id)
    if not lost:
        return []
    execute(connection, "load/link_clear", {"batch_id": desk.batch_id})  # linked without knowing of this: again
    unsettled = [row for row in lost if not row.is_settled]
    ids = {row.article_id for row in unsettled}
    execute(connection, "load/release_articles", {"ids": sorted(ids)})
    kept = _stage_again(connection, desk, [row for row in unsettled if row.supporter_id is not None])
    log.info("stage=retract batch=%s lost=%s retracted=%s", desk.batch_id, len(ids), len(ids - kept))
    return sorted(ids - kept)


def _stage_again(connection: Connection, desk: Desk, supporters: Sequence[Row[Any]]) -> set[UUID]:
    """Read the supporters' captures again; stage the latest that still is its article. Returns those articles."""
    planned = fetch_all(connection, "select/readings_of", ids=sorted({row.supporter_id for row in supporters}))
    read = {row.snapshot_id: (row, outcome) for row, outcome in read_captures(desk.settings, planned)}
    rows: dict[UUID, dict[str, Any]] = {}
    for supporter in supporters:  # of each article the latest first
        row, outcome = read[supporter.supporter_id]
        if isinstance(outcome, ReadPage) and outcome.article.article_id == supporter.article_id:
            rows.setdefault(supporter.article_id, staged(row, outcome))
    execute(connection, "load/staging_articles", {"batch_id": desk.batch_id, "rows": as_rows(rows.values())})
    return set(rows)
