"""Other people's programs: keys, what they wrote, where our webhooks go, and what is on its way there."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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

api_keys = Table(
    "api_keys",
    metadata,
    own_id(),
    merchant(),
    Column("source", String(160), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("start", String(16), nullable=False),
    Column("scopes", String(64), nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("exposed_at", Instant),
    Column("ended_at", Instant),
    UniqueConstraint("merchant_id", "source"),
    UniqueConstraint("merchant_id", "digest"),
    sqlite_autoincrement=True,  # invoices and refunds name the key that asked for them
)
"""Of a key only its digest, and the first letters by which its owner knows it."""

api_writes = Table(
    "api_writes",
    metadata,
    own_id(),
    merchant(),
    Column("key_id", Key, ForeignKey("api_keys.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer),
    Column("body", LargeBinary),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("merchant_id", "key_id", "name"),
)
"""What a program's request was answered, under the program's own name for it."""

hook_endpoints = Table(
    "hook_endpoints",
    metadata,
    own_id(),
    merchant(),
    Column("source", String(160), nullable=False),
    Column("url", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("secret_source", String(160)),
    Column("old_secret", LargeBinary),
    Column("made_by", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("failing_since", Instant),
    Column("retry_at", Instant),
    Column("paused_at", Instant),
    Column("pause", String(16)),
    Column("ended_at", Instant),
    Column("lease_owner", String(64)),
    Column("lease_until", Instant),
    UniqueConstraint("merchant_id", "source"),
)

hook_messages = Table(
    "hook_messages",
    metadata,
    own_id(),
    merchant(),
    Column("endpoint_id", Key, ForeignKey("hook_endpoints.id"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("subject_id", Key, nullable=False),
    Column("happened_at", Instant, nullable=False),
    Column("fate", String(16), nullable=False),
    Column("body", Text),
    Column("tries", Integer, nullable=False),
    Column("status", Integer),
    Column("tried_at", Instant),
    Column("done_at", Instant),
    Index("ix_hook_messages_list", "merchant_id", "endpoint_id", "id"),
    partial("ix_hook_messages_waiting", "merchant_id", "endpoint_id", "id", where="fate = 'waits'"),
    sqlite_autoincrement=True,  # a receiver knows a message by its number: none is used again
)

fleeting = Table(
    "fleeting",
    metadata,
    own_id(),
    merchant(),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Index("ix_fleeting_due", "merchant_id", "due_at"),
)
"""Messages with something secret on them, until they are deleted."""
