"""Which pages a batch fetches, and which mapped task gets them. Apart from fetching: to plan needs no HTTP client."""

from __future__ import annotations

from newshouse.stages.desk import Desk, log
from newshouse.stages.sharding import shard_by_host
from newshouse.warehouse import as_rows, execute, fetch_all, fetch_one, working


def plan_pages(desk: Desk) -> tuple[int, ...]:
    """Give due pages to mapped tasks, a host's all to one; return the tasks' numbers. A replay fetches nothing."""
    settings, now = desk.settings, desk.settings.time()
    limit = settings.pages_per_task * settings.max_tasks_per_step
    with working(desk.engine) as connection:
        if fetch_one(connection, "select/mode", batch_id=desk.batch_id).mode != "live":
            return ()
        execute(connection, "load/drop_finished_pages", {"now": now})
        due = fetch_all(connection, "select/due_pages", batch_id=desk.batch_id, now=now, page_limit=limit)
        shards = shard_by_host(due, lambda page: page.url, settings.max_tasks_per_step, settings.pages_per_task)
        rows = [{"page_id": page.page_id, "shard": shard} for shard, pages in enumerate(shards) for page in pages]
        execute(connection, "load/plan_fetches", {"batch_id": desk.batch_id, "rows": as_rows(rows)})
        planned = fetch_all(connection, "select/shards_of_fetches", batch_id=desk.batch_id)
    log.info("stage=plan_pages batch=%s pages=%s fetch_tasks=%s", desk.batch_id, len(rows), len(planned))
    return tuple(row.shard for row in planned)
