"""A bank that refuses us is told to the owner, one that is silent is waited for, whatever it was asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from billing import alarms
from billing.answers import Observation, Seen
from billing.banking import Banking
from billing.errors import BankRefusesUs, BankSilent
from billing.models import Payment
from billing.questions import Bill
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


async def test_while_a_person_may_wait_a_silent_bank_is_asked_each_minute_and_then_less_often(
    shop: Shop,
) -> None:
    invoice = await shop.invoice()
    answers(shop, await shop.payment(invoice), BankSilent("nothing came"))
    pauses: list[float] = []
    while sum(pauses) < 1200:
        await shop.banking.look(await shop.payment(invoice))
        resting = await shop.payment(invoice)
        assert resting.next_look is not None
        pauses.append((resting.next_look - shop.clock.now()).total_seconds())
        shop.clock.move(pauses[-1])
    waiting = [pause for nth, pause in enumerate(pauses) if sum(pauses[:nth]) < 600]
    assert max(waiting) == 60
    assert pauses[-1] == 300


@pytest.mark.parametrize("ask", QUESTIONS)
async def test_a_refusal_is_told_once_while_it_lasts_and_moves_nothing(shop: Shop, ask: Ask) -> None:
    payment = await repaid(shop)
    answers(shop, payment, BankRefusesUs("the key is not known", "401"))
    for _ in range(2):
        await ask(shop, payment)
        shop.clock.move(86_400)
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


async def over(shop: Shop) -> list[str]:
    """Which ends of refusals have been told, once those have had time to be."""
    shop.clock.move(alarms.CALM.total_seconds())
    at = shop.clock.now()
    await shop.database.write(lambda books: alarms.end(books, at))
    return [kind for kind, _, _ in await shop.notices() if kind == "alert-bank-refuses-over"]


@pytest.mark.parametrize("ask", QUESTIONS)
async def test_a_refusal_is_over_when_the_same_call_works_again_and_that_is_told_once(
    shop: Shop, ask: Ask
) -> None:
    payment = await repaid(shop)
    answers(shop, payment, BankRefusesUs("the key is not known", "401"))
    await ask(shop, payment)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    shop.bank.outcomes = []
    await shop.invoice("501:2")
    assert await over(shop) == [], "a bill that the bank takes is another call"
    shop.clock.move(3600)
    await ask(shop, payment)
    assert await over(shop) == ["alert-bank-refuses-over"]
    assert await over(shop) == ["alert-bank-refuses-over"]


async def test_another_process_notes_that_a_call_works_again(shop: Shop) -> None:
    payment = await repaid(shop)
    answers(shop, payment, BankRefusesUs("the key is not known", "401"))
    await shop.banking.look(payment)
    other = Banking(
        shop.database,
        {shop.bank.slug: shop.bank},
        shop.clock,
        shop.banking.ids,
        owner="process:other",
        addresses=shop.banking.addresses,
    )
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    shop.clock.move(60)
    await other.away.refresh()  # as the probing loop does every two seconds
    await other.look(payment)
    assert await over(shop) == ["alert-bank-refuses-over"]
