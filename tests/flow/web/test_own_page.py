"""A page by whose payment a card is kept opens for its customer alone, by an address of their own card."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from billing.keeping import key_of
from billing.models import AppLink, Instruction, InstructionKind, Invoice, Payment, Person, Place
from screens.texts import words
from store.engine import Database
from tests.flow.web.receiver import Receiver
from tests.flow.web.there import Seen, act, there

CUSTOMER = Person(777, "Aru", started=True)
CHOSEN = {"provider": "horizonpay", "lang": "en"}


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Receiver]:
    async with there(database) as made:
        yield made


async def keeping(shop: Receiver) -> tuple[Invoice, Payment]:
    """The customer has chosen to have the card remembered; the bank's form waits."""
    invoice = await shop.issue()
    await shop.desk.open_link(invoice.token, CUSTOMER, Place(CUSTOMER.id))
    payment = await shop.desk.pay(invoice.id, "horizonpay", keeper=CUSTOMER)
    await shop.settled()
    payment = await shop.payment(invoice)
    assert payment.private
    return invoice, payment


async def got(browser: aiohttp.ClientSession, path: str, status: int = 200) -> str:
    async with browser.get(path) as answer:
        assert answer.status == status
        return await answer.text()


def secrets_of(payment: Payment) -> list[str]:
    """What leads to the bank's page."""
    assert payment.instruction
    assert payment.instruction.form
    return [payment.instruction.form.action, key_of(payment)]


async def test_the_address_on_the_customers_own_card_opens_the_form(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice, payment = await keeping(shop)
    page = await got(browser, f"/pay/{invoice.token}/form/{key_of(payment)}?lang=en")
    (form,) = Seen(page).all("form")
    assert form["action"] == secrets_of(payment)[0]


@pytest.mark.slice(4)
@pytest.mark.parametrize(
    "path", ["", "/form", "/form/wrong", "/form/{other}", "/return", "/state", "/state?back=1"]
)
async def test_no_other_address_tells_how_to_get_there(
    shop: Receiver, browser: aiohttp.ClientSession, path: str
) -> None:
    invoice, payment = await keeping(shop)
    _, other = await keeping(shop)
    page = await got(browser, f"/pay/{invoice.token}{path.format(other=key_of(other))}")
    assert not [secret for secret in secrets_of(payment) if secret in page]
    assert (await shop.payment(invoice)).id == payment.id


async def test_a_code_that_keeps_a_card_is_drawn_for_nobody_and_a_link_leads_nobody_on(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice, payment = await keeping(shop)
    told = Instruction(InstructionKind.OPEN, "https://gate/1", (AppLink("qr", "https://gate/1"),))
    await shop.books_do(lambda books: books.amend_payment(payment.id, instruction=told))
    await got(browser, f"/pay/{invoice.token}/qr.png", 404)
    assert "https://gate/1" not in await got(browser, f"/go/{invoice.token}/qr", 404)
    assert "https://gate/1" in await got(browser, f"/go/{invoice.token}/qr/{key_of(payment)}")


async def test_whoever_else_pays_there_keeps_no_card(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice, payment = await keeping(shop)
    page = await got(browser, f"/pay/{invoice.token}?lang=en")
    assert words("en")("btn-pay-plain") in page
    for _ in range(2):
        async with browser.post(f"/pay/{invoice.token}/renew", data=CHOSEN, allow_redirects=False) as answer:
            assert answer.status == 303
        await shop.settled()
    other = await shop.payment(invoice)
    assert other.id != payment.id
    assert other.keep_for is None
    contracts = [
        one["body"]["request"].get("additional_data", {}).get("contract")
        for one in await shop.bench.requests("create")
    ]
    assert contracts == [["recurring"], None]
    form = await got(browser, f"/pay/{invoice.token}/form?lang=en")
    assert Seen(form).all("form")[0]["action"] == secrets_of(other)[0]
    assert secrets_of(payment)[1] not in form


async def test_once_it_has_ended_the_own_address_shows_how_the_invoice_stands(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice, payment = await keeping(shop)
    await act(shop, "approve", payment)
    await shop.looks(invoice)
    page = await got(browser, f"/pay/{invoice.token}/form/{key_of(payment)}?lang=en")
    assert words("en")("page-state-paid") in page
    assert not Seen(page).all("form")
