"""sql/migrations/0015_ledgers.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0015_ledgers"
down_revision = "0014_rules"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0015_ledgers")
