"""``@bot 5000 Coffee`` in a chat where the bot is not: typed, sent, tapped, paid, deleted."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from billing.money import Money
from billing.states import InvoiceState
from handlers.addressing import addressed_to_us
from screens.pictures.reading import QR
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.support import PATIENCE

GUEST = 700  # has never met the bot
NEIGHBOUR = 701


class Talk:
    """The chat of a member with somebody who has never started the bot."""

    def __init__(self, rig: Rig, chat: int, member: int = OWNER) -> None:
        self.rig, self.chat, self.member = rig, chat, member

    async def typed(self, text: str) -> dict[str, Any]:
        """What the member is offered."""
        return await self.rig.sandbox.inline(self.member, text, chat=self.chat)

    async def sent(self, text: str = "5000 Coffee") -> None:
        """The member chooses the one card that is offered."""
        (result,) = (await self.typed(text))["results"]
        await self.rig.sandbox.choose(self.member, self.chat, result, query=text)

    async def shows(self, text: str, *, picture: bool = False) -> Message:
        """The newest message there, once it says this, with a picture or as words alone."""

        def find(messages: list[Message]) -> Message | None:
            last = messages[-1]
            return last if text in spoken(last) and ("photo" in last) == picture else None

        return await self.rig.sandbox.wait_for(self.chat, find, timeout=PATIENCE)

    async def tap(self, who: int, button: str = "Получить QR") -> dict[str, Any]:
        """Somebody presses a button of the newest message."""
        message = (await self.rig.sandbox.messages(self.chat))[-1]
        return await self.rig.sandbox.tap(who, self.chat, message["message_id"], button)

    async def token(self) -> str:
        """Of the card's link."""
        message = (await self.rig.sandbox.messages(self.chat))[-1]
        rows = message["reply_markup"]["inline_keyboard"]
        address = next(button["url"] for row in rows for button in row if "url" in button)
        return str(address.rpartition("inv_")[2])


@pytest.fixture
async def talk(rig: Rig) -> Talk:
    for number, name in ((GUEST, "Guest"), (NEIGHBOUR, "Neighbour")):
        await rig.sandbox.person(number, name, "en")
    return Talk(rig, await rig.sandbox.talk(OWNER, GUEST))


async def bills(rig: Rig) -> int:
    """How many the bank has."""
    return len((await rig.sandbox.halyk("books"))["bills"])


async def code_on(rig: Rig, card: Message) -> list[str]:
    """What is read off the card's picture."""
    picture = Image.open(io.BytesIO(await rig.sandbox.file(card["photo"][-1]["file_id"])))
    found = zxingcpp.read_barcodes(picture, formats=QR)
    return [code.text for code in found]


async def test_a_card_is_sent_tapped_and_paid_where_nobody_has_started_the_bot(rig: Rig, talk: Talk) -> None:
    await talk.sent()
    card = await talk.shows("счёт #1")
    assert buttons(card) == ["Получить QR", "Оплатить в личном чате"]
    assert (await talk.tap(GUEST))["text"] == "Preparing the QR…"
    card = await talk.shows("Ждём оплату", picture=True)
    payment = (await rig.desk.view(1)).payment
    assert payment is not None
    assert payment.instruction is not None
    assert await code_on(rig, card) == [payment.instruction.qr]
    await rig.pay(1)
    card = await talk.shows("✅ Оплачено", picture=True)
    assert await stamped(rig, talk)
    assert buttons(card) == []
    await rig.said(OWNER, "✅ Оплачено")
    assert await rig.sandbox.messages(GUEST) == []


async def stamped(rig: Rig, talk: Talk) -> bool:
    """The picture there has no code any more."""
    async with asyncio.timeout(PATIENCE):
        while await code_on(rig, (await rig.sandbox.messages(talk.chat))[-1]):
            await rig.sandbox.news(wait=0.2)
    return True


async def test_nothing_is_made_while_somebody_types(rig: Rig, talk: Talk) -> None:
    for text in ("5", "50", "500", "5000", "5000 C", "5000 Coffee"):
        assert len((await talk.typed(text))["results"]) == 1
    assert (await rig.count(), await bills(rig)) == (0, 0)
    assert await rig.database.read(lambda books: books.queues(rig.desk.clock.now())["updates"].length) == 0


async def test_a_card_that_was_sent_is_no_bill_at_the_bank_until_somebody_taps(rig: Rig, talk: Talk) -> None:
    await talk.sent()
    await talk.shows("#1")
    await rig.said(OWNER, "#1")
    assert await bills(rig) == 0
    await talk.tap(GUEST)
    await talk.shows("Ждём оплату", picture=True)
    assert await bills(rig) == 1


