"""What the payer's app shows: the pushes of a phone, ready for the page. Pure."""

import re
from collections.abc import Collection
from datetime import datetime

from sandbox.apipay.app_texts import TEXTS
from sandbox.apipay.bills import HAS_MONEY, Invoice, Line, Status
from sandbox.common.pages import sum_of

SHOWN = 20
SEEN_BY_PAYER = 60
"""Kaspi shows the payer so many characters of a description."""
HIDDEN = frozenset({Status.PROCESSING, Status.ERROR})
NOT_DIGITS = re.compile(r"[\s()+-]")

View = dict[str, object]


def phone_from(text: str) -> str | None:
    """`+7 700 123-45-67`, `8700…`, `7700…` or ten digits, as 8…; None for anything else."""
    digits = NOT_DIGITS.sub("", text)
    if len(digits) == 11 and digits[0] in "78":
        digits = digits[1:]
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        return None
    return "8" + digits


def pushes_of(invoices: Collection[Invoice], phone: str, now: datetime, lang: str, shop: str) -> list[View]:
    """What came to a phone: what may be paid first, then the newest."""
    mine = [row for row in invoices if row.wish.phone == phone and row.kaspi_id and row.status not in HIDDEN]
    mine.sort(key=lambda row: (is_open(row), row.id), reverse=True)
    return [push_of(row, now, lang, shop) for row in mine[:SHOWN]]


def push_of(invoice: Invoice, now: datetime, lang: str, shop: str) -> View:
    """One push. A payer does not see that the shop would like to cancel."""
    texts, state = TEXTS[lang], _state(invoice)
    returned = f"{texts['returned']}: {sum_of(invoice.refunded)}" if invoice.refunded else ""
    return {
        "id": invoice.id,
        "shop": shop,
        "recurring": texts[invoice.period] if invoice.period else "",
        "purpose": (invoice.wish.description or "")[:SEEN_BY_PAYER],
        "lines": [_line(line) for line in invoice.wish.lines],
        "discount": _discount(invoice, texts["discount"]),
        "amount": sum_of(invoice.amount),
        "state": state,
        "open": state == "open",
        "title": texts.get(state, ""),
        "detail": returned,
        "seconds_left": max(0, int((invoice.expires_at - now).total_seconds())),
    }


def _line(line: Line) -> View:
    """What was bought: its name, how many at what price, and what that comes to."""
    return {"name": line.name, "count": f"{line.count} × {sum_of(line.price)}", "cost": sum_of(line.gross)}


def _discount(invoice: Invoice, word: str) -> str:
    wish = invoice.wish
    return f"{word} {wish.percent} %: −{sum_of(wish.discount)}" if wish.percent else ""


def is_open(invoice: Invoice) -> bool:
    """Whether the payer can do something with it."""
    return invoice.status in (Status.PENDING, Status.CANCELLING) and not invoice.money_at_kaspi


def _state(invoice: Invoice) -> str:
    if is_open(invoice):
        return "open"
    if invoice.status in HAS_MONEY or invoice.money_at_kaspi:
        return "paid"
    return str(invoice.status)
