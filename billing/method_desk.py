"""The front desk for methods that customers let the shop keep: pay by one, forget it, see what is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from billing import cards, invoicing, keeping, paying
from billing.banking import Banking
from billing.books import Books
from billing.errors import BankAway, BankOff, Closed, MethodGone, NoBank, NotFound
from billing.kept import KeptMethod
from billing.models import Invoice, Payment, Person, Place
from billing.states import LIVE


class MethodDesk:
    """One call for one wish of a customer. Raises ``BillingError`` for what is refused."""

    def __init__(self, banking: Banking, spawn: Callable[[Coroutine[object, object, object]], None]) -> None:
        self.banking = banking
        self.store = banking.store
        self.clock = banking.clock
        self.spawn = spawn

    async def pay(
        self,
        invoice_id: int,
        method_id: int,
        person: Person,
        *,
        attempt: int,
        below: tuple[Person, Place] | None = None,
    ) -> Payment:
        """Charge a kept method, once for each time that it was offered.

        ``attempt`` is which attempt to pay the button was drawn for: where there was one since, the button is
        old. What lives is asked about first, so that nobody pays twice. ``NotFound`` for all but the customer
        who kept it; ``MethodGone``, ``Closed``, ``BankAway``, ``BankOff``.
        """
        try:
            await self._look_first(invoice_id, method_id, person)
            reserved = await self._reserve(invoice_id, method_id, person, attempt, below)
        except (MethodGone, Closed, BankAway, BankOff):
            at = self.clock.now()  # the button is from before, so the card is drawn anew
            await self.store.write(lambda books: books.redraw(invoice_id, at))
            raise
        if reserved.fresh:
            self.spawn(self.banking.ask(reserved.payment.id))
        return reserved.payment

    async def _reserve(
        self,
        invoice_id: int,
        method_id: int,
        person: Person,
        attempt: int,
        below: tuple[Person, Place] | None,
    ) -> paying.Reservation:
        at = self.clock.now()

        def write(books: Books) -> paying.Reservation:
            invoice = books.invoice(invoice_id, lock=True)
            if invoice is None:
                raise NotFound
            method = keeping.usable(books, method_id, invoice, person)
            way = self.banking.providers.get(method.provider)
            if way is None or not cards.takes(way, invoice.amount):
                raise NoBank
            if way.slug in self.banking.off:
                raise BankOff
            if way.slug in self.banking.away.at(at):
                raise BankAway
            terms = paying.Terms(method_id=method.id, attempt=attempt)
            owner = self.banking.owner
            reserved = paying.reserve(books, invoice_id, way, self.banking.ids, owner, at, terms)
            if below is not None:
                invoicing.show_to(books, invoice_id, *below, at, afresh=True)
            if reserved.fresh:
                books.note_method_used(method.id, at)
                books.redraw(invoice_id, at + invoicing.CARD_PATIENCE)
            return reserved

        return await self.store.write(write)

    async def forget(self, method_id: int, person: Person, invoice_id: int | None = None) -> bool:
        """Delete one for good; ``False``: it is not there, or not theirs. The invoice's cards follow."""
        at = self.clock.now()

        def write(books: Books) -> bool:
            gone = keeping.forget(books, method_id, person, at)
            if gone and invoice_id is not None:
                books.redraw(invoice_id, at)
            return gone

        return await self.store.write(write)

    async def of(self, person: Person) -> list[KeptMethod]:
        """What this person let us keep and the bank still takes."""
        found = await self.store.read(lambda books: books.methods_of(person.id))
        return [method for method in found if not method.dead]

    async def _look_first(self, invoice_id: int, method_id: int, person: Person) -> None:
        """Who may not charge it makes us ask nobody."""

        def read(books: Books) -> list[Payment]:
            invoice: Invoice | None = books.invoice(invoice_id)
            if invoice is None:
                raise NotFound
            keeping.usable(books, method_id, invoice, person)
            return [p for p in books.payments_of(invoice_id) if p.state in LIVE and p.asked_at is not None]

        living = await self.store.read(read)
        await asyncio.gather(*map(self.banking.look, living))
