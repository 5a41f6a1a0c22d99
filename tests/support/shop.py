"""A shop at work: desk, bank and books, without chat and web."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from billing.answers import Observation, Seen
from billing.banking import Addresses, Banking
from billing.books import Books
from billing.desk import Desk
from billing.models import Invoice, Payment, Person, Place, Role
from billing.money import Money
from store.engine import Database
from tests.support.bank import ObedientBank
from tests.support.books import CountedIds, HeldClock

OWNER, CASHIER, CUSTOMER, STRANGER = 501, 502, 601, 602
PRICE = Money(500000, "KZT")


@dataclass
class Shop:
    """What the tests of the core stand on."""

    database: Database
    clock: HeldClock
    bank: ObedientBank
    desk: Desk
    banking: Banking
    work: list[Coroutine[Any, Any, Any]] = field(default_factory=list)

    async def settle_down(self) -> None:
        """Finish the work that was started beside the caller."""
        while self.work:
            await asyncio.gather(*[self.work.pop(0) for _ in range(len(self.work))])

    def die(self) -> None:
        """The process ends before it has begun the work that was started beside the caller."""
        while self.work:
            self.work.pop().close()

    async def person(self, person_id: int) -> Person:
        """One of the people."""
        person = await self.desk.person(person_id)
        assert person is not None
        return person

    async def invoice(self, source: str = "501:1", amount: Money = PRICE, *, work: bool = True) -> Invoice:
        """Issued by the owner in the private chat."""
        invoice = await self.desk.issue(
            await self.person(OWNER), amount, "Coffee", source=source, place=Place(OWNER)
        )
        if work:
            await self.settle_down()
        return invoice

    async def payment(self, invoice: Invoice) -> Payment:
        """The payment that counts."""
        payment = (await self.desk.view(invoice.id)).payment
        assert payment is not None
        return payment

    async def notices(self) -> list[tuple[str, int, bool]]:
        """Kind, chat and loudness of everything in the outbox, oldest first."""
        now = self.clock.now() + timedelta(days=9)
        notices = await self.database.read(lambda books: books.due_notices(now, 1000))
        return [(n.kind, n.place.chat_id, n.loud) for n in notices]

    def sees(self, payment: Payment, seen: Seen, **more: Any) -> None:
        """What the bank shows from now on."""
        more.setdefault("amount", payment.amount if seen is Seen.PAID else None)
        self.bank.shows[payment.reference] = lambda bill: Observation(seen, "test", self.clock.now(), **more)

    async def look(self, payment: Payment) -> None:
        """Ask the bank about the payment, a second later."""
        self.clock.move(1)
        fresh = await self.database.read(lambda books: books.payment(payment.id))
        assert fresh is not None
        await self.banking.look(fresh)


async def open_shop(database: Database) -> Shop:
    """People in it: an owner, a cashier, a customer; all have pressed Start."""
    assert database.merchant is not None
    clock, ids, bank = HeldClock(), CountedIds(database.merchant.id), ObedientBank()
    banking = Banking(
        database, {bank.slug: bank}, clock, ids, owner="test", addresses=Addresses("https://shop.example")
    )
    work: list[Coroutine[Any, Any, Any]] = []
    desk = Desk(banking, database.merchant, invoice_ttl=timedelta(hours=24), spawn=work.append)
    people = [
        Person(OWNER, "Aigerim", started=True, role=Role.OWNER),
        Person(CASHIER, "Dina", started=True, role=Role.CASHIER),
        Person(CUSTOMER, "Daniyar", started=True),
        Person(STRANGER, "Nobody", started=True),
    ]

    def greet(books: Books) -> None:
        for person in people:
            books.save_person(person, clock.now())

    await database.write(greet)
    return Shop(database, clock, bank, desk, banking, work)
