"""sql/migrations/0014_rules.sql"""

from alembic import op
from newshouse.warehouse.migrate import run_file

revision = "0014_rules"
down_revision = "0005_forgotten"


def upgrade() -> None:
    run_file(op.get_bind(), "migrations/0014_rules")
