"""sql/migrations/0024_common_numbers.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0024_common_numbers"
down_revision = "0023_former_times"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0024_common_numbers")
