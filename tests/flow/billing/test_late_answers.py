"""A process stood still while it billed, and another took over: the first hears something at last."""

from __future__ import annotations

import asyncio

import pytest

from billing.answers import Outcome, Seen, Unreachable
from billing.banking import Addresses, Banking
from billing.paying import ASK_LEASE
from billing.ports import Keep
from billing.questions import Bill
from billing.states import PaymentState
from tests.support.bank import ObedientBank
from tests.support.books import CountedIds
from tests.support.shop import Shop


class SlowBank(ObedientBank):
    """Its answers come when they are let go, each by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.late: Outcome | None = None
        self.calls: list[asyncio.Future[None]] = []
        self.called = asyncio.Semaphore(0)

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """``late`` is what the first one comes to."""
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.calls.append(answer)
        self.called.release()
        await answer
        return self.late or self.accepted(bill) if answer is self.calls[0] else self.accepted(bill)


AFTER_ALL = {
    "never sent": (Unreachable("stood still"), PaymentState.RESERVED),
    "made": (None, PaymentState.PENDING),
}


@pytest.mark.parametrize("what", AFTER_ALL)
async def test_of_an_asking_that_was_given_up_only_a_bill_counts_while_another_is_under_way(
    shop: Shop, what: str
) -> None:
    shop.bank = bank = SlowBank()
    bank.late, state = AFTER_ALL[what]
    merchant = shop.desk.merchant.id
    first, second = (
        Banking(
            shop.database,
            {bank.slug: bank},
            shop.clock,
            CountedIds(merchant),
            owner=owner,
            addresses=Addresses("https://shop.example"),
        )
        for owner in ("process:1", "process:2")
    )
    invoice = await shop.invoice(work=False)
    shop.die()
    shop.clock.at += ASK_LEASE
    payment = await shop.payment(invoice)

    slow = asyncio.create_task(first.ask(payment.id))
    await bank.called.acquire()
    shop.clock.at += ASK_LEASE
    shop.sees(payment, Seen.ABSENT)
    await second.look(await shop.payment(invoice))
    anew = asyncio.create_task(second.ask(payment.id))
    await bank.called.acquire()

    bank.calls[0].set_result(None)
    await slow
    asked = await shop.payment(invoice)
    assert (asked.state, asked.asked_at) == (state, shop.clock.now())
    bank.calls[1].set_result(None)
    await anew
    assert (await shop.payment(invoice)).state is PaymentState.PENDING
