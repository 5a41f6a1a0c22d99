"""``/till``: a sum typed by taps becomes an invoice, and the next one is a tap away."""

from __future__ import annotations

import pytest

from billing.money import Money
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_shop import offers, press, says, seen, tapped
from tests.flow.handlers.test_taps import toasted, told
from tests.support.books import NOON


async def opened(rig: Rig, who: int = CASHIER) -> Message:
    """The pad, as /till lays it out."""
    await rig.sandbox.send(who, "/till")
    await seen(rig, who, says("Касса открыта"))
    return await seen(rig, who, offers("1", "00", "⌫", "Показать QR"))


async def taps(rig: Rig, pad: Message, keys: str, who: int = CASHIER) -> str:
    """One after another, without waiting for the message to follow; gives the last toast."""
    said = ""
    for key in keys:
        said = (await rig.tap(who, who, pad, key)).replace("\u00a0", " ")
    return said


async def made_up(rig: Rig, who: int, pad: Message, data: str) -> str:
    """What a tap with any data is told."""
    return await told(rig, tapped(who, pad, data))


def keyboard_of(message: Message) -> list[str]:
    """The buttons below the field."""
    rows = message.get("reply_keyboard", {}).get("keyboard", [])
    return [button["text"] for row in rows for button in row]


async def test_a_sum_is_tapped_and_its_qr_stands_below(rig: Rig) -> None:
    pad = await opened(rig)
    assert await taps(rig, pad, "1250") == "1 250 ₸"
    pad = await seen(rig, CASHIER, says("🧮 1 250 ₸"))
    assert await press(rig, pad, "⌫", CASHIER) == "125 ₸"
    assert await press(rig, pad, "00", CASHIER) == "12 500 ₸"
    assert await rig.count() == 0
    assert await press(rig, pad, "Показать QR", CASHIER) == "12 500 ₸"
    card = await seen(rig, CASHIER, lambda m: says("12 500 ₸", "QR действует")(m) and "photo" in m)
    assert "Отменить счёт" in buttons(card)
    view = await rig.desk.view(1)
    assert (view.invoice.issuer_id, view.invoice.amount) == (CASHIER, Money(1_250_000, "KZT"))
    again = await seen(rig, CASHIER, says("🧮 0 ₸"))
    assert again["message_id"] == pad["message_id"]


async def test_the_next_sum_is_one_tap_away_at_the_end_of_the_chat(rig: Rig) -> None:
    first = await opened(rig)
    helper = await seen(rig, CASHIER, says("Касса открыта"))
    assert keyboard_of(helper) == ["Следующая сумма", "Закрыть кассу"]
    await taps(rig, first, "7")
    await press(rig, first, "Показать QR", CASHIER)
    await seen(rig, CASHIER, lambda m: "photo" in m)
    await rig.sandbox.send(CASHIER, "Следующая сумма")
    second = await seen(rig, CASHIER, lambda m: m["message_id"] > first["message_id"] and "1" in buttons(m))
    assert await taps(rig, second, "33") == "33 ₸"
    await seen(rig, CASHIER, lambda m: m["message_id"] == first["message_id"] and not buttons(m))
    await press(rig, second, "Показать QR", CASHIER)
    await seen(rig, CASHIER, lambda m: "photo" in m and says("33 ₸")(m))
    assert await rig.count() == 2


async def test_the_till_is_closed_and_written_sums_are_invoices_as_ever(rig: Rig) -> None:
    pad = await opened(rig)
    await rig.sandbox.send(CASHIER, "500")
    await seen(rig, CASHIER, lambda m: "photo" in m and says("500 ₸")(m))
    await rig.sandbox.send(CASHIER, "Закрыть кассу")
    closed = await seen(rig, CASHIER, says("Касса закрыта"))
    assert closed["reply_keyboard"] == {"remove_keyboard": True}
    await seen(rig, CASHIER, lambda m: m["message_id"] == pad["message_id"] and not buttons(m))
    await rig.sandbox.send(CASHIER, "600 Чай")
    await seen(rig, CASHIER, lambda m: "photo" in m and says("600 ₸")(m))


