"""Which tables each task of ``ingest`` reads and writes, told to whoever collects lineage: OpenLineage, if installed.

Airflow's collector takes assets with addresses; the OpenLineage provider makes datasets of ``postgres://`` ones where
the provider for PostgreSQL is installed too. With nobody collecting, nothing happens.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk.lineage import get_hook_lineage_collector

from newshouse.warehouse import address_of

TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "open_batch": (("raw.feeds",), ("raw.batches", "raw.polls")),
    "poll": (("raw.feeds", "raw.polls"), ("raw.feeds", "raw.polls", "raw.entries", "raw.pages", "raw.snapshots")),
    "plan_pages": (("raw.pages", "raw.entries"), ("raw.fetches",)),
    "fetch": (("raw.pages", "raw.fetches"), ("raw.pages", "raw.fetches", "raw.snapshots")),
    "plan_reading": (("raw.snapshots",), ("raw.readings",)),
    "read": (("raw.readings", "raw.snapshots", "raw.entries"), ("raw.readings", "raw.rejects", "staging.articles")),
    "link": (("staging.articles", "news.articles", "news.stories"), ("staging.stories", "staging.copies")),
    "audit": (("staging.articles", "raw.polls", "raw.fetches", "raw.readings", "raw.rejects"), ()),
    "publish": (
        ("staging.articles", "staging.stories", "staging.copies"),
        ("news.articles", "news.revisions", "news.stories", "news.copies", "news.changes", "raw.batches"),
    ),
}
"""Task: tables read, tables written. The ones that a person asks about, not every side table."""


def report(task_id: str, warehouse_url: str) -> None:
    """Tell of the tables of one task. The address has neither user nor password."""
    collector: Any = get_hook_lineage_collector()
    place, (read, written) = address_of(warehouse_url), TABLES[task_id]
    for table in read:
        collector.add_input_asset(_SENDER, uri=f"{place}/{table.replace('.', '/')}")
    for table in written:
        collector.add_output_asset(_SENDER, uri=f"{place}/{table.replace('.', '/')}")


class _Sender:
    """Who tells: the collector keeps a reference to it beside each asset."""


_SENDER: Any = _Sender()
