"""Refunds that somebody proposes and somebody else decides about."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PROPOSED = sa.text("state = 'proposed'")


def upgrade() -> None:
    op.add_column("refunds", sa.Column("decided_by", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_refunds_one_proposed",
        "refunds",
        ["merchant_id", "payment_id"],
        unique=True,
        sqlite_where=PROPOSED,
        postgresql_where=PROPOSED,
    )
