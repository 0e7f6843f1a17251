"""sql/migrations/0010_operations.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0010_operations"
down_revision = "0003_changes"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0010_operations")
