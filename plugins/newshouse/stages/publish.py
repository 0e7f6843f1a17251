"""Linking and publishing: one transaction moves a batch from staging into news, together with its books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newshouse.records import StageReport
from newshouse.stages.audit import audited
from newshouse.stages.desk import Desk, log
from newshouse.stages.ledger import keep_books
from newshouse.stages.link import hold_together, link_batch, publish_links
from newshouse.stages.retract import refuse_forgotten, settle
from newshouse.warehouse import as_rows, execute, fetch_one, working


@dataclass(frozen=True, slots=True)
class Published:
    """What a batch brought, and its books."""

    article_count: int
    story_count: int
    books: dict[str, Any]


def link(desk: Desk) -> StageReport:
    """Find the copies and stories of the batch's articles, and stage them."""
    with working(desk.engine) as connection:
        report = link_batch(connection, desk.batch_id, embed=desk.settings.story_embeddings)
    log.info("stage=link batch=%s %s", desk.batch_id, report)
    return report


def publish(desk: Desk) -> Published:
    """Publish the batch, whole or not at all. What is published already stays as it is.

    One batch publishes at a time; one that was linked before another was published is linked again under the lock.
    """
    keys, now = {"batch_id": desk.batch_id}, desk.settings.time()
    with working(desk.engine) as connection:
        execute(connection, "load/publishing_lock")
        done = fetch_one(connection, "select/books_of_published", **keys)
        if done.state == "published":  # by another try of this task
            return Published(0, 0, {name: value for name, value in done._mapping.items() if name != "state"})
        refuse_forgotten(connection, desk.batch_id, now)
        retracted = settle(connection, desk)
        audited(connection, desk.batch_id)
        books = dict(fetch_one(connection, "select/books", **keys)._mapping)
        execute(
            connection, "load/retraction_changes", keys | {"now": now, "ids": retracted, "kind": "article_retracted"}
        )
        execute(connection, "load/publish_changes", keys | {"now": now})
        article_count = execute(connection, "load/publish_articles", keys)
        execute(connection, "load/publish_revisions", keys)
        execute(connection, "load/drop_replaced_revisions", keys)
        hold_together(connection, retracted)
        execute(connection, "load/stage_retracted", keys | {"ids": retracted})
        story_count = publish_links(connection, desk.batch_id, now, embed=desk.settings.story_embeddings)
        execute(connection, "load/retract_articles", {"ids": retracted})
        execute(connection, "load/note_published", keys)
        execute(connection, "load/pages_after_publish", keys)
        execute(connection, "load/clear_staging", keys)
        reasons = as_rows([books["reasons"]])[1:-1]
        execute(connection, "load/close_batch", keys | books | {"reasons": reasons, "now": now})
        if desk.keeps_ledger:
            keep_books(connection, desk.settings, desk.batch_id)
    counts = " ".join(f"{name}={count}" for name, count in books.items() if name != "reasons")
    log.info("stage=publish batch=%s articles=%s stories=%s %s", desk.batch_id, article_count, story_count, counts)
    return Published(article_count, story_count, books)
