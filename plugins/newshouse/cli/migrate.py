"""``newshouse migrate``: bring the warehouse to this code's schema."""

from __future__ import annotations

import sys

from newshouse.cli.source import warehouse
from newshouse.warehouse import check_version, working


def migrate() -> None:
    """Bring the warehouse to this code's schema. Forward only, safe to repeat; refused when it is newer."""
    with warehouse() as engine, working(engine) as connection:
        complaint = check_version(connection)
    sys.stdout.write(f"{complaint or 'The warehouse has the schema of this code'}.\n")
