"""What the pages for people say is true of the code: settings, commands, links."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
import typer
from newshouse.cli import app
from newshouse.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "feeds/*.md")
    for page in ROOT.glob(pattern)
)


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def test_readme_lists_every_setting_with_its_default() -> None:
    rows = re.findall(rf"^\| `{PREFIX}(\w+)` \| (.+?) \|", text_of("README.md"), re.MULTILINE)
    told = dict(rows)
    assert [name for name, _ in rows] == [item.name.upper() for item in fields(Settings)]
    for item in fields(Settings):
        cell = told[item.name.upper()]
        if item.default is MISSING:
            assert cell == "required", item.name
        elif item.default in (None, ""):
            assert "`" not in cell, item.name
        else:
            assert item.metadata["parse"](cell.strip("`")) == item.default, item.name


@pytest.mark.parametrize("page", PAGES)
def test_links_within_the_repository_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text_of(page))
    assert not [link for link in links if not (folder / link).exists()]


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_are_named_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`|^    .+$", text_of(page), re.MULTILINE | re.DOTALL))
    assert not set(re.findall(r"(?:^|`|[$] | {4})make ([a-z][a-z-]*)", code)) - targets
    group: Any = typer.main.get_command(app)
    commands = set(group.commands)
    assert not set(re.findall(r"(?:\.venv/bin/|`)newshouse ([a-z][a-z-]*)", code)) - commands
    feeds = set(group.commands["feeds"].commands)
    assert not set(re.findall(r"newshouse feeds ([a-z]+)", code)) - feeds


@pytest.mark.parametrize("page", PAGES)
def test_options_that_are_named_exist(page: str) -> None:
    said = re.findall(r"(?:\.venv/bin/|`|^ {4})newshouse (?!celery)([^`\n#]+)", text_of(page), re.MULTILINE)
    unknown = {words: known_not(words.split()) for words in said}
    assert {words: options for words, options in unknown.items() if options} == {}


def known_not(words: list[str]) -> set[str]:
    """The options of a command line that its command does not know."""
    command: Any = typer.main.get_command(app)
    asked = {word for word in words if word.startswith("--")} - {"--demo"}
    for word in [word for word in words if not word.startswith("--")]:
        command = getattr(command, "commands", {}).get(word, command)
    return asked - {option for param in command.params for option in param.opts}


def test_runbook_names_every_check_of_the_audit() -> None:
    checks = {path.stem for path in (ROOT / "sql" / "checks").glob("*.sql")}
    assert not {check for check in checks if f"`{check}`" not in text_of("docs/operations.md")}


@pytest.mark.parametrize("page", PAGES)
def test_benchmarks_that_are_named_exist(page: str) -> None:
    assert not [script for script in re.findall(r"\bbench/\w+\.py", text_of(page)) if not (ROOT / script).exists()]
