"""A payment of which the bank never says what became of it is not dropped: a person decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.models import Place
from billing.states import AttentionKind, PaymentState, Step
from tests.support.shop import CUSTOMER, OWNER, Shop

MONTH = timedelta(days=30)


async def given_up(shop: Shop, seen: Seen, **more: object) -> tuple:
    """Opened by the customer, and then the bank says the same for a month."""
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    payment = await shop.payment(invoice)
    shop.sees(payment, seen, **more)
    await shop.look(payment)
    before = (await shop.desk.view(invoice.id)).attentions
    shop.bank.gives_up_at = shop.clock.now() + MONTH
    shop.clock.at += MONTH
    await shop.look(payment)
    return invoice, payment, before


async def test_a_payment_in_progress_for_a_month_is_for_a_person(shop: Shop) -> None:
    invoice, payment, before = await given_up(shop, Seen.PENDING, step=Step.BLOCKED)
    assert before == ()
    view = await shop.desk.view(invoice.id)
    assert (view.payment.state, view.payment.next_look) == (PaymentState.PENDING, None)
    assert [(item.kind, item.payment_id) for item in view.attentions] == [(AttentionKind.UNKNOWN, payment.id)]
    told = [("attention-unknown", OWNER, True), ("customer-unknown", CUSTOMER, True)]
    assert sorted(await shop.notices()) == told


async def test_it_is_told_once_however_often_a_person_asks_the_bank_again(shop: Shop) -> None:
    invoice, _, _ = await given_up(shop, Seen.PENDING, step=Step.BLOCKED)
    for _ in range(3):
        shop.clock.move(60)
        await shop.desk.check(invoice.id)
    assert len((await shop.desk.view(invoice.id)).attentions) == 1
    assert [kind for kind, _, _ in await shop.notices()].count("attention-unknown") == 1


async def test_the_bank_may_still_say_it_and_the_item_closes_itself(shop: Shop) -> None:
    invoice, payment, _ = await given_up(shop, Seen.PENDING, step=Step.BLOCKED)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    view = await shop.desk.view(invoice.id)
    assert (view.payment.state, view.attentions) == (PaymentState.PAID, ())


async def test_money_held_for_a_month_stays_on_the_list_once(shop: Shop) -> None:
    invoice, _, before = await given_up(shop, Seen.AUTHORIZED)
    assert [item.kind for item in before] == [AttentionKind.HELD]
    assert (await shop.desk.view(invoice.id)).attentions == before


@pytest.mark.parametrize("seen", [Seen.REJECTED, Seen.EXPIRED])
async def test_an_end_that_the_bank_has_said_calls_for_nobody(shop: Shop, seen: Seen) -> None:
    invoice, _, _ = await given_up(shop, seen)
    view = await shop.desk.view(invoice.id)
    assert (view.payment.next_look, view.attentions) == (None, ())


@pytest.mark.parametrize(("step", "told"), [(Step.SCANNED, 1), (None, 0)])
async def test_a_bank_that_falls_silent_while_somebody_pays_is_for_a_person(
    shop: Shop, step: Step | None, told: int
) -> None:
    """Where nobody has scanned the code, there is nothing to decide."""
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PENDING, step=step)
    await shop.look(payment)
    del shop.bank.shows[payment.reference]
    shop.clock.move(29 * 60)
    await shop.look(payment)
    assert (await shop.desk.view(invoice.id)).attentions == ()
    shop.clock.move(2 * 60)
    await shop.look(payment)
    await shop.look(payment)
    assert len((await shop.desk.view(invoice.id)).attentions) == told
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    assert (await shop.desk.view(invoice.id)).attentions == ()
