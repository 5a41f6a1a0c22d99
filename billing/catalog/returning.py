"""Which pieces of an invoice go back, what is given for them, and what the bank is told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from billing.books import Books
from billing.catalog.models import Line, Piece, ReturnedLine
from billing.catalog.pricing import given_back
from billing.errors import Refused
from billing.models import Invoice, Payment, Refund
from billing.money import Money
from billing.questions import RepaidLine
from billing.states import COUNTS_NOT

Picked = Mapping[int, int]
"""How many pieces, by the line's number."""


@dataclass(frozen=True, slots=True)
class Back:
    """Pieces that go back, and what is given for them: less than they ``cost`` where less money is left."""

    lines: tuple[ReturnedLine, ...]
    amount: Money
    cost: Money


def lines_paid_by(books: Books, invoice: Invoice, payment: Payment) -> tuple[Line, ...]:
    """The lines that this payment has paid; none for a second or a surplus one, or in another currency."""
    taken = payment.taken or payment.amount
    if invoice.paid_payment_id != payment.id or taken.currency != invoice.amount.currency:
        return ()
    return tuple(books.lines_of(invoice.id))


def left_of(line: Line) -> int:
    """How many pieces may still go back; a refund that came about after all may have taken too many."""
    return max(line.count - line.returned, 0)


def everything(lines: Sequence[Line]) -> dict[int, int]:
    """All pieces that have not gone back yet."""
    return {line.id: left_of(line) for line in lines if left_of(line)}


def priced(lines: Sequence[Line], picked: Picked, left: Money) -> Back:
    """What goes back for these pieces, and no more than is ``left``.

    Raises ``Refused`` for none, for more than are left, and for lines of others.
    """
    known = {line.id: line for line in lines}
    if not picked or any(line_id not in known for line_id in picked):
        raise Refused("refund-items-wrong")
    found, cost = [], 0
    for line in (known[line_id] for line_id in sorted(picked)):
        full = given_back(line.total, line.count, line.returned, picked[line.id], left.currency)
        given = min(full, max(left.minor - cost, 0))
        found.append(ReturnedLine(line.id, picked[line.id], given))
        cost += full
    given_for_all = sum(each.amount for each in found)
    return Back(tuple(found), Money(given_for_all, left.currency), Money(cost, left.currency))


def rest(lines: Sequence[Line], left: Money) -> tuple[ReturnedLine, ...]:
    """All pieces that are left, for all the money that is left.

    Where a bank has rounded otherwise before, what remains of it belongs to the last of them.
    """
    if not (picked := everything(lines)):
        return ()
    back = priced(lines, picked, left)
    *others, last = back.lines
    return (*others, replace(last, amount=last.amount + left.minor - back.amount.minor))


def only_pieces(books: Books, refunds: Sequence[Refund]) -> bool:
    """Whether nothing but pieces has gone back so far, or is on its way: then what is left is theirs."""
    counting = (refund for refund in refunds if refund.state not in COUNTS_NOT)
    return all(books.returned_with(refund.id) for refund in counting)


def told(books: Books, refund: Refund, payment: Payment) -> tuple[RepaidLine, ...]:
    """The pieces by the ids with which the bank was billed; none where it was billed by the amount."""
    back = books.returned_with(refund.id) if payment.by_lines else []
    billed = books.billed_as(payment.id) if back else {}
    return tuple(RepaidLine(billed[each.line_id], each.count) for each in back)


def went_back(books: Books, invoice_id: int) -> dict[int, tuple[Piece, ...]]:
    """By refund: the pieces it is for, by name; only those that are by items."""
    back = books.returned_of(invoice_id)
    names = {line.id: line.name for line in books.lines_of(invoice_id)} if back else {}
    return {
        refund_id: tuple(Piece(names[each.line_id], each.count) for each in lines)
        for refund_id, lines in back.items()
    }
