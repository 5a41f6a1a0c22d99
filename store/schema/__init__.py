"""The tables. Each row carries its merchant from the start; money is minor units beside a currency."""

from __future__ import annotations

from store.schema.banks import bank_calls, outages
from store.schema.base import metadata
from store.schema.catalog import (
    bank_catalogs,
    bank_items,
    bank_pictures,
    billed_lines,
    cart_lines,
    carts,
    invoice_lines,
    item_pictures,
    item_words,
    items,
    refund_lines,
)
from store.schema.developers import api_keys, api_writes, fleeting, hook_endpoints, hook_messages
from store.schema.figures import bank_lists, day_sums, days_summed
from store.schema.inline import drafts
from store.schema.money import attentions, audit, counters, invoices, payer_words, payments, refunds
from store.schema.people import dialogues, invites, merchants, methods, people, reports
from store.schema.queues import bank_events, cards, deliveries, notices, pictures, updates
from store.schema.running import alarms, chats, leases, quotas, receipt_tries
from store.schema.shifts import shift_entries, shifts
from store.schema.subscriptions import (
    choices,
    period_bills,
    periods,
    plans,
    reminders,
    silences,
    subscriptions,
)

__all__ = [
    "alarms",
    "api_keys",
    "api_writes",
    "attentions",
    "audit",
    "bank_calls",
    "bank_catalogs",
    "bank_events",
    "bank_items",
    "bank_lists",
    "bank_pictures",
    "billed_lines",
    "cards",
    "cart_lines",
    "carts",
    "chats",
    "choices",
    "counters",
    "day_sums",
    "days_summed",
    "deliveries",
    "dialogues",
    "drafts",
    "fleeting",
    "hook_endpoints",
    "hook_messages",
    "invites",
    "invoice_lines",
    "invoices",
    "item_pictures",
    "item_words",
    "items",
    "leases",
    "merchants",
    "metadata",
    "methods",
    "notices",
    "outages",
    "payer_words",
    "payments",
    "people",
    "period_bills",
    "periods",
    "pictures",
    "plans",
    "quotas",
    "receipt_tries",
    "refund_lines",
    "refunds",
    "reminders",
    "reports",
    "shift_entries",
    "shifts",
    "silences",
    "subscriptions",
    "updates",
]
