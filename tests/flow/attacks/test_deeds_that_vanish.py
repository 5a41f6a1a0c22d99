"""What a member did stays told under their number, whatever they do afterwards."""

from __future__ import annotations

from billing.answers import Seen
from billing.models import Role
from billing.money import Money
from billing.refunding import Wish
from billing.team.deeds import What
from tests.support.shop import CASHIER, OWNER, Shop

PART = Money(150000, "KZT")


async def test_who_leaves_and_has_their_data_deleted_leaves_what_they_did(shop: Shop) -> None:
    """Both are two taps of their own: /team, Leave; /privacy, Delete my data."""
    owner = await shop.person(OWNER)
    await shop.desk.team.change(owner, CASHIER, Role.MANAGER)
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    await shop.desk.refunds.request(await shop.person(CASHIER), Wish(payment.id, PART, "", "tap:1"))
    await shop.settle_down()
    await shop.desk.team.leave(await shop.person(CASHIER))
    before = [done.what for done in (await shop.desk.team.deeds(owner, CASHIER)).done]
    assert What.REFUNDED in before
    await shop.desk.forget(CASHIER)
    after = [done.what for done in (await shop.desk.team.deeds(owner, CASHIER)).done]
    assert after == before
    everybodys = (await shop.desk.team.deeds(owner, size=50)).done
    assert What.REFUNDED in [done.what for done in everybodys], "nobody has sent this money back"
