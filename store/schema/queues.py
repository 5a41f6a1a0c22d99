"""Inbox and outbox: what came in and is to be handled, what is to be shown and told, and who works on it."""

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
from store.types import Instant, Key

cards = Table(
    "cards",
    metadata,
    own_id(),
    merchant(),
    Column("invoice_id", Key, ForeignKey("invoices.id"), nullable=False, index=True),
    Column("audience", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("person_id", BigInteger),
    Column("message_id", BigInteger),
    Column("inline_id", String(128)),
    Column("wanted", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("picture", String(96), nullable=False),
    Column("alive", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("away_since", Instant),
    partial("ix_cards_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
    Index(
        "ix_cards_inline",
        "merchant_id",
        "inline_id",
        unique=True,
        sqlite_where=text("inline_id IS NOT NULL"),
        postgresql_where=text("inline_id IS NOT NULL"),
    ),
)

notices = Table(
    "notices",
    metadata,
    own_id(),
    merchant(),
    Column("key", String(160), nullable=False),
    Column("kind", String(48), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("person_id", BigInteger),
    Column("loud", Boolean, nullable=False),
    Column("invoice_id", Key),
    Column("payment_id", Key),
    Column("attention_id", Key),
    Column("details", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("until", Instant),
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("given_up", String(64)),
    Column("away_since", Instant),
    UniqueConstraint("merchant_id", "key"),
    partial("ix_notices_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("key", String(96), primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    own_id(),
    merchant(),
    Column("provider", String(32), nullable=False),
    Column("key", String(128), nullable=False),
    Column("payment_id", Key, nullable=False),
    Column("claim", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Instant),
    Column("finished_at", Instant),
    UniqueConstraint("merchant_id", "provider", "key"),
    partial("ix_deliveries_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
)

bank_events = Table(
    "bank_events",
    metadata,
    own_id(),
    merchant(),
    Column("provider", String(32), nullable=False),
    Column("key", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("merchant_id", "provider", "key"),
)

updates = Table(
    "updates",
    metadata,
    own_id(),
    merchant(),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_key", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("handled_at", Instant),
    UniqueConstraint("merchant_id", "update_id"),
    partial("ix_updates_due", "merchant_id", "chat_key", "id", where="state = 'due'"),
    sqlite_autoincrement=True,  # the order of what came: a number is never used again
)
