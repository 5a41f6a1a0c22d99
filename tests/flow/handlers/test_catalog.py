"""The catalog in the chat: looked through, filled, changed; who may, what is refused, who was quicker."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from billing.catalog.models import Item, Unit
from billing.models import Person, Role
from billing.money import Money
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, Message, Rig, buttons, spoken
from tests.support import PATIENCE

MANAGER = 503
NINE = "900\u00a0₸"


def picture(colour: str = "brown", side: int = 200, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, kind)
    return out.getvalue()


async def items(rig: Rig) -> list[Item]:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    return await rig.desk.catalog.whole(owner)


async def only(rig: Rig) -> Item:
    (item,) = await items(rig)
    return item


async def made(rig: Rig, *names: str, **more: object) -> list[Item]:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    return [await rig.desk.catalog.add(owner, name, Money(90000, "KZT"), **more) for name in names]  # type: ignore[arg-type]


async def with_button(rig: Rig, chat: int, text: str, *, nth: int = -1) -> Message:
    """The last message there that has such a button."""

    def find(messages: list[Message]) -> Message | None:
        found = [m for m in messages if any(text in label for label in buttons(m))]
        return found[nth] if found else None

    return await rig.sandbox.wait_for(chat, find, timeout=PATIENCE)


async def card(rig: Rig, text: str, who: int = OWNER) -> Message:
    """The item's card that says this."""

    def find(messages: list[Message]) -> Message | None:
        found = [m for m in messages if "photo" in m and text in spoken(m)]
        return found[-1] if found else None

    return await rig.sandbox.wait_for(who, find, timeout=PATIENCE)


async def opened(rig: Rig, name: str, who: int = OWNER) -> Message:
    await rig.sandbox.send(who, "/catalog")
    listed = await with_button(rig, who, name)
    label = next(text for text in buttons(listed) if name in text)
    await rig.tap(who, who, listed, label)
    return await card(rig, name, who)


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
    await rig.tap(OWNER, OWNER, asked, "Порция")
    await rig.said(OWNER, "Пришлите фото товара")
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, "Напишите штрихкод")
    await rig.sandbox.send(OWNER, "4870 0012 3456")
    await card(rig, "Капучино <b>: 900")
    item = await only(rig)
    assert (item.unit, item.barcode) == (Unit.PORTION, "487000123456")
    assert item.picture_id is not None
    assert await rig.count() == 0, "no number that answers a question is an invoice"
