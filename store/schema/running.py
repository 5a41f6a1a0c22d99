"""What the processes that run share: who works on what, how often others may be called, and what fails."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, text

from store.schema.base import merchant, metadata, own_id
from store.types import Instant, Key

leases = Table(
    "leases",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Instant, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("chat_key", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", String(64), nullable=False),
)
"""Which process has a chat's updates in hand; while they wait, a row is here."""

quotas = Table(
    "quotas",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("name", String(96), primary_key=True),
    Column("moments", Text, nullable=False),
    Column("quiet_until", Instant),
    Column("changed_at", Instant, nullable=False),
)
"""When all processes together last used what somebody else limits; ``moments``: microseconds, as JSON."""

receipt_tries = Table(
    "receipt_tries",
    metadata,
    own_id(),
    merchant(),
    Column("person_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("merchant_id", "kind", "source"),
    Index("ix_receipt_tries_person", "merchant_id", "person_id", "kind", "at"),
)
"""Who asked about a receipt with a code that is none of ours, or sent a picture to be read, and when."""

alarms = Table(
    "alarms",
    metadata,
    own_id(),
    merchant(),
    Column("cause", String(96), nullable=False),
    Column("kind", String(48), nullable=False),
    Column("details", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("well_at", Instant),
    Column("ended_at", Instant),
    Index(
        "ix_alarms_one_at_a_time",
        "merchant_id",
        "cause",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
"""What the owners are told while it lasts, once, and once when it is over."""
