"""sql/migrations/0002_linking.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0002_linking"
down_revision = "0001_foundation"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0002_linking")
