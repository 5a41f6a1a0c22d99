"""The bank's figure is read just before money is sent: what it says by then nobody knew when they asked."""

from __future__ import annotations

from contextlib import suppress

import pytest

from billing.answers import Declined, RefundOutcome, Seen, Unknown
from billing.errors import BillingError
from billing.models import Payment, Place, RefundRefusal
from billing.money import Money
from billing.refunding import Wish
from tests.support.shop import CASHIER, OWNER, PRICE, Shop

PART = Money(150000, "KZT")


async def paid(shop: Shop) -> Payment:
    issuer = await shop.person(CASHIER)
    invoice = await shop.desk.issue(issuer, PRICE, "Coffee", source="502:1", place=Place(CASHIER))
    await shop.settle_down()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    return await shop.payment(invoice)


async def asks(shop: Shop, payment: Payment, who: int, source: str) -> int:
    wish = Wish(payment.id, PART, "cold", source)
    refund = await shop.desk.refunds.request(await shop.person(who), wish)
    await shop.settle_down()
    return refund.id


@pytest.mark.parametrize("answer", [Unknown("no answer"), Declined(RefundRefusal.UNSAID, "100")])
async def test_a_refund_that_came_about_after_all_is_not_made_up_for_by_another(
    shop: Shop, answer: RefundOutcome
) -> None:
    """The first was called off, or refused without a proof, and asked for once more. Just before the second
    is sent the bank's figure shows that the first had gone back: nobody wanted both.
    """
    payment = await paid(shop)
    shop.bank.refund_outcomes.append(answer)
    first = await asks(shop, payment, OWNER, "tap:1")
    shop.clock.move(20 * 60)
    if isinstance(answer, Unknown):
        await shop.desk.refunds.give_up(first, await shop.person(OWNER))
    shop.bank.give_back(payment.reference, PART.minor)  # only now is it to be seen
    with suppress(BillingError):
        await asks(shop, payment, OWNER, "tap:2")
    assert len(shop.bank.repaid) == 1, "the customer has it twice"


async def test_a_proposal_that_was_paid_out_in_the_banks_cabinet_is_not_paid_once_more(shop: Shop) -> None:
    """Whoever says yes is asked about the sum alone, and reads nothing of what went back since."""
    payment = await paid(shop)
    refund = await asks(shop, payment, CASHIER, "tap:1")
    shop.bank.give_back(payment.reference, PART.minor)
    with suppress(BillingError):
        await shop.desk.refunds.approve(refund, await shop.person(OWNER))
        await shop.settle_down()
    assert shop.bank.repaid == [], "the customer has it twice"
