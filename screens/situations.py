"""What a card has to say, out of the states of the invoice and of the payment that counts now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from billing.cards import CardView
from billing.models import Attention, Audience, Payment, Refusal
from billing.states import AttentionKind, InvoiceState, PaymentState, Step


class Situation(StrEnum):
    """One thing that a card can say; its first line is ``card-{value}`` unless a decision is waited for."""

    NO_WAY = "no-way"  # no bank can take the amount
    CHOOSE = "choose"  # nobody has chosen a bank yet
    PREPARING = "preparing"  # the bank is being asked for a QR
    WAITING = "waiting"
    SCANNED = "scanned"
    BLOCKED = "blocked"
    HELD = "held"
    UNKNOWN = "unknown"  # the bank's answer was lost
    DECLINED = "declined"
    NO_QR = "no-qr"  # the bank made none, so nothing was ever payable
    QR_OVER = "qr-over"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    PAID = "paid"
    SPLIT = "split"  # paid in shares, each an invoice of its own
    RETURNED = "returned"  # all of it went back
    DECIDING = "deciding"  # money came that does not fit: neither paid nor open


MISFITS = frozenset({AttentionKind.SHORT, AttentionKind.OVER, AttentionKind.CURRENCY})

_NO_QR = frozenset(
    {
        *(Refusal.QR_WRONG, Refusal.QR_FAILED, Refusal.SETUP, Refusal.SHOP_LIMIT),
        *(Refusal.PARTICULARS, Refusal.OUR_REQUEST, Refusal.CROWDED),
    }
)
_OF_STATE = {
    PaymentState.RESERVED: Situation.PREPARING,
    PaymentState.UNKNOWN: Situation.UNKNOWN,
    PaymentState.AUTHORIZED: Situation.HELD,
    PaymentState.EXPIRED: Situation.QR_OVER,
    PaymentState.CANCELLED: Situation.QR_OVER,
    PaymentState.PAID: Situation.DECIDING,
}


def situation(view: CardView, ways: Sequence[str]) -> Situation:
    """Where things stand now."""
    if view.all_back:
        return Situation.RETURNED
    match view.invoice.state:
        case InvoiceState.PAID:
            return Situation.DECIDING if waits(view, AttentionKind.LATE) else Situation.PAID
        case InvoiceState.OPEN:
            return _open(view, ways)
    if view.reflects_money():
        return Situation.DECIDING
    return Situation.CANCELLED if view.invoice.state is InvoiceState.CANCELLED else Situation.EXPIRED


def _open(view: CardView, ways: Sequence[str]) -> Situation:
    payment = view.payment
    if view.invoice.parts is not None and payment is None:
        return Situation.EXPIRED if view.invoice.deadline <= view.at else Situation.SPLIT
    now = _of_payment(view, payment) if payment else None
    if now not in {None, Situation.QR_OVER, Situation.DECLINED, Situation.NO_QR}:
        return now or Situation.CHOOSE
    if view.invoice.deadline <= view.at:
        return Situation.EXPIRED
    if now is None:
        return Situation.CHOOSE if ways else Situation.NO_WAY
    return Situation.NO_WAY if now is Situation.QR_OVER and view.turned_off and not ways else now


def _of_payment(view: CardView, payment: Payment) -> Situation:
    match payment.state:
        case PaymentState.REJECTED:
            nothing = never_payable(payment) or payment.refusal is Refusal.PHONE  # it reached nobody
            return Situation.NO_QR if nothing else Situation.DECLINED
        case PaymentState.PENDING:
            return _pending(view, payment)
    return _OF_STATE[payment.state]


def _pending(view: CardView, payment: Payment) -> Situation:
    if payment.step is Step.BLOCKED:
        return Situation.BLOCKED
    if payment.step is Step.SCANNED:
        return Situation.SCANNED
    return Situation.QR_OVER if view.instruction_over else Situation.WAITING


def never_payable(payment: Payment) -> bool:
    """The bank gave nothing that could be paid by."""
    return payment.refusal in _NO_QR or (
        payment.refusal is Refusal.BANK_TROUBLE and payment.instruction is None
    )


def as_shown(now: Situation, view: CardView, audience: Audience, person_id: int | None) -> Situation:
    """What went back is the customer's and the shop's affair: for others it stays as it was."""
    if now is not Situation.RETURNED or not is_others(view, audience, person_id):
        return now
    return Situation.PAID if view.invoice.state is InvoiceState.PAID else Situation.DECIDING


def is_others(view: CardView, audience: Audience, person_id: int | None) -> bool:
    """Somebody else's payment: the reader opened the link too, or reads along in a group."""
    if audience is Audience.PAYER:
        return person_id is not None and person_id != view.invoice.customer_id
    return audience.public


def waits(view: CardView, *kinds: AttentionKind) -> Attention | None:
    """The open item of one of these kinds."""
    return next((item for item in view.attentions if item.kind in kinds), None)


def payable_still(view: CardView) -> datetime | None:
    """Until when a bank may take money for a closed invoice, as long as that lies ahead."""
    return max((p.expires_at for p in view.payable_still if p.expires_at is not None), default=None)


def checked_in_vain(view: CardView) -> datetime | None:
    """When a person last asked the bank by hand, if nothing has changed since."""
    payment = view.payment
    if payment is None or payment.checked_at is None:
        return None
    if payment.state in {PaymentState.PAID, PaymentState.AUTHORIZED, PaymentState.RESERVED}:
        return None
    changed = payment.settled_at or payment.asked_at or payment.created_at
    return payment.checked_at if payment.checked_at >= changed else None
