"""The team: invitations, and how much a cashier may ask for."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("invoice_most", sa.BigInteger(), nullable=True))
    op.create_table(
        "invites",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_invites_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("merchant_id", "digest", name=op.f("uq_invites_merchant_id_digest")),
    )
