"""The catalog: items and their pictures, carts, lines of invoices, and what banks know of the items."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.schema.base import merchant, metadata, own_id, partial
from store.types import Instant, Key, Sorted

LIVING = "deleted_at IS NULL"
SOLD = "deleted_at IS NULL AND NOT hidden"
UNDER_ANY_NAME = "deleted_at IS NULL AND barcode <> ''"

item_pictures = Table(
    "item_pictures",
    metadata,
    own_id(),
    merchant(),
    Column("digest", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("merchant_id", "digest"),
)

items = Table(
    "items",
    metadata,
    own_id(),
    merchant(),
    Column("token", String(32), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("sort_key", Sorted, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("unit", String(16), nullable=False),
    Column("barcode", String(32), nullable=False),
    Column("picture_id", Key, ForeignKey("item_pictures.id")),
    Column("hidden", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    partial("ix_items_list", "merchant_id", "sort_key", "id", where=LIVING),
    partial("ix_items_shop", "merchant_id", "sort_key", "id", where=SOLD),
    Index(
        "ix_items_barcode",
        "merchant_id",
        "barcode",
        unique=True,
        sqlite_where=text(UNDER_ANY_NAME),
        postgresql_where=text(UNDER_ANY_NAME),
    ),
)

item_words = Table(
    "item_words",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("word", Sorted, primary_key=True),
    Column("item_id", Key, ForeignKey("items.id"), primary_key=True),
    Index("ix_item_words_item", "merchant_id", "item_id"),
)
"""By which words of its name a living item is found, folded; a search reads those that begin alike."""

carts = Table(
    "carts",
    metadata,
    own_id(),
    merchant(),
    Column("person_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("discount", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_tap", String(64), nullable=False),
    Column("invoice_id", Key, ForeignKey("invoices.id")),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(
        "ix_carts_open",
        "merchant_id",
        "person_id",
        "kind",
        unique=True,
        sqlite_where=text("invoice_id IS NULL"),
        postgresql_where=text("invoice_id IS NULL"),
    ),
    Index("ix_carts_changed", "merchant_id", "changed_at"),
    sqlite_autoincrement=True,  # invoices and buttons name carts that are gone: a number is never used again
)

cart_lines = Table(
    "cart_lines",
    metadata,
    own_id(),
    merchant(),
    Column("cart_id", Key, ForeignKey("carts.id", ondelete="CASCADE"), nullable=False),
    Column("item_id", Key, ForeignKey("items.id"), nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("own_price", BigInteger),
    Column("seen", BigInteger, nullable=False),
    UniqueConstraint("cart_id", "item_id"),
)

invoice_lines = Table(
    "invoice_lines",
    metadata,
    own_id(),
    merchant(),
    Column("invoice_id", Key, ForeignKey("invoices.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("item_id", Key, ForeignKey("items.id")),
    Column("name", Text, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("list_price", BigInteger, nullable=False),
    Column("discount", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    UniqueConstraint("invoice_id", "position"),
)

refund_lines = Table(
    "refund_lines",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), nullable=False),
    Column("refund_id", Key, ForeignKey("refunds.id"), primary_key=True),
    Column("line_id", Key, ForeignKey("invoice_lines.id"), primary_key=True),
    Column("pieces", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Index("ix_refund_lines_line", "merchant_id", "line_id"),
)

billed_lines = Table(
    "billed_lines",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), nullable=False),
    Column("payment_id", Key, ForeignKey("payments.id"), primary_key=True),
    Column("line_id", Key, ForeignKey("invoice_lines.id"), primary_key=True),
    Column("bank_id", String(64), nullable=False),
)
"""As which of its items a bank was told a line; by the time of a refund ours may stand for another there."""

bank_catalogs = Table(
    "bank_catalogs",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("provider", String(32), primary_key=True),
    Column("supported", Boolean),
    Column("units", Text, nullable=False),
    Column("walked_at", Instant),
    Column("next_walk", Instant),
)

bank_items = Table(
    "bank_items",
    metadata,
    own_id(),
    merchant(),
    Column("provider", String(32), nullable=False),
    Column("item_id", Key, ForeignKey("items.id")),
    Column("bank_id", String(64)),
    Column("state", String(16), nullable=False),
    Column("told_version", Integer, nullable=False),
    Column("told", Text),
    Column("shown", Text),
    Column("differs", Boolean, nullable=False),
    Column("picture", String(64), nullable=False),
    Column("code", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_at", Instant),
    Column("looks", Integer, nullable=False),
    Column("next_look", Instant),
    UniqueConstraint("merchant_id", "provider", "item_id"),
    UniqueConstraint("merchant_id", "provider", "bank_id"),
    partial("ix_bank_items_due", "merchant_id", "provider", "next_look", where="next_look IS NOT NULL"),
    partial("ix_bank_items_foreign", "merchant_id", "provider", "id", where="item_id IS NULL"),
    partial("ix_bank_items_differs", "merchant_id", "provider", "id", where="differs"),
    sqlite_autoincrement=True,  # buttons name rows that were dropped
)

bank_pictures = Table(
    "bank_pictures",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("provider", String(32), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("image_id", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
)
