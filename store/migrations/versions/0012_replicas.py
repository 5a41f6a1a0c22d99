"""Several processes on the same books: whose turn a chat is, shared quotas, alarms."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("chat_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_chats_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "chat_key", name=op.f("pk_chats")),
    )
    op.create_table(
        "quotas",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("moments", sa.Text(), nullable=False),
        sa.Column("quiet_until", Instant(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_quotas_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "name", name=op.f("pk_quotas")),
    )
    op.create_table(
        "alarms",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("cause", sa.String(length=96), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("well_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_alarms_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index(
        "ix_alarms_one_at_a_time",
        "alarms",
        ["merchant_id", "cause"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("subscriptions", sa.Column("bank_next_timed", sa.Boolean(), nullable=True))
    op.drop_index("ix_updates_due", table_name="updates")
    op.create_index(
        "ix_updates_due",
        "updates",
        ["merchant_id", "chat_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_index(
        "ix_payments_live",
        "payments",
        ["merchant_id", "state", "created_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('reserved', 'unknown', 'pending', 'authorized')"),
        postgresql_where=sa.text("state IN ('reserved', 'unknown', 'pending', 'authorized')"),
    )
