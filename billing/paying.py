"""Payments: reserved before a bank is asked, recorded after; one at a time for one invoice at one bank."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from billing import alarms, keeping, outages, particulars, pushes
from billing.answers import LINES_REFUSED, Accepted, Outcome, Rejected, Unknown, Unreachable
from billing.books import Books
from billing.catalog import bills
from billing.errors import BankOff, Closed, NotFound
from billing.models import Invoice, Payment, Refusal
from billing.ports import Ids, Provider
from billing.records import NewPayment
from billing.settling import resolve_attention
from billing.states import LIVE, InvoiceState, PaymentState
from billing.subscriptions.banking import is_adopted
from billing.troubles import Call

RESERVED = frozenset({PaymentState.RESERVED})
_UNTOUCHED = frozenset({PaymentState.RESERVED, PaymentState.PENDING})
ASK_LEASE = timedelta(seconds=120)  # longer than billing may take, with every call slow
COUNTED_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
ORDINALS = 800_000  # fits the banks whose references have six digits
RETRY_AFTER = timedelta(seconds=5)  # an unreachable bank is asked again …
GIVE_UP_AFTER = timedelta(seconds=20)  # … this long; then the person is told and may try again


@dataclass(frozen=True, slots=True)
class Terms:
    """What a payment is begun with, besides the bank."""

    phone: str = field(default="", repr=False)  # E.164: whom the bank bills, where it bills by phone
    keep_for: int | None = None  # the person who lets us keep the method
    method_id: int | None = None  # the kept method that is charged …
    attempt: int = 0  # … and as which attempt: what was offered before another one is offered no more
    source: str = ""  # the tap or message that asks; handled again, it finds what it has made


PLAIN = Terms()


@dataclass(frozen=True, slots=True)
class Reservation:
    """The payment that stands now; ``fresh`` means that we are the one to ask the bank."""

    payment: Payment
    fresh: bool


def reserve(
    books: Books,
    invoice_id: int,
    provider: Provider,
    ids: Ids,
    owner: str,
    at: datetime,
    terms: Terms = PLAIN,
) -> Reservation:
    """The living payment of the invoice at this bank, or a new one, leased to ``owner``.

    A second tap finds the first. A second way may be tried beside the first; where both bring money, the
    later one is a surplus. A page that keeps a method for its customer is no first one for a wish that keeps
    nothing. With another phone than before the earlier bill is taken back. A kept method is another way than
    a page that the payer has not gone through. At a bank that is turned off nothing new is made, neither
    instead of what stands. Raises ``Closed``, ``BankOff``, and what ``pushes`` raises.
    """
    invoice = books.invoice(invoice_id, lock=True)
    if invoice is None:
        raise NotFound
    if invoice.state is not InvoiceState.OPEN or invoice.deadline <= at:
        raise Closed
    if invoice.parts is not None:
        raise Closed("split-in-shares")
    earlier = books.payments_of(invoice_id)
    if (made := _made_by(earlier, terms.source)) is not None:
        return Reservation(made, fresh=False)
    if any(is_adopted(payment.reference) for payment in earlier):
        raise Closed("subscription-bill-of-bank")
    if any(payment.state is PaymentState.PAID for payment in earlier):
        raise Closed("money-under-decision")
    standing = _standing(earlier, provider.slug, keeps=terms.keep_for is not None)
    if terms.method_id is not None:
        standing = _in_the_way(earlier, standing)
    if standing is not None and not _replaced(standing, provider, terms.phone):
        return Reservation(standing, fresh=False)
    if terms.method_id is not None and terms.attempt != len(earlier) + 1:
        raise Closed
    if provider.slug in books.merchant.rules.off:
        raise BankOff
    pushes.allow(earlier, terms.phone)
    if standing is not None:
        books.amend_payment(standing.id, cancel_wished=True, next_look=at)
    payment = books.add_payment(
        NewPayment(
            invoice_id=invoice_id,
            provider=provider.slug,
            reference=provider.reference(books.next_number(f"bank:{provider.slug}", _first_ordinal(at))),
            amount=invoice.amount,
            hook_token=ids.token(),
            created_at=at,
            attempt=len(earlier) + 1,
            phone=terms.phone,
            keep_for=terms.keep_for,
            method_id=terms.method_id,
            source=terms.source,
            practice=not provider.capabilities.production,
        )
    )
    books.lease_payment(payment.id, owner, at, at + ASK_LEASE)
    books.audit("payment", payment.id, "", PaymentState.RESERVED, owner, at)
    return Reservation(payment, fresh=True)


def _made_by(earlier: list[Payment], source: str) -> Payment | None:
    """What the same tap has made, also where that is over by now: a process was killed in between."""
    return next((payment for payment in earlier if source and payment.source == source), None)


def stands(books: Books, invoice_id: int, slug: str, *, keeps: bool = False) -> bool:
    """Whether a bill lives at this bank, so that no other is made; ``keeps``: for one that keeps a method."""
    return _standing(books.payments_of(invoice_id), slug, keeps=keeps) is not None


def _standing(payments: list[Payment], slug: str, *, keeps: bool) -> Payment | None:
    """The newest living payment at this bank; one that is being taken back stands no more.

    Nor does one that nobody but its customer may pay by, for a wish that keeps nothing.
    """
    living = (p for p in reversed(payments) if p.state in LIVE and p.provider == slug and not p.cancel_wished)
    return next((p for p in living if keeps or not p.private or p.step is not None), None)


def _in_the_way(earlier: list[Payment], standing: Payment | None) -> Payment | None:
    """What a charge without the payer's hand must not come beside: another such, or money on its way.

    A page that nobody has gone through, or a QR that nobody has scanned, is not. ``Closed`` where somebody is
    at it, or the bank has not told.
    """
    living = [payment for payment in earlier if payment.state in LIVE and not payment.cancel_wished]
    charged = next((payment for payment in living if payment.method_id is not None), None)
    if charged is not None or (standing is not None and standing.state is PaymentState.RESERVED):
        return charged or standing
    if all(payment.state in _UNTOUCHED and payment.step is None for payment in living):
        return None
    raise Closed("being-paid-already")


def _replaced(standing: Payment, provider: Provider, phone: str) -> bool:
    """Whether a bill that only waits makes room for one to another number."""
    waits = standing.state is PaymentState.PENDING and standing.step is None
    return waits and provider.capabilities.cancel and bool(phone) and phone != standing.phone


def may_begin(books: Books, invoice: Invoice, at: datetime) -> bool:
    """Whether a new instruction may be made without being asked for: none lives, and none was refused."""
    if invoice.state is not InvoiceState.OPEN or invoice.deadline <= at or invoice.parts is not None:
        return False
    return all(
        p.state in {PaymentState.EXPIRED, PaymentState.CANCELLED} for p in books.payments_of(invoice.id)
    )


def _first_ordinal(at: datetime) -> int:
    """Where the references of a new deployment begin: minutes since 2026.

    A shop that starts over with empty books at the same bank account begins past the references that it used
    before, because nobody bills once a minute for long; a bank takes no reference twice.
    """
    return max(1, (at - COUNTED_SINCE) // timedelta(minutes=1) % ORDINALS)


def start_asking(books: Books, payment_id: int, owner: str, at: datetime) -> Payment | None:
    """Take the lease and note that from now on the bank may know; ``None``: somebody else is at it."""
    if not books.lease_payment(payment_id, owner, at, at + ASK_LEASE):
        return None
    payment = books.payment(payment_id)
    if payment is None or payment.state is not PaymentState.RESERVED or payment.asked_at is not None:
        return None
    if payment.cancel_wished or payment.provider in books.merchant.rules.off:
        _call_off(books, payment, at)
        return None
    books.amend_payment(payment_id, asked_at=at)
    return books.payment(payment_id)


def _call_off(books: Books, payment: Payment, at: datetime) -> None:
    """Nobody wants it there any more, and the bank surely does not have it: its silence was no *yes*."""
    if books.move_payment(payment.id, RESERVED, PaymentState.CANCELLED, unless_asked=True):
        books.audit("payment", payment.id, PaymentState.RESERVED, PaymentState.CANCELLED, "invoice", at)
        books.redraw(payment.invoice_id, at)


def record(books: Books, sent: Payment, outcome: Outcome, at: datetime) -> PaymentState | None:
    """Write down what the bank answered; the state moved to, or ``None`` where nothing changed.

    A bill that is made counts whoever hears of it. Anything else says nothing where this asking was given up
    since and another process asks anew: each asking has its own moment, and that one's answer is to come.
    """
    payment = books.payment(sent.id)
    invoice = books.invoice(payment.invoice_id) if payment else None
    if payment is None or invoice is None:
        return None
    if payment.asked_at != sent.asked_at and not isinstance(outcome, Accepted):
        return None
    match outcome:
        case Accepted():
            moved = _accepted(books, payment, outcome, at)
            bills.compare(books, payment, outcome.total, at)
            keeping.take(books, payment, outcome.kept, at)
        case Rejected():
            moved = _rejected(books, invoice, payment, outcome, at)
        case Unreachable():
            moved = _unreachable(books, invoice, payment, outcome, at)
        case Unknown():
            moved = _move(books, payment, PaymentState.UNKNOWN, at, outcome.text, next_look=at)
    books.redraw(payment.invoice_id, at)
    return moved


def _accepted(books: Books, payment: Payment, outcome: Accepted, at: datetime) -> PaymentState | None:
    """Also where the answer had been given up: the bank has the bill, and only this answer shows it all."""
    shown: dict[str, object] = {"instruction": outcome.instruction, "expires_at": outcome.expires_at}
    made = {**shown, "bank_id": outcome.bank_id, "details": outcome.details, "next_look": at}
    for doubt in (PaymentState.RESERVED, PaymentState.UNKNOWN):
        if books.move_payment(payment.id, frozenset({doubt}), PaymentState.PENDING, made):
            books.audit("payment", payment.id, doubt, PaymentState.PENDING, "bank", at, {"said": "create"})
            resolve_attention(books, payment, doubt, at)
            return PaymentState.PENDING
    fresh = books.payment(payment.id)
    if fresh is not None and fresh.state is PaymentState.PENDING and fresh.instruction is None:
        books.amend_payment(payment.id, **shown)
    return None


def _rejected(
    books: Books, invoice: Invoice, payment: Payment, outcome: Rejected, at: datetime
) -> PaymentState | None:
    moved = _move(
        books,
        payment,
        PaymentState.REJECTED,
        at,
        f"create {outcome.code} {outcome.text}".strip(),
        refusal=outcome.refusal,
        refusal_final=True,
        details=replace(payment.details, code=outcome.code, text=outcome.text),
        settled_at=at,
    )
    if moved:
        keeping.note_refused(books, payment, outcome.refusal, at)
    if moved and outcome.wrong and invoice.customer_id is not None:
        particulars.ask_again(books, invoice.customer_id, outcome.wrong, at)
    if outcome.halt is not None:
        outages.begin(books, payment.provider, outcome.halt, at, asked_at=payment.asked_at)
    elif moved and _needs_the_shop(outcome):
        alarms.note_refused(books, payment.provider, Call.BILL, outcome.code, outcome.refusal, at)
    return moved


def _needs_the_shop(why: Rejected) -> bool:
    """Whether keys or settings are wrong; refused lines are not: they are billed by their amount at once."""
    wrong = why.refusal in {Refusal.SETUP, Refusal.OUR_REQUEST, Refusal.QR_WRONG}
    return wrong and not why.code.startswith(LINES_REFUSED)


def _unreachable(
    books: Books, invoice: Invoice, payment: Payment, outcome: Unreachable, at: datetime
) -> PaymentState | None:
    """Nothing was sent: the same payment is asked for again soon, then given up with a word."""
    if at - payment.created_at < GIVE_UP_AFTER and invoice.state is InvoiceState.OPEN:
        books.amend_payment(payment.id, asked_at=None, next_look=at + RETRY_AFTER)
        return None
    return _move(
        books,
        payment,
        PaymentState.REJECTED,
        at,
        f"unreachable {outcome.text}",
        refusal=Refusal.CROWDED if outcome.crowded else Refusal.BANK_TROUBLE,
        refusal_final=True,
        settled_at=at,
    )


def _move(
    books: Books, payment: Payment, to: PaymentState, at: datetime, evidence: str, **changes: object
) -> PaymentState | None:
    if not books.move_payment(payment.id, RESERVED, to, changes):
        return None
    books.audit("payment", payment.id, PaymentState.RESERVED, to, "bank", at, {"said": evidence})
    return to
