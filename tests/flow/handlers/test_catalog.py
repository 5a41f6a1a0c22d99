"""The catalog in the chat: looked through, searched and filled; who may, and what is refused."""

from __future__ import annotations

import asyncio
import struct
import zlib

import pytest

from billing.catalog.models import Unit
from tests.flow.handlers.catalog import (
    barcode,
    card,
    items,
    kzt,
    made,
    only,
    opened,
    picture,
    with_button,
)
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Rig, buttons, spoken

EAN = "4870001000004"


async def test_one_line_adds_an_item_and_shows_its_card(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/catalog Кола 0,5 л 1 200")
    shown = await card(rig, "Кола 0,5 л: 1\u00a0200\u00a0₸")
    item = await only(rig)
    assert (item.name, item.price.minor, item.unit) == ("Кола 0,5 л", 120000, Unit.PIECE)
    assert f"?start=item_{item.token}" in spoken(shown)
    assert buttons(shown)[0] == "Отправить покупателю"
    assert buttons(shown)[-1] == "Удалить"


async def test_an_item_is_added_step_by_step_with_picture_and_barcode(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/catalog")
    empty = await rig.said(OWNER, "Здесь пока нет товаров")
    await rig.tap(OWNER, OWNER, empty, "Добавить")
    await rig.said(OWNER, "Как называется товар?")
    await rig.sandbox.send(OWNER, "Капучино <b>")
    await rig.said(OWNER, "Капучино <b>: сколько стоит?")
    await rig.sandbox.send(OWNER, "900")
    asked = await rig.said(OWNER, "За что эта цена?")
    await rig.tap(OWNER, OWNER, asked, "порция")
    await rig.said(OWNER, "Пришлите фото товара")
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, "Напишите штрихкод")
    await rig.sandbox.send(OWNER, "4870 0012 3456")
    await card(rig, "Капучино <b>: 900")
    item = await only(rig)
    assert (item.unit, item.barcode) == (Unit.PORTION, "487000123456")
    assert item.picture_id is not None
    assert await rig.count() == 0, "no number that answers a question is an invoice"


async def test_a_photo_whose_caption_names_and_prices_it_is_an_item_at_once(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/catalog")
    await rig.said(OWNER, "Здесь пока нет товаров")
    await rig.sandbox.send_photo(OWNER, picture(), caption="Капучино 900")
    shown = await card(rig, "Капучино: 900")
    listed = await with_button(rig, OWNER, "Добавить")
    await rig.tap(OWNER, OWNER, listed, "Добавить")
    await rig.said(OWNER, "Как называется товар?")
    await rig.sandbox.send_document(OWNER, picture("red", kind="PNG"), "r.png", caption="Раф 1 100 ₸")
    other = await card(rig, "Раф: 1\u00a0100")
    assert shown["photo"][-1]["file_id"] != other["photo"][-1]["file_id"]
    await rig.sandbox.send_photo(OWNER, picture("green"), caption="/catalog Чай 500")
    await card(rig, "Чай: 500")
    assert [item.picture_id is not None for item in await items(rig)] == [True, True, True]
    assert [item.name for item in await items(rig)] == ["Капучино", "Раф", "Чай"]


async def test_a_picture_without_words_is_kept_while_its_name_is_asked_for(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/catalog")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Добавить"), "Добавить")
    await rig.said(OWNER, "Как называется товар?")
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, "Картинка есть. Как называется товар?")
    await rig.sandbox.send(OWNER, "Капучино 900")
    asked = await rig.said(OWNER, "За что эта цена?")
    await rig.tap(OWNER, OWNER, asked, "шт")
    asked = await with_button(rig, OWNER, "Без штрихкода")
    taps = [rig.tap(OWNER, OWNER, asked, "Без штрихкода") for _ in range(2)]
    assert {told[:23] for told in await asyncio.gather(*taps)} == {"", "Этот вопрос уже закрыт:"}
    await card(rig, "Капучино: 900")
    assert (await only(rig)).picture_id is not None


