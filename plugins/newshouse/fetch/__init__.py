"""Getting feeds and pages: the one place that opens sockets.

``Fetcher`` keeps the promises towards servers (robots.txt, one start per interval and host, Retry-After, an honest
name) and towards us (no private address, no bomb, no endless body, one stated outcome). What needs no socket is
pure: addresses, headers, outages.
"""

from newshouse.fetch.client import Fetcher
from newshouse.fetch.headers import retry_after_s
from newshouse.fetch.loop import run
from newshouse.fetch.outage import own_outage
from newshouse.fetch.policy import FetchPolicy, HostMemory, RobotsFile

__all__ = [
    "FetchPolicy",
    "Fetcher",
    "HostMemory",
    "RobotsFile",
    "own_outage",
    "retry_after_s",
    "run",
]
