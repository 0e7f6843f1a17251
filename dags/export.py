"""
### export: what was published, as Parquet by day

Writes the days that were changed in the run's hour (new articles and revisions, stories that joined or parted,
take-downs) to `NEWSHOUSE_EXPORT_URL`, as they are now: `articles/day=2026-03-02/articles.parquet`, `stories/...` beside
it. **Without that setting it does nothing**: its task is skipped.

**Idempotent.** A day's file is replaced whole, at once; the same rows give the same bytes. A backfill over past hours
writes the days that were published then. A run by hand writes what changed in the 24 hours before it.

**When it is red.** The address does not answer, or `newshouse[export]` is not installed: the log's last line says
which. Mend it, clear the task. What is exported already stays whole. More: docs/operations.md#export.
"""

from airflow.sdk import CronDataIntervalTimetable, dag, task
from newshouse.orchestration import export as work
from newshouse.orchestration.policy import EVERY_DAG


@dag(schedule=CronDataIntervalTimetable("20 * * * *", timezone="UTC"), doc_md=__doc__, **EVERY_DAG)
def export() -> None:
    task(work.export_changed)()


export()
