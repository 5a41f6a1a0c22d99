"""The states of an invoice, a payment, a refund, an attention item, and which moves are lawful."""

from __future__ import annotations

from enum import StrEnum


class InvoiceState(StrEnum):
    """What became of a claim."""

    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class PaymentState(StrEnum):
    """What became of one attempt to pay at one bank."""

    RESERVED = "reserved"  # the intent is stored, the bank not asked yet
    UNKNOWN = "unknown"  # asked, the answer was lost
    PENDING = "pending"  # the payer must act
    AUTHORIZED = "authorized"  # held on a two-step terminal, not ours yet
    PAID = "paid"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class RefundState(StrEnum):
    """What became of money that goes back."""

    PROPOSED = "proposed"  # another person has to say yes; the bank knows nothing of it
    DECLINED = "declined"  # that person said no, or who proposed it took it back
    REQUESTED = "requested"  # the intent is stored; once ``asked_at`` is set the bank may know of it
    UNKNOWN = "unknown"  # asked, the answer was lost
    PENDING = "pending"  # the bank has it, the money is on its way
    COMPLETED = "completed"
    FAILED = "failed"


class Hold(StrEnum):
    """What is to become of held money."""

    CAPTURE = "capture"
    RELEASE = "release"


class Step(StrEnum):
    """How far the payer has come while a payment is pending."""

    SCANNED = "scanned"
    BLOCKED = "blocked"  # the bank is moving the money right now


class AttentionKind(StrEnum):
    """Why a person must decide."""

    LATE = "late"  # money for a cancelled or expired invoice
    SECOND = "second"  # a second successful payment
    SHORT = "short"  # the bank took less than the invoice
    OVER = "over"  # the bank took more
    CURRENCY = "currency"  # the bank took another currency
    HELD = "held"  # money held on a two-step terminal
    UNKNOWN = "unknown"  # no answer for too long
    QUESTION = "question"  # a customer asks about a payment
    REFUND = "refund"  # nobody knows whether money went back
    PROPOSAL = "proposal"  # somebody proposes to send money back


class AttentionState(StrEnum):
    """Whether somebody has decided."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"  # the cause went away by itself


_P = PaymentState
LIVE = frozenset({_P.RESERVED, _P.UNKNOWN, _P.PENDING, _P.AUTHORIZED})
ENDED = frozenset({_P.REJECTED, _P.EXPIRED, _P.CANCELLED})

PAYMENT_MOVES: dict[PaymentState, frozenset[PaymentState]] = {
    _P.RESERVED: frozenset({_P.PENDING, _P.AUTHORIZED, _P.PAID, _P.UNKNOWN}) | ENDED,
    _P.UNKNOWN: frozenset({_P.PENDING, _P.AUTHORIZED, _P.PAID, _P.RESERVED}) | ENDED,
    _P.PENDING: frozenset({_P.AUTHORIZED, _P.PAID}) | ENDED,
    _P.AUTHORIZED: frozenset({_P.PAID}) | ENDED,
    _P.REJECTED: frozenset({_P.PAID, _P.PENDING, _P.AUTHORIZED}),
    _P.EXPIRED: frozenset({_P.PAID, _P.PENDING, _P.AUTHORIZED}),
    _P.CANCELLED: frozenset({_P.PAID, _P.PENDING, _P.AUTHORIZED}),
    _P.PAID: frozenset(),
}

_R = RefundState
UNDER_WAY = frozenset({_R.REQUESTED, _R.UNKNOWN, _R.PENDING})
COUNTS_NOT = frozenset({_R.PROPOSED, _R.DECLINED, _R.FAILED})
"""By these no money has gone back, or is going."""

REFUND_MOVES: dict[RefundState, frozenset[RefundState]] = {
    _R.PROPOSED: frozenset({_R.REQUESTED, _R.DECLINED}),
    _R.DECLINED: frozenset(),
    _R.REQUESTED: frozenset({_R.PENDING, _R.COMPLETED, _R.FAILED, _R.UNKNOWN}),
    _R.UNKNOWN: frozenset({_R.PENDING, _R.COMPLETED, _R.FAILED, _R.REQUESTED}),
    _R.PENDING: frozenset({_R.COMPLETED, _R.FAILED}),
    _R.FAILED: frozenset({_R.COMPLETED}),
    _R.COMPLETED: frozenset(),
}

_I = InvoiceState
INVOICE_MOVES: dict[InvoiceState, frozenset[InvoiceState]] = {
    _I.OPEN: frozenset({_I.PAID, _I.CANCELLED, _I.EXPIRED}),
    _I.CANCELLED: frozenset({_I.PAID}),
    _I.EXPIRED: frozenset({_I.PAID}),
    _I.PAID: frozenset(),
}
