"""Phones by which people pay, and when a bank was asked to take a bill back."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("phone", sa.LargeBinary(), nullable=True))
    op.add_column("payments", sa.Column("phone", sa.LargeBinary(), nullable=True))
    op.add_column("payments", sa.Column("cancel_asked_at", Instant(), nullable=True))
