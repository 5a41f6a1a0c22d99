"""An invoice from its creation to the money, as the shop hears of it."""

import hashlib
import hmac

from sandbox.apipay import WEBHOOK_SECRET


async def test_an_invoice_reaches_the_payer_is_paid_and_the_shop_is_told(bench) -> None:
    await bench.listen()
    number = await bench.pending(15000, description="Coffee", external_order_id="order_123")
    await bench.control("pay", invoice=number)
    assert await bench.heard() == ["pending", "paid"]
    looked = await bench.get(f"/invoices/{number}")
    assert (looked["status"], looked["amount"], looked["external_order_id"]) == (
        "paid",
        "15000.00",
        "order_123",
    )
    assert looked["paid_at"]
    assert looked["kaspi_invoice_id"]
    assert looked["client_name"]


async def test_webhooks_are_signed_over_their_raw_bytes(bench) -> None:
    await bench.listen()
    await bench.pending(description="Кофе / чай")
    await bench.heard()
    headers, raw, _ = bench.shop.received[0]
    expected = "sha256=" + hmac.new(WEBHOOK_SECRET.encode(), raw, hashlib.sha256).hexdigest()
    assert headers["X-Webhook-Signature"] == expected
    assert "Кофе / чай".encode() in raw
