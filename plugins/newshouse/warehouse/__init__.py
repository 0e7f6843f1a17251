"""The warehouse: the one place that runs SQL. PostgreSQL 15 or newer only."""

from newshouse.warehouse.connection import address_of, open_warehouse, working
from newshouse.warehouse.migrate import migrate, number_on
from newshouse.warehouse.rows import as_rows, storable
from newshouse.warehouse.scratch import scratch_copy
from newshouse.warehouse.statements import execute, fetch_all, fetch_one, names, source, statement
from newshouse.warehouse.version import check_version

__all__ = [
    "address_of",
    "as_rows",
    "check_version",
    "execute",
    "fetch_all",
    "fetch_one",
    "migrate",
    "names",
    "number_on",
    "open_warehouse",
    "scratch_copy",
    "source",
    "statement",
    "storable",
    "working",
]
