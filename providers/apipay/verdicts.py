"""What ApiPay's answers mean for a payment: pure, from an answer and a bill to an outcome or an observation.

The service's words move oddly and lawfully: ``cancelled`` and ``expired`` may become ``paid`` (money that
came in the last second), ``error`` may become ``pending``; ``refunded`` exists in one generation and not in
the next. So *paid* is any of three words, and what went back is read from sums.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing.answers import (
    LINES_REFUSED,
    UNSENT,
    Accepted,
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
from providers.apipay import codec, naming, problems, reasons, wire
from providers.apipay.reasons import SANDBOX
from providers.http import Answer

LIFE = timedelta(hours=24)  # Kaspi keeps a bill by phone so long
PROOF = timedelta(minutes=3)
"""How long after asking a bill that nobody finds may still come up: a gateway gives up on a request after at
most 100 seconds while the server behind it goes on, and what it wrote may reach the searched copy later."""

OLDER = timedelta(hours=12)  # made so long before our intent it is not of it, whatever zone its time is in

PAID = frozenset({"paid", "partially_refunded", "refunded"})
WAITING = frozenset({"processing", "pending", "cancelling"})
ENDED = {"cancelled": Seen.CANCELLED, "expired": Seen.EXPIRED, "error": Seen.REJECTED}
_OF_FIELD = {"phone_number": Refusal.PHONE}
"""What a 422 says of the payer; the other fields are ours."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The key was used before: this is the invoice that it made."""

    invoice_id: str


# --- Billing --------------------------------------------------------------------------------------------


def refused_unsent(bill: Bill, phone: str | None) -> Rejected | None:
    """What is not worth sending, because the service would refuse it, or bill a stranger or twice."""
    if naming.is_adopted(bill):
        return Rejected(Refusal.OUR_REQUEST, UNSENT + "adopted", "ApiPay has made this bill by itself")
    if bill.amount.currency != "KZT":
        return Rejected(Refusal.OUR_REQUEST, UNSENT + "currency", "ApiPay takes tenge only")
    if bill.amount.minor % 100:
        return Rejected(
            Refusal.OUR_REQUEST, UNSENT + "amount_must_be_whole_tenge", "ApiPay takes whole tenge only"
        )
    if not codec.LEAST <= bill.amount.minor <= codec.MOST:
        return Rejected(Refusal.OUR_REQUEST, UNSENT + "amount", "ApiPay takes from 1 to 99 999 999 tenge")
    if phone is None:
        return Rejected(Refusal.PHONE, UNSENT + "phone_number", "not a number of Kazakhstan")
    if len(bill.lines) > codec.LINES or not all(line.bank_id.isdigit() for line in bill.lines):
        return _lines_refused("cart_items", "1 to 100 items of the catalog")
    return None


def _lines_refused(code: str, text: str) -> Rejected:
    return Rejected(Refusal.OUR_REQUEST, LINES_REFUSED + code, text)


def outcome_from(answer: Answer, bill: Bill, production: bool, now: datetime) -> Outcome | Duplicate:
    """What became of the wish for a bill. Whatever does not prove that nothing was made is ``Unknown``."""
    if 200 <= answer.status < 300:
        try:
            return accepted_from(codec.invoice_from(answer), bill, production, now)
        except wire.Garbled as garbled:
            return Unknown(f"HTTP {answer.status}, {garbled}")
    trouble = problems.trouble_from(answer, now)
    if trouble.code == "duplicate_idempotency_key":
        known = trouble.invoice_id.isdigit()
        return Duplicate(trouble.invoice_id) if known else Unknown("a duplicate of what?")
    return denied_from(trouble, now, lines=bool(bill.lines))


