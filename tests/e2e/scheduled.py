"""A real scheduler over a town's past hours, with DAGs of a team downstream; and a twin that nothing is replayed in.

The hours were worked without Airflow, each an interval of ``ingest`` as a scheduled run has it. The clock of all is
NOW; the DAG's own schedule is hourly here and has ended, so that no run comes but those that a test asks for.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from campaign.town import HOUR, OUTLETS, START, publish, town
from campaign.zygote import Job, Zygote
from newshouse.runtime import environment, postgres
from newshouse.runtime.databases import ready_metadata, ready_warehouse
from newshouse.runtime.environment import LOGIN, WAREHOUSE_URL, Place
from newshouse.runtime.services import Services, port_to_use
from newshouse.stages.registry import NewFeed, add_feeds, poll_soon
from newshouse.warehouse import open_warehouse
from sqlalchemy import Engine, text
from stages.outlet import Outlet

ROOT = Path(__file__).parents[2]
PAST = 3
NOW = START + (PAST + 1) * HOUR
RUN_WITHIN_S, QUIET_S = 600, 8
_DAGS = ("ingest", "after_each_batch", "day_changed")


@dataclass(frozen=True)
class Scheduled:
    """What runs, and both warehouses."""

    services: Services
    token: str
    env: dict[str, str]
    outlet: Outlet
    zygote: Zygote
    engine: Engine
    twin: Engine
    place: Place

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Of the API's second version; asked again while a crowded machine does not answer in time."""
        answers: list[tuple[int, Any]] = []

        def answered() -> bool:
            answers.append(self.services.call(method, f"/api/v2/{path}", body, self.token))
            return answers[-1][0] != 0 or method != "GET"

        until(answered, 120)
        return answers[-1]

    def runs(self, dag: str, **wanted: Any) -> list[dict[str, Any]]:
        """The DAG's runs in the order in which they began; only those with these properties."""
        found = self.call("GET", f"dags/{dag}/dagRuns?limit=100")[1]["dag_runs"]
        chosen = [run for run in found if all(run[name] == value for name, value in wanted.items())]
        return sorted(chosen, key=lambda run: run["start_date"] or "")

    def twin_works(self, hour: int) -> list[str]:
        """The press of that hour is out and every feed due; the twin polls them. What it asked for."""
        publish(self.outlet, hour)
        for engine in (self.twin, self.engine):
            with engine.begin() as connection:
                for feed_id in connection.execute(text("SELECT feed_id FROM raw.feeds")).scalars().all():
                    poll_soon(connection, feed_id, NOW)
        self.outlet.asked.clear()
        at, archive = (START + hour * HOUR).isoformat(), self.place.state / "archive-twin"
        assert self.zygote.run(Job(url_of(self.twin), str(archive), at, NOW.isoformat())) == 0, self.zygote.log
        asked = sorted(self.outlet.paths())
        self.outlet.asked.clear()
        return asked

    def ask_live(self, hour: int) -> None:
        """A run of ``ingest`` by hand, for the same batch."""
        status, run = self.call("POST", "dags/ingest/dagRuns", {"logical_date": (START + hour * HOUR).isoformat()})
        assert status == 200, run

    def pause(self, dag: str) -> None:
        assert self.call("PATCH", f"dags/{dag}", {"is_paused": True})[0] == 200

    def finished(self, dag: str, count: int, **wanted: Any) -> list[dict[str, Any]]:
        """So many runs, when all of them have ended well."""

        def over() -> bool:
            found = self.runs(dag, **wanted)
            assert not [run for run in found if run["state"] == "failed"], self.errors_logged()
            return [run["state"] for run in found] == ["success"] * count

        until(over, RUN_WITHIN_S)
        return self.runs(dag, **wanted)

    def results(self, dag: str, task: str) -> list[tuple[str, Any]]:
        """The state of each run, and what its task returned."""
        found = []
        for run in self.runs(dag):
            task_run = f"dags/{dag}/dagRuns/{run['dag_run_id']}/taskInstances/{task}"
            entry = self.call("GET", f"{task_run}/xcomEntries/return_value?deserialize=true")[1]
            found.append((run["state"], entry["value"]))
        return found

    def rows(self, query: str) -> list[Any]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def errors_logged(self) -> str:
        logs = (self.place.logs / "tasks").rglob("*.log")
        lines = [line for log in logs for line in log.read_text(errors="replace").splitlines() if '"error"' in line]
        return "\n".join(line[:2000] for line in lines[-5:])


