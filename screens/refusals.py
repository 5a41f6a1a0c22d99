"""Why a payment did not go through: what happened, where the money is, what to do now."""

from __future__ import annotations

from html import escape

from billing.cards import CardView
from billing.models import Audience, Payment, Refusal
from billing.ports import UNSENT
from screens import format as fmt
from screens import phrases
from screens.reader import Reader
from screens.situations import is_others, never_payable

_CODE_MOST = 40
"""The longest codes are words: refund_amount_exceeds_available_amount."""


def explained(view: CardView, payment: Payment, audience: Audience, reader: Reader, ways: int) -> list[str]:
    """The lines under the first two; only the customer and the shop are told whose card had what."""
    until = phrases.time_of(view.invoice.deadline, view, reader)
    if audience is Audience.ISSUER:
        return _for_staff(payment, reader, until)
    refusal = payment.refusal or Refusal.UNSAID
    happened = f"{reader.words(f'refusal-{refusal}')} {_money(payment, reader)}"
    if is_others(view, audience, reader.person_id) and not never_payable(payment):
        refusal, happened = Refusal.PAYER, _money(payment, reader)
    return [happened, reader.words(f"remedy-{refusal}", ways=max(ways, 1), until=until)]


def _for_staff(payment: Payment, reader: Reader, until: str) -> list[str]:
    words = reader.words
    own = meaning(payment.provider, payment.details.code, reader)
    happened = own or words(f"refusal-{payment.refusal or Refusal.UNSAID}")
    if own:
        remedy = words("staff-open", until=until)
    elif never_payable(payment):
        remedy = words("staff-no-qr", until=until)
    else:
        remedy = words("staff-declined", until=until)
    return [f"{happened} {_money(payment, reader)}", remedy, _details(payment, reader)]


def meaning(provider: str, code: str, reader: Reader) -> str:
    """What a bank's own code means for the shop, where we know it."""
    known = code.removeprefix(UNSENT)
    return reader.words.or_else(f"{provider}-{known}", "") if known else ""


def _money(payment: Payment, reader: Reader) -> str:
    return reader.words("nothing-taken" if payment.refusal_final else "money-watched")


def _details(payment: Payment, reader: Reader) -> str:
    slug, code = payment.provider, payment.details.code.strip()
    means = reader.words.or_else(f"{slug}-reason-{code}", "") if code else ""
    return details(slug, code, payment.details.text, reader, means)


def details(provider: str, code: str, text: str, reader: Reader, means: str = "") -> str:
    """A bank's code and words, and what they mean, folded away for those who may see them."""
    once = "" if text.startswith(code) else fmt.clean(code, _CODE_MOST)
    said = phrases.dotted(once, fmt.clean(text, 150))
    if not (reader.details and said) or code.startswith(UNSENT):
        return ""
    bank = phrases.safe(phrases.bank(provider, reader))
    folded = reader.words.html("bank-said", bank=bank, words=phrases.safe(escape(said, quote=False)))
    return f"<blockquote expandable>{phrases.lines([folded, means])}</blockquote>"
