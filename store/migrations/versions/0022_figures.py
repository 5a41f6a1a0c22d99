"""The shop's figures: sums of days that are over, and banks' lists compared each morning."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_sums",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("seller", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("payments", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("refunds", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_day_sums_merchant_id")),
        sa.PrimaryKeyConstraint(
            "merchant_id", "day", "hour", "provider", "seller", "currency", name=op.f("pk_day_sums")
        ),
    )
    op.create_table(
        "days_summed",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_days_summed_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", name=op.f("pk_days_summed")),
    )
    op.create_table(
        "bank_lists",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("tried_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_bank_lists_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_lists")),
        sa.UniqueConstraint(
            "merchant_id", "day", "provider", name=op.f("uq_bank_lists_merchant_id_day_provider")
        ),
    )
