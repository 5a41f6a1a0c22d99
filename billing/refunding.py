"""Refunds: asked for once and sent once. Money is never sent twice because an answer was lost.

How they end is found out in ``billing.returned``; what is done where nobody knows stands in
``billing.refund_doubts``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import people, proposing, refund_rights, telling
from billing.answers import UNSENT, Begun, Declined, RefundOutcome, Unreachable
from billing.books import Books
from billing.catalog import returning
from billing.catalog.models import ReturnedLine
from billing.errors import AmountRefused, Closed, NotFound, Refused
from billing.models import Payment, Person, Refund, RefundRefusal
from billing.money import Money
from billing.ports import Capabilities
from billing.records import NewRefund
from billing.refund_moves import move
from billing.returned import Sums, account_for, fail, reckon, sums
from billing.states import UNDER_WAY, AttentionState, PaymentState, RefundState

REASON_LIMIT = 200
ASK_LEASE = timedelta(seconds=120)
RETRY_AFTER = timedelta(seconds=5)  # an unreachable bank is asked again …
GIVE_UP_AFTER = timedelta(seconds=60)  # … this long: nothing was sent, and the person may try again
DOUBT = timedelta(minutes=3)  # so long after a no that proves nothing no more is sent of that payment
_NOT_SENT = frozenset({RefundRefusal.BANK_TROUBLE, RefundRefusal.NOT_MOVED, RefundRefusal.MEANWHILE})


# --- asked for by a person ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member wants to give back; ``source`` is the tap or message, which makes it once.

    ``pieces``: for so many of these lines, as (line's number, count); ``amount`` is what was shown for them.
    """

    payment_id: int
    amount: Money
    reason: str
    source: str
    pieces: tuple[tuple[int, int], ...] = ()


def request(
    books: Books, wish: Wish, person: Person, can: Capabilities, key: str, owner: str, at: datetime
) -> tuple[Refund, bool]:
    """The refund of this wish, and whether it is new: leased to ``owner``, or proposed to somebody else.

    ``Refused`` without asking.
    """
    payment = books.payment(wish.payment_id)
    invoice = books.invoice(payment.invoice_id, lock=True) if payment else None  # one at a time
    if payment is None or invoice is None:
        raise NotFound
    person = people.now(books, person)
    refund_rights.may_ask(person, invoice)
    if (known := books.refund_by_source(wish.source)) is not None:
        return known, False
    refunds = books.refunds_of(payment.id)
    check(payment, refunds, wish.amount, can, by_items=bool(wish.pieces))
    back = _pieces(books, payment, refunds, wish)
    if not back and parts_by_items(payment, can) and wish.amount != (payment.taken or payment.amount):
        raise Refused("refund-items-only")
    if any(_in_doubt(refund, can, at) for refund in refunds):
        raise Refused("refund-not-proven")
    proposes = refund_rights.needs_another(person, wish.amount, refund_rights.alone_most(books), refunds)
    refund = books.add_refund(
        NewRefund(
            invoice_id=payment.invoice_id,
            payment_id=payment.id,
            amount=wish.amount,
            key=key,
            source=wish.source,
            created_at=at,
            state=RefundState.PROPOSED if proposes else RefundState.REQUESTED,
            person_id=person.id,
            reason=wish.reason[:REASON_LIMIT],
        )
    )
    if refund is None:
        raise Closed("refund-proposed-already" if proposes else "refund-under-way")
    books.add_returned(refund.id, back)
    evidence = {"amount": wish.amount.minor, "payment": payment.id, "pieces": sum(b.count for b in back)}
    books.audit("refund", refund.id, "", refund.state, f"person:{person.id}", at, evidence)
    books.redraw(refund.invoice_id, at)
    if proposes:
        proposing.put_forward(books, refund, at)
    else:
        books.lease_refund(refund.id, owner, at, at + ASK_LEASE)
    return refund, True


