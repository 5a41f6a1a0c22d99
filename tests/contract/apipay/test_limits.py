"""A thousand bills at a bank that takes sixty calls a minute: none too early, nobody forgotten.

Books, watch, client and simulator are real; time stands still between two seconds.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from billing import paying
from billing.answers import Accepted, Unreachable
from billing.banking import Addresses, Banking
from billing.books import Books
from billing.models import Instruction, InstructionKind, Payment
from billing.money import Money
from billing.records import NewInvoice
from billing.repaying import Repaying
from billing.states import PaymentState
from bot.banks import Watch, reconcile
from providers.apipay.limiter import Rank
from providers.http import IN_FLIGHT, Patience
from sandbox.apipay import API_KEY
from sandbox.clock import Clock
from store.books import SqlBooks
from store.engine import Database
from store.schema import payments
from tests.contract.apipay.bench import ApiPayBench, bench
from tests.contract.harness import Shop
from tests.support import PATIENCE
from tests.support.books import CountedIds, NearDatabase, open_database

BILLS, A_MINUTE, MONEY = 1000, 60, Money(500000, "KZT")
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(seconds=60), timedelta(days=1)
WATCHED_FOR = 180  # seconds
LATE = 5 * SECOND  # a look goes out so soon after it is due
PAID, PAID_AT, FLOOD = 20, 30, 60
NEXT_LOOK = select(func.min(payments.c.next_look))


class StillClock(Clock):
    """Goes on by hand only."""

    def __init__(self) -> None:
        super().__init__()
        self._began = super().now()

    def now(self) -> datetime:
        return self._began + self.offset


class Shift:
    """Bills in the books and at the bank, and the one who watches them."""

    def __init__(self, bank: ApiPayBench, database: Database) -> None:
        self.bank, self.database, self.ids = bank, database, CountedIds()
        banks, here = {bank.provider.slug: bank.provider}, Addresses("https://shop.example")
        banking = Banking(database, banks, bank.clock, self.ids, owner="test", addresses=here)
        self.watch = Watch(database, Repaying(banking))

    async def issue(self, number: int) -> None:
        """So many are billed in the minute before; the bank's limits are off, as that is not the test."""
        await self.bank.control("configure", rate_limit=0, look_limit=0)
        for second in range(A_MINUTE):
            self.bank.wait(SECOND)
            some = range(second, number, A_MINUTE)
            asked = await self.database.write(lambda books, some=some: self.asked(books, some))  # type: ignore[misc]
            made = await asyncio.gather(*map(self.made, asked))
            await self.database.write(lambda books, made=made: self.noted(books, made))  # type: ignore[misc]
        await self.bank.control("configure", rate_limit=60, look_limit=60)

    def asked(self, books: Books, numbers: range) -> list[Payment]:
        now, found = self.bank.now(), []
        for number in numbers:
            invoice = books.add_invoice(
                NewInvoice(number, self.ids.token(), MONEY, "", 501, f"s{number}", now, now + DAY)
            )
            assert invoice is not None
            payment = paying.reserve(books, invoice.id, self.bank.provider, self.ids, "test", now).payment
            found.append(paying.start_asking(books, payment.id, "test", now) or payment)
        return found

    async def made(self, payment: Payment) -> tuple[Payment, Accepted]:
        wish = {"phone_number": "87001234567", "amount": 5000, "external_order_id": payment.reference}
        url = f"{self.bank.base}/apipay/api/v1/invoices"
        async with self.bank.http.post(url, json=wish, headers={"X-API-Key": API_KEY}) as answer:
            bank_id = str((await answer.json())["id"])
        ends = self.bank.now() + DAY
        return payment, Accepted(Instruction(InstructionKind.CONFIRM, "", ()), ends, bank_id)

    def noted(self, books: Books, made: list[tuple[Payment, Accepted]]) -> None:
        for payment, accepted in made:
            paying.record(books, payment, accepted, self.bank.now())
            books.release_payment(payment.id, "test")

    async def second(self) -> None:
        """Time goes on, and everything happens that can happen in it."""
        self.bank.wait(SECOND)
        self.bank.provider.limiter.pump()
        await self.watch.turn()
        async with asyncio.timeout(PATIENCE):
            await self.settled()

    async def settled(self) -> None:
        """Nothing is under way, or only waits for its turn."""
        line = self.bank.provider._asking._line
        quiet = 0
        while len(self.watch) and quiet < 20:
            await asyncio.sleep(0)
            still = line._places._value == IN_FLIGHT and self.bank.provider.limiter.waiting
            quiet = quiet + 1 if still else 0

    async def pay(self, number: int) -> None:
        """The first so many are paid in the app."""
        made = (await self.bank.control("books"))["invoices"]
        for one in made[:number]:
            await self.bank.control("pay", external_order_id=one["external_order_id"])

    async def payments(self) -> list[Payment]:
        """All, oldest first."""

        def read(books: SqlBooks) -> list[Payment]:
            found = books.run(select(payments.c.id).order_by(payments.c.id)).scalars()
            return [payment for id_ in found if (payment := books.payment(id_)) is not None]

        return await self.database.read(read)

    async def states(self) -> dict[str, int]:
        """How many payments are in each state."""
        query = select(payments.c.state, func.count().label("number")).group_by(payments.c.state)
        rows = await self.database.transaction(lambda connection: connection.execute(query).all())
        return {row.state: row.number for row in rows}

    async def overdue(self) -> timedelta:
        """For how long the most overdue payment has been due."""
        soonest = await self.database.transaction(lambda connection: connection.scalar(NEXT_LOOK))
        return self.bank.now() - soonest


