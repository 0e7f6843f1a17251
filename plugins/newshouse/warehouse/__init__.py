"""The warehouse: the one place that runs SQL. PostgreSQL 15 or newer only."""

from newshouse.warehouse.connection import open_warehouse, working
from newshouse.warehouse.migrate import check_version, migrate
from newshouse.warehouse.statements import execute, fetch_all, fetch_one, statement

__all__ = ["check_version", "execute", "fetch_all", "fetch_one", "migrate", "open_warehouse", "statement", "working"]
