"""sql/migrations/0019_ready_anew.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0019_ready_anew"
down_revision = "0018_second_ties"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0019_ready_anew")
