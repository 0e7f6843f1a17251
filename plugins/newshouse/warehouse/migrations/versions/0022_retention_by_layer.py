"""sql/migrations/0022_retention_by_layer.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0022_retention_by_layer"
down_revision = "0020_alert_keys"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0022_retention_by_layer")
