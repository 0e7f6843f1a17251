"""Forgetting what linking keeps of old articles, and making it again from their texts when an old batch changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from sqlalchemy import Connection

from newshouse.stages.link.postings import age_of, periods_of, postings_of
from newshouse.stages.link.prepared import Prepared, input_sha256
from newshouse.stages.link.rows import add_postings, array
from newshouse.stages.link.shelf import link_input, prepared_again
from newshouse.warehouse import execute, fetch_all

_PERIODS_AWAY = 2  # as far as the copy window reaches


def expire(connection: Connection, before: datetime) -> int:
    """Forget features of articles whose whole story ended before ``before``, and the index of periods before it.

    Returns how many articles were concerned. Their stories stay as they are, and a replay of their batches finds
    nothing new; whatever else comes for so old a time finds the state made again as it was (restore).
    """
    execute(connection, "load/publishing_lock")
    execute(connection, "load/link_expire_postings", {"before": before})
    return execute(connection, "load/link_expire", {"before": before})


def restore(connection: Connection, batch_id: int, *, embed: bool = False) -> int:
    """Make again what expired and the batch's new or changed articles can reach; returns how many articles' state.

    Takes the publishing lock where there is something to do: to be called before any lock of linking.
    """
    if not fetch_all(connection, "select/link_expired_reach", batch_id=batch_id):
        return 0
    execute(connection, "load/publishing_lock")
    ages = []
    for row in fetch_all(connection, "select/link_articles", batch_id=batch_id):
        item = link_input(row)
        if row.known_sha256 != input_sha256(item, embed=embed):
            ages += [
                age_of(item.published_at, item.article_id),
                *([row.known_age] if row.known_age is not None else []),
            ]
    near = periods_of(np.array(ages, np.int64))
    reached = {period + away for period in near.tolist() for away in range(-_PERIODS_AWAY, _PERIODS_AWAY + 1)}
    rows = fetch_all(connection, "select/link_expired_texts", periods=array(sorted(reached)))
    items = [prepared_again(row) for row in rows]
    execute(connection, "load/link_restore", [_row(item) for item in items])
    add_postings(connection, postings_of([(item.listed_at, item.lookups) for item in items]))
    return len(items) + _restore_groups(connection, [item.article_id for item in items])


def _restore_groups(connection: Connection, ids: Sequence[UUID]) -> int:
    """Make again what expired of all that ties and decisions hold to ``ids``: a story's members without features fall
    out of it when it is made anew, and a long story reaches further than any window."""
    held = fetch_all(connection, "select/link_groups", ids=sorted(ids), untied=[])
    rows = fetch_all(connection, "select/link_expired_members", ids=sorted({row.article_id for row in held}))
    execute(connection, "load/link_restore", [_row(prepared_again(row)) for row in rows])
    return len(rows)


def _row(item: Prepared) -> dict[str, object]:
    return {
        "article_id": item.article_id,
        "fingerprint": item.stored_fingerprint,
        "features": item.stored_features,
        "lookups": item.lookups,
        "input_sha256": item.input_sha256,
    }
