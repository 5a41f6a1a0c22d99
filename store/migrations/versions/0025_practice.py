"""Whether a payment was asked for in the bank's test world: the bank may be in the real one by now."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payments", sa.Column("practice", sa.Boolean(), nullable=True))
