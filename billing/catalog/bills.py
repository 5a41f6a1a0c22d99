"""Bills at banks that know our items: made of lines where that is safe, by their amount everywhere else.

The bank adds up by itself. Where it comes to another total than we do, nobody is to pay that: the bill is
taken back, those who decide are told, and the invoice's next bill at this bank is made by its amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from billing import telling
from billing.answers import LINES_REFUSED
from billing.books import Books
from billing.catalog.banking import BankItemState
from billing.catalog.models import Line
from billing.models import Invoice, Payment
from billing.money import Money
from billing.questions import BillLine

OTHER_TOTAL = "bill-differs"


def choose_lines(books: Books, payment: Payment) -> tuple[BillLine, ...]:
    """What the bank is told just before it is asked; that, and as which of its items, is kept for refunds."""
    invoice = books.invoice(payment.invoice_id)
    known = _known_lines(books, payment, invoice) if invoice and invoice.by_cart else {}
    if payment.by_lines != bool(known):
        books.amend_payment(payment.id, by_lines=bool(known))
    books.note_billed(payment.id, {line.id: bank_id for bank_id, line in known.items()})
    return tuple(
        BillLine(bank_id, line.count, Money(line.price, payment.amount.currency))
        for bank_id, line in known.items()
    )


def _known_lines(books: Books, payment: Payment, invoice: Invoice) -> dict[str, Line]:
    """The invoice's lines by the bank's ids; none where one is not there, or they were refused before."""
    catalog = books.bank_catalog(payment.provider)
    if catalog is None or not catalog.supported or payment.amount != invoice.amount:
        return {}
    lines = books.lines_of(invoice.id)
    if not _surely_equal(lines, invoice) or any(map(spoilt, books.payments_of(invoice.id))):
        return {}
    at_bank = books.bank_items(payment.provider, [line.item_id for line in lines if line.item_id is not None])
    known = {}
    for line in lines:
        item = at_bank.get(line.item_id or 0)
        if item is None or item.state is not BankItemState.ACTIVE or item.bank_id is None:
            return {}
        known[item.bank_id] = line
    return known


def _surely_equal(lines: Sequence[Line], invoice: Invoice) -> bool:
    """Whether the discount comes out without rounding: nobody has told how a bank would round."""
    subtotal = sum(line.total + line.discount for line in lines)
    return (subtotal - invoice.amount.minor) * 100 == subtotal * invoice.discount


def spoilt(payment: Payment) -> bool:
    """Whether this bill shows that the bank's lines are not ours."""
    return payment.trouble == OTHER_TOTAL or payment.details.code.startswith(LINES_REFUSED)


def compare(books: Books, payment: Payment, total: Money | None, at: datetime) -> None:
    """Take back a bill that comes to something else than it should, and tell those who decide, once."""
    if total is None or total == payment.amount or payment.trouble == OTHER_TOTAL:
        return
    books.amend_payment(payment.id, cancel_wished=True, next_look=at, trouble=OTHER_TOTAL)
    sums = {"ours": str(payment.amount.minor), "theirs": str(total.minor), "currency": total.currency}
    books.audit("payment", payment.id, "", OTHER_TOTAL, "bank", at, sums)
    invoice = books.invoice(payment.invoice_id)
    values = {"number": str(invoice.number) if invoice else "?", "bank": payment.provider, **sums}
    telling.alert(books, f"alert-{OTHER_TOTAL}", f"p{payment.id}", values, at)
