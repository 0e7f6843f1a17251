"""How we treat servers, and what we know of them between two batches. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newshouse import __version__
from newshouse.settings import Settings

ROBOTS_TOKEN = "newshouse"  # noqa: S105 - the name robots.txt files know us by, no secret

PAGE_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FEED_ACCEPT = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml;q=0.9,"
    "application/xml;q=0.8,text/xml;q=0.8,application/json;q=0.7,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits towards servers and for ourselves. Times in seconds."""

    user_agent: str = f"{ROBOTS_TOKEN}/{__version__}"
    accept: str = PAGE_ACCEPT
    max_body_bytes: int = 5_000_000
    """Of the payload as received. What it unpacks to is content.decoded's limit."""
    deadline_s: float = 30.0
    """For robots.txt, all redirects and the body together; the wait for a turn at the host does not count."""
    max_wait_s: float = 300.0
    """The longest wait for a turn at a host; who would wait longer is deferred (``host_busy``)."""
    connections: int = 64
    host_connections: int = 2
    host_interval_s: float = 1.0
    allowed_ports: tuple[int, ...] = (80, 443)
    allow_loopback: bool = False
    obey_robots: bool = True

    @classmethod
    def for_pages(cls, settings: Settings) -> FetchPolicy:
        """The policy for pages that feeds point to."""
        contact = f" (+{settings.contact})" if settings.contact else ""
        return cls(
            user_agent=f"{ROBOTS_TOKEN}/{__version__}{contact}",
            max_body_bytes=settings.max_body_bytes,
            deadline_s=settings.fetch_deadline_s,
            host_connections=settings.host_connections,
            host_interval_s=settings.host_interval_s,
            allowed_ports=settings.allowed_ports,
            allow_loopback=settings.allow_loopback,
            obey_robots=settings.obey_robots,
        )

    @classmethod
    def for_feeds(cls, settings: Settings) -> FetchPolicy:
        """The policy for feeds: published to be polled and chosen by a person, so robots.txt has no say."""
        page = cls.for_pages(settings)
        return cls(
            user_agent=page.user_agent,
            accept=FEED_ACCEPT,
            max_body_bytes=page.max_body_bytes,
            deadline_s=page.deadline_s,
            host_connections=page.host_connections,
            host_interval_s=page.host_interval_s,
            allowed_ports=page.allowed_ports,
            allow_loopback=page.allow_loopback,
            obey_robots=False,
        )


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A server's answer to robots.txt: ``text`` counts for a 2xx ``status``, any other here means "no rules"."""

    origin: str  # scheme://host[:port]
    fetched_at: datetime
    status: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class HostMemory:
    """What a Fetcher learnt that the next one should know, to be kept between tasks and batches."""

    held_until: Mapping[str, datetime] = field(default_factory=dict)
    """urls.host_key -> until when the server wants no requests."""
    robots: tuple[RobotsFile, ...] = ()