async def test_without_feedback_the_first_tap_makes_the_invoice(rig: Rig, talk: Talk) -> None:
    await rig.sandbox.inline_feedback(on=False)
    await talk.sent()
    assert "#" not in spoken((await rig.sandbox.messages(talk.chat))[-1])
    assert await rig.count() == 0
    await talk.tap(GUEST)
    await talk.shows("счёт #1", picture=True)
    await rig.said(OWNER, "#1")
    assert await rig.count() == 1


async def test_the_first_start_makes_the_invoice_and_who_pressed_it_is_its_customer(
    rig: Rig, talk: Talk
) -> None:
    await rig.sandbox.inline_feedback(on=False)
    await talk.sent()
    await rig.sandbox.start(CUSTOMER, f"inv_{await talk.token()}")
    await rig.said(CUSTOMER, "invoice #1")
    assert (await rig.desk.view(1)).invoice.customer_id == CUSTOMER
    await talk.tap(GUEST)
    await talk.shows("счёт #1", picture=True)
    assert (await rig.count(), await bills(rig)) == (1, 1)


async def test_choice_taps_and_starts_at_once_make_one_invoice(rig: Rig, talk: Talk) -> None:
    (result,) = (await talk.typed("5000 Coffee"))["results"]
    await rig.sandbox.choose(OWNER, talk.chat, result)
    token = result["id"]
    await asyncio.gather(
        talk.tap(GUEST),
        talk.tap(OWNER),
        rig.sandbox.start(CUSTOMER, f"inv_{token}"),
        rig.sandbox.start(STRANGER, f"inv_{token}"),
    )
    await talk.shows("счёт #1", picture=True)
    await rig.said(CUSTOMER, "invoice #1")
    await rig.said(STRANGER, "#1")
    assert (await rig.count(), await bills(rig)) == (1, 1)


async def test_the_same_typed_twice_and_sent_twice_is_two_invoices(rig: Rig, talk: Talk) -> None:
    await talk.sent()
    await talk.shows("#1")
    await talk.sent()
    await talk.shows("#2")
    assert await rig.count() == 2


async def test_others_than_members_get_no_card_but_the_way_into_the_bot(rig: Rig) -> None:
    await rig.sandbox.person(GUEST, "Guest", "en")
    for who in (CUSTOMER, GUEST):
        answer = await rig.sandbox.inline(who, "5000 Coffee")
        assert (answer["results"], answer["button"]["start_parameter"]) == ([], "inline")


@pytest.mark.slice(3)
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Напишите сумму"),
        ("Coffee", "Напишите сумму"),
        ("0", "Напишите сумму"),
        ("-5", "Напишите сумму"),
        ("5000 $", "Напишите сумму"),
        ("5" * 300, "Напишите сумму"),
        ("900000000000", "Такую сумму"),
    ],
)
async def test_what_is_no_amount_is_said_above_the_keyboard(
    rig: Rig, talk: Talk, typed: str, told: str
) -> None:
    answer = await talk.typed(typed)
    assert answer["results"] == []
    assert told in answer["button"]["text"]


async def test_a_card_in_a_channel_is_not_offered(rig: Rig) -> None:
    await rig.sandbox.channel(-1007001, "News", [OWNER, CUSTOMER])
    answer = await rig.sandbox.inline(OWNER, "5000 Coffee", chat=-1007001)
    assert answer["results"] == []
    assert "каналов" in answer["button"]["text"]


async def test_a_cashiers_limit_holds_while_typing_and_when_the_card_is_sent(rig: Rig, talk: Talk) -> None:
    chat = await rig.sandbox.talk(CASHIER, GUEST)
    cashier = Talk(rig, chat, CASHIER)
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    (result,) = (await cashier.typed("5000 Tea"))["results"]
    await rig.desk.team.limit(owner, CASHIER, Money(100000, "KZT"))
    assert "Такую сумму" in (await cashier.typed("5000 Tea"))["button"]["text"]
    await rig.sandbox.choose(CASHIER, chat, result)
    await cashier.shows("Карточка больше не действует")
    assert await rig.count() == 0
    await cashier.sent("900 Tea")
    await cashier.shows("#1")


