"""``newshouse up``: scheduler and web pages until Ctrl-C. ``newshouse stop``: the database that a run left on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Annotated

import typer

from newshouse.cli.signals import answered
from newshouse.runtime import databases, environment, newsroom, postgres, report
from newshouse.runtime.environment import LOGIN, WAREHOUSE_URL, Place
from newshouse.runtime.playing import DAG
from newshouse.runtime.services import Services, port_to_use
from newshouse.warehouse import open_warehouse, working

DAG_APPEARS_WITHIN_S = 60.0
_UPKEEP = ("export", "maintain", "watch")  # the demo's days are long over: all of it would be stale


def up(
    port: Annotated[int | None, typer.Option(help="Of the web pages; without it the first free one from 8080.")] = None,
) -> None:
    """Run scheduler and web pages until Ctrl-C, with the database; then stop all of it."""
    place = environment.here()
    environment.prepare(place)
    busy = f"newshouse up is at work on {place.state} already; stop that one first (Ctrl-C there)"
    with environment.locked(place, "up", busy), _asked_to_stop() as stopping:
        free_port = port_to_use(port)
        try:
            _say("PostgreSQL and its databases ...")
            demo = _shows_demo(place)
            env = environment.variables(place, demo=demo)
            databases.ready(place, env)
            with _newsroom(place) if demo else nullcontext(), Services(env, free_port, place.logs) as services:
                _serve(place, services, stopping, demo=demo)
                _say("\nStopping ...")
        finally:
            if environment.needs_server(os.environ) and postgres.stop(place.server):
                _say("Stopped, the database too.")


def stop() -> None:
    """Stop the embedded database. It also ends by itself when its folder is removed."""
    _say("PostgreSQL stopped." if postgres.stop(environment.here().server) else "PostgreSQL was not running.")


def _serve(place: Place, services: Services, stopping: threading.Event, *, demo: bool) -> None:
    _say("Airflow's four programs, until they are healthy ...")
    services.wait_healthy(stopping.is_set)
    token = services.login(LOGIN, environment.password(place))
    if not stopping.is_set():
        dags = (DAG,) if demo else (DAG, *_UPKEEP)
        unpaused = token is not None and all(_unpause(services, token, stopping, name) for name in dags)
        _greet(place, services, unpaused=unpaused, login=token is not None, demo=demo)
    while not stopping.wait(1):
        services.check()


def _unpause(services: Services, token: str, stopping: threading.Event, name: str) -> bool:
    """Unpause a DAG as soon as the dag-processor has found it. False if it does not."""
    deadline = time.monotonic() + DAG_APPEARS_WITHIN_S
    while time.monotonic() < deadline and not stopping.is_set():
        path = f"/api/v2/dags/{name}?update_mask=is_paused"
        if services.call("PATCH", path, {"is_paused": False}, token)[0] == 200:
            return True
        services.check()
        stopping.wait(1)
    return False


def _greet(place: Place, services: Services, *, unpaused: bool, login: bool, demo: bool) -> None:
    _say(f"\nReady: {services.url}")
    if login:
        _say(f"Login: {LOGIN}, password {environment.password(place)}")
    if not unpaused:
        _say(f"Not all DAGs could be unpaused: do it in the web pages. Logs: {place.logs}")
    if demo:
        _say("It works on the demo's warehouse, as there are no feeds of your own yet.")
        _say("Add some, then start this again: .venv/bin/newshouse feeds import feeds/world.opml")
    _say(f"Logs: {place.logs}\nCtrl-C stops everything.")


def _shows_demo(place: Place) -> bool:
    """Whether there is nothing to work on but the demo: it was played, and nobody has added feeds."""
    if not newsroom.was_played(place):
        return False
    env = environment.variables(place)
    databases.ready_warehouse(place, env)
    engine = open_warehouse(env[WAREHOUSE_URL])
    try:
        with working(engine) as connection:
            return report.totals(connection).feeds == 0
    finally:
        engine.dispose()


@contextmanager
def _newsroom(place: Place) -> Iterator[None]:
    """The demo's outlets, at the end of their three days: polled, they have nothing new."""
    served = newsroom.open_newsroom(place)
    try:
        served.set_clock(newsroom.last_moment(place))
        yield
    finally:
        served.stop()


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """Set by Ctrl-C, SIGTERM or a closed terminal; asking twice changes nothing."""
    stopping = threading.Event()
    with answered(lambda *_: stopping.set(), signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        yield stopping


def _say(text: str) -> None:
    typer.echo(text)
