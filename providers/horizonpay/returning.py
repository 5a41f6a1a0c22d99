"""What went back of a payment: pure, from the transactions that are listed under its id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from billing.answers import RefundListed, RefundSeen, Returned
from billing.models import RefundRefusal, Refusal
from billing.money import Money
from billing.questions import Repayment
from providers.horizonpay import codec, reasons, verdicts
from providers.horizonpay.wire import Transaction

REFUND = "refund"
BACK = frozenset({REFUND, "chargeback", "reversal"})
_STATES = {
    **dict.fromkeys(verdicts.WAITING, Returned.PENDING),
    verdicts.PAID: Returned.COMPLETED,
    **dict.fromkeys(verdicts.ENDED, Returned.FAILED),
}
_FURTHEST_FIRST = (Returned.COMPLETED, Returned.PENDING, Returned.UNCLEAR, Returned.FAILED)


def of_payment(found: Iterable[Transaction], payment: Transaction, reference: str) -> list[Transaction]:
    """Money of this payment on its way back: ours carry its id beside their own, the bank's have it alone."""
    return [
        each
        for each in found
        if each.type in BACK and reference in each.tracked and each.parent_uid in (payment.uid, "")
    ]


def total_of(back: Sequence[Transaction], payment: Transaction) -> Money | None:
    """All of it that has come about; ``None`` where it cannot be counted."""
    if any(each.currency != payment.currency for each in back):
        return None
    taken = verdicts.money_from(payment)
    total = sum(each.amount for each in back if state_of(each) is Returned.COMPLETED)
    return None if taken is None else Money(min(total, taken.minor), taken.currency)


def listed_from(back: Sequence[Transaction]) -> tuple[RefundListed, ...]:
    """Each of them, those made in the back office and those of the payer's bank as well."""
    sums = [(each, verdicts.money_from(each)) for each in back]
    return tuple(
        RefundListed(each.uid, amount, state_of(each), each.created_at.at)
        for each, amount in sums
        if amount is not None
    )


def ours_among(found: Iterable[Transaction], repayment: Repayment) -> Transaction | None:
    """The one that we asked for, by its own id; of several the furthest."""
    mark = codec.mark_of(repayment)
    ours = [each for each in found if is_ours(each, repayment) and mark in each.tracked]
    return min(ours, key=lambda each: _FURTHEST_FIRST.index(state_of(each)), default=None)


def is_ours(told: Transaction, repayment: Repayment) -> bool:
    """Whether it may be this refund at all: its type, its sum, its payment."""
    money = (repayment.amount.minor, repayment.amount.currency)
    same_payment = told.parent_uid in (repayment.bill.bank_id, "")
    return told.type == REFUND and (told.amount, told.currency) == money and same_payment


def state_of(told: Transaction) -> Returned:
    """Its own state; a word that we do not know is unclear."""
    return _STATES.get(told.status, Returned.UNCLEAR)


def seen_of(told: Transaction, asked_at: datetime, source: str) -> RefundSeen:
    """One refund as it stands; no total, because it speaks of itself alone."""
    text = told.said or told.message
    return RefundSeen(
        state_of(told), source, asked_at, refusal=_why(told), code=told.bank_code, text=text, word=told.status
    )


def _why(told: Transaction) -> RefundRefusal:
    funds = reasons.declined(told.bank_code, told.said or told.message) is Refusal.FUNDS
    return RefundRefusal.LIMIT if funds else RefundRefusal.UNSAID
