"""Refunds, and what a person decided about held money."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNDER_WAY = sa.text("state IN ('requested', 'unknown', 'pending')")
DUE = sa.text("next_look IS NOT NULL")


def upgrade() -> None:
    op.add_column("payments", sa.Column("hold_wish", sa.String(length=16), nullable=True))
    op.add_column("payments", sa.Column("hold_asked_at", Instant(), nullable=True))
    op.create_table(
        "refunds",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("invoice_id", Key, nullable=False),
        sa.Column("payment_id", Key, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("before", sa.BigInteger(), nullable=True),
        sa.Column("unmoved_at", Instant(), nullable=True),
        sa.Column("bank_id", sa.String(length=128), nullable=True),
        sa.Column("refusal", sa.String(length=32), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("next_look", Instant(), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_refunds_merchant_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_refunds_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("merchant_id", "source", name=op.f("uq_refunds_merchant_id_source")),
        sa.UniqueConstraint("merchant_id", "key", name=op.f("uq_refunds_merchant_id_key")),
    )
    op.create_index(op.f("ix_refunds_invoice_id"), "refunds", ["invoice_id"])
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"])
    op.create_index(
        "ix_refunds_one_under_way",
        "refunds",
        ["merchant_id", "payment_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    op.create_index(
        "ix_refunds_next_look",
        "refunds",
        ["merchant_id", "next_look"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
