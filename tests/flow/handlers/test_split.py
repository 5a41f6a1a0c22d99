"""A card in a group is split: the issuer says in how many, each takes a share in private and pays it."""

from __future__ import annotations

import pytest

from billing.states import InvoiceState
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.support import PATIENCE

GROUP = -1007100


class Table:
    """A group that eats together."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig

    async def card(self, text: str) -> Message:
        """The card in the group, once it says this."""

        def find(messages: list[Message]) -> Message | None:
            cards = [m for m in messages if "photo" in m and text in spoken(m)]
            return cards[-1] if cards else None

        return await self.rig.sandbox.wait_for(GROUP, find, timeout=PATIENCE)

    async def mine(self, button: str) -> Message:
        """The issuer's message that has this button."""
        return await self.rig.sandbox.wait_for(
            OWNER, lambda ms: next((m for m in reversed(ms) if button in buttons(m)), None), timeout=PATIENCE
        )

    async def split(self, parts: str = "3") -> None:
        await self.rig.tap(OWNER, OWNER, await self.mine("Разделить"), "Разделить")
        await self.rig.tap(OWNER, OWNER, await self.mine("10"), parts)

    async def link(self) -> str:
        """What the group card's only button leads to."""
        card = await self.card("долями")
        (row,) = card["reply_markup"]["inline_keyboard"]
        (button,) = row
        return str(button["url"].rpartition("start=")[2])

    async def take(self, who: int, button: str) -> None:
        await self.rig.sandbox.start(who, await self.link())
        offered = await self.rig.sandbox.wait_for(
            who, lambda ms: next((m for m in reversed(ms) if button in buttons(m)), None), timeout=PATIENCE
        )
        await self.rig.tap(who, who, offered, button)


@pytest.fixture
async def table(rig: Rig) -> Table:
    await rig.sandbox.group(GROUP, "Lunch", [OWNER, CUSTOMER, STRANGER, CASHIER])
    await rig.sandbox.send(OWNER, "/invoice@tolem_demo_bot 5000 Pizza", chat=GROUP)
    return Table(rig)


async def test_each_takes_a_share_and_pays_and_the_group_sees_it(rig: Rig, table: Table) -> None:
    await table.split("2")
    await rig.said(OWNER, "Долей: 2. Карточка теперь ведёт каждого к своей.")
    card = await table.card("Долей: 2")
    assert buttons(card) == ["Взять свою долю"]
    await table.take(CUSTOMER, "Take my share")
    mine = await rig.sandbox.wait_for(
        CUSTOMER,
        lambda ms: next((m for m in ms if "photo" in m and "2\u00a0500\u00a0₸" in spoken(m)), None),
        timeout=PATIENCE,
    )
    assert "#2" in spoken(mine)
    await table.card("⏳ Daniyar")
    await table.take(STRANGER, "Үлесімді алу")
    await table.card("⏳ Асель")
    await rig.pay(2)
    await table.card("✅ Daniyar")
    await rig.pay(3)
    card = await table.card("✅ Оплачено")
    assert buttons(card) == []
    assert (await rig.desk.view(1)).invoice.state is InvoiceState.PAID
    await rig.said(OWNER, "✅ Оплачено")


async def test_before_a_share_is_taken_it_is_said_that_the_first_name_will_be_seen(
    rig: Rig, table: Table
) -> None:
    await table.split()
    await rig.sandbox.start(CUSTOMER, await table.link())
    await rig.said(CUSTOMER, "Your first name, Daniyar")
    assert await rig.count() == 1, "nothing is made yet"


async def test_a_number_is_typed_and_a_wrong_one_is_explained(rig: Rig, table: Table) -> None:
    await rig.tap(OWNER, OWNER, await table.mine("Разделить"), "Разделить")
    await rig.said(OWNER, "На сколько человек")
    await rig.sandbox.send(OWNER, "many")
    await rig.said(OWNER, "цифрами")
    await rig.sandbox.send(OWNER, "1000000")
    await rig.said(OWNER, "2–50 человек")
    await rig.sandbox.send(OWNER, "7")
    await rig.said(OWNER, "Долей: 7")
    await table.card("Долей: 7")
    assert await rig.count() == 1, "a number that answers a question is no invoice"


