"""Money on its way back. A refund is a transaction of its own, with an id of its own, and is sent once.

Four things hold that: before it is sent the bank is asked whether it has it already; every try carries the
same RequestID, for which the bank answers a second time without acting; after a lost answer nothing is sent
at all, but looked for; and no answer that says no is a proof, so that after it another refund has to wait
(see ``refund_proofs``).
"""

from __future__ import annotations

from billing.answers import (
    UNSENT,
    Begun,
    Declined,
    RefundOutcome,
    RefundSeen,
    Returned,
    Unknown,
    Unreachable,
)
from billing.errors import BankRefusesUs, BankSilent
from billing.models import RefundRefusal
from billing.ports import Clock
from billing.questions import Repayment
from providers.horizonpay import codec, problems, reasons, returning, wire
from providers.horizonpay.asking import Asking
from providers.horizonpay.wire import Transaction
from providers.http import Answer, LineError, NothingSent

SOURCE, TRACKED = "refund", "tracked"


class Repaying:
    """Sends and asks."""

    def __init__(self, asking: Asking, clock: Clock) -> None:
        self._asking = asking
        self._clock = clock

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        """Begin a refund; its end comes later, by notification or by asking."""
        if repayment.bill.bank_id is None:
            return Declined(RefundRefusal.NOT_CHARGED, f"{UNSENT}uid", "no uid of the payment")
        try:
            known = await self._found(repayment)
        except BankRefusesUs as refusal:
            return Declined(RefundRefusal.SETUP, refusal.code, str(refusal), refusal.halt)
        except BankSilent as silence:
            return Unreachable(str(silence))
        if known is not None and returning.state_of(known) is not Returned.FAILED:
            return Begun(known.uid)
        return await self._sent(repayment)

    async def fetch_refund(self, repayment: Repayment) -> RefundSeen:
        """By the refund itself; where it is not found, by what went back in all. Raises ``BankError``."""
        asked_at = self._clock.now()
        told = await self._found(repayment)
        if told is not None:
            return returning.seen_of(told, asked_at, SOURCE)
        uid = repayment.bill.bank_id
        if uid is None:
            raise BankSilent("no uid of the payment")
        payment = await self._asking.shown(uid)
        found = await self._asking.tracked(repayment.bill.reference)
        total = returning.total_of(returning.of_payment(found, payment, repayment.bill.reference), payment)
        if total is None:
            return RefundSeen(Returned.UNCLEAR, TRACKED, asked_at, word="another currency")
        return RefundSeen(Returned.PENDING, TRACKED, asked_at, total=total, word="not listed")

    async def _found(self, repayment: Repayment) -> Transaction | None:
        """By its uid, else by both its ids together, else by its own alone, wherever the bank finds it."""
        if repayment.bank_id is not None:
            told = await self._asking.shown(repayment.bank_id)
            if not returning.is_ours(told, repayment):
                raise BankSilent("refund: another one is shown")
            return told
        for tracking_id in (codec.tracking_of(repayment), codec.mark_of(repayment)):
            ours = returning.ours_among(await self._asking.tracked(tracking_id), repayment)
            if ours is not None:
                return ours
        return None

    async def _sent(self, repayment: Repayment) -> RefundOutcome:
        try:
            answer = await self._asking.act(codec.refund_call(self._asking.shop, repayment))
        except NothingSent as trouble:
            return Unreachable(str(trouble))
        except LineError as trouble:
            return Unknown(str(trouble))
        return outcome_from(answer, repayment)


def outcome_from(answer: Answer, repayment: Repayment) -> RefundOutcome:
    """What the bank made of a wish for a refund. A 200 may be a refusal as well."""
    if 200 <= answer.status < 300:
        try:
            return _begun(wire.one_from(answer.body), repayment)
        except wire.Garbled as garbled:
            return Unknown(f"HTTP {answer.status}, {garbled}")
    trouble = problems.trouble_from(answer)
    if answer.status == 429:
        return Unreachable(trouble.said())
    busy = answer.status in (408, 409) or trouble.names("requestid")
    if not busy and (answer.status in (401, 403) or (400 <= answer.status < 500 and trouble.readable)):
        why = reasons.refusal_of_refund(trouble)
        return Declined(why, trouble.code, trouble.said(), reasons.halt_of(trouble))
    return Unknown(trouble.said())


def _begun(told: Transaction, repayment: Repayment) -> RefundOutcome:
    if not returning.is_ours(told, repayment):
        return Unknown("another transaction was answered")
    if returning.state_of(told) is Returned.FAILED:
        seen = returning.seen_of(told, repayment.bill.created_at, SOURCE)
        return Declined(seen.refusal, seen.code, seen.text)
    return Begun(told.uid)
