"""Shifts and their reports, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from billing.models import Person
from billing.money import Money
from billing.states import AttentionKind


class What(StrEnum):
    """What a figure of a report counts. Of *paid* and *refunded* there is one for each bank."""

    PAID = "paid"  # money that came while the shift lasted, whatever it was for
    REFUNDED = "refunded"  # money that was back with customers while it lasted
    EARLY = "early"  # money that came before it began and stands on no Z report
    EARLY_REFUNDED = "early-refunded"  # the same of refunds
    LATE = "late"  # of all that came: for an invoice that was cancelled or had expired
    SURPLUS = "surplus"  # of all that came: what is beyond the invoice
    SHORT = "short"  # of all that came: payments of less than the invoice
    FOREIGN = "foreign"  # of all that came: in another currency than the invoice
    OPEN = "open"  # invoices that nobody has paid yet
    HELD = "held"  # money that a bank has set aside: not ours yet, in no sum
    RETURNING = "returning"  # refunds that are under way, in no sum


MISFITS = {
    AttentionKind.LATE: What.LATE,
    AttentionKind.SECOND: What.SURPLUS,
    AttentionKind.OVER: What.SURPLUS,
    AttentionKind.SHORT: What.SHORT,
    AttentionKind.CURRENCY: What.FOREIGN,
}
"""As what money is named that did not fit its invoice."""


@dataclass(frozen=True, slots=True)
class Part:
    """One figure: so many, and their sum. ``bank`` is empty where it is not counted by bank."""

    what: What
    bank: str
    count: int
    sum: Money


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a shift at one moment."""

    at: datetime
    parts: tuple[Part, ...]
    waiting: int = 0  # items that somebody has to decide about

    def of(self, *what: What) -> tuple[Part, ...]:
        """Those that count this."""
        return tuple(part for part in self.parts if part.what in what)


@dataclass(frozen=True, slots=True)
class Shift:
    """One member's; open until it is closed, which gives it a number."""

    id: int
    person_id: int
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: int | None = None
    number: int | None = None  # of its Z report: 1 and on in each shop
    figures: Figures | None = field(default=None, repr=False)  # as they were when it was closed, for good

    @property
    def open(self) -> bool:
        """Whether it still lasts."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Report:
    """X while the shift is open, Z from its closing on."""

    shift: Shift
    figures: Figures
    people: Mapping[int, Person]  # whose it is and who closed it, as far as they are known


@dataclass(frozen=True, slots=True)
class Overview:
    """What a member finds under ``/shift``."""

    own: Shift | None  # open
    others: tuple[Shift, ...]  # open; for those who may see them
    people: Mapping[int, Person]


@dataclass(frozen=True, slots=True)
class Closed:
    """A page of Z reports, newest first; ``after`` continues it."""

    shifts: tuple[Shift, ...]
    people: Mapping[int, Person]
    after: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One payment or refund of a shift."""

    refund: bool
    id: int  # of the payment or of the refund
    invoice: int  # its number
    description: str
    bank: str
    amount: Money  # as it moved: positive
    at: datetime
    early: bool  # before the shift began
    misfit: AttentionKind | None  # why it did not fit the invoice


def gathered(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Added up: one for each kind, bank and currency, in the order of the kinds."""
    found: dict[tuple[What, str, str], Part] = {}
    for part in parts:
        key = part.what, part.bank, part.sum.currency
        known = found.get(key)
        found[key] = (
            replace(part, count=known.count + part.count, sum=known.sum + part.sum) if known else part
        )
    order = [*What]
    return tuple(sorted(found.values(), key=lambda each: (order.index(each.what), each.bank)))


def total(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same over all banks."""
    return gathered(replace(part, bank="") for part in parts)


def average(part: Part) -> Money:
    """Of one payment, to the nearest minor unit, a half up."""
    return Money((2 * part.sum.minor + part.count) // (2 * part.count), part.sum.currency)
