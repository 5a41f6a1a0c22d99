"""Plans, subscriptions, what was decided about each period, reminders, and what the shop chose."""

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

LIVING = "plan_id IS NOT NULL AND customer_id IS NOT NULL AND state IN ('active', 'paused')"
UNPAID = "state IN ('pending', 'failed')"
STRUGGLING = "state = 'pending' AND failures > 0"
"""Conditions of indexes; queries that name them in the same words are answered by these on both databases."""

plans = Table(
    "plans",
    metadata,
    own_id(),
    merchant(),
    Column("token", String(32), nullable=False, unique=True),
    Column("offer", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    own_id(),
    merchant(),
    Column("source", String(128), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("plan_id", Key, ForeignKey("plans.id")),
    Column("offer", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("engine", String(32), nullable=False),
    Column("issuer_id", BigInteger, nullable=False),
    Column("customer_id", BigInteger),
    Column("phone", LargeBinary),
    Column("name", LargeBinary),
    Column("terms", Text),
    Column("prices", Text, nullable=False),
    Column("pauses", Text, nullable=False),
    Column("remind", Boolean, nullable=False),
    Column("method_id", Key),
    Column("after_id", Key),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("agreed_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", String(16)),
    Column("next_due", Instant),
    Column("told_reminders_off", Boolean, nullable=False),
    Column("bank_id", String(128)),
    Column("wish", String(16)),
    Column("asked_at", Instant),
    Column("bank_next_at", Instant),
    Column("bank_next_timed", Boolean),
    Column("grace_until", Instant),
    Column("failed", Integer, nullable=False),
    Column("looks", Integer, nullable=False),
    UniqueConstraint("merchant_id", "source"),
    UniqueConstraint("merchant_id", "number"),
    UniqueConstraint("merchant_id", "engine", "bank_id"),
    Index("ix_subscriptions_list", "merchant_id", "state", "id"),
    Index("ix_subscriptions_all", "merchant_id", "id"),
    partial("ix_subscriptions_customer", "merchant_id", "customer_id", where="customer_id IS NOT NULL"),
    partial("ix_subscriptions_ended", "merchant_id", "ended_at", where="ended_at IS NOT NULL"),
    partial("ix_subscriptions_due", "merchant_id", "next_due", where="next_due IS NOT NULL"),
    Index(
        "ix_subscriptions_one_of_a_plan",
        "merchant_id",
        "plan_id",
        "customer_id",
        unique=True,
        sqlite_where=text(LIVING),
        postgresql_where=text(LIVING),
    ),
)
"""Of one plan a person has one that lives."""

periods = Table(
    "periods",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("subscription_id", Key, ForeignKey("subscriptions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("skip", String(16)),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("ladder", Text),
    Column("failures", Integer, nullable=False),
    Column("settled_at", Instant),
    Column("invoice_id", Key, ForeignKey("invoices.id")),
    partial("ix_periods_unpaid", "merchant_id", "subscription_id", "number", where=UNPAID),
    partial("ix_periods_struggling", "merchant_id", "subscription_id", where=STRUGGLING),
)

period_bills = Table(
    "period_bills",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("invoice_id", Key, ForeignKey("invoices.id"), primary_key=True),
    Column("subscription_id", Key, ForeignKey("subscriptions.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("bill", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    UniqueConstraint("merchant_id", "subscription_id", "number", "bill"),
    partial("ix_period_bills_changed", "merchant_id", "invoice_id", where="changes <> seen"),
)
"""Which invoices are bills of a period; ``changes`` counts their moves, ``seen`` those a ladder knows."""

reminders = Table(
    "reminders",
    metadata,
    own_id(),
    merchant(),
    Column("key", String(128), nullable=False),
    Column("subject", String(16), nullable=False),
    Column("subject_id", Key, nullable=False),
    Column("number", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("due_at", Instant),
    Column("until", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("how", String(32)),
    Column("dropped", Boolean, nullable=False),
    UniqueConstraint("merchant_id", "key"),
    partial("ix_reminders_due", "merchant_id", "due_at", "id", where="due_at IS NOT NULL"),
    partial("ix_reminders_subject", "merchant_id", "subject", "subject_id", where="due_at IS NOT NULL"),
)

silences = Table(
    "silences",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("person_id", BigInteger, primary_key=True),
    Column("subject", String(32), primary_key=True),
    Column("created_at", Instant, nullable=False),
)
"""Who does not wish to be reminded of what."""

choices = Table(
    "choices",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
"""What the shop chose in the chat; it wins over the environment."""
