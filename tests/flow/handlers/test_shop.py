"""A customer leafs through the shop, fills a cart and pays it: in one message, tapped as people tap."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from billing.catalog.models import CartKind, Item
from billing.money import Money
from tests.flow.handlers.rig import CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_taps import tapped as tapped_in_russian
from tests.flow.handlers.test_taps import toasted

Wanted = Callable[[Message], bool]


async def sold(rig: Rig, name: str, tenge: int = 900, **more: object) -> Item:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    return await rig.desk.catalog.add(owner, name, Money(tenge * 100, "KZT"), **more)  # type: ignore[arg-type]


async def changed(rig: Rig, item: Item, **changes: object) -> None:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.catalog.change(owner, item.id, item.version, **changes)


async def seen(rig: Rig, who: int, wanted: Wanted) -> Message:
    """The last message of ours that is as it is wanted."""

    def find(messages: list[Message]) -> Message | None:
        ours = [m for m in messages if m.get("from", {}).get("is_bot") and not m.get("deleted")]
        return next((m for m in reversed(ours) if wanted(m)), None)

    return await rig.sandbox.wait_for(who, find)


def says(*words: str) -> Wanted:
    return lambda message: all(word in spoken(message).replace("\u00a0", " ") for word in words)


def offers(*texts: str) -> Wanted:
    return lambda message: {*texts} <= {text.replace("\u00a0", " ") for text in buttons(message)}


def tapped(person: int, message: Message, data: str, nth: int = 0) -> dict[str, object]:
    """A tap with any data, as a changed app may send it, or Telegram twice."""
    update: dict[str, Any] = tapped_in_russian(person, message, data)
    update["callback_query"]["id"] = f"tap {nth}"
    update["callback_query"]["from"]["language_code"] = "kk" if person == STRANGER else "en"
    return update


async def shop(rig: Rig, who: int = CUSTOMER, command: str = "/shop") -> Message:
    """The shop's message as it comes."""
    before = len(await rig.ours(who))
    await rig.sandbox.send(who, command)
    return await rig.sandbox.wait_for(
        who, lambda ms: ms[-1] if len(ms) > before and ms[-1].get("from", {}).get("is_bot") else None
    )


async def press(rig: Rig, message: Message, button: str, who: int = CUSTOMER) -> str:
    """Its toast; a non-breaking space is as good as another."""
    here = next(text for text in buttons(message) if text.replace("\u00a0", " ") == button)
    return (await rig.tap(who, who, message, here)).replace("\u00a0", " ")


async def cart_of(rig: Rig, *items: Item, who: int = CUSTOMER) -> Message:
    """A cart with one of each, as /cart shows it."""
    person = await rig.desk.person(who)
    assert person is not None
    for number, item in enumerate(items):
        await rig.desk.catalog.put(person, item.id, 1, f"tap {number}")
    await rig.sandbox.send(who, "/cart")
    return await seen(rig, who, says("cart"))


async def test_a_customer_leafs_from_picture_to_picture_and_each_tap_counts(rig: Rig) -> None:
    await sold(rig, "Latte")
    await sold(rig, "Espresso", 700)
    list_ = await shop(rig)
    assert "photo" in list_
    assert buttons(list_)[:2] == ["Espresso · 700\u00a0₸", "Latte · 900\u00a0₸"]
    await press(rig, list_, "Espresso · 700 ₸")
    espresso = await seen(rig, CUSTOMER, says("Espresso", "700 ₸ / pc"))
    assert espresso["message_id"] == list_["message_id"]
    assert buttons(espresso) == ["Add to cart", "List", "▶"]
    assert await press(rig, espresso, "Add to cart") == "In the cart: 1. Cart total: 700 ₸"
    await seen(rig, CUSTOMER, offers("−", "1", "+", "Cart: 700 ₸"))
    await press(rig, espresso, "▶")
    latte = await seen(rig, CUSTOMER, says("Latte"))
    assert buttons(latte) == ["Add to cart", "◀", "List", "Cart: 700\u00a0₸"]
    assert latte["photo"] != espresso["photo"]
    for count, total in ((1, "1 600 ₸"), (2, "2 500 ₸")):
        assert await press(rig, latte, "Add to cart") == f"In the cart: {count}. Cart total: {total}"
    assert len(await rig.ours(CUSTOMER)) == 1  # the one message that all this is in


