"""``newshouse doctor``: is this machine, and is this clone, in order?"""

from __future__ import annotations

import typer
from rich.console import Console

from newshouse.runtime import environment
from newshouse.runtime.checks import examine

_MARKS = {"good": "[green]ok  [/]", "note": "[yellow]note[/]", "bad": "[red]bad [/]"}


def doctor() -> None:
    """Check this machine and this clone, and say how to mend what is wrong. Exit code 1 if anything is bad."""
    console = Console(highlight=False)
    findings = examine(environment.here())
    for finding in findings:
        console.print(f"{_MARKS[finding.verdict]} {finding.subject:<22} ", end="")
        console.print(finding.found, markup=False, soft_wrap=True)
        if finding.mend:
            console.print(f"     {'':<22} -> {finding.mend}", markup=False, soft_wrap=True)
    if any(finding.verdict == "bad" for finding in findings):
        raise typer.Exit(1)
