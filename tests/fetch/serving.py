"""A well-behaved web server on loopback, and a Fetcher that may reach it, for one test at a time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web
from newshouse.errors import ItemError
from newshouse.fetch import Fetcher, FetchPolicy, HostMemory

POLICY = FetchPolicy(allow_loopback=True, host_interval_s=0.0, deadline_s=5.0, obey_robots=False)

Answer = Callable[[web.Request], Any] | web.Response | str


@dataclass
class Site:
    """Answers by path; what is not there is a 404. ``asked`` are the requests, in order."""

    answers: dict[str, Answer]
    port: int = 0
    asked: list[web.Request] = field(default_factory=list)

    def url(self, path: str, host: str = "site.localhost") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.path_qs for request in self.asked]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        answer = self.answers.get(request.path_qs, self.answers.get(request.path, web.Response(status=404)))
        if callable(answer) and not isinstance(answer, web.Response):
            answer = answer(request)
            if isinstance(answer, Awaitable):
                answer = await answer
        if isinstance(answer, str):
            return web.Response(text=answer, content_type="text/html")
        assert isinstance(answer, web.StreamResponse)
        if isinstance(answer, web.Response):  # a response object is used up by sending it
            return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
        return answer


@contextlib.asynccontextmanager
async def serving(answers: dict[str, Answer]) -> AsyncIterator[Site]:
    site = Site(answers)
    runner = web.ServerRunner(web.Server(site.handle))
    await runner.setup()
    try:
        tcp = web.TCPSite(runner, "127.0.0.1", 0)
        await tcp.start()
        site.port = tcp._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        yield site
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def site_and_fetcher(
    answers: dict[str, Answer], memory: HostMemory | None = None, **policy: Any
) -> AsyncIterator[tuple[Site, Fetcher]]:
    async with serving(answers) as site, Fetcher(replace(POLICY, **policy), memory) as fetcher:
        yield site, fetcher


async def failure(fetcher: Fetcher, url: str) -> ItemError:
    """What the fetch ended in; fails if it succeeded."""
    try:
        snapshot = await fetcher.get(url)
    except ItemError as error:
        return error
    raise AssertionError(f"{url} was fetched: {snapshot.status}")


def redirect(target: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": target})


def run(scenario: Callable[[], Any]) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 30))
