"""The tables. Each row carries its merchant from the start; money is minor units beside a currency."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.types import Instant, Key

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Key, primary_key=True, autoincrement=True)


def _merchant() -> Column[int]:
    return Column("merchant_id", Key, ForeignKey("merchants.id"), nullable=False)


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


merchants = Table(
    "merchants",
    metadata,
    _id(),
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
    Column("chosen_locale", String(2)),
    Column("telegram_locale", String(16)),
    Column("started", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("role", String(16)),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    _partial("ix_people_role", "merchant_id", "role", where="role IS NOT NULL"),
)

counters = Table(
    "counters",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

invoices = Table(
    "invoices",
    metadata,
    _id(),
    _merchant(),
    Column("number", BigInteger, nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("source", String(128), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("description", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("issuer_id", BigInteger, nullable=False),
    Column("customer_id", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("deadline", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("paid_payment_id", Key),
    Column("late", Boolean, nullable=False),
    Column("before_late", String(16)),
    UniqueConstraint("merchant_id", "number"),
    UniqueConstraint("merchant_id", "source"),
    Index("ix_invoices_list", "merchant_id", "state", "id"),
    Index("ix_invoices_issuer", "merchant_id", "issuer_id", "state", "id"),
    _partial("ix_invoices_customer", "merchant_id", "customer_id", "id", where="customer_id IS NOT NULL"),
    _partial("ix_invoices_deadline", "merchant_id", "deadline", where="state = 'open'"),
)

payments = Table(
    "payments",
    metadata,
    _id(),
    _merchant(),
    Column("invoice_id", Key, ForeignKey("invoices.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("provider", String(32), nullable=False),
    Column("reference", String(64), nullable=False),
    Column("hook_token", String(32), nullable=False, unique=True),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("state", String(16), nullable=False),
    Column("step", String(16)),
    Column("asked_at", Instant),
    Column("access", LargeBinary),
    Column("access_until", Instant),
    Column("expires_at", Instant),
    Column("instruction", Text),
    Column("bank_id", String(128)),
    Column("taken", BigInteger),
    Column("taken_currency", String(3)),
    Column("details", Text, nullable=False),
    Column("refusal", String(32)),
    Column("refusal_final", Boolean, nullable=False),
    Column("cancel_wished", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("observed_at", Instant),
    Column("checked_at", Instant),
    Column("claimed_paid_at", Instant),
    Column("settled_at", Instant),
    Column("looks", Integer, nullable=False),
    Column("next_look", Instant),
    Column("lease_owner", String(64)),
    Column("lease_until", Instant),
    Column("receipt", String(16), nullable=False),
    Column("trouble", String(64), nullable=False),
    Column("hold_wish", String(16)),
    Column("hold_asked_at", Instant),
    UniqueConstraint("merchant_id", "provider", "reference"),
    UniqueConstraint("merchant_id", "provider", "bank_id"),
    UniqueConstraint("invoice_id", "attempt"),
    _partial("ix_payments_next_look", "merchant_id", "next_look", where="next_look IS NOT NULL"),
    _partial("ix_payments_settled", "merchant_id", "provider", "settled_at", where="state = 'paid'"),
)

refunds = Table(
    "refunds",
    metadata,
    _id(),
    _merchant(),
    Column("invoice_id", Key, ForeignKey("invoices.id"), nullable=False, index=True),
    Column("payment_id", Key, ForeignKey("payments.id"), nullable=False, index=True),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("state", String(16), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("key", String(64), nullable=False),
    Column("source", String(128), nullable=False),
    Column("person_id", BigInteger),
    Column("reason", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("asked_at", Instant),
    Column("before", BigInteger),
    Column("unmoved_at", Instant),
    Column("bank_id", String(128)),
    Column("refusal", String(32)),
    Column("code", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("settled_at", Instant),
    Column("looks", Integer, nullable=False),
    Column("next_look", Instant),
    Column("lease_owner", String(64)),
    Column("lease_until", Instant),
    UniqueConstraint("merchant_id", "source"),
    UniqueConstraint("merchant_id", "key"),
    Index(
        "ix_refunds_one_under_way",
        "merchant_id",
        "payment_id",
        unique=True,
        sqlite_where=text("state IN ('requested', 'unknown', 'pending')"),
        postgresql_where=text("state IN ('requested', 'unknown', 'pending')"),
    ),
    _partial("ix_refunds_next_look", "merchant_id", "next_look", where="next_look IS NOT NULL"),
)

attentions = Table(
    "attentions",
    metadata,
    _id(),
    _merchant(),
    Column("invoice_id", Key, ForeignKey("invoices.id"), nullable=False, index=True),
    Column("payment_id", Key, ForeignKey("payments.id")),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("once", String(64), nullable=False),
    Column("note", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Instant),
    UniqueConstraint("merchant_id", "once"),
    _partial("ix_attentions_open", "merchant_id", "id", where="state = 'open'"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _merchant(),
    Column("subject", String(16), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("was", String(16), nullable=False),
    Column("now_is", String(16), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("evidence", Text),
    Column("at", Instant, nullable=False),
    Index("ix_audit_subject", "merchant_id", "subject", "subject_id"),
)

cards = Table(
    "cards",
    metadata,
    _id(),
    _merchant(),
    Column("invoice_id", Key, ForeignKey("invoices.id"), nullable=False, index=True),
    Column("audience", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("person_id", BigInteger),
    Column("message_id", BigInteger),
    Column("wanted", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("picture", String(96), nullable=False),
    Column("alive", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    _partial("ix_cards_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
)

notices = Table(
    "notices",
    metadata,
    _id(),
    _merchant(),
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
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("given_up", String(64)),
    UniqueConstraint("merchant_id", "key"),
    _partial("ix_notices_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
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
    _id(),
    _merchant(),
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
    _partial("ix_deliveries_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
)

reports = Table(
    "reports",
    metadata,
    _id(),
    _merchant(),
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
    _partial("ix_reports_due", "merchant_id", "due_at", where="due_at IS NOT NULL"),
)

updates = Table(
    "updates",
    metadata,
    _id(),
    _merchant(),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_key", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("handled_at", Instant),
    UniqueConstraint("merchant_id", "update_id"),
    _partial("ix_updates_due", "merchant_id", "id", where="state = 'due'"),
    sqlite_autoincrement=True,  # the order of what came: a number is never used again
)

dialogues = Table(
    "dialogues",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("key", String(96), primary_key=True),
    Column("state", Text),
    Column("data", LargeBinary),
    Column("changed_at", Instant, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Instant, nullable=False),
)
