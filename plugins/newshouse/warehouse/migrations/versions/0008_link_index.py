"""sql/migrations/0008_link_index.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0008_link_index"
down_revision = "0004_search"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0008_link_index")