def approve(
    books: Books, refund_id: int, person: Person, can: Capabilities, owner: str, at: datetime
) -> Refund:
    """Another person's yes: from now on it is a refund like any other, leased to ``owner``.

    ``Refused`` where it can no longer go back as it was proposed; ``Closed`` where it was decided.
    """
    refund, person = proposing.waiting(books, refund_id), people.now(books, person)
    refund_rights.may_approve(books, person, refund)
    payment, refunds = books.payment(refund.payment_id), books.refunds_of(refund.payment_id)
    if payment is None:
        raise NotFound
    _still_there(books, refund, payment)
    by_items = bool(books.returned_with(refund.id))
    check(payment, refunds, refund.amount, can, by_items=by_items)
    if any(_in_doubt(each, can, at) for each in refunds):
        raise Refused("refund-not-proven")
    changes: dict[str, object] = {"decided_by": person.id, "created_at": at, "next_look": at}
    if not move(books, refund, RefundState.REQUESTED, at, "approved", changes, f"person:{person.id}"):
        raise Closed("already-decided")
    proposing.decided(books, refund, person.id, AttentionState.ACCEPTED, at)
    if refund.person_id != person.id:
        telling.refund_approved(books, refund, person, at)
    books.lease_refund(refund.id, owner, at, at + ASK_LEASE)
    return books.refund(refund.id) or refund


def _still_there(books: Books, refund: Refund, payment: Payment) -> None:
    """Raises ``Refused`` where pieces that it is for have gone back since it was proposed."""
    back = books.returned_with(refund.id)
    invoice = books.invoice(refund.invoice_id) if back else None
    if invoice is None:
        return
    left = {line.id: returning.left_of(line) for line in returning.lines_paid_by(books, invoice, payment)}
    if any(left.get(each.line_id, 0) < each.count for each in back):
        raise Refused("refund-items-wrong")


def _pieces(books: Books, payment: Payment, refunds: list[Refund], wish: Wish) -> tuple[ReturnedLine, ...]:
    """For what it is: the pieces that were picked, or all that are left where all that is left goes back.

    ``Closed`` where the pieces come to another sum now than was shown.
    """
    money, invoice = sums(payment, refunds), books.invoice(payment.invoice_id)
    lines = returning.lines_paid_by(books, invoice, payment) if invoice else ()
    left = money.left
    if not wish.pieces:
        whole = invoice is not None and money.taken == invoice.amount and wish.amount == left
        return returning.rest(lines, left) if whole and returning.only_pieces(books, refunds) else ()
    back = returning.priced(lines, dict(wish.pieces), left)
    if back.amount != wish.amount:
        raise Closed("button-old")
    return back.lines


def _in_doubt(refund: Refund, can: Capabilities, at: datetime) -> bool:
    """The bank said no a moment ago, and it may have acted: its figures may not show it yet."""
    if refund.state is not RefundState.FAILED or refund.settled_at is None or refund.refusal is None:
        return False
    return at - refund.settled_at < DOUBT and not _proven(refund, refund.refusal, can)


def _proven(refund: Refund, refusal: RefundRefusal, can: Capabilities) -> bool:
    """It was never sent; or the bank had begun it and tells its end; or it was refused by a proof."""
    if refusal is RefundRefusal.UNSAID:
        return False
    unsent = refund.asked_at is None or refusal in _NOT_SENT or refund.code.startswith(UNSENT)
    return unsent or refund.bank_id is not None or proves(can, refusal, refund.code)


def proves(can: Capabilities, refusal: RefundRefusal, code: str) -> bool:
    """Whether such an answer to a refund proves that it was not carried out, see ``Capabilities``."""
    if can.refund_proofs is None:
        return refusal is not RefundRefusal.UNSAID
    return refusal in can.refund_proofs or code in can.refund_proofs


