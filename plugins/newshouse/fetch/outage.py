"""Telling our own outage from theirs. Pure, no I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

NETWORK_REASONS = frozenset(("dns", "connection", "timeout", "tls"))
_NOT_TRIED = frozenset(("host_held", "host_busy", "bad_url", "bad_port", "refused_address"))
_MIN_HOSTS = 5
_NEARLY_ALL_RATIO = 0.9


def own_outage(outcomes: Iterable[tuple[str, str | None]]) -> bool:
    """Whether the fault is ours: of 5 hosts or more, nine in ten could not be reached at all.

    ``outcomes`` are (host, reason), reason None for success. A host that answered anything at all, an error page too,
    was reached; items that were not tried tell nothing. Fewer hosts prove nothing.
    """
    reached: dict[str, bool] = defaultdict(bool)
    for host, reason in outcomes:
        if reason not in _NOT_TRIED:
            reached[host] |= reason not in NETWORK_REASONS
    lost = sum(not answered for answered in reached.values())
    return len(reached) >= _MIN_HOSTS and lost >= _NEARLY_ALL_RATIO * len(reached)
