"""Splitting work over mapped tasks by host. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from newshouse.errors import RejectError
from newshouse.urls import registrable_domain

Item = TypeVar("Item")


def shard_by_host(items: Sequence[Item], key: Callable[[Item], str], max_tasks: int, per_task: int) -> list[list[Item]]:
    """Split items over at most ``max_tasks`` shards of about ``per_task``, no registrable domain over two of them.

    ``key`` gives an item's URL. Largest domains first, each into the emptiest shard: balanced as far as whole domains
    allow, and a function of the items alone. Within a shard the domains take turns, so that waiting for one
    host's interval is time to serve the others. No items: no shards.
    """
    domains: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        domains[_domain(key(item))].append(item)
    count = min(max_tasks, -(-len(items) // per_task), len(domains))
    shards: list[list[list[Item]]] = [[] for _ in range(count)]
    sizes = [0] * count
    for _, group in sorted(domains.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        emptiest = sizes.index(min(sizes))
        shards[emptiest].append(group)
        sizes[emptiest] += len(group)
    return [_taking_turns(shard) for shard in shards]


def _domain(url: str) -> str:
    try:
        return registrable_domain(url)
    except RejectError:
        return url  # ends as bad_url wherever it goes


def _taking_turns(groups: list[list[Item]]) -> list[Item]:
    longest = max(map(len, groups))
    return [group[turn] for turn in range(longest) for group in groups if turn < len(group)]
