"""The steps with goods: an item with a photo, a customer's cart, a discount, and one line that goes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO

from aiogram.filters.callback_data import CallbackData
from PIL import Image, ImageDraw

from bot.demo import CUSTOMER, MERCHANT
from bot.tour import kaspi, reading
from bot.tour.reading import Message
from bot.tour.refunds import asked
from bot.tour.scene import HALYK, Deal, Scene
from screens import refund_buttons as rb
from screens import shop_buttons as shop
from screens.catalog.buttons import EditItem

COFFEE, CROISSANT = ("Капучино", 900_00), ("Круассан", 700_00)
CART = 2 * 900_00 + 700_00
PERCENT = 10
TILL = 3_060_00  # three coffees and a croissant, less ten per cent
BACK = 810_00  # one coffee of them
KASPI_IS_DONE = 30  # seconds after which Kaspi surely has a new item


async def goods_are_added(scene: Scene) -> None:
    """The merchant adds an item with a photo and one in words; Kaspi's own catalog has both soon"""
    await scene.says(MERCHANT, "/catalog")
    for name, price in (COFFEE, CROISSANT):
        scene.transcript.does(scene.people[MERCHANT], f"adds: {name} {price // 100}")
        if name == COFFEE[0]:
            sent = await scene.sandbox.send_photo(MERCHANT, _photo(), caption=f"{name} {price // 100}")
        else:
            sent = await scene.sandbox.send(MERCHANT, f"/catalog {name} {price // 100}")
        card = await scene.sees(
            MERCHANT,
            "the item's card shows its name, its price, and what can be changed",
            partial(_item_card, sent["message_id"], name, price),
        )
        scene.check("the card is a picture", reading.is_card(card))
    await scene.wait_until("Kaspi was told of both", partial(_at_kaspi, scene))
    await scene.later(KASPI_IS_DONE, "a moment passes at Kaspi")
    await scene.wait_until("both are on sale there", partial(_at_kaspi, scene, "active"))


async def cart_is_paid(scene: Scene) -> None:
    """The customer fills a cart in the shop, pays it, and the merchant hears whose order it was"""
    await scene.says(CUSTOMER, "/shop")
    await _leafs_to(scene, COFFEE[0])
    await _shelf(scene, lambda m: reading.button(m, shop.Put) is not None, shop.Put)
    await _shelf(scene, lambda m: len(_all(m, shop.Put)) > 1, shop.Put, last=True)
    await _shelf(scene, lambda m: reading.button(m, shop.Leaf) is not None, shop.Leaf)
    await _leafs_to(scene, CROISSANT[0])
    await _shelf(scene, lambda m: reading.button(m, shop.Put) is not None, shop.Put, last=True)
    await _shelf(scene, lambda m: reading.button(m, shop.SeeCart) is not None, shop.SeeCart)
    cart = await _shelf(scene, lambda m: CART in reading.sums(m) and reading.button(m, shop.Order), None)
    last = (await scene.messages(MERCHANT))[-1]["message_id"]
    await scene.taps(CUSTOMER, cart, shop.Order)
    theirs = await scene.sees(
        CUSTOMER,
        "the order is a card like any other",
        lambda ms: next((m for m in reversed(ms) if reading.is_card(m) and reading.way(m, HALYK)), None),
    )
    ours = await scene.card_below(last, "the merchant has its card as well", reading.is_card)
    deal = Deal(CART, ours["message_id"], "", theirs=theirs["message_id"])
    scene.deals.append(deal)
    await scene.chooses(CUSTOMER, deal.theirs, HALYK)
    await scene.billed(deal)
    await scene.pays(deal)
    await scene.told_paid(deal)
    await scene.stamped(deal)


async def discount_and_one_line_back(scene: Scene) -> None:
    """A cart with a discount goes to Kaspi line by line; one piece of it comes back"""
    asked_how_much = await scene.says(MERCHANT, "/invoice")
    await _till(scene, asked_how_much, shop.Leaf)
    for name, count in ((COFFEE[0], 3), (CROISSANT[0], 1)):
        for _ in range(count):
            await _adds(scene, asked_how_much, name)
    await _till(scene, asked_how_much, shop.SeeCart)
    await _till(scene, asked_how_much, shop.Typed, _by_phone)
    await scene.sees(
        MERCHANT,
        "the usual discounts are offered, and any may be typed",
        lambda ms: next((m for m in ms if m["message_id"] > asked_how_much and _all(m, shop.Percent)), None),
    )
    await scene.says(MERCHANT, str(PERCENT))
    cart = await scene.sees(
        MERCHANT,
        f"{PERCENT} % less: the cart comes to {TILL // 100} tenge",
        lambda ms: next((m for m in reversed(ms) if TILL in reading.sums(m) and _by_phone(m)), None),
    )
    await scene.presses(MERCHANT, cart, _by_phone(cart) or {})
    number = await scene.says(MERCHANT, kaspi.TYPED)
    card = await scene.card_below(number, "the merchant gets a card", reading.is_card)
    deal = Deal(TILL, card["message_id"], "")
    scene.deals.append(deal)
    bill = await kaspi.billed(scene, deal, MERCHANT, deal.card, kaspi.THERE)
    lines = [(line["name"], line["count"]) for line in bill["lines"]]
    scene.check("Kaspi was told the lines", lines == [(COFFEE[0], 3), (CROISSANT[0], 1)])
    await kaspi.pays(scene, deal)
    await kaspi.told_paid(scene, deal)
    await _one_coffee_back(scene, deal)