def check(
    payment: Payment, refunds: list[Refund], amount: Money, can: Capabilities, *, by_items: bool = False
) -> None:
    """``Refused`` with the reason, where this part of this payment cannot go back."""
    if not can.refund:
        raise Refused("refund-not-here")
    if payment.state is not PaymentState.PAID:
        raise Refused("refund-held" if payment.state is PaymentState.AUTHORIZED else "refund-before-charge")
    if any(refund.state in UNDER_WAY for refund in refunds):
        raise Closed("refund-under-way")
    money = sums(payment, refunds)
    if amount.currency != money.taken.currency or (amount.minor <= 0 and not by_items):
        raise AmountRefused
    if money.left.minor <= 0:
        raise Closed("refund-nothing-left")
    if money.left < amount:
        raise AmountRefused("refund-too-much", left=money.left)
    if amount.minor < max(can.least_refund, 1):
        raise AmountRefused("refund-too-small", least=Money(max(can.least_refund, 1), amount.currency))
    if amount != money.left and parts_by_items(payment, can) and not by_items:
        raise Refused("refund-items-only")


def parts_by_items(payment: Payment, can: Capabilities) -> bool:
    """Whether a part of it goes back by naming its items only."""
    return payment.by_lines and can.parts_by_lines


# --- sent to the bank -----------------------------------------------------------------------------------


def start(books: Books, refund_id: int, owner: str, at: datetime) -> Refund | None:
    """Take the lease of a refund that was never sent; ``None``: somebody else is at it, or it was sent."""
    if not books.lease_refund(refund_id, owner, at, at + ASK_LEASE):
        return None
    refund = books.refund(refund_id)
    if refund is None or refund.state is not RefundState.REQUESTED or refund.asked_at is not None:
        return None
    return refund


def is_ours(books: Books, refund: Refund) -> bool:
    """Whether no process has sent it since we read it, or sent it anew: each sending has its own moment."""
    books.invoice(refund.invoice_id, lock=True)
    fresh = books.refund(refund.id)
    return fresh is not None and fresh.asked_at == refund.asked_at


def clear_to_send(
    books: Books, refund: Refund, payment: Payment, returned: Money, at: datetime
) -> Refund | None:
    """Note the bank's figure and that from now on the bank may know.

    Not where too little is left there, nor where money went back of which nobody knew who wished for this:
    it may be this very sum, sent by a refund that was taken for failed, by hand, or by books since restored.
    """
    books.invoice(payment.invoice_id, lock=True)
    known = _besides(books, refund, payment).returned
    account_for(books, payment, returned, at)
    money = _besides(books, refund, payment)
    if money.left < refund.amount:
        fail(books, refund, Declined(RefundRefusal.LEFT), at)
        return None
    if known < money.returned:
        fail(books, refund, Declined(RefundRefusal.MEANWHILE), at)
        return None
    noted: dict[str, object] = {"asked_at": at, "before": returned}
    if not books.move_refund(refund.id, RefundState.REQUESTED, RefundState.REQUESTED, noted):
        return None
    return books.refund(refund.id)


def _besides(books: Books, refund: Refund, payment: Payment) -> Sums:
    return sums(payment, [each for each in books.refunds_of(payment.id) if each.id != refund.id])


def record(books: Books, refund: Refund, outcome: RefundOutcome, at: datetime) -> None:
    """Write down what the bank answered; nothing where another process has sent the refund since."""
    if not is_ours(books, refund):
        return
    match outcome:
        case Begun():
            changes: dict[str, object] = {"bank_id": outcome.bank_id, "next_look": at}
            if move(books, refund, RefundState.PENDING, at, "begun", changes):
                telling.refund_started(books, reckon(books, refund, outcome.amount, at), at)
        case Declined():
            fail(books, refund, outcome, at)
        case Unreachable():
            unreachable(books, refund, outcome.text, at)
        case _:
            lost: dict[str, object] = {"next_look": at, "text": outcome.text[:200]}
            if move(books, refund, RefundState.UNKNOWN, at, outcome.text, lost):
                telling.refund_unclear(books, refund, at)


def unreachable(books: Books, refund: Refund, text: str, at: datetime) -> None:
    """Nothing was sent: the same refund is tried again soon, then given up with a word."""
    if at - refund.created_at < GIVE_UP_AFTER:
        again: dict[str, object] = {"asked_at": None, "before": None, "next_look": at + RETRY_AFTER}
        books.move_refund(refund.id, RefundState.REQUESTED, RefundState.REQUESTED, again)
        return
    fail(books, refund, Declined(RefundRefusal.BANK_TROUBLE, text=text), at)
