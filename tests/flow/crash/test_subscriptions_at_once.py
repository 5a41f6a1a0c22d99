"""Workers and people who come at the same moment to one subscription, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from billing import invoicing
from billing.answers import Seen
from billing.errors import Closed
from billing.models import Place
from billing.money import Money
from billing.states import InvoiceState
from billing.subscriptions.models import Cycle, PeriodState, Rules, State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer, Subscription
from store.engine import Database
from tests.support.shop import CUSTOMER, OWNER, Shop, open_shop

OFFER = Offer("Coffee", Money(500000, "KZT"), Cycle.MONTHLY, rules=Rules(2, 24, 3))
MANY = 8


async def subscribed(shop: Shop) -> Subscription:
    """Agreed to, the first bill paid; a month later."""
    desk = shop.desk.subscriptions
    offered = await desk.offer_to(await shop.person(OWNER), OFFER, source="s")
    agreed = await desk.agree(await shop.person(CUSTOMER), offered.id, Way())
    bill = (await desk.view(await shop.person(CUSTOMER), agreed.id)).bill
    assert bill is not None
    payment = await shop.desk.pay(bill.id)
    await shop.settle_down()
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    shop.clock.move(timedelta(days=31).total_seconds())
    return agreed


async def all_at_once(*work: Awaitable[object]) -> list[object]:
    """What came of each; a kind refusal is an answer, too."""
    done = await asyncio.gather(*work, return_exceptions=True)
    for each in done:
        if isinstance(each, BaseException) and not isinstance(each, Closed):
            raise each
    return done


async def states(shop: Shop, subscription: Subscription) -> tuple[list[PeriodState], list[InvoiceState]]:
    """Of its periods and of all their bills, the oldest first."""

    def read(books):
        rows = books.newest_periods(subscription.id, 100)[::-1]
        bills = [bill for row in rows for bill in books.bills_of(subscription.id, row.period.number).values()]
        return [row.state for row in rows], [books.invoice(each).state for each in sorted(bills)]

    return await shop.database.read(read)


async def test_eight_workers_make_one_bill(database: Database) -> None:
    shop = await open_shop(database)
    subscription = await subscribed(shop)
    turns = await all_at_once(*(shop.desk.subscriptions.turn(subscription.id) for _ in range(MANY)))
    assert sum(len(turned.bills) for turned in turns) == 1
    assert await states(shop, subscription) == (
        [PeriodState.PAID, PeriodState.PENDING],
        [InvoiceState.PAID, InvoiceState.OPEN],
    )


async def test_who_pays_ahead_while_workers_bill_is_billed_once(database: Database) -> None:
    shop = await open_shop(database)
    subscription = await subscribed(shop)
    desk, customer = shop.desk.subscriptions, await shop.person(CUSTOMER)
    shop.clock.move(-timedelta(days=2).total_seconds())
    asked = await all_at_once(
        *(desk.pay_now(customer, subscription.id, Place(CUSTOMER)) for _ in range(MANY)),
        *(desk.turn(subscription.id) for _ in range(MANY)),
    )
    assert len({each.id for each in asked[:MANY]}) == 1
    assert len((await states(shop, subscription))[1]) == 2


async def test_a_cancellation_beside_workers_leaves_no_open_bill(database: Database) -> None:
    shop = await open_shop(database)
    subscription = await subscribed(shop)
    desk, customer = shop.desk.subscriptions, await shop.person(CUSTOMER)
    await all_at_once(
        *(desk.turn(subscription.id) for _ in range(MANY)),
        desk.cancel(customer, subscription.id),
        *(desk.turn(subscription.id) for _ in range(MANY)),
        desk.pause(customer, subscription.id),
    )
    found = await shop.database.read(lambda books: books.subscription(subscription.id))
    assert found.state is State.CANCELLED
    periods, bills = await states(shop, subscription)
    assert InvoiceState.OPEN not in bills
    assert PeriodState.PENDING not in periods


async def test_money_that_comes_while_the_next_bill_is_made_is_seen_by_the_ladder(database: Database) -> None:
    shop = await open_shop(database)
    subscription = await subscribed(shop)
    desk, customer = shop.desk.subscriptions, await shop.person(CUSTOMER)
    await desk.turn(subscription.id)
    bill = (await desk.view(customer, subscription.id)).bill
    payment = await shop.desk.pay(bill.id)
    await shop.settle_down()
    shop.sees(payment, Seen.PAID)
    shop.clock.move(timedelta(hours=25).total_seconds())
    now = shop.clock.now()
    await all_at_once(
        *(desk.turn(subscription.id) for _ in range(MANY)),
        shop.look(payment),
        shop.database.write(lambda books: invoicing.expire_overdue(books, now)),
        *(desk.turn(subscription.id) for _ in range(MANY)),
    )
    await desk.turn(subscription.id)
    periods, bills = await states(shop, subscription)
    assert periods[-1] is PeriodState.PAID
    assert bills.count(InvoiceState.PAID) == 2
    assert InvoiceState.OPEN not in bills


async def test_two_agreements_to_one_plan_make_one_subscription(database: Database) -> None:
    shop = await open_shop(database)
    desk, customer = shop.desk.subscriptions, await shop.person(CUSTOMER)
    plan = await desk.add_plan(await shop.person(OWNER), OFFER)
    made = await all_at_once(
        *(desk.agree_to_plan(customer, plan.id, plan.version, Way(), source=f"p{n}") for n in range(MANY))
    )
    assert sum(isinstance(each, Subscription) for each in made) == 1
    assert len(await desk.mine(customer)) == 1


async def test_one_who_agrees_to_several_offers_of_a_plan_at_once_has_one_of_them(database: Database) -> None:
    shop = await open_shop(database)
    desk, owner, customer = shop.desk.subscriptions, await shop.person(OWNER), await shop.person(CUSTOMER)
    plan = await desk.add_plan(owner, OFFER)
    offers = [await desk.offer_to(owner, OFFER, source=f"o{n}", plan_id=plan.id) for n in range(MANY)]
    answers = await all_at_once(*(desk.agree(customer, each.id, Way()) for each in offers))
    assert sum(isinstance(each, Subscription) for each in answers) == 1
    assert [each.subscription.state for each in await desk.mine(customer)] == [State.ACTIVE]
