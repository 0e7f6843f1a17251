"""From the error tree to Airflow's retries. Imported by DAG files, so light."""

from datetime import timedelta

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
