"""What ApiPay is sent and how its answers are read: pure, no network.

``*_call`` builds a request, ``*_from`` reads an answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar
from urllib.parse import urlencode

from billing.money import Money
from billing.ports import Bill, Repayment
from providers.apipay import wire
from providers.http import Answer, Call

SHOWN_TO_PAYER = 60  # characters of a description that Kaspi shows; newer servers refuse more
REASON_LIMIT = 500
BATCH = 100  # invoices in one question about statuses
PAGE = 100  # rows of one answer, the most the service gives
MOST = 99_999_999_00  # tiyn
LEAST = 1_00
_PHONE = re.compile(r"\+?[78]?(7[0-9]{9})")

W = TypeVar("W", bound=wire.Wire)
Pairs = Sequence[tuple[str, str]]


# --- Requests -------------------------------------------------------------------------------------------


def phone_from(phone: str | None) -> str | None:
    """``+7 700 123-45-67``, ``77001234567``, ``7001234567`` as ``87001234567``; ``None`` for any other.

    ``8`` and ten digits pass the service's own check, but a Russian ``89…`` only fails later and silently as
    ``client_not_found``: what does not go on with 7 is no number of Kazakhstan.
    """
    match = _PHONE.fullmatch(re.sub(r"[\s()-]", "", phone or ""))
    return "8" + match[1] if match else None


def create_call(api: str, key: str, bill: Bill, phone: str) -> Call:
    """Bill the payer. Our reference goes along twice: to be found by, and as a key for newer servers."""
    body: dict[str, object] = {
        "phone_number": phone,
        "amount": bill.amount.minor // 100,
        "external_order_id": bill.reference,
        "external_order_id_idempotency": bill.reference,
    }
    if description := cut(one_line(bill.description), SHOWN_TO_PAYER):
        body["description"] = description
    return _post("create", f"{api}/invoices", key, json.dumps(body, ensure_ascii=False))


def show_call(api: str, key: str, invoice_id: str) -> Call:
    """One invoice, whole."""
    return Call("invoice", "GET", f"{api}/invoices/{invoice_id}", _headers(key))


def search_call(api: str, key: str, reference: str, page: int) -> Call:
    """Whatever contains our reference, newest first."""
    query = [("search", reference), ("page", str(page)), ("per_page", str(PAGE))]
    return Call("search", "GET", f"{api}/invoices?{urlencode(query)}", _headers(key))


def list_call(api: str, key: str, what: str, query: Pairs) -> Call:
    """A page of ``invoices`` or ``refunds``; arrays are written as ``status[]=paid&status[]=expired``."""
    return Call(what, "GET", f"{api}/{what}?{urlencode(query)}", _headers(key), listing=True)


def statuses_call(api: str, key: str, ids: Iterable[str]) -> Call:
    """Up to a hundred at once. It changes nothing, so it may be repeated as a question."""
    body = json.dumps({"invoice_ids": [int(each) for each in ids]})
    return _post("statuses", f"{api}/invoices/status/check", key, body)


def cancel_call(api: str, key: str, invoice_id: str) -> Call:
    """Has no body."""
    return Call("cancel", "POST", f"{api}/invoices/{invoice_id}/cancel", _headers(key))


def refund_call(api: str, key: str, repayment: Repayment) -> Call:
    """The amount is always said: without it all that is left goes back, whatever happened meanwhile."""
    amount = tenge(repayment.amount)
    reason = json.dumps({"reason": reason_of(repayment)}, ensure_ascii=False)
    url = f"{api}/invoices/{repayment.bill.bank_id}/refund"
    return _post("refund", url, key, f'{{"amount": {amount}, {reason[1:]}')


def refunds_call(api: str, key: str, invoice_id: str) -> Call:
    """Every refund of one invoice."""
    return Call("refunds-of", "GET", f"{api}/invoices/{invoice_id}/refunds", _headers(key))


def plain_call(api: str, key: str, path: str) -> Call:
    """``status`` and ``account/health``."""
    return Call(path.replace("/", "-"), "GET", f"{api}/{path}", _headers(key))


def mark_of(repayment: Repayment) -> str:
    """By which a refund is recognised as ours: the service has no key for refunds, only a reason."""
    return f"[{repayment.key}]"


def reason_of(repayment: Repayment) -> str:
    """The person's words, and our mark behind them."""
    mark = mark_of(repayment)
    words = cut(one_line(repayment.purpose), REASON_LIMIT - len(mark) - 1)
    return f"{words} {mark}".strip()


def tenge(amount: Money) -> str:
    """``5000`` or ``5000.50``."""
    return str(amount.minor // 100) if amount.minor % 100 == 0 else str(amount.major)


def one_line(text: str) -> str:
    """Without line breaks and what cannot be printed."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _post(name: str, url: str, key: str, body: str) -> Call:
    headers = {**_headers(key), "content-type": "application/json"}
    return Call(name, "POST", url, headers, body.encode())


def _headers(key: str) -> dict[str, str]:
    """``Accept`` is said by the line: without it errors come as HTML."""
    return {"x-api-key": key}


# --- Answers --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page(Generic[W]):
    """A part of a list; ``last`` is ``None`` where the service does not say how many pages there are."""

    rows: list[W]
    last: int | None
    total: int | None = None

    def more(self, page: int) -> bool:
        """Whether another page may hold something."""
        return bool(self.rows) and (self.last is None or page < self.last)


def page_from(model: type[W], body: bytes, size: int = PAGE) -> Page[W]:
    """Both envelopes: ``{data, meta}`` and the flat ``{current_page, data, total}``. Raises ``Garbled``."""
    value = wire.object_from(body)
    rows = wire.each(model, value.get("data"))
    meta = value.get("meta")
    figures = {**value, **(meta if isinstance(meta, dict) else {})}
    last, total = _count(figures.get("last_page")), _count(figures.get("total"))
    if last is None and total is not None:
        last = -(-total // (_count(figures.get("per_page")) or size))
    return Page(rows, last, total)


def statuses_from(body: bytes) -> list[wire.Invoice] | None:
    """The statuses in one of three shapes; ``None``: the service only says that it will look.

    Until April 2026 it answered ``{"message": "… dispatched", "count": 3}``, since then
    ``{"invoices": […]}``; a bare list has been seen too. Raises ``Garbled``.
    """
    value = wire.value_from(body)
    if isinstance(value, list):
        return wire.each(wire.Invoice, value)
    if not isinstance(value, dict):
        raise wire.Garbled("neither an object nor a list")
    listed = value.get("invoices", value.get("data"))
    if listed is not None:
        return wire.each(wire.Invoice, listed)
    if "count" in value or "message" in value:
        return None
    raise wire.Garbled("no invoices")


def invoice_from(answer: Answer) -> wire.Invoice:
    """Flat or under ``invoice``; raises ``Garbled`` for anything without an id and a status."""
    told = wire.read(wire.Invoice, answer.body, under="invoice")
    if not told.id or not told.status:
        raise wire.Garbled("no invoice")
    return told


def refunds_from(body: bytes) -> list[wire.Refund]:
    """The refunds of one invoice, under ``refunds``; raises ``Garbled``."""
    value = wire.object_from(body)
    return wire.each(wire.Refund, value.get("refunds", value.get("data")))


def money_from(amount: Decimal | None) -> Money | None:
    """Tenge, the only currency of the service; ``None`` where nothing readable is said."""
    try:
        return None if amount is None else Money.of(amount, "KZT")
    except ValueError:
        return None


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return int(value) if re.fullmatch("[0-9]{1,9}", str(value)) else None
