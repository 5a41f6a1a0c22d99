"""A bank that refuses us is told to the owner, one that is silent is waited for, whatever it was asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from billing.errors import BankRefusesUs, BankSilent
from billing.models import Payment
from billing.ports import Bill, Observation, Seen
from billing.refunding import Wish
from billing.states import PaymentState
from tests.support.shop import OWNER, PRICE, Shop

Ask = Callable[[Shop, Payment], Awaitable[object]]


async def about_one(shop: Shop, payment: Payment) -> None:
    await shop.banking.look(payment)


async def about_many(shop: Shop, payment: Payment) -> None:
    await shop.banking.look_many([payment, payment])


async def about_sums(shop: Shop, payment: Payment) -> None:
    await shop.desk.refunds.repaying.account(payment)


async def about_a_refund(shop: Shop, payment: Payment) -> None:
    (refund,) = await shop.database.read(lambda books: books.refunds_of(payment.id))
    await shop.desk.refunds.repaying.look(refund)


QUESTIONS = [about_one, about_many, about_sums, about_a_refund]


async def repaid(shop: Shop) -> Payment:
    """Paid, and a refund is on its way."""
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    await shop.desk.refunds.request(await shop.person(OWNER), Wish(payment.id, PRICE, "", "tap:1"))
    await shop.settle_down()
    return await shop.payment(invoice)


def answers(shop: Shop, payment: Payment, error: Exception) -> None:
    def fail(bill: Bill) -> Observation:
        raise error

    shop.bank.shows[payment.reference] = fail


@pytest.mark.parametrize("ask", QUESTIONS)
async def test_a_refusal_is_told_once_a_day_and_moves_nothing(shop: Shop, ask: Ask) -> None:
    payment = await repaid(shop)
    answers(shop, payment, BankRefusesUs("the key is not known", "401"))
    for _ in range(2):
        await ask(shop, payment)
    told = [kind for kind, _, _ in await shop.notices()]
    assert told.count("alert-bank-refuses") == 1
    fresh = await shop.database.read(lambda books: books.payment(payment.id))
    assert fresh is not None
    assert fresh.state is PaymentState.PAID


@pytest.mark.parametrize("ask", QUESTIONS)
async def test_silence_is_no_news(shop: Shop, ask: Ask) -> None:
    payment = await repaid(shop)
    before = await shop.notices()
    answers(shop, payment, BankSilent("no answer"))
    await ask(shop, payment)
    assert await shop.notices() == before
