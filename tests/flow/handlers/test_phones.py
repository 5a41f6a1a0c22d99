"""Paying by phone in the chat: which number is billed, who is asked for it, and what is kept of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from billing.answers import Accepted, Observation, Rejected, Seen, Unknown
from billing.errors import NotFound
from billing.models import Instruction, InstructionKind, Refusal
from billing.ports import Capabilities
from billing.pushes import MOST_PHONES
from billing.questions import Bill
from billing.states import InvoiceState
from screens.texts import LOCALES, words
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.support.bank import ObedientBank
from tests.support.books import NOON

TYPED, OTHER = "+77071234567", "+77012223344"
GROUP = -1001
MASKED = "+7 707 ••• 45 67"


class PushBank(ObedientBank):
    """It bills by phone, takes whole tenge only, and takes a bill back."""

    def __init__(self) -> None:
        super().__init__("pushbank")
        self.capabilities = Capabilities(cancel=True, needs_phone=True, refund=True, minor_units=False)

    def accepted(self, bill: Bill) -> Accepted:
        """Nothing to scan."""
        return Accepted(Instruction(InstructionKind.CONFIRM), None)

    @property
    def phones(self) -> list[str | None]:
        """Whom it has billed."""
        return [bill.phone for bill in self.billed]


@pytest.fixture
def push(rig: Rig) -> PushBank:
    """A second way to pay."""
    bank = PushBank()
    rig.desk.banking.providers[bank.slug] = bank  # type: ignore[index]
    return bank


async def chooser(rig: Rig, who: int = CUSTOMER, text: str = "5000 Coffee") -> Message:
    """The card in this person's chat, with both ways to pay on it."""
    await rig.sandbox.send(OWNER, text)
    await rig.said(OWNER, "Ждём оплату")
    if who == OWNER:
        return await card(rig, OWNER, "pushbank")
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.sandbox.start(who, f"inv_{(await rig.desk.invoice_by_number(1, owner)).token}")
    return await card(rig, who, "pushbank")


async def card(rig: Rig, chat: int, button: str) -> Message:
    """The newest card there that has this button."""

    def find(messages: list[Message]) -> Message | None:
        return next((m for m in reversed(messages) if "photo" in m and button in buttons(m)), None)

    return await rig.sandbox.wait_for(chat, find)


async def reads(rig: Rig, chat: int, text: str) -> Message:
    """The newest card there that says this; non-breaking spaces count as spaces."""

    def find(messages: list[Message]) -> Message | None:
        shown = (m for m in reversed(messages) if "photo" in m)
        return next((m for m in shown if text in spoken(m).replace("\u00a0", " ")), None)

    return await rig.sandbox.wait_for(chat, find)


async def asked(rig: Rig, who: int = CUSTOMER) -> Message:
    """The question for a number."""
    await rig.tap(who, who, await chooser(rig, who), "pushbank")
    return await question(rig, who)


async def question(rig: Rig, who: int, *, nth: int = 1) -> Message:
    return await rig.said(who, (await rig.read(who))("phone-ask", bank="Pushbank"), nth=nth)


def contact_button(message: Message) -> dict[str, Any]:
    return dict(message["reply_keyboard"]["keyboard"][0][0])


async def kept(rig: Rig, who: int) -> str:
    person = await rig.desk.person(who)
    assert person is not None
    return person.phone


