"""What members type after the bot's name, and the messages that it becomes; shares of an invoice."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STANDS = sa.text("inline_id IS NOT NULL")
SHARE = sa.text("whole_id IS NOT NULL")
USED = sa.text("used_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("used_at", Instant),
        sa.Column("chosen_at", Instant),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_drafts_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("merchant_id", "token", name=op.f("uq_drafts_merchant_id_token")),
    )
    op.create_index(
        "ix_drafts_used", "drafts", ["merchant_id", "used_at"], sqlite_where=USED, postgresql_where=USED
    )
    op.add_column("invoices", sa.Column("parts", sa.Integer()))
    op.add_column("invoices", sa.Column("whole_id", Key))
    op.create_index(
        "ix_invoices_whole",
        "invoices",
        ["merchant_id", "whole_id"],
        sqlite_where=SHARE,
        postgresql_where=SHARE,
    )
    op.add_column("cards", sa.Column("inline_id", sa.String(128)))
    op.create_index(
        "ix_cards_inline",
        "cards",
        ["merchant_id", "inline_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
