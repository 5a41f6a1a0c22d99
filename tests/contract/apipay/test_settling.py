"""What ApiPay's odd moves do to the books: the real client, its practice twin, the core and a database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from billing.answers import Seen
from billing.banking import Addresses, Banking
from billing.desk import Desk
from billing.models import Invoice, Payment, Person, Place, Role
from billing.money import Money
from billing.states import AttentionKind, InvoiceState, PaymentState
from store.engine import Database
from tests.contract.apipay.bench import PHONE, ApiPayBench, bench
from tests.support.books import CountedIds, NearDatabase, open_database

OWNER = Person(501, "Aigerim", started=True, role=Role.OWNER)
PRICE = Money(500000, "KZT")


class Till:
    """A shop with Kaspi, its books, and what the bank's bench can do."""

    def __init__(self, bank: ApiPayBench, database: Database) -> None:
        self.bank, self.database = bank, database
        banks, here = {bank.provider.slug: bank.provider}, Addresses("https://shop.example")
        self.banking = Banking(database, banks, bank.clock, CountedIds(), owner="test", addresses=here)
        self.work: list[Coroutine[Any, Any, Any]] = []
        assert database.merchant is not None
        ttl = timedelta(hours=48)
        self.desk = Desk(self.banking, database.merchant, invoice_ttl=ttl, spawn=self.work.append)

    async def billed(self, phone: str = PHONE) -> Invoice:
        """An invoice whose bill is on the payer's phone, or has failed there."""
        at = self.bank.now()
        await self.database.write(lambda books: books.save_person(OWNER, at))
        invoice = await self.desk.issue(OWNER, PRICE, "Coffee", source="s", place=Place(501), phone=phone)
        while self.work:
            await asyncio.gather(*[self.work.pop() for _ in range(len(self.work))])
        await self.bank.reaches()
        return invoice

    async def payment(self, invoice: Invoice) -> Payment:
        (payment,) = await self.database.read(lambda books: books.payments_of(invoice.id))
        return payment

    async def does(self, what: str, invoice: Invoice) -> None:
        """Payer or Kaspi do something, and we look; what the simulator calls out is not heard."""
        payment = await self.payment(invoice)
        await self.bank.control(what, external_order_id=payment.reference)
        await self.look(invoice)

    async def look(self, invoice: Invoice) -> PaymentState:
        """Ask the bank now; how the payment stands then."""
        self.bank.wait(timedelta(seconds=1))
        return (await self.banking.look(await self.payment(invoice))).state

    async def state(self, invoice: Invoice) -> InvoiceState:
        return (await self.desk.view(invoice.id)).invoice.state

    async def attentions(self, invoice: Invoice) -> list[AttentionKind]:
        found = await self.database.read(lambda books: books.attentions(invoice_id=invoice.id))
        return [item.kind for item in found]


@pytest.fixture(params=["april", "september"])
async def till(request: pytest.FixtureRequest, quick_books: str) -> AsyncIterator[Till]:
    async with bench(generation=request.param) as bank:
        async for database in open_database(quick_books, NearDatabase):
            yield Till(bank, database)


@pytest.mark.parametrize("ending", ["expire", "refuse"])
async def test_money_after_the_end_pays_the_invoice_that_still_stands(till: Till, ending: str) -> None:
    """A bill that has run out or was turned down may be paid in the last second."""
    invoice = await till.billed()
    await till.does(ending, invoice)
    assert (await till.payment(invoice)).state in (PaymentState.EXPIRED, PaymentState.CANCELLED)
    assert await till.state(invoice) is InvoiceState.OPEN
    await till.does("late", invoice)
    assert (await till.payment(invoice)).taken == PRICE
    assert await till.state(invoice) is InvoiceState.PAID
    assert await till.attentions(invoice) == []


async def test_money_for_a_cancelled_invoice_is_late_and_put_before_a_person(till: Till) -> None:
    invoice = await till.billed()
    await till.does("expire", invoice)
    await till.desk.cancel(invoice.id, OWNER)
    assert await till.state(invoice) is InvoiceState.CANCELLED
    await till.does("late", invoice)
    assert await till.state(invoice) is InvoiceState.PAID
    assert await till.attentions(invoice) == [AttentionKind.LATE]


async def test_a_bill_that_had_failed_comes_to_life_and_is_paid(till: Till) -> None:
    invoice = await till.billed(phone="+77770000010")
    assert await till.look(invoice) is PaymentState.REJECTED
    till.bank.wait(timedelta(seconds=61))
    assert await till.look(invoice) is PaymentState.PENDING
    await till.does("pay", invoice)
    assert await till.state(invoice) is InvoiceState.PAID


async def test_a_bill_that_the_bank_does_not_know_any_more_is_put_before_a_person(till: Till) -> None:
    """The key was changed to another organisation's: nobody would ever hear whether it was paid."""
    invoice = await till.billed()
    assert await till.look(invoice) is PaymentState.PENDING
    await till.bank.trouble("invoice", "404")
    till.bank.wait(timedelta(hours=23))
    await till.look(invoice)
    assert await till.attentions(invoice) == []
    till.bank.wait(timedelta(hours=3))
    await till.look(invoice)
    assert await till.attentions(invoice) == [AttentionKind.UNKNOWN]
    await till.bank.mends()
    assert await till.look(invoice) is PaymentState.EXPIRED
    assert await till.attentions(invoice) == []


async def test_practice_money_pays_nothing_in_a_real_shop_and_the_owner_is_told_once(till: Till) -> None:
    await till.bank.control("configure", environment="sandbox")
    invoice = await till.billed()
    await till.does("pay", invoice)
    assert await till.look(invoice) is not PaymentState.PAID
    assert await till.state(invoice) is InvoiceState.OPEN
    at = till.bank.now()
    told = [notice.kind for notice in await till.database.read(lambda books: books.due_notices(at, 100))]
    assert told.count("alert-unknown-word") == 1


async def test_a_signed_webhook_of_practice_money_pays_nothing_either(till: Till) -> None:
    await till.bank.control("configure", environment="sandbox")
    invoice = await till.billed()
    payment = await till.payment(invoice)
    await till.bank.control("pay", external_order_id=payment.reference)
    claims = {
        till.bank.provider.read_webhook(webhook.headers, webhook.body)
        for webhook in await till.bank.delivers()
    }
    assert Seen.PAID in {getattr(claim, "claim", None) for claim in claims}
    assert await till.look(invoice) is not PaymentState.PAID
    assert await till.state(invoice) is InvoiceState.OPEN
