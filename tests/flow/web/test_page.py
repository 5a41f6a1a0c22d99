"""The payment page in a browser's eyes: each state, each language, and nothing changed by looking."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest
import zxingcpp
from PIL import Image

from billing import invoicing
from billing.models import Invoice
from billing.states import InvoiceState, PaymentState
from screens.pictures.reading import QR
from tests.contract.halyk.bench import AMOUNTS
from tests.contract.harness import Fate, Phase, Trouble
from tests.flow.web.receiver import OWNER, Receiver

LINES = {
    "en": ("Waiting for payment", "Open Halyk", "Check payment"),
    "ru": ("Ждём оплату", "Открыть Halyk", "Проверить оплату"),
    "kk": ("Төлем күтілуде", "Halyk қосымшасын ашу", "Төлемді тексеру"),
}


async def text_of(browser: aiohttp.ClientSession, invoice: Invoice, what: str = "?lang=en") -> str:
    async with browser.get(f"/pay/{invoice.token}{what}") as answer:
        assert answer.status == 200
        return await answer.text()


async def stage(browser: aiohttp.ClientSession, invoice: Invoice) -> str:
    found = re.search(r'data-stage="([a-z-]+)"', await text_of(browser, invoice))
    assert found
    return found[1]


async def picture(browser: aiohttp.ClientSession, invoice: Invoice, what: str = "") -> bytes | int:
    async with browser.get(f"/pay/{invoice.token}/qr.png{what}") as answer:
        return await answer.read() if answer.status == 200 else answer.status


# --- Languages and headers


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
async def test_the_page_speaks_the_chosen_language(
    shop: Receiver, browser: aiohttp.ClientSession, locale: str
) -> None:
    invoice = await shop.issue()
    page = await text_of(browser, invoice, f"?lang={locale}")
    assert f'<html lang="{locale}">' in page
    for line in (*LINES[locale], "5\u00a0000\u00a0₸", "Кофе", f"#{invoice.number}", "Дана"):
        assert line in page


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("kk-KZ,ru;q=0.8", "kk"), ("de,en;q=0.5", "en"), ("de", "ru"), ("", "ru"), ("en;q=0,kk", "kk")],
)
async def test_the_browser_s_language_is_used_else_the_shop_s(
    shop: Receiver, browser: aiohttp.ClientSession, asked: str, spoken: str
) -> None:
    invoice = await shop.issue()
    async with browser.get(f"/pay/{invoice.token}", headers={"Accept-Language": asked}) as answer:
        assert f'<html lang="{spoken}">' in await answer.text()


async def test_the_page_trusts_nobody(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    async with browser.get(f"/pay/{invoice.token}") as answer:
        headers, page = answer.headers, await answer.text()
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    loaded = re.findall(r'(?:src|<link[^>]*href|action)="([^"]+)"', page)
    assert loaded
    assert all(url.startswith(("/pay/", "data:,")) for url in loaded)


async def test_words_of_a_shop_are_never_markup(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue(words="<script>alert(1)</script>\u202e&\"'")
    page = await text_of(browser, invoice)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page


async def test_without_a_script_the_page_loads_itself_again_until_the_end(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    assert '<noscript><meta http-equiv="refresh"' in await text_of(browser, invoice)
    await shop.halyk("pay", await shop.payment(invoice))
    await shop.looks(invoice)
    assert "http-equiv" not in await text_of(browser, invoice)


@pytest.mark.parametrize("path", ["", "/state", "/qr.png", "/return"])
async def test_an_unknown_token_is_404_in_the_reader_s_language(
    shop: Receiver, browser: aiohttp.ClientSession, path: str
) -> None:
    headers = {"Accept-Language": "kk"}
    async with browser.get(f"/pay/{'A' * 22}{path}", headers=headers) as answer:
        assert answer.status == 404
        assert "Мұнда ештеңе жоқ" in await answer.text()


async def test_a_broken_database_is_503_with_a_calm_page(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    shop.store.away = True
    shop.desk.store = shop.store
    async with browser.get(f"/pay/{invoice.token}?lang=en") as answer:
        assert answer.status == 503
        assert "the payment is not lost" in await answer.text()


# --- States


async def test_the_page_follows_the_payer_from_waiting_to_paid(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    payment = await shop.payment(invoice)
    assert await stage(browser, invoice) == "waiting"
    await shop.halyk("scan", payment)
    await shop.looks(invoice)
    assert await stage(browser, invoice) == "scanned"
    await shop.halyk("pay", payment)
    await shop.looks(invoice)
    assert await stage(browser, invoice) == "paid"
    assert await picture(browser, invoice) == 404


async def test_a_declined_payment_says_why_and_offers_another_try(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    await shop.halyk("reject", await shop.payment(invoice), reasonCode=484)
    await shop.looks(invoice)
    page = await text_of(browser, invoice)
    assert 'data-stage="declined"' in page
    assert "Not enough money on the card." in page
    assert "Try again" in page


async def test_a_cancelled_invoice_shows_no_code_and_warns_of_the_old_one(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    await shop.desk.cancel(invoice.id, OWNER)
    page = await text_of(browser, invoice)
    assert 'data-stage="cancelled"' in page
    assert "Please don&#39;t scan the old QR" in page
    assert "<form" not in page
    assert await picture(browser, invoice) == 404


async def test_an_expired_invoice_offers_nothing(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    shop.bench.wait(timedelta(hours=25))
    await shop.looks(invoice)
    await shop.books_do(lambda books: invoicing.expire_overdue(books, shop.bench.now()))
    page = await text_of(browser, invoice)
    assert 'data-stage="expired"' in page
    assert "<form" not in page


@pytest.mark.parametrize(
    ("fate", "seen"),
    [(Fate.TAKES_LESS, "deciding"), (Fate.TAKES_MORE, "deciding"), (Fate.HOLDS, "held")],
)
async def test_money_that_does_not_fit_is_said_to_be_safe(
    shop: Receiver, browser: aiohttp.ClientSession, fate: Fate, seen: str
) -> None:
    invoice = await shop.issue(AMOUNTS[fate])
    await shop.halyk("pay", await shop.payment(invoice))
    await shop.looks(invoice)
    assert await stage(browser, invoice) == seen
    assert await picture(browser, invoice) == 404


async def test_late_money_is_under_decision(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    payment = await shop.payment(invoice)
    await shop.desk.cancel(invoice.id, OWNER)
    await shop.halyk("pay", payment)
    await shop.looks(invoice)
    page = await text_of(browser, invoice)
    assert 'data-stage="deciding"' in page
    assert "when the invoice was no longer open" in page


async def test_a_lost_answer_asks_for_patience_not_for_a_second_payment(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    shop.bench.impatient()
    shop.banking.providers["halyk"] = shop.bench.provider
    await shop.bench.breaks(Phase.BILL, Trouble.SILENT_DONE)
    invoice = await shop.issue()
    assert (await shop.payment(invoice)).state is PaymentState.UNKNOWN
    page = await text_of(browser, invoice)
    assert 'data-stage="unknown"' in page
    assert "don&#39;t repeat it" in page


# --- The code


@pytest.mark.parametrize("what", ["", "?lang=kk", "?bare=1"])
async def test_the_picture_is_read_back_as_the_bank_s_code(
    shop: Receiver, browser: aiohttp.ClientSession, what: str
) -> None:
    invoice = await shop.issue()
    png = await picture(browser, invoice, what)
    assert isinstance(png, bytes)
    instruction = (await shop.payment(invoice)).instruction
    assert instruction
    found = zxingcpp.read_barcodes(Image.open(BytesIO(png)), formats=QR)
    assert [code.text for code in found] == [instruction.qr]


async def test_a_code_that_ran_out_is_not_shown_and_a_new_one_is_offered(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    shop.bench.wait(timedelta(minutes=21))
    assert await picture(browser, invoice) == 404
    page = await text_of(browser, invoice)
    assert 'data-stage="qr-over"' in page
    assert f'action="/pay/{invoice.token}/renew"' in page


# --- The live state


async def test_the_state_answers_304_until_something_is_seen_to_change(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    path = f"/pay/{invoice.token}/state?lang=en"
    async with browser.get(path) as answer:
        told, tag = await answer.json(), answer.headers["ETag"]
    assert (told["stage"], tag) == ("waiting", f'"{told["version"]}"')
    assert f'data-version="{told["version"]}"' in await text_of(browser, invoice)
    async with browser.get(path, headers={"If-None-Match": tag}) as answer:
        assert answer.status == 304
    await shop.halyk("pay", await shop.payment(invoice))
    await shop.looks(invoice)
    async with browser.get(path, headers={"If-None-Match": tag}) as answer:
        told = await answer.json()
    assert (answer.status, told["stage"], told["poll"]) == (200, "paid", 0)


# --- Reading changes nothing


async def test_no_get_changes_a_row_or_asks_the_bank(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    rows, asked = await shop.rows(), len(await shop.bench.requests("qr"))
    for path in ("", "/return", "/state", "/qr.png", "/renew", "/check"):
        async with browser.get(f"/pay/{invoice.token}{path}"):
            pass
    async with browser.get(f"/go/{invoice.token}/homebank"):
        pass
    await shop.settled()
    assert await shop.rows() == rows
    assert len(await shop.bench.requests("qr")) == asked
    assert (await shop.desk.view(invoice.id)).invoice.state is InvoiceState.OPEN


# --- Into the bank's app and back


async def test_the_way_into_the_app_is_a_page_with_the_bank_s_own_link(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    instruction = (await shop.payment(invoice)).instruction
    assert instruction
    async with browser.get(f"/go/{invoice.token}/homebank?lang=en", allow_redirects=False) as answer:
        assert answer.status == 200
        assert f'href="{instruction.links[0].url}"' in await answer.text()


@pytest.mark.parametrize("app", ["evil", "https:%2F%2Fevil.example", "..%2Fhomebank"])
async def test_no_other_link_is_led_to(shop: Receiver, browser: aiohttp.ClientSession, app: str) -> None:
    invoice = await shop.issue()
    async with browser.get(f"/go/{invoice.token}/{app}", allow_redirects=False) as answer:
        assert answer.status == 404
        assert "evil" not in await answer.text()


async def test_after_the_end_the_app_is_not_led_to(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    await shop.desk.cancel(invoice.id, OWNER)
    async with browser.get(f"/go/{invoice.token}/homebank?lang=en") as answer:
        assert answer.status == 404
        assert "Back to the invoice" in await answer.text()


async def test_back_from_the_bank_the_page_leads_to_telegram(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    page = await text_of(browser, invoice, "/return?lang=en")
    assert f'href="https://t.me/dana_shop_bot?start=inv_{invoice.token}"' in page
    await shop.books_do(lambda books: books.claim_customer(invoice.id, 777))
    page = await text_of(browser, invoice, "/return?lang=en")
    assert 'href="https://t.me/dana_shop_bot"' in page
    assert "Back to Telegram" in page
