"""Alerts through each channel's own notifier to a server on loopback: taken once, told again where refused."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest
from newshouse.errors import OutageError
from orchestration.running import NOW, Tasks, hourly
from sink import Sink, listening
from stages.play import Play

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise imports it
LATE = NOW + timedelta(hours=1)
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class FarEnd:
    """Where a channel's messages arrive. ``messages``: title and text of each; ``refuse``: from now on, or no more."""

    channel: str
    messages: Callable[[], list[str]]
    refuse: Callable[[bool], None]


@pytest.fixture
def tasks(played: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Tasks]:
    monkeypatch.setenv("NEWSHOUSE_ALERT_DISK_FREE_BYTES", "0")
    with Tasks.over(played, monkeypatch, tmp_path) as started:
        yield started


@contextmanager
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEnd]:
    """Slack's incoming webhook: the token is the end of the address."""
    with listening() as sink:
        connection = {"conn_type": "slackwebhook", "host": f"http://{sink.place}/services", "password": "T0/B0/geheim"}
        monkeypatch.setenv("AIRFLOW_CONN_NEWSROOM", json.dumps(connection))
        yield FarEnd(
            "slack:newsroom",
            lambda: [body["text"] for _, body in posted_to(sink, "/services/T0/B0/geheim")],
            refusal(sink),
        )


@contextmanager
def apprise(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEnd]:
    """Two services behind one connection; one of the many that Apprise speaks to takes JSON by HTTP."""
    with listening() as sink, listening() as other:
        services = [{"path": f"json://{one.place}/alerts", "tag": "ops"} for one in (sink, other)]
        connection = {"conn_type": "apprise", "extra": {"config": services}}
        monkeypatch.setenv("AIRFLOW_CONN_PAGERS", json.dumps(connection))
        taken = lambda: [f"{body['title']}\n{body['message']}" for _, body in posted_to(sink, "/alerts")]  # noqa: E731
        yield FarEnd("apprise:pagers", taken, refusal(sink))
        assert len(other.posted) >= len(sink.posted)


@contextmanager
def smtp(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEnd]:
    """A mail server."""
    with mailbox() as box:
        options = "disable_ssl=true&disable_tls=true&retry_limit=1&from_email=newshouse%40example.org"
        monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", f"smtp://127.0.0.1:{box.port}/?{options}")
        yield FarEnd("smtp:ops@example.org", lambda: [readable(letter) for letter in box.letters], box.refuse)


def posted_to(sink: Sink, path: str) -> list[tuple[str, Any]]:
    assert {where for where, _ in sink.posted} <= {path}
    return sink.posted


def refusal(sink: Sink) -> Callable[[bool], None]:
    def refuse(refusing: bool) -> None:
        sink.status = 500 if refusing else 200

    return refuse


def readable(letter: str) -> str:
    message = message_from_string(letter)
    body = next(part.get_payload(decode=True) for part in message.walk() if not part.is_multipart())
    assert isinstance(body, bytes)
    return f"{message['Subject']}\n{body.decode()}"


@pytest.fixture(params=[slack, apprise, smtp], ids=lambda kind: kind.__name__)
def far_end(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEnd]:
    with request.param(monkeypatch) as end:
        monkeypatch.setenv("NEWSHOUSE_ALERT_CHANNELS", end.channel)
        yield end


def test_each_change_arrives_once_and_what_was_refused_arrives_later(tasks: Tasks, far_end: FarEnd) -> None:
    far_end.refuse(True)
    with pytest.raises(OutageError, match=far_end.channel) as caught:
        tasks.watch(LATE)
    assert "geheim" not in str(caught.value)
    far_end.refuse(False)
    tasks.watch(LATE + QUARTER)
    tasks.watch(LATE + 2 * QUARTER)
    (raised,) = far_end.messages()
    assert "newshouse: 1 raised" in raised
    assert "RAISED late_batch: the newest published batch ends at" in raised
    tasks.batch(LATE + 2 * QUARTER)
    tasks.watch(LATE + 2 * QUARTER)
    tasks.watch(LATE + 3 * QUARTER)
    _, over = far_end.messages()
    assert "newshouse: 1 over" in over
    assert "OVER late_batch: since" in over


WRITTEN = {
    "slack": "{{ 7 * 191 }}&lt;script&gt;&lt;!channel&gt;",
    "smtp": "{{ 7 * 191 }}&lt;script&gt;&lt;!channel&gt;",
}


def test_words_of_strangers_arrive_as_text_and_secrets_do_not(tasks: Tasks, far_end: FarEnd) -> None:
    evil = "{{ 7 * 191 }}<script><!channel>"
    hourly(tasks, 8)
    tasks.change(
        "UPDATE raw.feeds SET last_failure = :evil, url = :url WHERE feed_id = (SELECT min(feed_id) FROM raw.feeds)",
        evil=evil,
        url="http://u:geheim@feeds.example/a?token=geheim",
    )
    tasks.watch(NOW)
    (message,) = far_end.messages()
    assert WRITTEN.get(far_end.channel.partition(":")[0], evil) in message
    assert "geheim" not in message
    assert "token=***" in message


@dataclass
class Mailbox:
    """A server that speaks as much SMTP as a letter needs, and keeps the letters."""

    port: int
    letters: list[str]
    refusing: bool = False

    def refuse(self, refusing: bool) -> None:
        self.refusing = refusing


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(0, [])

    class Postman(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"MAIL" and box.refusing:
                    self.wfile.write(b"451 not now\r\n")
                    continue
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    lines = iter(self.rfile.readline, b".\r\n")
                    box.letters.append(b"".join(lines).decode())
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 good\r\n")
                if word == b"QUIT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
