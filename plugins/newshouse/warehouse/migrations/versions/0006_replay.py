"""sql/migrations/0006_replay.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0006_replay"
down_revision = "0010_operations"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0006_replay")
