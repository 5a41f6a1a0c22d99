"""By items: picked by plus and minus, confirmed once, named to both sides; late taps and odd answers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from billing.catalog.banking import BankItemState, NewBankItem, Shown, ToMake
from billing.catalog.models import CartKind, Ordered
from billing.models import Person, Place, Role
from billing.money import Money
from tests.flow.handlers.rig import CUSTOMER, OWNER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_kaspi import confirmed, kaspi
from tests.flow.handlers.test_refunding import (
    MANAGER,
    STARTED,
    asked,
    bank_finishes,
    confirming,
    refunds_at_bank,
    with_button,
)
from tests.flow.handlers.test_taps import opened_by
from tests.support import PATIENCE

OLD = "Кнопка устарела"


async def ordered(rig: Rig, *goods: tuple[str, int, int]) -> None:
    """The owner's order of these (name, tenge, pieces), paid by the customer."""
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    desk = rig.desk.catalog
    for name, tenge, count in goods:
        item = await desk.add(owner, name, Money(tenge * 100, "KZT"))
        await desk.set_count(owner, item.id, count, CartKind.TILL)
    shown = await desk.cart(owner, CartKind.TILL)
    assert shown is not None
    cart = shown.cart
    made = await rig.desk.order(owner, cart.id, cart.version, Place(OWNER), CartKind.TILL)
    assert isinstance(made, Ordered)
    await with_button(rig, OWNER, "Отменить счёт")
    await opened_by(rig, CUSTOMER)
    await rig.pay(1)


@pytest.fixture
async def sold(rig: Rig) -> Rig:
    """Invoice #1: two lattes at 900 and a croissant at 700."""
    await ordered(rig, ("Латте", 900, 2), ("Круассан", 700, 1))
    return rig


async def picking(rig: Rig, text: str = "/refund 1", who: int = OWNER) -> Message:
    """The lines, nothing picked yet."""
    question = await asked(rig, text, who)
    await rig.tap(who, who, question, "По товарам")

    def turned(messages: list[Message]) -> Message | None:
        mine = (m for m in messages if m["message_id"] == question["message_id"])
        return next((m for m in mine if "Дальше" in buttons(m)), None)

    return await rig.sandbox.wait_for(who, turned, timeout=PATIENCE)


async def shows(rig: Rig, text: str, who: int = OWNER) -> Message:
    """A message that shows this by now, edited or new."""

    def find(messages: list[Message]) -> Message | None:
        return next((m for m in reversed(messages) if text in spoken(m).replace("\u00a0", " ")), None)

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def returned(rig: Rig) -> dict[str, int]:
    lines = await rig.database.read(lambda books: books.lines_of(1))
    return {line.name: line.returned for line in lines}


async def test_one_latte_goes_back_and_both_sides_read_what_it_was(sold: Rig) -> None:
    question = await asked(sold)
    assert buttons(question) == ["Всё: 2\u00a0500\u00a0₸", "Другую сумму", "По товарам", "Назад"]
    await sold.tap(OWNER, OWNER, question, "По товарам")
    lines = await shows(sold, "Что возвращаем?")
    assert lines["message_id"] == question["message_id"]
    assert "1. Латте: 0 из 2\n2. Круассан: 0 из 1" in spoken(lines)
    assert buttons(lines) == ["− 1. Латте", "+ 1. Латте", "− 2. Круассан", "+ 2. Круассан", "Дальше", "Назад"]
    assert "плюсом" in await sold.tap(OWNER, OWNER, lines, "Дальше")
    toast = await sold.tap(OWNER, OWNER, lines, "+ 1. Латте")
    assert toast.replace("\u00a0", " ") == "Латте × 1 · 900 ₸"
    lines = await shows(sold, "1. Латте: 1 из 2")
    assert "Вернём 900\u00a0₸." in spoken(lines)
    await sold.tap(OWNER, OWNER, lines, "Дальше")
    sure = await with_button(sold, OWNER, "Да, вернуть 900")
    assert "Латте × 1" in spoken(sure)
    assert await refunds_at_bank(sold) == []
    assert await sold.tap(OWNER, OWNER, sure, "Да, вернуть 900\u00a0₸") == "Спрашиваем банк…"
    started = await sold.said(OWNER, STARTED)
    assert "Латте × 1" in spoken(started)
    assert await refunds_at_bank(sold) == [(90000, "open")]
    assert await returned(sold) == {"Латте": 1, "Круассан": 0}
    await bank_finishes(sold)
    done = await shows(sold, "↩️ Возвращено: 900 ₸")
    assert "Латте × 1\nОсталось: 1\u00a0600\u00a0₸." in spoken(done)
    theirs = await sold.said(CUSTOMER, "Returned to you: 900\u00a0₸")
    assert "Латте × 1" in spoken(theirs)
    await shows(sold, "Returned: 900 ₸ · Латте × 1", CUSTOMER)
    again = await asked(sold)
    assert "✅ 900\u00a0₸ · возвращено · Латте × 1 · " in spoken(again)
    await sold.tap(OWNER, OWNER, again, "По товарам")
    await shows(sold, "1. Латте: 0 из 1\n2. Круассан: 0 из 1")


