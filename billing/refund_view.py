"""What a member sees before deciding how much goes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from billing import refund_rights, refunding
from billing.answers import RefundListed
from billing.catalog import returning
from billing.catalog.models import Line, Piece
from billing.models import Invoice, Payment, Person, Refund
from billing.money import Money
from billing.ports import Capabilities
from billing.returned import Sums
from billing.states import COUNTS_NOT, UNDER_WAY, RefundState


@dataclass(frozen=True, slots=True)
class RefundView:
    """The money of one payment, and what may be done about it."""

    person: Person  # who looks at it
    invoice: Invoice
    payment: Payment
    money: Sums
    refunds: tuple[Refund, ...]  # of this payment, oldest first
    can: Capabilities
    at_bank: tuple[RefundListed, ...] | None = None  # not ours; ``None``: the bank was not asked
    lines: tuple[Line, ...] = ()  # that this payment has paid
    pieces: Mapping[int, tuple[Piece, ...]] = field(default_factory=dict)  # by refund, where it is by items
    alone_most: Money | None = None  # above it one person's word is not enough
    others_decide: bool = True  # somebody besides who looks may say yes

    def proposes(self, amount: Money) -> bool:
        """Whether who looks only proposes so much, and somebody else says yes."""
        return refund_rights.needs_another(self.person, amount, self.alone_most, self.refunds)

    @property
    def proposal(self) -> Refund | None:
        """The one that waits for somebody's yes."""
        return next((r for r in self.refunds if r.state is RefundState.PROPOSED), None)

    @property
    def under_way(self) -> Refund | None:
        """The one that is open."""
        return next((r for r in self.refunds if r.state in UNDER_WAY), None)

    @property
    def surplus(self) -> Money | None:
        """What is left beyond the invoice's amount."""
        return self.money.surplus(self.invoice.amount)

    @property
    def by_items(self) -> bool:
        """Whether pieces are left that may go back."""
        return self.money.left.minor > 0 and any(returning.left_of(line) for line in self.lines)

    def back_for(self, picked: returning.Picked) -> returning.Back | None:
        """What these pieces come to; ``None``: none is picked."""
        return returning.priced(self.lines, picked, self.money.left) if picked else None

    @property
    def parts_by_items(self) -> bool:
        """Whether the bank gives back a part only by items, and no sum that somebody types."""
        return refunding.parts_by_items(self.payment, self.can)

    @property
    def all_at_once(self) -> bool:
        """Whether all that is left may go back without a choice of items.

        A bank that wants items for each part wants them for the rest, too: they are known where nothing but
        pieces went back, and not where a sum went back in its cabinet.
        """
        counting = [r for r in self.refunds if r.state not in COUNTS_NOT]
        return not self.parts_by_items or all(r.id in self.pieces for r in counting)

    @property
    def source(self) -> str:
        """Names the question that was asked: a second answer to it makes no second refund."""
        return f"refund:{self.payment.id}:{len(self.refunds)}"
