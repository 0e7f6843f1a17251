"""sql/migrations/0013_delays.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0013_delays"
down_revision = "0011_alerts"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0013_delays")
