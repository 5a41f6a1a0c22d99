"""Giving money back: what may be asked for, and what becomes of it. No network here."""

from datetime import datetime, timedelta

from sandbox.apipay import magic, returning
from sandbox.apipay.bills import REFUNDABLE, WINDOW, Invoice, Refund, Returned, Status
from sandbox.apipay.books import Books
from sandbox.apipay.refusals import wrong_state

REFUNDED = "invoice.refunded"


def begin(
    books: Books,
    invoice: Invoice,
    amount: int | None,
    reason: str | None,
    now: datetime,
    by: str = "api",
    items: tuple[Returned, ...] = (),
) -> Refund:
    """Start a refund: of some items, of a sum, or of all that is left. Asked twice, it is two refunds."""
    if invoice.status not in REFUNDABLE:
        raise wrong_state("Invoice is not refundable")
    wanted = sum(item.amount for item in items) or (invoice.available if amount is None else amount)
    if not 0 < wanted <= invoice.available or _is(invoice, wanted, magic.REFUND_REFUSED):
        raise wrong_state("Refund amount exceeds available amount")
    fate, itemised = _fate(books, invoice, wanted, now), bool(items)
    if not items and wanted == invoice.available:
        items = returning.rest_of(invoice)
    number = books.new_refund_number()
    refund = Refund(number, wanted, reason, by, now, fate, items=items, itemised=itemised)
    invoice.refunds.append(refund)
    takes = timedelta(seconds=books.config.refund_seconds)
    books.later(now + takes / 2, lambda at: _process(refund))
    if refund.fate != "stays":
        books.later(now + takes, lambda at: _finish(books, invoice, refund, at))
    return refund


def _finish(books: Books, invoice: Invoice, refund: Refund, now: datetime) -> None:
    """It is over: the money is back, or its fate says why not."""
    if refund.fate:
        refund.status, refund.error_code = "failed", refund.fate
    else:
        refund.status, refund.kaspi_id = "completed", books.new_kaspi_number()
        _rename(books, invoice, now)
    books.tell(invoice, now, REFUNDED, refund)


def _process(refund: Refund) -> None:
    if refund.status == "pending":
        refund.status = "processing"


def _rename(books: Books, invoice: Invoice, now: datetime) -> None:
    """What the status is after a part, and after all of it: nobody agrees about that."""
    word, left = books.config.refunded_word, invoice.amount - invoice.refunded
    if word == "paid":
        return
    if left == 0 and word == "refunded":
        invoice.become(Status.REFUNDED, now)
    elif left and invoice.status is Status.PAID:
        invoice.become(Status.PARTIALLY_REFUNDED, now)
        books.tell(invoice, now)


def _fate(books: Books, invoice: Invoice, wanted: int, now: datetime) -> str:
    ordered = books.fates.take("refund")
    if ordered is not None:
        return ordered.word
    if invoice.paid_at is not None and now - invoice.paid_at > WINDOW:
        return "refund_window_expired"
    if _is(invoice, wanted, magic.REFUND_FAILS):
        return "refund_window_expired"
    return "stays" if _is(invoice, wanted, magic.REFUND_STAYS) else ""


def _is(invoice: Invoice, wanted: int, tenge: int) -> bool:
    return not invoice.plain and wanted == tenge * 100
