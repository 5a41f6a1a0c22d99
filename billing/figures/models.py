"""Figures as values. What came in counts by the moment at which we saw it, what went back by its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from billing.figures.periods import Period
from billing.models import Person
from billing.money import Money

SELF_SERVICE = 0
"""In the place of a cashier: customers ordered it themselves."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What the books add up to for one hour of the day, bank, seller and currency; sums are minor units."""

    hour: int  # on the shop's wall, 0 to 23
    provider: str
    seller: int  # whose invoices, or ``SELF_SERVICE``
    currency: str
    taken: int
    payments: int
    returned: int
    refunds: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one currency: payments that came, and refunds that were completed."""

    taken: Money
    payments: int
    returned: Money
    refunds: int

    @property
    def average(self) -> Money:
        """Of one payment, halves of the smallest unit upwards; nothing where none came."""
        if not self.payments:
            return Money(0, self.taken.currency)
        return Money((2 * self.taken.minor + self.payments) // (2 * self.payments), self.taken.currency)

    @property
    def left(self) -> Money:
        """What came, without what went back; below nothing where more went back than came."""
        return self.taken - self.returned

    @property
    def empty(self) -> bool:
        """Nothing came, nothing went back."""
        return not self.payments and not self.refunds


@dataclass(frozen=True, slots=True)
class Figures:
    """A period in the shop's currency, the period before beside it; the busiest first but for hours."""

    period: Period
    at: datetime
    own: bool  # only of the invoices of who asks
    sums: Sums
    before: Sums
    banks: tuple[tuple[str, Sums], ...]
    sellers: tuple[tuple[int, Sums], ...]
    hours: tuple[tuple[int, Sums], ...]  # those in which something happened
    others: tuple[Sums, ...] = ()  # other currencies, which are added to nothing
    people: dict[int, Person] = field(default_factory=dict)  # sellers, as far as they are known still


@dataclass(frozen=True, slots=True)
class BankList:
    """What came of comparing one bank's list of a day; ``found`` is JSON, ``None`` until it has answered."""

    found: str | None
    tried_at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """How a period went: what came by the day, the same of the period before, and its figures."""

    figures: Figures
    days: dict[date, int]  # minor units
    days_before: dict[date, int]
    hours_before: dict[int, int]


def summed(takings: Iterable[Taking], currency: str) -> Sums:
    """Those of one currency together."""
    taken = payments = returned = refunds = 0
    for each in takings:
        if each.currency == currency:
            taken, payments = taken + each.taken, payments + each.payments
            returned, refunds = returned + each.returned, refunds + each.refunds
    return Sums(Money(taken, currency), payments, Money(returned, currency), refunds)