def denied_from(trouble: problems.Trouble, now: datetime, *, lines: bool) -> Rejected | Unreachable | Unknown:
    """What it means that a bill, or a subscription, was not made; ``lines``: it was asked for by lines."""
    if trouble.status == 429:
        return _too_many(trouble, now)
    if reasons.merchants(trouble.code) or trouble.status in (401, 403):
        refusal = reasons.refusal_from(trouble.code) if reasons.merchants(trouble.code) else Refusal.SETUP
        return Rejected(refusal, trouble.code, trouble.text, reasons.halt_of(trouble, now))
    if trouble.status in (404, 405):  # no such address: nobody took it
        return Unreachable(trouble.said())
    if lines and trouble.status in (400, 422) and (why := reasons.of_lines(trouble)):
        return _lines_refused(why, trouble.text)
    if not lines and trouble.status in (400, 422) and reasons.wants_cart(trouble):
        return Rejected(Refusal.OUR_REQUEST, reasons.CART_WANTED, trouble.text)
    if trouble.status == 422 and trouble.readable:
        return _not_taken(trouble)
    if 400 <= trouble.status < 500 and trouble.readable:
        return Rejected(reasons.refusal_from(trouble.code), trouble.code, trouble.text)
    return Unknown(trouble.said())


def _not_taken(trouble: problems.Trouble) -> Rejected:
    """The field that was not taken stands for a code, so that a person is told of it in words."""
    field = next(iter(trouble.fields), "")
    code = field if field and trouble.code == "validation" else trouble.code
    return Rejected(_OF_FIELD.get(code, Refusal.OUR_REQUEST), code[:32], trouble.text)


def _too_many(trouble: problems.Trouble, now: datetime) -> Rejected | Unreachable:
    """It was not processed. A wait of a minute passes; one of hours is a cap that somebody must lift.

    A cap of which nobody says when it ends is none that passes in a minute.
    """
    halt = reasons.halt_of(trouble, now)
    soon = not trouble.long and (halt is None or trouble.resets_at is not None)
    if halt is None or soon:
        return Unreachable(trouble.said(), crowded=True)
    known = reasons.merchants(trouble.code)
    refusal = reasons.refusal_from(trouble.code) if known else Refusal.BANK_TROUBLE
    return Rejected(refusal, trouble.code, trouble.said(), halt)


def accepted_from(told: wire.Invoice, bill: Bill, production: bool, now: datetime) -> Outcome:
    """The invoice that the service has made, or had made before under our key."""
    if told.external_order_id and told.external_order_id != bill.reference:
        return number_taken()
    if told.is_sandbox and production:
        text = "the organisation is in the sandbox: nobody was billed"
        return Rejected(Refusal.SETUP, SANDBOX, text, reasons.halt_from(SANDBOX, text, now))
    if told.status == "error":
        code = reasons.code_from(told.error_code, told.error_message)
        halt = reasons.halt_from(code, told.error_message, now)
        return Rejected(reasons.refusal_from(code), code or "error", told.error_message, halt)
    ends_at = told.expires_at or (bill.asked_at or now) + LIFE
    total = codec.money_from(told.amount)
    return Accepted(instruction(), ends_at, bank_id=told.id, details=_details_from(told), total=total)


def number_taken() -> Rejected:
    """Our number stands on somebody else's invoice, and nothing was made for this bill."""
    return Rejected(Refusal.OUR_REQUEST, "duplicate_idempotency_key", "our number is taken there")


def instruction() -> Instruction:
    """There is nothing to scan or open: the payer's Kaspi app shows the bill by itself."""
    return Instruction(InstructionKind.CONFIRM)


# --- Looking --------------------------------------------------------------------------------------------


def seen_of(
    told: wire.Invoice,
    bill: Bill,
    asked_at: datetime,
    *,
    production: bool,
    returned: Money | None = None,
    source: str = "invoice",
) -> Observation:
    """One invoice as the service shows it. Toy money in a real shop is unclear, and so is another's order."""
    word = told.status.lower()
    if not naming.fits(told, bill):
        return _unclear(f"{word} of another order", source, asked_at)
    if word in PAID:
        return _paid(told, word, asked_at, production, returned, source)
    if word in WAITING:
        return _waiting(told, bill, word, asked_at, source)
    if word in ENDED:
        return _ended(told, word, asked_at, source)
    return _unclear(word or "nothing", source, asked_at)


