"""Through our form to the bank's page and back, in a real browser, with a bank that says nasty things."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from billing.models import Form, Instruction, InstructionKind, Invoice
from store.engine import Database
from tests.flow.web.receiver import Receiver
from tests.flow.web.there import begun, there
from tests.support.books import new_books

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
HARM = "window.harmed = true; document.title = 'harmed'"
NASTY = (
    f'"><script>{HARM}</script>',
    f'\'><img src=x onerror="{HARM}">',
    f"</form><form action=javascript:{HARM}><input autofocus onfocus='{HARM}'>",
    f'" onfocus="{HARM}" autofocus x="',
    (
        "</title></style></script><base href=https://evil.example/>"
        "<meta http-equiv=refresh content='0;url=//evil.example'>"
    ),
    f"{{{{ {HARM} }}}} ${{{HARM}}} &quot;&lt;script&gt; ⟨\u202eevil⟩ \x00 javascript:{HARM}",
)
Opened = Callable[..., Awaitable[Receiver]]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One database is enough here."""
    return new_books(tmp_path)


@pytest.fixture
async def opened(database: Database) -> AsyncIterator[Opened]:
    """A shop whose bank's payers come back to this very receiver."""
    async with AsyncExitStack() as stack:

        async def open_it(method: str = "card_post", **configured: Any) -> Receiver:
            shop = await stack.enter_async_context(there(database, method, **configured))
            shop.banking.addresses = type(shop.banking.addresses)(shop.url)
            return shop

        yield open_it


class Phone:
    """A payer's browser, and what it complained of and asked for."""

    def __init__(self, chrome: Browser) -> None:
        self._chrome = chrome
        self.complaints: list[str] = []
        self.asked: list[tuple[str, str]] = []

    async def open(self, address: str, locale: str = "en-GB", **more: Any) -> Page:
        context = await self._chrome.new_context(viewport=PHONE, locale=locale, **more)
        page = await context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda sent: self.asked.append((sent.method, sent.url)))
        await page.goto(address)
        return page


@pytest.fixture
def phone(chrome: Browser) -> Phone:
    return Phone(chrome)


def form_of(shop: Receiver, invoice: Invoice) -> str:
    return f"{shop.url}/pay/{invoice.token}/form"


async def arrivals(shop: Receiver) -> list[Any]:
    """The forms that came to the bank's gate."""
    (row,) = (await shop.bench.control("books"))["transactions"]
    return list(row["arrivals"])


@pytest.mark.slice(1)
@pytest.mark.parametrize(
    ("locale", "go", "paid"),
    [
        ("ru-RU", "Перейти к оплате", "Оплачено"),
        ("kk-KZ", "Төлемге өту", "Төленді"),
        ("en-GB", "Go to payment", "Paid"),
    ],
)
async def test_a_payer_goes_through_the_form_pays_there_and_is_shown_the_way_to_the_chat(
    opened: Opened, phone: Phone, locale: str, go: str, paid: str
) -> None:
    shop = await opened()
    invoice = await begun(shop, words="Кофе «Ыстық» & торт")
    page = await phone.open(f"{shop.url}/pay/{invoice.token}", locale)
    await page.get_by_role("link", name=go).click()
    await page.get_by_test_id("hp-approve").click()
    await expect(page.get_by_role("heading")).to_have_text(paid)
    assert page.url == f"{shop.url}/pay/{invoice.token}/return"
    back = page.locator("a.button")
    await expect(back).to_have_count(1)
    assert await back.get_attribute("href") == f"https://t.me/dana_shop_bot?start=inv_{invoice.token}"
    (arrived,) = await arrivals(shop)
    assert arrived["method"] == "POST"
    assert ["utf8", "✓"] in arrived["fields"]
    assert phone.complaints == []


async def test_without_scripts_a_button_does_it(opened: Opened, phone: Phone) -> None:
    shop = await opened()
    invoice = await begun(shop)
    page = await phone.open(form_of(shop, invoice), java_script_enabled=False)
    assert await arrivals(shop) == []
    await page.get_by_role("button", name="Go to payment").click()
    await page.get_by_test_id("hp-approve").click()
    await expect(page.get_by_role("heading")).to_have_text("Paid")


async def test_whoever_steps_back_is_not_sent_there_again_by_itself(opened: Opened, phone: Phone) -> None:
    shop = await opened()
    invoice = await begun(shop)
    page = await phone.open(f"{shop.url}/pay/{invoice.token}")
    await page.get_by_role("link", name="Go to payment").click()
    await expect(page.get_by_test_id("hp-approve")).to_be_visible()
    await page.go_back()
    await page.wait_for_load_state("networkidle")
    assert page.url.startswith(f"{shop.url}/pay/{invoice.token}")
    assert len(await arrivals(shop)) == 1


