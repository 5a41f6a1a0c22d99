"""Reminders: told once while they are true, at an hour at which a shop may write, to those who wish it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing import invoicing, people
from billing.answers import Seen
from billing.books import Books
from billing.errors import NotAllowed, NotFound, Refused
from billing.models import Invoice, Notice, Place, Role
from billing.money import Money
from billing.states import InvoiceState, Step
from billing.subscriptions import calendar, reminding, truth
from billing.subscriptions.banking import BankState, BankSubscription
from billing.subscriptions.mirror import mirrored
from billing.subscriptions.models import Cycle, Rules, State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import NewSubscription, Offer, ReminderRow, Subscription, Wish
from tests.support.books import NOON, give_role
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

PRICE = Money(500000, "KZT")
MONTHLY = Offer("Coffee for a month", PRICE, Cycle.MONTHLY, first=date(2026, 11, 25))
ALMATY = ZoneInfo("Asia/Almaty")


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of the shop's day in the autumn of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=ALMATY).astimezone(UTC)


DAY_BEFORE, ON_THE_DAY = local(24, 10), local(25, 9)


async def agreed(shop: Shop, offer: Offer = MONTHLY) -> Subscription:
    offered = await shop.desk.subscriptions.offer_to(await shop.person(OWNER), offer, source="s:1")
    agreed = await shop.desk.subscriptions.agree(await shop.person(CUSTOMER), offered.id, Way())
    await shop.settle_down()
    return agreed


async def at(shop: Shop, moment: datetime) -> list[int]:
    """At that moment what is due is looked at; how many days before its event speaks what was told."""
    shop.clock.at = moment

    def look(books: Books) -> list[int]:
        return [row.days for row in books.due_reminders(moment, 100) if truth.remind(books, row, moment)]

    return await shop.database.write(look)


async def told(shop: Shop, kind: str = "remind-subscription") -> list[Notice]:
    """What waits in the outbox of that kind."""
    late = shop.clock.now() + timedelta(days=9)
    notices = await shop.database.read(lambda books: books.due_notices(late, 1000))
    return [notice for notice in notices if notice.kind == kind]


async def turn(shop: Shop, subscription: Subscription) -> None:
    await shop.desk.subscriptions.turn(subscription.id)
    await shop.settle_down()


async def pay(shop: Shop, invoice: Invoice) -> None:
    payment = await shop.desk.pay(invoice.id)
    await shop.settle_down()
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)


# --- before a bill


async def test_the_subscriber_hears_of_it_the_day_before_and_on_the_day_once_each(shop: Shop) -> None:
    subscription = await agreed(shop)
    assert await at(shop, DAY_BEFORE - timedelta(seconds=1)) == []
    assert await at(shop, DAY_BEFORE) == [1]
    (first,) = await told(shop)
    assert (first.place, first.loud, first.until) == (Place(CUSTOMER), True, local(24, 21))
    assert first.values == {"subscription": str(subscription.id), "number": "0", "days": "1"}
    assert await at(shop, ON_THE_DAY - timedelta(seconds=1)) == []
    assert await at(shop, ON_THE_DAY) == [0]
    assert [each.until for each in await told(shop)] == [local(24, 21), local(25, 10)]
    await turn(shop, subscription)
    assert await at(shop, ON_THE_DAY) == []


async def test_two_who_have_it_in_hand_tell_it_once(shop: Shop) -> None:
    await agreed(shop)
    (row,) = await shop.database.read(lambda books: books.due_reminders(DAY_BEFORE, 10))
    both = [await shop.database.write(lambda books: truth.remind(books, row, DAY_BEFORE)) for _ in range(2)]
    assert both == [True, False]
    assert len(await told(shop)) == 1


async def test_one_that_moved_after_somebody_took_it_in_hand_is_not_told(shop: Shop) -> None:
    await agreed(shop)
    (row,) = await shop.database.read(lambda books: books.due_reminders(DAY_BEFORE, 10))
    moved = replace(row, due_at=local(24, 12), until=local(24, 21))
    await shop.database.write(lambda books: books.plan_reminders([moved], NOON))
    assert not await shop.database.write(lambda books: truth.remind(books, row, DAY_BEFORE))
    assert await at(shop, local(24, 12)) == [1]


@pytest.mark.parametrize("what", ["paused", "cancelled", "paid ahead", "other days"])
async def test_what_is_not_true_any_more_is_not_told(shop: Shop, what: str) -> None:
    subscription = await agreed(shop)
    desk, customer, owner = shop.desk.subscriptions, await shop.person(CUSTOMER), await shop.person(OWNER)
    match what:
        case "paused":
            await desk.pause(customer, subscription.id)
        case "cancelled":
            await desk.cancel(customer, subscription.id)
        case "paid ahead":
            await pay(shop, await desk.pay_now(customer, subscription.id, Place(CUSTOMER)))
            await turn(shop, subscription)
        case "other days":
            await desk.set_reminders(owner, subscription.id, (0,))
    assert await at(shop, DAY_BEFORE) == []
    assert await told(shop) == []


async def test_of_the_next_bill_nothing_is_said_while_one_is_unpaid(shop: Shop) -> None:
    weekly = replace(MONTHLY, cycle=Cycle.WEEKLY, rules=Rules(retry_hours=168))
    subscription = await agreed(shop, weekly)
    shop.clock.at = local(25, 10)
    await turn(shop, subscription)
    assert await at(shop, local(1, 10, month=12)) == []
    (bill,) = [each for each in await open_invoices(shop) if each.by_subscription]
    await pay(shop, bill)
    await turn(shop, subscription)
    assert await at(shop, local(1, 10, 5, month=12)) == [1]


async def open_invoices(shop: Shop) -> list[Invoice]:
    return await shop.database.read(
        lambda books: books.invoices(state=InvoiceState.OPEN, issuer=None, before=None, limit=9)
    )


async def test_with_another_day_the_reminder_moves(shop: Shop) -> None:
    subscription = await agreed(shop)
    shop.clock.at = local(25, 10)
    await turn(shop, subscription)
    await pay(shop, (await open_invoices(shop))[0])
    await turn(shop, subscription)
    await shop.desk.subscriptions.set_day(await shop.person(OWNER), subscription.id, 28)
    assert await at(shop, local(24, 10, month=12)) == []
    assert await at(shop, local(27, 10, month=12)) == [1]


async def test_one_that_was_left_out_in_a_pause_comes_back_with_the_next_bill(shop: Shop) -> None:
    subscription = await agreed(shop)
    desk, customer = shop.desk.subscriptions, await shop.person(CUSTOMER)
    await desk.pause(customer, subscription.id)
    assert await at(shop, DAY_BEFORE) == []
    shop.clock.move(60)
    await desk.resume(customer, subscription.id)
    assert await at(shop, local(24, 15)) == []  # the day was named when they resumed
    assert await at(shop, ON_THE_DAY) == [0]


async def test_who_agrees_the_afternoon_before_is_not_told_at_once_what_they_agreed_to(shop: Shop) -> None:
    await agreed(shop, replace(MONTHLY, first=date(2026, 11, 23)))
    assert await at(shop, local(22, 18)) == []
    assert await at(shop, local(23, 9)) == [0]


async def test_a_subscriber_who_wishes_none_gets_none_until_they_wish_it_again(shop: Shop) -> None:
    subscription = await agreed(shop)
    desk, customer = shop.desk.subscriptions, await shop.person(CUSTOMER)
    await desk.remind(customer, subscription.id, wanted=False)
    assert await at(shop, DAY_BEFORE) == []
    await desk.remind(customer, subscription.id, wanted=True)
    assert await at(shop, ON_THE_DAY) == [0]


async def test_of_a_subscriber_who_blocked_us_the_shop_hears_once(shop: Shop) -> None:
    await agreed(shop, replace(MONTHLY, cycle=Cycle.DAILY, reminders=(0,)))
    await block(shop, blocked=True)
    assert await at(shop, ON_THE_DAY) == []
    assert [each.person_id for each in await told(shop, "sub-unreachable-member")] == [OWNER]
    (subscription,) = await subscriptions(shop)
    later = ON_THE_DAY + timedelta(days=1)
    await shop.database.write(lambda books: truth.tell_unreachable(books, subscription.id, later))
    assert len(await told(shop, "sub-unreachable-member")) == 1


async def test_who_came_back_and_left_again_is_told_of_again(shop: Shop) -> None:
    subscription = await agreed(shop)
    await block(shop, blocked=True)
    assert await at(shop, DAY_BEFORE) == []
    await block(shop, blocked=False)
    assert await at(shop, ON_THE_DAY) == [0]
    await shop.database.write(lambda books: truth.tell_unreachable(books, subscription.id, ON_THE_DAY))
    assert len(await told(shop, "sub-unreachable-member")) == 2


async def block(shop: Shop, *, blocked: bool) -> None:
    await shop.database.write(lambda books: people.mark_blocked(books, CUSTOMER, NOON, blocked=blocked))


async def subscriptions(shop: Shop) -> list[Subscription]:
    found = await shop.database.read(lambda books: books.subscriptions_of(CUSTOMER))
    return [each.subscription for each in found]


@pytest.mark.parametrize("late", [local(24, 21), local(24, 23), local(25, 3)])
async def test_one_that_was_held_up_is_never_said_at_night_and_not_of_a_day_that_has_passed(
    shop: Shop, late: datetime
) -> None:
    await agreed(shop)
    assert await at(shop, late) == []
    assert await told(shop) == []
    assert await at(shop, local(25, 8, 59)) == []


async def test_one_that_comes_due_at_night_and_still_holds_in_the_morning_waits_for_it(shop: Shop) -> None:
    subscription = await agreed(shop)
    at_six, until = local(24, 6), local(24, 21)
    await shop.database.write(
        lambda books: books.plan_reminders(
            [replace(row_of(subscription, 1), due_at=at_six, until=until)], NOON
        )
    )
    assert await at(shop, at_six) == []
    assert await at(shop, local(24, 8, 59)) == []
    assert await at(shop, local(24, 10)) == [1]


def row_of(subscription: Subscription, days: int) -> ReminderRow:
    key = f"subscription:{subscription.id}:0:261125:remind:{days}"
    return ReminderRow(key, reminding.SUBSCRIPTION, subscription.id, 0, days, DAY_BEFORE, local(24, 21))


async def test_the_hours_are_those_of_the_shops_zone(shop: Shop) -> None:
    shop.database.merchant = replace(shop.database.merchant, timezone="America/New_York")
    await agreed(shop)
    new_york = ZoneInfo("America/New_York")
    due = datetime(2026, 11, 24, 10, tzinfo=new_york).astimezone(UTC)
    assert await at(shop, due - timedelta(seconds=1)) == []
    assert await at(shop, due) == [1]
    assert (await told(shop))[0].until == datetime(2026, 11, 24, 21, tzinfo=new_york)


async def test_what_waits_for_telegram_is_looked_at_again_before_it_is_said(shop: Shop) -> None:
    subscription = await agreed(shop)
    await at(shop, DAY_BEFORE)
    (notice,) = await told(shop)

    async def why(moment: datetime) -> str | None:
        return await shop.database.read(lambda books: truth.still(books, notice, moment))

    assert await why(local(24, 20, 59)) is None
    assert await why(local(24, 21)) == truth.LATE
    await shop.desk.subscriptions.pause(await shop.person(CUSTOMER), subscription.id)
    assert await why(local(24, 11)) == truth.NOT_TRUE


async def test_one_that_a_bank_bills_is_reminded_of_by_the_banks_own_date(shop: Shop) -> None:
    terms = calendar.agreed(Cycle.MONTHLY, "Asia/Almaty", date(2026, 11, 25), time(10))
    new = NewSubscription(
        "b:1", 77, "token-at-bank", MONTHLY, State.ACTIVE, OWNER, NOON, engine="apart", customer_id=CUSTOMER
    )

    def begin(books: Books) -> int:
        made = books.add_subscription(new)
        assert made is not None
        books.amend_subscription(made.id, terms=terms, agreed_at=NOON)
        return made.id

    subscription_id = await shop.database.write(begin)

    async def shown(next_at: datetime) -> None:
        def note(books: Books) -> None:
            known = books.subscription(subscription_id)
            assert known is not None
            found = BankSubscription("b-1", "", BankState.ACTIVE, PRICE, None, None, "", next_at=next_at)
            mirrored.note(books, known, found, NOON)

        await shop.database.write(note)

    await shown(local(25, 12))
    await shown(local(28, 12))  # somebody moved it in the bank's cabinet
    assert await at(shop, local(24, 12)) == []
    await wish(shop, subscription_id, Wish.CANCEL)
    assert await at(shop, local(27, 12)) == []
    await wish(shop, subscription_id, None)
    await shown(local(28, 12))
    assert await at(shop, local(27, 12, 1)) == [1]


async def wish(shop: Shop, subscription_id: int, what: Wish | None) -> None:
    await shop.database.write(lambda books: books.amend_subscription(subscription_id, wish=what))


# --- around a deadline

DEADLINE = local(23, 17)  # of an invoice that is issued at noon, for a day


async def sold(shop: Shop) -> Invoice:
    """An invoice that its customer has opened."""
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    return invoice


async def choose(shop: Shop, *days: int) -> None:
    await shop.desk.reminders.choose(await shop.person(OWNER), days)


async def run_out(shop: Shop, invoice: Invoice) -> None:
    """Its QR has ended unpaid."""
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.EXPIRED)
    await shop.look(payment)


async def expire(shop: Shop, moment: datetime) -> None:
    shop.clock.at = moment
    await shop.database.write(lambda books: invoicing.expire_overdue(books, moment))


async def test_an_invoice_is_reminded_of_on_its_day_in_the_second_half_of_its_life(shop: Shop) -> None:
    invoice = await sold(shop)
    assert invoice.deadline == DEADLINE
    assert await at(shop, local(23, 8, 59)) == []
    assert await at(shop, local(23, 9)) == [0]
    (notice,) = await told(shop, "remind-invoice")
    assert (notice.invoice_id, notice.place, notice.until) == (invoice.id, Place(CUSTOMER), DEADLINE)
    assert await at(shop, local(23, 12)) == []


@pytest.mark.parametrize("what", ["paid", "being paid", "cancelled", "silent", "blocked", "chosen otherwise"])
async def test_an_invoice_that_need_not_be_reminded_of_is_not(shop: Shop, what: str) -> None:
    invoice = await sold(shop)
    match what:
        case "paid":
            await pay(shop, invoice)
        case "being paid":
            payment = await shop.payment(invoice)
            shop.sees(payment, Seen.PENDING, step=Step.SCANNED)
            await shop.look(payment)
        case "cancelled":
            await shop.desk.cancel(invoice.id, await shop.person(OWNER))
        case "silent":
            await shop.desk.reminders.of_invoices(await shop.person(CUSTOMER), wanted=False)
        case "blocked":
            await block(shop, blocked=True)
        case "chosen otherwise":
            await choose(shop)
    assert await at(shop, local(23, 9)) == []
    assert await told(shop, "remind-invoice") == []


async def test_of_an_invoice_that_nobody_opened_nobody_is_reminded(shop: Shop) -> None:
    await shop.invoice()
    assert await at(shop, local(23, 9)) == []


async def test_silence_on_invoices_ends_when_it_is_wished(shop: Shop) -> None:
    await sold(shop)
    for wanted in (False, True):
        await shop.desk.reminders.of_invoices(await shop.person(CUSTOMER), wanted=wanted)
    assert await at(shop, local(23, 9)) == [0]


async def test_a_bill_of_a_subscription_is_not_reminded_of_by_its_deadline(shop: Shop) -> None:
    await agreed(shop, replace(MONTHLY, first=date(2026, 11, 22), reminders=()))
    assert len(await open_invoices(shop)) == 1
    assert await at(shop, local(30, 12)) == []


async def test_only_where_the_shop_chose_it_there_is_a_word_after_the_deadline(shop: Shop) -> None:
    await sold(shop)
    await choose(shop, 1, 0, -1)
    second = await shop.invoice("501:2")
    await shop.desk.open_link(second.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    for invoice in (await sold(shop), second):
        await run_out(shop, invoice)
    await expire(shop, local(23, 18))
    assert await at(shop, local(24, 17)) == [-1]
    assert [each.invoice_id for each in await told(shop, "remind-invoice")] == [second.id]


async def test_the_shop_chooses_and_it_is_written_down_who_did(shop: Shop) -> None:
    assert await shop.desk.reminders.days() == (1, 0)
    assert await shop.desk.reminders.choose(await shop.person(OWNER), ()) == ()
    assert await shop.desk.reminders.days() == ()
    assert await shop.desk.reminders.choose(await shop.person(OWNER), (0, -1, 1)) == (1, 0, -1)
    for person in (CASHIER, CUSTOMER):
        with pytest.raises(NotAllowed):
            await shop.desk.reminders.choose(await shop.person(person), ())


# --- another invoice in the place of one that expired


async def asks(shop: Shop, invoice: Invoice, person: int = CUSTOMER) -> Invoice:
    new = await shop.desk.reminders.ask_for_new(await shop.person(person), invoice.id, Place(person))
    await shop.settle_down()
    return new


async def expired(shop: Shop) -> Invoice:
    await choose(shop, 1, 0, -1)
    invoice = await sold(shop)
    await run_out(shop, invoice)
    await expire(shop, local(23, 18))
    return invoice


async def test_the_customer_asks_for_another_one_and_gets_it_once(shop: Shop) -> None:
    former = await expired(shop)
    new = await asks(shop, former)
    assert (new.amount, new.description, new.state) == (former.amount, former.description, InvoiceState.OPEN)
    assert (new.customer_id, new.issuer_id) == (CUSTOMER, OWNER)
    assert (await asks(shop, former)).id == new.id
    cards = await shop.database.read(lambda books: books.cards_of(new.id))
    assert {card.place.chat_id for card in cards} == {OWNER, CUSTOMER}
    assert await at(shop, local(24, 17)) == [0]
    assert [each.invoice_id for each in await told(shop, "remind-invoice")] == [new.id]


async def test_one_that_expired_again_is_asked_for_again(shop: Shop) -> None:
    new = await asks(shop, former := await expired(shop))
    await run_out(shop, new)
    await expire(shop, local(25, 18))
    third = await asks(shop, former)
    assert third.id not in {former.id, new.id}
    assert third.state is InvoiceState.OPEN


async def test_one_that_was_paid_meanwhile_is_shown_and_no_other_made(shop: Shop) -> None:
    new = await asks(shop, former := await expired(shop))
    await pay(shop, new)
    assert (await asks(shop, former)).state is InvoiceState.PAID
    assert await open_invoices(shop) == []


async def test_a_stranger_gets_none_in_a_customers_place(shop: Shop) -> None:
    former = await expired(shop)
    for person in (STRANGER, CASHIER):
        with pytest.raises(NotFound):
            await asks(shop, former, person)


async def test_none_is_made_where_the_shop_does_not_offer_it_any_more(shop: Shop) -> None:
    former = await expired(shop)
    await choose(shop, 1, 0)
    with pytest.raises(Refused, match="renewal-closed"):
        await asks(shop, former)


async def test_none_is_made_at_the_price_of_long_ago(shop: Shop) -> None:
    former = await expired(shop)
    shop.clock.at = former.deadline + timedelta(days=31)
    with pytest.raises(Refused, match="renewal-closed"):
        await asks(shop, former)
    shop.clock.at = former.deadline + timedelta(days=29)
    assert (await asks(shop, former)).amount == former.amount


async def test_none_is_made_once_money_came_late_for_the_old_one(shop: Shop) -> None:
    former = await expired(shop)
    payment = (await shop.desk.view(former.id)).payments[0]
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    assert (await asks(shop, former)).id == former.id
    assert await open_invoices(shop) == []


async def test_none_is_made_while_somebody_decides_about_money_for_the_old_one(shop: Shop) -> None:
    former = await expired(shop)
    payment = (await shop.desk.view(former.id)).payments[0]
    shop.sees(payment, Seen.PAID, amount=Money(100000, "KZT"))
    await shop.look(payment)
    with pytest.raises(Refused, match="money-under-decision"):
        await asks(shop, former)


async def test_where_its_issuer_has_left_another_answers_for_it(shop: Shop) -> None:
    await choose(shop, 1, 0, -1)
    cashier = await shop.person(CASHIER)
    former = await shop.desk.issue(cashier, PRICE, "Coffee", source="502:1", place=Place(CASHIER))
    await shop.settle_down()
    await shop.desk.open_link(former.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await run_out(shop, former)
    await expire(shop, local(23, 18))
    assert cashier.role is Role.CASHIER
    await shop.database.write(lambda books: give_role(books, CASHIER, None))
    assert (await asks(shop, former)).issuer_id == OWNER


async def test_a_bill_that_moves_after_its_reminder_is_reminded_of_before_its_new_day_as_well(
    shop: Shop,
) -> None:
    subscription = await agreed(shop)
    shop.clock.at = local(25, 10)
    await turn(shop, subscription)
    owner = await shop.person(OWNER)
    bill = (await shop.desk.subscriptions.view(owner, subscription.id)).bill
    assert bill is not None
    await pay(shop, bill)
    await turn(shop, subscription)
    assert await at(shop, local(24, 10, month=12)) == [1]
    await shop.desk.subscriptions.set_day(owner, subscription.id, 28)
    assert (await shop.desk.subscriptions.view(owner, subscription.id)).next_at == local(28, 10, month=12)
    assert await at(shop, local(25, 9, month=12)) == []
    assert await at(shop, local(27, 10, month=12)) == [1]
    assert len(await told(shop)) == 2
