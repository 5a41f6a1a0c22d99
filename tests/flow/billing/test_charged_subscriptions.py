"""Subscriptions whose bills are charged by a way to pay that the subscriber let us keep, as agreed before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from billing import invoicing
from billing.answers import Accepted, Kept, Observation, Rejected, Seen
from billing.books import Books
from billing.errors import Refused
from billing.kept import NewKeptMethod
from billing.models import Instruction, InstructionKind, Place, Refusal
from billing.money import Money
from billing.questions import Bill
from billing.states import InvoiceState
from billing.subscriptions import running
from billing.subscriptions.models import Cycle, PeriodState, Rules
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer, Subscription
from tests.support.bank import ObedientBank
from tests.support.shop import CUSTOMER, OWNER, STRANGER, Shop

OFFER = Offer("Coffee", Money(500000, "KZT"), Cycle.MONTHLY, rules=Rules(2, 24, 3))
AT_ONCE = Accepted(Instruction(InstructionKind.CONFIRM), None, decided=True)
MONTH = timedelta(days=31)


@pytest_asyncio.fixture(loop_scope="session")
async def keeper(shop: Shop) -> AsyncIterator[Shop]:
    """A shop whose bank lets methods be kept, and has the customer's card."""
    shop.bank.capabilities = replace(shop.bank.capabilities, keeps_methods=True, redirects=True)
    shop.bank.keeps = False
    new = NewKeptMethod(shop.bank.slug, CUSTOMER, Kept("tok-1", "•• 4242"), shop.clock.now())
    await shop.database.write(lambda books: books.add_method(new))
    yield shop


def pays(shop: Shop, seen: Seen = Seen.PAID) -> None:
    """The next charge comes to this end at once."""

    def shows(bill: Bill) -> Observation:
        taken = bill.amount if seen is Seen.PAID else None
        return Observation(seen, "test", shop.clock.now(), amount=taken)

    shop.bank.outcomes.append(AT_ONCE)
    shop.bank.shows = Endless(shows)


class Endless(dict):
    """Whatever is asked about shows the same."""

    def __init__(self, shows: object) -> None:
        self.one = shows

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: object) -> object:
        return self.one


async def agreed(shop: Shop) -> Subscription:
    """With leave to charge the card each time."""
    customer = await shop.person(CUSTOMER)
    (method,) = await shop.desk.methods.of(customer)
    offered = await shop.desk.subscriptions.offer_to(await shop.person(OWNER), OFFER, source="s")
    made = await shop.desk.subscriptions.agree(customer, offered.id, Way(method_id=method.id))
    await shop.settle_down()
    return made


async def later(shop: Shop, subscription: Subscription, time: timedelta) -> None:
    shop.clock.move(time.total_seconds())
    now = shop.clock.now()
    await shop.database.write(lambda books: invoicing.expire_overdue(books, now))
    await shop.desk.subscriptions.turn(subscription.id)
    await shop.settle_down()


async def periods(shop: Shop, subscription: Subscription) -> list[PeriodState]:
    rows = await shop.database.read(lambda books: books.newest_periods(subscription.id, 50))
    return [row.state for row in rows[::-1]]


async def test_each_bill_is_charged_once_as_the_subscriber_agreed(keeper: Shop) -> None:
    pays(keeper)
    subscription = await agreed(keeper)
    await later(keeper, subscription, timedelta(minutes=1))
    pays(keeper)
    await later(keeper, subscription, MONTH)
    for _ in range(3):
        await later(keeper, subscription, timedelta(minutes=1))
    assert [bill.saved for bill in keeper.bank.billed] == ["tok-1", "tok-1"]
    assert await periods(keeper, subscription) == [PeriodState.PAID, PeriodState.PAID]


async def test_a_charge_that_was_reserved_when_the_process_died_is_made_once_by_who_comes_next(
    keeper: Shop,
) -> None:
    pays(keeper)
    subscription = await agreed(keeper)
    await later(keeper, subscription, timedelta(minutes=1))
    keeper.clock.move(MONTH.total_seconds())
    await keeper.desk.subscriptions.turn(subscription.id)
    keeper.die()  # written, and nobody has asked the bank yet
    assert len(keeper.bank.billed) == 1
    pays(keeper)
    for payment in await keeper.database.read(lambda books: books.open_payments()):
        await keeper.banking.look(payment)
    await keeper.settle_down()
    await later(keeper, subscription, timedelta(minutes=1))
    assert len(keeper.bank.billed) == 2
    assert await periods(keeper, subscription) == [PeriodState.PAID, PeriodState.PAID]