async def test_more_people_than_tenge(rig: Rig, table: Table) -> None:
    await rig.sandbox.send(OWNER, "/invoice@tolem_demo_bot 5 Gum", chat=GROUP)
    await rig.said(OWNER, "#2")
    cards = await rig.sandbox.wait_for(
        OWNER, lambda ms: [m for m in ms if "Разделить" in buttons(m)][1:], timeout=PATIENCE
    )
    await rig.tap(OWNER, OWNER, cards[-1], "Разделить")
    assert "больше, чем целых тенге" in await rig.tap(OWNER, OWNER, await table.mine("10"), "6")
    assert (await rig.desk.view(2)).invoice.parts is None


async def test_when_all_are_taken_the_next_one_is_told_so_and_the_button_is_gone(
    rig: Rig, table: Table
) -> None:
    await table.split("2")
    link = await table.link()
    await table.take(CUSTOMER, "Take my share")
    await table.take(STRANGER, "Үлесімді алу")
    card = await table.card("Все доли разобраны")
    assert buttons(card) == []
    await rig.sandbox.start(CASHIER, link)
    await rig.said(CASHIER, "Все доли этого счёта разобраны")


async def test_a_stranger_and_a_customer_split_nothing(rig: Rig, table: Table) -> None:
    await table.mine("Разделить")
    for who in (CUSTOMER, STRANGER):
        for data in ("div:1", "dvn:1:2", "tks:nobodys"):
            await rig.sandbox.raw_update(
                {
                    "callback_query": {
                        "id": f"{who}{data}",
                        "from": {"id": who, "is_bot": False, "first_name": "X"},
                        "chat_instance": "1",
                        "message": {"chat": {"id": who, "type": "private"}, "message_id": 1, "date": 0},
                        "data": data,
                    }
                }
            )
    await rig.sandbox.send(CUSTOMER, "/help")
    await rig.said(CUSTOMER, "Paying at")
    assert (await rig.desk.view(1)).invoice.parts is None
    assert await rig.count() == 1


async def test_an_inline_card_is_split_too(rig: Rig) -> None:
    talk = await rig.sandbox.talk(OWNER, CUSTOMER)
    (result,) = (await rig.sandbox.inline(OWNER, "3000 Taxi", chat=talk))["results"]
    await rig.sandbox.choose(OWNER, talk, result)
    table = Table(rig)
    await table.split("2")
    card = await rig.sandbox.wait_for(
        talk, lambda ms: ms[-1] if "Долей: 2" in spoken(ms[-1]) else None, timeout=PATIENCE
    )
    assert buttons(card) == ["Взять свою долю"]


async def test_own_amounts_are_asked_for_and_the_card_says_what_is_free(rig: Rig, table: Table) -> None:
    await rig.tap(OWNER, OWNER, await table.mine("Разделить"), "Разделить")
    await rig.tap(OWNER, OWNER, await table.mine("Каждый свою сумму"), "Каждый свою сумму")
    await rig.sandbox.start(CUSTOMER, await table.link())
    await rig.said(CUSTOMER, "How much will you pay?")
    await rig.sandbox.send(CUSTOMER, "a lot")
    await rig.said(CUSTOMER, "Write just the amount")
    await rig.sandbox.send(CUSTOMER, "9000")
    await rig.said(CUSTOMER, "Name an amount up to")
    await rig.sandbox.send(CUSTOMER, "1500")
    card = await table.card("Ещё свободно: 3\u00a0500\u00a0₸")
    assert "⏳ Daniyar · 1\u00a0500\u00a0₸" in spoken(card)
    await rig.pay(2)
    await table.card("✅ Daniyar")
