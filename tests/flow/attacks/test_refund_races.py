"""Two processes at one refund: it is sent once, and only the answer to that sending counts."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from billing import leave, returned
from billing.answers import Observation, RefundOutcome, Seen, Unknown, Unreachable
from billing.banking import Addresses, Banking
from billing.errors import BankSilent
from billing.models import Payment, Refund, RefundRefusal
from billing.money import Money
from billing.questions import Bill, Repayment
from billing.refunding import Wish
from billing.repaying import Repaying
from billing.states import AttentionKind, RefundState
from store.books import SqlBooks
from tests.support.bank import ObedientBank
from tests.support.books import CountedIds, open_database
from tests.support.postgres import stands_in_line
from tests.support.shop import OWNER, Shop, open_shop

PART = Money(150000, "KZT")
LEASE_ENDS = 121
YEAR = 365 * 86400


class Gate:
    """Where somebody stands until he is let through."""

    def __init__(self) -> None:
        self.here = asyncio.Event()
        self.open = asyncio.Event()

    async def passed(self) -> None:
        self.here.set()
        await self.open.wait()


class SlowLine:
    """The same bank, seen by a process that stands still after an answer, or before a sending."""

    def __init__(self, bank: ObedientBank) -> None:
        self._bank = bank
        self.asked: Gate | None = None
        self.leaves: Gate | None = None
        self.sent: Gate | None = None
        self.silent = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bank, name)

    async def balance(self, bill: Bill) -> Observation:
        seen = await self._bank.balance(bill)
        if self.asked is not None:
            await self.asked.passed()
        if self.silent:
            raise BankSilent("the line broke")
        return seen

    async def refund(self, repayment: Repayment) -> RefundOutcome:
        if self.leaves is not None:
            await self.leaves.passed()
        if leave.is_over():  # as the line to a bank looks, before the first byte
            return Unreachable("stood still")
        outcome = await self._bank.refund(repayment)
        if self.sent is not None:
            await self.sent.passed()
        return outcome


def process(shop: Shop, name: str) -> tuple[Repaying, SlowLine]:
    line = SlowLine(shop.bank)
    assert shop.database.merchant is not None
    banking = Banking(
        shop.database,
        {line.slug: line},
        shop.clock,
        CountedIds(shop.database.merchant.id),
        owner=name,
        addresses=Addresses("https://shop.example"),
    )
    return Repaying(banking), line


async def asked_for(shop: Shop) -> tuple[Payment, Refund]:
    """A refund that a process wrote down, and died."""
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    refund = await shop.desk.refunds.request(await shop.person(OWNER), Wish(payment.id, PART, "", "tap:1"))
    shop.die()
    shop.clock.move(LEASE_ENDS)
    return await shop.payment(invoice), refund


async def now(shop: Shop, refund: Refund) -> Refund:
    found = await shop.database.read(lambda books: books.refund(refund.id))
    assert found is not None
    return found


async def test_a_process_that_stood_still_does_not_send_what_another_is_sending(shop: Shop) -> None:
    _, refund = await asked_for(shop)
    (first, slow), (second, quick) = process(shop, "first"), process(shop, "second")
    slow.asked, quick.sent = Gate(), Gate()
    stalled = asyncio.create_task(first.send(refund.id))
    await slow.asked.here.wait()
    shop.clock.move(LEASE_ENDS)
    sending = asyncio.create_task(second.send(refund.id))
    await quick.sent.here.wait()

    slow.asked.open.set()
    await stalled
    quick.sent.open.set()
    await sending

    assert len(shop.bank.repaid) == 1
    assert (await now(shop, refund)).state is RefundState.PENDING


async def test_a_process_that_slept_before_the_first_byte_sends_nothing_when_it_wakes_up(shop: Shop) -> None:
    payment, refund = await asked_for(shop)
    (first, slow), (second, _) = process(shop, "first"), process(shop, "second")
    slow.leaves = Gate()
    asleep = asyncio.create_task(first.send(refund.id))
    await slow.leaves.here.wait()
    for _ in range(2):
        shop.clock.move(2000)
        await second.look(await now(shop, refund))
    await shop.desk.refunds.send_again(refund.id, await shop.person(OWNER))
    await shop.settle_down()
    shop.bank.give_back(payment.reference, PART.minor)
    await second.look(await now(shop, refund))

    slow.leaves.open.set()
    await asleep
    assert len(shop.bank.repaid) == 1
    assert (await now(shop, refund)).state is RefundState.COMPLETED


async def test_a_refund_that_nobody_has_touched_while_its_sender_slept_is_known_to_be_unsent(
    shop: Shop,
) -> None:
    _, refund = await asked_for(shop)
    first, slow = process(shop, "first")
    slow.leaves = Gate()
    asleep = asyncio.create_task(first.send(refund.id))
    await slow.leaves.here.wait()
    shop.clock.move(LEASE_ENDS)
    slow.leaves.open.set()
    await asleep
    assert shop.bank.repaid == []
    assert (await now(shop, refund)).refusal is RefundRefusal.BANK_TROUBLE


@pytest.mark.parametrize("answered", [False, True])
async def test_a_process_that_reached_nobody_does_not_undo_the_sending_of_another(
    shop: Shop, answered: bool
) -> None:
    payment, refund = await asked_for(shop)
    (first, slow), (second, quick) = process(shop, "first"), process(shop, "second")
    slow.asked, slow.silent, quick.sent = Gate(), True, Gate()
    stalled = asyncio.create_task(first.send(refund.id))
    await slow.asked.here.wait()
    shop.clock.move(LEASE_ENDS)
    sending = asyncio.create_task(second.send(refund.id))
    await quick.sent.here.wait()
    if answered:
        quick.sent.open.set()
        await sending

    slow.asked.open.set()
    await stalled
    shop.clock.move(LEASE_ENDS)
    await shop.desk.refunds.repaying.look(await now(shop, refund))
    quick.sent.open.set()
    await sending

    shop.bank.give_back(payment.reference, PART.minor)
    await shop.desk.refunds.repaying.look(await now(shop, refund))
    assert len(shop.bank.repaid) == 1
    refunds = await shop.database.read(lambda books: books.refunds_of(payment.id))
    assert [(r.id, r.state) for r in refunds] == [(refund.id, RefundState.COMPLETED)]


def counted(books: SqlBooks, payment: Payment, shop: Shop) -> None:
    returned.account_for(books, payment, PART, shop.clock.now())
    books.flush()


async def test_two_who_see_the_same_growth_at_once_count_it_once(postgres_url: str) -> None:
    engine = create_async_engine(make_url(postgres_url).set(drivername="postgresql+asyncpg"))
    async with contextlib.aclosing(open_database(postgres_url)) as opened:
        database = await anext(opened)
        shop = await open_shop(database)
        payment, refund = await asked_for(shop)
        await shop.desk.refunds.repaying.send(refund.id)
        shop.bank.give_back(payment.reference, PART.minor)
        async with engine.begin() as connection:
            await connection.run_sync(lambda plain: counted(database.books(plain), payment, shop))
            second = asyncio.create_task(shop.desk.refunds.repaying.account(payment))
            await stands_in_line(engine)
        await second
        refunds = await database.read(lambda books: books.refunds_of(payment.id))
    await engine.dispose()
    assert [(r.id, r.state) for r in refunds] == [(refund.id, RefundState.COMPLETED)]


async def test_a_lost_refund_of_a_clock_that_ran_ahead_is_for_a_person_at_once(shop: Shop) -> None:
    payment, refund = await asked_for(shop)
    shop.clock.move(YEAR)
    shop.bank.refund_outcomes = [Unknown("reset")]
    await shop.desk.refunds.repaying.look(await now(shop, refund))
    shop.clock.move(-YEAR)
    await shop.desk.refunds.repaying.look(await now(shop, refund))
    owner = await shop.person(OWNER)
    assert [item.kind for item in await shop.desk.attentions(owner)] == [AttentionKind.REFUND]
    assert (await shop.desk.refunds.give_up(refund.id, owner)).state is RefundState.FAILED
    assert (await shop.desk.refunds.view(payment.id, owner)).under_way is None
