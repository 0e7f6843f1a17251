"""sql/migrations/0001_foundation.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0001_foundation"
down_revision = None


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0001_foundation")
