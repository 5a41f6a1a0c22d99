"""What the shop reads of all its subscriptions: now, and month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.errors import NotAllowed
from billing.money import Money
from billing.subscriptions.models import Cycle, State
from billing.subscriptions.offering import Way
from tests.flow.billing.test_subscriptions import DAY, MONTHLY, agreed, bills, pay, turn
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

YEARLY = replace(MONTHLY, amount=Money(1_200_00, "KZT"), cycle=Cycle.YEARLY)


async def test_totals_count_who_pays_who_struggles_who_rests_and_who_left(shop: Shop) -> None:
    desk, owner = shop.desk.subscriptions, await shop.person(OWNER)
    stranger = await shop.person(STRANGER)
    await agreed(shop, YEARLY, source="1")
    failing = await agreed(shop, source="2")
    resting = await agreed(shop, source="3")
    leaving = await desk.offer_to(owner, MONTHLY, source="4")
    await desk.offer_to(owner, MONTHLY, source="5")
    await desk.agree(stranger, leaving.id, Way())
    await desk.pause(owner, resting.id)
    await desk.cancel(stranger, leaving.id)
    await turn(shop, failing, hours=25)
    totals = await desk.counting.totals(owner)
    assert (totals.active, totals.at_risk, totals.paused, totals.churned) == (2, 1, 1, 1)
    assert totals.monthly == Money(100_00 + 5_000_00, "KZT")


async def test_months_show_who_was_active_at_their_end_and_what_was_paid_in_them(shop: Shop) -> None:
    desk, owner = shop.desk.subscriptions, await shop.person(OWNER)
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    await pay(shop, bill)
    begun = shop.clock.now()
    await turn(shop, subscription, days=40)
    months = {month.first: month for month in await desk.counting.months(owner)}
    assert len(months) == 6
    first, last = begun.date().replace(day=1), max(months)
    assert (months[first].active, months[first].collected) == (1, MONTHLY.amount)
    assert (months[last].active, months[last].collected.minor) == (1, 0)
    assert months[(first - DAY).replace(day=1)].active == 0
    await desk.cancel(owner, subscription.id)
    shop.clock.move(timedelta(minutes=1).total_seconds())
    assert [month.active for month in await desk.counting.months(owner)][-2:] == [1, 0]


async def test_a_cashier_reads_their_own_list_and_no_figures(shop: Shop) -> None:
    desk, owner, cashier = shop.desk.subscriptions, await shop.person(OWNER), await shop.person(CASHIER)
    await desk.offer_to(owner, MONTHLY, source="1")
    theirs = await desk.offer_to(cashier, MONTHLY, source="2")
    assert [each.subscription.id for each in await desk.listed(cashier)] == [theirs.id]
    assert len(await desk.listed(owner, State.OFFERED)) == 2
    with pytest.raises(NotAllowed):
        await desk.counting.totals(cashier)
    with pytest.raises(NotAllowed):
        await desk.counting.months(await shop.person(CUSTOMER))
