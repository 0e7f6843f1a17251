"""sql/migrations/0020_alert_keys.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0020_alert_keys"
down_revision = "0019_ready_anew"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0020_alert_keys")