async def test_an_invoice_with_a_number_is_billed_there_at_once(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.send(OWNER, "/invoice 5000 87071234567 Coffee")
    shown = await reads(rig, OWNER, f"Счёт отправлен в Pushbank: {MASKED}")
    assert buttons(shown)[:2] == ["Другой номер", "Другой способ"]
    assert push.phones == [TYPED]
    assert TYPED not in str(await rig.ours(OWNER))
    assert await kept(rig, OWNER) == ""


async def test_the_number_may_answer_the_question_for_the_amount(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.send(OWNER, "/invoice")
    await rig.said(OWNER, "Какая сумма?")
    await rig.sandbox.send(OWNER, "5000 8 707 123 45 67")
    await reads(rig, OWNER, MASKED)
    assert push.phones == [TYPED]


@pytest.mark.parametrize(("answer", "description"), [("+7 707 123 45 67", ""), ("87071234567 Торт", "Торт")])
async def test_the_number_may_answer_the_question_for_the_words(
    rig: Rig, push: PushBank, answer: str, description: str
) -> None:
    await rig.sandbox.send(OWNER, "/invoice")
    await rig.said(OWNER, "Какая сумма?")
    await rig.sandbox.send(OWNER, "500")
    await rig.said(OWNER, "за что?")
    await rig.sandbox.send(OWNER, answer)
    await reads(rig, OWNER, MASKED)
    assert push.phones == [TYPED]
    assert (await rig.desk.view(1)).invoice.description == description


async def test_a_mistyped_number_bills_nobody_and_issues_nothing(rig: Rig, push: PushBank) -> None:
    unread = words("ru")("chat-phone-unread")
    await rig.sandbox.send(OWNER, "/invoice 5000 8707123456 Торт")
    await rig.said(OWNER, unread)
    await rig.sandbox.send(OWNER, "/invoice")
    await rig.said(OWNER, "Какая сумма?")
    await rig.sandbox.send(OWNER, "500")
    await rig.said(OWNER, "за что?")
    await rig.sandbox.send(OWNER, "8707123456 Торт")
    await rig.said(OWNER, unread, nth=2)
    assert (await rig.count(), push.billed) == (0, [])
    await rig.sandbox.send(OWNER, "7071234567 Торт")
    await reads(rig, OWNER, MASKED)
    assert (await rig.count(), push.phones) == (1, [TYPED])


async def test_an_amount_with_tiyn_is_not_billed_by_phone_and_says_why(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.send(OWNER, "/invoice 5000,50 87071234567 Coffee")
    await rig.said(OWNER, words("ru")("chat-phone-whole-only"))
    assert push.billed == []


async def test_where_no_bank_bills_by_phone_the_number_is_unused(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/invoice 5000 87071234567 Coffee")
    await rig.said(OWNER, words("ru")("chat-phone-unused"))


async def test_a_customer_shares_their_own_number_with_one_tap(rig: Rig, push: PushBank) -> None:
    assert contact_button(await asked(rig))["request_contact"]
    await rig.sandbox.send_contact(CUSTOMER, "77071234567")
    told = await rig.said(CUSTOMER, "The bill goes to")
    assert told["reply_keyboard"] == {"remove_keyboard": True}
    shown = await reads(rig, CUSTOMER, f"We sent the bill to Pushbank: {MASKED}.")
    assert buttons(shown) == ["Check payment", "Another number", "Another way"]
    assert push.phones == [TYPED]
    assert await kept(rig, CUSTOMER) == TYPED


async def test_somebody_else_s_contact_gets_the_bill_and_is_not_kept(rig: Rig, push: PushBank) -> None:
    await asked(rig)
    await rig.sandbox.send_contact(CUSTOMER, TYPED, user_id=STRANGER)
    await rig.said(CUSTOMER, "The bill goes to")
    await reads(rig, CUSTOMER, MASKED)
    assert (push.phones, await kept(rig, CUSTOMER)) == ([TYPED], "")


@pytest.mark.slice(2)
@pytest.mark.parametrize(
    "text", ["8 (707) 123-45-67", "+77071234567", "707 123 45 67", "to 8-707-123-45-67 please"]
)
async def test_a_number_is_typed_in_any_usual_form(rig: Rig, push: PushBank, text: str) -> None:
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, text)
    await rig.said(CUSTOMER, "The bill goes to")
    await reads(rig, CUSTOMER, MASKED)
    assert (push.phones, await kept(rig, CUSTOMER)) == ([TYPED], TYPED)


@pytest.mark.slice(2)
@pytest.mark.parametrize("text", ["5000 Coffee", "123", "87071234567 87071234568", "8707123456"])
async def test_what_is_no_number_gets_a_line_with_an_example(rig: Rig, push: PushBank, text: str) -> None:
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, text)
    told = await rig.said(CUSTOMER, "This is not a phone number")
    assert "Or press “Back”." in spoken(told)
    assert told["reply_keyboard"]["keyboard"][1][0]["text"] == "Back"
    assert push.billed == []
    await rig.sandbox.send_sticker(CUSTOMER)
    await rig.said(CUSTOMER, "This is not a phone number", nth=2)
    await rig.sandbox.send(CUSTOMER, TYPED)
    await rig.said(CUSTOMER, "The bill goes to")
    await reads(rig, CUSTOMER, MASKED)
    assert push.phones == [TYPED]


async def test_a_number_typed_as_an_answer_is_no_invoice(rig: Rig, push: PushBank) -> None:
    await rig.tap(OWNER, OWNER, await chooser(rig, OWNER), "pushbank")
    ask = await rig.said(OWNER, "Напишите номер покупателя")
    assert buttons(ask) == ["Назад"]
    await rig.sandbox.send(OWNER, "8 707 123 45 67")
    await reads(rig, OWNER, f"Счёт отправлен в Pushbank: {MASKED}")
    assert await rig.count() == 1
    assert (push.phones, await kept(rig, OWNER)) == ([TYPED], "")


async def test_a_number_of_another_country_is_refused_at_once_and_the_question_stays(
    rig: Rig, push: PushBank
) -> None:
    push.capabilities = replace(push.capabilities, kazakh_phones=True)
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, "+7 916 123 45 67")
    refused = await rig.said(CUSTOMER, "only to mobile numbers of Kazakhstan")
    assert refused["reply_keyboard"]["keyboard"][1][0]["text"] == "Back"
    assert (await rig.desk.view(1)).payments == ()
    await rig.sandbox.send(CUSTOMER, TYPED)
    await reads(rig, CUSTOMER, MASKED)
    assert push.phones == [TYPED]
    assert await kept(rig, CUSTOMER) == TYPED


async def test_an_order_without_a_number_is_no_answer_and_the_way_back_is_told(
    rig: Rig, push: PushBank
) -> None:
    await rig.tap(OWNER, OWNER, await chooser(rig, OWNER), "pushbank")
    await rig.said(OWNER, "Напишите номер покупателя")
    await rig.sandbox.send(OWNER, "2700 Торт")
    wrong = await rig.said(OWNER, "Или нажмите «Назад».")
    await rig.tap(OWNER, OWNER, wrong, "Назад")
    await rig.said(OWNER, words("ru")("phone-left"))
    await rig.sandbox.send(OWNER, "2700 Торт")
    await reads(rig, OWNER, "Торт · счёт #2")
    assert push.billed == []


async def test_an_order_with_a_number_leaves_the_question_and_its_invoice_alone(
    rig: Rig, push: PushBank
) -> None:
    await rig.tap(OWNER, OWNER, await chooser(rig, OWNER), "pushbank")
    await rig.said(OWNER, "Напишите номер покупателя")
    await rig.sandbox.send(OWNER, "6200 8 701 222 33 44 Coat")
    await reads(rig, OWNER, "Счёт отправлен в Pushbank: +7 701 ••• 33 44")
    assert [(bill.amount.minor, bill.phone) for bill in push.billed] == [(620_000, OTHER)]
    assert (await rig.desk.view(1)).payment is None
    await rig.sandbox.send(OWNER, "700 Tea")
    await reads(rig, OWNER, "Tea · счёт #3")


@pytest.mark.parametrize("who", [OWNER, CUSTOMER])
async def test_a_number_that_the_bank_does_not_know_is_not_offered_again(
    rig: Rig, push: PushBank, who: int
) -> None:
    push.outcomes = [Rejected(Refusal.PHONE, "client_not_found", "no such client")]
    await rig.tap(who, who, await chooser(rig, who), "pushbank")
    read = await rig.read(who)
    which = read("phone-ask-staff" if who == OWNER else "phone-ask", bank="Pushbank")
    await rig.said(who, which)
    await rig.sandbox.send(who, TYPED)
    other = read("btn-other-number")
    shown = await card(rig, who, other)
    assert read("btn-try-again") not in buttons(shown)
    await rig.tap(who, who, shown, other)
    await rig.said(who, which, nth=2)
    await rig.sandbox.send(who, OTHER)
    await reads(rig, who, "+7 701 ••• 33 44")
    assert push.phones == [TYPED, OTHER]


async def test_the_number_is_offered_the_next_time_and_billed_once(rig: Rig, push: PushBank) -> None:
    await rig.desk.remember_phone(CUSTOMER, TYPED)
    await rig.tap(CUSTOMER, CUSTOMER, await chooser(rig), "pushbank")
    ask = await rig.said(CUSTOMER, "Or write another number")
    assert [text.replace("\u00a0", " ") for text in buttons(ask)] == [
        f"Bill {MASKED}",
        "Another number",
        "Forget this number",
        "Back",
    ]
    taps = (rig.sandbox.tap(CUSTOMER, CUSTOMER, ask["message_id"], "bil:1:pushbank") for _ in range(2))
    toasts = [answer.get("text", "") for answer in await asyncio.gather(*taps)]
    assert sorted(toast.split(" ")[0] for toast in toasts) == ["Already", "The"]
    await reads(rig, CUSTOMER, f"We sent the bill to Pushbank: {MASKED}.")
    assert push.phones == [TYPED]
    assert len([m for m in await rig.ours(CUSTOMER) if "photo" in m]) == 2


async def test_another_number_takes_the_first_bill_back(rig: Rig, push: PushBank) -> None:
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, TYPED)
    shown = await card(rig, CUSTOMER, "Another number")
    await rig.tap(CUSTOMER, CUSTOMER, shown, "Another number")
    await question(rig, CUSTOMER, nth=2)
    await rig.sandbox.send(CUSTOMER, OTHER)
    await reads(rig, CUSTOMER, f"The bill to {MASKED} is being cancelled")
    await reads(rig, CUSTOMER, "We sent the bill to Pushbank: +7 701 ••• 33 44.")
    assert push.phones == [TYPED, OTHER]
    assert await kept(rig, CUSTOMER) == OTHER


