"""A bill by phone through the bank's own client and its practice twin: sent, confirmed, settled."""

from __future__ import annotations

import pytest

from bot.chance import SystemClock
from providers.apipay import configured
from sandbox.apipay import API_KEY, WEBHOOK_SECRET
from tests.flow.handlers.rig import OWNER, Rig
from tests.flow.handlers.test_phones import MASKED, card, reads


async def test_a_member_bills_a_phone_and_the_card_says_when_the_money_is_in(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APIPAY_API_KEY", API_KEY)
    monkeypatch.setenv("APIPAY_WEBHOOK_SECRET", WEBHOOK_SECRET)
    monkeypatch.setenv("APIPAY_BASE_URL", f"{rig.sandbox.base_url}/apipay/api/v1")
    found = configured(None)
    assert found is not None
    bank = found.open(SystemClock(), None, None)
    rig.desk.banking.providers[bank.slug] = bank  # type: ignore[index]
    await rig.sandbox.send(OWNER, "/invoice 5000 87071234567 Coffee")
    await reads(rig, OWNER, f"Счёт отправлен в Kaspi: {MASKED}")
    payment = (await rig.desk.view(1)).payment
    assert payment is not None
    await rig.sandbox.apipay("reach", external_order_id=payment.reference)
    await rig.sandbox.apipay("pay", external_order_id=payment.reference)
    await rig.tap(OWNER, OWNER, await card(rig, OWNER, "Проверить оплату"), "Проверить оплату")
    await reads(rig, OWNER, "Оплачено: 5 000 ₸")
