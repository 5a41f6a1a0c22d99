"""Money that comes when the invoice has ended, or that does not fit it."""

from __future__ import annotations

from datetime import timedelta

from billing import invoicing
from billing.answers import Seen
from billing.money import Money
from billing.states import AttentionKind, InvoiceState
from tests.support.shop import OWNER, PRICE, Shop


async def test_late_money_keeps_the_moment_when_the_invoice_was_cancelled(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PENDING)
    cancelled_at = shop.clock.now()
    await shop.desk.cancel(invoice.id, await shop.person(OWNER))
    shop.clock.move(3600)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    after = (await shop.desk.view(invoice.id)).invoice
    assert (after.state, after.late) == (InvoiceState.PAID, True)
    assert after.ended_at == cancelled_at


async def test_an_invoice_with_money_under_decision_does_not_expire(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1", amount=PRICE - Money(100, "KZT"))
    await shop.look(payment)
    told = await shop.notices()
    shop.clock.move(timedelta(days=2).total_seconds())
    ended = await shop.database.write(lambda books: invoicing.expire_overdue(books, shop.clock.now()))
    view = await shop.desk.view(invoice.id)
    assert (ended, view.invoice.state) == (0, InvoiceState.OPEN)
    assert [item.kind for item in view.attentions] == [AttentionKind.SHORT]
    assert await shop.notices() == told
