"""The audit: every file of sql/checks returns the rows that offend; an error stops the publishing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from newshouse.errors import FatalError
from newshouse.stages.desk import Desk, log
from newshouse.text import masked
from newshouse.warehouse import as_rows, execute, fetch_all, fetch_one, names, source, working

SHOWN_ROWS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its name, whether it stops the publishing, how many rows, and some of them as text."""

    check: str
    is_error: bool
    count: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.check}: {self.count} rows, such as {'; '.join(self.examples)}"


def audit(desk: Desk) -> int:
    """Check what the batch has staged, keep its warnings, return their number. FatalError names the offending rows.

    A batch that is published, by another try or since it can't be replayed any more, has nothing staged to be checked.
    """
    with working(desk.engine) as connection:
        if fetch_one(connection, "select/books_of_published", batch_id=desk.batch_id).state == "published":
            return 0
        warnings = audited(connection, desk.batch_id)
        rows = [
            {"check_name": one.check, "item_count": one.count, "examples": "; ".join(one.examples)[:500]}
            for one in warnings
        ]
        execute(connection, "load/warnings", {"batch_id": desk.batch_id, "rows": as_rows(rows)})
    log.info("stage=audit batch=%s warnings=%s", desk.batch_id, len(warnings))
    return len(warnings)


def audited(connection: Connection, batch_id: int) -> list[Finding]:
    """The warnings of all checks, logged. Raises FatalError naming check and rows if there is an error."""
    findings = [finding for name in names("checks") if (finding := _run(connection, name, batch_id))]
    errors = [finding for finding in findings if finding.is_error]
    if errors:
        raise FatalError(f"batch {batch_id} is not published. " + " | ".join(map(str, errors)))
    for finding in findings:
        log.warning("stage=audit batch=%s %s", batch_id, masked(str(finding)))
    return findings


def _run(connection: Connection, name: str, batch_id: int) -> Finding | None:
    rows = fetch_all(connection, name, batch_id=batch_id)
    if not rows:
        return None
    examples = tuple(f"{row.item}: {row.complaint}" for row in rows[:SHOWN_ROWS])
    return Finding(name.removeprefix("checks/"), _is_error(name), len(rows), examples)


def _is_error(name: str) -> bool:
    first_line = source(name).splitlines()[0]
    severity = first_line.removeprefix("-- severity: ")
    if severity not in ("error", "warning"):
        raise FatalError(f"sql/{name}.sql must begin with '-- severity: error' or '-- severity: warning'")
    return severity == "error"
