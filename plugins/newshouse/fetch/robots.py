"""robots.txt (RFC 9309): which pages a server lets us have, and how fast.

2xx: the rules. Other 4xx, 401 and 403 too: no rules. 429, 5xx or no answer: everything is disallowed for now, unless an
older copy is known, which then stays good.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from newshouse.errors import ItemError, RejectError, TransientError
from newshouse.fetch.policy import ROBOTS_TOKEN, RobotsFile

MAX_ROBOTS_BYTES = 512_000  # RFC 9309 2.5 asks for 500 KiB at least
_GOOD_FOR = timedelta(days=1)
_USER_AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t]*:?)([^#\r\n]*)", re.IGNORECASE | re.MULTILINE)

Load = Callable[[str], Awaitable[RobotsFile]]


class Rules:
    """One server's rules for us."""

    def __init__(self, file: RobotsFile) -> None:
        self._parsed = Protego.parse(_USER_AGENT_LINE.sub(_for_us_or_others, file.text)) if file.text else None
        self.crawl_delay_s = self._delay_s()

    def allows(self, url: str) -> bool:
        """Whether we may ask for ``url``."""
        return self._parsed is None or self._parsed.can_fetch(url, ROBOTS_TOKEN)

    def _delay_s(self) -> float:
        """The longer of Crawl-delay and Request-rate, in seconds; 0 if neither is stated."""
        if self._parsed is None:
            return 0.0
        rate = self._parsed.request_rate(ROBOTS_TOKEN)
        return max(self._parsed.crawl_delay(ROBOTS_TOKEN) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def _for_us_or_others(line: re.Match[str]) -> str:
    """Names of other robots become one: thousands of them times thousands of rules would exhaust memory.

    Ours counts when it is the whole token (RFC 9309 2.2.1); Protego alone would take "news" for us.
    """
    name = line.group(2).strip().lower()
    token = re.match(r"[a-z_-]*", name)
    ours = name == "*" or (token and token.group() == ROBOTS_TOKEN)
    return f"{line.group(1)} {('*' if name == '*' else ROBOTS_TOKEN) if ours else 'others'}"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _rules_or_raise(outcome: Rules | ItemError) -> Rules:
    """A fresh exception for each page that meets the failure: one shared would grow a traceback for each."""
    if isinstance(outcome, Rules):
        return outcome
    if isinstance(outcome, TransientError):
        raise TransientError(outcome.reason, outcome.detail, outcome.retry_after_s)
    raise RejectError(outcome.reason, outcome.detail)


class RobotsCache:
    """The rules of every server met, each robots.txt asked for once a day."""

    def __init__(self, load: Load, clock: Callable[[], datetime], known: Iterable[RobotsFile] = ()) -> None:
        self._load = load
        self._clock = clock
        self._files = {file.origin: file for file in known}
        self._tasks: dict[str, asyncio.Task[Rules | ItemError]] = {}

    async def rules(self, url: str) -> Rules:
        """The rules of the server that ``url`` names. One request per server, however many wait for it.

        Raises TransientError: ``robots_unreachable`` or what kept us from the server; RejectError if it can't be asked.
        """
        origin = _origin(url)
        task = self._tasks.get(origin)
        if task is None:
            task = self._tasks[origin] = asyncio.create_task(self._settled(origin))
        return _rules_or_raise(await asyncio.shield(task))

    def ready(self, url: str) -> Rules | None:
        """The rules if nobody need be asked for them, else None. Raises as ``rules``."""
        task = self._tasks.get(_origin(url))
        return _rules_or_raise(task.result()) if task is not None and task.done() else None

    async def _settled(self, origin: str) -> Rules | ItemError:
        """Never raises, so that a failure nobody waits for any more is no unhandled exception."""
        known = self._files.get(origin)
        if known is None or self._clock() - known.fetched_at >= _GOOD_FOR:
            try:
                known = self._files[origin] = await self._load(origin)
            except ItemError as error:
                if known is None:
                    return error
        return Rules(known)

    def files(self) -> tuple[RobotsFile, ...]:
        """Every robots.txt known and still good, to be remembered."""
        oldest = self._clock() - _GOOD_FOR
        return tuple(file for file in self._files.values() if file.fetched_at > oldest)

    async def close(self) -> None:
        """Stop asking."""
        pending = [task for task in self._tasks.values() if not task.done()]
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
