"""The one door to every page: a visitor who may enter, a change that our own form asks for, headers against script.

It stands before routing, so that unknown paths, unknown methods and static files are refused like all others.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newshouse.web.render import error_page

READING = frozenset(("GET", "HEAD", "OPTIONS"))
MAX_FORM_BYTES = 100_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, by the name that stands in the record of actions, and whether they may change anything."""

    name: str
    may_change: bool


Gate = Callable[[Request], Awaitable[Visitor]]
"""Tells who asks. Raises HTTPException: 401 for nobody known, 403 for somebody who may not look."""


class Guard:
    """ASGI middleware: nothing passes without a visitor. ``request.state.visitor`` is who it let in."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # there are no sockets here
            return
        request = Request(scope, receive)
        try:
            request.state.visitor = await self._let_in(request)
        except HTTPException as refused:
            response = error_page(request, refused.status_code, str(refused.detail))
            await response(scope, receive, _guarded(send))
            return
        await self._app(scope, receive, _guarded(send))

    async def _let_in(self, request: Request) -> Visitor:
        visitor = await self._gate(request)
        if request.method in READING:
            return visitor
        if not visitor.may_change:
            raise HTTPException(403, "You may look, but not change anything: that takes edit rights on the DAG ingest.")
        if not is_own_form(request):
            raise HTTPException(403, "This change did not come from a page of newshouse.")
        if not 0 <= _length(request) <= MAX_FORM_BYTES:
            raise HTTPException(413, "A form must state its length, and be small.")
        return visitor


def is_own_form(request: Request) -> bool:
    """Whether the browser says that the request comes from a page of this very server.

    Browsers set both headers themselves and no page can forge them: Sec-Fetch-Site where the server counts as
    trustworthy (https, localhost), Origin with every POST. A request with neither is no browser's form.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


def _length(request: Request) -> int:
    stated = request.headers.get("content-length", "")
    return int(stated) if stated.isascii() and stated.isdigit() else -1


def _guarded(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
