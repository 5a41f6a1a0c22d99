"""An item is changed in the chat, one thing at a time; who was slower is told who was quicker."""

from __future__ import annotations

import asyncio

import pytest

from billing.catalog.models import Unit
from billing.models import Role
from tests.flow.handlers.catalog import (
    MANAGER,
    barcode,
    card,
    items,
    kzt,
    made,
    manager,
    only,
    opened,
    picture,
    with_button,
)
from tests.flow.handlers.rig import OWNER, Message, Rig, buttons, spoken
from tests.support import PATIENCE
from tests.support.books import give_role

EAN = "4870001000004"


async def shows(rig: Rig, shown: Message, text: str, who: int = OWNER) -> Message:
    """The same message, once it says this."""
    number = shown["message_id"]

    def find(messages: list[Message]) -> Message | None:
        return next((m for m in messages if m["message_id"] == number and text in spoken(m)), None)

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def test_each_thing_of_an_item_can_be_changed_alone(rig: Rig) -> None:
    await made(rig, "Латте")
    shown = await opened(rig, "Латте")
    await rig.tap(OWNER, OWNER, shown, "Название")
    await rig.said(OWNER, "Сейчас: Латте. Как назвать?")
    await rig.sandbox.send(OWNER, " Раф\n на кокосовом ")
    new = await card(rig, "Раф на кокосовом: 900")
    old = await rig.sandbox.wait_for(
        OWNER,
        lambda ms: next((m for m in ms if m["message_id"] == shown["message_id"] and not buttons(m)), None),
    )
    assert buttons(old) == [], "the card above has no buttons any more"
    await rig.tap(OWNER, OWNER, new, "Цена")
    await rig.said(OWNER, "сейчас стоит 900")
    await rig.sandbox.send(OWNER, "1 250,50")
    new = await card(rig, "1\u00a0250,50\u00a0₸")
    await rig.tap(OWNER, OWNER, new, "Единица")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "порция"), "порция")
    new = await shows(rig, new, "порция")
    await rig.tap(OWNER, OWNER, new, "Штрихкод")
    await rig.said(OWNER, "штрихкод: –")
    await rig.sandbox.send_photo(OWNER, barcode(EAN))
    new = await card(rig, f"Штрихкод: {EAN}")
    await rig.tap(OWNER, OWNER, new, "Картинка")
    asked = await rig.said(OWNER, "пришлите новое фото")
    assert buttons(asked) == ["Назад"]
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, f"Штрихкод: {EAN}", nth=2)
    item = await only(rig)
    assert (item.name, item.price.minor, item.unit, item.barcode) == (
        "Раф на кокосовом",
        125050,
        Unit.PORTION,
        EAN,
    )
    assert item.picture_id is not None


async def test_picture_and_barcode_are_taken_away_by_a_button(rig: Rig) -> None:
    number = await rig.desk.catalog.keep_picture("ab" * 32, picture())
    await made(rig, "Латте", picture_id=number, barcode=EAN)
    shown = await opened(rig, "Латте")
    with_picture = shown["photo"][-1]["file_unique_id"]
    await rig.tap(OWNER, OWNER, shown, "Картинка")
    asked = await with_button(rig, OWNER, "Убрать картинку")
    assert await rig.tap(OWNER, OWNER, asked, "Убрать картинку") == "Готово."
    await rig.said(OWNER, "Латте: 900", nth=2)
    shown = await card(rig, "Латте: 900")
    assert shown["photo"][-1]["file_unique_id"] != with_picture
    await rig.tap(OWNER, OWNER, shown, "Штрихкод")
    asked = await with_button(rig, OWNER, "Убрать штрихкод")
    await rig.tap(OWNER, OWNER, asked, "Убрать штрихкод")
    await rig.said(OWNER, "Латте: 900", nth=3)
    item = await only(rig)
    assert (item.picture_id, item.barcode) == (None, "")
    await rig.sandbox.send(OWNER, "700")
    await rig.said(OWNER, "Ждём оплату: 700")


async def test_what_is_hidden_is_shown_again_and_a_double_tap_does_it_once(rig: Rig) -> None:
    await made(rig, "Латте")
    shown = await opened(rig, "Латте")
    taps = [rig.tap(OWNER, OWNER, shown, "Скрыть") for _ in range(2)]
    assert set(await asyncio.gather(*taps)) == {"Готово."}
    shown = await shows(rig, shown, "Скрыт: покупатели его не видят")
    assert ((await only(rig)).hidden, (await only(rig)).version) == (True, 2)
    await rig.tap(OWNER, OWNER, shown, "Показать")
    await with_button(rig, OWNER, "Скрыть")
    assert not (await only(rig)).hidden
    await rig.sandbox.send(OWNER, "/catalog")
    await with_button(rig, OWNER, "Латте · 900\u00a0₸")


