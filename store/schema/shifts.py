"""Shifts of members, and what stands on which of their reports. ``owed`` is the invoice's amount."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.schema.base import merchant, metadata, own_id
from store.types import Instant, Key

shifts = Table(
    "shifts",
    metadata,
    own_id(),
    merchant(),
    Column("person_id", BigInteger, nullable=False),
    Column("source", String(128), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", BigInteger),
    Column("number", BigInteger),
    Column("figures", Text),
    Column("reminded_at", Instant),
    UniqueConstraint("merchant_id", "source"),
    UniqueConstraint("merchant_id", "number"),
    Index(
        "ix_shifts_open",
        "merchant_id",
        "person_id",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index("ix_shifts_person", "merchant_id", "person_id", "number"),
)

shift_entries = Table(
    "shift_entries",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("subject_id", Key, primary_key=True, autoincrement=False),
    Column("shift_id", Key, ForeignKey("shifts.id"), nullable=False),
    Column("invoice_id", Key, nullable=False),
    Column("provider", String(32), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("owed", BigInteger, nullable=False),
    Column("misfit", String(16), nullable=False),
    Column("early", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_shift_entries_shift", "merchant_id", "shift_id", "kind", "at", "subject_id"),
)
"""Payments and refunds that a Z report has counted: each stands on one at most, by its key.

Invoices are named without a foreign key: that would have a report wait for whoever holds one of them."""