async def test_fast_taps_are_answered_each_and_the_newest_state_is_drawn(sold: Rig) -> None:
    lines = await picking(sold)
    toasts = [await sold.tap(OWNER, OWNER, lines, sign + " 1. Латте") for sign in "++−++"]
    counts = [int(toast.split("×")[1].split()[0]) for toast in toasts]
    assert counts == [1, 2, 1, 2, 2], "no more than were bought"
    drawn = await shows(sold, "1. Латте: 2 из 2")
    assert "Вернём 1\u00a0800\u00a0₸." in spoken(drawn)
    for _ in range(3):
        toast = await sold.tap(OWNER, OWNER, lines, "− 1. Латте")
    assert toast == "Латте × 0"
    await shows(sold, "Пока ничего не выбрано.")


async def test_a_second_tap_on_yes_is_the_same_refund(sold: Rig) -> None:
    lines = await picking(sold)
    await sold.tap(OWNER, OWNER, lines, "+ 2. Круассан")
    await sold.tap(OWNER, OWNER, lines, "Дальше")
    sure = await with_button(sold, OWNER, "Да, вернуть 700")
    data = sure["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    answers = await asyncio.gather(
        *(sold.sandbox.tap(OWNER, OWNER, sure["message_id"], data) for _ in range(2))
    )
    assert sorted(answer["text"] for answer in answers) == ["Спрашиваем банк…", "Уже выполняем."]
    await sold.said(OWNER, STARTED)
    assert await refunds_at_bank(sold) == [(70000, "open")]


async def test_of_two_managers_at_once_one_takes_the_croissant(sold: Rig) -> None:
    at = sold.desk.clock.now()
    await sold.database.write(lambda books: books.save_person(Person(MANAGER, role=Role.MANAGER), at))
    await sold.sandbox.person(MANAGER, "Ержан", "ru")
    await sold.sandbox.start(MANAGER)
    sure = {}
    for who in (OWNER, MANAGER):
        lines = await picking(sold, who=who)
        await sold.tap(who, who, lines, "+ 2. Круассан")
        await sold.tap(who, who, lines, "Дальше")
        sure[who] = await with_button(sold, who, "Да, вернуть 700")
    answers = await asyncio.gather(
        *(sold.tap(who, who, sure[who], "Да, вернуть 700\u00a0₸") for who in (OWNER, MANAGER))
    )
    assert sorted(answers) == ["Кнопка устарела. Показываем, как сейчас.", "Спрашиваем банк…"]
    late, early = (OWNER, MANAGER) if answers[0].startswith(OLD) else (MANAGER, OWNER)
    await with_button(sold, late, "Спросить банк")
    await sold.said(early, STARTED)
    assert (await returned(sold), len(await refunds_at_bank(sold))) == ({"Латте": 0, "Круассан": 1}, 1)


