"""What HorizonPay's answers mean for a payment: pure, no network.

*Paid* is one word of one type, *successful* of a *payment*, of our order and of our world: a test is as good
as money in a test and nothing in production. A word that we do not know moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from billing.answers import (
    Accepted,
    Kept,
    Observation,
    Outcome,
    Rejected,
    Seen,
    Unknown,
    Unreachable,
)
from billing.models import Details, Instruction, InstructionKind, Refusal
from billing.money import Money
from billing.questions import Bill
from providers.horizonpay import codec, problems, reasons, wire
from providers.horizonpay.instructing import instruction_from, is_page
from providers.horizonpay.payer import lacking, refused_of
from providers.horizonpay.wire import Transaction
from providers.http import Answer

PROOF = timedelta(minutes=2)
"""How long after asking a payment that is nowhere to be found may still come up: a gateway gives up on a
request after at most 100 seconds while the server behind it goes on."""

PAYMENT, PAID = "payment", "successful"
WAITING = frozenset({"pending", "initial", "incomplete", "permanent", "processing"})
ENDED = {
    "failed": Seen.REJECTED,
    "error": Seen.REJECTED,
    "expired": Seen.EXPIRED,
    "deleted": Seen.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class NotKept:
    """The method cannot be kept: the same payment may be asked for without that wish."""


# --- Billing --------------------------------------------------------------------------------------------


def refused_unsent(bill: Bill, wants: frozenset[str]) -> Rejected | None:
    """What is not worth sending. Who pays by a kept method has told all of it before."""
    if bill.amount.minor <= 0:
        return Rejected(Refusal.OUR_REQUEST, "amount", "nothing to pay")
    name = "" if bill.saved else lacking(bill.payer, wants)
    if name:
        text = f"HORIZONPAY_REQUIRE demands {name}, and what is known of this payer is no such thing"
        wrong = (name,) if getattr(bill.payer, name) else ()
        refusal = Refusal.PARTICULARS if wrong else Refusal.OUR_REQUEST
        return Rejected(refusal, f"missing_{name}", text, wrong=wrong)
    return None


def outcome_from(answer: Answer, bill: Bill, *, test: bool) -> Outcome | NotKept:
    """What became of the wish for a payment. Whatever does not prove that nothing was made is ``Unknown``."""
    if 200 <= answer.status < 300:
        try:
            return accepted_from(wire.one_from(answer.body), bill, test=test)
        except wire.Garbled as garbled:
            return Unknown(f"HTTP {answer.status}, {garbled}")
    trouble = problems.trouble_from(answer)
    if answer.status == 429 or answer.status in (404, 405):  # not processed; nobody is there to take it
        return Unreachable(trouble.said())
    busy = answer.status in (408, 409) or trouble.names(
        "requestid"
    )  # an earlier try is under way, or was taken
    if busy or not 400 <= answer.status < 500:
        return Unknown(trouble.said())
    if answer.status in (401, 403) or trouble.readable:
        return _refused(trouble, bill)
    return Unknown(trouble.said())


def _refused(trouble: problems.Trouble, bill: Bill) -> Rejected | NotKept:
    if bill.keep and trouble.status == 422 and trouble.names("contract"):
        return NotKept()
    refusal, halt = reasons.refusal_of(trouble, by_token=bill.saved is not None), reasons.halt_of(trouble)
    wrong = refused_of(trouble.fields, bill.payer) if refusal is Refusal.OUR_REQUEST else ()
    return Rejected(Refusal.PARTICULARS if wrong else refusal, trouble.code, trouble.text, halt, wrong)


def accepted_from(told: Transaction, bill: Bill, *, test: bool) -> Outcome:
    """A transaction that was taken in, now or before. One that has ended already is asked about at once."""
    why = _foreign(told, bill, test=test)
    if told.status not in WAITING:
        accepted = _accepted(told, bill, Instruction(InstructionKind.CONFIRM), decided=True)
        return accepted if why is None else replace(accepted, kept=None)  # nor is its token ours
    instruction = instruction_from(told)
    if why is None and (told.amount, told.currency) != (bill.amount.minor, bill.amount.currency):
        why = "amount"
    if why is not None and instruction is not None and instruction.kind is InstructionKind.CONFIRM:
        return Unknown(f"the bank has taken in another {why}, and nobody needs a link to pay it")
    if why == "amount":
        return Rejected(Refusal.QR_WRONG, why, "the bank asks the payer for another sum")
    if why is not None:
        setup = Refusal.SETUP if why == reasons.TEST else Refusal.OUR_REQUEST
        return Rejected(setup, why, f"the bank has taken in another payment: {why}")
    if instruction is None:
        return Rejected(Refusal.QR_WRONG, "form", "the bank's form or link leads nowhere safe")
    return _accepted(told, bill, instruction, decided=False)


def _accepted(told: Transaction, bill: Bill, instruction: Instruction, *, decided: bool) -> Accepted:
    return Accepted(
        instruction,
        codec.ends_at(bill),
        bank_id=told.uid,
        details=_details_from(told),
        kept=_kept(told, bill),
        decided=decided,
    )


def _foreign(told: Transaction, bill: Bill, *, test: bool) -> str | None:
    """In what it is not the payment that we mean. What is not said is no difference."""
    if told.type not in (PAYMENT, ""):
        return "type"
    if told.tracking_id not in (bill.reference, ""):
        return "tracking_id"
    return reasons.TEST if told.test not in (test, None) else None


# --- Looking --------------------------------------------------------------------------------------------


def seen_of(told: Transaction, bill: Bill, asked_at: datetime, source: str, *, test: bool) -> Observation:
    """One transaction as it stands. Another world's, another order's or another type's is unclear."""
    why = _foreign(told, bill, test=test)
    if why is not None:
        return _unclear(f"{told.status} with another {why}", source, asked_at)
    if told.status == PAID:
        return _paid(told, bill, asked_at, source)
    if told.status in WAITING:
        return _waiting(told, bill, asked_at, source)
    if told.status in ENDED:
        return _ended(told, asked_at, source)
    return _unclear(told.status, source, asked_at)


