"""What a subscriber decides alone: what is charged; and what they are not told twice, or after they left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing import invoicing
from billing.answers import Kept
from billing.errors import Closed, NotFound, Refused
from billing.kept import NewKeptMethod
from billing.money import Money
from billing.states import InvoiceState
from billing.subscriptions.models import Cycle, Rules, State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer, Subscription
from tests.support.shop import CUSTOMER, OWNER, STRANGER, Shop

COFFEE = Offer("Coffee", Money(500000, "KZT"), Cycle.MONTHLY, rules=Rules(attempts=2, retry_hours=24))


async def agreed(shop: Shop) -> Subscription:
    """Offered by the owner, agreed to by the customer; the first bill is open."""
    desk = shop.desk.subscriptions
    offered = await desk.offer_to(await shop.person(OWNER), COFFEE, source="s:1")
    return await desk.agree(await shop.person(CUSTOMER), offered.id, Way())


async def kept_by(shop: Shop, person_id: int) -> int:
    """A way to pay that this person let the shop keep."""
    new = NewKeptMethod(shop.bank.slug, person_id, Kept(f"tok-{person_id}", "•• 4242"), shop.clock.now())
    method = await shop.database.write(lambda books: books.add_method(new))
    assert method is not None
    return method.id


async def bill(shop: Shop, subscription: Subscription, nth: int = 1) -> int:
    """The invoice that is the nth bill of its first period."""
    return (await shop.database.read(lambda books: books.bills_of(subscription.id, 0)))[nth]


async def test_nothing_but_ones_own_card_is_charged_and_only_at_ones_own_word(shop: Shop) -> None:
    subscription, desk = await agreed(shop), shop.desk.subscriptions
    customer = await shop.person(CUSTOMER)
    mine, other = await kept_by(shop, CUSTOMER), await kept_by(shop, STRANGER)
    with pytest.raises(Refused, match="method-not-yours"):
        await desk.charge_by(customer, subscription.id, other)
    for stranger in (OWNER, STRANGER):
        with pytest.raises(NotFound):
            await desk.charge_by(await shop.person(stranger), subscription.id, mine)
    assert (await desk.charge_by(customer, subscription.id, mine)).method_id == mine
    assert (await desk.charge_by(customer, subscription.id, None)).method_id is None
    await desk.cancel(customer, subscription.id)
    with pytest.raises(Closed, match="subscription-over"):
        await desk.charge_by(customer, subscription.id, mine)


async def test_an_agreement_with_somebody_elses_card_begins_nothing(shop: Shop) -> None:
    desk = shop.desk.subscriptions
    offered = await desk.offer_to(await shop.person(OWNER), COFFEE, source="s:1")
    method = await kept_by(shop, STRANGER)
    with pytest.raises(Refused, match="method-not-yours"):
        await desk.agree(await shop.person(CUSTOMER), offered.id, Way(method_id=method))
    assert (await desk.view(await shop.person(OWNER), offered.id)).subscription.state is State.OFFERED


async def test_a_bill_that_ran_out_is_told_by_the_subscription_alone(shop: Shop) -> None:
    subscription = await agreed(shop)
    shop.clock.move(timedelta(hours=24).total_seconds())
    now = shop.clock.now()
    assert await shop.database.write(lambda books: invoicing.expire_overdue(books, now)) == 1
    await shop.desk.subscriptions.turn(subscription.id)
    told = [kind for kind, chat, _ in await shop.notices() if chat == CUSTOMER]
    assert told == ["sub-failed"]


async def test_a_bill_that_the_shop_cancels_is_told_by_the_subscription_alone(shop: Shop) -> None:
    subscription = await agreed(shop)
    await shop.desk.cancel(await bill(shop, subscription), await shop.person(OWNER))
    assert [kind for kind, chat, _ in await shop.notices() if chat == CUSTOMER] == []


async def test_the_first_bill_comes_at_once_to_who_agrees_at_night_the_next_ones_by_day(shop: Shop) -> None:
    shop.clock.move(timedelta(hours=6).total_seconds())  # eleven in the evening
    subscription = await agreed(shop)
    first = await bill(shop, subscription)
    (card,) = await shop.database.read(lambda books: books.cards_of(first))
    assert card.due_at == shop.clock.now()
    shop.clock.move(timedelta(hours=24).total_seconds())
    now = shop.clock.now()
    await shop.database.write(lambda books: invoicing.expire_overdue(books, now))
    await shop.desk.subscriptions.turn(subscription.id)
    second = await bill(shop, subscription, 2)
    (card,) = await shop.database.read(lambda books: books.cards_of(second))
    assert card.due_at == now + timedelta(hours=10)


async def test_who_is_forgotten_leaves_no_subscription_running(shop: Shop) -> None:
    subscription = await agreed(shop)
    await shop.desk.forget(CUSTOMER)
    ended = await shop.database.read(lambda books: books.subscription(subscription.id))
    assert ended is not None
    assert (ended.state, ended.customer_id) == (State.CANCELLED, None)
    assert (await shop.desk.view(await bill(shop, subscription))).invoice.state is InvoiceState.CANCELLED
