"""To the bank's page from the payment page, and back from it: what the bank is told, and what it is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from ipaddress import ip_network
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from billing.models import Invoice
from billing.states import PaymentState
from screens.texts import words
from store.engine import Database
from store.schema import metadata
from tests.contract.harness import Phase, Trouble
from tests.flow.web.receiver import Receiver, client, served
from tests.flow.web.there import Seen, act, begun, there
from web import patience

AGENT = "Browser/1.0 (a phone)"
FROM = {"X-Forwarded-For": "8.8.4.4, 1.1.1.1", "User-Agent": AGENT}
CHOSEN = {"provider": "horizonpay", "lang": "en"}


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Receiver]:
    async with there(database) as made:
        yield made


@pytest.fixture
async def browser(shop: Receiver) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody behind a proxy of ours."""
    behind = replace(shop.deps(), proxies=(ip_network("127.0.0.1"),))
    async with served(behind) as url, client(url) as session:
        yield session


async def page_of(browser: aiohttp.ClientSession, invoice: Invoice, what: str = "?lang=en") -> str:
    async with browser.get(f"/pay/{invoice.token}{what}") as answer:
        assert answer.status == 200
        return await answer.text()


async def pressed(browser: aiohttp.ClientSession, invoice: Invoice, what: str = "renew") -> None:
    async with browser.post(
        f"/pay/{invoice.token}/{what}", data=CHOSEN, headers=FROM, allow_redirects=False
    ) as answer:
        assert answer.status == 303


async def everything(shop: Receiver) -> str:
    """All that stands in the books."""

    def read(connection: Any) -> str:
        return repr([connection.execute(select(table)).all() for table in metadata.sorted_tables])

    return await shop.database.transaction(read)


async def asked(shop: Receiver) -> int:
    return len(await shop.bench.requests("get", "tracking"))


# --- There