async def test_no_second_bill_goes_out_while_the_answer_to_the_first_is_unknown(
    rig: Rig, push: PushBank
) -> None:
    push.outcomes = [Unknown("silence")]
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, TYPED)
    await reads(rig, CUSTOMER, "Waiting for the bank")
    await rig.sandbox.raw_update(
        tapped(CUSTOMER, await reads(rig, CUSTOMER, "Waiting for"), "oth:1:pushbank")
    )
    await question(rig, CUSTOMER, nth=2)
    await rig.sandbox.send(CUSTOMER, OTHER)
    await rig.said(CUSTOMER, "A bill is on its way already")
    assert push.phones == [TYPED]


async def test_a_command_leaves_the_question_and_takes_its_keyboard_away(rig: Rig, push: PushBank) -> None:
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, "/help")
    told = await rig.said(CUSTOMER, "no bill was sent")
    assert told["reply_keyboard"] == {"remove_keyboard": True}
    await rig.said(CUSTOMER, "/paysupport")
    await rig.sandbox.send_contact(CUSTOMER, TYPED)
    late = await rig.said(CUSTOMER, "This question is over")
    assert late["reply_keyboard"] == {"remove_keyboard": True}
    assert push.billed == []


async def test_back_leaves_the_question(rig: Rig, push: PushBank) -> None:
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, "Back")
    await rig.said(CUSTOMER, "All right, no bill was sent.")
    await rig.sandbox.send(CUSTOMER, TYPED)
    await rig.said(CUSTOMER, "I don't understand this yet")
    assert push.billed == []


