"""``make`` on a machine that lacks something says what, before it changes anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "cat", "cksum", "dirname", "grep", "awk", "df", "rm", "touch", "sh")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that the installation reads, in a folder whose name has a space."""
    folder = tmp_path / "my clone"
    (folder / "scripts").mkdir(parents=True)
    for name in ("scripts/install.sh", "scripts/env.sh", ".env.example", "pyproject.toml", "Makefile"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "requirements.lock").write_text("")
    (folder / "requirements-dev.lock").write_text("")
    return folder


def machine(tmp_path: Path, python: str) -> dict[str, str]:
    """A PATH with the usual tools and this ``python3``, a shell script."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name))
    (tools / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (tools / "python3").chmod(0o755)
    return {"PATH": str(tools)}


def install(clone: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(clone / "scripts" / "install.sh"), "requirements.lock"]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_a_python_too_old_is_named(clone: Path, tmp_path: Path) -> None:
    done = install(clone, machine(tmp_path, 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac'))
    assert done.returncode == 1
    assert "Python 3.11 to 3.14 is needed, found: Python 3.9.2" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_is_named(clone: Path, tmp_path: Path) -> None:
    done = install(clone, machine(tmp_path, 'case "$2" in *venv*) exit 1;; *) exit 0;; esac'))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (clone / ".venv").exists()


def fake_venv(clone: Path) -> Path:
    """A .venv that is there, in which everything succeeds."""
    programs = clone / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "uv"):
        (programs / name).write_text('#!/bin/sh\necho "$*" >>"$(dirname "$0")/../calls"\n')
        (programs / name).chmod(0o755)
    return clone / ".venv"


def test_what_is_installed_is_not_installed_again_until_the_lock_changes(clone: Path, tmp_path: Path) -> None:
    venv, env = fake_venv(clone), machine(tmp_path, "exit 1")
    assert install(clone, env).returncode == 0
    calls = (venv / "calls").read_text()
    assert "--require-hashes" in calls
    assert install(clone, env).returncode == 0
    assert (venv / "calls").read_text() == calls
    (clone / "requirements.lock").write_text("# a newer one\n")
    assert install(clone, env).returncode == 0
    assert (venv / "calls").read_text() != calls


def test_an_interrupted_install_is_made_again_from_nothing(clone: Path, tmp_path: Path) -> None:
    venv = fake_venv(clone)
    (venv / ".unfinished").touch()
    (venv / "half").touch()
    make_venv = 'case "$2" in venv) mkdir -p .venv/bin; cp py .venv/bin/python; cp py .venv/bin/uv;; esac'
    (clone / "py").write_text("#!/bin/sh\nexit 0\n")
    (clone / "py").chmod(0o755)
    env = machine(tmp_path, make_venv)
    for name in ("mkdir", "cp"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    done = install(clone, env)
    assert done.returncode == 0, done.stderr
    assert "interrupted" in done.stderr
    assert not (venv / "half").exists()
    assert not (venv / ".unfinished").exists()


@pytest.mark.skipif(not shutil.which("flock"), reason="without flock one at a time is up to the caller")
def test_of_two_installs_at_once_one_works_and_the_other_waits(clone: Path, tmp_path: Path) -> None:
    venv, env = fake_venv(clone), machine(tmp_path, "exit 1")
    for name in ("flock", "sleep"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    (venv / "bin" / "uv").write_text('#!/bin/sh\nsleep 1\necho "$*" >>"$(dirname "$0")/../calls"\n')
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: install(clone, env), range(2)))
    assert [done.returncode for done in both] == [0, 0]
    assert sorted("waiting" in done.stderr for done in both) == [False, True]
    assert not any("interrupted" in done.stderr for done in both)
    assert (venv / "calls").read_text().count("--require-hashes") == 1


def test_secrets_are_new_private_and_kept(clone: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHON": sys.executable}
    script = [str(clone / "scripts" / "env.sh")]
    subprocess.run(script, env=env, check=True, capture_output=True)
    first = (clone / ".env").read_text()
    assert (clone / ".env").stat().st_mode & 0o777 == 0o600
    values = dict(line.split("=", 1) for line in first.splitlines() if "=" in line and not line.startswith("#"))
    secret = {name: value for name, value in values.items() if name.endswith(("_KEY", "_SECRET", "_PASSWORD"))}
    assert len(secret) == 8
    assert len(set(secret.values())) == 8
    assert min(map(len, secret.values())) >= 32
    subprocess.run(script, env=env, check=True, capture_output=True)
    assert (clone / ".env").read_text() == first
