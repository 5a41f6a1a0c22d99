"""Where a payment page stands: one word for everything that can be true of an invoice."""

from __future__ import annotations

from enum import StrEnum

from billing.cards import CardView
from billing.models import Payment
from billing.states import AttentionKind, AttentionState, InvoiceState, PaymentState


class Stage(StrEnum):
    """What the payer sees; the value names its texts."""

    CHOOSE = "choose"  # nothing asked for yet
    PREPARING = "preparing"
    WAITING = "waiting"
    SCANNED = "scanned"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    OVER = "over"  # this QR is over, another may be made
    PAID = "paid"
    TWICE = "twice"  # paid, and a second payment came
    HELD = "held"  # held on the card: the shop takes it or lets go
    DECISION = "decision"  # money came that does not fit: the shop decides
    EXPIRED = "expired"
    CANCELLED = "cancelled"


MOVING = frozenset({Stage.PREPARING, Stage.WAITING, Stage.SCANNED, Stage.UNKNOWN})
"""Something may happen by itself any second."""
RENEWABLE = frozenset({Stage.CHOOSE, Stage.DECLINED, Stage.OVER})
ENDED = frozenset({Stage.PAID, Stage.TWICE, Stage.EXPIRED, Stage.CANCELLED})

_MONEY = {PaymentState.PAID: Stage.DECISION, PaymentState.AUTHORIZED: Stage.HELD, None: None}
_CLOSED = {InvoiceState.CANCELLED: Stage.CANCELLED, InvoiceState.EXPIRED: Stage.EXPIRED}


def stage_of(view: CardView) -> Stage:
    """The one that holds now; money that came goes before everything else."""
    waiting = {item.kind for item in view.attentions if item.state is AttentionState.OPEN}
    if view.invoice.state is InvoiceState.PAID:
        if AttentionKind.LATE in waiting:
            return Stage.DECISION
        return Stage.TWICE if AttentionKind.SECOND in waiting else Stage.PAID
    state = view.payment.state if view.payment else None
    return _MONEY.get(state) or _CLOSED.get(view.invoice.state) or _open(view)


def qr_alive(view: CardView) -> str | None:
    """The code that may be shown and scanned now."""
    if stage_of(view) not in {Stage.WAITING, Stage.SCANNED}:
        return None
    assert view.payment is not None
    instruction = view.payment.instruction
    return instruction.qr or None if instruction else None


def _open(view: CardView) -> Stage:
    payment = view.payment
    if payment is None:
        return Stage.CHOOSE if view.at < view.invoice.deadline else Stage.EXPIRED
    match payment.state:
        case PaymentState.RESERVED:
            return Stage.PREPARING
        case PaymentState.UNKNOWN:
            return Stage.UNKNOWN
        case PaymentState.PENDING:
            return _pending(view, payment)
    if view.at >= view.invoice.deadline:
        return Stage.EXPIRED
    return Stage.DECLINED if payment.state is PaymentState.REJECTED else Stage.OVER


def _pending(view: CardView, payment: Payment) -> Stage:
    if payment.step is not None:
        return Stage.SCANNED
    if not view.instruction_over:
        return Stage.WAITING
    return Stage.OVER if view.at < view.invoice.deadline else Stage.EXPIRED
