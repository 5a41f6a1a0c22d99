"""The main story, as a merchant and a customer live it: issued, shared, paid."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Opening
from tests.browser.theatre import LOCALES, Chat

pytestmark = pytest.mark.browser


async def number_of(message: Locator) -> str | None:
    """What stays the same when a message is edited in its place."""
    return await message.get_attribute("data-message-id")


async def is_silent(message: Locator) -> bool:
    """Whether it came without sound."""
    return bool(await message.get_by_test_id("silent").count())


async def fits_its_bubble(chat: Chat) -> bool:
    """The whole picture is there, and nothing of it is cut off."""
    picture = chat.cards.last.get_by_test_id("picture")
    return bool(
        await picture.evaluate(
            "async image => { await image.decode();"
            " const box = image.getBoundingClientRect();"
            " return image.naturalWidth >= 1000 && box.width > 200 && box.height > 200"
            "   && box.right <= document.documentElement.clientWidth; }"
        )
    )


@pytest.mark.slice(1)
@pytest.mark.parametrize("language", LOCALES)
async def test_an_invoice_issued_in_the_chat_is_paid_in_the_chat(theatre: Opening, language: str) -> None:
    play = await theatre(language)
    words, merchant, customer = play.words, play.merchant, play.customer
    await play.opened_shop()
    await play.issue("/invoice 5000 Coffee")
    issued = await merchant.card(words("card-waiting", amount="5 000 ₸"))
    assert await fits_its_bubble(merchant)

    await play.share()
    waiting = await customer.card(words("card-waiting", amount="5 000 ₸"))
    assert await fits_its_bubble(customer)
    cards = [await number_of(issued), await number_of(waiting)]

    await play.open_bank()
    await merchant.card(words("hint-confirm-staff"))
    await customer.card(words("hint-confirm-payer"))
    await play.press_at_bank("pay")

    paid = words("card-paid", amount="5 000 ₸")
    assert [await number_of(await chat.card(paid)) for chat in (merchant, customer)] == cards
    told = await merchant.says(words("cashier", name=""))
    assert await number_of(told) not in cards, "an edit makes no sound: the money is said in a new message"
    receipt = await customer.says(words("receipt-thanks", amount="5 000 ₸"))
    await expect(receipt).to_contain_text(words("receipt-fiscal"))
    assert not await is_silent(told)
    assert not await is_silent(receipt)
    assert [await chat.cards.count() for chat in (merchant, customer)] == [1, 1]
    await expect(merchant.button(words("btn-cancel"))).to_have_count(0)


async def test_the_chosen_language_wins_over_that_of_the_app(theatre: Opening) -> None:
    play = await theatre("ru")
    await play.merchant.start()
    await play.merchant.press("Қазақша")
    await play.merchant.says("кассасы")
    await play.merchant.write("2500 Шай")
    await play.merchant.card("Төлем күтілуде: 2 500 ₸")
    await play.merchant.card("Шай · #1 шот")


async def test_before_anything_the_page_says_where_to_begin(theatre: Opening) -> None:
    play = await theatre("en")
    empty = "log => getComputedStyle(log, '::after').content"
    merchant = await play.page.get_by_test_id("merchant-messages").evaluate(empty)
    customer = await play.page.get_by_test_id("customer-messages").evaluate(empty)
    assert merchant == '"Begin here: press Start"'
    assert "link to an invoice will come here" in customer