async def test_a_press_on_the_page_begins_and_tells_the_bank_who_pressed(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    await pressed(browser, invoice)
    await shop.settled()
    told = (await shop.bench.requests("create"))[-1]["body"]["request"]
    assert told["ip"] == "1.1.1.1"
    assert told["additional_data"]["browser"] == {"user_agent": AGENT}
    assert told["return_url"] == f"https://pay.example.kz/pay/{invoice.token}/return"
    kept = await everything(shop)
    assert "1.1.1.1" not in kept
    assert AGENT not in kept
    assert len(shop.banking.visits) == 0
    assert f"/pay/{invoice.token}/form?lang=en" in await page_of(browser, invoice)


async def test_whoever_begins_in_the_chat_is_not_told_of_by_address(shop: Receiver) -> None:
    await begun(shop)
    told = (await shop.bench.requests("create"))[-1]["body"]["request"]
    assert "ip" not in told
    assert "browser" not in told.get("additional_data", {})


async def test_each_try_of_a_bill_says_the_same_of_the_visit(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    await shop.bench.breaks(Phase.BILL, Trouble.RESET_IDLE)
    await pressed(browser, invoice)
    await shop.settled()
    assert (await shop.payment(invoice)).state is PaymentState.UNKNOWN
    while (await shop.payment(invoice)).state is not PaymentState.PENDING:
        shop.bench.wait(timedelta(minutes=1))
        await shop.looks(invoice)
    first, second = await shop.bench.requests("create")
    assert second["body"] == first["body"]
    assert second["body"]["request"]["ip"] == "1.1.1.1"
    assert len(shop.banking.visits) == 0


async def test_a_press_from_a_foreign_page_begins_nothing(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    before = await shop.bench.requests("create")
    headers = {"Origin": "https://evil.example"}
    async with browser.post(f"/pay/{invoice.token}/renew", data=CHOSEN, headers=headers) as answer:
        assert answer.status == 403
    assert await shop.bench.requests("create") == before


@pytest.mark.parametrize(
    ("method", "button", "hint", "code"),
    [
        ("card", "link-page", "page-hint-open", False),
        ("card_post", "link-page", "page-hint-open", False),
        ("wallet_qr", "link-qr", "page-hint-open-qr", True),
        ("wallet_picture", "link-qr", "page-hint-open", False),
        ("wallet_app", None, "page-hint-confirm", False),
    ],
)
async def test_the_page_offers_what_the_method_has(
    database: Database, method: str, button: str | None, hint: str, code: bool
) -> None:
    async with there(database, method) as shop, client(shop.url) as browser:
        invoice = await begun(shop)
        for locale in ("en", "ru", "kk"):
            seen = Seen(page := unescape(await page_of(browser, invoice, f"?lang={locale}")))
            assert words(locale)(hint) in page
            assert words(locale)("page-safe-there") in page
            assert bool(seen.all("img")) is code
            leading = [link for link in seen.all("a") if "main" in (link.get("class") or "")]
            assert len(leading) == (1 if button else 0)
            assert button is None or f">{words(locale)(button)}</a>" in page


async def test_what_a_page_may_not_ask_is_asked_in_the_chat(database: Database) -> None:
    async with there(database, require=("email",)) as shop, client(shop.url) as browser:
        invoice = await shop.issue()
        await pressed(browser, invoice)
        await shop.settled()
        assert await shop.bench.requests("create") == []
        assert words("en")("page-hint-particulars") in unescape(await page_of(browser, invoice))


async def test_a_method_that_wants_the_visit_begins_on_the_page(database: Database) -> None:
    async with there(database, require=("user_agent",)) as shop, client(shop.url) as browser:
        invoice = await shop.issue()
        await pressed(browser, invoice)
        await shop.settled()
        assert (await shop.payment(invoice)).state is PaymentState.PENDING


@pytest.mark.slice(4)
@pytest.mark.parametrize("test", [True, False])
@pytest.mark.parametrize("where", ["", "/form", "/return"])
async def test_practice_money_is_called_so_on_every_page(database: Database, where: str, test: bool) -> None:
    async with there(database, test=test) as shop, client(shop.url) as browser:
        invoice = await begun(shop)
        for lang in ("en", "ru", "kk"):
            page = await page_of(browser, invoice, f"{where}?lang={lang}")
            assert (words(lang)("practice-money") in page) is test


# --- Back


async def test_whoever_comes_back_sees_what_the_bank_says_and_the_way_to_the_chat(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    await act(shop, "approve", await shop.payment(invoice))
    page = await page_of(browser, invoice, "/return?lang=en")
    assert 'data-stage="paid"' in page
    (back,) = [link for link in Seen(page).all("a") if "button" in (link.get("class") or "")]
    assert back["href"] == f"https://t.me/dana_shop_bot?start=inv_{invoice.token}"
    assert (await shop.payment(invoice)).state is PaymentState.PAID


async def test_about_money_that_is_in_nobody_is_asked_again(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    await act(shop, "approve", await shop.payment(invoice))
    await shop.looks(invoice)
    before = await asked(shop)
    assert 'data-stage="paid"' in await page_of(browser, invoice, "/return")
    assert await asked(shop) == before


async def test_what_the_address_claims_on_the_way_back_is_not_believed(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    bank_id = (await shop.payment(invoice)).bank_id
    page = await page_of(browser, invoice, f"/return?uid={bank_id}&status=successful&lang=en")
    assert 'data-stage="waiting"' in page


async def test_the_bank_is_asked_once_in_a_few_seconds_however_often_people_come_back(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    before = await asked(shop)
    for _ in range(5):
        await page_of(browser, invoice, "/return")
    assert await asked(shop) == before + 1
    shop.bench.wait(timedelta(seconds=4))
    await page_of(browser, invoice, "/return")
    assert await asked(shop) == before + 2


async def test_a_preview_of_the_way_back_asks_nobody(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await begun(shop)
    before = await asked(shop)
    async with browser.head(f"/pay/{invoice.token}/return") as answer:
        assert answer.status == 200
    async with browser.get(f"/pay/{invoice.token}/return", headers={"Sec-Purpose": "prefetch"}) as answer:
        assert answer.status == 200
    assert await asked(shop) == before


async def test_coming_back_never_bills(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    await shop.bench.breaks(Phase.BILL, Trouble.RESET_IDLE)
    await shop.desk.pay(invoice.id, "horizonpay")
    await shop.settled()
    before = await shop.bench.requests()
    page = await page_of(browser, invoice, "/return?lang=en")
    assert 'data-stage="unknown"' in page
    assert await shop.bench.requests() == before


async def test_a_silent_bank_keeps_nobody_waiting_who_comes_back(
    shop: Receiver, browser: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "BANK_PATIENCE", 0.1)
    invoice = await begun(shop)
    await shop.bench.trouble("get", "slow", seconds=2, count=1)
    page = await page_of(browser, invoice, "/return?lang=en")
    assert 'data-stage="waiting"' in page
    assert len(shop.crew) == 1  # the question goes on; the page's script shows what comes of it


async def test_money_that_came_after_the_link_had_run_out_is_seen_by_who_comes_back(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await begun(shop)
    payment = await shop.payment(invoice)
    shop.bench.wait(timedelta(hours=1, seconds=1))
    await shop.looks(invoice)
    assert (await shop.payment(invoice)).state is PaymentState.EXPIRED
    shop.bench.wait(timedelta(seconds=10))
    await act(shop, "late", payment)
    page = await page_of(browser, invoice, "/return?lang=en")
    assert 'data-stage="paid"' in page