async def test_whoever_loads_the_page_again_presses_the_button(opened: Opened, phone: Phone) -> None:
    shop = await opened()
    invoice = await begun(shop)
    page = await phone.open("about:blank")
    await page.route("**/horizonpay/gate/**", lambda route: route.fulfill(status=204))  # it stays on the page
    await page.goto(form_of(shop, invoice), wait_until="commit")
    await page.wait_for_load_state("networkidle")
    await page.unroute("**/horizonpay/gate/**")
    await page.reload()
    await page.wait_for_load_state("networkidle")
    assert await arrivals(shop) == []
    await page.get_by_role("button", name="Go to payment").click()
    await expect(page.get_by_test_id("hp-approve")).to_be_visible()
    assert len(await arrivals(shop)) == 1


async def test_a_decline_is_told_on_the_way_back(opened: Opened, phone: Phone) -> None:
    shop = await opened()
    invoice = await begun(shop)
    page = await phone.open(form_of(shop, invoice))
    await page.get_by_test_id("hp-decline").click()
    await expect(page.get_by_role("heading")).to_have_text("Payment declined")
    await expect(page.locator(".hint")).to_be_visible()


async def test_what_a_bank_puts_into_its_form_arrives_and_harms_nobody(opened: Opened, phone: Phone) -> None:
    extra = [
        {"type": nasty, "name": f"{at} {nasty}", "id": nasty, "value": nasty}
        for at, nasty in enumerate(text.replace("\x00", "") for text in NASTY)
    ]
    extra += [
        {"type": "submit", "name": name, "id": name, "value": "1"} for name in ("action", "method", "leave")
    ]
    nasty = {"flow": "post", "form": "payment_form", "extra": extra}
    shop = await opened("nasty", methods={"nasty": nasty})
    invoice = await begun(shop, words=NASTY[0])
    page = await phone.open(form_of(shop, invoice), java_script_enabled=False)
    await expect(page.locator("form")).to_have_count(1)
    await expect(
        page.locator("form script, form img, form iframe, base, [onfocus], [onerror]")
    ).to_have_count(0)
    assert all(
        kind == "hidden"
        for kind in await page.locator("form input").evaluate_all("all => all.map(i => i.type)")
    )
    page = await phone.open(form_of(shop, invoice))
    await expect(page.get_by_test_id("hp-approve")).to_be_visible()
    assert await page.evaluate("window.harmed") is None
    sent = dict((await arrivals(shop))[-1]["fields"])
    assert {field["name"]: sent.get(field["name"]) for field in extra} == {
        f["name"]: f["value"] for f in extra
    }
    assert all(url.startswith((shop.url, shop.bench.base)) for _, url in phone.asked)
    assert phone.complaints == []


async def test_nothing_runs_and_nobody_else_is_asked_whatever_a_form_says(
    opened: Opened, phone: Phone
) -> None:
    shop = await opened()
    invoice = await begun(shop)
    payment = await shop.payment(invoice)
    gate = f"{shop.bench.base}/horizonpay/gate/card_post"
    forms = [Form(gate, tuple((f"{at} {nasty}", nasty) for at, nasty in enumerate(NASTY)))]
    forms += [Form(f"{gate}?a={nasty}") for nasty in NASTY] + [Form(nasty) for nasty in NASTY]
    page = await phone.open("about:blank")
    for form in forms:
        told = Instruction(InstructionKind.OPEN, form=form)
        await shop.books_do(lambda books, told=told: books.amend_payment(payment.id, instruction=told))
        await page.goto(form_of(shop, invoice), wait_until="commit")
        await page.wait_for_load_state("networkidle")
        assert await page.evaluate("window.harmed") is None
        assert await page.title() != "harmed"
    assert all(url.startswith((shop.url, shop.bench.base, "about:")) for _, url in phone.asked)


async def test_the_browser_lets_the_form_go_to_no_other_host(opened: Opened, phone: Phone) -> None:
    shop = await opened()
    invoice = await begun(shop)
    page = await phone.open(form_of(shop, invoice), extra_http_headers={"Purpose": "prefetch"})
    await page.locator("form").evaluate("form => { form.action = 'https://evil.example/' }")
    async with page.expect_console_message(lambda said: "form-action" in said.text):
        await page.locator("button").evaluate("button => button.click()")
    assert all(url.startswith(shop.url) for _, url in phone.asked)
    assert page.url.startswith(shop.url)