async def test_an_answer_after_the_invoice_was_settled_bills_nobody(rig: Rig, push: PushBank) -> None:
    await asked(rig)
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.cancel(1, owner)
    await rig.sandbox.send(CUSTOMER, TYPED)
    refused = await rig.said(CUSTOMER, words("en")("button-old"))
    assert refused["reply_keyboard"] == {"remove_keyboard": True}
    assert (push.billed, await kept(rig, CUSTOMER)) == ([], "")


async def test_the_remembered_number_is_forgotten_on_the_question(rig: Rig, push: PushBank) -> None:
    await rig.desk.remember_phone(CUSTOMER, TYPED)
    await rig.tap(CUSTOMER, CUSTOMER, await chooser(rig), "pushbank")
    ask = await rig.said(CUSTOMER, "Or write another number")
    assert await rig.tap(CUSTOMER, CUSTOMER, ask, "Forget this number") == "The number is forgotten."
    assert contact_button(await question(rig, CUSTOMER))["request_contact"]
    assert await kept(rig, CUSTOMER) == ""


async def test_privacy_names_the_number_and_forgets_it_alone(rig: Rig) -> None:
    await rig.desk.remember_phone(CUSTOMER, TYPED)
    await rig.sandbox.send(CUSTOMER, "/privacy")
    page = await rig.said(CUSTOMER, "the phone number by which you pay")
    assert await rig.tap(CUSTOMER, CUSTOMER, page, "Forget my phone number") == "The number is forgotten."
    assert await kept(rig, CUSTOMER) == ""
    person = await rig.desk.person(CUSTOMER)
    assert person is not None
    assert person.name == "Daniyar"

    def alone(messages: list[Message]) -> Message | None:  # the page is drawn anew after the tap is answered
        pages = (m for m in messages if "the phone number by which you pay" in spoken(m))
        return next((m for m in pages if buttons(m) == ["Delete my data"]), None)

    await rig.sandbox.wait_for(CUSTOMER, alone)


