"""Two DAGs of a team downstream: one after each published batch, one for the day whose stories changed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Connection, PartitionedAssetTimetable, Variable, dag, get_current_context, task
from newshouse.orchestration.assets import STORIES, STORIES_BY_DAY

CHANGES = "SELECT change_id, kind, article_id FROM serve.changes WHERE change_id > %(cursor)s ORDER BY change_id"
STORIES_OF_DAY = """
SELECT story_id, lead_title, outlet_count
FROM serve.stories
WHERE first_published_at < %(day)s + interval '1 day' AND last_published_at >= %(day)s
"""
CURSOR = "newshouse_change_id"


def ask(query: str, **binds: Any) -> list[Any]:
    """Rows of the warehouse, read by the login of the connection ``newshouse_reader``."""
    import psycopg

    login = Connection.get("newshouse_reader")
    where = {"host": login.host, "port": login.port, "dbname": login.schema}
    with psycopg.connect(**where, user=login.login, password=login.password) as connection:
        return connection.execute(query, binds).fetchall()


@dag(schedule=[STORIES], max_active_runs=1, catchup=False)
def after_each_batch() -> None:
    @task
    def take_changes() -> dict[str, int]:
        changes = ask(CHANGES, cursor=int(Variable.get(CURSOR, default="0")))
        counts = Counter(kind for _, kind, _ in changes)  # your work with them goes here; the cursor moves after it
        if changes:
            Variable.set(CURSOR, str(changes[-1][0]))
        return dict(counts)

    take_changes()


@dag(schedule=PartitionedAssetTimetable(assets=STORIES_BY_DAY), max_active_runs=1, catchup=False)
def day_changed() -> None:
    @task(retries=2, retry_delay=timedelta(minutes=1))
    def report_day() -> dict[str, Any]:
        day = get_current_context()["dag_run"].partition_key  # such as 2026-03-02: the UTC day that the batch ended on
        stories = ask(STORIES_OF_DAY, day=datetime.fromisoformat(str(day)).replace(tzinfo=UTC))
        return {"day": day, "story_count": len(stories)}

    report_day()


after_each_batch()
day_changed()
