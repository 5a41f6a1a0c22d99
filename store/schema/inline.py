"""What members type after the bot's name, kept for two days: each may become an invoice."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table, Text, UniqueConstraint

from store.schema.base import merchant, metadata, own_id, partial
from store.types import Instant

drafts = Table(
    "drafts",
    metadata,
    own_id(),
    merchant(),
    Column("token", String(32), nullable=False),
    Column("member_id", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("words", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("chosen_at", Instant),
    UniqueConstraint("merchant_id", "token"),
    partial("ix_drafts_used", "merchant_id", "used_at", where="used_at IS NOT NULL"),
)
