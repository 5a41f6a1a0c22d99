"""What people may see of invoices: one, a list of them, the newest state for drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from billing import cards, invoicing, payers, returned
from billing.banking import Banking
from billing.books import Books
from billing.errors import NotFound
from billing.models import Invoice, Person
from billing.money import Money
from billing.reception import Reception
from billing.states import InvoiceState


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One page of a list, newest first; ``after`` continues it."""

    invoices: tuple[Invoice, ...]
    after: int | None
    totals: dict[InvoiceState, int]
    returned: dict[int, Money] = field(default_factory=dict)  # by invoice, where something went back
    payers: dict[int, str] = field(default_factory=dict, repr=False)  # by invoice, where one was searched for
    taken: dict[int, Money] = field(
        default_factory=dict
    )  # by invoice, where another sum was taken than asked
    exact: bool = False  # found by a number, which leaves no choice where there is one invoice only


class Viewing(Reception):
    """The desk's calls that only read."""

    def __init__(self, banking: Banking) -> None:
        super().__init__(banking.store, banking.clock)
        self.banking = banking

    async def view(self, invoice_id: int) -> cards.CardView:
        """The newest state of an invoice, for drawing."""
        at = self.clock.now()

        def read(books: Books) -> cards.CardView:
            invoice = books.invoice(invoice_id)
            if invoice is None:
                raise NotFound
            return cards.view(books, invoice, at, self.banking.providers.values(), self.banking.away.at(at))

        return await self.store.read(read)

    async def view_by_token(self, token: str) -> cards.CardView:
        """The same for a bearer of the link."""
        at = self.clock.now()

        def read(books: Books) -> cards.CardView:
            invoice = books.invoice_by_token(token)
            if invoice is None:
                raise NotFound
            return cards.view(books, invoice, at, self.banking.providers.values(), self.banking.away.at(at))

        return await self.store.read(read)

    async def invoice_by_number(self, number: int, person: Person) -> Invoice:
        """The invoice ``#number``, if the person may see it."""

        def read(books: Books) -> Invoice:
            invoice = books.invoice_by_number(number)
            if invoice is None:
                raise NotFound
            return invoicing.visible(books, invoice.id, person)

        return await self.store.read(read)

    async def invoices(
        self, person: Person, state: InvoiceState | None, before: int | None, size: int = 8
    ) -> InvoicePage:
        """A page of the member's invoices."""

        def read(books: Books) -> InvoicePage:
            rows = invoicing.list_page(books, person, state, before, size)
            return _page(books, rows, size, invoicing.totals(books, person))

        return await self.store.read(read)

    async def find(self, person: Person, typed: str, before: int | None = None, size: int = 8) -> InvoicePage:
        """A page of the member's invoices by the bank's number, else by words of the payer's name."""

        def read(books: Books) -> InvoicePage:
            if before is None and (known := payers.by_bank_number(books, person, typed, size)):
                return replace(_page(books, known, size, {}), exact=True)
            rows = payers.by_name(books, person, typed, before, size + 1)
            page = _page(books, rows, size, {})
            names = {each.id: payers.payer_of(books.payments_of(each.id), typed) for each in page.invoices}
            return replace(page, payers=names)

        return await self.store.read(read)

    async def payments(self, person: Person, before: int | None, size: int = 8) -> InvoicePage:
        """A page of the customer's own invoices."""

        def read(books: Books) -> InvoicePage:
            rows = books.invoices_of_customer(person.id, before=before, limit=size + 1)
            return _page(books, rows, size, {})

        return await self.store.read(read)


def _page(books: Books, rows: list[Invoice], size: int, totals: dict[InvoiceState, int]) -> InvoicePage:
    shown = tuple(rows[:size])
    sums = {invoice.id: returned.of_invoice(books, invoice) for invoice in shown}
    back = {invoice_id: amount for invoice_id, amount in sums.items() if amount.minor}
    page = InvoicePage(shown, shown[-1].id if len(rows) > size else None, totals, back)
    return replace(page, taken=dict(_other_sums(books, shown)))


def _other_sums(books: Books, invoices: Iterable[Invoice]) -> Iterator[tuple[int, Money]]:
    """A short or an over payment that somebody has accepted."""
    paid = {each.paid_payment_id: each for each in invoices if each.paid_payment_id is not None}
    for payment in books.payments_by_id([*paid]).values() if paid else ():
        invoice = paid[payment.id]
        if payment.taken is not None and payment.taken != invoice.amount:
            yield invoice.id, payment.taken
