"""What a card says of bills by phone, and of other bills of the same invoice. Imports no chat framework.

A phone is shown masked, to the shop and to the customer only: who opened the link too, or reads along in a
group, is told the bank alone.
"""

from __future__ import annotations

from billing.cards import CardView
from billing.models import Audience, InstructionKind, Payment
from billing.states import LIVE, InvoiceState
from screens import format as fmt
from screens import phrases
from screens.reader import Reader
from screens.situations import Situation, is_others

_TOLD = frozenset({Situation.CHOOSE, Situation.WAITING, Situation.NO_WAY})


def by_phone(view: CardView) -> bool:
    """The payment that counts now is a bill on a phone."""
    payment = view.payment
    return payment is not None and (bool(payment.phone) or payment.provider in view.by_phone)


def in_app(view: CardView) -> bool:
    """The same, or one that the payer finds in the bank's app without a number of ours."""
    told = view.payment.instruction if view.payment else None
    return by_phone(view) or (told is not None and told.kind is InstructionKind.CONFIRM)


def sent(view: CardView, payment: Payment, audience: Audience, reader: Reader) -> str:
    """Where the bill went and what to do there; a bank may have words of its own for it."""
    words, bank = reader.words, phrases.safe(phrases.bank(payment.provider, reader))
    if is_others(view, audience, reader.person_id) or not payment.phone:
        return words.html("hint-billed-other", bank=bank)
    phone = fmt.phone(payment.phone)
    if audience is Audience.ISSUER:
        return words.html("hint-billed-staff", bank=bank, phone=phone)
    usual = words.html("hint-billed", bank=bank, phone=phone)
    return words.or_else(f"{payment.provider}-billed", usual, phone=phone)


def paid_by(view: CardView, audience: Audience, reader: Reader) -> list[str]:
    """Whom the bank names, and its own number of a bill by phone: for the shop's eyes only."""
    payment = view.payment
    if payment is None or audience is not Audience.ISSUER or not reader.staff:
        return []
    number = phrases.bank_number(payment, reader) if by_phone(view) else ""
    return [phrases.payer(payment, reader), phrases.capital(number)]


def beside(view: CardView, now: Situation, audience: Audience, reader: Reader) -> list[str]:
    """A line for each other bill: what is being taken back, what can be paid still, what is not offered."""
    lines = not_offered(view, reader) if now in _TOLD and not _chosen(view) else []
    if is_others(view, audience, reader.person_id):
        return lines
    staff = audience is Audience.ISSUER
    if view.invoice.state is InvoiceState.OPEN:
        return [*lines, *_replaced(view, reader)]
    if staff:
        lines += _payable(view, reader)
    elif now is Situation.PAID:
        lines += _old_codes(view, reader)
    key = "hint-cancelling-staff" if staff else "hint-cancelling-payer"
    for slug in dict.fromkeys(payment.provider for payment in view.taken_back):
        lines.append(reader.words.html(key, bank=phrases.safe(phrases.bank(slug, reader))))
    return lines


def not_offered(view: CardView, reader: Reader) -> list[str]:
    """Why a bank is not among the ways to pay this amount."""
    banks = (phrases.safe(phrases.bank(slug, reader)) for slug in sorted(view.whole_only))
    return [reader.words.html("hint-whole-only", bank=bank) for bank in banks]


def _chosen(view: CardView) -> bool:
    """Another way was chosen, and can be paid by: why one was not offered there is old news."""
    return view.payment is not None and view.payment.state in LIVE


def _replaced(view: CardView, reader: Reader) -> list[str]:
    """Bills that made room for one to another number."""
    phones = dict.fromkeys(fmt.phone(payment.phone) for payment in view.taken_back if payment.phone)
    return [reader.words("hint-replaced", phone=phone) for phone in phones]


def _payable(view: CardView, reader: Reader) -> list[str]:
    """The bank that cannot take its bill back, and until when money may come by it."""
    lines = []
    for payment in view.payable_still:
        phoned = bool(payment.phone) or payment.provider in view.by_phone
        key = "hint-old-bill-staff" if phoned else "hint-old-qr-staff"
        bank = phrases.safe(phrases.bank(payment.provider, reader))
        until = phrases.time_of(payment.expires_at or view.at, view, reader)
        lines.append(reader.words.html(key, bank=bank, until=until))
    return lines


def _old_codes(view: CardView, reader: Reader) -> list[str]:
    """The customer has paid another way, and the code still works."""
    codes = (p for p in view.payable_still if not p.phone and p.provider not in view.by_phone)
    banks = dict.fromkeys(phrases.bank(payment.provider, reader) for payment in codes)
    return [reader.words.html("hint-old-qr-payer", bank=phrases.safe(bank)) for bank in banks]
