"""Receipts: found by what their code begins with, and how often somebody asked with a wrong one."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WITH_RECEIPT = sa.text("receipt <> ''")


def upgrade() -> None:
    op.create_index(
        "ix_payments_receipt",
        "payments",
        ["merchant_id", "receipt"],
        sqlite_where=WITH_RECEIPT,
        postgresql_where=WITH_RECEIPT,
    )
    op.create_table(
        "receipt_tries",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_receipt_tries_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_tries")),
        sa.UniqueConstraint(
            "merchant_id", "kind", "source", name=op.f("uq_receipt_tries_merchant_id_kind_source")
        ),
    )
    op.create_index("ix_receipt_tries_person", "receipt_tries", ["merchant_id", "person_id", "kind", "at"])
