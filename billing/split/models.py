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
    paid: bool  # and the money is here
    back: bool = False  # it came, and all of it went back


def living(shares: Sequence[Invoice]) -> list[Invoice]:
    """Those that count: one that was cancelled is free to be taken again."""
    return [share for share in shares if share.state is not InvoiceState.CANCELLED]


def left_of(whole: Invoice, shares: Sequence[Invoice]) -> Money:
    """What of the whole is in no living share yet."""
    taken = sum(share.amount.minor for share in living(shares))
    return Money(max(whole.amount.minor - taken, 0), whole.amount.currency)


def covered(whole: Invoice, shares: Sequence[Invoice]) -> bool:
    """The money for shares that make up the whole has come."""
    came = sum(share.amount.minor for share in shares if share.state is InvoiceState.PAID)
    return came >= whole.amount.minor
