"""Money: what is owed, each attempt to pay it, what went back, what a person must decide, and the audit."""

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
    false,
    text,
)

from store.schema.base import merchant, metadata, own_id, partial
from store.types import Instant, Key

LIVE = "state IN ('reserved', 'unknown', 'pending', 'authorized')"
"""Condition of an index; a query that names it in the same words is answered by that on both databases."""

WITH_RECEIPT = "receipt <> ''"
"""The same for payments that have a receipt."""

BY_PEOPLE = "substr(actor, 1, 7) = 'person:'"
"""The same for what people's hands have caused; the order of strings is not the same on all databases."""

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
    own_id(),
    merchant(),
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
    Column("discount", Integer, nullable=False, server_default="0"),
    Column("self_service", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("merchant_id", "number"),
    UniqueConstraint("merchant_id", "source"),
    Index("ix_invoices_list", "merchant_id", "state", "id"),
    Index("ix_invoices_issuer", "merchant_id", "issuer_id", "state", "id"),
    partial("ix_invoices_customer", "merchant_id", "customer_id", "id", where="customer_id IS NOT NULL"),
    partial("ix_invoices_deadline", "merchant_id", "deadline", where="state = 'open'"),
)

payments = Table(
    "payments",
    metadata,
    own_id(),
    merchant(),
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
    Column("cancel_asked_at", Instant),
    Column("phone", LargeBinary),
    Column("payer", LargeBinary),
    Column("bank_reference", String(128)),
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
    Column("keep_for", BigInteger),
    Column("method_id", Key),
    Column("by_lines", Boolean, nullable=False, server_default=false()),
    Column("source", String(128)),
    UniqueConstraint("merchant_id", "provider", "reference"),
    UniqueConstraint("merchant_id", "provider", "bank_id"),
    UniqueConstraint("invoice_id", "attempt"),
    partial("ix_payments_next_look", "merchant_id", "next_look", where="next_look IS NOT NULL"),
    partial("ix_payments_live", "merchant_id", "state", "created_at", where=LIVE),
    partial("ix_payments_keep_for", "merchant_id", "keep_for", where="keep_for IS NOT NULL"),
    partial("ix_payments_settled", "merchant_id", "provider", "settled_at", where="state = 'paid'"),
    partial("ix_payments_receipt", "merchant_id", "receipt", where=WITH_RECEIPT),
    partial(
        "ix_payments_bank_reference", "merchant_id", "bank_reference", where="bank_reference IS NOT NULL"
    ),
)

payer_words = Table(
    "payer_words",
    metadata,
    Column("merchant_id", Key, ForeignKey("merchants.id"), primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("invoice_id", Key, ForeignKey("invoices.id"), primary_key=True),
    Column("payment_id", Key, ForeignKey("payments.id"), primary_key=True),
    Index("ix_payer_words_payment", "merchant_id", "payment_id"),
)
"""By which words of the payer's sealed name a payment is found: keyed digests, no word can be read there."""

refunds = Table(
    "refunds",
    metadata,
    own_id(),
    merchant(),
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
    Column("decided_by", BigInteger),
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
    Index(
        "ix_refunds_one_proposed",
        "merchant_id",
        "payment_id",
        unique=True,
        sqlite_where=text("state = 'proposed'"),
        postgresql_where=text("state = 'proposed'"),
    ),
    partial("ix_refunds_next_look", "merchant_id", "next_look", where="next_look IS NOT NULL"),
)

attentions = Table(
    "attentions",
    metadata,
    own_id(),
    merchant(),
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
    partial("ix_attentions_open", "merchant_id", "id", where="state = 'open'"),
)

audit = Table(
    "audit",
    metadata,
    own_id(),
    merchant(),
    Column("subject", String(16), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("was", String(16), nullable=False),
    Column("now_is", String(16), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("evidence", Text),
    Column("at", Instant, nullable=False),
    Index("ix_audit_subject", "merchant_id", "subject", "subject_id"),
    partial("ix_audit_people", "merchant_id", "actor", "id", where=BY_PEOPLE),
)
