"""What Halyk is sent and how its answers are read: pure, no network.

``add_*`` builds a part of a request, ``*_from`` reads a part of an answer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from billing.answers import Accepted, Outcome, Rejected, Unknown, Unreachable
from billing.models import AppLink, Details, Instruction, InstructionKind, Refusal
from billing.money import Money
from billing.questions import Bill
from providers.halyk import emv, reasons, wire
from providers.halyk.settings import Keys
from providers.http import Answer, Call

SCOPE = "webapi usermanagement email_send verification statement statistics payment"
QR_LIFE = timedelta(minutes=20)  # the bank cancels an unpaid QR then
DESCRIPTION_BYTES = 125  # more is error 3298
LINK_LIMIT = 2048
TOKEN_REFUSED = Unreachable("HTTP 401")
_TOKEN = re.compile(r"[!-~]{1,4096}")
_LINK = re.compile(
    r"(?!(?:javascript|data|vbscript|file|blob|about):)[a-z][a-z0-9+.-]*:[!-~]+", re.IGNORECASE
)
# The bank shows ``ru`` and no other word for the language of a QR; another one may cost the payment.
_LANGUAGES = {"ru": "ru", "kk": "ru", "en": "ru"}


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and its end."""

    value: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Denied:
    """The token service knows us not, or not with this terminal."""

    code: str
    text: str


# --- Requests -------------------------------------------------------------------------------------------


def payment_token_call(url: str, keys: Keys, bill: Bill) -> Call:
    """A token that is good for one bill: it carries invoice, amount, currency and terminal."""
    form: dict[str, str] = {}
    add_keys(form, keys)
    add_order(form, bill)
    return _token_call("payment-token", url, form)


def service_token_call(url: str, keys: Keys) -> Call:
    """A token for everything that is not a bill."""
    form: dict[str, str] = {}
    add_keys(form, keys)
    return _token_call("service-token", url, form)


def generate_call(api: str, token: str, bill: Bill) -> Call:
    """Ask for the QR; amount and invoice are not in it, they come from the token."""
    body: dict[str, str] = {}
    add_links(body, bill)
    add_words(body, bill)
    add_payer(body, bill)
    headers = {**_bearer(token), "content-type": "application/json"}
    return Call("generate", "POST", f"{api}/payment/qr/generate", headers, _json(body))


def qr_call(api: str, token: str) -> Call:
    """Ask how the QR fares; which QR is said by the token alone."""
    return Call("qr", "GET", f"{api}/qr", _bearer(token))


def status_call(api: str, token: str, reference: str) -> Call:
    """Ask about the payment of an invoice number."""
    url = f"{api}/check-status/payment/transaction/{reference}"
    return Call("check-status", "GET", url, _bearer(token))


def add_keys(form: dict[str, str], keys: Keys) -> None:
    """Who asks."""
    form |= {"grant_type": "client_credentials", "scope": SCOPE}
    form |= {"client_id": keys.client_id, "client_secret": keys.client_secret, "terminal": keys.terminal}


def add_order(form: dict[str, str], bill: Bill) -> None:
    """What is to be paid: tenge, with two digits only where there are tiyn."""
    form |= {"invoiceID": bill.reference, "amount": tenge(bill.amount), "currency": bill.amount.currency}


def add_links(body: dict[str, str], bill: Bill) -> None:
    """Where the bank calls us."""
    body |= {"postLink": bill.paid_url, "failurePostLink": bill.failed_url}


def add_words(body: dict[str, str], bill: Bill) -> None:
    """What stands on the payment; ``data`` may be empty and comes back as it is."""
    body |= {"accountId": bill.account, "data": "", "language": _LANGUAGES.get(bill.language, "ru")}
    if description := cut(one_line(bill.description), DESCRIPTION_BYTES):
        body["description"] = description


def add_payer(body: dict[str, str], bill: Bill) -> None:
    """The payer's phone as in the bank's sample, ``8`` and ten digits; other countries' are left out."""
    if bill.phone is not None and (match := re.fullmatch(r"\+?7([0-9]{10})", bill.phone)):
        body["payerPhone"] = "8" + match[1]