@pytest.mark.slice(2)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "Напишите цену числом больше нуля"),
        ("-5", "Напишите цену числом больше нуля"),
        ("NaN", "Напишите цену числом больше нуля"),
        ("1e9", "Напишите цену числом больше нуля"),
        ("$5", "Цены здесь только в валюте магазина"),
        ("9999999999", "Такая цена слишком большая"),
    ],
)
async def test_a_price_that_cannot_be_is_asked_for_again(rig: Rig, typed: str, said: str) -> None:
    await made(rig, "Латте")
    shown = await opened(rig, "Латте")
    await rig.tap(OWNER, OWNER, shown, "Цена")
    await rig.said(OWNER, "Какая цена теперь?")
    await rig.sandbox.send(OWNER, typed)
    refused = await rig.said(OWNER, said)
    assert buttons(refused) == ["Назад"]
    await rig.sandbox.send(OWNER, "1000")
    await card(rig, "Латте: 1\u00a0000")
    assert await rig.count() == 0


async def test_the_list_is_turned_forward_and_back_and_searched(rig: Rig) -> None:
    await made(rig, *[f"Чай {n:02}" for n in range(1, 18)], "Ёлочка <b>")
    await rig.sandbox.send(OWNER, "/catalog")
    listed = await with_button(rig, OWNER, "Ёлочка <b> · 900\u00a0₸")
    await rig.tap(OWNER, OWNER, listed, "▶")
    listed = await with_button(rig, OWNER, "Чай 08")
    assert {"◀", "▶"} <= set(buttons(listed))
    await rig.tap(OWNER, OWNER, listed, "▶")
    listed = await with_button(rig, OWNER, "Чай 17")
    assert "▶" not in buttons(listed)
    await rig.tap(OWNER, OWNER, listed, "◀")
    listed = await with_button(rig, OWNER, "Чай 08")
    await rig.tap(OWNER, OWNER, listed, "Найти")
    await rig.said(OWNER, "Что найти?")
    await rig.sandbox.send_sticker(OWNER)
    await rig.said(OWNER, "Что найти?", nth=2)
    await rig.sandbox.send(OWNER, "ЕЛОЧКА")
    found = await rig.said(OWNER, "Нашлось по запросу «ЕЛОЧКА»")
    assert buttons(found) == ["Ёлочка <b> · 900\u00a0₸", "Весь каталог"]
    await rig.sandbox.send(OWNER, "700 Чай")
    await rig.said(OWNER, "Ждём оплату: 700")
    await rig.sandbox.send(OWNER, "/catalog чай")
    found = await rig.said(OWNER, "Нашлось по запросу «чай»")
    await rig.tap(OWNER, OWNER, found, "▶")
    await with_button(rig, OWNER, "Чай 09")
    await rig.sandbox.send(OWNER, "/catalog <i>a:b</i>")
    await rig.said(OWNER, "По запросу «<i>a b</i>» ничего не нашлось")
    await rig.sandbox.send(OWNER, "5000 Чай")
    await rig.said(OWNER, "Ждём оплату: 5\u00a0000")


async def test_words_that_find_something_and_could_be_a_new_item_are_offered_as_one(rig: Rig) -> None:
    await made(rig, "Чай 02", "Чай 020")
    await rig.sandbox.send(OWNER, "/catalog чай 02")
    found = await rig.said(OWNER, "Нашлось по запросу «чай 02»")
    assert buttons(found)[:3] == ["Чай 02 · 900\u00a0₸", "Чай 020 · 900\u00a0₸", "Добавить: чай, 2\u00a0₸"]
    assert len(await items(rig)) == 2
    taps = [rig.tap(OWNER, OWNER, found, "Добавить: чай, 2\u00a0₸") for _ in range(2)]
    assert {told[:23] for told in await asyncio.gather(*taps)} == {"", "Этот вопрос уже закрыт:"}
    await card(rig, "чай: 2\u00a0₸")
    assert len(await items(rig)) == 3


async def test_the_name_of_an_item_with_another_price_is_no_second_item_unasked(rig: Rig) -> None:
    await made(rig, "Чай", "Чай зелёный")
    await rig.sandbox.send(OWNER, "/catalog чай 600")
    found = await rig.said(OWNER, "Нашлось по запросу «чай»")
    assert buttons(found)[:2] == ["Чай · 900\u00a0₸", "Добавить: чай, 600\u00a0₸"]
    assert len(await items(rig)) == 2


