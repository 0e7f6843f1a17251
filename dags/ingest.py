"""
### ingest: from feeds to stories in the warehouse

One run per data interval works one **batch**: poll the feeds that are due, fetch new pages into the archive, read
them (body, metadata, language), link copies and stories, check, and publish in one transaction.

**Live or replay.** A run whose batch has captures already (a backfill, a cleared run) is a *replay*: it polls and
fetches nothing, reads the batch's captures again and publishes the same rows. A past interval without captures
succeeds with "nothing captured": a feed has no past.

**Idempotent.** Every task may run again, also twice at once: rows are keyed, updates happen only where the
observation is newer, nothing is visible before `publish`.

**When it is red.** Open the failed task's log: its last line says what to mend.
- `open_batch`: the warehouse does not answer, or wants `newshouse migrate`.
- `poll`, `fetch`: archive or warehouse away, disk full. A server that fails is an outcome in the books.
- `read`: no worker process stays alive: memory. A page that cannot be read is a reject.
- `audit`: names the check and the offending rows; nothing was published. Mend, then clear from `plan_reading` on.
- `publish`: the transaction was rolled back; clear it.

Clearing a whole run that had captured something replays it. To replay a part, trigger the backfill with params:
`stages` (`read` and `link`, or one of them), `languages`, `publishers`. More by symptom:
docs/operations.md#a-task-of-ingest-is-red.
"""

from typing import Any

from airflow.sdk import CronDataIntervalTimetable, Param, XComArg, dag, task
from newshouse.orchestration import ingest as work
from newshouse.orchestration.assets import STORIES, STORIES_BY_DAY
from newshouse.orchestration.policy import EVERY_DAG

STAGES: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": ["read", "link"]}, "minItems": 1}
TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
PARAMS = {
    "stages": Param(["read", "link"], description="Replays: read the captures again, link anew, or both", **STAGES),
    "languages": Param([], description="Replays: only articles in these languages, such as de; none: all", **TEXTS),
    "publishers": Param([], description="Replays: only these publishers, such as example.org; none: all", **TEXTS),
}
AFTER_MAP = "none_failed"  # an empty map skips its task, which is no reason to stop


@dag(
    schedule=CronDataIntervalTimetable("*/15 * * * *", timezone="UTC"),
    params=PARAMS,
    doc_md=__doc__,
    **EVERY_DAG,
)
def ingest() -> None:
    opened: Any = task(work.open_batch)()
    batch_id: Any = XComArg(opened.operator, key="batch_id")
    polled = task(work.poll).expand(work=opened)
    pages = task(trigger_rule=AFTER_MAP)(work.plan_pages)(batch_id)
    fetched = task(work.fetch).expand(work=pages)
    readings = task(trigger_rule=AFTER_MAP)(work.plan_reading)(batch_id)
    done = task(work.read).expand(work=readings)
    linked = task(trigger_rule=AFTER_MAP)(work.link)(batch_id)
    audited = task(trigger_rule=AFTER_MAP)(work.audit)(batch_id)
    published = task(outlets=[STORIES, STORIES_BY_DAY], trigger_rule=AFTER_MAP)(work.publish)(batch_id)

    polled >> pages >> fetched >> readings >> done >> linked >> audited >> published


ingest()
