"""
### watch: who ought to know, knows, once

Looks at the warehouse for conditions that somebody should know of: late batches, outlets, languages and feeds that fell
silent against their own rhythm, an own outage, warnings of the audit, a disk that fills. What is raised or over is told
to `NEWSHOUSE_ALERT_CHANNELS`: **once per change, not per run**. What is told is in `raw.alerts`.

**Idempotent.** The state is in the warehouse: a run again tells nothing again. What a channel did not take is told
by the next run.

**When it is red.** The log's last line says why: the warehouse does not answer, or a channel does not take messages
(its connection in Airflow, its provider, its server). What to do about each alert: docs/operations.md#alerts.
"""

from airflow.sdk import dag, task
from newshouse.orchestration import watch as work
from newshouse.orchestration.policy import EVERY_DAG


@dag(schedule="7-59/15 * * * *", doc_md=__doc__, **EVERY_DAG)
def watch() -> None:
    task(work.look_and_tell)()


watch()
