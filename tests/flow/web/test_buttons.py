"""The page's buttons: a new QR and asking the bank, by POST from our own page only."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from billing.models import Invoice
from billing.states import PaymentState
from providers.http import Patience
from tests.contract.harness import Phase, Trouble
from tests.flow.web.receiver import SITE, Receiver
from web import patience

HOUSE = {"Sec-Fetch-Site": "same-origin", "Origin": SITE.public_url}


async def press(
    browser: aiohttp.ClientSession,
    invoice: Invoice,
    what: str,
    headers: dict[str, str] = HOUSE,
    **fields: str,
) -> tuple[int, str]:
    """Status, and where the answer leads."""
    path = f"/pay/{invoice.token}/{what}"
    async with browser.post(path, data=fields, headers=headers, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", "")


async def payments(shop: Receiver) -> int:
    return (await shop.rows())["payments"]


@pytest.fixture
async def over(shop: Receiver) -> Invoice:
    """An invoice whose QR has run out."""
    invoice = await shop.issue()
    shop.bench.wait(timedelta(minutes=21))
    return invoice


async def test_a_new_qr_is_a_new_payment_and_leads_back_to_the_page(
    shop: Receiver, browser: aiohttp.ClientSession, over: Invoice
) -> None:
    back = (303, f"/pay/{over.token}?lang=kk")
    assert await press(browser, over, "renew", lang="kk", provider="halyk") == back
    await shop.settled()
    payment = await shop.payment(over)
    assert (payment.state, payment.id) == (PaymentState.PENDING, 2)
    assert payment.instruction
    assert payment.instruction.qr


async def test_two_presses_make_one_payment(
    shop: Receiver, browser: aiohttp.ClientSession, over: Invoice
) -> None:
    await asyncio.gather(*(press(browser, over, "renew", provider="halyk") for _ in range(5)))
    await shop.settled()
    assert await payments(shop) == 2


async def test_while_a_qr_is_alive_no_other_is_made(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    status, _ = await press(browser, invoice, "renew", provider="halyk")
    await shop.settled()
    assert (status, await payments(shop)) == (303, 1)


async def test_an_unknown_way_to_pay_makes_nothing(
    shop: Receiver, browser: aiohttp.ClientSession, over: Invoice
) -> None:
    asked = len(await shop.bench.requests("qr")) + len(await shop.bench.requests("status"))
    status, _ = await press(browser, over, "renew", provider="other")
    await shop.settled()
    assert (status, await payments(shop)) == (303, 1)
    assert len(await shop.bench.requests("qr")) + len(await shop.bench.requests("status")) == asked


async def test_checking_finds_the_money(shop: Receiver, browser: aiohttp.ClientSession) -> None:
    invoice = await shop.issue()
    await shop.halyk("pay", await shop.payment(invoice))
    assert await press(browser, invoice, "check", lang="ru") == (303, f"/pay/{invoice.token}?lang=ru")
    assert (await shop.payment(invoice)).state is PaymentState.PAID


async def test_checking_in_vain_shows_when_it_was_checked(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    await press(browser, invoice, "check")
    async with browser.get(f"/pay/{invoice.token}?lang=en") as answer:
        assert ": no payment yet." in await answer.text()


async def test_hammering_the_button_asks_the_bank_once(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    invoice = await shop.issue()
    asked = len(await shop.bench.requests("qr"))
    for _ in range(5):
        await press(browser, invoice, "check")
    assert len(await shop.bench.requests("qr")) == asked + 1


async def test_a_slow_bank_does_not_hold_the_page(
    shop: Receiver, browser: aiohttp.ClientSession, over: Invoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "BANK_PATIENCE", 1.0)  # enough to ask about the old QR
    await shop.looks(over)
    patient_enough = Patience(read=4, whole=4)  # the bank is still silent when the page has been read
    shop.banking.providers["halyk"] = shop.bench.provider = shop.bench.client(patient_enough)
    await shop.bench.breaks(Phase.BILL, Trouble.SILENT_IDLE)
    assert (await press(browser, over, "renew", provider="halyk"))[0] == 303
    async with browser.get(f"/pay/{over.token}?lang=en") as answer:
        assert "Preparing the QR" in await answer.text()
    await shop.settled()


@pytest.mark.slice(5)
@pytest.mark.parametrize("what", ["renew", "check"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://other.example.kz"},
        {"Origin": "https://evil.example"},
        {"Origin": f"{SITE.public_url}.evil.example"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(
    shop: Receiver, browser: aiohttp.ClientSession, over: Invoice, what: str, headers: dict[str, str]
) -> None:
    assert (await press(browser, over, what, headers))[0] == 403
    await shop.settled()
    assert await payments(shop) == 1


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": SITE.public_url}])
async def test_an_old_browser_s_form_is_taken(
    browser: aiohttp.ClientSession, over: Invoice, headers: dict[str, str]
) -> None:
    assert (await press(browser, over, "renew", headers, provider="halyk"))[0] == 303


async def test_a_form_of_nonsense_or_of_a_megabyte_does_no_harm(
    shop: Receiver, browser: aiohttp.ClientSession, over: Invoice
) -> None:
    path = f"/pay/{over.token}/renew"
    async with browser.post(path, data=b"\xff=%zz&&&", headers=HOUSE, allow_redirects=False) as answer:
        assert answer.status == 303
    async with browser.post(path, data=b"x" * 1_000_000, headers=HOUSE) as answer:
        assert answer.status == 413