def _paid(
    told: wire.Invoice, word: str, asked_at: datetime, production: bool, returned: Money | None, source: str
) -> Observation:
    if told.is_sandbox and production:
        return _unclear(f"{word} in the {SANDBOX}", source, asked_at)
    amount = codec.money_from(told.amount)
    if amount is None or amount.minor <= 0:
        return _unclear(f"{word} with an unreadable sum", source, asked_at)
    return Observation(
        Seen.PAID,
        source,
        asked_at,
        amount=amount,
        bank_id=told.id,
        occurred_at=told.paid_at,
        details=_details_from(told),
        word=word,
        payer=told.client_name,
        returned=returned,
    )


def _waiting(told: wire.Invoice, bill: Bill, word: str, asked_at: datetime, source: str) -> Observation:
    """Where the answer to our bill was lost, this is how it is found again."""
    return Observation(
        Seen.PENDING,
        source,
        asked_at,
        bank_id=told.id,
        total=codec.money_from(told.amount),
        instruction=None if bill.has_instruction else instruction(),
        expires_at=told.expires_at or (bill.asked_at or bill.created_at) + LIFE,
        details=Details(reference=told.kaspi_invoice_id),
        word=word,
        payer=told.client_name,
    )


def _ended(told: wire.Invoice, word: str, asked_at: datetime, source: str) -> Observation:
    details = _details_from(told)
    seen = Observation(ENDED[word], source, asked_at, details=details, word=word, payer=told.client_name)
    if word != "error":
        return seen
    halt = reasons.halt_from(details.code, details.text, asked_at)
    return replace(seen, refusal=reasons.refusal_from(details.code), halt=halt)


def _unclear(word: str, source: str, asked_at: datetime) -> Observation:
    return Observation(Seen.UNCLEAR, source, asked_at, word=word)


def _details_from(told: wire.Invoice) -> Details:
    code = reasons.code_from(told.error_code, told.error_message)
    return Details(reference=told.kaspi_invoice_id, code=code, text=told.error_message)


def waiting_among(told: Iterable[wire.Invoice]) -> dict[str, wire.Invoice]:
    """Those that only wait, by their ids; who is told of twice, and once otherwise, is left out."""
    listed = list(told)
    moved = {each.id for each in listed if each.status.lower() not in WAITING}
    return {each.id: each for each in listed if each.id not in moved}


# --- Without an id --------------------------------------------------------------------------------------


def numbered(found: Iterable[wire.Invoice], reference: str) -> list[wire.Invoice]:
    """The search finds parts of words, so our number is compared exactly."""
    return [each for each in found if each.external_order_id == reference and each.id.isdigit()]


def ours_among(found: Iterable[wire.Invoice], bill: Bill) -> wire.Invoice | None:
    """The one of this bill; of several the one with money counts.

    Several there can be: a server without keys, or a key that was free again after its invoice had ended.
    """
    ours = (each for each in numbered(found, bill.reference) if may_be(each, bill))
    return max(ours, key=_weight, default=None)


def may_be(told: wire.Invoice, bill: Bill) -> bool:
    """Whether an invoice under our number can be of this bill; what is not said speaks for it.

    Numbers may come twice: books restored from a backup count again from there, and another program may use
    the same key. What is paid by such an invoice is not this payer's money.
    """
    billed, asked = codec.phone_from(told.phone), codec.phone_from(bill.phone)
    if billed is not None and asked is not None and billed != asked:
        return False
    return told.created_at is None or told.created_at >= bill.created_at - OLDER


def _weight(told: wire.Invoice) -> tuple[int, int]:
    word = told.status.lower()
    rank = 3 if word in PAID else 2 if word in WAITING else 0 if word in ENDED else 1
    return rank, int(told.id)


def proves_absence(bill: Bill, asked_at: datetime) -> bool:
    """Whether a search that found nothing is late enough."""
    return not bill.has_instruction and asked_at - (bill.asked_at or bill.created_at) >= PROOF
