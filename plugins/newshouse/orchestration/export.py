"""The task of ``export``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from airflow.sdk import get_current_context
from airflow.sdk.exceptions import AirflowSkipException

from newshouse.orchestration.ingest import interval_of
from newshouse.orchestration.place import opened


def export_changed() -> dict[str, Any]:
    """Write the days that the run's interval changed; a run by hand, those of the day before its moment."""
    from datetime import timedelta

    from newshouse.stages.export import export_changed
    from newshouse.stages.retention import oldest_export

    interval = interval_of(get_current_context()["dag_run"])
    start = interval.start if interval.start < interval.end else interval.end - timedelta(days=1)
    with opened() as (settings, engine):
        if not settings.export_url:
            raise AirflowSkipException("NEWSHOUSE_EXPORT_URL is not set: nothing is exported")
        done = export_changed(engine, start, interval.end, settings.export_url, oldest_export(settings))
        return asdict(done)
