"""sql/migrations/0017_second_ties.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0017_second_ties"
down_revision = "0016_search_times"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0017_second_ties")
