"""sql/migrations/0003_changes.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0003_changes"
down_revision = "0002_linking"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0003_changes")