async def test_in_a_group_the_way_leads_to_the_private_chat_and_no_phone_is_shown(
    rig: Rig, push: PushBank
) -> None:
    await rig.sandbox.group(GROUP, "Shop", [OWNER, CUSTOMER])
    await rig.sandbox.send(OWNER, "/invoice@tolem_demo_bot 5000 Coffee", chat=GROUP)
    shown = await card(rig, GROUP, "pushbank")
    answer = await rig.sandbox.tap(CUSTOMER, GROUP, shown["message_id"], "pushbank")
    payload = answer["url"].partition("?start=")[2]
    await rig.sandbox.start(CUSTOMER, payload)
    await rig.tap(CUSTOMER, CUSTOMER, await card(rig, CUSTOMER, "pushbank"), "pushbank")
    await question(rig, CUSTOMER)
    await rig.sandbox.send(CUSTOMER, TYPED)
    await reads(rig, CUSTOMER, MASKED)
    await reads(rig, GROUP, "Счёт отправлен в Pushbank. ")
    assert "•••" not in "".join(map(spoken, await rig.ours(GROUP)))


async def test_who_opened_the_link_too_sees_no_number_of_the_customer(rig: Rig, push: PushBank) -> None:
    await asked(rig)
    await rig.sandbox.send(CUSTOMER, TYPED)
    await reads(rig, CUSTOMER, MASKED)
    view = await rig.desk.view(1)
    await rig.sandbox.start(STRANGER, f"inv_{view.invoice.token}")
    shown = await reads(rig, STRANGER, "Шот жіберілді: Pushbank.")
    assert "•••" not in spoken(shown)


async def test_a_stranger_s_made_up_button_asks_for_no_number(rig: Rig, push: PushBank) -> None:
    shown = await chooser(rig)
    await rig.sandbox.raw_update(tapped(STRANGER, {**shown, "message_id": 1}, "oth:1:pushbank"))
    await rig.sandbox.send(STRANGER, "/help")
    await rig.said(STRANGER, "/paysupport")
    stranger = await rig.desk.person(STRANGER)
    assert stranger is not None
    with pytest.raises(NotFound):
        await rig.desk.invoice_by_number(1, stranger)
    assert words("kk")("phone-ask", bank="Pushbank") not in "".join(map(spoken, await rig.ours(STRANGER)))


