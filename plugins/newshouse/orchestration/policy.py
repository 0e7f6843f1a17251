"""What all our DAGs have in common: one run at a time, none for the past, and retries by the error tree. Light."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

RETRIES = 3
"""For anything unforeseen, too: a worker killed, a node lost. All tasks are idempotent."""

RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception="newshouse.errors.OutageError",
            action=RetryAction.RETRY,
            retry_delay=timedelta(minutes=1),
            reason="Warehouse or archive is away for now",
        ),
        RetryRule(
            exception="newshouse.errors.FatalError",
            action=RetryAction.FAIL,
            reason="Trying again would end the same way: the message says what to mend",
        ),
    ]
)

EVERY_DAG: dict[str, Any] = {
    "start_date": datetime(2026, 1, 1, tzinfo=UTC),
    "catchup": False,
    "max_active_runs": 1,
    "default_args": {"retries": RETRIES, "retry_delay": timedelta(seconds=30), "retry_policy": RETRY_POLICY},
    "tags": ["newshouse"],
}
