"""A subscription as its customer has it in the chat: asked, agreed to, billed, paid, paused, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from billing import invoicing
from billing.answers import Accepted, Kept, Observation, Seen
from billing.kept import NewKeptMethod
from billing.models import Instruction, InstructionKind
from billing.money import Money
from billing.ports import Capabilities
from billing.questions import Bill
from billing.states import InvoiceState
from billing.subscriptions.banking import Bounds
from billing.subscriptions.engines import Engines
from billing.subscriptions.models import Cycle, Rules, State
from billing.subscriptions.records import End, Offer, Plan, Subscription
from handlers.subscriptions.proposing import mine_of
from screens.subscriptions import buttons as b
from tests.flow.handlers.rig import CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.support.bank import ObedientBank
from tests.support.noon import NOON, Afternoon

COFFEE = Offer(
    "Coffee for a month",
    Money(500000, "KZT"),
    Cycle.MONTHLY,
    rules=Rules(attempts=2, retry_hours=24, grace_days=3),
)
ON_1ST = replace(COFFEE, first=datetime(2026, 12, 1, tzinfo=UTC).date())
AGREE, CANCEL, PAUSE = "Agree", "Cancel subscription", "Pause"


class CardBank(ObedientBank):
    """Has a page, and keeps cards; one that is kept is charged at once."""

    def __init__(self) -> None:
        super().__init__("cardbank")
        self.capabilities = Capabilities(redirects=True, keeps_methods=True, refund=True)

    def accepted(self, bill: Bill) -> Accepted:
        """Its end is known at once."""
        return Accepted(Instruction(InstructionKind.CONFIRM), None, decided=True)

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        """Paid."""
        at = bill.created_at.replace(year=2100)
        kept = Kept("tok-1", "•• 4242") if bill.keep else None
        return Observation(Seen.PAID, "test", at, amount=bill.amount, kept=kept)


@pytest.fixture
def clock() -> Afternoon:
    """In the daytime, after the hour of the bills."""
    return Afternoon()


@pytest.fixture
def bank(rig: Rig) -> CardBank:
    """The only way to pay."""
    bank, providers = CardBank(), rig.desk.banking.providers
    providers.clear()  # type: ignore[attr-defined]
    providers[bank.slug] = bank  # type: ignore[index]
    return bank


async def plan(rig: Rig, offer: Offer = COFFEE) -> Plan:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    return await rig.desk.subscriptions.add_plan(owner, offer)


async def offered(rig: Rig, offer: Offer = COFFEE) -> Subscription:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    return await rig.desk.subscriptions.offer_to(owner, offer, source="test:1")


async def opened(rig: Rig, token: str, who: int = CUSTOMER) -> Message:
    """Somebody opens the link, and has the newest message."""
    before = len(await rig.ours(who))
    await rig.sandbox.start(who, f"sub_{token}")
    await rig.sandbox.wait_for(who, lambda m: len([x for x in m if x["from"]["is_bot"]]) > before or None)
    return (await rig.ours(who))[-1]


async def begun(rig: Rig, offer: Offer = COFFEE) -> tuple[Subscription, Message]:
    """The customer has agreed; the subscription, and the message that says so."""
    message = await opened(rig, (await plan(rig, offer)).token)
    await rig.tap(CUSTOMER, CUSTOMER, message, AGREE)
    told = await rig.said(CUSTOMER, "Agreed: Coffee for a month")
    return await newest(rig), told


async def newest(rig: Rig) -> Subscription:
    customer = await rig.desk.person(CUSTOMER)
    assert customer is not None
    return (await rig.desk.subscriptions.mine(customer))[0].subscription


async def seen(rig: Rig) -> Message:
    """``/subscriptions``, and the first of them."""
    await rig.sandbox.send(CUSTOMER, "/subscriptions")
    listed = await rig.said(CUSTOMER, "Your subscriptions")
    await rig.tap(CUSTOMER, CUSTOMER, listed, next(t for t in buttons(listed) if "Coffee" in t))
    return await same(rig, listed, "every month")


async def same(rig: Rig, message: Message, text: str, who: int = CUSTOMER) -> Message:
    """The same message, once it says this."""

    def find(messages: list[Message]) -> Message | None:
        here = (m for m in messages if m["message_id"] == message["message_id"])
        return next((m for m in here if text in spoken(m)), None)

    return await rig.sandbox.wait_for(who, find)


async def later(rig: Rig, clock: Afternoon, subscription: Subscription, **ahead: float) -> None:
    """So much later: what is overdue ends, and the engine looks."""
    clock.move(**ahead)
    await rig.database.write(lambda books: invoicing.expire_overdue(books, clock.now()))
    await rig.desk.subscriptions.turn(subscription.id)


def plain(message: Message) -> str:
    return spoken(message).replace("\u00a0", " ")


# --- what is asked, and the answer


async def test_a_link_says_what_will_be_asked_when_and_how_to_stop(rig: Rig, bank: CardBank) -> None:
    asked = plain(await opened(rig, (await plan(rig, ON_1ST)).token))
    assert "Coffee for a month" in asked
    assert "5 000 ₸ · every month, on day 1" in asked
    assert "First payment: 1 December, 10:00" in asked
    assert "Next one: 1 January 2027, 10:00" in asked
    assert "2 bills at most, 24 hours apart. Then we wait 3 days more" in asked
    assert "Nothing is taken by itself" in asked
    assert "/subscriptions, two taps" in asked
    assert "We remind you: 1 day before, on the day." in asked


async def test_who_agrees_is_told_when_the_first_bill_comes(rig: Rig, bank: CardBank) -> None:
    subscription, told = await begun(rig, ON_1ST)
    assert subscription.state is State.ACTIVE
    assert "The first bill comes: 1 December, 10:00" in spoken(told)
    assert AGREE not in buttons(told)
    assert await rig.count() == 0


async def test_a_bill_that_is_due_now_follows_and_can_be_paid(rig: Rig, bank: CardBank) -> None:
    subscription, told = await begun(rig)
    assert "The first bill comes now" in spoken(told)
    card = await rig.said(CUSTOMER, "A bill of your subscription")
    assert "Waiting" in spoken(card)
    assert not bank.billed
    await rig.tap(CUSTOMER, CUSTOMER, card, "Pay")
    await rig.said(CUSTOMER, "Thank you! Paid")
    await rig.desk.subscriptions.turn(subscription.id)
    told = await rig.said(CUSTOMER, "Next payment")
    assert "22.11.2026 – 21.12.2026" in spoken(told)
    assert "22 December, 10:00" in spoken(told)


async def test_a_second_yes_shows_what_they_have(rig: Rig, bank: CardBank) -> None:
    offer = await plan(rig, ON_1ST)
    first, second = await opened(rig, offer.token), await opened(rig, offer.token)
    await rig.tap(CUSTOMER, CUSTOMER, first, AGREE)
    assert "You have this subscription already" in await rig.tap(CUSTOMER, CUSTOMER, second, AGREE)
    await same(rig, second, "Next bill: 1 December")
    assert "Next bill" in spoken(await opened(rig, offer.token))
    customer = await rig.desk.person(CUSTOMER)
    assert customer is not None
    assert len(await rig.desk.subscriptions.mine(customer)) == 1


async def test_what_is_not_as_it_was_shown_is_shown_again(rig: Rig, bank: CardBank, clock: Afternoon) -> None:
    owner, offer = await rig.desk.person(OWNER), await plan(rig)
    assert owner is not None
    message, desk = await opened(rig, offer.token), rig.desk.subscriptions
    dearer = replace(COFFEE, amount=Money(600000, "KZT"))
    await desk.change_plan(owner, offer.id, offer.version, dearer)
    assert "The offer has changed" in await rig.tap(CUSTOMER, CUSTOMER, message, AGREE)
    message = await same(rig, message, "6\u00a0000")
    clock.move(days=1)
    assert "The date has moved on" in await rig.tap(CUSTOMER, CUSTOMER, message, AGREE)
    message = await same(rig, message, "on day 23")
    await desk.change_plan(owner, offer.id, offer.version + 1, dearer, closed=True)
    assert "offers this subscription no more" in await rig.tap(CUSTOMER, CUSTOMER, message, AGREE)
    await same(rig, message, "offers this subscription no more")
    assert await desk.mine(await person(rig)) == []


async def person(rig: Rig, who: int = CUSTOMER):
    found = await rig.desk.person(who)
    assert found is not None
    return found


async def test_an_offer_that_was_withdrawn_or_taken_and_a_link_of_nothing_are_answered_kindly(
    rig: Rig, bank: CardBank
) -> None:
    offer = await offered(rig)
    preview = await opened(rig, offer.token, OWNER)
    assert buttons(preview) == [(await rig.read(OWNER))("btn-subs-see")]
    assert "Coffee for a month" in spoken(preview)
    await rig.tap(CUSTOMER, CUSTOMER, await opened(rig, offer.token), AGREE)
    await rig.said(CUSTOMER, "A bill of your subscription")
    assert "Daniyar" in spoken(await opened(rig, offer.token, OWNER))
    assert "жазылым табылмады" in spoken(await opened(rig, offer.token, STRANGER))
    assert "can't find" in spoken(await opened(rig, "x" * 22))
    second = await rig.desk.subscriptions.offer_to(await person(rig, OWNER), COFFEE, source="test:2")
    await rig.desk.subscriptions.cancel(await person(rig, OWNER), second.id)
    assert "taken this offer back" in spoken(await opened(rig, second.token))


async def test_no_thanks_begins_nothing(rig: Rig, bank: CardBank) -> None:
    message = await opened(rig, (await plan(rig)).token)
    await rig.tap(CUSTOMER, CUSTOMER, message, "No, thanks")
    assert buttons(await same(rig, message, "Nothing was taken")) == []
    assert await rig.desk.subscriptions.mine(await person(rig)) == []


async def test_a_newcomer_who_comes_by_the_link_chooses_a_language_above_it(rig: Rig, bank: CardBank) -> None:
    await rig.sandbox.person(777, "Newcomer", "en")
    await rig.sandbox.start(777, f"sub_{(await plan(rig)).token}")
    offer = await rig.said(777, "Do you agree?")
    asked = await rig.said(777, "Which language")
    assert "Қазақша" in buttons(asked)
    assert asked["message_id"] < offer["message_id"], "what is to be answered is the newest message"


# --- a card that is charged


async def remembered(rig: Rig) -> None:
    """The customer has let the shop keep a card."""
    invoice = await rig.desk.issue(
        await person(rig, OWNER), Money(100000, "KZT"), "Tea", source="t", place=invoicing.Place(OWNER)
    )
    await rig.sandbox.start(CUSTOMER, f"inv_{invoice.token}")
    await rig.tap(CUSTOMER, CUSTOMER, await rig.said(CUSTOMER, "#1"), "Pay and remember the card")
    await rig.said(CUSTOMER, "Remembered")


async def test_a_card_is_charged_each_time_after_one_question_that_names_the_sum(
    rig: Rig, bank: CardBank
) -> None:
    await remembered(rig)
    message = await opened(rig, (await plan(rig)).token)
    await rig.tap(CUSTOMER, CUSTOMER, message, "Agree: •• 4242 is charged")
    asked = await same(rig, message, "without asking you again")
    assert "5 000 ₸ will be taken from •• 4242 each time" in plain(asked)
    await rig.tap(CUSTOMER, CUSTOMER, asked, "Yes, charge •• 4242")
    await same(rig, message, "taken from •• 4242 now")
    await rig.said(CUSTOMER, "Thank you! Paid", nth=2)
    assert bank.billed[-1].saved == "tok-1"
    one = await seen(rig)
    assert "It is taken from •• 4242 each time." in spoken(one)
    assert await rig.tap(CUSTOMER, CUSTOMER, one, "Don't charge by itself") == (
        "Nothing is taken by itself any more: bills come here."
    )
    one = await same(rig, one, "The bill comes into this chat")
    assert (await newest(rig)).method_id is None
    await rig.tap(CUSTOMER, CUSTOMER, one, "Charge •• 4242")
    one = await same(rig, one, "without asking you again")
    await rig.tap(CUSTOMER, CUSTOMER, one, "Yes, charge •• 4242")
    await same(rig, one, "It is taken from •• 4242")
    assert (await newest(rig)).method_id is not None


# --- one's own


async def test_a_card_is_offered_while_its_bank_takes_the_price_as_it_is_by_now(
    rig: Rig, bank: CardBank
) -> None:
    subscription, _ = await begun(rig)
    customer, dearer = await person(rig), Money(700000, "KZT")
    kept = NewKeptMethod(bank.slug, CUSTOMER, Kept("tok-1", "•• 4242"), NOON)
    await rig.database.write(lambda books: books.add_method(kept))
    await rig.desk.subscriptions.set_price(await person(rig, OWNER), subscription.id, dearer)
    for least, most, offered in ((1, COFFEE.amount.minor, 0), (dearer.minor, dearer.minor, 1)):
        bank.capabilities = replace(bank.capabilities, least=least, most=most)
        assert len((await mine_of(subscription.id, rig.desk, customer)).methods) == offered


async def test_who_has_none_is_told_where_they_come_from(rig: Rig, bank: CardBank) -> None:
    await rig.sandbox.send(CUSTOMER, "/subscriptions")
    await rig.said(CUSTOMER, "You have no subscriptions")


async def test_pause_resume_and_reminders_take_one_tap_each(rig: Rig, bank: CardBank) -> None:
    await begun(rig, ON_1ST)
    one = await seen(rig)
    assert "✅ Next bill: 1 December, 10:00" in spoken(one)
    assert "Reminders: 1 day before, on the day" in spoken(one)
    assert "Paused" in await rig.tap(CUSTOMER, CUSTOMER, one, PAUSE)
    one = await same(rig, one, "⏸ Paused")
    assert (await newest(rig)).state is State.PAUSED
    assert "goes on" in await rig.tap(CUSTOMER, CUSTOMER, one, "Resume")
    one = await same(rig, one, "Next bill: 1 December")
    assert "no more reminders" in await rig.tap(CUSTOMER, CUSTOMER, one, "Reminders off")
    one = await same(rig, one, "Reminders: off")
    assert not (await newest(rig)).remind
    await rig.tap(CUSTOMER, CUSTOMER, one, "Reminders on")
    await same(rig, one, "Reminders: 1 day before")


async def test_cancelling_takes_two_taps_and_says_what_it_means(rig: Rig, bank: CardBank) -> None:
    await begun(rig)
    one = await seen(rig)
    await rig.tap(CUSTOMER, CUSTOMER, one, CANCEL)
    asked = await same(rig, one, "Cancel “Coffee for a month”?")
    assert "The open bill of 5 000 ₸ is called off" in plain(asked)
    assert "Days that are paid stay paid" in spoken(asked)
    assert (await newest(rig)).state is State.ACTIVE
    assert "No more bills come" in await rig.tap(CUSTOMER, CUSTOMER, asked, "Yes, cancel")
    ended = await same(rig, one, "🚫 Ended")
    assert CANCEL not in buttons(ended)
    assert "Subscribe again" in buttons(ended)
    assert (await newest(rig)).ended_by is End.CUSTOMER
    assert (await rig.desk.view(1)).invoice.state is InvoiceState.CANCELLED
    card = await rig.said(CUSTOMER, "How it goes on: /subscriptions")
    assert buttons(card) == []
    await rig.tap(CUSTOMER, CUSTOMER, ended, "Subscribe again")
    await same(rig, one, "Do you agree?")


async def test_the_next_period_can_be_paid_ahead(rig: Rig, bank: CardBank) -> None:
    await begun(rig, ON_1ST)
    one = await seen(rig)
    pay = next(text for text in buttons(one) if text.startswith("Pay now"))
    assert await rig.tap(CUSTOMER, CUSTOMER, one, pay) == "The bill stands below."
    card = await rig.said(CUSTOMER, "A bill of your subscription")
    await rig.tap(CUSTOMER, CUSTOMER, card, "Pay")
    await rig.said(CUSTOMER, "Thank you! Paid")
    assert await rig.count() == 1


async def test_older_payments_are_leafed_through(rig: Rig, bank: CardBank, clock: Afternoon) -> None:
    subscription, _ = await begun(rig, replace(COFFEE, cycle=Cycle.DAILY, reminders=(0,)))
    desk, customer = rig.desk.subscriptions, await person(rig)
    await desk.pause(customer, subscription.id)
    clock.move(days=8)
    await desk.resume(customer, subscription.id)
    await rig.sandbox.send(CUSTOMER, "/subscriptions")
    listed = await rig.said(CUSTOMER, "Your subscriptions")
    await rig.tap(CUSTOMER, CUSTOMER, listed, next(t for t in buttons(listed) if "Coffee" in t))
    one = await same(rig, listed, "every day")
    assert "30.11.2026" in spoken(one)
    assert "22.11.2026" not in spoken(one)
    await rig.tap(CUSTOMER, CUSTOMER, one, "Older")
    assert "Newer" in buttons(await same(rig, one, "22.11.2026"))


async def test_nobody_else_sees_or_ends_it(rig: Rig, bank: CardBank) -> None:
    subscription, _ = await begun(rig, ON_1ST)
    listed = await opened(rig, (await plan(rig)).token, STRANGER)
    for who in (STRANGER, OWNER):
        for data in (
            b.See(subscription=subscription.id),
            b.Change(subscription=subscription.id, what=b.Do.SURELY_CANCEL),
            b.PayNow(subscription=subscription.id),
            b.Charge(subscription=subscription.id),
        ):
            await tapped(rig, who, listed, data.pack())
        await rig.sandbox.send(who, "/subscriptions")
    await rig.said(STRANGER, "Сізде жазылым жоқ")
    await rig.said(OWNER, "Подписок у вас нет")
    assert (await newest(rig)).state is State.ACTIVE
    assert await rig.count() == 0


async def tapped(rig: Rig, who: int, message: Message, data: str) -> None:
    """A tap with this data, as somebody could make it up."""
    sender = {"id": who, "is_bot": False, "first_name": "X", "language_code": "en"}
    said = {"message_id": message["message_id"], "date": 0, "chat": {"id": who, "type": "private"}}
    tap = {"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": said}
    await rig.sandbox.raw_update({"callback_query": tap})


# --- what is told


async def test_a_payment_that_does_not_come_is_told_kindly_with_ways_on_until_it_ends(
    rig: Rig, bank: CardBank, clock: Afternoon
) -> None:
    subscription, _ = await begun(rig)
    await later(rig, clock, subscription, hours=24)
    failed = await rig.said(CUSTOMER, "have not come yet")
    assert "Nothing was taken by this bill. A new one takes its place" in spoken(failed)
    assert [text.replace("\u00a0", " ") for text in buttons(failed)] == ["Pay now 5 000 ₸", PAUSE, CANCEL]
    await rig.desk.subscriptions.turn(subscription.id)
    await later(rig, clock, subscription, hours=24)
    grace = await rig.said(CUSTOMER, "Open until 27 November")
    await rig.tap(CUSTOMER, CUSTOMER, grace, next(t for t in buttons(grace) if t.startswith("Pay now")))
    card = await rig.said(CUSTOMER, "#3")
    assert "Waiting" in spoken(card)
    await later(rig, clock, subscription, days=4)
    ended = await rig.said(CUSTOMER, "The subscription has ended")
    assert buttons(ended) == ["Subscribe again"]
    said = [spoken(each) for each in await rig.ours(CUSTOMER)]
    assert not [text for text in said if "Ask the shop for a new one" in text]


async def test_what_the_shop_does_is_told(rig: Rig, bank: CardBank) -> None:
    subscription, _ = await begun(rig, ON_1ST)
    owner, desk = await person(rig, OWNER), rig.desk.subscriptions
    await desk.set_price(owner, subscription.id, Money(600000, "KZT"))
    dearer = await rig.said(CUSTOMER, "A new price")
    assert "From 1 December on it is 6 000 ₸" in plain(dearer)
    assert CANCEL in buttons(dearer)
    await desk.pause(owner, subscription.id)
    await rig.said(CUSTOMER, "Paused by the shop")
    await desk.resume(owner, subscription.id)
    await rig.said(CUSTOMER, "It goes on")
    await desk.cancel(owner, subscription.id)
    assert "Subscribe again" in buttons(await rig.said(CUSTOMER, "Ended by the shop"))


# --- forgotten


async def test_who_has_their_data_deleted_is_told_first_that_their_subscriptions_end(
    rig: Rig, bank: CardBank
) -> None:
    subscription, _ = await begun(rig)
    await rig.sandbox.send(CUSTOMER, "/privacy")
    page = await rig.said(CUSTOMER, "What is kept")
    await rig.tap(CUSTOMER, CUSTOMER, page, "Delete my data")
    await rig.tap(CUSTOMER, CUSTOMER, await same(rig, page, "Your subscription ends first"), "Yes, delete")
    await same(rig, page, "Deleted")
    ended = await rig.database.read(lambda books: books.subscription(subscription.id))
    assert ended is not None
    assert (ended.state, ended.customer_id) == (State.CANCELLED, None)
    assert (await rig.desk.view(1)).invoice.state is InvoiceState.CANCELLED


# --- how a bill is paid


async def test_with_a_single_qr_bank_the_card_of_a_bill_offers_the_qr_and_makes_it_on_a_tap(
    rig: Rig,
) -> None:
    bank, providers = ObedientBank("qrbank"), rig.desk.banking.providers
    providers.clear()  # type: ignore[attr-defined]
    providers[bank.slug] = bank  # type: ignore[index]
    await begun(rig)
    card = await rig.said(CUSTOMER, "A bill of your subscription")
    assert buttons(card) == ["Get the QR"]
    assert bank.billed == []
    await rig.tap(CUSTOMER, CUSTOMER, card, "Get the QR")
    await rig.sandbox.wait_for(
        CUSTOMER, lambda found: [m for m in found if "Check payment" in buttons(m)] or None
    )
    assert len(bank.billed) == 1


class PhoneBills(ObedientBank):
    """Bills by phone, and runs subscriptions, as far as the chat sees it."""

    bounds = Bounds(least=100_00, most=1_000_000_00)

    def __init__(self) -> None:
        super().__init__("phonebank")
        self.capabilities = Capabilities(needs_phone=True, kazakh_phones=True)


@pytest.fixture
def by_phone(rig: Rig, bank: CardBank) -> PhoneBills:
    """A bank that bills by phone, beside the other one."""
    biller, subscriptions = PhoneBills(), rig.desk.subscriptions
    rig.desk.banking.providers[biller.slug] = biller  # type: ignore[index]
    subscriptions.banks = Engines(rig.desk.banking, {biller.slug: biller})  # type: ignore[dict-item]
    return biller


async def test_a_bank_bills_the_phone_that_the_customer_names(rig: Rig, by_phone: PhoneBills) -> None:
    message = await opened(rig, (await plan(rig, ON_1ST)).token)
    await rig.tap(CUSTOMER, CUSTOMER, message, "By phonebank to my phone")
    await rig.said(CUSTOMER, "phonebank sends the bill to a phone")
    await rig.sandbox.send(CUSTOMER, "no number")
    await rig.said(CUSTOMER, "This is not a phone number")
    await rig.sandbox.send(CUSTOMER, "+7 916 123 45 67")
    await rig.said(CUSTOMER, "only to mobile numbers of Kazakhstan")
    await rig.sandbox.send(CUSTOMER, "8 707 123 45 67")
    told = await rig.said(CUSTOMER, "Agreed: Coffee for a month")
    assert "+7 707 ••• 45 67" in plain(told)
    subscription = await newest(rig)
    assert (subscription.engine, subscription.phone) == ("phonebank", "+77071234567")
    assert (await person(rig)).phone == "+77071234567"


async def test_the_known_phone_is_offered_and_a_change_is_asked_of_the_bank(
    rig: Rig, by_phone: PhoneBills
) -> None:
    await rig.desk.remember_phone(CUSTOMER, "+77071234567")
    message = await opened(rig, (await plan(rig, ON_1ST)).token)
    await rig.tap(CUSTOMER, CUSTOMER, message, "By phonebank to my phone")
    asked = await rig.said(CUSTOMER, "Shall it be")
    await rig.tap(CUSTOMER, CUSTOMER, asked, next(t for t in buttons(asked) if "45" in t))
    await same(rig, asked, "Agreed: Coffee for a month")
    one = await seen(rig)
    assert "Being set up at the bank" in spoken(one)
    assert "phonebank bills you by phone: +7 707 ••• 45 67" in plain(one).lower()
    changed = {"wish": None, "bank_id": "b-1"}
    subscription = await newest(rig)
    await rig.database.write(lambda books: books.amend_subscription(subscription.id, **changed))
    assert "asking the bank" in await rig.tap(CUSTOMER, CUSTOMER, one, PAUSE)
    one = await same(rig, one, "Being paused…")
    assert PAUSE not in buttons(one)
    assert CANCEL in buttons(one)
