"""Shifts: what a member's time at the till has brought, reported once and for good."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.books import Books
from billing.errors import NotAllowed, Refused
from billing.models import Invoice, Payment, Place
from billing.money import Money
from billing.refunding import Wish
from billing.shifts.models import Part, Report, Shift, What, average
from billing.states import PaymentState
from tests.flow.billing.test_proposals import manager
from tests.support.bank import ObedientBank
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, STRANGER, Shop

PHONE = "+77071234567"
OTHER = Money(120_050, "KZT")
HOUR = 3600.0


async def issued(
    shop: Shop, source: str, issuer: int = CASHIER, amount: Money = PRICE, phone: str = ""
) -> Invoice:
    person, place = await shop.person(issuer), Place(issuer)
    invoice = await shop.desk.issue(person, amount, "Coffee", source=source, place=place, phone=phone)
    await shop.settle_down()
    return invoice


async def pays(shop: Shop, invoice: Invoice, taken: Money | None = None, seen: Seen = Seen.PAID) -> Payment:
    if (await shop.desk.view(invoice.id)).payment is None:
        await shop.desk.pay(invoice.id, "testbank")
        await shop.settle_down()
    payment = await shop.payment(invoice)
    shop.sees(payment, seen, bank_id=f"op-{payment.reference}", amount=taken or payment.amount)
    await shop.look(payment)
    return payment


async def sold(
    shop: Shop, source: str, issuer: int = CASHIER, amount: Money = PRICE, phone: str = ""
) -> Payment:
    return await pays(shop, await issued(shop, source, issuer, amount, phone))


async def goes_back(shop: Shop, payment: Payment, amount: Money, source: str = "tap:back") -> None:
    """Asked for by the owner, and done by the bank."""
    wish = Wish(payment.id, amount, "cold", source)
    refund = await shop.desk.refunds.request(await shop.person(OWNER), wish)
    await shop.settle_down()
    shop.bank.give_back(payment.reference, amount.minor)
    shop.clock.move(5)
    fresh = await shop.database.read(lambda books: books.refund(refund.id))
    assert fresh is not None
    await shop.desk.refunds.repaying.look(fresh)


async def begins(shop: Shop, who: int = CASHIER, source: str = "tap:open") -> Shift:
    shop.clock.move(1)
    shift = await shop.desk.shifts.begin(await shop.person(who), source=source)
    shop.clock.move(1)
    return shift


async def ends(shop: Shop, shift: Shift, who: int = CASHIER) -> Report:
    shop.clock.move(1)
    return await shop.desk.shifts.end(await shop.person(who), shift.id)


async def reads(shop: Shop, shift: Shift, who: int = CASHIER) -> Report:
    return await shop.desk.shifts.report(await shop.person(who), shift.id)


def counted(report: Report, *but: What) -> dict[str, tuple[int, int]]:
    """By what and bank: how many, and how much in minor units."""
    return {
        f"{part.what} {part.bank}".strip(): (part.count, part.sum.minor)
        for part in report.figures.parts
        if part.what not in but
    }


async def told(shop: Shop) -> list[tuple[str, int, bool]]:
    return [each for each in await shop.notices() if each[0].startswith("shift")]


async def test_what_came_for_a_members_invoices_is_on_the_report_by_bank(
    shop: Shop, pushing: ObedientBank
) -> None:
    shift = await begins(shop)
    await sold(shop, "1")
    await sold(shop, "2", amount=OTHER)
    by_phone = await issued(shop, "3", phone=PHONE)
    payment = await shop.payment(by_phone)
    shop.sees(payment, Seen.PAID, bank_id="op-by-phone")
    pushing.shows[payment.reference] = shop.bank.shows.pop(payment.reference)
    await shop.look(payment)
    await sold(shop, "4", issuer=OWNER)
    expected = {"paid testbank": (2, 620_050), "paid pushbank": (1, 500_000)}
    assert counted(await reads(shop, shift)) == expected
    report = await ends(shop, shift)
    assert (report.shift.number, counted(report)) == (1, expected)


async def test_x_goes_on_and_z_stays_as_it_was(shop: Shop) -> None:
    shift = await begins(shop)
    first = await sold(shop, "1")
    assert counted(await reads(shop, shift)) == {"paid testbank": (1, 500_000)}
    await sold(shop, "2")
    assert counted(await reads(shop, shift)) == {"paid testbank": (2, 1_000_000)}
    z = await ends(shop, shift)
    await sold(shop, "3")
    await goes_back(shop, first, OTHER)
    again = await reads(shop, shift)
    assert again == z
    assert counted(again) == {"paid testbank": (2, 1_000_000)}


async def test_money_that_comes_between_two_shifts_is_named_on_the_next_report_and_on_no_other(
    shop: Shop,
) -> None:
    await sold(shop, "before the first")
    first = await begins(shop, source="tap:1")
    invoice = await issued(shop, "1")
    payment = await sold(shop, "2")
    z = await ends(shop, first)
    assert counted(z) == {"paid testbank": (1, 500_000), "open": (1, 500_000)}
    shop.clock.move(HOUR)
    await pays(shop, invoice)
    await goes_back(shop, payment, OTHER)
    second = await begins(shop, source="tap:2")
    await sold(shop, "3", amount=OTHER)
    expected = {
        "paid testbank": (1, 120_050),
        "early": (1, 500_000),
        "early-refunded": (1, 120_050),
    }
    assert counted(await reads(shop, second)) == expected
    assert counted(await ends(shop, second)) == expected
    third = await begins(shop, source="tap:3")
    assert counted(await ends(shop, third)) == {}


async def test_what_was_written_after_the_report_with_a_moment_from_before_is_not_lost(shop: Shop) -> None:
    """A settlement takes its moment before its transaction, which may have to wait, also for long."""
    first = await begins(shop, source="tap:1")
    invoice = await issued(shop, "1")
    z = await ends(shop, first)
    await ends(shop, await begins(shop, source="tap:2"))
    payment = await shop.payment(invoice)

    def write(books: Books) -> bool:
        moment = z.figures.at - timedelta(milliseconds=5)
        changes: dict[str, object] = {"settled_at": moment, "taken": PRICE}
        return books.move_payment(payment.id, frozenset({payment.state}), PaymentState.PAID, changes)

    assert await shop.database.write(write)
    third = await begins(shop, source="tap:3")
    assert counted(await ends(shop, third), What.OPEN) == {"early": (1, 500_000)}
    fourth = await begins(shop, source="tap:4")
    assert counted(await ends(shop, fourth), What.OPEN) == {}


async def test_a_refund_belongs_to_whose_invoice_it_is_when_it_is_done_whoever_asked(shop: Shop) -> None:
    ours, theirs = await begins(shop, source="tap:1"), await begins(shop, OWNER, "tap:2")
    payment = await sold(shop, "1")
    wish = Wish(payment.id, OTHER, "cold", "tap:back")
    await shop.desk.refunds.request(await shop.person(OWNER), wish)
    await shop.settle_down()
    assert counted(await reads(shop, ours), What.PAID) == {"returning": (1, 120_050)}
    shop.bank.give_back(payment.reference, OTHER.minor)
    refund = (await shop.database.read(lambda books: books.open_refunds()))[0]
    shop.clock.move(5)
    await shop.desk.refunds.repaying.look(refund)
    assert counted(await reads(shop, ours), What.PAID) == {"refunded testbank": (1, 120_050)}
    assert counted(await reads(shop, theirs, OWNER)) == {}


async def test_held_surplus_late_and_short_money_and_what_waits_for_a_decision_are_named(shop: Shop) -> None:
    shift = await begins(shop)
    await pays(shop, await issued(shop, "held"), seen=Seen.AUTHORIZED)
    await pays(shop, await issued(shop, "over"), Money(620_050, "KZT"))
    await pays(shop, await issued(shop, "short"), Money(100_000, "KZT"))
    await pays(shop, await issued(shop, "other currency"), Money(7_000, "USD"))
    late = await issued(shop, "late")
    await shop.desk.cancel(late.id, await shop.person(CASHIER))
    await pays(shop, late)
    report = await ends(shop, shift)
    kzt = {p.what: (p.count, p.sum.minor) for p in report.figures.parts if p.sum.currency == "KZT"}
    assert kzt == {
        What.PAID: (3, 620_050 + 100_000 + 500_000),
        What.LATE: (1, 500_000),
        What.SURPLUS: (1, 120_050),
        What.SHORT: (1, 100_000),
        What.OPEN: (4, 2_000_000),
        What.HELD: (1, 500_000),
    }
    usd = [part for part in report.figures.parts if part.sum.currency == "USD"]
    dollars = Money(7_000, "USD")
    assert usd == [Part(What.PAID, "testbank", 1, dollars), Part(What.FOREIGN, "", 1, dollars)]
    assert report.figures.waiting == 5


async def test_a_second_payment_of_one_invoice_is_surplus_as_a_whole(
    shop: Shop, pushing: ObedientBank
) -> None:
    shift = await begins(shop)
    invoice = await issued(shop, "1")
    await shop.desk.pay(invoice.id, "testbank")
    await shop.desk.pay(invoice.id, "pushbank", phone=PHONE)
    await shop.settle_down()
    for payment in (await shop.desk.view(invoice.id)).payments:
        bank = pushing if payment.provider == "pushbank" else shop.bank
        shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.provider}")
        bank.shows[payment.reference] = shop.bank.shows[payment.reference]
        await shop.look(payment)
    assert counted(await ends(shop, shift)) == {
        "paid pushbank": (1, 500_000),
        "paid testbank": (1, 500_000),
        "surplus": (1, 500_000),
    }


async def test_closed_by_two_at_once_it_has_one_report_with_one_number(shop: Shop) -> None:
    shift = await begins(shop)
    await sold(shop, "1")
    cashier, owner = await shop.person(CASHIER), await shop.person(OWNER)
    one, other, third = await asyncio.gather(
        shop.desk.shifts.end(cashier, shift.id),
        shop.desk.shifts.end(owner, shift.id),
        shop.desk.shifts.end(cashier, shift.id),
    )
    assert one == other == third
    assert one.shift.number == 1
    assert await told(shop) == [("shift-closed", OWNER, False)]
    assert (await ends(shop, await begins(shop, source="tap:2"))).shift.number == 2


async def test_reports_are_numbered_through_the_shop(shop: Shop) -> None:
    ours, theirs = await begins(shop, source="tap:1"), await begins(shop, OWNER, "tap:2")
    assert (await ends(shop, theirs, OWNER)).shift.number == 1
    assert (await ends(shop, ours)).shift.number == 2
    page = await shop.desk.shifts.closed(await shop.person(OWNER))
    assert [(shift.number, shift.person_id) for shift in page.shifts] == [(2, CASHIER), (1, OWNER)]


async def test_one_who_opens_twice_has_one_shift_and_a_tap_told_again_opens_no_other(shop: Shop) -> None:
    first = await begins(shop, source="tap:1")
    assert (await begins(shop, source="tap:2")).id == first.id
    await ends(shop, first)
    again = await begins(shop, source="tap:1")
    assert (again.id, again.open) == (first.id, False)
    assert (await shop.desk.shifts.overview(await shop.person(CASHIER))).own is None


async def test_a_cashier_sees_and_closes_their_own_and_a_manager_everybodys(shop: Shop) -> None:
    owners, cashiers = await begins(shop, OWNER, "tap:1"), await begins(shop, source="tap:2")
    cashier, one_more = await shop.person(CASHIER), await manager(shop)
    desk = shop.desk.shifts
    for call in (desk.report, desk.end):
        with pytest.raises(NotAllowed):
            await call(cashier, owners.id)
    seen = await desk.overview(cashier)
    assert (seen.own and seen.own.id, seen.others) == (cashiers.id, ())
    assert {shift.id for shift in (await desk.overview(one_more)).others} == {owners.id, cashiers.id}
    for shift in (owners, cashiers):
        assert (await desk.end(one_more, shift.id)).shift.closed_by == one_more.id
    assert [shift.id for shift in (await desk.closed(cashier)).shifts] == [cashiers.id]
    assert len((await desk.closed(one_more)).shifts) == 2


@pytest.mark.parametrize("who", [CUSTOMER, STRANGER])
async def test_who_does_not_work_here_has_no_shift(shop: Shop, who: int) -> None:
    shift, stranger, desk = await begins(shop), await shop.person(who), shop.desk.shifts
    calls = [desk.overview(stranger), desk.begin(stranger, source="tap:9"), desk.closed(stranger)]
    calls += [desk.report(stranger, shift.id), desk.end(stranger, shift.id)]  # type: ignore[list-item]
    for call in calls:
        with pytest.raises(NotAllowed):
            await call


async def test_a_shift_that_is_none_is_refused(shop: Shop) -> None:
    with pytest.raises(Refused, match="shift-not-found"):
        await reads(shop, Shift(999_999, CASHIER, shop.clock.now()))


async def test_issuing_needs_no_shift(shop: Shop) -> None:
    await sold(shop, "1")
    assert (await shop.desk.shifts.overview(await shop.person(CASHIER))).own is None


async def test_older_reports_are_on_the_next_page_and_none_is_left_out(shop: Shop) -> None:
    for n in range(5):
        await ends(shop, await begins(shop, source=f"tap:{n}"))
    cashier, found, before = await shop.person(CASHIER), [], None
    while True:
        page = await shop.desk.shifts.closed(cashier, before, 2)
        found += [shift.number for shift in page.shifts]
        if page.after is None:
            break
        before = page.after
    assert found == [5, 4, 3, 2, 1]


def test_an_average_is_rounded_to_the_nearest_unit() -> None:
    for count, minor, expected in ((3, 1000, 333), (3, 1001, 334), (2, 5, 3), (1, 7, 7)):
        assert average(Part(What.PAID, "", count, Money(minor, "KZT"))).minor == expected
