"""docker-compose.yml brought up healthy on a running engine, publishing the demo, and losing nothing to what fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from containers.stack import BOOKS, ROOT, Stack, standing, weighed

pytestmark = pytest.mark.containers
SERVICES = {"metadata", "warehouse", "api-server", "scheduler", "dag-processor", "triggerer"}
DATABASES = {"metadata", "warehouse", "redis"}
COUNTS = "SELECT (SELECT count(*) FROM serve.articles), (SELECT count(*) FROM serve.stories WHERE article_count > 1)"


@pytest.fixture(scope="module", autouse=True)
def _engine() -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        pytest.skip("no container engine answers: start one, and set DOCKER_HOST where it needs it")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Two Celery workers, with the first scheduled run published."""
    with standing(tmp_path_factory.mktemp("fleet"), "CeleryExecutor", workers=2) as stack:
        healthy = time.monotonic()
        with weighed() as most:
            assert stack.ended(stack.first_run()) == "success"
        told = ", ".join(f"{name} {size}" for name, size in sorted(most.items()))
        print(f"the demo's run published {time.monotonic() - healthy:.0f} s later; the most MiB in it: {told}")
        yield stack


def test_without_secrets_it_does_not_start(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_HOST") if name in os.environ}
    done = subprocess.run(
        ["docker", "compose", "config"], cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "make env" in done.stderr


def test_every_service_is_healthy_within_limits_and_none_runs_as_root_but_databases(fleet: Stack) -> None:
    rows = fleet.services()
    assert {row["Service"] for row in rows} == SERVICES | {"redis", "worker"}
    assert sum(row["Service"] == "worker" for row in rows) == 2
    assert {row["Health"] for row in rows} == {"healthy"}
    for service in {row["Service"] for row in rows} - DATABASES:
        assert fleet.inside(service, "id -u").strip() == "50000"
        assert fleet.inside(service, "test -w /opt/newshouse/dags/ingest.py || echo no").strip() == "no"
    limits = subprocess.run(
        ["docker", "inspect", "--format", "{{.HostConfig.Memory}}", *(row["ID"] for row in rows)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert all(int(limit) > 0 for limit in limits)


def test_the_scheduler_publishes_the_demo_by_itself_with_both_workers(fleet: Stack) -> None:
    articles, stories = (int(count) for count in fleet.warehouse(COUNTS).split("|"))
    assert articles > 40
    assert stories > 5
    assert fleet.warehouse(BOOKS) == "0"
    hosts = "SELECT count(DISTINCT hostname) FROM task_instance WHERE dag_id = 'ingest' AND state = 'success'"
    assert fleet.metadata(hosts) == "2"
    assert fleet.inside("worker", "find /opt/newshouse/archive -name '*.warc.gz' | head -1").strip()


def test_a_worker_killed_in_mid_run_costs_nothing(fleet: Stack) -> None:
    run, before = fleet.first_run(), fleet.warehouse(COUNTS)
    fleet.replay(run)
    fleet.wait_for_task(run, "read")
    victim = next(row["ID"] for row in fleet.services() if row["Service"] == "worker")
    subprocess.run(["docker", "kill", victim], check=True, capture_output=True)
    assert fleet.ended(run) == "success"
    assert fleet.warehouse(COUNTS) == before
    assert fleet.warehouse(BOOKS) == "0"
    fleet.up()
    assert sum(row["Service"] == "worker" for row in fleet.services()) == 2


def test_databases_restarted_in_mid_run_cost_nothing(fleet: Stack) -> None:
    run, before = fleet.first_run(), fleet.warehouse(COUNTS)
    fleet.replay(run)
    fleet.wait_for_task(run, "read")
    fleet.compose("restart", "warehouse", "metadata", timeout_s=180)
    fleet.up()
    assert fleet.ended(run) == "success"
    assert fleet.warehouse(COUNTS) == before
    assert fleet.warehouse(BOOKS) == "0"


def test_stop_and_start_lose_nothing(fleet: Stack) -> None:
    before = fleet.warehouse(COUNTS)
    fleet.compose("stop", timeout_s=300)
    fleet.up()
    assert fleet.warehouse(COUNTS) == before
    assert fleet.api("GET", "/api/v2/dags/ingest")["is_paused"] is False


def test_tasks_run_beside_the_scheduler_without_workers(fleet: Stack, tmp_path: Path) -> None:
    fleet.compose("down", "--volumes", "--timeout", "30", timeout_s=300)
    with standing(tmp_path, "LocalExecutor", workers=0) as stack:
        assert {row["Service"] for row in stack.services()} == SERVICES
        assert stack.ended(stack.first_run()) == "success"
        assert stack.warehouse(BOOKS) == "0"
