"""Why a payment did not go through: what happened, where the money is, what to do now."""

from __future__ import annotations

import re
from html import escape

from billing.answers import UNSENT
from billing.cards import CardView
from billing.models import Audience, Details, Payment, Refusal
from screens import format as fmt
from screens import phrases
from screens.reader import Reader
from screens.situations import is_others, never_payable

_SAID_MOST = 120
_EMPTY, _WORD = re.compile(r"\(\s*\)|\[\s*\]"), re.compile(r"[^\W\d_]{2}")
_AROUND = " .,:;–—-\"'«»“”"

_CODE_MOST = 40
"""The longest codes are words: refund_amount_exceeds_available_amount."""


def explained(view: CardView, payment: Payment, audience: Audience, reader: Reader, ways: int) -> list[str]:
    """The lines under the first two; only the customer and the shop are told whose card had what."""
    until = phrases.time_of(view.invoice.deadline, view, reader)
    if audience is Audience.ISSUER:
        return _for_staff(payment, reader, until)
    refusal = payment.refusal or Refusal.UNSAID
    happened = phrases.safe(f"{_why(payment, reader)} {_money(payment, reader)}")
    if is_others(view, audience, reader.person_id) and not never_payable(payment):
        refusal, happened = Refusal.PAYER, phrases.safe(_money(payment, reader))
    return [happened, reader.words(f"remedy-{refusal}", ways=max(ways, 1), until=until)]


def _for_staff(payment: Payment, reader: Reader, until: str) -> list[str]:
    words = reader.words
    own = meaning(payment.provider, payment.details.code, reader)
    happened = own or _why(payment, reader)
    if own:
        remedy = words("staff-open", until=until)
    elif payment.refusal is Refusal.CROWDED:
        remedy = words("staff-crowded", until=until)
    elif never_payable(payment):
        remedy = words("staff-no-qr", until=until)
    else:
        remedy = words("staff-declined", until=until)
    return [f"{happened} {_money(payment, reader)}", remedy, _details(payment, reader)]


def _why(payment: Payment, reader: Reader) -> str:
    """HTML: the reason in our words; where we know none, in the bank's own, if it has any."""
    refusal = payment.refusal or Refusal.UNSAID
    said = _in_words(payment.details) if refusal is Refusal.UNSAID else ""
    return reader.words.html("refusal-in-words", said=said) if said else reader.words(f"refusal-{refusal}")


def _in_words(details: Details) -> str:
    """What the bank said, in one line and without its code; nothing where that was all, or we said it."""
    code = details.code.strip()
    if code.startswith(UNSENT):
        return ""
    text = re.sub(rf"(?<!\w){re.escape(code)}(?!\w)", "", details.text) if code else details.text
    text = fmt.clean(_EMPTY.sub("", text), _SAID_MOST).strip(_AROUND)
    return text if _WORD.search(text) else ""


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
