"""The demo newsroom on loopback: one port for each outlet and one for control, and a clock that is set by request."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from xml.sax.saxutils import quoteattr

from demo import truth as facts
from demo.answers import Request, Response, Site
from demo.desk import open_desk
from demo.model import NewsroomError

HOST = "127.0.0.1"
BASE_PORT = 18_800
"""The control port; the outlets follow, in the order of outlets.toml. Ids of articles depend on it."""

START = datetime(2026, 3, 2, tzinfo=UTC)
END = datetime(2026, 3, 4, 20, tzinfo=UTC)
BATCH_TIMES = tuple(START + timedelta(days=day, hours=hour) for day in range(3) for hour in (8, 20))
"""Six moments, two a day; at each there is something new, and something has changed or healed."""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """Who was asked what. ``outlet`` is its key; header names are in lower case; ``clock`` is the newsroom's time."""

    outlet: str
    method: str
    target: str
    headers: dict[str, str]
    status: int
    clock: datetime


class Newsroom:
    """All outlets, served. Use as a context manager, or start() and stop().

    ``base_port`` 0 takes free ports, for tests side by side: addresses, and ids made from them, then differ from run
    to run. ``slow_s`` is how long the slow outlet takes for each answer.
    """

    def __init__(self, base_port: int = BASE_PORT, clock: datetime = BATCH_TIMES[0], slow_s: float = 0.5) -> None:
        if base_port and not 1024 <= base_port <= 65_000:
            raise NewsroomError(f"base port {base_port} is not 0 and not between 1024 and 65000. Example: {BASE_PORT}")
        self.desk = open_desk()
        self.base_port = base_port
        self.slow_s = slow_s
        self.bases: dict[str, str] = {}
        self.control_url = ""
        self._clock = clock
        self._log: list[LoggedRequest] = []
        self._lock = threading.Lock()
        self._servers: list[_Server] = []

    @property
    def clock(self) -> datetime:
        """The moment the outlets stand at."""
        return self._clock

    def set_clock(self, moment: datetime) -> None:
        """From now on feeds and pages are as they are at ``moment`` (aware)."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone")
        self._clock = moment.astimezone(UTC)

    def start(self) -> Self:
        """Listen on every port, in threads. Raises NewsroomError, and leaves nothing behind, when a port is taken."""
        keys = ["control", *(outlet.key for outlet in self.desk.outlets)]
        try:
            for place, key in enumerate(keys):
                port = self.base_port + place if self.base_port else 0
                self._servers.append(_open_server(port, key))
        except NewsroomError:
            self.stop()
            raise
        addresses = {
            key: f"http://{HOST}:{server.server_port}" for key, server in zip(keys, self._servers, strict=True)
        }
        self.control_url = addresses.pop("control")
        self.bases = addresses
        sites = {outlet.key: Site(self.desk, outlet, addresses) for outlet in self.desk.outlets}
        for key, server in zip(keys, self._servers, strict=True):
            server.newsroom, server.site = self, sites.get(key)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Close every port and every open connection."""
        for server in self._servers:
            server.close()
        self._servers = []

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def feeds(self) -> list[str]:
        """The URLs of all feeds."""
        return [self.bases[outlet.key] + feed.path for outlet in self.desk.outlets for feed in outlet.feeds]

    def opml(self) -> bytes:
        """The feeds as an OPML 2.0 subscription list, a group for each language."""
        groups: dict[str, list[str]] = {}
        for outlet in self.desk.outlets:
            base = self.bases[outlet.key]
            groups.setdefault(outlet.language, []).extend(
                f'<outline type="rss" text={quoteattr(outlet.title)} xmlUrl={quoteattr(base + feed.path)} '
                f"htmlUrl={quoteattr(base + '/')} language={quoteattr(outlet.language)}/>\n"
                for feed in outlet.feeds
            )
        body = "".join(f'<outline text="{name}">\n{"".join(lines)}</outline>\n' for name, lines in groups.items())
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
            f"<head><title>Demo newsroom</title></head>\n<body>\n{body}</body>\n</opml>\n"
        ).encode()

    def truth(self) -> dict[str, facts.Truth]:
        """Every readable article's URL -> its story, what it copies and how."""
        return facts.truth(self.desk, self.bases)

    def outcomes(self) -> dict[str, str]:
        """Every article's URL -> what must become of it: article, paywall, consent, robots, http_4xx."""
        return facts.outcomes(self.desk, self.bases)

    def requests(self, outlet: str | None = None) -> list[LoggedRequest]:
        """What was asked so far, of one outlet or of all."""
        with self._lock:
            return [item for item in self._log if outlet in (None, item.outlet)]

    def clear_log(self) -> None:
        """Forget what was asked."""
        with self._lock:
            self._log.clear()

    def log(self, request: LoggedRequest) -> None:
        """Remember a request."""
        with self._lock:
            self._log.append(request)


