"""robots.txt (RFC 9309): which pages a server lets us have, and how fast.

2xx: the rules. Other 4xx, 401 and 403 too: no rules. 429, 5xx or no answer: everything is disallowed for now, unless an
older copy is known, which then stays good.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from protego import Protego

from newshouse.errors import FatalError, ItemError, NewshouseError, RejectError, TransientError
from newshouse.fetch.policy import ROBOTS_TOKEN, RobotsFile

MAX_ROBOTS_BYTES = 512_000  # RFC 9309 2.5 asks for 500 KiB at least
_GOOD_FOR = timedelta(days=1)
_USER_AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t]*:?)([^#\r\n]*)", re.IGNORECASE | re.MULTILINE)

Load = Callable[[str], Awaitable[RobotsFile]]


class Rules:
    """One server's rules for us. ``took_s`` is how long it took to ask for them, 0 when they were known."""

    def __init__(self, file: RobotsFile, took_s: float = 0.0) -> None:
        self.took_s = took_s
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


def _rules_or_raise(outcome: Rules | NewshouseError) -> Rules:
    """A fresh exception for each page that meets the failure: one shared would grow a traceback for each."""
    if isinstance(outcome, Rules):
        return outcome
    if isinstance(outcome, TransientError):
        raise TransientError(outcome.reason, outcome.detail, outcome.retry_after_s)
    if isinstance(outcome, RejectError):
        raise RejectError(outcome.reason, outcome.detail)
    raise outcome


class RobotsCache:
    """The rules of every server met, each robots.txt asked for once a day. ``slots`` limits the asking."""

    def __init__(
        self, load: Load, clock: Callable[[], datetime], slots: asyncio.Semaphore, known: Iterable[RobotsFile] = ()
    ) -> None:
        self._load = load
        self._clock = clock
        self._slots = slots
        self._files = {file.origin: file for file in known}
        self._outcomes: dict[str, Rules | NewshouseError] = {}
        self._asking: dict[str, tuple[asyncio.Task[None], asyncio.Event]] = {}

    async def rules(self, origin: str) -> Rules:
        """The rules of a server (scheme://host[:port]). One request for them, however many wait for it.

        Raises TransientError: ``robots_unreachable`` or what kept us from the server; RejectError if it can't be asked.
        """
        if origin not in self._asking:
            event = asyncio.Event()
            self._asking[origin] = asyncio.create_task(self._settle(origin, event)), event
        await self._asking[origin][1].wait()
        return _rules_or_raise(self._outcomes[origin])

    def ready(self, origin: str) -> Rules | None:
        """The rules if nobody need be asked for them, else None. Raises as ``rules``."""
        outcome = self._outcomes.get(origin)
        return None if outcome is None else _rules_or_raise(outcome)

    async def _settle(self, origin: str, settled: asyncio.Event) -> None:
        try:
            self._outcomes[origin] = await self._outcome(origin)
        except FatalError as error:
            self._outcomes[origin] = error
        except Exception as error:  # whatever a robots.txt does to its reader must not end the batch
            self._outcomes[origin] = TransientError("robots_unreachable", f"{origin}: {error!r}")
        finally:
            settled.set()

    async def _outcome(self, origin: str) -> Rules | ItemError:
        known = self._files.get(origin)
        if known is not None and self._clock() - known.fetched_at < _GOOD_FOR:
            return Rules(known)
        async with self._slots:
            started = time.monotonic()
            try:
                known = self._files[origin] = await self._load(origin)
            except ItemError as error:
                if known is None:
                    return error
            return Rules(known, time.monotonic() - started)

    def files(self) -> tuple[RobotsFile, ...]:
        """Every robots.txt known and still good, to be remembered."""
        oldest = self._clock() - _GOOD_FOR
        return tuple(file for file in self._files.values() if file.fetched_at > oldest)

    async def close(self) -> None:
        """Stop asking."""
        tasks = [task for task, _ in self._asking.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
