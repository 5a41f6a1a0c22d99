"""Which shares of a whole count: none that was cancelled, and none whose money is with its payer again."""

from __future__ import annotations

from billing.books import Books
from billing.models import Invoice
from billing.split.models import living
from billing.states import InvoiceState, PaymentState, RefundState


def given_back(books: Books, share: Invoice) -> bool:
    """All that came for it went back: it pays for nothing, and is free again while the whole is open."""
    if share.state is not InvoiceState.PAID:
        return False
    back = [each for each in books.refunds_of_invoice(share.id) if each.state is RefundState.COMPLETED]
    paid = [each for each in books.payments_of(share.id) if each.state is PaymentState.PAID] if back else []
    came = sum((payment.taken or payment.amount).minor for payment in paid)
    return 0 < came <= sum(refund.amount.minor for refund in back)


def standing(books: Books, whole: Invoice) -> list[Invoice]:
    """Those for which somebody has paid, or is to pay."""
    return [share for share in living(books.shares_of(whole.id)) if not given_back(books, share)]


def shown(books: Books, whole: Invoice) -> list[Invoice]:
    """The same while it is open; once it is over, nobody takes those that were given back: they stay."""
    return standing(books, whole) if whole.state is InvoiceState.OPEN else living(books.shares_of(whole.id))