def default_bases() -> dict[str, str]:
    """The base URLs of the outlets on the default ports, by key, as truth.json has them."""
    return {
        outlet.key: f"http://{HOST}:{BASE_PORT + place}" for place, outlet in enumerate(open_desk().outlets, start=1)
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    newsroom: Newsroom
    site: Site | None = None  # None: the control port

    def __init__(self, port: int) -> None:
        self._open: set[socket.socket] = set()
        super().__init__((HOST, port), _Handler)

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is its own affair."""

    def close(self) -> None:
        if hasattr(self, "newsroom"):
            self.shutdown()
        self.server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _open_server(port: int, key: str) -> _Server:
    try:
        return _Server(port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise NewsroomError(
            f"port {port} of the demo newsroom ({key}) is taken: stop what listens there, or choose another base port"
        ) from error


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo-newsroom"
    sys_version = ""
    timeout = 30
    wbufsize = 65_536  # headers and body in one packet, else Nagle and delayed ACK cost 40 ms an answer
    server: _Server

    def do_GET(self) -> None:
        newsroom, clock = self.server.newsroom, self.server.newsroom.clock
        if self.server.site is None:
            return self._send(_control(newsroom, self.path), clock)
        asked = {name.lower(): value for name, value in self.headers.items()}
        response = self.server.site.answer(Request(self.path, asked), clock)
        outlet = self.server.site.outlet
        newsroom.log(LoggedRequest(outlet.key, self.command, self.path, asked, response.status, clock))
        if outlet.slow:
            time.sleep(newsroom.slow_s)
        return self._send(response, clock)

    do_HEAD = do_GET  # noqa: N815

    def do_PUT(self) -> None:
        newsroom = self.server.newsroom
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace").strip()
        if self.server.site is not None or self.path != "/clock":
            return self._send(_plain(404, "only the control port has a clock, at /clock"), newsroom.clock)
        try:
            newsroom.set_clock(datetime.fromisoformat(body))
        except ValueError as error:
            return self._send(_plain(400, f"{error}. Example: {START.isoformat()}"), newsroom.clock)
        return self._send(_plain(200, newsroom.clock.isoformat()), newsroom.clock)

    do_POST = do_PUT  # noqa: N815

    def _send(self, response: Response, clock: datetime) -> None:
        self.send_response_only(response.status)
        self.send_header("Date", format_datetime(clock.astimezone(UTC), usegmt=True))
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """The newsroom keeps its own log."""


def _plain(status: int, text: str) -> Response:
    return Response(status, (("Content-Type", "text/plain; charset=utf-8"),), f"{text}\n".encode())


def _control(newsroom: Newsroom, path: str) -> Response:
    if path == "/clock":
        return _plain(200, newsroom.clock.isoformat())
    if path == "/opml":
        return Response(200, (("Content-Type", "text/x-opml; charset=utf-8"),), newsroom.opml())
    if path == "/truth":
        text = facts.as_json(newsroom.desk, newsroom.bases)
        return Response(200, (("Content-Type", "application/json"),), text.encode())
    return _plain(404, "there are /clock (GET, PUT), /opml and /truth")
