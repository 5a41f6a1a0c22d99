"""Shifts, and the payments and refunds that their reports have counted."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
COMPLETED = sa.text("state = 'completed'")


def upgrade() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_shifts_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("merchant_id", "source", name=op.f("uq_shifts_merchant_id_source")),
        sa.UniqueConstraint("merchant_id", "number", name=op.f("uq_shifts_merchant_id_number")),
    )
    op.create_index(
        "ix_shifts_open",
        "shifts",
        ["merchant_id", "person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_shifts_person", "shifts", ["merchant_id", "person_id", "number"])
    op.create_table(
        "shift_entries",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", Key, autoincrement=False, nullable=False),
        sa.Column("shift_id", Key, nullable=False),
        sa.Column("invoice_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("misfit", sa.String(length=16), nullable=False),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_shift_entries_merchant_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_shift_entries_shift_id")),
        sa.PrimaryKeyConstraint("merchant_id", "kind", "subject_id", name=op.f("pk_shift_entries")),
    )
    op.create_index(
        "ix_shift_entries_shift", "shift_entries", ["merchant_id", "shift_id", "kind", "at", "subject_id"]
    )
    op.create_index(
        "ix_refunds_settled",
        "refunds",
        ["merchant_id", "settled_at"],
        sqlite_where=COMPLETED,
        postgresql_where=COMPLETED,
    )
