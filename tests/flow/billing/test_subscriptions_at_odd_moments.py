"""Subscriptions when money comes, goes or is promised at moments that nobody had planned for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from billing.answers import Kept, Seen, Unknown
from billing.errors import Closed
from billing.kept import KeptMethod, NewKeptMethod
from billing.models import Invoice, Payment, Place
from billing.money import Money
from billing.states import AttentionKind, InvoiceState, PaymentState, Step
from billing.subscriptions.ladder import Rung
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Subscription
from bot import renewing
from bot.renewing import Renewing
from store.schema import subscriptions
from tests.flow.billing.test_refunds import look as look_at_refund
from tests.flow.billing.test_refunds import wish
from tests.flow.billing.test_subscriptions import MONTHLY, agreed, bills, fresh, pay, rows, turn
from tests.support.shop import CUSTOMER, OWNER, Shop

DEARER = Money(600000, "KZT")


async def begun(shop: Shop, invoice: Invoice) -> Payment:
    """The bank has billed it."""
    payment = await shop.desk.pay(invoice.id)
    await shop.settle_down()
    return payment


async def seen(shop: Shop, payment: Payment, what: Seen, step: Step | None = None) -> None:
    shop.sees(payment, what, step=step)
    await shop.look(payment)


async def charged_by(shop: Shop, subscription: Subscription) -> KeptMethod:
    """The customer keeps a card with the shop, and lets it be charged each time."""
    shop.bank.capabilities = replace(shop.bank.capabilities, keeps_methods=True)
    method = await kept(shop, "tok-1")
    await shop.desk.subscriptions.charge_by(await shop.person(CUSTOMER), subscription.id, method.id)
    return method


async def kept(shop: Shop, token: str) -> KeptMethod:
    new = NewKeptMethod(shop.bank.slug, CUSTOMER, Kept(token, "•• 4242"), shop.clock.now())
    method = await shop.database.write(lambda books: books.add_method(new))
    assert method is not None
    return method


async def paid_first(shop: Shop, subscription: Subscription) -> datetime:
    """The first period is paid; when the second begins."""
    await pay(shop, (await bills(shop, subscription, 0))[0])
    await turn(shop, subscription, minutes=1)
    return (await rows(shop, subscription))[0].period.end


async def turn_at(shop: Shop, subscription: Subscription, at: datetime) -> None:
    await turn(shop, subscription, seconds=(at - shop.clock.now()).total_seconds())


async def newest_payment(shop: Shop, invoice: Invoice) -> Payment:
    return (await shop.database.read(lambda books: books.payments_of(invoice.id)))[-1]


def charged(shop: Shop) -> list[tuple[str | None, Money]]:
    """By which tokens the bank was asked for money, and how much."""
    return [(bill.saved, bill.amount) for bill in shop.bank.billed]


# --- paid twice


async def test_two_bills_of_a_period_that_are_both_paid_are_put_before_a_person(shop: Shop) -> None:
    subscription = await agreed(shop)
    owner = await shop.person(OWNER)
    first = await begun(shop, (await bills(shop, subscription, 0))[0])
    await seen(shop, first, Seen.EXPIRED)
    await turn(shop, subscription, hours=24, minutes=1)
    second = await begun(shop, (await bills(shop, subscription, 0))[1])
    await seen(shop, second, Seen.PENDING, Step.SCANNED)
    await seen(shop, first, Seen.PAID)
    await turn(shop, subscription, minutes=1)
    (late,) = await shop.desk.attentions(owner)
    await shop.desk.accept(late.id, owner)
    await seen(shop, second, Seen.PAID)
    for _ in range(2):
        await turn(shop, subscription, minutes=1)
    assert [each.state for each in await bills(shop, subscription, 0)] == [InvoiceState.PAID] * 2
    (twice,) = await shop.desk.attentions(owner)
    assert (twice.kind, twice.payment_id) == (AttentionKind.SECOND, second.id)
    assert ("attention-second", OWNER, True) in await shop.notices()


async def test_a_message_in_which_one_has_ended_may_begin_the_next(shop: Shop) -> None:
    desk, customer = shop.desk.subscriptions, await shop.person(CUSTOMER)
    plan = await desk.add_plan(await shop.person(OWNER), MONTHLY)
    made = set()
    for _ in range(3):
        begun = await desk.agree_to_plan(customer, plan.id, plan.version, Way(), source="p:1")
        twice = await desk.agree_to_plan(customer, plan.id, plan.version, Way(), source="p:1")
        assert (begun.state, twice.id) == (State.ACTIVE, begun.id)
        made.add((await desk.cancel(customer, begun.id)).id)
    assert len(made) == 3


async def test_a_bill_is_not_issued_again_by_hand_beside_the_one_that_comes_by_itself(shop: Shop) -> None:
    subscription = await agreed(shop)
    await turn(shop, subscription, hours=24, minutes=1)
    former, _ = await bills(shop, subscription, 0)
    with pytest.raises(Closed, match="bill-of-subscription"):
        await shop.desk.issue_again(await shop.person(OWNER), former, Place(OWNER))


# --- a kept card


async def test_a_card_that_was_forgotten_gives_its_place_to_no_other(shop: Shop) -> None:
    subscription = await agreed(shop)
    method = await charged_by(shop, subscription)
    begins = await paid_first(shop, subscription)
    await shop.desk.methods.forget(method.id, await shop.person(CUSTOMER))
    assert (await fresh(shop, subscription)).method_id is None
    await kept(shop, "tok-2")  # may bear the number of the one that is gone
    await turn_at(shop, subscription, begins)
    assert [token for token, _ in charged(shop)] == [None]


async def test_a_charge_that_was_prepared_takes_no_card_that_was_kept_since(shop: Shop) -> None:
    subscription = await agreed(shop)
    method = await charged_by(shop, subscription)
    shop.clock.at = await paid_first(shop, subscription)
    await shop.desk.subscriptions.turn(subscription.id)
    shop.die()
    await shop.desk.methods.forget(method.id, await shop.person(CUSTOMER))
    shop.clock.move(180)
    await kept(shop, "tok-2")
    prepared = await newest_payment(shop, (await bills(shop, subscription, 1))[0])
    await shop.look(prepared)
    assert [token for token, _ in charged(shop)] == [None]
    assert (
        await newest_payment(shop, (await bills(shop, subscription, 1))[0])
    ).state is PaymentState.REJECTED


async def test_a_charge_of_which_nobody_knew_is_not_repeated_for_a_subscription_that_ended(
    shop: Shop,
) -> None:
    subscription = await agreed(shop)
    await charged_by(shop, subscription)
    begins = await paid_first(shop, subscription)
    shop.bank.outcomes.append(Unknown("nobody answered"))
    await turn_at(shop, subscription, begins)
    await shop.desk.subscriptions.cancel(await shop.person(CUSTOMER), subscription.id)
    (bill,) = await bills(shop, subscription, 1)
    for _ in range(2):  # the bank has nothing; whoever looks next would ask it again
        unknown = await newest_payment(shop, bill)
        await seen(shop, unknown, Seen.ABSENT)
    assert (await newest_payment(shop, bill)).state is PaymentState.CANCELLED
    assert len(charged(shop)) == 2


async def test_a_card_is_charged_a_price_that_rose_only_once_its_owner_has_been_told(shop: Shop) -> None:
    subscription = await agreed(shop)
    await charged_by(shop, subscription)
    begins = await paid_first(shop, subscription)
    await turn_at(shop, subscription, begins - timedelta(minutes=1))
    await shop.desk.subscriptions.set_price(await shop.person(OWNER), subscription.id, DEARER)
    await turn_at(shop, subscription, begins)
    (bill,) = await bills(shop, subscription, 1)
    assert (bill.amount, len(charged(shop))) == (DEARER, 1)

    def say(books):
        (said,) = [n for n in books.due_notices(shop.clock.now(), 100) if n.kind == "sub-price"]
        books.notice_sent(said.id, 7, shop.clock.now())

    await shop.database.write(say)
    await turn(shop, subscription, hours=24, minutes=1)
    assert charged(shop)[1:] == [("tok-1", DEARER)]


async def test_a_card_is_charged_less_than_was_agreed_without_a_word(shop: Shop) -> None:
    subscription = await agreed(shop)
    await charged_by(shop, subscription)
    begins = await paid_first(shop, subscription)
    cheaper = Money(400000, "KZT")
    await shop.desk.subscriptions.set_price(await shop.person(OWNER), subscription.id, cheaper)
    await turn_at(shop, subscription, begins)
    assert charged(shop)[1:] == [("tok-1", cheaper)]


async def test_who_has_paid_the_new_price_by_hand_is_charged_it_from_then_on(shop: Shop) -> None:
    subscription = await agreed(shop)
    await charged_by(shop, subscription)
    begins = await paid_first(shop, subscription)
    await shop.desk.subscriptions.set_price(await shop.person(OWNER), subscription.id, DEARER)
    await turn_at(shop, subscription, begins)
    await pay(shop, (await bills(shop, subscription, 1))[0])
    await turn(shop, subscription, minutes=1)
    await turn_at(shop, subscription, (await rows(shop, subscription))[1].period.end)
    assert charged(shop)[2:] == [("tok-1", DEARER)]


# --- while somebody is paying


async def test_who_is_paying_when_grace_ends_keeps_the_subscription(shop: Shop) -> None:
    subscription = await agreed(shop)
    for _ in range(2):
        await turn(shop, subscription, hours=24, minutes=1)
    customer = await shop.person(CUSTOMER)
    asked = await shop.desk.subscriptions.pay_now(customer, subscription.id, Place(CUSTOMER))
    payment = await begun(shop, asked)
    await seen(shop, payment, Seen.PENDING, Step.SCANNED)
    (row,) = await rows(shop, subscription)
    await turn_at(shop, subscription, row.ladder.until + timedelta(seconds=10))
    waiting = await fresh(shop, subscription)
    assert (waiting.state, waiting.next_due) == (State.ACTIVE, shop.clock.now() + timedelta(minutes=1))
    await seen(shop, payment, Seen.PAID)
    await turn(shop, subscription, minutes=1)
    assert (await rows(shop, subscription))[0].ladder.rung is Rung.PAID
    assert (await fresh(shop, subscription)).state is State.ACTIVE


async def test_who_did_not_finish_paying_when_grace_ended_is_not_waited_for(shop: Shop) -> None:
    subscription = await agreed(shop)
    for _ in range(2):
        await turn(shop, subscription, hours=24, minutes=1)
    customer = await shop.person(CUSTOMER)
    asked = await shop.desk.subscriptions.pay_now(customer, subscription.id, Place(CUSTOMER))
    payment = await begun(shop, asked)
    await seen(shop, payment, Seen.PENDING, Step.SCANNED)
    await turn(shop, subscription, days=4)
    await seen(shop, payment, Seen.EXPIRED)
    await turn(shop, subscription, minutes=1)
    assert (await fresh(shop, subscription)).state is State.EXPIRED


async def test_a_bill_that_was_being_paid_when_all_ended_is_called_off_once_it_is_not(shop: Shop) -> None:
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    payment = await begun(shop, bill)
    await seen(shop, payment, Seen.PENDING, Step.SCANNED)
    await shop.desk.subscriptions.cancel(await shop.person(CUSTOMER), subscription.id)
    assert (await fresh(shop, subscription)).next_due == shop.clock.now() + timedelta(minutes=1)
    await seen(shop, payment, Seen.EXPIRED)
    await turn(shop, subscription, minutes=1)
    assert (await bills(shop, subscription, 0))[0].state is InvoiceState.CANCELLED
    assert (await fresh(shop, subscription)).next_due is None
    with pytest.raises(Closed):
        await shop.desk.pay(bill.id)


async def test_a_short_pause_before_a_day_that_somebody_wished_to_pay_ahead_gives_no_days_away(
    shop: Shop,
) -> None:
    subscription = await agreed(shop)
    begins = await paid_first(shop, subscription)
    customer, desk = await shop.person(CUSTOMER), shop.desk.subscriptions
    early = await desk.pay_now(customer, subscription.id, Place(CUSTOMER))
    await desk.pause(customer, subscription.id)
    await desk.resume(customer, subscription.id)
    assert (await fresh(shop, subscription)).next_due == begins
    await turn_at(shop, subscription, begins)
    found = await bills(shop, subscription, 1)
    assert [each.state for each in found] == [InvoiceState.CANCELLED, InvoiceState.OPEN]
    assert found[0].id == early.id


async def test_a_pause_over_that_day_brings_no_bill(shop: Shop) -> None:
    subscription = await agreed(shop)
    begins = await paid_first(shop, subscription)
    customer, desk = await shop.person(CUSTOMER), shop.desk.subscriptions
    await desk.pay_now(customer, subscription.id, Place(CUSTOMER))
    await desk.pause(customer, subscription.id)
    await turn_at(shop, subscription, begins)
    await desk.resume(customer, subscription.id)
    await turn(shop, subscription, days=1)
    assert [row.state for row in await rows(shop, subscription)] == [PeriodState.PAID, PeriodState.CANCELLED]
    assert len(await bills(shop, subscription, 1)) == 1


# --- money that did not fit


async def test_money_that_did_not_fit_and_went_back_leaves_nobody_without_a_bill(shop: Shop) -> None:
    subscription = await agreed(shop)
    (bill,) = await bills(shop, subscription, 0)
    payment = await begun(shop, bill)
    short = Money(400000, "KZT")
    shop.sees(payment, Seen.PAID, amount=short, bank_id="op-1")
    await shop.look(payment)
    await turn(shop, subscription, hours=25)
    assert [each.state for each in await bills(shop, subscription, 0)] == [InvoiceState.OPEN]
    refund = await wish(shop, payment, short)
    shop.bank.give_back(payment.reference, short.minor)
    await look_at_refund(shop, refund)
    await turn_at(shop, subscription, (await fresh(shop, subscription)).next_due)
    found = await bills(shop, subscription, 0)
    assert [each.state for each in found] == [InvoiceState.CANCELLED, InvoiceState.OPEN]
    assert (await begun(shop, found[1])).state is PaymentState.RESERVED


# --- many at once


async def test_however_many_cannot_be_handled_the_others_have_their_turn(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "PAGE", 1)
    broken, sound = await agreed(shop), await agreed(shop, source="s:2")
    begins = await paid_first(shop, sound)
    await shop.database.transaction(
        lambda connection: connection.execute(
            update(subscriptions).where(subscriptions.c.id == broken.id).values(terms="{}")
        )
    )
    shop.clock.at = begins
    loop = Renewing(shop.database, shop.desk.subscriptions, shop.clock)
    for _ in range(3):
        await loop.turn()
    assert [row.state for row in await rows(shop, sound)] == [PeriodState.PAID, PeriodState.PENDING]