async def _one_coffee_back(scene: Scene, deal: Deal) -> None:
    question = await asked(scene, deal)
    by_items = next(b for b in _all(question, rb.Choose) if f":{rb.Part.ITEMS}:" in b["callback_data"])
    await scene.presses(MERCHANT, question, by_items)
    await _on(scene, question, lambda m: reading.button(m, rb.Pick) is not None)
    picking = await _on(scene, question, lambda m: reading.button(m, rb.Pick) is not None)
    await scene.presses(MERCHANT, picking, _all(picking, rb.Pick)[1])
    picked = await _on(scene, question, lambda m: BACK in reading.sums(m))
    await scene.taps(MERCHANT, picked, rb.GoOn)
    sure = await scene.sees(
        MERCHANT,
        "it is confirmed once, with the sum named",
        lambda ms: next((m for m in reversed(ms) if reading.button(m, rb.Confirm)), None),
    )
    scene.check("it is what was paid for one, the discount taken off", BACK in reading.sums(sure))
    await scene.taps(MERCHANT, sure, rb.Confirm)
    await scene.sees(
        MERCHANT,
        "the merchant is told that the bank has it",
        lambda ms: [m for m in ms if reading.answers(m, deal.card) and BACK in reading.sums(m)],
    )
    await scene.later(kaspi.BACK, "a moment passes at Kaspi")
    await scene.sees(
        MERCHANT,
        "the merchant is told that the money is back",
        lambda ms: [m for m in ms if _is_back(m, deal)],
    )
    refunds = (await kaspi.at_kaspi(scene, deal))["refunds"]
    told = [(r["amount"], r["status"], [(i["name"], i["count"]) for i in r["lines"]]) for r in refunds]
    scene.check("Kaspi has given one coffee back", told == [(BACK, "completed", [(COFFEE[0], 1)])])


# --- small things


def _photo() -> bytes:
    """A cup, seen from above."""
    image = Image.new("RGB", (640, 480), "#d8c3a5")
    pen = ImageDraw.Draw(image)
    pen.ellipse((170, 90, 470, 390), fill="#ffffff")
    pen.ellipse((200, 120, 440, 360), fill="#6f4e37")
    body = BytesIO()
    image.save(body, "JPEG")
    return body.getvalue()


def _item_card(below: int, name: str, price: int, messages: list[Message]) -> Message | None:
    def shows(message: Message) -> bool:
        new = message["message_id"] > below and reading.button(message, EditItem) is not None
        return new and name in reading.said(message) and price in reading.sums(message)

    return next((m for m in messages if shows(m)), None)


async def _at_kaspi(scene: Scene, status: str = "") -> bool:
    items = (await kaspi.books(scene))["items"]
    there = {item["name"]: item for item in items if not status or item["status"] == status}
    pictured = bool(there.get(COFFEE[0], {}).get("image_id"))
    return {COFFEE[0], CROISSANT[0]} <= there.keys() and pictured


def _all(message: Message, data: type[CallbackData]) -> list[reading.Button]:
    prefix = f"{data.__prefix__}:"
    return [b for b in reading.buttons(message) if b.get("callback_data", "").startswith(prefix)]


async def _on(scene: Scene, message: Message, accept: Callable[[Message], object]) -> Message:
    return await scene.sees_on(MERCHANT, message["message_id"], "the question goes on", accept)


async def _shelf(
    scene: Scene, accept: Callable[[Message], object], tap: type[CallbackData] | None, *, last: bool = False
) -> Message:
    """The shop's one message, once it is as wished; and the tap on it."""

    def pick(messages: list[Message]) -> Message | None:
        shown = [m for m in messages if reading.by_bot(m) and _is_shelf(m)]
        return shown[-1] if shown and accept(shown[-1]) else None

    shown = await scene.sees(CUSTOMER, "the shop shows it", pick)
    if tap is not None:
        await scene.presses(CUSTOMER, shown, _all(shown, tap)[-1 if last else 0])
    return shown


def _is_shelf(message: Message) -> bool:
    return any(_all(message, data) for data in (shop.Leaf, shop.Look, shop.Put, shop.Order))


async def _leafs_to(scene: Scene, name: str) -> None:
    def named(message: Message) -> reading.Button | None:
        return next((b for b in _all(message, shop.Look) if b["text"].startswith(name)), None)

    shown = await _shelf(scene, named, None)
    await scene.presses(CUSTOMER, shown, named(shown) or {})


async def _till(
    scene: Scene, below: int, tap: type[CallbackData], accept: Callable[[Message], object] = bool
) -> Message:
    def pick(messages: list[Message]) -> Message | None:
        shown = [m for m in messages if m["message_id"] > below and _all(m, tap)]
        return next((m for m in reversed(shown) if accept(m)), None)

    shown = await scene.sees(MERCHANT, "the catalog is at hand", pick)
    await scene.presses(MERCHANT, shown, _all(shown, tap)[0])
    return shown


async def _adds(scene: Scene, below: int, name: str) -> None:
    def named(message: Message) -> reading.Button | None:
        return next((b for b in _all(message, shop.Add) if b["text"].startswith(name)), None)

    shown = await scene.sees(
        MERCHANT,
        f"{name} can be added",
        lambda ms: next((m for m in reversed(ms) if m["message_id"] > below and named(m)), None),
    )
    await scene.presses(MERCHANT, shown, named(shown) or {})


def _by_phone(message: Message) -> reading.Button | None:
    """The button that asks for the phone which is billed at once."""
    orders = _all(message, shop.Order)
    return orders[1] if len(orders) > 1 else None


def _is_back(message: Message, deal: Deal) -> bool:
    fact = reading.answers(message, deal.card) and reading.sign(message) == reading.RETURNED
    return fact and BACK in reading.sums(message)