async def test_back_on_an_old_question_leaves_the_newest_one_open(rig: Rig) -> None:
    await made(rig, "Чай")
    await rig.tap(OWNER, OWNER, await opened(rig, "Чай"), "Название")
    old = await rig.said(OWNER, "Как назвать?")
    await rig.sandbox.send(OWNER, "Чай чёрный")
    await rig.tap(OWNER, OWNER, await card(rig, "Чай чёрный"), "Цена")
    await rig.said(OWNER, "Какая цена теперь?")
    assert "Этот вопрос уже закрыт" in await rig.tap(OWNER, OWNER, old, "Назад")
    await rig.sandbox.send(OWNER, "950")
    await card(rig, "Чай чёрный: 950")
    assert await rig.count() == 0


async def test_a_photo_with_a_name_that_is_there_makes_no_second_item_unasked(rig: Rig) -> None:
    await made(rig, "Чай")
    await rig.sandbox.send(OWNER, "/catalog")
    await with_button(rig, OWNER, "Добавить")
    await rig.sandbox.send_photo(OWNER, picture(), caption="чай 350")
    found = await rig.said(OWNER, "Нашлось по запросу «чай»")
    assert buttons(found)[:2] == ["Чай · 900\u00a0₸", "Добавить: чай, 350\u00a0₸"]
    assert len(await items(rig)) == 1
    await rig.tap(OWNER, OWNER, found, "Добавить: чай, 350\u00a0₸")
    await card(rig, "чай: 350")
    assert [item.picture_id is not None for item in await items(rig)] == [False, True]


async def test_a_barcode_typed_or_photographed_opens_its_item_and_an_unknown_one_offers_a_new_item(
    rig: Rig,
) -> None:
    await made(rig, "Сок", barcode=EAN)
    await rig.sandbox.send(OWNER, f"/catalog {EAN[:6]} {EAN[6:]}")
    await card(rig, "Сок: 900")
    await rig.sandbox.send_photo(OWNER, barcode(EAN))
    await rig.said(OWNER, "Сок: 900", nth=2)
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, "Штрихкода на фото не видно")
    await rig.sandbox.send_photo(OWNER, barcode("4601234567893"))
    unknown = await with_button(rig, OWNER, "Добавить с этим кодом")
    await rig.tap(OWNER, OWNER, unknown, "Добавить с этим кодом")
    await rig.said(OWNER, "Как называется товар?")
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, "Картинка есть. Как называется товар?")
    await rig.sandbox.send(OWNER, "Морс 700")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "порция"), "порция")
    await card(rig, "Штрихкод: 4601234567893")
    await rig.sandbox.send_photo(OWNER, barcode("4601234567909"))
    unknown = await rig.said(OWNER, "«4601234567909» ничего не нашлось")
    await rig.tap(OWNER, OWNER, unknown, "Добавить с этим кодом")
    await rig.said(OWNER, "Как называется товар?", nth=2)
    await rig.sandbox.send(OWNER, "Квас 600")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "порция"), "порция")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Без картинки"), "Без картинки")
    await card(rig, "Штрихкод: 4601234567909")
    assert [item.barcode for item in await items(rig)] == ["4601234567909", "4601234567893", EAN]


async def test_a_cashier_looks_and_changes_nothing_and_a_customer_is_led_to_the_shop(rig: Rig) -> None:
    _, hidden = await made(rig, "Латте", "Торт")
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.catalog.change(owner, hidden.id, hidden.version, hidden=True)
    seen = await opened(rig, "Латте", CASHIER)
    assert buttons(seen) == ["Отправить покупателю"]
    await rig.sandbox.send(CASHIER, "/catalog Кола 500")
    await rig.said(CASHIER, "По запросу «Кола 500» ничего не нашлось")
    await rig.sandbox.send(CASHIER, "/catalog торт")
    await rig.said(CASHIER, "По запросу «торт» ничего не нашлось")
    await rig.sandbox.send(CUSTOMER, "/catalog")
    await rig.said(CUSTOMER, "You can buy here: /shop")
    assert len(await items(rig)) == 2