async def test_what_is_being_taken_back_says_so_until_the_bank_does(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.send(OWNER, "/invoice 5000 87071234567 Coffee")
    await reads(rig, OWNER, MASKED)
    payment = (await rig.desk.view(1)).payment
    assert payment is not None
    clock = rig.desk.clock
    push.shows[payment.reference] = lambda bill: Observation(Seen.PENDING, "test", clock.now())
    told = await rig.tap(OWNER, OWNER, await card(rig, OWNER, "Отменить счёт"), "Отменить счёт")
    assert told == words("ru")("chat-cancelling")
    cancelling = await reads(rig, OWNER, "Отменяем: 5 000 ₸")
    assert "Пока банк это не подтвердил" in spoken(cancelling)
    push.shows[payment.reference] = lambda bill: Observation(Seen.CANCELLED, "test", clock.now())
    repaying = rig.desk.refunds.repaying
    standing = (await rig.desk.view(1)).payment
    assert standing is not None
    assert repaying.to_withdraw(standing)
    await repaying.withdraw(standing)
    await reads(rig, OWNER, "Счёт отменён")
    assert (await rig.desk.view(1)).invoice.state is InvoiceState.CANCELLED


@pytest.mark.parametrize("locale", LOCALES)
async def test_each_language_asks_and_answers(rig: Rig, push: PushBank, locale: str) -> None:
    await rig.desk.choose_locale(CUSTOMER, locale)
    read = words(locale)
    ask = await asked(rig)
    assert contact_button(ask)["text"] == read("phone-share")
    await rig.sandbox.send(CUSTOMER, TYPED)
    masked = MASKED.replace(" ", "\u00a0")
    await rig.said(CUSTOMER, read("phone-billed", phone=masked))
    await rig.said(CUSTOMER, read("hint-billed", bank="Pushbank", phone=masked))


async def test_a_cashier_bills_a_customer_and_may_bill_the_same_number_again(
    rig: Rig, push: PushBank
) -> None:
    push.outcomes = [Unknown("silence")]
    await rig.sandbox.send(CASHIER, "/invoice 300 87071234567 Tea")
    await reads(rig, CASHIER, "Ждём ответ банка")
    payment = (await rig.desk.view(1)).payment
    assert payment is not None
    clock = rig.desk.clock
    push.shows[payment.reference] = lambda bill: Observation(Seen.REJECTED, "test", clock.now())
    await rig.desk.check(1)
    declined = await card(rig, CASHIER, "Попробовать ещё раз")
    await rig.tap(CASHIER, CASHIER, declined, "Попробовать ещё раз")
    ask = await rig.said(CASHIER, "Или напишите другой номер")
    assert "Забыть этот номер" not in buttons(ask)
    await rig.sandbox.tap(CASHIER, CASHIER, ask["message_id"], "bil:1:pushbank")
    await reads(rig, CASHIER, f"Счёт отправлен в Pushbank: {MASKED}")
    assert push.phones == [TYPED, TYPED]


async def test_who_types_one_number_after_another_is_stopped_kindly(rig: Rig, push: PushBank) -> None:
    await asked(rig)
    for last in range(MOST_PHONES):
        await rig.sandbox.send(CUSTOMER, f"8701222334{last}")
        shown = await reads(rig, CUSTOMER, f"+7 701 ••• 33 4{last}. ")
        await rig.sandbox.tap(CUSTOMER, CUSTOMER, shown["message_id"], "Another number")
        await question(rig, CUSTOMER, nth=last + 2)
    await rig.sandbox.send(CUSTOMER, f"8701222334{MOST_PHONES}")
    stop = await rig.said(CUSTOMER, words("en")("too-many-phones"))
    assert stop["reply_keyboard"]["remove_keyboard"]
    assert len(push.billed) == MOST_PHONES


async def ended(rig: Rig, push: PushBank) -> Message:
    """An invoice that was billed to a phone and has run out; its card offers to issue it again."""
    await rig.sandbox.send(OWNER, "/invoice 5000 87071234567 Coffee")
    await reads(rig, OWNER, MASKED)
    payment = (await rig.desk.view(1)).payment
    assert payment is not None
    clock = rig.desk.clock
    push.shows[payment.reference] = lambda bill: Observation(Seen.EXPIRED, "test", clock.now())
    await rig.desk.check(1)
    at = clock.now()
    await rig.database.write(
        lambda books: books.move_invoice(1, frozenset({InvoiceState.OPEN}), InvoiceState.EXPIRED, at)
    )
    await rig.database.write(lambda books: books.redraw(1, at))
    return await card(rig, OWNER, "Выставить снова")


async def test_issued_again_the_same_number_is_offered_and_billed_only_when_it_is_chosen(
    rig: Rig, push: PushBank
) -> None:
    await rig.tap(OWNER, OWNER, await ended(rig, push), "Выставить снова")
    ask = await rig.said(OWNER, "Или напишите другой номер")
    assert [text.replace("\u00a0", " ") for text in buttons(ask)] == [f"На {MASKED}", "Другой номер", "Назад"]
    assert push.phones == [TYPED], "nothing is billed unasked"
    await rig.tap(OWNER, OWNER, ask, buttons(ask)[0])
    await reads(rig, OWNER, "счёт #2")
    await reads(rig, OWNER, f"Счёт отправлен в Pushbank: {MASKED}")
    assert push.phones == [TYPED, TYPED]


async def test_issued_again_twice_is_one_invoice_with_one_bill(rig: Rig, push: PushBank) -> None:
    old = await ended(rig, push)
    await rig.tap(OWNER, OWNER, old, "Выставить снова")
    first = await rig.said(OWNER, "Или напишите другой номер")
    await rig.tap(OWNER, OWNER, first, buttons(first)[0])
    await reads(rig, OWNER, f"Счёт отправлен в Pushbank: {MASKED}")
    await rig.tap(OWNER, OWNER, old, "Выставить снова")
    assert (await rig.count(), push.phones) == (2, [TYPED, TYPED])
    asked_for = [m for m in await rig.ours(OWNER) if "Или напишите другой номер" in spoken(m)]
    assert len(asked_for) == 1, "a bill stands: nobody is asked for a number"


async def test_an_invoice_whose_bill_may_still_be_paid_is_not_issued_again(rig: Rig, push: PushBank) -> None:
    await rig.sandbox.send(OWNER, "/invoice 5000 87071234567 Coffee")
    shown = await reads(rig, OWNER, MASKED)
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.cancel(1, owner)
    await rig.sandbox.raw_update(tapped(OWNER, shown, "agn:1"))
    await rig.sandbox.send(OWNER, "/help")
    await rig.said(OWNER, "Что можно продавать")
    assert await rig.count() == 1


def tapped(who: int, message: Message, data: str) -> dict[str, Any]:
    """A tap with this data, as somebody could make it up."""
    sender = {"id": who, "is_bot": False, "first_name": "X", "language_code": "en"}
    return {
        "callback_query": {
            "id": "1",
            "from": sender,
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": message["message_id"],
                "date": 0,
                "chat": {"id": who, "type": "private"},
            },
        }
    }


