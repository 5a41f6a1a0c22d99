"""By which tap or message a payment was asked for: handled again, it makes no second bill."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payments", sa.Column("source", sa.String(length=128), nullable=True))