async def test_taps_on_lines_from_before_another_refund_are_old(sold: Rig) -> None:
    lines = await picking(sold)
    await sold.tap(OWNER, OWNER, lines, "+ 1. Латте")
    at = sold.desk.clock.now()
    await sold.database.write(lambda books: books.save_person(Person(MANAGER, role=Role.MANAGER), at))
    await sold.sandbox.person(MANAGER, "Ержан", "ru")
    await sold.sandbox.start(MANAGER)
    sure = await confirming(sold, "/refund 1 1500", who=MANAGER)
    await sold.tap(MANAGER, MANAGER, sure, "Да, вернуть 1\u00a0500\u00a0₸")
    await sold.said(MANAGER, STARTED)
    assert OLD in await sold.tap(OWNER, OWNER, lines, "Дальше")
    await with_button(sold, OWNER, "Спросить банк")
    await bank_finishes(sold)
    assert await returned(sold) == {"Латте": 0, "Круассан": 0}


async def test_after_a_refund_by_amount_what_is_left_is_offered_kindly(sold: Rig) -> None:
    sure = await confirming(sold, "/refund 1 2000")
    await sold.tap(OWNER, OWNER, sure, "Да, вернуть 2\u00a0000\u00a0₸")
    await sold.said(OWNER, STARTED)
    await bank_finishes(sold)
    lines = await picking(sold)
    await sold.tap(OWNER, OWNER, lines, "+ 1. Латте")
    await shows(sold, "Это стоит 900 ₸, но из денег осталось только 500 ₸: вернём их.")
    await sold.tap(OWNER, OWNER, lines, "Дальше")
    await with_button(sold, OWNER, "Да, вернуть 500")


async def test_only_the_newest_lines_can_be_picked_from_and_the_newest_yes_counts(sold: Rig) -> None:
    first = await picking(sold)
    second = await picking(sold)
    assert first["message_id"] != second["message_id"]
    assert OLD in await sold.tap(OWNER, OWNER, first, "+ 1. Латте")
    await sold.tap(OWNER, OWNER, second, "+ 1. Латте")
    await sold.tap(OWNER, OWNER, second, "Дальше")
    sure = await with_button(sold, OWNER, "Да, вернуть 900")
    third = await picking(sold)
    await sold.tap(OWNER, OWNER, third, "+ 2. Круассан")
    assert OLD in await sold.tap(OWNER, OWNER, sure, "Да, вернуть 900\u00a0₸")
    assert await refunds_at_bank(sold) == []


async def test_back_leaves_the_lines_and_the_money(sold: Rig) -> None:
    lines = await picking(sold)
    await sold.tap(OWNER, OWNER, lines, "+ 1. Латте")
    await sold.tap(OWNER, OWNER, lines, "Назад")
    await sold.said(OWNER, "ничего не возвращено")
    await sold.sandbox.send(OWNER, "700")
    await sold.said(OWNER, "Ждём оплату: 700")
    assert await refunds_at_bank(sold) == []


async def test_many_pieces_are_typed_and_pages_keep_what_was_picked(rig: Rig) -> None:
    await ordered(rig, *((f"Товар {n}", 10, 1) for n in range(1, 8)), ("Гвозди", 2, 500))
    lines = await picking(rig)
    assert "Товар 7" not in spoken(lines)
    await rig.tap(OWNER, OWNER, lines, "+ 1. Товар 1")
    await rig.tap(OWNER, OWNER, lines, "Товары ›")
    await shows(rig, "8. Гвозди: 0 из 500")
    for nth, typed in enumerate(("много", "77 1"), 1):
        await rig.sandbox.send(OWNER, typed)
        await rig.said(OWNER, "Напишите номер строки и сколько, например: 1 50. Ничего", nth=nth)
    await rig.sandbox.send(OWNER, "8 501")
    await rig.said(OWNER, "вернуть уже нельзя")
    await rig.sandbox.send(OWNER, "8 250")
    below = await shows(rig, "8. Гвозди: 250 из 500")
    assert "Вернём 510\u00a0₸." in spoken(below)
    assert OLD in await rig.tap(OWNER, OWNER, lines, "Дальше")
    assert await rig.count() == 1, "the typed answer is no invoice"


