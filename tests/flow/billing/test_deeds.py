"""What members have done is kept under their names, and owners read it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing.errors import NotAllowed
from billing.models import Role
from billing.money import Money
from billing.states import Hold
from billing.team.deeds import Done, What, what
from billing.team.models import Deed
from tests.flow.billing.test_proposals import asks, manager, paid
from tests.support.books import NOON, give_role
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

LIMIT = Money(100_000, "KZT")
DEED = Deed(1, OWNER, "", 7, "", "", NOON)


MANAGER = 503


async def newest(shop: Shop, member: int | None = None, size: int = 50) -> list[Done]:
    found = await shop.desk.team.deeds(await shop.person(OWNER), member, None, size)
    return list(found.done)


async def done_since(shop: Shop, before: list[Done], member: int | None = None) -> list[What]:
    """What came since, oldest first."""
    known = {each.deed.id for each in before}
    return [each.what for each in reversed(await newest(shop, member)) if each.deed.id not in known]


async def test_what_everybody_does_with_an_invoice_and_its_refund_is_listed_with_name_and_sum(
    shop: Shop,
) -> None:
    before = await newest(shop)
    refund = await asks(shop, await paid(shop))
    await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
    found = [each for each in await newest(shop) if each.deed.id not in {one.deed.id for one in before}]
    issued, proposed, approved = reversed(found)
    assert [each.what for each in (issued, proposed, approved)] == [
        What.ISSUED,
        What.PROPOSED,
        What.APPROVED,
    ]
    assert [each.deed.person_id for each in (issued, proposed, approved)] == [CASHIER, CASHIER, OWNER]
    assert issued.number == proposed.number == approved.number is not None
    assert proposed.amount == approved.amount == refund.amount != issued.amount


async def test_what_owners_change_in_the_team_is_listed(shop: Shop) -> None:
    owner, before = await shop.person(OWNER), await newest(shop)
    await shop.database.write(lambda books: give_role(books, MANAGER, Role.MANAGER))
    await shop.desk.team.limit(owner, CASHIER, LIMIT)
    await shop.desk.refunds.choose_alone_most(owner, LIMIT)
    invite, _ = await shop.desk.team.invite(owner, Role.MANAGER)
    await shop.desk.team.withdraw(owner, invite.id)
    _, token = await shop.desk.team.invite(owner, Role.CASHIER)
    await shop.desk.team.join(token, await shop.person(STRANGER))
    await shop.desk.team.change(owner, STRANGER, Role.MANAGER)
    await shop.desk.team.remove(owner, STRANGER)
    await shop.desk.team.leave(await shop.person(CASHIER))
    await shop.desk.reminders.choose(owner, (3,))
    assert await done_since(shop, before) == [
        What.LIMITED,
        What.TWO_PEOPLE,
        What.INVITED,
        What.UNINVITED,
        What.INVITED,
        What.LET_IN,
        What.APPOINTED,
        What.REMOVED,
        What.LEFT,
        What.REMINDERS,
    ]


async def test_what_a_setting_was_and_is_is_listed(shop: Shop) -> None:
    owner = await shop.person(OWNER)
    before, after = "Д" * 64, "Кофейня <b>" + "n" * 50
    await shop.desk.settings.rename(owner, before)
    await shop.desk.settings.rename(owner, after)
    await shop.desk.reminders.choose(owner, (1, 0, -1))
    await shop.desk.reminders.choose(owner, ())
    found = await shop.desk.team.deeds(owner, None, None, 50)
    names = [each.name for each in found.done if each.what in {What.SHOP_NAME, What.REMINDERS}]
    assert names == ["1,0,-1 → –", "1,0 → 1,0,-1", f"{before} → {after}", f"– → {before}"]


async def test_who_is_gone_is_listed_still_and_customers_are_not(shop: Shop) -> None:
    before = await newest(shop)
    invoice = await shop.invoice()
    await shop.desk.ask_shop(invoice.id, replace(await shop.person(CUSTOMER), role=Role.OWNER), "Where?")
    await shop.desk.team.leave(await shop.person(CASHIER))
    assert await done_since(shop, before) == [What.ISSUED, What.LEFT]
    assert (await newest(shop, CASHIER))[0].what is What.LEFT


async def test_only_owners_read_it(shop: Shop) -> None:
    for person in (await manager(shop), await shop.person(CASHIER), await shop.person(STRANGER)):
        with pytest.raises(NotAllowed):
            await shop.desk.team.deeds(person)


async def test_older_ones_are_on_the_next_page_and_none_is_left_out(shop: Shop) -> None:
    for n in range(7):
        await shop.invoice(f"501:{n}", work=False)
    owner, all_of_them = await shop.person(OWNER), await newest(shop)
    pages, before = [], None
    while True:
        page = await shop.desk.team.deeds(owner, None, before, 3)
        pages += page.done
        if page.after is None:
            break
        before = page.after
    assert [each.deed.id for each in pages[: len(all_of_them)]] == [each.deed.id for each in all_of_them]


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (replace(DEED, subject="invoice", was="open", now_is="cancelled"), What.CANCELLED),
        (replace(DEED, subject="invoice", was="cancelled", now_is="paid"), What.ACCEPTED),
        (replace(DEED, subject="invoice", now_is="customer"), What.OPENED),
        (replace(DEED, subject="refund", was="unknown", now_is="requested"), What.SENT_AGAIN),
        (replace(DEED, subject="refund", was="unknown", now_is="failed"), What.CALLED_OFF),
        (replace(DEED, subject="refund", was="proposed", now_is="declined"), What.DECLINED),
        (replace(DEED, subject="payment", evidence={"wish": Hold.CAPTURE.value}), What.CAPTURED),
        (replace(DEED, subject="payment", evidence={"wish": Hold.RELEASE.value}), What.RELEASED),
        (replace(DEED, subject="attention", was="open", now_is="accepted"), What.DECIDED),
        (replace(DEED, subject="item", now_is="added"), What.ITEM_ADDED),
        (replace(DEED, subject="plan", now_is="closed"), What.PLAN_CLOSED),
        (replace(DEED, subject="subscription", now_is="offered"), What.SUBSCRIBED),
        (replace(DEED, subject="subscription", was="active", now_is="paused"), What.SUBSCRIPTION),
        (replace(DEED, subject="method", now_is="kept"), What.METHOD),
        (replace(DEED, subject="something new"), What.OTHER),
    ],
)
def test_each_row_has_its_name(deed: Deed, expected: What) -> None:
    assert what(deed) is expected
