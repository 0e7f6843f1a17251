"""The pages served for tests: the real application on a port of this machine, a gate that believes a header."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import httpx
import uvicorn
from newshouse.settings import Settings
from newshouse.web import Visitor, create_app
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Mount

WHO = "x-visitor"
OWN = {"sec-fetch-site": "same-origin"}


async def gate(request: Request) -> Visitor:
    """anna may change things, bert may look, carl may not even look, and others are nobody."""
    who = request.headers.get(WHO)
    if who in ("anna", "bert"):
        return Visitor(who, may_change=who == "anna")
    raise HTTPException(403 if who == "carl" else 401, "Not authenticated")


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The pages, mounted as Airflow mounts them; gives the server's address."""
    pages = create_app(settings, gate)
    config = uvicorn.Config(Starlette(routes=[Mount("/newshouse", pages)]), port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        pages.state.site.engine.dispose()


@contextmanager
def browser(settings: Settings, who: str | None = "anna") -> Iterator[httpx.Client]:
    """A client that asks as ``who``; redirects are its own affair."""
    with (
        served(settings) as address,
        httpx.Client(base_url=address, headers={WHO: who} if who else {}, timeout=60, trust_env=False) as client,
    ):
        yield client


def links(html: str) -> list[str]:
    """Addresses of our own that a page leads to, each once."""
    found = (unescape(address).partition("#")[0] for address in re.findall(r'href="([^"]*)"', html))
    return list(dict.fromkeys(address for address in found if address.startswith("/newshouse")))
