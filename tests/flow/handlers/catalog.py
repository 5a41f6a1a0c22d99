"""A shop's items, their pictures and cards, as the tests of the catalog ask for them."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

from billing.catalog.models import Item
from billing.models import Person, Role
from billing.money import Money
from tests.flow.handlers.rig import OWNER, Message, Rig, buttons, spoken
from tests.support import PATIENCE

MANAGER = 503


def kzt(tenge: int) -> Money:
    return Money(tenge * 100, "KZT")


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
    """The item's card, opened just now from the list."""
    asked = (await rig.sandbox.send(who, "/catalog"))["message_id"]

    def listed(messages: list[Message]) -> Message | None:
        return next((m for m in messages if m["message_id"] > asked and name in str(buttons(m))), None)

    def shown(messages: list[Message]) -> Message | None:
        fresh = [m for m in messages if m["message_id"] > asked and "photo" in m]
        return next((m for m in fresh if name in spoken(m)), None)

    page = await rig.sandbox.wait_for(who, listed, timeout=PATIENCE)
    await rig.tap(who, who, page, next(text for text in buttons(page) if name in text))
    return await rig.sandbox.wait_for(who, shown, timeout=PATIENCE)


async def manager(rig: Rig) -> Person:
    """A second person who may change the catalog."""
    at = rig.desk.clock.now()
    await rig.sandbox.person(MANAGER, "Ерлан", "ru")
    await rig.database.write(lambda books: books.save_person(Person(MANAGER, role=Role.MANAGER), at))
    await rig.sandbox.start(MANAGER)
    await rig.said(MANAGER, "касса магазина")
    found = await rig.desk.person(MANAGER)
    assert found is not None
    return found


def barcode(text: str) -> bytes:
    """A photo of it."""
    drawn = memoryview(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13).to_image(scale=4))  # type: ignore[arg-type]
    assert drawn.shape is not None
    code = Image.frombytes("L", drawn.shape[::-1], drawn.tobytes())
    sheet = Image.new("L", (code.width + 200, code.height + 200), 255)
    sheet.paste(code, (100, 100))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
