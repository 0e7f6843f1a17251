"""The environment: complete, private, and the user's own settings win."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from newshouse import settings
from newshouse.errors import FatalError, SettingsError
from newshouse.runtime import environment
from newshouse.runtime.environment import METADATA_URL, WAREHOUSE_URL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, tmp_path / "state")


def test_it_is_all_that_newshouse_and_airflow_need(place: Place) -> None:
    env = environment.variables(place, environ={})
    assert settings.load(env).archive_url == str(place.state / "archive")
    assert env["AIRFLOW__CORE__DAGS_FOLDER"] == str(place.root / "dags")
    assert env["AIRFLOW_HOME"].startswith(str(place.state))


def test_the_same_secrets_every_time_and_other_ones_elsewhere(place: Place, tmp_path: Path) -> None:
    first, again = environment.variables(place, environ={}), environment.variables(place, environ={})
    elsewhere = environment.variables(Place(tmp_path, tmp_path / "other"), environ={})
    assert first == again
    for name in ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__API__SECRET_KEY"):
        assert first[name] != elsewhere[name]


def test_secrets_are_for_their_owner_alone(place: Place) -> None:
    environment.variables(place, environ={})
    for file in (place.state / "secrets.json", place.airflow_home / "passwords.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(environment.password(place)) >= 12


def test_what_the_user_set_stays(place: Place) -> None:
    mine = {WAREHOUSE_URL: "postgresql+psycopg://me@db/w", METADATA_URL: "postgresql+psycopg://me@db/a"}
    env = environment.variables(place, environ=mine | {"AIRFLOW__CORE__PARALLELISM": "32", "NEWSHOUSE_CONTACT": " "})
    assert env[WAREHOUSE_URL] == mine[WAREHOUSE_URL]
    assert env["AIRFLOW__CORE__PARALLELISM"] == "32"
    assert not environment.needs_server(mine)
    assert environment.needs_server({WAREHOUSE_URL: mine[WAREHOUSE_URL]})


def test_the_demo_has_a_warehouse_and_an_archive_of_its_own(place: Place) -> None:
    demo, real = (settings.load(environment.variables(place, demo=demo, environ={})) for demo in (True, False))
    assert demo.warehouse_url != real.warehouse_url
    assert demo.archive_url != real.archive_url
    assert (demo.allow_loopback, real.allow_loopback) == (True, False)


def test_a_wrong_setting_is_named_with_an_example(place: Place) -> None:
    with pytest.raises(SettingsError, match=r"NEWSHOUSE_POLL_MIN_S.*Example"):
        environment.variables(place, environ={"NEWSHOUSE_POLL_MIN_S": "soon"})


def test_damaged_secrets_are_named(place: Place) -> None:
    place.state.mkdir()
    (place.state / "secrets.json").write_text('{"fernet_key":')
    with pytest.raises(FatalError, match="remove it"):
        environment.variables(place, environ={})


def test_a_state_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file stands here")
    with pytest.raises(FatalError, match="can't be written"):
        environment.prepare(Place(tmp_path, tmp_path / "state"))


def test_the_programs_of_the_same_python_are_found_first(place: Place) -> None:
    env = environment.variables(place, environ={"PATH": "/elsewhere"})
    assert (Path(env["PATH"].split(os.pathsep)[0]) / "python").exists()
    assert env["PATH"].endswith("/elsewhere")
    json.dumps(env)  # plain strings throughout