def _paid(told: Transaction, bill: Bill, asked_at: datetime, source: str) -> Observation:
    amount = money_from(told)
    if amount is None or amount.minor <= 0:
        return _unclear(f"{told.status} with a strange sum", source, asked_at)
    odd_time = f" at {told.paid_at.text}" if told.paid_at.text and told.paid_at.at is None else ""
    return Observation(
        Seen.PAID,
        source,
        asked_at,
        amount=amount,
        bank_id=told.uid,
        occurred_at=told.paid_at.at,
        details=_details_from(told),
        word=told.status + odd_time,
        kept=_kept(told, bill),
    )


def _waiting(told: Transaction, bill: Bill, asked_at: datetime, source: str) -> Observation:
    """Where the answer was lost, this is how it is found again. A payer is never sent to another sum."""
    same_sum = (told.amount, told.currency) == (bill.amount.minor, bill.amount.currency)
    found = None if bill.has_instruction or not same_sum else instruction_from(told)
    if found is None and not bill.has_instruction:
        return _unclear(f"{told.status}, and the payer cannot be sent there", source, asked_at)
    return Observation(
        Seen.PENDING,
        source,
        asked_at,
        bank_id=told.uid,
        instruction=found,
        expires_at=codec.ends_at(bill),
        word=told.status,
    )


def _ended(told: Transaction, asked_at: datetime, source: str) -> Observation:
    """It names no operation: the next try has another."""
    rejected = ENDED[told.status] is Seen.REJECTED
    return Observation(
        ENDED[told.status],
        source,
        asked_at,
        refusal=reasons.declined(told.bank_code, told.said or told.message) if rejected else None,
        details=_details_from(told),
        word=told.status,
    )


def _unclear(word: str, source: str, asked_at: datetime) -> Observation:
    return Observation(Seen.UNCLEAR, source, asked_at, word=word[:64])


def _details_from(told: Transaction) -> Details:
    return Details(
        reference=told.rrn or told.ref_id or told.uid,
        bill_number=told.ref_id,
        channel=told.method,
        code="" if told.status in WAITING else told.bank_code,
        text="" if told.status in WAITING else told.said or told.message,
        receipt_url=told.receipt_url if is_page(told.receipt_url) else "",
    )


def _kept(told: Transaction, bill: Bill) -> Kept | None:
    """Only where the payer has let us: the bank may send a token with every payment."""
    if not (bill.keep and told.status == PAID and told.token) or told.token == bill.saved:
        return None
    return Kept(told.token, f"•• {told.last_digits}" if told.last_digits else told.method)


def money_from(told: Transaction) -> Money | None:
    """``None`` for a currency that we cannot count in."""
    try:
        return Money(told.amount, told.currency)
    except ValueError:
        return None


# --- Without a uid --------------------------------------------------------------------------------------


def ours_among(found: Iterable[Transaction], reference: str) -> Transaction | None:
    """The payment among all that has our id: one with money before all others, else the newest."""
    ours = [t for t in found if t.type in (PAYMENT, "") and t.tracking_id == reference]
    return max(ours, key=_weight, default=None)  # listed newest first: of two alike the first counts


def _weight(told: Transaction) -> tuple[bool, datetime]:
    return told.status == PAID, told.created_at.at or datetime.min.replace(tzinfo=UTC)


def proves_absence(bill: Bill, asked_at: datetime) -> bool:
    """Whether a list without it is late enough."""
    return not bill.has_instruction and asked_at - (bill.asked_at or bill.created_at) >= PROOF
