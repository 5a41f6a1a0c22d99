"""What other people's programs may wish, one call each; every right is looked up when the call arrives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from billing import invoicing, pushes, refunding
from billing.books import Books
from billing.desk import Desk
from billing.developers import keys, writing
from billing.developers.models import ApiKey, InvoiceFacts, RefundFacts, Scope
from billing.developers.writing import Once, Said
from billing.errors import Closed, NotFound, Refused
from billing.models import Invoice, Payment, Person, Place
from billing.money import Money
from billing.refund_desk import to_refund
from billing.states import InvoiceState, RefundState


@dataclass(frozen=True, slots=True)
class NewBill:
    """What a program asks to be paid. ``phone`` (E.164): whom to bill; ``card``: also show it in the chat."""

    amount: Money
    description: str
    phone: str = ""
    card: bool = False


@dataclass(frozen=True, slots=True)
class GoBack:
    """What a program asks to be sent back, of the invoice with this number."""

    number: int
    amount: Money
    reason: str


class ApiDesk:
    """One call for one wish of a program. Raises ``BillingError`` for what is refused."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.store = desk.store
        self.clock = desk.clock

    async def enter(self, token: str) -> ApiKey:
        """Whose key this is. Raises ``KeyUnknown``."""
        key, _ = await self.store.read(lambda books: keys.enter(books, token))
        at = self.clock.now()
        if keys.unnoted(key, at):
            await self.store.write_small(lambda books: keys.used(books, key, at))
        return key

    async def issue(
        self, key: ApiKey, asked: Once, bill: NewBill, render: Callable[[InvoiceFacts], str]
    ) -> Said:
        """Make an invoice, once. With one bank the QR is asked for at once, as in the chat."""
        at = self.clock.now()

        def write(books: Books) -> tuple[Said, int | None]:
            person = keys.holder(books, key.id, Scope.WRITE, lock=True)
            payments: list[int | None] = [None]

            def work() -> tuple[int, str]:
                invoice, payments[0] = self._issued(books, person, asked, bill)
                return 201, render(InvoiceFacts(invoice))

            return writing.write(books, asked, at, work), payments[0]

        said, payment_id = await self.store.write(write)
        self.desk.ask_soon(payment_id)
        return said

    async def invoice(self, key: ApiKey, number: int) -> InvoiceFacts:
        """The invoice ``#number``."""

        def read(books: Books) -> InvoiceFacts:
            keys.holder(books, key.id, Scope.READ)
            return _facts(books, [_by_number(books, number)])[0]

        return await self.store.read(read)

    async def invoices(
        self, key: ApiKey, state: InvoiceState | None, before: int | None, size: int
    ) -> tuple[Sequence[InvoiceFacts], int | None]:
        """A page, newest first, and how the list goes on."""

        def read(books: Books) -> tuple[Sequence[InvoiceFacts], int | None]:
            person = keys.holder(books, key.id, Scope.READ)
            rows = invoicing.list_page(books, person, state, before, size)
            return _facts(books, rows[:size]), rows[size - 1].id if len(rows) > size else None

        return await self.store.read(read)

    async def refunds(self, key: ApiKey, number: int) -> Sequence[RefundFacts]:
        """All of an invoice, oldest first."""

        def read(books: Books) -> Sequence[RefundFacts]:
            keys.holder(books, key.id, Scope.READ)
            invoice = _by_number(books, number)
            return [RefundFacts(each, number) for each in books.refunds_of_invoice(invoice.id)]

        return await self.store.read(read)

    async def refund(self, key: ApiKey, refund_id: int) -> RefundFacts:
        """One refund."""

        def read(books: Books) -> RefundFacts:
            keys.holder(books, key.id, Scope.READ)
            refund = books.refund(refund_id)
            invoice = books.invoice(refund.invoice_id) if refund else None
            if refund is None or invoice is None:
                raise NotFound("api-refund-not-found")
            return RefundFacts(refund, invoice.number)

        return await self.store.read(read)

    async def send_back(
        self, key: ApiKey, asked: Once, wish: GoBack, render: Callable[[RefundFacts], str]
    ) -> Said:
        """Send money back, or propose it where the owners want another person's yes; once."""
        found = await self.store.read(lambda books: self._payment(books, key, asked, wish.number))
        if isinstance(found, Said):
            return found
        refunds, at = self.desk.refunds, self.clock.now()
        can, owner = refunds.can(found), refunds.repaying.owner
        unguessed = self.desk.ids.token()
        order = refunding.Wish(found.id, wish.amount, wish.reason, asked.source)

        def write(books: Books) -> tuple[Said, int | None]:
            person = keys.holder(books, key.id, Scope.REFUND, lock=True)
            fresh: list[int | None] = [None]

            def work() -> tuple[int, str]:
                if books.refund_by_source(asked.source) is not None:
                    raise Closed("api-key-reused")
                made, _ = refunding.request(books, order, person, can, unguessed, owner, at)
                fresh[0] = made.id if made.state is RefundState.REQUESTED else None
                return 202, render(RefundFacts(made, wish.number))

            return writing.write(books, asked, at, work), fresh[0]

        said, refund_id = await self.store.write(write)
        if refund_id is not None:
            refunds.spawn(refunds.repaying.send(refund_id))
        return said

    def _issued(self, books: Books, person: Person, asked: Once, bill: NewBill) -> tuple[Invoice, int | None]:
        at = self.clock.now()
        if books.invoice_by_source(asked.source) is not None:
            raise Closed("api-key-reused")  # its answer is kept no more, and the invoice is there
        if bill.phone:
            way = self.desk.way_by_phone(bill.amount)
            if way is None:
                raise Refused("api-no-bank-by-phone")
            pushes.suits(bill.phone, way.capabilities)
        place = Place(person.id) if bill.card and person.reachable else None
        deadline = at + self.desk.invoice_ttl
        order = invoicing.Order(bill.amount, bill.description, asked.source, place, deadline)
        return self.desk.issue_in(books, person, order, at, bill.phone)

    def _payment(self, books: Books, key: ApiKey, asked: Once, number: int) -> Said | Payment:
        keys.holder(books, key.id, Scope.REFUND)
        if (said := writing.said_before(books, asked)) is not None:
            return said
        return to_refund(books, _by_number(books, number))


def _by_number(books: Books, number: int) -> Invoice:
    invoice = books.invoice_by_number(number)
    if invoice is None:
        raise NotFound
    return invoice


def _facts(books: Books, invoices: Sequence[Invoice]) -> list[InvoiceFacts]:
    ids = [each.paid_payment_id for each in invoices if each.paid_payment_id is not None]
    paid = books.payments_by_id(ids) if ids else {}
    return [InvoiceFacts(each, paid.get(each.paid_payment_id or 0)) for each in invoices]
