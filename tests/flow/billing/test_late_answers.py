"""A process stood still while it billed, and another took over: the first hears something at last."""

from __future__ import annotations

import asyncio

import pytest

from billing import leave
from billing.answers import Outcome, Seen, Unreachable
from billing.banking import Addresses, Banking
from billing.models import Invoice
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
        self.in_time: list[bool] = []

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        """``late`` is what the first one comes to."""
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.calls.append(answer)
        self.called.release()
        await answer
        self.in_time.append(not leave.is_over())
        return self.late or self.accepted(bill) if answer is self.calls[0] else self.accepted(bill)


AFTER_ALL = {
    "never sent": (Unreachable("stood still"), PaymentState.RESERVED),
    "made": (None, PaymentState.PENDING),
}


def processes(shop: Shop, bank: SlowBank) -> list[Banking]:
    """Two with the same bank."""
    merchant = shop.desk.merchant.id
    return [
        Banking(
            shop.database,
            {bank.slug: bank},
            shop.clock,
            CountedIds(merchant),
            owner=owner,
            addresses=Addresses("https://shop.example"),
        )
        for owner in ("process:1", "process:2")
    ]


async def left_hanging(shop: Shop, bank: SlowBank, process: Banking) -> tuple[Invoice, asyncio.Task[None]]:
    """A bill that this process asks the bank for, and has asked for so long that others may look after it."""
    invoice = await shop.invoice(work=False)
    shop.die()
    shop.clock.at += ASK_LEASE
    asking = asyncio.create_task(process.ask((await shop.payment(invoice)).id))
    await bank.called.acquire()
    shop.clock.at += ASK_LEASE
    return invoice, asking


@pytest.mark.parametrize("what", AFTER_ALL)
async def test_of_an_asking_that_was_given_up_only_a_bill_counts_while_another_is_under_way(
    shop: Shop, what: str
) -> None:
    shop.bank = bank = SlowBank()
    bank.late, state = AFTER_ALL[what]
    first, second = processes(shop, bank)
    invoice, slow = await left_hanging(shop, bank, first)
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.ABSENT)
    await second.look(payment)
    anew = asyncio.create_task(second.ask(payment.id))
    await bank.called.acquire()

    bank.calls[0].set_result(None)
    await slow
    asked = await shop.payment(invoice)
    assert (asked.state, asked.asked_at) == (state, shop.clock.now())
    bank.calls[1].set_result(None)
    await anew
    assert bank.in_time == [False, True]  # by which the line sends nothing of the first any more
    assert (await shop.payment(invoice)).state is PaymentState.PENDING


@pytest.mark.parametrize("seen", [None, Seen.PENDING])
async def test_the_qr_of_an_answer_that_was_given_up_reaches_the_payer_after_all(
    shop: Shop, seen: Seen | None
) -> None:
    shop.bank = bank = SlowBank()
    first, second = processes(shop, bank)
    invoice, slow = await left_hanging(shop, bank, first)
    payment = await shop.payment(invoice)
    if seen is not None:
        shop.sees(payment, seen)
    await second.look(payment)
    given_up = await shop.payment(invoice)
    assert given_up.state is (PaymentState.UNKNOWN if seen is None else PaymentState.PENDING)
    assert given_up.instruction is None

    bank.calls[0].set_result(None)
    await slow
    after_all = await shop.payment(invoice)
    assert after_all.state is PaymentState.PENDING
    assert after_all.instruction is not None
    assert after_all.instruction.qr == f"QR{payment.reference}"
