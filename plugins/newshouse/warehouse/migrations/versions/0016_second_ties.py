"""sql/migrations/0016_second_ties.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0016_second_ties"
down_revision = "0014_rules"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0016_second_ties")