async def test_who_is_no_member_any_more_has_sent_nothing(rig: Rig, talk: Talk) -> None:
    await rig.sandbox.inline_feedback(on=False)
    chat = await rig.sandbox.talk(CASHIER, GUEST)
    cashier = Talk(rig, chat, CASHIER)
    await cashier.sent("5000 Tea")
    token = await cashier.token()
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.team.remove(owner, CASHIER)
    assert "not valid any more" in (await cashier.tap(GUEST))["text"]
    await cashier.shows("Карточка больше не действует")
    await rig.sandbox.start(CUSTOMER, f"inv_{token}")
    await rig.said(CUSTOMER, "not valid any more")
    assert await rig.count() == 0


async def test_a_phone_that_was_typed_stands_on_no_card(rig: Rig, talk: Talk) -> None:
    (result,) = (await talk.typed("5000 87071234567 Coffee"))["results"]
    assert "Номер здесь не используется" in result["description"]
    assert "1234567" not in str(result)


async def test_cancelling_in_private_changes_the_card_there(rig: Rig, talk: Talk) -> None:
    await talk.sent()
    await talk.tap(GUEST)
    await talk.shows("Ждём оплату", picture=True)
    mine = await rig.sandbox.wait_for(
        OWNER, lambda ms: next((m for m in ms if "Отменить счёт" in buttons(m)), None)
    )
    await rig.tap(OWNER, OWNER, mine, "Отменить счёт")
    card = await talk.shows("отменён", picture=True)
    assert await stamped(rig, talk)
    assert buttons(card) == []


async def test_a_deleted_card_is_forgotten_and_the_invoice_lives_on(rig: Rig, talk: Talk) -> None:
    await talk.sent()
    await talk.tap(GUEST)
    card = await talk.shows("Ждём оплату", picture=True)
    await rig.sandbox.delete(talk.chat, card["message_id"])
    await rig.pay(1)
    await rig.said(OWNER, "✅ Оплачено")

    def inline_cards(books: Any) -> list[Any]:
        return [each for each in books.cards_of(1) if each.place.inline_id]

    async with asyncio.timeout(PATIENCE):
        while await rig.database.read(inline_cards):
            await rig.sandbox.news(wait=0.2)
    assert (await rig.desk.view(1)).invoice.state is InvoiceState.PAID


async def test_an_issuer_who_cannot_be_written_to_leaves_the_card_a_text_with_the_way_to_pay(
    rig: Rig, talk: Talk
) -> None:
    await rig.sandbox.block(OWNER)
    await talk.sent()
    await talk.tap(GUEST)
    card = await talk.shows("Ждём оплату")
    assert "Оплатить в личном чате" in buttons(card)
    await rig.pay(1)
    await talk.shows("✅ Оплачено")


async def test_a_button_that_was_made_up_does_nothing_to_an_inline_card(rig: Rig, talk: Talk) -> None:
    await talk.sent()
    await talk.shows("#1")
    where = (await rig.sandbox.messages(talk.chat))[-1]["inline_message_id"]
    for data in ("drf:nobodys", "cnl:1", "rcp:1", "shw:1", "way:1"):
        await rig.sandbox.raw_update(
            {
                "callback_query": {
                    "id": f"1{len(data)}{data[0]}",
                    "from": {"id": GUEST, "is_bot": False, "first_name": "Guest"},
                    "chat_instance": "1",
                    "inline_message_id": where,
                    "data": data,
                }
            }
        )
    await talk.tap(GUEST)
    await talk.shows("Ждём оплату", picture=True)
    assert (await rig.desk.view(1)).invoice.state is InvoiceState.OPEN


async def test_the_card_in_ones_own_chat_with_the_bot_is_not_read_as_an_order(rig: Rig) -> None:
    mine = Talk(rig, OWNER)
    await mine.sent()
    await rig.said(OWNER, "#1")
    assert await rig.count() == 1
    message = {"chat": {"id": OWNER, "type": "private"}, "via_bot": {"id": 1}, "text": "5 000"}
    assert not addressed_to_us({"message": message}, 1, "tolem_demo_bot")
    assert addressed_to_us({"message": message}, 2, "tolem_demo_bot")


async def test_in_a_group_without_the_bot_the_card_works_for_everybody(rig: Rig, talk: Talk) -> None:
    await rig.sandbox.group(-1007002, "Friends", [OWNER, GUEST, NEIGHBOUR])
    await rig.sandbox.kick(-1007002)
    friends = Talk(rig, -1007002)
    await friends.sent()
    await friends.tap(NEIGHBOUR)
    await friends.shows("Ждём оплату", picture=True)
    assert (await friends.tap(GUEST, "Проверить оплату"))["text"]
