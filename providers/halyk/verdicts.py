"""What Halyk's answers mean for a payment: pure, from an answer and a bill to an observation.

Two witnesses. check-status is the better one: its CHARGE is money, its ``resultCode`` speaks of the request
only. ``/qr`` is faster, but its PAID counts as weak evidence where check-status does not know yet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from billing.answers import Observation, Seen
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Details, Instruction, InstructionKind, Refusal
from billing.money import Money
from billing.questions import Bill
from billing.states import Step
from providers.halyk import emv, reasons
from providers.halyk.codec import QR_LIFE
from providers.halyk.wire import QrAnswer, StatusAnswer, Transaction

QR, STATUS = "qr", "check-status"
GRACE = timedelta(minutes=10)  # how long after the end check-status may still not know of a payment
PROOF = timedelta(seconds=60)  # how long after asking a bank may still be at work on our QR
QR_SPEAKS = timedelta(minutes=19, seconds=30)  # its token lives no longer than the QR itself

_ON_THE_WAY = {"NEW": None, "SCANNED": Step.SCANNED, "BLOCKED": Step.BLOCKED, "AUTH": Step.BLOCKED}
_IN_PROCESS = frozenset({"107", "NEW", "FINGERPRINT", "3D"})
_SETUP_CODES = frozenset({"104", "109"})  # no terminal in the token; another client's terminal
_WAITING_CODES = frozenset({"101", "103", "106"})  # about the request: nothing follows for the money
_KZT = frozenset({"", "398"})  # the token was for tenge, so silence means tenge


def ends_at(bill: Bill) -> datetime:
    """When the QR stops to work."""
    return bill.expires_at or bill.access_until or (bill.asked_at or bill.created_at) + QR_LIFE


def qr_speaks(bill: Bill, now: datetime) -> bool:
    """Whether ``/qr`` can still be asked; it needs the very token that made the QR."""
    if bill.access is None or bill.access_until is None:
        return False
    return now < min(bill.access_until, (bill.asked_at or bill.created_at) + QR_SPEAKS)


# --- check-status ---------------------------------------------------------------------------------------


def seen_by_status(
    told: StatusAnswer, bill: Bill, terminals: frozenset[str], asked_at: datetime
) -> Observation:
    """The better witness; raises ``BankSilent`` where nothing follows, ``BankRefusesUs`` for 104 and 109."""
    code = told.result_code
    if code in _SETUP_CODES:
        raise BankRefusesUs(told.result_message or "check-status refused", code)
    if code == "107":
        return _pending(asked_at, code)
    if code == "102":
        return _not_there(bill, asked_at)
    if code in _WAITING_CODES:
        return _still_waiting(bill, asked_at, code)
    if code != "100":
        return _unclear(asked_at, f"resultCode {code}")
    if told.transaction is None:
        raise BankSilent("check-status: success without a transaction")
    return _of_transaction(told.transaction, bill, terminals, asked_at)


def _not_there(bill: Bill, asked_at: datetime) -> Observation:
    if bill.access is None and not bill.has_instruction:
        return Observation(Seen.ABSENT, STATUS, asked_at, word="102")  # no token, so no QR was ever asked for
    if asked_at >= ends_at(bill) + GRACE:
        return Observation(Seen.EXPIRED, STATUS, asked_at, silent=True, word="102")
    return _still_waiting(bill, asked_at, "102")


def _still_waiting(bill: Bill, asked_at: datetime, code: str) -> Observation:
    if not bill.has_instruction:
        raise BankSilent(f"check-status: {code}")
    return replace(_pending(asked_at, code), silent=True)


def _of_transaction(
    money: Transaction, bill: Bill, terminals: frozenset[str], asked_at: datetime
) -> Observation:
    if money.invoice_id and money.invoice_id != bill.reference:
        return _unclear(asked_at, f"{money.status_name} of another invoice")
    if money.terminal_id and money.terminal_id.lower() not in terminals:
        return _unclear(asked_at, f"{money.status_name} of another terminal")
    match money.status_name.upper():
        case "CHARGE" | "REFUND" | "AUTH":
            return _with_money(money, bill, asked_at)
        case "CANCEL" | "CANCEL_OLD":
            return _observation(Seen.CANCELLED, money, asked_at, bank_id=money.id or None)
        case "FAILED" | "REJECT":
            return _failed(money, bill, asked_at)
        case "3D" if asked_at >= ends_at(bill) + GRACE:
            return replace(_rejected(money, asked_at), refusal=Refusal.AUTHENTICATION, final=False)
        case "NEW" | "FINGERPRINT" | "3D" | "VERIFIED":
            return _pending(asked_at, money.status_name.upper())
        case _:
            return _unclear(asked_at, money.status_name)


def _with_money(money: Transaction, bill: Bill, asked_at: datetime) -> Observation:
    try:
        amount = total_from(money, bill.amount)
    except ValueError:
        return _unclear(asked_at, f"{money.status_name} with an unreadable sum")
    seen = Seen.AUTHORIZED if money.status_name.upper() == "AUTH" else Seen.PAID
    found = _observation(seen, money, asked_at, amount=amount, bank_id=money.id or None)
    return replace(found, returned=returned_from(money, amount, bill.amount)) if seen is Seen.PAID else found


def returned_from(money: Transaction, total: Money, expected: Money) -> Money | None:
    """What went back so far, all refunds together; ``None`` where it cannot be read.

    The bank says it as ``payoutAmount``, or by an ``amount`` that has shrunk below ``orgAmount``; the samples
    disagree whether it shrinks. REFUND without any figure is a full refund, unless the sum is another one:
    then nobody says whether that is what is left or what went back.
    """
    nothing = Decimal(0)
    plain = (money.amount or nothing) + (money.amount_bonus or nothing)
    shrunk = max((money.org_amount or nothing) - plain, nothing)
    figure = max(money.payout_amount or nothing, shrunk)
    if min(plain, money.payout_amount or nothing) < 0:
        return None
    if figure == 0 and money.status_name.upper() == "REFUND":
        return total if total == expected else None
    try:
        returned = Money.of(figure, total.currency)
    except ValueError:
        return None
    return returned if 0 <= returned.minor <= total.minor else None


def total_from(money: Transaction, expected: Money) -> Money:
    """What was taken in all, with bonuses and what was paid back since; ``ValueError`` where none is said.

    ``amount`` is the card's part alone, and may or may not shrink by a refund; so what we expect is
    looked for in each sum that the bank may mean, and only where none fits is the plain one reported.
    """
    nothing = Decimal(0)
    plain = (money.amount or nothing) + (money.amount_bonus or nothing)
    whole = plain + (money.payout_amount or nothing)
    first = money.org_amount or nothing
    with_bonus = first + (money.amount_bonus or nothing)  # all went back: more than the card's part
    sums = [_money_from(each, money.currency) for each in (first, plain, whole, with_bonus)]
    if money.amount is None and money.org_amount is None:
        raise ValueError("no sum")
    fitting = next((each for each in sums if each == expected), None)
    found = fitting or (sums[2] if money.status_name.upper() == "REFUND" else sums[1])
    if found.minor <= 0:
        raise ValueError("no sum")
    return found


def _money_from(amount: Decimal, currency: str) -> Money:
    return Money.of(amount, "KZT" if currency in _KZT else currency.upper())


def _failed(money: Transaction, bill: Bill, asked_at: datetime) -> Observation:
    """A QR that ran out is called rejected too; only a reason that we know makes it a refusal then."""
    unsaid = reasons.refusal_from(money.reason_code)[0] is Refusal.UNSAID
    if unsaid and asked_at >= ends_at(bill):
        return _observation(Seen.EXPIRED, money, asked_at)
    return _rejected(money, asked_at)


def _rejected(money: Transaction, asked_at: datetime) -> Observation:
    """No bank id: the payer may try again with the same QR, and that will be another operation."""
    refusal, final = reasons.refusal_from(money.reason_code)
    return replace(_observation(Seen.REJECTED, money, asked_at), refusal=refusal, final=final)


def _observation(
    seen: Seen,
    money: Transaction,
    asked_at: datetime,
    amount: Money | None = None,
    bank_id: str | None = None,
) -> Observation:
    return Observation(
        seen,
        STATUS,
        asked_at,
        amount=amount,
        bank_id=bank_id,
        occurred_at=money.created_date,
        details=_details_from(money),
        word=money.status_name,
    )


def _details_from(money: Transaction) -> Details:
    return Details(
        reference=money.reference,
        card_mask=money.card_mask,
        card_type=money.card_type,
        issuer=money.issuer,
        channel=money.payment_type,
        approval=money.approval_code,
        code=money.reason_code,
        text=money.reason,
    )


def _pending(asked_at: datetime, word: str, step: Step | None = None) -> Observation:
    return Observation(Seen.PENDING, STATUS, asked_at, step=step, word=word)


def _unclear(asked_at: datetime, word: str, source: str = STATUS) -> Observation:
    return Observation(Seen.UNCLEAR, source, asked_at, word=word or "nothing")


# --- /qr ------------------------------------------------------------------------------------------------


def seen_by_qr(told: QrAnswer, bill: Bill, asked_at: datetime) -> Observation:
    """The faster witness; raises ``BankSilent`` where a QR is alive but not shown."""
    word = told.status.upper()
    if word == "PAID":
        return _paid_by_qr(told, bill, asked_at)
    if word == "REJECTED":
        return _rejected_by_qr(told, bill, asked_at)
    if word not in _ON_THE_WAY:
        return _unclear(asked_at, told.status, QR)
    seen = Observation(Seen.PENDING, QR, asked_at, step=_ON_THE_WAY[word], word=word)
    return seen if bill.has_instruction else _recovered(seen, told, bill)


def _paid_by_qr(told: QrAnswer, bill: Bill, asked_at: datetime) -> Observation:
    try:
        amount = None if told.amount is None else _money_from(told.amount, told.currency)
    except ValueError:
        return _unclear(asked_at, "PAID with an unreadable sum", QR)
    details = _details_from_qr(told)
    return Observation(Seen.PAID, QR, asked_at, amount=amount, weak=True, details=details, word="PAID")


def _rejected_by_qr(told: QrAnswer, bill: Bill, asked_at: datetime) -> Observation:
    details = _details_from_qr(told)
    said = reasons.says_something(told.ret_code) or told.err_description != ""
    if not said and asked_at >= ends_at(bill) - timedelta(seconds=30):
        return Observation(Seen.EXPIRED, QR, asked_at, details=details, word="REJECTED")
    refusal, final = (Refusal.UNSAID, True)  # the bank documents REJECTED as final
    if reasons.says_something(told.ret_code):
        refusal, final = reasons.refusal_from(told.ret_code)
    return Observation(
        Seen.REJECTED, QR, asked_at, refusal=refusal, final=final, details=details, word="REJECTED"
    )


def _recovered(seen: Observation, told: QrAnswer, bill: Bill) -> Observation:
    """The answer to generate was lost, yet the QR exists: here it is. Its links cannot be had again."""
    if not told.qrcode:
        raise BankSilent("/qr shows no code")
    try:
        fields = emv.checked(told.qrcode, bill.amount)
    except emv.QrWrong as wrong:
        wrong_qr = Details(text=str(wrong))
        return replace(
            seen, seen=Seen.REJECTED, step=None, refusal=Refusal.QR_WRONG, final=True, details=wrong_qr
        )
    return replace(
        seen,
        instruction=Instruction(InstructionKind.SCAN, told.qrcode),
        expires_at=min(ends_at(bill), (bill.asked_at or bill.created_at) + QR_LIFE),
        details=Details(bill_number=emv.bill_number_from(fields)),
    )


def _details_from_qr(told: QrAnswer) -> Details:
    return Details(
        reference=told.reference,
        card_mask=told.card_mask,
        card_type=told.card_type,
        issuer=told.issuer,
        fee=told.fee,
        channel=told.payment_channel,
        code=told.ret_code,
        text=told.err_description,
    )


# --- Both -----------------------------------------------------------------------------------------------


def settled_by_qr_alone(seen: Observation) -> bool:
    """Whether check-status has nothing to add."""
    return seen.word != "AUTH" and (
        seen.seen in (Seen.PENDING, Seen.UNCLEAR) or seen.refusal is Refusal.QR_WRONG
    )


def seen_without_qr(
    told: StatusAnswer, bill: Bill, terminals: frozenset[str], asked_at: datetime
) -> Observation:
    """``/qr`` has none under our token: together with 102, and late enough, this proves it."""
    late = bill.asked_at is not None and asked_at - bill.asked_at >= PROOF
    if told.result_code == "102" and late and not bill.has_instruction:
        return Observation(Seen.ABSENT, QR, asked_at, word="102")
    return seen_by_status(told, bill, terminals, asked_at)


def weighed(by_qr: Observation, by_status: Observation | None) -> Observation:
    """The better witness where it knows; the faster one where the better is silent."""
    if by_status is None:
        return by_qr
    if by_status.seen in (Seen.PAID, Seen.AUTHORIZED, Seen.UNCLEAR):
        return by_status
    if by_qr.seen is Seen.PAID:
        ended = by_status.seen in (Seen.REJECTED, Seen.EXPIRED, Seen.CANCELLED) and by_status.word != "102"
        return _unclear(by_qr.asked_at, f"PAID, but {by_status.word}", QR) if ended else by_qr
    ended = by_status.seen in (Seen.REJECTED, Seen.CANCELLED)
    moving = by_status.word in _IN_PROCESS and by_qr.word != "AUTH"
    return by_status if ended or moving else by_qr
