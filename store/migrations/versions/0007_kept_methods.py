"""Ways to pay that people let the shop keep."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEEPING = sa.text("keep_for IS NOT NULL")


def upgrade() -> None:
    op.add_column("payments", sa.Column("keep_for", sa.BigInteger(), nullable=True))
    op.add_column("payments", sa.Column("method_id", Key, nullable=True))
    op.create_index(
        "ix_payments_keep_for",
        "payments",
        ["merchant_id", "keep_for"],
        sqlite_where=KEEPING,
        postgresql_where=KEEPING,
    )
    op.create_table(
        "methods",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_methods_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_methods")),
        sa.UniqueConstraint(
            "merchant_id",
            "person_id",
            "provider",
            "digest",
            name=op.f("uq_methods_merchant_id_person_id_provider_digest"),
        ),
    )
