"""sql/migrations/0016_search_times.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0016_search_times"
down_revision = "0015_ledgers"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0016_search_times")
