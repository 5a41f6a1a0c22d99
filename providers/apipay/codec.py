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
from billing.questions import Bill, Repayment
from providers.apipay import wire
from providers.http import Answer, Call

SHOWN_TO_PAYER = 60  # characters of a description that Kaspi shows; newer servers refuse more
REASON_LIMIT = 500
BATCH = 100  # invoices in one question about statuses
LINES = 100  # of one bill
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
        **(_cart(bill) if bill.lines else {"amount": bill.amount}),
        "external_order_id": bill.reference,
        "external_order_id_idempotency": bill.reference,
    }
    if description := cut(one_line(bill.description), SHOWN_TO_PAYER):
        body["description"] = description
    return json_call("create", "POST", f"{api}/invoices", key, body)


def _cart(bill: Bill) -> dict[str, object]:
    """Lines go alone: an amount beside them is not seen, and the service's own sum is what counts.

    The price is always said, else the catalog's would count, which may have changed. A discount of one line
    was taken out of the service in March 2026; the one of the whole is 1 to 99.
    """
    rows = [
        {"catalog_item_id": int(line.bank_id), "count": line.count, "price": line.price}
        for line in bill.lines
    ]
    return {"cart_items": rows} | ({"discount_percentage": bill.discount} if 1 <= bill.discount <= 99 else {})


def show_call(api: str, key: str, invoice_id: str) -> Call:
    """One invoice, whole."""
    return Call("invoice", "GET", f"{api}/invoices/{invoice_id}", headers(key))


def search_call(api: str, key: str, reference: str, page: int) -> Call:
    """Whatever contains our reference, newest first."""
    query = [("search", reference), ("page", str(page)), ("per_page", str(PAGE))]
    return Call("search", "GET", f"{api}/invoices?{urlencode(query)}", headers(key))


def list_call(api: str, key: str, what: str, query: Pairs) -> Call:
    """A page of ``invoices`` or ``refunds``; arrays are written as ``status[]=paid&status[]=expired``."""
    return Call(what, "GET", f"{api}/{what}?{urlencode(query)}", headers(key), listing=True)


def statuses_call(api: str, key: str, ids: Iterable[str]) -> Call:
    """Up to a hundred at once. It changes nothing, so it may be repeated as a question."""
    body = {"invoice_ids": [int(each) for each in ids]}
    return json_call("statuses", "POST", f"{api}/invoices/status/check", key, body)


def cancel_call(api: str, key: str, invoice_id: str) -> Call:
    """Has no body."""
    return Call("cancel", "POST", f"{api}/invoices/{invoice_id}/cancel", headers(key))


def refund_call(api: str, key: str, repayment: Repayment) -> Call:
    """The amount is always said: without it all that is left goes back, whatever happened meanwhile.

    Where pieces of a bill's lines go back they are named instead, and the service says what they come to: it
    takes either, not both. All of a bill goes back by its amount.
    """
    what: dict[str, object] = {"amount": repayment.amount}
    if by_lines(repayment):
        rows = [{"catalog_item_id": int(line.bank_id), "count": line.count} for line in repayment.lines]
        what = {"return_items": rows}
    url = f"{api}/invoices/{repayment.bill.bank_id}/refund"
    return json_call("refund", "POST", url, key, what | {"reason": reason_of(repayment)})


def by_lines(repayment: Repayment) -> bool:
    """Whether pieces are named, so that the bank says what they come to."""
    return bool(repayment.lines) and not repayment.whole


def refunds_call(api: str, key: str, invoice_id: str) -> Call:
    """Every refund of one invoice."""
    return Call("refunds-of", "GET", f"{api}/invoices/{invoice_id}/refunds", headers(key))


def plain_call(api: str, key: str, path: str) -> Call:
    """``status`` and ``account/health``."""
    return Call(path.replace("/", "-"), "GET", f"{api}/{path}", headers(key))


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


def json_call(name: str, method: str, url: str, key: str, body: object) -> Call:
    """A call with a JSON body; sums in it are ``Money``."""
    said = {**headers(key), "content-type": "application/json"}
    return Call(name, method, url, said, _written(body).encode())


def _written(value: object) -> str:
    """JSON whose sums are exact."""
    if isinstance(value, Money):
        return tenge(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(name)}: {_written(each)}' for name, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False)


def headers(key: str) -> dict[str, str]:
    """``Accept`` is said by the line: without it errors come as HTML."""
    return {"x-api-key": key}


# --- Answers --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page(Generic[W]):
    """A part of a list; ``last`` is ``None`` where the service does not say how many pages there are."""

    rows: list[W]
    last: int | None
    total: int | None = None
    cursor: str = ""  # of the next page, where the service pages so

    def more(self, page: int) -> bool:
        """Whether another page may hold something."""
        return bool(self.rows) and (bool(self.cursor) or self.last is None or page < self.last)


def page_from(model: type[W], body: bytes, size: int = PAGE) -> Page[W]:
    """Both envelopes: ``{data, meta}`` and the flat ``{current_page, data, total}``. Raises ``Garbled``."""
    value = wire.object_from(body)
    rows = wire.each(model, value.get("data"))
    meta = value.get("meta")
    figures = {**value, **(meta if isinstance(meta, dict) else {})}
    last, total = _count(figures.get("last_page")), _count(figures.get("total"))
    if last is None and total is not None:
        last = -(-total // (_count(figures.get("per_page")) or size))
    return Page(rows, last, total, wire.text_from(figures.get("next_cursor")))


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
