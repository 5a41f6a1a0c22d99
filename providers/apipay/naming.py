"""Whose an invoice is, by the order that it names.

We name an order on each bill that we ask for. Bills that the service makes by itself for a subscription name
none of ours: a payment that stands for one has ``ADOPTED`` and the invoice's id as its reference.
"""

from __future__ import annotations

import re

from billing.questions import Bill
from billing.subscriptions.banking import ADOPTED
from providers.apipay import wire

PREFIX = "tolem-"
FIRST = 100_000
_OURS = re.compile(re.escape(PREFIX) + r"[0-9]{1,18}")


def reference_of(ordinal: int) -> str:
    """Free text at the service, found by search in parts of words: the prefix keeps strangers out."""
    return f"{PREFIX}{FIRST + ordinal}"


def is_adopted(bill: Bill) -> bool:
    """Whether the service made it by itself: it is known there by its id alone."""
    return bill.reference.startswith(ADOPTED)


def named_by(told: wire.Invoice) -> str | None:
    """The reference of the payment that an invoice may be of; that there is such a one is not said."""
    if _OURS.fullmatch(told.external_order_id):
        return told.external_order_id
    return f"{ADOPTED}{told.id}" if re.fullmatch("[0-9]{1,18}", told.id) else None


def fits(told: wire.Invoice, bill: Bill) -> bool:
    """Whether what is shown is of this bill; an order that is not said speaks for it.

    One that the service made itself bears no order of ours, and is this very invoice.
    """
    if is_adopted(bill):
        return bill.reference == ADOPTED + told.id and not _OURS.fullmatch(told.external_order_id)
    return told.external_order_id in ("", bill.reference)