@contextmanager
def scheduled(folder: Path) -> Iterator[Scheduled]:
    """All of it, healthy; stopped afterwards."""
    place = Place(ROOT, folder / "state")
    env = environment.variables(place, environ=os.environ | _settings(place, dags_in(folder / "dags")))
    with ExitStack() as stack:
        stack.callback(postgres.stop, place.server)
        ready_warehouse(place, env)
        outlet = stack.enter_context(town())
        zygote = stack.enter_context(Zygote(folder / "zygote"))
        _work_the_past(place, env, outlet, zygote)
        ready_metadata(place, env)
        engines = [open_warehouse(place.server.url(name)) for name in ("newshouse", "twin")]
        for engine in engines:
            stack.callback(engine.dispose)
        services = stack.enter_context(Services(env, port_to_use(None), place.logs))
        services.wait_healthy()
        token = services.login(LOGIN, environment.password(place))
        assert token is not None
        made = Scheduled(services, token, env, outlet, zygote, engines[0], engines[1], place)
        until(lambda: all(made.call("GET", f"dags/{dag}")[0] == 200 for dag in _DAGS), 120)
        yield made


def dags_in(folder: Path) -> Path:
    """``ingest`` with a schedule that has ended, and the DAGs of docs/examples."""
    folder.mkdir()
    ours = (ROOT / "dags" / "ingest.py").read_text(encoding="utf-8")
    for former, now in {
        '"*/15 * * * *"': '"0 * * * *"',
        "from typing import Any": "from datetime import UTC, datetime\nfrom typing import Any",
        "    **EVERY_DAG,": "    end_date=datetime(2026, 6, 1, tzinfo=UTC),\n    **EVERY_DAG,",
    }.items():
        assert ours.count(former) == 1
        ours = ours.replace(former, now)
    (folder / "ingest.py").write_text(ours, encoding="utf-8")
    shutil.copy(ROOT / "docs" / "examples" / "consumers.py", folder)
    return folder


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def until(holds: Callable[[], bool], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(1)


def moments() -> list[datetime]:
    """When the past intervals ended."""
    return [START + hour * HOUR for hour in range(PAST)]


def _settings(place: Place, dags: Path) -> dict[str, str]:
    reader = {"conn_type": "postgres", "host": str(place.server.socket_folder), "schema": "newshouse"}
    return {
        "NEWSHOUSE_NOW": NOW.isoformat(),
        "NEWSHOUSE_ALLOW_LOOPBACK": "true",
        "NEWSHOUSE_HOST_INTERVAL_S": "0",
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW_CONN_NEWSHOUSE_READER": json.dumps(reader | {"login": "analyst"}),
    }


def _work_the_past(place: Place, env: dict[str, str], outlet: Outlet, zygote: Zygote) -> None:
    engine = open_warehouse(env[WAREHOUSE_URL])
    add_feeds(engine, [NewFeed(f"{outlet.base}/{name}.xml") for name in OUTLETS], START)
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE analyst LOGIN IN ROLE newshouse_reader"))
    engine.dispose()
    archive = place.state / "archive"
    for hour, moment in enumerate(moments()):
        publish(outlet, hour)
        at, began = moment.isoformat(), (moment - HOUR).isoformat()
        assert zygote.run(Job(env[WAREHOUSE_URL], str(archive), at, at, began=began)) == 0, zygote.log.read_text()
    assert postgres.create_database(place.server, "twin", "newshouse")
    shutil.copytree(archive, place.state / "archive-twin")