@pytest.mark.parametrize("locale", LOCALES)
async def test_help_shows_how_to_bill_a_phone_only_where_a_bank_can(rig: Rig, locale: str) -> None:
    await rig.desk.choose_locale(OWNER, locale)
    line = words(locale)("chat-help-phone").removeprefix("<code>").split("</code>")[0]
    assert line.startswith("/invoice 5000 87071234567 ")
    await rig.sandbox.send(OWNER, "/help")
    assert line not in spoken(await rig.said(OWNER, "/paysupport"))
    bank = PushBank()
    rig.desk.banking.providers[bank.slug] = bank  # type: ignore[index]
    await rig.sandbox.send(OWNER, "/help")
    assert line in spoken(await rig.said(OWNER, "/paysupport", nth=2))
    await rig.sandbox.send(OWNER, line)
    await reads(rig, OWNER, MASKED)


async def test_a_new_qr_of_a_bank_that_was_turned_off_asks_for_the_number_of_the_one_that_is_left(
    rig: Rig, push: PushBank
) -> None:
    other = ObedientBank("otherbank")
    rig.desk.banking.providers[other.slug] = other  # type: ignore[index]
    await rig.tap(CUSTOMER, CUSTOMER, await chooser(rig), "otherbank")
    read = await rig.read(CUSTOMER)
    await card(rig, CUSTOMER, read("btn-check"))
    other.shows[other.billed[0].reference] = lambda bill: Observation(
        Seen.EXPIRED, "test", rig.desk.clock.now()
    )
    await rig.desk.check(1)
    shown = await card(rig, CUSTOMER, read("btn-new-qr"))
    await rig.database.write(lambda books: books.choose("banks-off", "halyk,otherbank", NOON))
    await rig.desk.settings.refresh()
    await rig.tap(CUSTOMER, CUSTOMER, shown, read("btn-new-qr"))
    await question(rig, CUSTOMER)
    await rig.sandbox.send(CUSTOMER, TYPED)
    await reads(rig, CUSTOMER, MASKED)
    assert push.phones == [TYPED]
