"""Two processes at one refund: it is sent once, and only the answer to that sending counts."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from billing.banking import Addresses, Banking
from billing.errors import BankSilent
from billing.models import Payment, Refund
from billing.money import Money
from billing.ports import Bill, Observation, RefundOutcome, Repayment, Seen
from billing.refunding import Wish
from billing.repaying import Repaying
from billing.states import RefundState
from tests.support.bank import ObedientBank
from tests.support.books import CountedIds
from tests.support.shop import OWNER, Shop

PART = Money(150000, "KZT")
LEASE_ENDS = 121


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
    for work in shop.work:
        work.close()
    shop.work.clear()
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
