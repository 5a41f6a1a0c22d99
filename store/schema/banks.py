"""How banks are: those that are off the cards, and the last of each sort of call that a bank made."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from store.schema.base import merchant, metadata, own_id
from store.types import Instant, Key

outages = Table(
    "outages",
    metadata,
    own_id(),
    merchant(),
    Column("provider", String(32), nullable=False),
    Column("code", String(64), nullable=False),
    Column("since", Instant, nullable=False),
    Column("refused_at", Instant, nullable=False),
    Column("until", Instant),
    Column("next_check", Instant),
    Column("checks", Integer, nullable=False),
    Column("seen", Boolean, nullable=False),
    Column("trial_at", Instant),
    Column("trials", Integer, nullable=False),
    Column("ended_at", Instant),
    Index(
        "ix_outages_one_at_a_time",
        "merchant_id",
        "provider",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_outages_ended", "merchant_id", "provider", "ended_at"),
)

bank_calls = Table(
    "bank_calls",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("provider", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("why", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
