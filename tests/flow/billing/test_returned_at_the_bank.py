"""A signed report of money that went back at the bank, of which nobody here knew, is followed up."""

from __future__ import annotations

from billing.answers import Delivery, Kind, Seen
from billing.models import Origin, Payment
from billing.money import Money
from billing.receiving import Arrival, Fate, receive_signed
from billing.states import RefundState
from tests.support.shop import PRICE, Shop


async def paid(shop: Shop) -> Payment:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    return await shop.payment(invoice)


async def report(shop: Shop, payment: Payment) -> Fate:
    at = shop.clock.now()
    said = Delivery(Kind.REFUND, "news-1", payment.reference, Seen.UNCLEAR)
    arrival = Arrival(payment.provider, "", said, b"{}", "test", at, at)
    (received,) = await shop.database.write(lambda books: receive_signed(books, [arrival]))
    return received.fate


async def due(shop: Shop) -> list[int]:
    now = shop.clock.now()
    taken = await shop.database.write(lambda books: books.lease_due_payments("watch", now, now, 9))
    return [payment.id for payment in taken]


async def test_its_payment_is_looked_at_and_what_went_back_is_written_down_once(shop: Shop) -> None:
    payment = await paid(shop)
    assert payment.id not in await due(shop)
    assert await report(shop, payment) is Fate.HINT
    assert payment.id in await due(shop)
    part = Money(100000, PRICE.currency)
    shop.sees(payment, Seen.PAID, bank_id=payment.bank_id, returned=part)
    for _ in range(2):
        await shop.look(payment)
    (refund,) = await shop.database.read(lambda books: books.refunds_of(payment.id))
    assert (refund.origin, refund.amount, refund.state) == (Origin.BANK, part, RefundState.COMPLETED)