async def test_a_picture_that_telegram_has_lost_is_sent_anew(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    key = f"item-plain:{item.id}:{item.version}:en"
    for nth in (1, 2):
        latte = await shop(rig)
        assert "photo" in latte
        await rig.sandbox.send(CUSTOMER, "/help")  # once that is answered, what came before is done
        await rig.said(CUSTOMER, "Paying at", nth=nth)
        kept = await rig.database.read(lambda books: books.file_id(key))
        assert kept not in {None, "lost"}
        await rig.database.write(lambda books: books.keep_file_id(key, "lost", item.created_at))
    await press(rig, latte, "Add to cart")
    await seen(rig, CUSTOMER, says("In the cart: 1."))


async def test_many_quick_taps_end_with_the_newest_state_in_the_message(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    latte = await shop(rig)
    for number in range(6):
        await rig.sandbox.raw_update(tapped(CUSTOMER, latte, f"shp:{item.id}:1:", number))
    await seen(rig, CUSTOMER, says("In the cart: 6. Cart total: 5 400 ₸"))


async def test_a_tap_that_telegram_tells_twice_counts_once(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    latte = await shop(rig)
    for _ in range(2):
        await rig.sandbox.raw_update(tapped(CUSTOMER, latte, f"shp:{item.id}:1:"))
    await toasted(rig, 2)
    await seen(rig, CUSTOMER, says("In the cart: 1."))


async def test_a_shop_is_searched_by_command_and_by_question_and_says_when_there_is_nothing(rig: Rig) -> None:
    for name in ("Latte", "Large latte", "Tea"):
        await sold(rig, name)
    found = await shop(rig, command="/shop lat")
    assert "Found by “lat”" in spoken(found)
    assert buttons(found)[:2] == ["Large latte · 900\u00a0₸", "Latte · 900\u00a0₸"]
    await press(rig, found, "Search")
    await seen(rig, CUSTOMER, says("What are you looking for?"))
    await rig.sandbox.send(CUSTOMER, "<b>cake")
    await seen(rig, CUSTOMER, says("Nothing here is called “<b>cake”"))
    await rig.sandbox.send(CUSTOMER, "te")
    await seen(rig, CUSTOMER, lambda m: says("Tea")(m) and "photo" in m)  # the only one: it is shown itself


async def test_a_long_list_is_turned_in_one_message_there_and_back(rig: Rig) -> None:
    for number in range(10, 20):
        await sold(rig, f"Item {number}")
    first = await shop(rig)
    assert [text for text in buttons(first) if text in "◀▶"] == ["▶"]
    await press(rig, first, "▶")
    second = await seen(rig, CUSTOMER, offers("Item 18 · 900 ₸", "◀"))
    assert "▶" not in buttons(second)
    await press(rig, second, "◀")
    assert (await seen(rig, CUSTOMER, offers("Item 10 · 900 ₸")))["message_id"] == first["message_id"]


async def test_from_an_item_of_the_first_page_one_is_back_at_the_whole_of_it(rig: Rig) -> None:
    for number in range(10, 20):
        await sold(rig, f"Item {number}")
    await press(rig, await shop(rig), "Item 12 · 900 ₸")
    await press(rig, await seen(rig, CUSTOMER, offers("List")), "List")
    await seen(rig, CUSTOMER, offers("Item 10 · 900 ₸", "Item 17 · 900 ₸", "▶"))


async def test_an_empty_shop_says_so_and_in_a_group_there_is_a_link(rig: Rig) -> None:
    assert "Nothing is for sale" in spoken(await shop(rig))
    await rig.sandbox.group(-1001, "Coffee club", [OWNER, CUSTOMER])
    await rig.sandbox.send(CUSTOMER, "/shop@tolem_demo_bot", chat=-1001)
    link = await rig.said(-1001, "Магазин открыт в личном чате")
    assert link["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("?start=shop")
    await rig.sandbox.start(STRANGER, "shop")
    await seen(rig, STRANGER, says("Мұнда әзірге ештеңе сатылмайды"))


async def test_an_items_link_shows_it_and_one_that_is_hidden_gets_a_kind_sentence(rig: Rig) -> None:
    latte, secret = await sold(rig, "Latte"), await sold(rig, "Secret")
    await changed(rig, secret, hidden=True)
    await rig.sandbox.start(CUSTOMER, f"item_{latte.token}")
    await seen(rig, CUSTOMER, says("Latte", "900 ₸ / pc"))
    for token in (secret.token, "nonsense"):
        await rig.sandbox.start(CUSTOMER, f"item_{token}")
    await rig.said(CUSTOMER, "This is not sold any more", nth=2)
    assert not [m for m in await rig.ours(CUSTOMER) if "Secret" in spoken(m)]


async def test_what_is_taken_off_sale_under_the_finger_is_not_put_into_the_cart(rig: Rig) -> None:
    latte, tea = await sold(rig, "Latte"), await sold(rig, "Tea")
    message = await shop(rig, command="/shop latte")
    await changed(rig, latte, hidden=True)
    assert "not sold any more" in await press(rig, message, "Add to cart")
    await seen(rig, CUSTOMER, says("Nothing here is called “latte”"))
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.catalog.delete(owner, tea.id, tea.version)
    await rig.sandbox.raw_update(tapped(CUSTOMER, message, f"shp:{tea.id}:1:"))
    await toasted(rig, 2)
    person = await rig.desk.person(CUSTOMER)
    assert person is not None
    assert await rig.desk.catalog.cart(person) is None


async def test_a_count_is_typed_and_what_is_none_is_asked_for_again(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    message = await shop(rig)
    await press(rig, message, "Add to cart")
    await press(rig, await seen(rig, CUSTOMER, offers("1")), "1")
    await seen(rig, CUSTOMER, says("How many “Latte”?"))
    for nth, typed in enumerate(("-1", "1.5", "1e9", "many", "10000", "999999999999"), 1):
        await rig.sandbox.send(CUSTOMER, typed)
        await rig.said(CUSTOMER, "Whole pieces only, from 1 to 9999", nth=nth)
    await rig.sandbox.send(CUSTOMER, "1 200")
    await seen(rig, CUSTOMER, says("In the cart: 1200. Cart total: 1 080 000 ₸"))
    await rig.sandbox.raw_update(tapped(CUSTOMER, message, f"shk:own:{item.id}:"))
    await rig.said(CUSTOMER, "How many “Latte”?", nth=2)
    await rig.sandbox.send(CUSTOMER, "0")
    await seen(rig, CUSTOMER, lambda m: buttons(m) == ["Add to cart", "List"])


async def test_back_on_an_old_question_leaves_the_newest_one_open(rig: Rig) -> None:
    await sold(rig, "Latte")
    await press(rig, await shop(rig), "Add to cart")
    await press(rig, await seen(rig, CUSTOMER, offers("1")), "1")
    old = await seen(rig, CUSTOMER, says("How many “Latte”?"))
    await rig.sandbox.send(CUSTOMER, "3")
    await press(rig, await seen(rig, CUSTOMER, offers("3")), "3")
    await rig.said(CUSTOMER, "How many “Latte”?", nth=2)
    await press(rig, old, "Back")
    await rig.sandbox.send(CUSTOMER, "5")
    await seen(rig, CUSTOMER, says("In the cart: 5."))


async def test_a_cart_is_counted_line_by_line_emptied_after_a_question_and_then_says_so(rig: Rig) -> None:
    cart = await cart_of(rig, await sold(rig, "Latte"), await sold(rig, "<Tea>", 500))
    assert says("1. Latte × 1 = 900 ₸", "2. <Tea> × 1 = 500 ₸", "Total: 1 400 ₸")(cart)
    rows = cart["reply_markup"]["inline_keyboard"]
    assert [[b["text"] for b in row] for row in rows[1:3]] == [["1", "−", "+", "✕"], ["2", "−", "+", "✕"]]
    await rig.sandbox.tap(CUSTOMER, CUSTOMER, cart["message_id"], rows[1][2]["callback_data"])
    await seen(rig, CUSTOMER, says("Latte × 2 = 1 800 ₸", "Total: 2 300 ₸"))
    await rig.sandbox.tap(CUSTOMER, CUSTOMER, cart["message_id"], rows[2][3]["callback_data"])
    cart = await seen(rig, CUSTOMER, lambda m: says("Total: 1 800 ₸")(m) and "Tea" not in spoken(m))
    await press(rig, cart, "Empty")
    asked = await seen(rig, CUSTOMER, offers("Yes, empty it"))
    await press(rig, asked, "No")
    cart = await seen(rig, CUSTOMER, offers("Pay 1 800 ₸"))
    await press(rig, cart, "Empty")
    assert await press(rig, await seen(rig, CUSTOMER, offers("Yes, empty it")), "Yes, empty it") == (
        "The cart is empty now."
    )
    await seen(rig, CUSTOMER, says("The cart is empty. Look what there is"))


async def test_a_cart_of_many_lines_has_pages_and_keeps_within_a_caption(rig: Rig) -> None:
    name = "Оченьдлинноеназвание " * 5
    cart = await cart_of(rig, *[await sold(rig, f"{n} {name}") for n in range(1, 10)])
    assert says("Page 1 of 2", "6. 6 Оченьдлинное", "Total: 8 100 ₸")(cart)
    assert "7. 7" not in spoken(cart)
    await press(rig, cart, "▶")
    await seen(rig, CUSTOMER, says("Page 2 of 2", "9. 9 Оченьдлинное"))


async def test_a_cart_is_paid_like_any_other_invoice_once_however_often_it_is_tapped(rig: Rig) -> None:
    cart = await cart_of(rig, await sold(rig, "Latte"), await sold(rig, "Tea", 500))
    pay = cart["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    taps = (rig.sandbox.tap(CUSTOMER, CUSTOMER, cart["message_id"], pay) for _ in range(3))
    assert all("timeout" not in answer for answer in await asyncio.gather(*taps))
    card = await seen(rig, CUSTOMER, offers("Open Halyk"))
    assert says("Waiting: 1 400 ₸", "Latte × 1 = 900 ₸", "Tea × 1 = 500 ₸")(card)
    assert says("Invoice #1 is made: 1 400 ₸")(await rig.said(CUSTOMER, "Invoice #1 is made"))
    own = await rig.said(OWNER, "Заказ самого покупателя: Daniyar")
    assert says("Latte × 1 = 900 ₸")(own)
    assert "кассир" not in spoken(own)
    assert await rig.count() == 1
    await rig.pay(1)
    await seen(rig, CUSTOMER, says("Thank you! Paid: 1 400 ₸", "Latte × 1 = 900 ₸", "Receipt code"))
    await rig.sandbox.send(OWNER, "/invoices")
    await rig.said(OWNER, "заказ покупателя")


async def test_an_old_button_of_a_cart_that_was_paid_leads_to_its_invoice(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    cart = await cart_of(rig, item)
    await press(rig, cart, "Pay 900 ₸")
    await seen(rig, CUSTOMER, offers("Open Halyk"))
    more = cart["reply_markup"]["inline_keyboard"][1][2]["callback_data"]
    await rig.sandbox.raw_update(tapped(CUSTOMER, cart, more))
    assert (await toasted(rig, 2))["text"] == "Already on it."
    person = await rig.desk.person(CUSTOMER)
    assert person is not None
    assert await rig.desk.catalog.cart(person) is None  # no new cart was begun by it
    await seen(rig, CUSTOMER, says("Invoice #1 is made"))


async def test_a_price_that_changed_since_is_told_before_paying_and_asked_for_again(rig: Rig) -> None:
    latte, tea = await sold(rig, "Latte"), await sold(rig, "Tea", 500)
    cart = await cart_of(rig, latte, tea)
    await changed(rig, latte, price=Money(100000, "KZT"))
    await changed(rig, tea, hidden=True)
    assert "Nothing is issued yet" in await press(rig, cart, "Pay 1 400 ₸")
    again = await seen(
        rig,
        CUSTOMER,
        says("Latte: was 900 ₸, now 1 000 ₸", "Tea: no longer sold, taken out", "Total: 1 000 ₸"),
    )
    assert await rig.count() == 0
    await press(rig, again, "Pay 1 000 ₸")
    await seen(rig, CUSTOMER, says("Waiting: 1 000 ₸"))


async def test_two_phones_of_one_person_pay_only_what_both_can_see(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    one = await cart_of(rig, item)
    person = await rig.desk.person(CUSTOMER)
    assert person is not None
    await rig.desk.catalog.put(person, item.id, 1, "the other phone")
    await press(rig, one, "Pay 900 ₸")
    await seen(rig, CUSTOMER, says("The cart has changed meanwhile", "Total: 1 800 ₸"))
    assert await rig.count() == 0


async def test_nobody_pays_or_touches_the_cart_of_somebody_else(rig: Rig) -> None:
    await sold(rig, "Latte")
    cart = await cart_of(rig, await sold(rig, "Tea", 500))
    theirs = await shop(rig, STRANGER)
    pay = cart["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await rig.sandbox.raw_update(tapped(STRANGER, theirs, pay))
    assert "Себет бос" in (await toasted(rig, 1))["text"]
    assert await rig.count() == 0


async def test_a_customer_cannot_fill_a_members_cart(rig: Rig) -> None:
    item = await sold(rig, "Latte")
    message = await shop(rig)
    await rig.sandbox.raw_update(tapped(CUSTOMER, message, f"sha:{item.id}:::"))
    assert (await toasted(rig, 1))["text"] == "Only the shop's staff can press this."
    person = await rig.desk.person(OWNER)
    assert person is not None
    assert await rig.desk.catalog.cart(person, CartKind.TILL) is None
