"""A bank that takes its word back: no invoice is paid by what is not so any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.models import Refusal
from billing.states import AttentionKind, InvoiceState, PaymentState
from tests.support.shop import Shop

SIX_MINUTES = 6 * 60


async def outcome(shop: Shop, invoice: object) -> tuple[InvoiceState, PaymentState]:
    view = await shop.desk.view(invoice.id)
    assert view.payment is not None
    return view.invoice.state, view.payment.state


async def claimed(shop: Shop) -> tuple:
    """The weaker source has said *paid* once."""
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, weak=True)
    await shop.look(payment)
    return invoice, payment


@pytest.mark.parametrize("then", ["silent", "nothing known"])
async def test_paid_then_rejected_is_not_paid_when_the_bank_falls_silent(shop: Shop, then: str) -> None:
    invoice, payment = await claimed(shop)
    shop.sees(payment, Seen.REJECTED, refusal=Refusal.FUNDS)
    await shop.look(payment)
    shop.clock.move(SIX_MINUTES)
    if then == "silent":
        del shop.bank.shows[payment.reference]
    else:
        shop.sees(payment, Seen.PENDING, silent=True)
    await shop.look(payment)
    state, _ = await outcome(shop, invoice)
    assert state is InvoiceState.OPEN


async def test_a_claim_that_the_same_source_took_back_does_not_count(shop: Shop) -> None:
    invoice, payment = await claimed(shop)
    shop.sees(payment, Seen.PENDING)
    await shop.look(payment)
    shop.clock.move(SIX_MINUTES)
    del shop.bank.shows[payment.reference]
    await shop.look(payment)
    assert await outcome(shop, invoice) == (InvoiceState.OPEN, PaymentState.PENDING)


async def test_a_claim_that_the_better_source_gainsays_does_not_count(shop: Shop) -> None:
    invoice, payment = await claimed(shop)
    shop.sees(payment, Seen.UNCLEAR, word="PAID, but FAILED")
    await shop.look(payment)
    shop.clock.move(SIX_MINUTES)
    del shop.bank.shows[payment.reference]
    await shop.look(payment)
    assert await outcome(shop, invoice) == (InvoiceState.OPEN, PaymentState.PENDING)


async def test_an_old_claim_does_not_vouch_for_a_new_one(shop: Shop) -> None:
    invoice, payment = await claimed(shop)
    shop.sees(payment, Seen.REJECTED, refusal=Refusal.FUNDS)
    await shop.look(payment)
    shop.clock.move(SIX_MINUTES)
    shop.sees(payment, Seen.PAID, weak=True)
    await shop.look(payment)
    assert (await outcome(shop, invoice))[0] is InvoiceState.OPEN
    shop.clock.move(SIX_MINUTES)
    await shop.look(payment)
    assert await outcome(shop, invoice) == (InvoiceState.PAID, PaymentState.PAID)


async def test_money_held_a_second_time_is_for_a_person_again(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    told = []
    for _ in range(2):
        shop.sees(payment, Seen.AUTHORIZED, amount=payment.amount)
        await shop.look(payment)
        waiting = (await shop.desk.view(invoice.id)).attentions
        assert [item.kind for item in waiting] == [AttentionKind.HELD]
        shop.sees(payment, Seen.REJECTED, refusal=Refusal.ISSUER)
        await shop.look(payment)
        assert (await shop.desk.view(invoice.id)).attentions == ()
        told.append([kind for kind, _, _ in await shop.notices()].count("attention-held"))
    assert told == [1, 2]


async def test_a_clock_that_was_ahead_for_a_while_loses_no_payment(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.clock.move(timedelta(days=400).total_seconds())
    shop.sees(payment, Seen.PENDING)
    await shop.look(payment)
    shop.clock.move(-timedelta(days=400).total_seconds())
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    assert await outcome(shop, invoice) == (InvoiceState.PAID, PaymentState.PAID)


async def test_money_that_went_back_of_another_operation_is_not_ours(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    shop.sees(payment, Seen.PAID, bank_id="op-2", returned=payment.amount)
    paid = await shop.payment(invoice)
    await shop.desk.refunds.repaying.account(paid)
    assert await shop.database.read(lambda books: books.refunds_of(payment.id)) == []