async def test_in_a_group_it_leads_to_the_private_chat(rig: Rig) -> None:
    await rig.sandbox.group(-1001, "Кофейня", [OWNER])
    await rig.sandbox.send(OWNER, "/catalog@tolem_demo_bot", chat=-1001)
    await rig.said(-1001, "В группах это не показываем")


async def test_what_is_no_picture_is_told_so_and_the_question_stays(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/catalog")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Добавить"), "Добавить")
    await rig.said(OWNER, "Как называется товар?")
    await rig.sandbox.send(OWNER, "Латте 900")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "порция"), "порция")
    await rig.said(OWNER, "Пришлите фото товара")
    await rig.sandbox.send_document(OWNER, b"%PDF-1.7 menu", "menu.jpg")
    await rig.said(OWNER, "Эту картинку не получилось прочитать")
    await rig.sandbox.send_document(OWNER, bomb(60_000), "bomb.png")
    await rig.said(OWNER, "Картинка слишком большая")
    await rig.sandbox.send_document(OWNER, picture(), "huge.jpg", size=40_000_000)
    await rig.said(OWNER, "Файл картинки больше 20 МБ")
    await rig.sandbox.send_document(OWNER, b"MZ", "virus.exe")
    await rig.said(OWNER, "Эту картинку не получилось прочитать", nth=2)
    fetched = [call["params"]["file_id"] for call in await rig.sandbox.calls() if call["method"] == "getFile"]
    assert len(fetched) == 2, "what is too heavy, or says to be no picture, is not fetched"
    await rig.sandbox.send_sticker(OWNER)
    await rig.said(OWNER, "Пришлите фото товара", nth=2)
    await rig.sandbox.send(OWNER, "без фото")
    await rig.said(OWNER, "Пришлите фото товара", nth=3)
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, "Напишите штрихкод")
    await rig.sandbox.send(OWNER, "!!")
    await rig.said(OWNER, "В штрихкоде от 4 до 32")
    await made(rig, "Раф", barcode="48700001")
    await rig.sandbox.send(OWNER, "48700001")
    await rig.said(OWNER, "Этот штрихкод уже у товара «Раф»")
    await rig.sandbox.send(OWNER, "48700002")
    await card(rig, "Штрихкод: 48700002")


async def test_a_name_as_long_as_a_letter_is_refused_and_any_command_leaves_the_question(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/catalog")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Добавить"), "Добавить")
    await rig.said(OWNER, "Как называется товар?")
    await rig.sandbox.send(OWNER, "К" * 4096)
    await rig.said(OWNER, "В названии от 1 до 120 знаков")
    await rig.sandbox.send(OWNER, "\u200b\u202e")
    await rig.said(OWNER, "В названии от 1 до 120 знаков", nth=2)
    await rig.sandbox.send(OWNER, "/catalog " + "К" * 3000 + " 900")
    await rig.said(OWNER, "В названии от 1 до 120 знаков", nth=3)
    await rig.sandbox.send(OWNER, "700")
    await rig.said(OWNER, "Ждём оплату: 700")
    assert await items(rig) == []


async def test_back_leaves_everything_as_it_was(rig: Rig) -> None:
    await made(rig, "Латте")
    await rig.tap(OWNER, OWNER, await opened(rig, "Латте"), "Название")
    asked = await rig.said(OWNER, "Сейчас: Латте. Как назвать?")
    await rig.tap(OWNER, OWNER, asked, "Назад")
    await rig.said(OWNER, "Хорошо, ничего не изменилось.")
    await rig.sandbox.send(OWNER, "Раф")
    assert (await only(rig)).name == "Латте"


async def test_the_same_update_handled_twice_makes_one_item(rig: Rig) -> None:
    await rig.sandbox.trouble("500", method="sendPhoto")
    await rig.sandbox.send(OWNER, "/catalog Латте 900")
    await card(rig, "Латте: 900")
    assert (await only(rig)).price == kzt(900)


def bomb(side: int) -> bytes:
    """A PNG that says to be so wide and high, and has no pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    made = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)
