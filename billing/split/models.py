"""Shares of an invoice, as its card shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billing.models import Invoice
from billing.money import Money
from billing.states import InvoiceState

OWN = 0  # instead of a number of shares: each names the amount


@dataclass(frozen=True, slots=True)
class Share:
    """One that somebody has taken."""

    number: int  # of its own invoice
    amount: Money
    name: str  # the first name of who took it; "" where we know nobody any more
    paid: bool


def left_of(whole: Invoice, shares: Sequence[Invoice]) -> Money:
    """What of the whole is in no share yet."""
    return Money(whole.amount.minor - sum(share.amount.minor for share in shares), whole.amount.currency)


def all_paid(whole: Invoice, shares: Sequence[Invoice]) -> bool:
    """Every share is taken, and the money for each has come."""
    taken = left_of(whole, shares).minor == 0 if whole.parts == OWN else len(shares) == whole.parts
    return taken and all(share.state is InvoiceState.PAID for share in shares)