async def test_a_tap_that_is_handled_again_makes_no_second_invoice(rig: Rig) -> None:
    pad = await opened(rig)
    await taps(rig, pad, "5")
    drawn = await seen(rig, CASHIER, says("🧮 5 ₸"))
    ring = next(
        button["callback_data"]
        for row in drawn["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "Показать QR"
    )
    name, before = f"{CASHIER}::{CASHIER}", {"pad": drawn["message_id"], "typed": "5", "taps": 1}
    for nth in (1, 2):  # the process is killed after the invoice, before the conversation was written
        await rig.database.write(lambda books: books.save_dialogue(name, None, before, NOON))
        await rig.sandbox.raw_update(tapped(CASHIER, drawn, ring, 7))
        await seen(rig, CASHIER, lambda m: "photo" in m)
        await toasted(rig, nth + 1)
    assert await rig.count() == 1


async def test_an_empty_sum_and_a_sum_too_large_are_refused_kindly(rig: Rig) -> None:
    pad = await opened(rig)
    assert await press(rig, pad, "Показать QR", CASHIER) == "Сначала наберите сумму."
    assert await taps(rig, pad, "0") == "0 ₸"
    assert await taps(rig, pad, "9" * 12) == "999 999 999 ₸"
    assert "слишком" in (await press(rig, pad, "Показать QR", CASHIER)).lower()
    assert await rig.count() == 0


async def test_the_pad_is_for_members_in_their_private_chat(rig: Rig) -> None:
    await rig.sandbox.send(CUSTOMER, "/till")
    await rig.said(CUSTOMER, "You can pay here")
    await rig.sandbox.group(-300, "Café", [OWNER, CUSTOMER])
    await rig.sandbox.send(OWNER, "/till@tolem_demo_bot", chat=-300)
    await rig.said(-300, "Касса работает в личном чате")
    pad = await opened(rig, OWNER)
    assert "Only the shop's staff" in await made_up(rig, CUSTOMER, pad, "kpr:5")
    assert await rig.count() == 0


@pytest.mark.parametrize("data", ["kpr:1:2", "kpr:1e9", "kpd:x:5", "kpd:1:9999999999", "kpr:-5"])
async def test_made_up_buttons_do_nothing(rig: Rig, data: str) -> None:
    pad = await opened(rig, OWNER)
    assert await made_up(rig, OWNER, pad, data)
    assert await rig.count() == 0


async def test_what_was_typed_survives_that_the_conversation_is_forgotten(rig: Rig) -> None:
    pad = await opened(rig, OWNER)
    await taps(rig, pad, "42", OWNER)
    drawn = await seen(rig, OWNER, says("🧮 42 ₸"))
    await rig.sandbox.send(OWNER, "/invoice")  # whose question takes the conversation's place
    asked = await rig.said(OWNER, "Какая сумма?")
    await rig.tap(OWNER, OWNER, asked, "Назад")
    assert await press(rig, drawn, "1", OWNER) == "421 ₸"
    assert "421" in spoken(await seen(rig, OWNER, says("🧮 421 ₸")))


async def test_the_buttons_below_leave_a_question_that_is_open(rig: Rig) -> None:
    first = await opened(rig)
    await rig.sandbox.send(CASHIER, "/invoice")
    asked = await rig.said(CASHIER, "Какая сумма?")
    await rig.sandbox.send(CASHIER, "Следующая сумма")
    pad = await seen(rig, CASHIER, lambda m: m["message_id"] > asked["message_id"] and "1" in buttons(m))
    assert pad["message_id"] > first["message_id"]
    await rig.sandbox.send(CASHIER, "700")
    await seen(rig, CASHIER, lambda m: "photo" in m and says("700 ₸")(m))
    assert not any("Напишите сумму цифрами" in spoken(each) for each in await rig.ours(CASHIER))
    assert await rig.count() == 1


@pytest.mark.parametrize("data", ["kpd:0:5", "kpr:167"])
async def test_a_key_of_a_pad_that_telegram_shows_no_more_is_old_and_issues_nothing(
    rig: Rig, data: str
) -> None:
    pad = await opened(rig)
    query = tapped(CASHIER, pad, data)["callback_query"]
    assert isinstance(query, dict)
    del query["message"]
    assert "button is old" in await told(rig, {"callback_query": query})
    assert await rig.count() == 0