def tenge(amount: Money) -> str:
    """``5000`` or ``5000.50``."""
    return str(amount.minor // 100) if amount.minor % 100 == 0 else str(amount.major)


def one_line(text: str) -> str:
    """Without line breaks and what cannot be printed."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def cut(text: str, limit: int) -> str:
    """At most ``limit`` bytes of UTF-8, cut between characters."""
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore").rstrip()


def _token_call(name: str, url: str, form: dict[str, str]) -> Call:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Call(name, "POST", url, headers, urlencode(form).encode())


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def _json(body: dict[str, str]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


# --- Answers --------------------------------------------------------------------------------------------


def token_from(answer: Answer, asked_at: datetime) -> Token | Denied:
    """Raises ``Garbled`` where the token service neither gave nor denied a token."""
    if answer.status in (400, 401, 403):
        return _denied_from(answer)
    if answer.status != 200:
        raise wire.Garbled(f"HTTP {answer.status}")
    told = wire.read(wire.TokenAnswer, answer.body)
    if not _TOKEN.fullmatch(told.access_token):
        raise wire.Garbled("no token")
    return Token(told.access_token, asked_at + timedelta(seconds=told.expires_in))


def _denied_from(answer: Answer) -> Denied:
    told = _error_from(answer)
    return Denied(told.code or told.error or str(answer.status), told.message or told.error_description)


def _error_from(answer: Answer) -> wire.ErrorAnswer:
    try:
        return wire.read(wire.ErrorAnswer, answer.body)
    except wire.Garbled:
        return wire.ErrorAnswer()


def outcome_from(answer: Answer, bill: Bill, asked_at: datetime, token_end: datetime) -> Outcome:
    """What became of the wish for a QR."""
    if answer.status in (401, 403, 404, 405, 429):  # refused at the door: nothing was made
        return Unreachable(f"HTTP {answer.status}")
    if answer.status >= 500:
        return Unknown(f"HTTP {answer.status}")
    try:
        told = wire.read(wire.GenerateAnswer, answer.body)
    except wire.Garbled as garbled:
        return Unknown(f"HTTP {answer.status}, {garbled}")
    if 200 <= answer.status < 300 and told.qrcode:
        return _accepted_from(told, bill, min(token_end, asked_at + QR_LIFE))
    refusal = reasons.refusal_at_generate(told.code)
    if refusal is None:
        return Unknown(f"HTTP {answer.status}, code {told.code or 'none'}")
    return Rejected(refusal, told.code, told.message)


def _accepted_from(told: wire.GenerateAnswer, bill: Bill, ends_at: datetime) -> Outcome:
    try:
        fields = emv.checked(told.qrcode, bill.amount)
    except emv.QrWrong as wrong:
        return Rejected(Refusal.QR_WRONG, text=str(wrong))
    details = Details(bill_number=told.bill_number or emv.bill_number_from(fields))
    return Accepted(
        Instruction(InstructionKind.SCAN, told.qrcode, links_from(told)), ends_at, details=details
    )


def links_from(told: wire.GenerateAnswer) -> tuple[AppLink, ...]:
    """The links into the bank's apps that are links at all; nothing that a browser would run."""
    both = (AppLink("homebank", told.homebank_link), AppLink("onlinebank", told.onlinebank_link))
    return tuple(link for link in both if len(link.url) <= LINK_LIMIT and _LINK.fullmatch(link.url))


def qr_from(answer: Answer) -> wire.QrAnswer | None:
    """How the QR fares; ``None``: the bank has no QR under this token. Raises ``Garbled``."""
    if answer.status == 404:
        return None
    if answer.status not in (200, 400):
        raise wire.Garbled(f"HTTP {answer.status}")
    told = wire.read(wire.QrAnswer, answer.body)
    if told.status:
        return told
    if answer.status == 400 and told.code:
        return None
    raise wire.Garbled("no status")


def status_from(answer: Answer) -> wire.StatusAnswer:
    """HTTP 400 carries the same JSON as 200, so the body is read first. Raises ``Garbled``."""
    if answer.status >= 500 or answer.status == 429:
        raise wire.Garbled(f"HTTP {answer.status}")
    told = wire.read(wire.StatusAnswer, answer.body)
    if not told.result_code:
        raise wire.Garbled(f"HTTP {answer.status}, no resultCode")
    return told
