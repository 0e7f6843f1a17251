"""One outlet on loopback whose answers a test sets, path by path, as the days go by."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Says:
    """An answer. ``etag``: sent, and answered with 304 when it comes back."""

    body: str = ""
    status: int = 200
    etag: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    always_304: bool = False


@dataclass
class Outlet:
    """A server; ``answers`` by path may change at any time, ``asked`` are (path, headers)."""

    answers: dict[str, Says] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __enter__(self) -> Self:
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outlet.answer(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: Any) -> None:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append((request.path, headers))
        says = self.answers.get(request.path, Says(status=404))
        matches = says.etag is not None and headers.get("if-none-match") == says.etag
        if matches or (says.always_304 and "if-none-match" in headers):
            says = Says(status=304, etag=says.etag)
        body = says.body.encode()
        request.send_response(says.status)
        for name, value in says.headers + ((("ETag", says.etag),) if says.etag else ()):
            request.send_header(name, value)
        if says.status != 304:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if says.status != 304:
            request.wfile.write(body)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def rss(*links: str, title: str = "News") -> str:
    items = "".join(f"<item><title>About {link}</title><link>{link}</link></item>" for link in links)
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def page(about: str) -> str:
    text = (
        f"<p>The committee on {about} met on Monday and heard four witnesses before it adjourned for the day.</p>"
        f"<p>Its report on {about} is due in April; members said that they expect a close vote on the main point.</p>"
        f"<p>Neighbours who came to listen asked for the minutes of the meeting on {about} to be published.</p>"
    )
    head = f"<head><title>On {about}</title></head>"
    return f"<html lang='en'>{head}<body><article><h1>On {about}</h1>{text}</article></body></html>"
