"""What lines come to. Integers of minor units; computed once, when the invoice is made, and kept on it.

**The rounding rule.** A discount in per cent is taken from the sum of all lines and rounded half up: to
whole units of the currency where every line is whole, else to its smallest one. So whole prices give a whole
total, which every bank takes. The discount is then shared out over the lines in proportion, by largest
remainder, the earlier line first: the lines after discount add up to the total for every input.

What comes back for some pieces of a line is the difference of two shares rounded down, so that all pieces
together give back exactly what was paid for them, in whatever portions they go back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billing.errors import Refused
from billing.money import DIGITS

COUNT_MOST = 9_999  # of one item in one cart
LINES_MOST = 100  # in one cart
DISCOUNT_MOST = 99  # per cent; who gives all of it away issues no invoice


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many pieces at so much each, in minor units."""

    price: int
    count: int


@dataclass(frozen=True, slots=True)
class Priced:
    """A line as it is owed, in minor units."""

    subtotal: int
    discount: int

    @property
    def total(self) -> int:
        """What is paid for it."""
        return self.subtotal - self.discount


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines with what they come to, in minor units."""

    lines: tuple[Priced, ...]

    @property
    def subtotal(self) -> int:
        """Before the discount."""
        return sum(line.subtotal for line in self.lines)

    @property
    def discount(self) -> int:
        """What is taken off."""
        return sum(line.discount for line in self.lines)

    @property
    def total(self) -> int:
        """What is owed."""
        return self.subtotal - self.discount


def add_up(wanted: Sequence[Wanted], percent: int, currency: str) -> Sum:
    """The lines and their sum. Raises ``Refused`` for a count or a discount that cannot be."""
    check_discount(percent)
    for each in wanted:
        check_count(each.count)
    parts = [each.price * each.count for each in wanted]
    grain = _grain(parts, currency)
    whole = sum(parts) // grain
    discount = (whole * percent * 2 + 100) // 200
    shares = _shared(discount, [part // grain for part in parts])
    return Sum(tuple(Priced(part, share * grain) for part, share in zip(parts, shares, strict=True)))


def check_count(count: int) -> None:
    """Raises ``Refused`` unless it is a number of pieces that somebody may buy."""
    if not 1 <= count <= COUNT_MOST:
        raise Refused("cart-count-wrong", most=str(COUNT_MOST))


def check_discount(percent: int) -> None:
    """Raises ``Refused`` unless it is none, or between 1 and 99."""
    if not 0 <= percent <= DISCOUNT_MOST:
        raise Refused("cart-discount-wrong", most=str(DISCOUNT_MOST))


def given_back(total: int, count: int, before: int, more: int, currency: str) -> int:
    """What goes back for ``more`` pieces of a line of ``count``, after ``before`` of them went back."""
    if not (before >= 0 and more >= 1 and before + more <= count):
        raise Refused("refund-items-wrong")
    grain = _grain([total], currency)
    whole = total // grain
    return (whole * (before + more) // count - whole * before // count) * grain


def _grain(parts: Sequence[int], currency: str) -> int:
    """To what sums are rounded, in minor units."""
    unit: int = 10 ** DIGITS[currency]
    return unit if all(part % unit == 0 for part in parts) else 1


def _shared(discount: int, parts: Sequence[int]) -> list[int]:
    """The discount over the parts in proportion: no share is larger than its part, all together are it."""
    whole = sum(parts)
    if not discount:
        return [0] * len(parts)
    shares = [discount * part // whole for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda n: (-(discount * parts[n] % whole), n))
    for n in by_remainder[: discount - sum(shares)]:
        shares[n] += 1
    return shares
