"""Statements that people asked for; and payments by the moment when we saw their money."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")
PAID = sa.text("state = 'paid'")


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("query", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("wish", sa.String(length=16), nullable=False),
        sa.Column("parent_id", Key, nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_reports_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("merchant_id", "source", name=op.f("uq_reports_merchant_id_source")),
    )
    op.create_index(
        "ix_reports_due",
        "reports",
        ["merchant_id", "due_at"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.create_index("ix_reports_person", "reports", ["merchant_id", "person_id"])
    op.create_index(
        "ix_payments_settled",
        "payments",
        ["merchant_id", "provider", "settled_at"],
        sqlite_where=PAID,
        postgresql_where=PAID,
    )
