"""A catalog, carts, and invoices with lines; what banks know of the items."""

import sqlalchemy as sa
from alembic import op

from store.types import Instant, Key, Sorted

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_catalogs",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("supported", sa.Boolean(), nullable=True),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("walked_at", Instant(), nullable=True),
        sa.Column("next_walk", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_bank_catalogs_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "provider", name=op.f("pk_bank_catalogs")),
    )
    op.create_table(
        "bank_pictures",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("image_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_bank_pictures_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "provider", "digest", name=op.f("pk_bank_pictures")),
    )
    op.create_table(
        "item_pictures",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_item_pictures_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_pictures")),
        sa.UniqueConstraint("merchant_id", "digest", name=op.f("uq_item_pictures_merchant_id_digest")),
    )
    op.create_table(
        "carts",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("discount", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_tap", sa.String(length=64), nullable=False),
        sa.Column("invoice_id", Key, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_carts_invoice_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_carts_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carts")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_carts_changed", "carts", ["merchant_id", "changed_at"], unique=False)
    op.create_index(
        "ix_carts_open",
        "carts",
        ["merchant_id", "person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("invoice_id IS NULL"),
        postgresql_where=sa.text("invoice_id IS NULL"),
    )
    op.create_table(
        "items",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", Sorted, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("barcode", sa.String(length=32), nullable=False),
        sa.Column("picture_id", Key, nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("deleted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_items_merchant_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["item_pictures.id"], name=op.f("fk_items_picture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("token", name=op.f("uq_items_token")),
    )
    op.create_index(
        "ix_items_barcode",
        "items",
        ["merchant_id", "barcode"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL AND barcode <> ''"),
        postgresql_where=sa.text("deleted_at IS NULL AND barcode <> ''"),
    )
    op.create_index(
        "ix_items_list",
        "items",
        ["merchant_id", "sort_key", "id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_items_shop",
        "items",
        ["merchant_id", "sort_key", "id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL AND NOT hidden"),
        postgresql_where=sa.text("deleted_at IS NULL AND NOT hidden"),
    )
    op.create_table(
        "bank_items",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("item_id", Key, nullable=True),
        sa.Column("bank_id", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("told_version", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("next_look", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_bank_items_item_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_bank_items_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_items")),
        sa.UniqueConstraint(
            "merchant_id", "provider", "bank_id", name=op.f("uq_bank_items_merchant_id_provider_bank_id")
        ),
        sa.UniqueConstraint(
            "merchant_id", "provider", "item_id", name=op.f("uq_bank_items_merchant_id_provider_item_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_bank_items_differs",
        "bank_items",
        ["merchant_id", "provider", "id"],
        unique=False,
        sqlite_where=sa.text("differs"),
        postgresql_where=sa.text("differs"),
    )
    op.create_index(
        "ix_bank_items_due",
        "bank_items",
        ["merchant_id", "provider", "next_look"],
        unique=False,
        sqlite_where=sa.text("next_look IS NOT NULL"),
        postgresql_where=sa.text("next_look IS NOT NULL"),
    )
    op.create_index(
        "ix_bank_items_foreign",
        "bank_items",
        ["merchant_id", "provider", "id"],
        unique=False,
        sqlite_where=sa.text("item_id IS NULL"),
        postgresql_where=sa.text("item_id IS NULL"),
    )
    op.create_table(
        "cart_lines",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("cart_id", Key, nullable=False),
        sa.Column("item_id", Key, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("own_price", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["carts.id"], name=op.f("fk_cart_lines_cart_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_cart_lines_item_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_cart_lines_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_lines")),
        sa.UniqueConstraint("cart_id", "item_id", name=op.f("uq_cart_lines_cart_id_item_id")),
    )
    op.create_table(
        "invoice_lines",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("invoice_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", Key, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("list_price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_invoice_lines_item_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_invoice_lines_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lines")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_lines_invoice_id_position")),
    )
    op.create_table(
        "item_words",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("word", Sorted, nullable=False),
        sa.Column("item_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_words_item_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_item_words_merchant_id")),
        sa.PrimaryKeyConstraint("merchant_id", "word", "item_id", name=op.f("pk_item_words")),
    )
    op.create_index("ix_item_words_item", "item_words", ["merchant_id", "item_id"], unique=False)
    op.create_table(
        "refund_lines",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("refund_id", Key, nullable=False),
        sa.Column("line_id", Key, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["invoice_lines.id"], name=op.f("fk_refund_lines_line_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_refund_lines_merchant_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("fk_refund_lines_refund_id")),
        sa.PrimaryKeyConstraint("refund_id", "line_id", name=op.f("pk_refund_lines")),
    )
    op.create_table(
        "billed_lines",
        sa.Column("merchant_id", Key, nullable=False),
        sa.Column("payment_id", Key, nullable=False),
        sa.Column("line_id", Key, nullable=False),
        sa.Column("bank_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["invoice_lines.id"], name=op.f("fk_billed_lines_line_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchants.id"], name=op.f("fk_billed_lines_merchant_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_billed_lines_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", "line_id", name=op.f("pk_billed_lines")),
    )
    op.create_index("ix_refund_lines_line", "refund_lines", ["merchant_id", "line_id"], unique=False)
    op.add_column("invoices", sa.Column("discount", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "invoices", sa.Column("self_service", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("payments", sa.Column("by_lines", sa.Boolean(), server_default=sa.false(), nullable=False))
