"""Settling: what a bank showed us becomes a move of the payment and of its invoice, once.

A webhook never reaches this module; only what was fetched does. The rules:

- an answer asked for earlier than the newest one applied is ignored;
- an operation older than our intent, or bound to another payment, never counts;
- weak evidence of *paid* counts only after the better source has been silent for five minutes, and
  only while nobody has taken it back;
- a word that we do not know moves nothing and raises an alert;
- money that does not fit the invoice is recorded and a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing import keeping, payers, returned, telling, withdrawing
from billing.answers import Observation, Seen
from billing.books import Books
from billing.catalog import bills
from billing.models import Details, InstructionKind, Invoice, Payment
from billing.money import Money
from billing.ports import Ids
from billing.split import closing
from billing.states import (
    PAYMENT_MOVES,
    AttentionKind,
    AttentionState,
    InvoiceState,
    PaymentState,
    Step,
)

WEAK_PATIENCE = timedelta(minutes=5)
CLOCK_SKEW = timedelta(minutes=5)  # a bank's clock may be this far behind ours
UNKNOWN_PATIENCE = timedelta(minutes=10)
UNSEEN_PATIENCE = timedelta(hours=1)  # a bill on a phone may have been paid without a sign before

_STATE_OF = {
    Seen.PENDING: PaymentState.PENDING,
    Seen.AUTHORIZED: PaymentState.AUTHORIZED,
    Seen.PAID: PaymentState.PAID,
    Seen.REJECTED: PaymentState.REJECTED,
    Seen.EXPIRED: PaymentState.EXPIRED,
    Seen.CANCELLED: PaymentState.CANCELLED,
}


_OVER_WITH = {
    PaymentState.AUTHORIZED: frozenset({AttentionKind.HELD, AttentionKind.UNKNOWN}),
    PaymentState.UNKNOWN: frozenset({AttentionKind.UNKNOWN}),
    PaymentState.PENDING: frozenset({AttentionKind.UNKNOWN}),
}
"""What waits for a decision while a payment is in a state, and is over when it leaves it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What an observation changed: the payment as it is now, and whether it moved to its state by this."""

    payment: Payment
    moved: bool


def apply(books: Books, payment: Payment, seen: Observation, ids: Ids, at: datetime) -> Settled:
    """Compare, move, write the audit row and the notices, all in the transaction that read the payment."""
    stays = Settled(payment, moved=False)
    if payment.observed_at is not None and seen.asked_at < payment.observed_at <= at:
        return stays  # an answer from beyond now was written by a clock that was wrong: it orders nothing
    if payment.claimed_paid_at is not None and _gainsays(seen):
        payment = _without_claim(books, payment)
        stays = Settled(payment, moved=False)
    if seen.seen is Seen.UNCLEAR:
        _alert(books, payment, "unknown-word", {"word": seen.word}, at)
        return stays
    if not _counts(books, payment, seen, at):
        return stays
    keeping.take(books, payment, seen.kept, at)
    if seen.seen is Seen.ABSENT:
        return _absent(books, payment, at)
    if seen.weak and not _weak_counts(books, payment, seen, at):
        return stays
    if seen.silent and payment.claimed_paid_at is not None:
        return count_claim(books, payment, ids, at)
    if seen.seen is Seen.PENDING:
        bills.compare(books, payment, seen.total, at)
    target = _STATE_OF[seen.seen]
    if target is payment.state:
        _note_progress(books, payment, seen, at)
        return stays
    return _move(books, payment, target, seen, ids, at)


def _counts(books: Books, payment: Payment, seen: Observation, at: datetime) -> bool:
    """Evidence about another operation than ours is refused, whatever it says."""
    if seen.occurred_at is not None and seen.occurred_at < payment.created_at - CLOCK_SKEW:
        _alert(books, payment, "evidence-old", {}, at)
        return False
    if seen.bank_id is None:
        return True
    if payment.bank_id is not None and payment.bank_id != seen.bank_id:
        _alert(books, payment, "evidence-other", {}, at)
        return False
    if books.bank_id_bound(payment.provider, seen.bank_id, payment.id):
        _alert(books, payment, "evidence-bound", {}, at)
        return False
    return True


def _absent(books: Books, payment: Payment, at: datetime) -> Settled:
    """The bank proves that it has nothing: the same row, reference and key may be asked with again."""
    unknown = frozenset({PaymentState.UNKNOWN})
    changes: dict[str, object] = {"asked_at": None, "next_look": at}
    if payment.state is PaymentState.UNKNOWN and books.move_payment(
        payment.id, unknown, PaymentState.RESERVED, changes
    ):
        books.audit("payment", payment.id, PaymentState.UNKNOWN, PaymentState.RESERVED, "bank", at)
        resolve_attention(books, payment, PaymentState.UNKNOWN, at)
        return Settled(replace(payment, state=PaymentState.RESERVED, asked_at=None), moved=True)
    return Settled(payment, moved=False)


def _weak_counts(books: Books, payment: Payment, seen: Observation, at: datetime) -> bool:
    """The weaker source counts when its sum is exactly ours and the better one stays silent."""
    if seen.amount != payment.amount:
        return False
    if payment.claimed_paid_at is None:
        step = Step.BLOCKED if payment.state is PaymentState.PENDING else payment.step
        books.amend_payment(payment.id, claimed_paid_at=at, step=step)
        books.redraw(payment.invoice_id, at)
        return False
    return at - payment.claimed_paid_at >= WEAK_PATIENCE


def _gainsays(seen: Observation) -> bool:
    """Anything but *paid* from a source that speaks: it takes an earlier weak *paid* back."""
    return seen.seen is not Seen.PAID and not seen.silent


def _without_claim(books: Books, payment: Payment) -> Payment:
    """What was taken back must not count later, when the bank has fallen silent."""
    books.amend_payment(payment.id, claimed_paid_at=None)
    return replace(payment, claimed_paid_at=None)


def count_claim(books: Books, payment: Payment, ids: Ids, at: datetime) -> Settled:
    """The weaker source said paid, and the better one has nothing to say, or does not answer at all.

    The weaker source may not be there to be asked again: what it said once counts after the same patience.
    """
    since = payment.claimed_paid_at
    if since is None or at - since < WEAK_PATIENCE or payment.state is PaymentState.PAID:
        return Settled(payment, moved=False)
    claim = Observation(Seen.PAID, "kept claim", at, amount=payment.amount, weak=True)
    return _move(books, payment, PaymentState.PAID, claim, ids, at)


def _note_progress(books: Books, payment: Payment, seen: Observation, at: datetime) -> None:
    """Same state: keep a new step, an instruction found again, the bank's number, the payer, what went back.

    Drawn anew only when something changed.
    """
    changes: dict[str, object] = {"observed_at": seen.asked_at}
    if seen.step != payment.step and payment.state is PaymentState.PENDING:
        changes["step"] = seen.step
    if payment.instruction is None and seen.instruction is not None:
        changes["instruction"] = seen.instruction
    if (details := payers.numbered(payment, seen).details) != payment.details:
        changes["details"] = details
    books.amend_payment(payment.id, **changes)
    named = payers.named(books, payment, seen)
    if named is not payment or len(changes) > 1:
        books.redraw(payment.invoice_id, at)
    if payment.state is PaymentState.PAID and seen.returned is not None:
        returned.account_for(books, payment, seen.returned, at)


def _move(
    books: Books, payment: Payment, to: PaymentState, seen: Observation, ids: Ids, at: datetime
) -> Settled:
    changes = _changes(payment, to, seen, ids, at)
    here = frozenset({payment.state})
    if to not in PAYMENT_MOVES[payment.state] or not books.move_payment(payment.id, here, to, changes):
        return Settled(payment, moved=False)
    books.audit("payment", payment.id, payment.state, to, f"bank:{payment.provider}", at, _evidence(seen))
    moved = payers.named(books, replace(payment, state=to, **changes), seen)  # type: ignore[arg-type]
    invoice = books.invoice(payment.invoice_id, lock=True)
    if invoice is not None:
        _consequences(books, invoice, payment.state, moved, at)
        if to is PaymentState.PAID and seen.returned is not None:
            returned.account_for(books, moved, seen.returned, at)
        books.redraw(invoice.id, at)
    return Settled(moved, moved=True)


def _changes(
    payment: Payment, to: PaymentState, seen: Observation, ids: Ids, at: datetime
) -> dict[str, object]:
    changes: dict[str, object] = {"observed_at": seen.asked_at, "step": seen.step}
    if seen.details != Details():
        changes["details"] = _merged(payment.details, seen.details)
    if seen.bank_id is not None:
        changes["bank_id"] = seen.bank_id
    if seen.instruction is not None and payment.instruction is None:
        changes["instruction"] = seen.instruction
    if seen.expires_at is not None and payment.expires_at is None:
        changes["expires_at"] = seen.expires_at
    if to is PaymentState.PAID:
        changes |= {"taken": seen.amount or payment.amount, "settled_at": at, "receipt": ids.receipt()}
        changes |= {"refusal": None}
    elif to is PaymentState.REJECTED:
        changes |= {"refusal": seen.refusal, "refusal_final": seen.final, "settled_at": at}
    elif to is not PaymentState.PENDING:
        changes |= {"settled_at": at}
    return changes


def _merged(old: Details, new: Details) -> Details:
    """Newer words win, silence erases nothing."""
    names = Details.__dataclass_fields__
    return Details(**{name: getattr(new, name) or getattr(old, name) for name in names})


def _evidence(seen: Observation) -> dict[str, object]:
    return {
        "source": seen.source,
        "word": seen.word,
        "amount": seen.amount.minor if seen.amount else None,
        "currency": seen.amount.currency if seen.amount else None,
        "bank_id": seen.bank_id,
        "occurred_at": seen.occurred_at.isoformat() if seen.occurred_at else None,
        "weak": seen.weak,
    }


def _consequences(books: Books, invoice: Invoice, was: PaymentState, payment: Payment, at: datetime) -> None:
    resolve_attention(books, payment, was, at)
    match payment.state:
        case PaymentState.PAID:
            _money_came(books, invoice, payment, at)
        case PaymentState.AUTHORIZED:
            raise_attention(books, invoice, payment, AttentionKind.HELD, at)
        case PaymentState.REJECTED:
            keeping.note_refused(books, payment, payment.refusal, at)
            if invoice.state is InvoiceState.OPEN:
                telling.declined(books, invoice, payment, at)
        case _:
            pass


def _money_came(books: Books, invoice: Invoice, payment: Payment, at: datetime) -> None:
    """The invoice becomes paid by exactly its amount; anything else is for a person to decide."""
    if (misfit := _misfit(invoice.amount, payment.taken or payment.amount)) is not None:
        raise_attention(books, invoice, payment, misfit, at)
        return
    if _close(books, invoice, payment, frozenset({InvoiceState.OPEN}), at, late=False):
        if books.has_rivals(invoice.id, payment.id):
            withdrawing.drop(books, invoice.id, at, besides=payment.id)
        telling.paid(books, invoice, payment, at)
        closing.share_paid(books, invoice, payment, at)
        closing.whole_paid(books, invoice, at)
        return
    over = frozenset({InvoiceState.CANCELLED, InvoiceState.EXPIRED})
    if _close(books, invoice, payment, over, at, late=True):
        raise_attention(books, invoice, payment, AttentionKind.LATE, at)
        closing.share_paid(books, invoice, payment, at)
        return
    raise_attention(books, invoice, payment, AttentionKind.SECOND, at)


def _misfit(owed: Money, taken: Money) -> AttentionKind | None:
    if owed.currency != taken.currency:
        return AttentionKind.CURRENCY
    if taken.minor < owed.minor:
        return AttentionKind.SHORT
    return AttentionKind.OVER if taken.minor > owed.minor else None


def _close(
    books: Books,
    invoice: Invoice,
    payment: Payment,
    allowed: frozenset[InvoiceState],
    at: datetime,
    *,
    late: bool,
) -> bool:
    moved = books.move_invoice(invoice.id, allowed, InvoiceState.PAID, at, payment_id=payment.id, late=late)
    if moved:
        actor = f"payment:{payment.id}"
        books.audit("invoice", invoice.id, invoice.state, InvoiceState.PAID, actor, at, {"late": late})
    return moved


def raise_attention(
    books: Books, invoice: Invoice, payment: Payment, kind: AttentionKind, at: datetime
) -> None:
    """Write the item once per payment and kind, and tell those who decide."""
    item = books.add_attention(invoice.id, payment.id, kind, at)
    if item is not None:
        telling.attention(books, invoice, item, payment, at)


def resolve_attention(books: Books, payment: Payment, left: PaymentState, at: datetime) -> None:
    """The cause went away by itself: the payment has left the state that called for a person."""
    if left not in _OVER_WITH or (left is PaymentState.PENDING and _in_time(payment, at)):
        return  # a pending payment waits for a person only where it was given up, or the bank fell silent
    for item in books.attentions(invoice_id=payment.invoice_id):
        if item.payment_id == payment.id and item.kind in _OVER_WITH[left]:
            books.decide_attention(item.id, AttentionState.RESOLVED, None, at)


def _in_time(payment: Payment, at: datetime) -> bool:
    ends = payment.expires_at
    return payment.next_look is not None and (ends is None or at - ends < UNKNOWN_PATIENCE)


def note_silence(books: Books, payment: Payment, at: datetime) -> None:
    """An outcome that stays unknown for long becomes something that a person looks at.

    So does a payment that the payer had begun, when its time is over and the bank does not answer; of a bill
    on a phone nobody sees whether it was begun.
    """
    pending = payment.state is PaymentState.PENDING
    begun = pending and payment.step is not None
    unseen = pending and not begun and _on_a_phone(payment)
    since = payment.expires_at if pending else payment.asked_at
    if not (begun or unseen or payment.state is PaymentState.UNKNOWN) or since is None:
        return
    if at - since < (UNSEEN_PATIENCE if unseen else UNKNOWN_PATIENCE):
        return
    invoice = books.invoice(payment.invoice_id)
    if invoice is not None:
        raise_attention(books, invoice, payment, AttentionKind.UNKNOWN, at)


def _on_a_phone(payment: Payment) -> bool:
    return payment.instruction is not None and payment.instruction.kind is InstructionKind.CONFIRM


def note_given_up(books: Books, payment: Payment, at: datetime) -> None:
    """The bank is asked no more and never said how it ended: it is for a person, unless it is already."""
    invoice = books.invoice(payment.invoice_id)
    if invoice is None:
        return
    if all(item.payment_id != payment.id for item in books.attentions(invoice_id=invoice.id)):
        raise_attention(books, invoice, payment, AttentionKind.UNKNOWN, at)
        books.redraw(invoice.id, at)


def _alert(books: Books, payment: Payment, cause: str, values: dict[str, str], at: datetime) -> None:
    """Told once per payment and cause."""
    if payment.trouble == cause:
        return
    books.amend_payment(payment.id, trouble=cause)
    books.audit("payment", payment.id, payment.state, payment.state, "bank", at, {"alert": cause, **values})
    invoice = books.invoice(payment.invoice_id)
    number = str(invoice.number) if invoice else "?"
    telling.alert(
        books,
        f"alert-{cause}",
        f"p{payment.id}",
        {"number": number, "bank": payment.provider, **values},
        at,
    )
