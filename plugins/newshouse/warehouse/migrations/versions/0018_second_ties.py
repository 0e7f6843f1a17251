"""sql/migrations/0018_second_ties.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0018_second_ties"
down_revision = "0017_retention"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0018_second_ties")
