"""Held money of which the bank does not do what was wished: somebody hears it, and may wish anew."""

from __future__ import annotations

import asyncio

import pytest

from billing import holding
from billing.answers import Begun, Declined, RefundOutcome, Seen, Unknown
from billing.errors import Closed
from billing.models import Payment, RefundRefusal
from billing.states import Hold, PaymentState
from tests.support.shop import OWNER, Shop

YEAR = 365 * 86400


async def held(shop: Shop) -> Payment:
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.AUTHORIZED, bank_id="op-1")
    await shop.look(payment)
    return payment


async def refusals(shop: Shop) -> int:
    return [kind for kind, _, _ in await shop.notices()].count("hold-refused")


@pytest.mark.parametrize("outcome", [Begun(), Unknown("reset")])
async def test_money_that_stays_held_though_the_bank_was_told_is_told_once(
    shop: Shop, outcome: RefundOutcome
) -> None:
    payment = await held(shop)
    shop.bank.refund_outcomes = [outcome]
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, await shop.person(OWNER))
    await shop.settle_down()
    assert await refusals(shop) == 0
    for _ in range(3):
        shop.clock.move(121)
        await shop.look(payment)
    assert await refusals(shop) == 1
    await shop.desk.refunds.decide_hold(payment.id, Hold.RELEASE, await shop.person(OWNER))
    await shop.settle_down()
    assert [what for what, _ in shop.bank.told] == ["capture", "release"]


async def test_two_processes_with_one_wish_tell_the_bank_once(shop: Shop) -> None:
    payment = await held(shop)
    at = shop.clock.now()
    owner = await shop.person(OWNER)
    wished = await shop.database.write(
        lambda books: holding.wish(books, payment.id, Hold.CAPTURE, owner, "process:gone", at)
    )
    shop.clock.move(61)
    await asyncio.gather(*(shop.desk.refunds.repaying.tell_hold(wished) for _ in range(2)))
    assert [what for what, _ in shop.bank.told] == ["capture"]


async def test_a_no_to_what_was_done_already_is_no_refusal(shop: Shop) -> None:
    """In the bank's cabinet, or by a call whose answer was lost."""
    payment = await held(shop)
    shop.bank.refund_outcomes = [Declined(RefundRefusal.NOT_CHARGED, "100")]
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, await shop.person(OWNER))
    await shop.settle_down()
    paid = (await shop.database.read(lambda books: books.payment(payment.id))) or payment
    assert (paid.state, paid.hold_wish, await refusals(shop)) == (PaymentState.PAID, None, 0)


async def test_a_wish_that_came_true_before_the_bank_was_told_is_over(shop: Shop) -> None:
    payment = await held(shop)
    at, owner = shop.clock.now(), await shop.person(OWNER)
    wished = await shop.database.write(
        lambda books: holding.wish(books, payment.id, Hold.CAPTURE, owner, "process:gone", at)
    )
    shop.clock.move(61)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(wished)
    await shop.desk.refunds.repaying.tell_hold(wished)
    paid = (await shop.database.read(lambda books: books.payment(payment.id))) or payment
    assert (paid.state, paid.hold_wish, shop.bank.told) == (PaymentState.PAID, None, [])


async def test_a_wish_of_a_clock_that_ran_ahead_does_not_bind_for_a_year(shop: Shop) -> None:
    payment = await held(shop)
    owner = await shop.person(OWNER)
    shop.clock.move(YEAR)
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, owner)
    await shop.settle_down()
    shop.clock.move(-YEAR)
    with pytest.raises(Closed, match="already-on-it"):
        await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, owner)
    await shop.look(payment)
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, owner)
    await shop.settle_down()
    assert len(shop.bank.told) == 2
