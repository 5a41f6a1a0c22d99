"""Subscriptions that we run: agreed to, billed, paid or not, paused, priced anew; each bill once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from billing import invoicing
from billing.answers import Seen
from billing.errors import Closed, NotFound, Refused
from billing.models import Invoice, Place
from billing.money import Money
from billing.states import AttentionKind, InvoiceState, Step
from billing.subscriptions.ladder import Rung
from billing.subscriptions.models import Cycle, PeriodState, Rules, Skip, State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import End, Offer, PeriodRow, Subscription
from tests.support.books import give_role
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

RULES = Rules(attempts=2, retry_hours=24, grace_days=3)
MONTHLY = Offer("Coffee for a month", Money(500000, "KZT"), Cycle.MONTHLY, rules=RULES)
DAY = timedelta(days=1)


async def agreed(shop: Shop, offer: Offer = MONTHLY, *, source: str = "s:1") -> Subscription:
    """Offered by the owner, agreed to by the customer."""
    offered = await shop.desk.subscriptions.offer_to(await shop.person(OWNER), offer, source=source)
    agreed = await shop.desk.subscriptions.agree(await shop.person(CUSTOMER), offered.id, Way())
    await shop.settle_down()
    return await fresh(shop, agreed)


async def fresh(shop: Shop, subscription: Subscription) -> Subscription:
    found = await shop.database.read(lambda books: books.subscription(subscription.id))
    assert found is not None
    return found


async def rows(shop: Shop, subscription: Subscription) -> list[PeriodRow]:
    """Its periods, the oldest first."""
    found = await shop.database.read(lambda books: books.newest_periods(subscription.id, 1000))
    return found[::-1]


async def bills(shop: Shop, subscription: Subscription, number: int) -> list[Invoice]:
    """The bills of a period, in their order."""

    def read(books):
        found = books.bills_of(subscription.id, number)
        return [books.invoice(found[bill]) for bill in sorted(found)]

    return await shop.database.read(read)


async def turn(shop: Shop, subscription: Subscription, **ahead: float) -> None:
    """So much later: what is overdue ends, and the engine looks."""
    shop.clock.move(timedelta(**ahead).total_seconds())
    now = shop.clock.now()
    await shop.database.write(lambda books: invoicing.expire_overdue(books, now))
    await shop.desk.subscriptions.turn(subscription.id)
    await shop.settle_down()


async def pay(shop: Shop, invoice: Invoice) -> None:
    payment = await shop.desk.pay(invoice.id)
    await shop.settle_down()
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)


async def told(shop: Shop) -> list[tuple[str, int]]:
    """What was said of subscriptions, to whom."""
    return [(kind, chat) for kind, chat, _ in await shop.notices() if kind.startswith("sub-")]


# --- agreeing


async def test_who_agrees_after_the_hour_of_the_day_is_billed_at_once_and_once(shop: Shop) -> None:
    subscription = await agreed(shop)
    (row,) = await rows(shop, subscription)
    assert (row.state, row.period.number, row.amount) == (PeriodState.PENDING, 0, MONTHLY.amount)
    for _ in range(3):
        await turn(shop, subscription, minutes=5)
    (bill,) = await bills(shop, subscription, 0)
    assert (bill.state, bill.customer_id, bill.amount) == (InvoiceState.OPEN, CUSTOMER, MONTHLY.amount)
    assert bill.description.startswith("Coffee for a month · ")
    cards = await shop.database.read(lambda books: books.cards_of(bill.id))
    assert [card.place for card in cards] == [Place(CUSTOMER)]
    assert ("sub-agreed-member", OWNER) in await told(shop)


@pytest.mark.parametrize(("left", "issuer"), [(False, CASHIER), (True, OWNER)])
async def test_a_bill_is_the_members_who_offered_it_or_another_ones_where_they_left(
    shop: Shop, left: bool, issuer: int
) -> None:
    cashier = await shop.person(CASHIER)
    offered = await shop.desk.subscriptions.offer_to(cashier, MONTHLY, source="s:1")
    if left:
        await shop.database.write(lambda books: give_role(books, CASHIER, None))
    await shop.desk.subscriptions.agree(await shop.person(CUSTOMER), offered.id, Way())
    await shop.settle_down()
    assert [bill.issuer_id for bill in await bills(shop, offered, 0)] == [issuer]


async def test_nothing_is_billed_before_somebody_agrees(shop: Shop) -> None:
    owner = await shop.person(OWNER)
    offered = await shop.desk.subscriptions.offer_to(owner, MONTHLY, source="s:1")
    await turn(shop, offered, days=40)
    assert await rows(shop, offered) == []
    assert (await shop.desk.subscriptions.offer_to(owner, MONTHLY, source="s:1")).id == offered.id


async def test_an_offer_is_taken_by_one_person(shop: Shop) -> None:
    subscription = await agreed(shop)
    desk = shop.desk.subscriptions
    assert (await desk.agree(await shop.person(CUSTOMER), subscription.id, Way())).id == subscription.id
    with pytest.raises(Closed, match="subscription-taken"):
        await desk.agree(await shop.person(STRANGER), subscription.id, Way())
    with pytest.raises(NotFound):
        await desk.opened(subscription.token, await shop.person(STRANGER))


async def test_nobody_has_one_plan_twice(shop: Shop) -> None:
    desk = shop.desk.subscriptions
    plan = await desk.add_plan(await shop.person(OWNER), MONTHLY)
    customer = await shop.person(CUSTOMER)
    first = await desk.agree_to_plan(customer, plan.id, plan.version, Way(), source="p:1")
    assert (await desk.agree_to_plan(customer, plan.id, plan.version, Way(), source="p:1")).id == first.id
    with pytest.raises(Closed, match="subscription-twice"):
        await desk.agree_to_plan(customer, plan.id, plan.version, Way(), source="p:2")
    await desk.cancel(customer, first.id)
    again = await desk.agree_to_plan(customer, plan.id, plan.version, Way(), source="p:3")
    assert again.id != first.id


async def test_a_plan_is_agreed_to_as_it_was_shown(shop: Shop) -> None:
    desk, owner = shop.desk.subscriptions, await shop.person(OWNER)
    plan = await desk.add_plan(owner, MONTHLY)
    dearer = await desk.change_plan(
        owner, plan.id, plan.version, replace(MONTHLY, amount=Money(600000, "KZT"))
    )
    with pytest.raises(Closed, match="plan-changed"):
        await desk.agree_to_plan(await shop.person(CUSTOMER), plan.id, plan.version, Way(), source="p:1")
    with pytest.raises(Closed, match="plan-changed"):
        await desk.change_plan(owner, plan.id, plan.version, MONTHLY)
    await desk.change_plan(owner, plan.id, dearer.version, dearer.offer, closed=True)
    with pytest.raises(Closed, match="plan-closed"):
        await desk.agree_to_plan(await shop.person(CUSTOMER), plan.id, dearer.version, Way(), source="p:2")


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"amount": Money(9999, "KZT")}, "subscription-amount"),
        ({"amount": Money(100000001, "KZT")}, "subscription-amount"),
        ({"day": 0}, "term-day"),
        ({"day": 32}, "term-day"),
        ({"cycle": Cycle.WEEKLY, "day": 8}, "term-day"),
        ({"first": date(2020, 1, 1)}, "term-first"),
        ({"first": date(2040, 1, 1)}, "term-first"),
        ({"reminders": (28,)}, "term-reminders"),
        ({"title": "  "}, "subscription-title-wanted"),
        ({"title": "x" * 61}, "subscription-title-too-long"),
        ({"at": time(22)}, "term-at"),
    ],
)
async def test_an_offer_that_cannot_be_is_refused_by_name(shop: Shop, wrong: dict, text: str) -> None:
    with pytest.raises(Refused, match=text):
        await shop.desk.subscriptions.offer_to(
            await shop.person(OWNER), replace(MONTHLY, **wrong), source="s:1"
        )


# --- paid and not paid


async def test_a_paid_bill_ends_the_period_and_the_next_comes_on_its_day(shop: Shop) -> None:
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    await pay(shop, bill)
    await turn(shop, subscription, minutes=1)
    (row,) = await rows(shop, subscription)
    assert (row.state, row.ladder.rung) == (PeriodState.PAID, Rung.PAID)
    assert {("sub-paid", CUSTOMER), ("sub-paid-member", OWNER)} <= set(await told(shop))
    assert (await fresh(shop, subscription)).next_due == row.period.end
    await turn(shop, subscription, days=(row.period.end - shop.clock.now()) / DAY)
    assert [each.state for each in await rows(shop, subscription)] == [PeriodState.PAID, PeriodState.PENDING]


async def test_an_unpaid_bill_is_issued_again_then_grace_runs_then_it_ends(shop: Shop) -> None:
    subscription = await agreed(shop)
    await turn(shop, subscription, hours=24, minutes=1)
    first, second = await bills(shop, subscription, 0)
    assert (first.state, second.state) == (InvoiceState.EXPIRED, InvoiceState.OPEN)
    assert ("sub-failed", CUSTOMER) in await told(shop)
    await turn(shop, subscription, hours=24, minutes=1)
    (row,) = await rows(shop, subscription)
    assert row.ladder.rung is Rung.GRACE
    assert ("sub-grace", CUSTOMER) in await told(shop)
    assert (await fresh(shop, subscription)).next_due == row.ladder.until
    await turn(shop, subscription, days=3, minutes=1)
    assert (await rows(shop, subscription))[0].state is PeriodState.FAILED
    ended = await fresh(shop, subscription)
    assert (ended.state, ended.ended_by, ended.next_due) == (State.EXPIRED, End.UNPAID, None)
    assert {("sub-expired", CUSTOMER), ("sub-expired-member", OWNER)} <= set(await told(shop))
    assert len(await bills(shop, subscription, 0)) == 2


async def test_whoever_asks_in_grace_gets_a_bill_and_paying_it_saves_the_subscription(shop: Shop) -> None:
    subscription = await agreed(shop)
    for _ in range(2):
        await turn(shop, subscription, hours=24, minutes=1)
    customer = await shop.person(CUSTOMER)
    asked = await shop.desk.subscriptions.pay_now(customer, subscription.id, Place(CUSTOMER))
    again = await shop.desk.subscriptions.pay_now(customer, subscription.id, Place(CUSTOMER))
    assert asked.id == again.id
    await pay(shop, asked)
    await turn(shop, subscription, minutes=1)
    assert (await rows(shop, subscription))[0].state is PeriodState.PAID
    assert (await fresh(shop, subscription)).state is State.ACTIVE


async def test_money_for_an_earlier_bill_calls_the_open_one_off(shop: Shop) -> None:
    subscription = await agreed(shop)
    (first,) = await bills(shop, subscription, 0)
    payment = await shop.desk.pay(first.id)
    await shop.settle_down()
    shop.sees(payment, Seen.EXPIRED)
    await shop.look(payment)
    await turn(shop, subscription, hours=24, minutes=1)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    await turn(shop, subscription, minutes=1)
    first, second = await bills(shop, subscription, 0)
    assert (first.state, second.state) == (InvoiceState.PAID, InvoiceState.CANCELLED)
    assert (await rows(shop, subscription))[0].state is PeriodState.PAID


async def test_money_after_the_end_is_put_before_a_person_and_revives_nothing(shop: Shop) -> None:
    subscription = await agreed(shop)
    (first,) = await bills(shop, subscription, 0)
    payment = await shop.desk.pay(first.id)
    await shop.settle_down()
    shop.sees(payment, Seen.EXPIRED)
    await shop.look(payment)
    for hours in (25, 25, 80):
        await turn(shop, subscription, hours=hours)
    assert (await fresh(shop, subscription)).state is State.EXPIRED
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    await turn(shop, subscription, minutes=1)
    assert (await rows(shop, subscription))[0].state is PeriodState.PAID
    assert (await fresh(shop, subscription)).state is State.EXPIRED
    attentions = await shop.desk.attentions(await shop.person(OWNER))
    assert [item.kind for item in attentions] == [AttentionKind.LATE]
    assert ("sub-late-member", OWNER) in await told(shop)


async def test_the_next_period_may_be_paid_before_its_day_which_then_brings_no_bill(shop: Shop) -> None:
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    await pay(shop, bill)
    await turn(shop, subscription, minutes=1)
    customer = await shop.person(CUSTOMER)
    early = await shop.desk.subscriptions.pay_now(customer, subscription.id, Place(CUSTOMER))
    await pay(shop, early)
    await turn(shop, subscription, days=32)
    assert [row.state for row in await rows(shop, subscription)] == [PeriodState.PAID] * 2
    assert [each.id for each in await bills(shop, subscription, 1)] == [early.id]


# --- paused, cancelled, changed


async def test_a_pause_calls_the_open_bill_off_and_nothing_is_charged_afterwards(shop: Shop) -> None:
    subscription = await agreed(shop)
    customer = await shop.person(CUSTOMER)
    await shop.desk.subscriptions.pause(customer, subscription.id)
    assert (await bills(shop, subscription, 0))[0].state is InvoiceState.CANCELLED
    await turn(shop, subscription, days=70)
    await shop.desk.subscriptions.resume(customer, subscription.id)
    found = await rows(shop, subscription)
    assert [row.state for row in found[:1]] == [PeriodState.CANCELLED]
    assert {(row.state, row.skip) for row in found[1:]} == {(PeriodState.SKIPPED, Skip.PAUSED)}
    assert {("sub-paused-member", OWNER), ("sub-resumed-member", OWNER)} <= set(await told(shop))
    await turn(shop, subscription, days=31)
    assert (await rows(shop, subscription))[-1].state is PeriodState.PENDING


async def test_a_bill_that_a_member_cancels_is_waived_and_the_next_comes_on_its_day(shop: Shop) -> None:
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    await shop.desk.cancel(bill.id, await shop.person(OWNER))
    for _ in range(4):
        await turn(shop, subscription, hours=25)
    (row,) = await rows(shop, subscription)
    assert (row.state, (await fresh(shop, subscription)).state) == (PeriodState.CANCELLED, State.ACTIVE)
    said = await told(shop)
    assert ("sub-waived", CUSTOMER) in said
    assert not {"sub-failed", "sub-grace"} & {kind for kind, _ in said}
    await turn(shop, subscription, days=31)
    assert [each.state for each in await rows(shop, subscription)] == [
        PeriodState.CANCELLED,
        PeriodState.PENDING,
    ]


async def test_an_early_bill_that_a_member_cancels_leaves_the_periods_own_bill_for_its_day(
    shop: Shop,
) -> None:
    subscription = await agreed(shop)
    await pay(shop, (await bills(shop, subscription, 0))[0])
    await turn(shop, subscription, minutes=1)
    early = await shop.desk.subscriptions.pay_now(
        await shop.person(CUSTOMER), subscription.id, Place(CUSTOMER)
    )
    await shop.desk.cancel(early.id, await shop.person(OWNER))
    await turn(shop, subscription, days=31)
    assert len(await bills(shop, subscription, 1)) == 2
    assert (await rows(shop, subscription))[-1].state is PeriodState.PENDING


async def test_a_cancelled_one_bills_nobody_and_its_open_bill_is_called_off(shop: Shop) -> None:
    subscription = await agreed(shop)
    for _ in range(2):
        await shop.desk.subscriptions.cancel(await shop.person(CUSTOMER), subscription.id)
    ended = await fresh(shop, subscription)
    assert (ended.state, ended.ended_by, ended.ended_for_certain) == (State.CANCELLED, End.CUSTOMER, True)
    assert (await bills(shop, subscription, 0))[0].state is InvoiceState.CANCELLED
    await turn(shop, subscription, days=400)
    assert len(await rows(shop, subscription)) == 1
    assert (await told(shop)).count(("sub-ended-member", OWNER)) == 1


async def test_a_bill_that_is_being_paid_is_not_called_off_and_its_money_counts(shop: Shop) -> None:
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    payment = await shop.desk.pay(bill.id)
    await shop.settle_down()
    shop.sees(payment, Seen.PENDING, step=Step.SCANNED)
    await shop.look(payment)
    await shop.desk.subscriptions.cancel(await shop.person(CUSTOMER), subscription.id)
    assert (await bills(shop, subscription, 0))[0].state is InvoiceState.OPEN
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    await turn(shop, subscription, minutes=1)
    assert (await bills(shop, subscription, 0))[0].state is InvoiceState.PAID
    assert (await rows(shop, subscription))[0].state is PeriodState.PAID
    assert (await fresh(shop, subscription)).state is State.CANCELLED


async def test_another_price_counts_from_the_next_period_and_the_subscriber_hears_it(shop: Shop) -> None:
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    dearer = Money(600000, "KZT")
    await shop.desk.subscriptions.set_price(await shop.person(OWNER), subscription.id, dearer)
    await turn(shop, subscription, hours=24, minutes=1)
    assert [each.amount for each in await bills(shop, subscription, 0)] == [MONTHLY.amount] * 2
    await pay(shop, (await bills(shop, subscription, 0))[-1])
    await turn(shop, subscription, days=31)
    assert [each.amount for each in await bills(shop, subscription, 1)] == [dearer]
    assert ("sub-price", CUSTOMER) in await told(shop)
    assert bill.amount == MONTHLY.amount


async def test_only_its_people_see_and_change_a_subscription(shop: Shop) -> None:
    subscription = await agreed(shop)
    desk = shop.desk.subscriptions
    for person in (STRANGER, CASHIER):
        for forbidden in (desk.pause, desk.cancel, desk.resume, desk.view):
            with pytest.raises(NotFound):
                await forbidden(await shop.person(person), subscription.id)
    with pytest.raises(NotFound):
        await desk.set_price(await shop.person(CUSTOMER), subscription.id, Money(10000, "KZT"))
    with pytest.raises(Closed):
        await desk.pay_now(await shop.person(OWNER), subscription.id, Place(OWNER))
    assert (await fresh(shop, subscription)).state is State.ACTIVE


# --- the machine was away


async def test_after_ten_days_away_a_daily_one_is_billed_once_and_the_shop_hears_what_was_missed(
    shop: Shop,
) -> None:
    subscription = await agreed(shop, replace(MONTHLY, cycle=Cycle.DAILY, reminders=(0,)))
    await pay(shop, (await bills(shop, subscription, 0))[0])
    await turn(shop, subscription, minutes=1)
    await turn(shop, subscription, days=10)
    found = await rows(shop, subscription)
    states = [row.state for row in found]
    assert states == [PeriodState.PAID, *[PeriodState.SKIPPED] * (len(found) - 2), PeriodState.PENDING]
    assert {row.skip for row in found[1:-1]} == {Skip.MISSED}
    assert (await told(shop)).count(("sub-missed-member", OWNER)) == 1


async def test_a_clock_that_is_set_back_bills_nothing_again(shop: Shop) -> None:
    subscription = await agreed(shop)
    await pay(shop, (await bills(shop, subscription, 0))[0])
    await turn(shop, subscription, days=31)
    before = await rows(shop, subscription)
    for days in (-5, -20, -31, 3, 25):
        await turn(shop, subscription, days=days)
    assert [row.period for row in await rows(shop, subscription)] == [row.period for row in before]
    assert len(await bills(shop, subscription, 1)) == 1


async def test_one_that_replaces_another_waits_until_that_is_over_for_certain(shop: Shop) -> None:
    desk = shop.desk.subscriptions
    first = await agreed(shop)
    owner, customer = await shop.person(OWNER), await shop.person(CUSTOMER)
    second = await desk.offer_to(owner, MONTHLY, source="s:2", after_id=first.id)
    await desk.agree(customer, second.id, Way())
    await turn(shop, second, days=1)
    assert await rows(shop, second) == []

    async def waits() -> tuple[bool, bool, bool]:
        """Whether its screen says so, and names no day; and whether the list does."""
        view = await desk.view(customer, second.id)
        listed = await shop.database.read(lambda books: books.subscriptions(None))
        (told,) = [each.waits_for_another for each in listed if each.subscription.id == second.id]
        return view.waits_for_another, view.next_at is None, told

    assert await waits() == (True, True, True)
    await desk.cancel(owner, first.id)
    await turn(shop, second, minutes=10)
    assert len(await rows(shop, second)) == 1
    assert await waits() == (False, False, False)


async def test_bills_come_by_day_also_where_the_engine_wakes_at_night(shop: Shop) -> None:
    subscription = await agreed(shop)
    await pay(shop, (await bills(shop, subscription, 0))[0])
    night = datetime(2026, 12, 22, 22, 0, tzinfo=UTC)  # 3 o'clock in Almaty
    shop.clock.at = night
    await turn(shop, subscription, minutes=0)
    newest = (await rows(shop, subscription))[-1]
    (card,) = await shop.database.read(lambda books: books.cards_of(newest.invoice_id))
    assert card.due_at == datetime(2026, 12, 23, 4, 0, tzinfo=UTC)


async def test_where_more_than_a_season_was_missed_a_person_says_whether_the_date_is_right(
    shop: Shop,
) -> None:
    subscription = await agreed(shop, replace(MONTHLY, rules=Rules(2, 24, 3)))
    await pay(shop, (await bills(shop, subscription, 0))[0])
    await turn(shop, subscription, minutes=1)
    for _ in range(2):
        await turn(shop, subscription, days=250)
    assert len(await rows(shop, subscription)) == 1
    assert (await told(shop)).count(("sub-away-member", OWNER)) == 1
    owner = await shop.person(OWNER)
    await shop.desk.subscriptions.pause(owner, subscription.id)
    await shop.desk.subscriptions.resume(owner, subscription.id)
    assert {row.skip for row in (await rows(shop, subscription))[1:]} == {Skip.PAUSED}
    await turn(shop, subscription, days=31)
    assert (await rows(shop, subscription))[-1].state is PeriodState.PENDING


async def test_a_clock_that_ran_years_ahead_and_was_set_right_leaves_nobody_unbilled(shop: Shop) -> None:
    subscription = await agreed(shop)
    await pay(shop, (await bills(shop, subscription, 0))[0])
    await turn(shop, subscription, minutes=1)
    right = shop.clock.at
    await turn(shop, subscription, days=3650)
    shop.clock.at = right + timedelta(days=31)
    now = shop.clock.now()
    due = await shop.database.read(lambda books: books.due_subscriptions("", now, 10))
    assert due == [subscription.id]
    await turn(shop, subscription, minutes=0)
    assert [row.state for row in await rows(shop, subscription)] == [PeriodState.PAID, PeriodState.PENDING]
