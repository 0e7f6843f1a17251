"""sql/migrations/0011_alerts.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0011_alerts"
down_revision = "0008_link_index"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0011_alerts")
