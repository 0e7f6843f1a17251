"""sql/migrations/0005_forgotten.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0005_forgotten"
down_revision = "0013_delays"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0005_forgotten")
