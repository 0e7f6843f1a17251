"""Asking many servers at once: what poll and fetch share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection

from newshouse.errors import ItemError
from newshouse.fetch import Fetcher, FetchPolicy, HostMemory, RobotsFile, own_outage, run
from newshouse.records import Snapshot
from newshouse.settings import Settings
from newshouse.stages.desk import log
from newshouse.urls import host_key
from newshouse.warehouse import as_rows, execute, fetch_all

Subject = TypeVar("Subject")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Question(Generic[Subject]):
    """A conditional GET for ``subject`` (a feed or a page)."""

    subject: Subject
    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer(Generic[Subject, Result]):
    """What became of a question: what the handler made of the snapshot, or the error."""

    question: Question[Subject]
    result: Result | ItemError


def ask_all(
    settings: Settings,
    policy: FetchPolicy,
    memory: HostMemory,
    questions: Sequence[Question[Subject]],
    handle: Callable[[Subject, Snapshot], Result],
) -> tuple[list[Answer[Subject, Result]], HostMemory]:
    """Ask all at once, politely; answers in the questions' order, and what was learnt of the hosts.

    ``handle`` gets each snapshot as it arrives, one at a time, and returns what is to be kept of it.
    """

    async def ask(fetcher: Fetcher, question: Question[Subject]) -> Answer[Subject, Result]:
        try:
            snapshot = await fetcher.get(question.url, question.etag, question.last_modified)
            return Answer(question, handle(question.subject, snapshot))
        except ItemError as error:
            return Answer(question, error)

    async def ask_each() -> tuple[list[Answer[Subject, Result]], HostMemory]:
        async with Fetcher(policy, memory, clock=settings.time) as fetcher:
            answers = await asyncio.gather(*(ask(fetcher, question) for question in questions))
            return list(answers), fetcher.memory()

    return run(ask_each())


def recall(connection: Connection, settings: Settings, urls: Iterable[str]) -> HostMemory:
    """What earlier tasks learnt of these addresses' hosts."""
    now = settings.time()
    origins = sorted({_origin(url) for url in urls})
    holds = fetch_all(connection, "select/holds", now=now)
    robots = fetch_all(connection, "select/robots", now=now, origins=origins)
    return HostMemory(
        {hold.host: hold.held_until for hold in holds},
        tuple(RobotsFile(file.origin, file.fetched_at, file.status, file.text) for file in robots),
    )


def remember(connection: Connection, memory: HostMemory) -> None:
    """Keep what was learnt for later tasks."""
    holds = [{"host": host, "held_until": until} for host, until in memory.held_until.items()]
    execute(connection, "load/holds", {"rows": as_rows(holds)})
    execute(connection, "load/robots", {"rows": as_rows(memory.robots)})


def note_own_outage(connection: Connection, batch_id: int, answers: Sequence[Answer[Any, Any]]) -> bool:
    """Whether nearly no host could be reached, so that the fault is ours; if so it is noted on the batch."""
    hosts = [
        (host_key(answer.question.url), answer.result.reason if isinstance(answer.result, ItemError) else None)
        for answer in answers
    ]
    if not own_outage(hosts):
        return False
    log.error("stage=own_outage batch=%s: nearly no host can be reached, nobody's failures are counted", batch_id)
    execute(connection, "load/own_outage", {"batch_id": batch_id})
    return True


def status_of(reason: str) -> int | None:
    """The HTTP status behind a reason such as http_404; None when there was no answer."""
    return int(reason[5:]) if reason.startswith("http_") and reason[5:].isdigit() else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
