"""The pages within a real Airflow: its login, roles, navigation and frame; and strangers refused everywhere."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from newshouse.runtime import environment, postgres
from newshouse.runtime.databases import ready_metadata, ready_warehouse
from newshouse.runtime.environment import Place
from newshouse.settings import Settings
from newshouse.web import create_app
from web import chromium
from web.browsing import OWN, gate

pytestmark = pytest.mark.slow
UP_WITHIN_S = 180
PASSWORDS = {"admin": "of-the-admin", "guest": "of-the-guest"}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")


@dataclass(frozen=True)
class Airflow:
    """A running api-server."""

    port: int

    def ask(
        self, method: str, path: str, token: str = "", headers: dict[str, str] | None = None, body: str = ""
    ) -> int:
        return self.answer(method, path, token, headers, body)[0]

    def answer(
        self, method: str, path: str, token: str = "", headers: dict[str, str] | None = None, body: str = ""
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request(method, path, body or None, sent | (headers or {}))
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        connection.close()
        return response.status, text

    def token(self, user: str) -> str:
        body = json.dumps({"username": user, "password": PASSWORDS[user]})
        status, text = self.answer("POST", "/auth/token", headers={"Content-Type": "application/json"}, body=body)
        assert status == 201, text
        return str(json.loads(text)["access_token"])


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    place = Place(Path(__file__).parents[2], tmp_path_factory.mktemp("state"))
    environment.prepare(place)
    (place.airflow_home / "passwords.json").write_text(json.dumps(PASSWORDS))
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "NEWSHOUSE"))}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    users = {"AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,guest:viewer"}
    served = {"AIRFLOW__API__PORT": str(port), "AIRFLOW__API__BASE_URL": f"http://localhost:{port}"}
    env = environment.variables(place, environ=clean | users | served)
    ready_warehouse(place, env)
    ready_metadata(place, env)
    log = place.logs / "api-server.log"
    with log.open("wb") as out:
        program = subprocess.Popen([sys.executable, "-m", "airflow", "api-server"], env=env, stdout=out, stderr=out)
    server = Airflow(port)
    try:
        wait_until_up(server, program, log)
        yield server
    finally:
        program.terminate()
        program.wait(60)
        postgres.stop(place.server)


def wait_until_up(server: Airflow, program: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < deadline and program.poll() is None:
        try:
            if server.ask("GET", "/api/v2/version") == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"the api-server is not up: {log.read_text(errors='replace')[-3000:]}")


def paths() -> list[str]:
    """Every route of the pages, and some that are none."""
    key = "7b262f1b-9dae-8be8-96d0-3b5676ad3241"
    values = dict.fromkeys(("feed_id", "batch_id", "snapshot_id"), "1")
    values |= {"article_id": key, "story_id": key, "stage": "read", "item_key": "ab", "name": "feeds.csv"}
    nowhere = Settings(warehouse_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing", archive_url="/nowhere")
    made = [getattr(route, "path", "").format(**values) for route in create_app(nowhere, gate).routes]
    return [f"/newshouse{path}" for path in (*made, "/static/newshouse.css", "/nothing", "/docs", "/openapi.json")]


def test_strangers_are_refused_on_every_route_and_method(airflow: Airflow) -> None:
    answers = {(method, path): airflow.ask(method, path, headers=OWN) for path in paths() for method in METHODS}
    assert {key: status for key, status in answers.items() if status != 401} == {}
    forged = airflow.ask("GET", "/newshouse/", token="eyJhbGciOiJub25lIn0.e30.")
    assert forged in (401, 403)


def test_a_viewer_may_look_and_an_editor_may_change(airflow: Airflow) -> None:
    guest, admin = airflow.token("guest"), airflow.token("admin")
    status, page = airflow.answer("GET", "/newshouse/", guest)
    assert (status, "Is the news fresh?" in page) == (200, True)
    form = OWN | {"Content-Type": "application/x-www-form-urlencoded"}
    assert airflow.ask("POST", "/newshouse/feeds/1/resume", guest, form, "x=y") == 403
    assert airflow.ask("POST", "/newshouse/feeds/1/resume", admin, form, "x=y") == 404
    elsewhere = form | {"sec-fetch-site": "cross-site"}
    assert airflow.ask("POST", "/newshouse/feeds/1/resume", admin, elsewhere, "x=y") == 403


@pytest.mark.skipif(chromium.program() is None, reason="no chromium on this machine: apt-get install chromium")
def test_the_entry_in_the_navigation_shows_the_pages(airflow: Airflow) -> None:
    with chromium.launched() as browser:
        page = browser.new_page()
        page.goto(f"http://localhost:{airflow.port}/")
        page.fill("input[name=username]", "guest")
        page.fill("input[name=password]", PASSWORDS["guest"])
        page.keyboard.press("Enter")
        page.get_by_role("link", name="newshouse").or_(page.get_by_text("newshouse", exact=True)).first.click()
        framed = page.frame_locator("iframe[title=newshouse]")
        framed.get_by_role("heading", name="Is the news fresh?").wait_for()
        framed.get_by_role("link", name="Feeds", exact=True).click()
        page.wait_for_url("**/plugin/newshouse/newshouse/feeds")
        framed.get_by_text("No such feeds.").wait_for()
        framed.get_by_role("link", name="Overview").click()
        framed.get_by_role("link", name="Failed runs in Airflow").click()
        page.wait_for_url("**/dags/ingest/runs?state=failed")
