"""Banks that are off the cards, and the last test and the last forged report of each."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "outages",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("refused_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("next_check", Instant(), nullable=True),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("trial_at", Instant(), nullable=True),
        sa.Column("trials", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_outages_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
    )
    op.create_index(
        "ix_outages_one_at_a_time",
        "outages",
        ["merchant_id", "provider"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_outages_ended", "outages", ["merchant_id", "provider", "ended_at"])
    op.create_table(
        "bank_calls",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_bank_calls_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "provider", "kind", name=op.f("pk_bank_calls")),
    )
