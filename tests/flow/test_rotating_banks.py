"""A bank's credentials are replaced while money is on its way."""

from __future__ import annotations

import aiohttp
import pytest

from sandbox.horizonpay.config import SECRET_KEY, SHOP_ID
from tests.support.stage import MERCHANT, Stage, bank_variables, said

CHOSEN = {"provider": "horizonpay"}
REPEATED = (60, 300)  # the bank's pauses before it reports once more, in seconds


async def test_what_a_bank_reports_while_it_refuses_our_old_secret_is_settled_with_the_new_one(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await play.issue()
    await play.sandbox.halyk("configure", client_secret="the-new-one")
    await play.close()
    await play.open()  # still with the old one
    await play.pay_all()

    async def refused() -> bool:
        return any(delivery["tries"] for delivery in await play.rows("deliveries"))

    await play.until(refused)
    assert await play.has(0, "payments", state="paid")
    await play.close()
    monkeypatch.setenv("HALYK_CLIENT_SECRET", "the-new-one")
    await play.open()
    await play.move(60)
    await play.until(lambda: play.has(1, "payments", state="paid"))
    await play.quiet()
    messages = await play.sandbox.messages(MERCHANT)
    assert len(said(messages, "Paid: 5\u00a0000\u00a0₸")) == 1
    assert said(messages, "Please compare") == []  # the bank listed it before it was in the books


async def test_a_report_signed_with_the_key_that_we_do_not_know_yet_is_repeated_and_settled_with_it(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HorizonPay has one key for our calls and its reports; both are refused until we know the new one."""
    await play.close()
    for name in bank_variables(""):
        monkeypatch.delenv(name)
    for name, value in _horizonpay(play).items():
        monkeypatch.setenv(name, value)
    await play.open()
    reference = await _at_the_banks_page(play)
    await play.sandbox.horizonpay("configure", secret="the-new-one")
    await play.sandbox.horizonpay("approve", tracking_id=reference)
    await play.until(lambda: _reported(play, [401]))
    await play.move(REPEATED[0])
    await play.until(lambda: _reported(play, [401, 401]))
    await play.until(lambda: _refused(play))
    assert await play.has(0, "payments", state="paid")

    await play.close()
    monkeypatch.setenv("HORIZONPAY_SECRET_KEY", "the-new-one")
    await play.open()
    await play.move(REPEATED[1])
    await play.until(lambda: _reported(play, [401, 401, 200]))
    await play.until(lambda: play.has(1, "payments", state="paid"))
    await play.quiet()
    messages = await play.sandbox.messages(MERCHANT)
    assert len(said(messages, "Paid: 5\u00a0000\u00a0₸")) == 1


def _horizonpay(play: Stage) -> dict[str, str]:
    """Its letter, as settings."""
    return {
        "HORIZONPAY_SHOP_ID": SHOP_ID,
        "HORIZONPAY_SECRET_KEY": SECRET_KEY,
        "HORIZONPAY_METHOD": "wallet_qr",
        "HORIZONPAY_BASE_URL": f"{play.sandbox.base_url}/horizonpay/beyag",
    }


async def _at_the_banks_page(play: Stage) -> str:
    """A payer has gone there to pay an invoice; gives its number at the bank."""
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    await play.until(lambda: play.has(1, "invoices"))
    (invoice,) = await play.rows("invoices")
    address = f"{play.public_url}/pay/{invoice['token']}/renew"
    async with aiohttp.ClientSession() as http, http.post(address, data=CHOSEN) as answer:
        assert answer.status == 200
    await play.until(lambda: play.has(1, "payments", state="pending"))
    (payment,) = await play.rows("payments")
    return str(payment["reference"])


async def _reported(play: Stage, answers: list[int]) -> bool:
    """Whether the bank has reported that it was paid, and how we have answered that so far."""
    calls = (await play.sandbox.horizonpay("books"))["notifications"]
    return [call["answers"] for call in calls if call["status"] == "successful"] == [answers]


async def _refused(play: Stage) -> bool:
    """Whether the bank has answered us that it does not know our key."""
    return any(call["answer"] == 401 for call in (await play.sandbox.horizonpay("requests"))["requests"])