async def test_a_declined_charge_leaves_the_bill_to_be_paid_by_hand_and_the_next_one_is_charged_again(
    keeper: Shop,
) -> None:
    keeper.bank.outcomes.append(Rejected(Refusal.FUNDS))
    subscription = await agreed(keeper)
    await later(keeper, subscription, timedelta(minutes=1))
    assert len(keeper.bank.billed) == 1
    assert await periods(keeper, subscription) == [PeriodState.PENDING]
    pays(keeper)
    await later(keeper, subscription, timedelta(hours=25))
    await later(keeper, subscription, timedelta(minutes=1))
    assert len(keeper.bank.billed) == 2
    assert await periods(keeper, subscription) == [PeriodState.PAID]


async def test_where_its_bank_is_turned_off_the_next_bill_is_an_ordinary_one(keeper: Shop) -> None:
    keeper.banking.providers["other"] = ObedientBank("other")  # type: ignore[index]
    pays(keeper)
    subscription = await agreed(keeper)
    await later(keeper, subscription, timedelta(minutes=1))
    owner, customer = await keeper.person(OWNER), await keeper.person(CUSTOMER)
    await keeper.desk.settings.switch(owner, keeper.bank.slug, on=False)
    assert await keeper.desk.subscriptions.chargeable(customer, OFFER.amount) == []
    await later(keeper, subscription, MONTH)
    assert len(keeper.bank.billed) == 1
    bill = (await keeper.desk.subscriptions.view(customer, subscription.id)).bill
    assert bill is not None
    assert bill.state is InvoiceState.OPEN
    assert (await keeper.database.read(lambda books: books.subscription(subscription.id))).method_id


async def test_a_card_that_was_forgotten_is_charged_no_more_and_the_bill_comes_into_the_chat(
    keeper: Shop,
) -> None:
    pays(keeper)
    subscription = await agreed(keeper)
    await later(keeper, subscription, timedelta(minutes=1))
    customer = await keeper.person(CUSTOMER)
    (method,) = await keeper.desk.methods.of(customer)
    await keeper.desk.methods.forget(method.id, customer)
    await later(keeper, subscription, MONTH)
    assert len(keeper.bank.billed) == 1
    bill = (await keeper.desk.subscriptions.view(customer, subscription.id)).bill
    assert bill is not None
    assert bill.state is InvoiceState.OPEN
    assert (await keeper.database.read(lambda books: books.subscription(subscription.id))).method_id is None


async def test_nobody_agrees_with_the_card_of_another(keeper: Shop) -> None:
    (method,) = await keeper.desk.methods.of(await keeper.person(CUSTOMER))
    desk = keeper.desk.subscriptions
    offered = await desk.offer_to(await keeper.person(OWNER), OFFER, source="s")
    with pytest.raises(Refused, match="method-not-yours"):
        await desk.agree(await keeper.person(STRANGER), offered.id, Way(method_id=method.id))
    assert keeper.bank.billed == []


async def test_who_pays_by_hand_in_grace_is_not_charged_besides(keeper: Shop) -> None:
    keeper.bank.outcomes += [Rejected(Refusal.FUNDS), Rejected(Refusal.FUNDS)]
    subscription = await agreed(keeper)
    for _ in range(2):
        await later(keeper, subscription, timedelta(hours=25))
    customer = await keeper.person(CUSTOMER)
    asked = await keeper.desk.subscriptions.pay_now(customer, subscription.id, Place(CUSTOMER))
    await keeper.settle_down()
    assert len(keeper.bank.billed) == 2
    pays(keeper)
    await keeper.desk.pay(asked.id)
    await keeper.settle_down()
    assert [bool(bill.saved) for bill in keeper.bank.billed] == [True, True, False]


async def test_a_turn_that_is_rolled_back_reserves_no_charge(keeper: Shop) -> None:
    pays(keeper)
    subscription = await agreed(keeper)
    keeper.clock.move(MONTH.total_seconds())
    now, desk = keeper.clock.now(), keeper.desk.subscriptions

    def dies(books: Books) -> None:
        running.turn(books, subscription.id, keeper.banking.ids, desk.turning.charge, now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await keeper.database.write(dies)
    assert await keeper.database.read(lambda books: books.open_payments()) == []
