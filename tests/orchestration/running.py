"""The task functions of our DAGs, run in this process: Airflow's context and its metrics are in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import text
from stages.play import Play
from stages.playing import PLAYED

NOW = PLAYED[-1]


@dataclass
class Tasks:
    """The tasks over a warehouse, and what they emitted."""

    play: Play
    monkeypatch: pytest.MonkeyPatch
    reader: Any

    @classmethod
    @contextmanager
    def over(cls, play: Play, monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Tasks]:
        monkeypatch.setenv("AIRFLOW_HOME", str(home / "airflow"))
        settings = play.settings
        for name in ("warehouse_url", "archive_url", "allow_loopback", "host_interval_s", "read_processes"):
            monkeypatch.setenv(f"NEWSHOUSE_{name.upper()}", str(getattr(settings, name)))
        from airflow.sdk._shared.observability.metrics.otel_logger import SafeOtelLogger
        from airflow.sdk.observability import stats
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import InMemoryMetricReader

        reader = InMemoryMetricReader()
        provider = MeterProvider(metric_readers=[reader], shutdown_on_exit=False)
        stats.initialize(factory=lambda: SafeOtelLogger(provider), export_legacy_names=False)
        yield cls(play, monkeypatch, reader)
        provider.shutdown()
        from airflow.sdk._shared.observability.metrics.base_stats_logger import NoStatsLogger

        stats.initialize(factory=NoStatsLogger, export_legacy_names=False)

    @contextmanager
    def context(self, moment: datetime) -> Iterator[dict[str, Any]]:
        """Airflow's context for a run by hand at ``moment``; what is pushed to XCom lands in ``pushed``."""
        from airflow.sdk.execution_time.context import set_current_context

        self.monkeypatch.setenv("NEWSHOUSE_NOW", moment.isoformat())
        pushed: dict[str, Any] = {}
        run = SimpleNamespace(run_type="manual", run_id="by_hand", logical_date=moment, run_after=moment)
        events: Any = _Events()
        ti = SimpleNamespace(xcom_push=pushed.__setitem__)
        context = {"ti": ti, "dag_run": run, "params": {}, "outlet_events": events, "pushed": pushed}
        with set_current_context(cast(Any, context)):
            yield context

    def batch(self, moment: datetime) -> dict[str, Any]:
        """All tasks of ``ingest`` in the DAG's order; what ``publish`` returned."""
        from newshouse.orchestration import ingest

        self.play.room.set_clock(moment)
        with self.context(moment) as context:
            for work in ingest.open_batch():
                ingest.poll(work)
            batch_id = context["pushed"]["batch_id"]
            for work in ingest.plan_pages(batch_id):
                ingest.fetch(work)
            for work in ingest.plan_reading(batch_id):
                ingest.read(work)
            ingest.link(batch_id)
            ingest.audit(batch_id)
            return ingest.publish(batch_id)

    def watch(self, moment: datetime) -> dict[str, int]:
        """The task of ``watch``."""
        from newshouse.orchestration.watch import look_and_tell

        self.monkeypatch.setenv("NEWSHOUSE_NOW", moment.isoformat())
        return look_and_tell()

    def change(self, statement: str, **binds: Any) -> None:
        """Change the warehouse behind everybody's back."""
        with self.play.engine.begin() as connection:
            connection.execute(text(statement), binds)

    def counter(self, name: str, *labels: str) -> dict[tuple[str, ...], float]:
        return self._points(f"airflow.{name}", labels)

    gauge = counter

    def prometheus_names(self) -> set[str]:
        """As the OpenTelemetry Collector's Prometheus exporter names them: dots to underscores, counters ``_total``."""
        return {
            metric.name.replace(".", "_") + ("_total" if hasattr(metric.data, "is_monotonic") else "")
            for metric in self._metrics()
            if metric.name.startswith("airflow.newshouse.")
        }

    def _points(self, name: str, labels: tuple[str, ...]) -> dict[tuple[str, ...], float]:
        found: dict[tuple[str, ...], float] = {}
        for metric in self._metrics():
            if metric.name == name:
                for point in metric.data.data_points:
                    assert set(point.attributes or {}) == set(labels)
                    found[tuple(str((point.attributes or {})[label]) for label in labels)] = point.value
        return found

    def _metrics(self) -> Iterator[Any]:
        data = self.reader.get_metrics_data()
        for resource in data.resource_metrics if data else ():
            for scope in resource.scope_metrics:
                yield from scope.metrics


class _Events(dict[Any, Any]):
    """Outlet events as the context has them: one per asset, made when asked for."""

    def __missing__(self, asset: Any) -> Any:
        return SimpleNamespace(add_partitions=lambda *_: None)


def hourly(tasks: Tasks, hours_silent: int) -> None:
    """One feed, one outlet and one language that had news every hour for ten hours, until ``hours_silent`` ago."""
    last = NOW - timedelta(hours=hours_silent)
    feed = "(SELECT min(feed_id) FROM raw.feeds)"
    tasks.change(f"DELETE FROM raw.entries WHERE feed_id = {feed}")
    tasks.change(
        f"UPDATE raw.feeds SET last_polled_at = :now, last_new_at = :last WHERE feed_id = {feed}",
        now=NOW,
        last=last,
    )
    tasks.change(
        f"""INSERT INTO raw.entries
            (feed_id, guid_sha256, guid, url, page_id, first_batch_id, first_seen_at, last_seen_at)
        SELECT {feed}, sha256(n::text::bytea), n, 'http://a/' || n, gen_random_uuid(), min(batch_id),
            cast(:last AS timestamptz) - n * interval '1 hour', :last
        FROM raw.batches, generate_series(0, 9) AS n GROUP BY n""",
        last=last,
    )
    tasks.change(
        """UPDATE news.articles SET publisher = 'hourly.example', language = 'mi',
            published_at = cast(:last AS timestamptz) - chosen.n * interval '1 hour'
        FROM (SELECT article_id, row_number() OVER (ORDER BY article_id) - 1 AS n FROM news.articles LIMIT 10) AS chosen
        WHERE chosen.article_id = articles.article_id""",
        last=last,
    )