@pytest.fixture
async def shift(quick_books: str) -> AsyncIterator[Shift]:
    async with bench(clock=StillClock(), generation="september") as bank:
        async for database in open_database(quick_books, NearDatabase):
            yield Shift(bank, database)


async def test_a_thousand_bills_are_watched_within_sixty_calls_a_minute(shift: Shift) -> None:
    bank = shift.bank
    await shift.issue(BILLS)
    await bank.control("webhooks", mode="lost")
    before, began = len(await bank.requests()), bank.now()
    for second in range(WATCHED_FOR):
        if second == PAID_AT:
            await shift.pay(PAID)
        await shift.second()
        assert await shift.overdue() <= LATE
    asked = (await bank.requests())[before:]
    within_the_limit(asked)
    assert max(gaps(asked, began, bank.now())) <= MINUTE + LATE
    assert await shift.states() == {PaymentState.PAID: PAID, PaymentState.PENDING: BILLS - PAID}
    paid = [payment.settled_at for payment in await shift.payments() if payment.settled_at]
    assert max(paid) <= began + PAID_AT * SECOND + MINUTE + LATE


async def test_a_flood_of_money_is_taken_as_fast_as_the_bank_allows(shift: Shift) -> None:
    """Each is written down as soon as it is known, and none waits for the others."""
    bank = shift.bank
    await shift.issue(200)
    await bank.control("webhooks", mode="lost")
    await shift.pay(FLOOD)
    before = len(await bank.requests())
    known = list[int]()
    for _ in range(WATCHED_FOR):
        await shift.second()
        known.append((await shift.states()).get(PaymentState.PAID, 0))
    within_the_limit((await bank.requests())[before:])
    assert known[0] > 30
    assert known[-1] == FLOOD


async def test_a_bill_is_taken_back_before_a_thousand_looks(shift: Shift) -> None:
    await shift.issue(200)
    await shift.second()
    last = (await shift.payments())[-1]
    now = shift.bank.now()
    await shift.database.write(
        lambda books: books.amend_payment(last.id, cancel_wished=True, next_look=now + SECOND)
    )
    await shift.second()
    assert len(await shift.bank.requests("cancel")) == 1


@pytest.mark.parametrize(("generation", "lists"), [("april", 3), ("september", 0)])
async def test_reconciling_asks_a_hundred_at_a_time(shift: Shift, generation: str, lists: int) -> None:
    await shift.issue(250)
    await shift.bank.control("configure", generation=generation, rate_limit=60, look_limit=60)
    assert await reconcile(shift.database, shift.watch.repaying) == {"pending": 250}
    asked = await shift.bank.requests("check", "list", "invoice")
    sizes = [len(one["body"]["invoice_ids"]) for one in asked if one["endpoint"] == "check"]
    assert sorted(sizes) == [50, 100, 100]
    assert len(asked) == 3 + lists


async def test_a_bill_goes_out_while_the_minute_is_full_of_looks(bank: ApiPayBench, shop: Shop) -> None:
    bank.provider = bank.client(Patience(place=100, connect=5, read=10, whole=10))
    waiting = [await shop.billed() for _ in range(3)]
    looks = [asyncio.create_task(bank.provider.fetch(waiting[at % 3])) for at in range(70)]
    async with asyncio.timeout(PATIENCE):
        while bank.provider.limiter.waiting < 20:
            await asyncio.sleep(0)
    await shop.billed()
    assert len(await bank.requests("create")) == 4
    for look in looks:
        look.cancel()
    await asyncio.gather(*looks, return_exceptions=True)


async def test_a_bill_whose_turn_does_not_come_blames_our_own_crowd_and_not_the_bank(
    bank: ApiPayBench, shop: Shop
) -> None:
    bank.provider = bank.client(Patience(place=0))
    for _ in range(60):
        with bank.provider.limiter.on_its_way(await bank.provider.limiter.turn(Rank.PERSON, 1)):
            pass
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    assert outcome.crowded
    assert await bank.requests("create") == []
    await bank.goes_away()
    bank.wait(timedelta(minutes=2))
    outcome, _ = await shop.create(shop.intent())
    assert isinstance(outcome, Unreachable)
    assert not outcome.crowded


def within_the_limit(asked: Sequence[Mapping[str, Any]]) -> None:
    """The bank has refused none for coming too early, and by its clock none did."""
    assert {one["answer"] for one in asked} == {200}
    times = [datetime.fromisoformat(one["at"]) for one in asked]
    assert all(later - sooner > MINUTE for sooner, later in zip(times, times[60:], strict=False))


def gaps(asked: Sequence[Mapping[str, Any]], began: datetime, ended: datetime) -> Iterator[timedelta]:
    """For how long the bank was not asked about each bill that it has not told the end of."""
    moments = defaultdict[int, list[datetime]](lambda: [began])
    over = set[int]()
    for one in asked:
        at = datetime.fromisoformat(one["at"])
        if one["endpoint"] == "check":
            for number in one["body"]["invoice_ids"]:
                moments[number].append(at)
        else:
            over.add(int(one["path"].rsplit("/", 1)[1]))
    assert len(moments) == BILLS
    for number, known in moments.items():
        last = [] if number in over else [ended]
        yield from (later - sooner for sooner, later in pairwise(known + last))
