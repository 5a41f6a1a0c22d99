"""People, what they are in the middle of, and what they asked to be drawn up."""

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
)

from store.schema.base import merchant, metadata, own_id, partial
from store.types import Instant, Key

merchants = Table(
    "merchants",
    metadata,
    own_id(),
    Column("name", Text, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("locale", String(2), nullable=False),
    Column("timezone", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", LargeBinary),
    Column("phone", LargeBinary),
    Column("chosen_locale", String(2)),
    Column("telegram_locale", String(16)),
    Column("started", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("role", String(16)),
    Column("invoice_most", BigInteger),
    Column("particulars", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    partial("ix_people_role", "merchant_id", "role", where="role IS NOT NULL"),
)

invites = Table(
    "invites",
    metadata,
    own_id(),
    merchant(),
    Column("digest", LargeBinary, nullable=False),
    Column("role", String(16), nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("used_by", BigInteger),
    Column("ended_at", Instant),
    UniqueConstraint("merchant_id", "digest"),
)
"""Links that make somebody a member, once: by the digest of the token, which stands nowhere."""

methods = Table(
    "methods",
    metadata,
    own_id(),
    merchant(),
    Column("provider", String(32), nullable=False),
    Column("person_id", BigInteger, nullable=False),
    Column("token", LargeBinary),
    Column("digest", LargeBinary, nullable=False),
    Column("label", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("dead", Boolean, nullable=False),
    UniqueConstraint("merchant_id", "person_id", "provider", "digest"),
    sqlite_autoincrement=True,  # buttons and payments name methods that were forgotten
)
"""Ways to pay that people let the shop keep: the token sealed, a keyed digest to know it again by."""

dialogues = Table(
    "dialogues",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("key", String(96), primary_key=True),
    Column("state", Text),
    Column("data", LargeBinary),
    Column("changed_at", Instant, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    own_id(),
    merchant(),
    Column("source", String(160), nullable=False),
    Column("provider", String(32), nullable=False),
    Column("query", LargeBinary, nullable=False),
    Column("person_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger),
    Column("wish", String(16), nullable=False),
    Column("parent_id", Key),
    Column("page", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("lease_owner", String(64)),
    Column("lease_until", Instant),
    Column("finished_at", Instant),
    UniqueConstraint("merchant_id", "source"),
    Index("ix_reports_person", "merchant_id", "person_id"),
    partial("ix_reports_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
)
