"""The alert rules through Prometheus' own promtool: well formed, and each fires when it should and not before."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

MONITORING = Path(__file__).resolve().parents[2] / "monitoring"
promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="no promtool on this machine: apt-get install prometheus"
)


@promtool
@pytest.mark.parametrize("command", [("check", "alerts.yml"), ("test", "alerts.test.yml")], ids=lambda pair: pair[0])
def test_promtool_finds_no_fault(command: tuple[str, str]) -> None:
    verb, file = command
    done = subprocess.run(
        ["promtool", verb, "rules", MONITORING / file], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout


@promtool
def test_promtool_sees_a_rule_that_no_longer_fires(tmp_path: Path) -> None:
    rules = (MONITORING / "alerts.yml").read_text(encoding="utf-8")
    (tmp_path / "alerts.yml").write_text(rules.replace("_own_outage == 1", "_own_outage == 2"), encoding="utf-8")
    shutil.copy(MONITORING / "alerts.test.yml", tmp_path)
    done = subprocess.run(
        ["promtool", "test", "rules", tmp_path / "alerts.test.yml"], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 1


def test_every_rule_is_seen_to_fire_and_to_keep_quiet() -> None:
    rules = {rule["alert"] for group in read("alerts.yml")["groups"] for rule in group["rules"]}
    cases = [case for test in read("alerts.test.yml")["tests"] for case in test["alert_rule_test"]]
    assert {case["alertname"] for case in cases if case.get("exp_alerts")} == rules
    assert {case["alertname"] for case in cases if not case.get("exp_alerts")} == rules


def read(name: str) -> Any:
    return yaml.safe_load((MONITORING / name).read_text(encoding="utf-8"))
