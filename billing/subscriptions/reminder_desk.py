"""Reminders of invoices as the chat calls them: the shop's choice, a person's silence, another invoice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from billing import invoicing
from billing.access import Action, require
from billing.books import Books, Store
from billing.errors import NotFound, Refused
from billing.models import Invoice, Person, Place
from billing.people import who_answers
from billing.ports import Clock
from billing.states import InvoiceState
from billing.subscriptions import reminding, truth

IssueAgain = Callable[[Person, Invoice, Place], Awaitable[Invoice]]


RENEWABLE = timedelta(days=30)
"""So long after its deadline a customer may renew an invoice: what it asks for counts no longer."""


class ReminderDesk:
    """Raises ``BillingError`` for what is refused."""

    def __init__(self, store: Store, clock: Clock, issue_again: IssueAgain) -> None:
        self.store = store
        self.clock = clock
        self._issue_again = issue_again

    async def days(self) -> tuple[int, ...]:
        """How many days before its deadline an invoice is reminded of; negative ones are after it."""
        return await self.store.read(reminding.chosen)

    async def choose(self, person: Person, days: tuple[int, ...]) -> tuple[int, ...]:
        """The shop's choice, for owners and managers."""
        require(person, Action.SETTINGS)
        at = self.clock.now()
        await self.store.write(lambda books: reminding.choose(books, days, f"person:{person.id}", at))
        return await self.days()

    async def of_invoices(self, person: Person, *, wanted: bool) -> None:
        """The person's own word on reminders of invoices."""
        at = self.clock.now()
        await self.store.write(
            lambda books: books.silence(person.id, reminding.INVOICE, at, silent=not wanted)
        )

    async def newest(self, person: Person, invoice_id: int) -> Invoice:
        """What stands in the place of the customer's own invoice by now; itself where nothing does."""
        return await self.store.read(lambda books: _newest(books, person, invoice_id))

    async def ask_for_new(self, person: Person, invoice_id: int, place: Place) -> Invoice:
        """Another invoice in the place of one that expired, once, on its customer's wish, shown in ``place``.

        Somebody of the shop answers for it. ``Refused``: the shop does not offer that, it is too long ago, or
        money has come.
        """
        newest = await self.newest(person, invoice_id)
        if newest.state is InvoiceState.EXPIRED:
            newest = await self._renew(person, newest)
        at = self.clock.now()
        return await self.store.write(lambda books: _hand(books, newest.id, person, place, at))

    async def _renew(self, person: Person, former: Invoice) -> Invoice:
        if self.clock.now() - former.deadline > RENEWABLE:
            raise Refused("renewal-closed")
        issuer = await self.store.read(lambda books: _issuer_of_new(books, former))
        return await self._issue_again(issuer, former, Place(issuer.id))


def _newest(books: Books, person: Person, invoice_id: int) -> Invoice:
    invoice = books.invoice(invoice_id)
    if invoice is None or invoice.customer_id != person.id:
        raise NotFound
    while (after := truth.renewed(books, invoice)) is not None:
        invoice = after
    return invoice


def _issuer_of_new(books: Books, former: Invoice) -> Person:
    """Who issued the former one, or who answers for the shop where they left."""
    if former.by_subscription or min(reminding.chosen(books), default=0) >= 0:
        raise Refused("renewal-closed")
    if any(map(truth.being_paid, books.payments_of(former.id))):
        raise Refused("money-under-decision")
    return who_answers(books, former.issuer_id)


def _hand(books: Books, invoice_id: int, person: Person, place: Place, at: datetime) -> Invoice:
    if books.claim_customer(invoice_id, person.id):
        books.audit("invoice", invoice_id, "", "customer", f"person:{person.id}", at)
    return invoicing.show_to(books, invoice_id, person, place, at)
