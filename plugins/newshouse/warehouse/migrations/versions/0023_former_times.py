"""sql/migrations/0023_former_times.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0023_former_times"
down_revision = "0022_retention_by_layer"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0023_former_times")
