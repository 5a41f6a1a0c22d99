"""How much one bill of a cashier may be: ways around what an owner has set."""

from __future__ import annotations

import pytest

from billing.errors import AmountRefused, BillingError
from billing.money import Money
from billing.subscriptions.models import Cycle
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, Shop

MOST = Money(PRICE.minor - 1, "KZT")


async def limited(shop: Shop) -> None:
    await shop.desk.team.limit(await shop.person(OWNER), CASHIER, MOST)


async def test_a_cashier_offers_no_subscription_whose_bills_are_above_their_limit(shop: Shop) -> None:
    await limited(shop)
    offer = Offer("Coffee", PRICE, Cycle.MONTHLY)
    with pytest.raises(AmountRefused):
        await shop.desk.subscriptions.offer_to(await shop.person(CASHIER), offer, source="s")


async def test_a_cashier_raises_no_price_above_their_limit(shop: Shop) -> None:
    await limited(shop)
    offer = Offer("Coffee", MOST, Cycle.MONTHLY)
    offered = await shop.desk.subscriptions.offer_to(await shop.person(CASHIER), offer, source="s")
    made = await shop.desk.subscriptions.agree(await shop.person(CUSTOMER), offered.id, Way())
    await shop.settle_down()
    with pytest.raises(BillingError):
        await shop.desk.subscriptions.set_price(await shop.person(CASHIER), made.id, Money(90_000_000, "KZT"))