# --- at a bank that was billed by lines


async def sold_by_kaspi(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A latte at 155 and a croissant at 245, ten per cent off, billed and paid at Kaspi by their lines."""
    bank = kaspi(rig, monkeypatch)
    await rig.sandbox.apipay("configure", generation="september")
    owner, at, ids = await rig.desk.person(OWNER), rig.desk.clock.now(), {}
    assert owner is not None
    for name, tenge in (("Латте", 155), ("Круассан", 245)):
        item = await rig.desk.catalog.add(owner, name, Money(tenge * 100, "KZT"))
        await rig.desk.catalog.set_count(owner, item.id, 1, CartKind.TILL)
        (made,) = await bank.catalog.make([ToMake(Shown(name, item.price, "1"))])  # type: ignore[attr-defined]
        ids[item.id] = made.bank_id
    await rig.sandbox.move_clock(4)

    def known(books: Any) -> None:
        books.note_bank_catalog(bank.slug, supported=True)
        for item_id, bank_id in ids.items():
            books.add_bank_item(NewBankItem(bank.slug, item_id, bank_id, BankItemState.ACTIVE), at)

    await rig.database.write(known)
    await rig.desk.catalog.set_discount(owner, 10)
    shown = await rig.desk.catalog.cart(owner, CartKind.TILL)
    assert shown is not None
    cart, phone = shown.cart, "+77071234567"
    await rig.desk.order(owner, cart.id, cart.version, Place(OWNER), CartKind.TILL, phone=phone)
    await shows(rig, "Счёт отправлен в Kaspi")
    await confirmed(rig)
    await rig.desk.check(1)


async def test_kaspi_is_told_the_pieces_and_what_it_makes_of_them_counts(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sold_by_kaspi(rig, monkeypatch)
    await rig.sandbox.send(OWNER, "/refund 1 100")
    refused = await with_button(rig, OWNER, "По товарам")
    assert "часть возвращается только по товарам. Ничего не отправлено." in spoken(refused)
    assert buttons(refused) == ["Всё: 360\u00a0₸", "По товарам", "Назад"]
    await rig.tap(OWNER, OWNER, refused, "По товарам")
    await rig.tap(OWNER, OWNER, await shows(rig, "Что возвращаем?"), "+ 1. Латте")
    await rig.tap(OWNER, OWNER, await shows(rig, "Вернём 139 ₸."), "Дальше")
    sure = await with_button(rig, OWNER, "Да, вернуть 139")
    await rig.tap(OWNER, OWNER, sure, "Да, вернуть 139\u00a0₸")
    other = await shows(rig, "❗ Банк возвращает другую сумму: 139,50 ₸")
    assert "Латте × 1\nМы просили вернуть 139\u00a0₸." in spoken(other)
    await bank_finishes(rig)
    await shows(rig, "↩️ Возвращено: 139,50 ₸")
    await rig.sandbox.send(OWNER, "/refund 1")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Всё: 220,50"), "Всё: 220,50\u00a0₸")
    sure = await with_button(rig, OWNER, "Да, вернуть 220,50")
    await rig.tap(OWNER, OWNER, sure, "Да, вернуть 220,50\u00a0₸")
    await shows(rig, f"{STARTED} 220,50 ₸")
    await bank_finishes(rig)
    await shows(rig, "↩️ Возвращено: 220,50 ₸")
    view = await rig.desk.view(1)
    assert [(r.state, r.amount.minor) for r in view.refunds] == [("completed", 13950), ("completed", 22050)]
    assert view.all_back
    assert await returned(rig) == {"Латте": 1, "Круассан": 1}
