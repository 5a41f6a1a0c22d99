"""Who paid, as the bank says; and payments by the bank's number and by words of the payer's name."""

import sqlalchemy as sa
from alembic import op

from store.types import Key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBERED = sa.text("bank_reference IS NOT NULL")
NUMBER = {
    "postgresql": sa.text("nullif(substr(details::json ->> 'reference', 1, 128), '')"),
    "sqlite": sa.text("nullif(substr(json_extract(details, '$.reference'), 1, 128), '')"),
}


def upgrade() -> None:
    op.add_column("payments", sa.Column("payer", sa.LargeBinary(), nullable=True))
    op.add_column("payments", sa.Column("bank_reference", sa.String(length=128), nullable=True))
    payments = sa.table("payments", sa.column("bank_reference"))
    number = NUMBER[op.get_bind().dialect.name]
    op.execute(payments.update().values(bank_reference=number))
    op.create_index(
        "ix_payments_bank_reference",
        "payments",
        ["merchant_id", "bank_reference"],
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )
    op.create_table(
        "payer_words",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("invoice_id", Key, nullable=False),
        sa.Column("payment_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_payer_words_merchant_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payer_words_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payer_words_payment_id")),
        sa.PrimaryKeyConstraint(
            "merchant_id", "digest", "invoice_id", "payment_id", name=op.f("pk_payer_words")
        ),
    )
    op.create_index("ix_payer_words_payment", "payer_words", ["merchant_id", "payment_id"])
