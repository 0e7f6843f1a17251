"""
### maintain: daily upkeep

Removes unfinished archive files that killed writers left more than two days ago, counts whole files that no snapshot
lies in (they stay), writes into the archive the books of batches that were published before it held any, and forgets
passed holds, old robots.txt files, and what linking keeps of articles whose story ended three weeks ago (it is made
again from their texts when something comes for so old a time). No article or story is touched.

**Retention.** All is kept for ever unless `NEWSHOUSE_KEEP_CAPTURES_DAYS`, `..._RECORDS_DAYS`, `..._REVISIONS_DAYS` and
`..._EXPORTS_DAYS` say how long (`expire_captures` logs what some ages would free):
docs/operations.md#what-is-kept-and-for-how-long.

**Idempotent.** What is gone stays gone; run it as often as you like, also beside `ingest`.

**When it is red.** The archive or the warehouse does not answer: the log's last line says which, and what to mend.
Nothing depends on this DAG from one day to the next. More by symptom: docs/operations.md#the-disk-is-full.
"""

from airflow.sdk import dag, task
from newshouse.orchestration import maintain as work
from newshouse.orchestration.policy import EVERY_DAG


@dag(schedule="@daily", doc_md=__doc__, **EVERY_DAG)
def maintain() -> None:
    task(work.sweep_archive)()
    task(work.keep_missing_ledgers)() >> task(work.expire_captures)() >> task(work.expire_rows)()
    task(work.expire_exports)()
    task(work.prune)()


maintain()