async def test_an_item_is_deleted_once_after_one_confirmation(rig: Rig) -> None:
    await made(rig, "Латте", "Раф")
    shown, other = await opened(rig, "Латте"), await opened(rig, "Латте")
    await rig.tap(OWNER, OWNER, shown, "Удалить")
    asked = await with_button(rig, OWNER, "Да, удалить")
    assert "Удалить этот товар из каталога?" in spoken(asked)
    await rig.tap(OWNER, OWNER, asked, "Нет")
    shown = await rig.sandbox.wait_for(
        OWNER,
        lambda ms: next(
            (m for m in ms if m["message_id"] == asked["message_id"] and "Удалить" in buttons(m)), None
        ),
    )
    assert len(await items(rig)) == 2
    await rig.tap(OWNER, OWNER, shown, "Удалить")
    asked = await with_button(rig, OWNER, "Да, удалить", nth=0)
    first, second = await asyncio.gather(*[rig.tap(OWNER, OWNER, asked, "Да, удалить") for _ in range(2)])
    assert {first, second} == {"", "Такого товара больше нет. Ничего не изменилось."}
    gone = await shows(rig, asked, "Удалено из каталога: Латте")
    assert buttons(gone) == []
    assert [item.name for item in await items(rig)] == ["Раф"]
    told = await rig.tap(OWNER, OWNER, other, "Цена")
    assert told == "Такого товара больше нет. Ничего не изменилось."


async def test_who_taps_an_old_card_is_told_who_changed_what_and_sees_it_as_it_is(rig: Rig) -> None:
    (item,) = await made(rig, "Латте")
    shown, other = await opened(rig, "Латте"), await manager(rig)
    await rig.desk.catalog.change(other, item.id, item.version, price=kzt(1100))
    told = await rig.tap(OWNER, OWNER, shown, "Скрыть")
    assert told.endswith("Показываем, как сейчас. Кто: Ерлан. Что: цена")
    shown = await shows(rig, shown, "Латте: 1\u00a0100")
    assert not (await only(rig)).hidden
    await rig.tap(OWNER, OWNER, shown, "Скрыть")
    await shows(rig, shown, "Скрыт")
    assert (await only(rig)).hidden


async def test_an_answer_that_comes_after_anothers_change_is_not_written(rig: Rig) -> None:
    (item,) = await made(rig, "Латте")
    other = await manager(rig)
    await rig.tap(OWNER, OWNER, await opened(rig, "Латте"), "Цена")
    await rig.said(OWNER, "Какая цена теперь?")
    theirs = await opened(rig, "Латте", MANAGER)
    await rig.tap(MANAGER, MANAGER, theirs, "Единица")
    await rig.tap(MANAGER, MANAGER, await with_button(rig, MANAGER, "порция"), "порция")
    await shows(rig, theirs, "порция", MANAGER)
    await rig.sandbox.send(OWNER, "950")
    await rig.said(OWNER, "Показываем, как сейчас. Кто: Ерлан. Что: единица")
    await card(rig, "порция")
    assert (await only(rig)).price == kzt(900)
    await rig.tap(OWNER, OWNER, await card(rig, "порция"), "Название")
    await rig.said(OWNER, "Как назвать?")
    await rig.desk.catalog.delete(other, item.id, 2)
    await rig.sandbox.send(OWNER, "Раф")
    await rig.said(OWNER, "Такого товара больше нет")
    await rig.sandbox.send(OWNER, "700")
    await rig.said(OWNER, "Ждём оплату: 700")


async def test_whose_role_has_ended_changes_nothing_by_an_old_button(rig: Rig) -> None:
    await made(rig, "Латте")
    await rig.sandbox.send(OWNER, "/catalog")
    listed = await with_button(rig, OWNER, "Скачать")
    shown = await opened(rig, "Латте")
    await rig.tap(OWNER, OWNER, shown, "Удалить")
    asked = await with_button(rig, OWNER, "Да, удалить")
    await rig.database.write(lambda books: give_role(books, OWNER, Role.CASHIER))
    for message, label in (
        (asked, "Да, удалить"),
        (listed, "Добавить"),
        (listed, "Скачать"),
        (listed, "Загрузить"),
    ):
        told = await rig.tap(OWNER, OWNER, message, label)
        assert told == "Эту кнопку может нажать только сотрудник магазина."
    await rig.database.write(lambda books: give_role(books, OWNER, Role.OWNER))
    assert (await only(rig)).version == 1


@pytest.mark.parametrize("kind", ["sticker", "voice"])
async def test_what_cannot_be_an_answer_brings_the_question_again(rig: Rig, kind: str) -> None:
    await made(rig, "Латте")
    await rig.tap(OWNER, OWNER, await opened(rig, "Латте"), "Цена")
    await rig.said(OWNER, "Какая цена теперь?")
    await (rig.sandbox.send_sticker if kind == "sticker" else rig.sandbox.send_voice)(OWNER)
    await rig.said(OWNER, "Какая цена теперь?", nth=2)
