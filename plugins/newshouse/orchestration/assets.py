"""The assets that ``ingest`` updates. Imported by DAG files, also downstream ones, so light."""

from airflow.sdk import Asset

STORIES = Asset(name="newshouse.stories", uri="newshouse://warehouse/stories")
"""Updated by every published batch: wakes DAGs with ``schedule=[STORIES]``."""

STORIES_BY_DAY = Asset(name="newshouse.stories_by_day", uri="newshouse://warehouse/stories-by-day")
"""The same with the batch's day (2026-03-02) as partition key: wakes partitioned consumers. Keyed events don't wake
plain consumers, hence two."""
