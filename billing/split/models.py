"""Shares of an invoice, as its card shows them."""

from __future__ import annotations

from dataclasses import dataclass

from billing.money import Money


@dataclass(frozen=True, slots=True)
class Share:
    """One that somebody has taken."""

    number: int  # of its own invoice
    amount: Money
    name: str  # the first name of who took it; "" where we know nobody any more
    paid: bool
