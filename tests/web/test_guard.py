"""The door: nobody passes unknown, whatever path and method; changes come from our own forms; script is forbidden."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from newshouse.settings import Settings
from newshouse.web import create_app
from web.browsing import OWN, WHO, gate, served

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "PURGE")
UNROUTED = (
    "/nothing/here",
    "/docs",
    "/openapi.json",
    "/redoc",
    "/static/../app.py",
    "//",
    "/static/nothing.css",
    "/feeds/",
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of a warehouse that is away: whoever is refused at the door never asks it."""
    archive = str(tmp_path_factory.mktemp("archive"))
    return Settings(warehouse_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing", archive_url=archive)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with served(settings) as served_at:
        yield served_at


def ask(address: str, method: str, path: str, headers: dict[str, str] | None = None, body: str = "") -> Any:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, f"/newshouse{path}", body or None, form | (headers or {}))
    response = connection.getresponse()
    response.text = response.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return response


def paths(settings: Settings) -> list[str]:
    """Every route of the application with something in the place of its parameters."""
    number, key = "1", "7b262f1b-9dae-8be8-96d0-3b5676ad3241"
    values = {"feed_id": number, "batch_id": number, "snapshot_id": number, "article_id": key, "story_id": key}
    values |= {"stage": "read", "item_key": "ab", "name": "feeds.csv"}
    found = [getattr(route, "path", "") for route in create_app(settings, gate).routes]
    made = [path.format(**values) for path in found]
    assert len(made) > 25
    assert "/static" in made
    return [*(path if path != "/static" else "/static/newshouse.css" for path in made), *UNROUTED]


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("carl", 403)])
def test_every_route_and_method_refuses_who_may_not_look(
    settings: Settings, address: str, who: str | None, status: int
) -> None:
    headers = OWN | ({WHO: who} if who else {})
    asked = [(method, path) for path in paths(settings) for method in METHODS]
    answers = {(method, path): ask(address, method, path, headers).status for method, path in asked}
    assert {key: got for key, got in answers.items() if got != status} == {}
    assert len(answers) > 300


def test_a_changing_request_takes_edit_rights(settings: Settings, address: str) -> None:
    for path in paths(settings):
        assert ask(address, "POST", path, OWN | {WHO: "bert"}, "why=x").status == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "{own}"},
    ],
)
def test_a_change_from_elsewhere_is_refused(address: str, headers: dict[str, str]) -> None:
    sent = {name: value.format(own=address) for name, value in headers.items()}
    answer = ask(address, "POST", "/feeds/1/resume", sent | {WHO: "anna"})
    assert answer.status == 403
    assert "did not come from a page of newshouse" in answer.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "{own}"}])
def test_a_change_from_our_own_form_passes_the_door(address: str, headers: dict[str, str]) -> None:
    sent = {name: value.format(own=address) for name, value in headers.items()}
    assert ask(address, "POST", "/feeds/1/resume", sent | {WHO: "anna"}).status == 503


def test_a_large_or_unmeasured_form_is_refused(address: str) -> None:
    sent = OWN | {WHO: "anna"}
    assert ask(address, "POST", "/feeds/1/pause", sent, "why=" + "x" * 100_001).status == 413
    assert ask(address, "POST", "/feeds/1/pause", sent | {"Transfer-Encoding": "chunked"}).status == 413


@pytest.mark.parametrize("path", ["/", "/static/newshouse.css", "/nothing", "/feeds?sort=x"])
@pytest.mark.parametrize("who", ["anna", "nobody"])
def test_every_answer_forbids_script_but_ours(address: str, path: str, who: str) -> None:
    headers = ask(address, "GET", path, {WHO: who}).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_socket_is_closed(settings: Settings) -> None:
    import asyncio

    sent: list[dict[str, Any]] = []

    async def collect(message: Any) -> None:
        sent.append(message)

    async def connect() -> None:
        await create_app(settings, gate)({"type": "websocket", "path": "/", "headers": []}, None, collect)  # type: ignore[arg-type]

    asyncio.run(connect())
    assert sent == [{"type": "websocket.close", "code": 1008}]
