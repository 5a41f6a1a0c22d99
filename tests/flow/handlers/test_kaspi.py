"""A bill by phone through the bank's own client and its practice twin: sent, confirmed, settled."""

from __future__ import annotations

import pytest

from billing.ports import Provider
from bot.chance import SystemClock
from providers.apipay import configured
from sandbox.apipay import API_KEY, WEBHOOK_SECRET
from tests.flow.handlers.rig import OWNER, Rig, buttons, spoken
from tests.flow.handlers.test_phones import MASKED, card, reads


def kaspi(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The bank's client, among the shop's ways to pay."""
    monkeypatch.setenv("APIPAY_API_KEY", API_KEY)
    monkeypatch.setenv("APIPAY_WEBHOOK_SECRET", WEBHOOK_SECRET)
    monkeypatch.setenv("APIPAY_BASE_URL", f"{rig.sandbox.base_url}/apipay/api/v1")
    found = configured(None)
    assert found is not None
    bank = found.open(SystemClock(), None, None)
    rig.desk.banking.providers[bank.slug] = bank  # type: ignore[index]
    return bank


async def confirmed(rig: Rig) -> str:
    """The first invoice's bill is confirmed in Kaspi's app; our reference of it."""
    payment = (await rig.desk.view(1)).payment
    assert payment is not None
    await rig.sandbox.apipay("reach", external_order_id=payment.reference)
    await rig.sandbox.apipay("pay", external_order_id=payment.reference)
    return payment.reference


async def paid(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bill of 5 000 ₸ by phone, paid; our reference of it."""
    kaspi(rig, monkeypatch)
    await rig.sandbox.send(OWNER, "/invoice 5000 87071234567 Coffee")
    await reads(rig, OWNER, f"Счёт отправлен в Kaspi: {MASKED}")
    reference = await confirmed(rig)
    await rig.tap(OWNER, OWNER, await card(rig, OWNER, "Проверить оплату"), "Проверить оплату")
    await reads(rig, OWNER, "Оплачено: 5 000 ₸")
    return reference


async def test_a_member_bills_a_phone_and_the_card_says_when_the_money_is_in(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await paid(rig, monkeypatch)


async def test_refunds_of_the_banks_cabinet_stand_on_the_question_also_those_under_way(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = await paid(rig, monkeypatch)
    await rig.sandbox.apipay("configure", refund_seconds=1000)
    await rig.sandbox.apipay("refund", external_order_id=reference, amount=120000)
    await rig.sandbox.send(OWNER, "/refund 1")
    question = await rig.said(OWNER, "принято банком · в банке")
    assert "⏳ 1 200 ₸ ·" in spoken(question).replace("\u00a0", " ")
    assert len(buttons(question)) == 3


async def test_a_slow_bank_does_not_hold_the_question(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await paid(rig, monkeypatch)
    await rig.sandbox.apipay("trouble", endpoint="invoice", kind="silence_before")
    await rig.sandbox.send(OWNER, "/refund 1")
    await rig.said(OWNER, "Сколько вернуть?")
    await rig.sandbox.send(OWNER, "/refund 1 1500")
    await rig.said(OWNER, "Вернуть покупателю")
