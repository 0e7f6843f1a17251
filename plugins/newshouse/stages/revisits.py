"""When to look at a page (again). Pure: no clock, no I/O."""

from __future__ import annotations

from datetime import datetime, timedelta

REVISIT_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""After the first capture, while a feed still carries the page. Most corrections come within the first hours."""

RETRY_AFTER = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""After each failure in a row; a page that failed once more than this is given up."""


def next_revisit(first_captured_at: datetime, fetched_at: datetime) -> datetime | None:
    """The first moment of the falling schedule after a successful fetch; None when it is used up."""
    moments = (first_captured_at + delay for delay in REVISIT_AFTER)
    return next((moment for moment in moments if moment > fetched_at), None)


def next_try(failed_at: datetime, attempt_count: int, retry_after_s: float | None) -> datetime | None:
    """When to try again after the ``attempt_count``-th failure in a row (from 1); None: give the page up.

    The server's own wish (``retry_after_s``, None if it had none) counts where it is later.
    """
    if attempt_count > len(RETRY_AFTER):
        return None
    wish = timedelta(seconds=retry_after_s or 0)
    return failed_at + max(RETRY_AFTER[attempt_count - 1], wish)
