"""What banks report beside payments and refunds, kept for what acts on it."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_events",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_bank_events_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_events")),
        sa.UniqueConstraint(
            "merchant_id", "provider", "key", name=op.f("uq_bank_events_merchant_id_provider_key")
        ),
    )
