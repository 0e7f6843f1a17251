"""sql/migrations/0004_search.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0004_search"
down_revision = "0006_replay"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0004_search")
