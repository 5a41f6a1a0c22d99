"""What a bank shows becomes a move of the payment and of its invoice, once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from billing import alarms
from billing.answers import Rejected, Seen, Unknown, Unreachable
from billing.banking import Looked
from billing.errors import Closed, NotAllowed, NotFound
from billing.models import Details, Invoice, Payment, Place, Refusal, Step
from billing.money import Money
from billing.states import (
    ENDED,
    INVOICE_MOVES,
    PAYMENT_MOVES,
    AttentionKind,
    InvoiceState,
    PaymentState,
)
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop


async def paid_invoice(shop: Shop) -> tuple:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    return invoice, payment


async def weakly_paid(shop: Shop) -> tuple[Invoice, Payment]:
    """Only the weaker source of the bank has shown the money so far."""
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, weak=True)
    await shop.look(payment)
    return invoice, payment


def test_paid_is_the_end_of_a_payment_and_of_an_invoice() -> None:
    assert PAYMENT_MOVES[PaymentState.PAID] == frozenset()
    assert INVOICE_MOVES[InvoiceState.PAID] == frozenset()


def test_late_money_has_a_way_from_every_ended_state() -> None:
    assert all(PaymentState.PAID in PAYMENT_MOVES[state] for state in ENDED)
    assert all(
        InvoiceState.PAID in INVOICE_MOVES[state] for state in (InvoiceState.CANCELLED, InvoiceState.EXPIRED)
    )


async def test_an_invoice_is_billed_at_the_bank_once_and_waits(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    assert payment.state is PaymentState.PENDING
    assert payment.instruction.qr == f"QR{payment.reference}"
    assert [bill.amount.minor for bill in shop.bank.billed] == [500000]


async def test_the_same_request_again_is_the_same_invoice(shop: Shop) -> None:
    first, second = await shop.invoice("501:7"), await shop.invoice("501:7")
    assert first.id == second.id
    assert len(shop.bank.billed) == 1


async def test_the_banks_token_is_kept_before_the_bank_is_billed(shop: Shop) -> None:
    shop.bank.outcomes = [RuntimeError("the process dies here")]
    with pytest.raises(RuntimeError):
        await shop.invoice()
    (payment,) = await shop.database.read(lambda books: books.open_payments())
    assert payment.access == f"access-{payment.reference}"
    assert payment.asked_at is not None
    assert payment.state is PaymentState.RESERVED


async def test_money_makes_the_invoice_paid_and_is_told_once_in_each_chat(shop: Shop) -> None:
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    for _ in range(3):
        await shop.look(payment)
    assert (await shop.desk.view(invoice.id)).invoice.state is InvoiceState.PAID
    assert sorted(await shop.notices()) == [("paid", OWNER, True), ("receipt", CUSTOMER, True)]


async def test_fifty_looks_at_once_settle_once(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    shop.clock.move(1)
    looked = await asyncio.gather(*(shop.banking.look(payment) for _ in range(50)))
    assert sum(one.moved for one in looked) == 1
    assert [kind for kind, _, _ in await shop.notices()] == ["paid"]


async def test_only_the_first_one_at_the_link_gets_the_receipt(shop: Shop) -> None:
    invoice = await shop.invoice()
    for person in (CUSTOMER, STRANGER):
        await shop.desk.open_link(invoice.token, await shop.person(person), Place(person))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    told = {chat: kind for kind, chat, _ in await shop.notices()}
    assert told == {OWNER: "paid", CUSTOMER: "receipt", STRANGER: "paid-other"}


@pytest.mark.parametrize(
    ("taken", "kind"),
    [
        (Money(499999, "KZT"), AttentionKind.SHORT),
        (Money(500001, "KZT"), AttentionKind.OVER),
        (Money(500000, "USD"), AttentionKind.CURRENCY),
    ],
)
async def test_another_sum_leaves_the_invoice_open_and_is_for_a_person(
    shop: Shop, taken: Money, kind: AttentionKind
) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, amount=taken)
    await shop.look(payment)
    view = await shop.desk.view(invoice.id)
    assert (view.invoice.state, view.payment.state) == (InvoiceState.OPEN, PaymentState.PAID)
    assert view.payment.taken == taken
    assert [item.kind for item in view.attentions] == [kind]
    assert await shop.notices() == [(f"attention-{kind}", OWNER, True)]


async def test_a_wrong_sum_that_is_accepted_closes_the_invoice(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, amount=Money(499999, "KZT"))
    await shop.look(payment)
    (item,) = await shop.desk.attentions(await shop.person(OWNER))
    await shop.desk.accept(item.id, await shop.person(OWNER))
    assert (await shop.desk.view(invoice.id)).invoice.state is InvoiceState.PAID
    with pytest.raises(Closed):
        await shop.desk.accept(item.id, await shop.person(OWNER))


async def test_a_cashier_does_not_decide(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        await shop.desk.attentions(await shop.person(CASHIER))


async def test_money_for_a_cancelled_invoice_is_kept_and_flagged(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PENDING)
    await shop.desk.cancel(invoice.id, await shop.person(OWNER))
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    view = await shop.desk.view(invoice.id)
    assert (view.invoice.state, view.invoice.late) == (InvoiceState.PAID, True)
    assert view.invoice.before_late is InvoiceState.CANCELLED
    assert [item.kind for item in view.attentions] == [AttentionKind.LATE]


async def test_a_second_payment_is_a_surplus(shop: Shop) -> None:
    invoice = await shop.invoice()
    first = await shop.payment(invoice)
    shop.sees(first, Seen.EXPIRED)
    await shop.look(first)
    second = await shop.desk.pay(invoice.id)
    await shop.settle_down()
    shop.sees(second, Seen.PAID, bank_id="op-2")
    await shop.look(second)
    shop.sees(first, Seen.PAID, bank_id="op-1")
    await shop.look(first)
    view = await shop.desk.view(invoice.id)
    assert view.invoice.paid_payment_id == second.id
    assert [(i.kind, i.payment_id) for i in view.attentions] == [(AttentionKind.SECOND, first.id)]


async def test_an_older_answer_never_overrides_a_newer_one(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    early = shop.clock.now()
    shop.sees(payment, Seen.REJECTED, refusal=Refusal.FUNDS)
    await shop.look(payment)
    shop.sees(payment, Seen.PENDING)
    stale = shop.bank.shows[payment.reference]
    shop.bank.shows[payment.reference] = lambda bill: _asked(stale(bill), early)
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.REJECTED


def _asked(seen, at):
    from dataclasses import replace

    return replace(seen, asked_at=at)


async def test_an_operation_from_before_our_intent_never_counts(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, occurred_at=payment.created_at - timedelta(hours=1))
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PENDING
    assert [kind for kind, _, _ in await shop.notices()] == ["alert-evidence-old"]


async def test_an_operation_that_paid_another_invoice_never_counts(shop: Shop) -> None:
    _, _first = await paid_invoice(shop)
    other = await shop.invoice("501:2")
    second = await shop.payment(other)
    shop.sees(second, Seen.PAID, bank_id="op-1")
    await shop.look(second)
    assert (await shop.payment(other)).state is PaymentState.PENDING
    assert ("alert-evidence-bound", OWNER, True) in await shop.notices()


async def test_a_word_that_we_do_not_know_moves_nothing_and_is_told_once(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.UNCLEAR, word="TELEPORTED")
    for _ in range(3):
        await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PENDING
    assert await shop.notices() == [("alert-unknown-word", OWNER, True)]


async def test_the_weaker_source_counts_after_five_minutes_of_silence(shop: Shop) -> None:
    invoice, payment = await weakly_paid(shop)
    assert (await shop.payment(invoice)).step is Step.BLOCKED
    shop.clock.move(290)
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PENDING
    shop.clock.move(10)
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PAID


async def test_what_the_weaker_source_said_once_outlives_its_silence(shop: Shop) -> None:
    invoice, payment = await weakly_paid(shop)
    shop.sees(payment, Seen.EXPIRED, silent=True)
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PENDING
    shop.clock.move(300)
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PAID


async def test_a_bank_that_stops_answering_does_not_bury_what_it_said(shop: Shop) -> None:
    invoice, payment = await weakly_paid(shop)
    del shop.bank.shows[payment.reference]
    shop.clock.move(300)
    await shop.look(payment)
    assert (await shop.desk.view(invoice.id)).invoice.state is InvoiceState.PAID


async def test_a_refusal_by_the_better_source_overrules_the_weaker_one(shop: Shop) -> None:
    invoice, payment = await weakly_paid(shop)
    shop.clock.move(600)
    shop.sees(payment, Seen.REJECTED)
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.REJECTED


async def test_a_shop_that_starts_over_does_not_bill_under_old_references(shop: Shop) -> None:
    invoice = await shop.invoice()
    minutes = (shop.clock.now() - datetime(2026, 1, 1, tzinfo=UTC)) // timedelta(minutes=1)
    assert (await shop.payment(invoice)).reference == str(100000 + minutes)


async def test_the_weaker_source_with_another_sum_never_counts(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, weak=True, amount=Money(1, "KZT"))
    for _ in range(3):
        await shop.look(payment)
        shop.clock.move(600)
    assert (await shop.payment(invoice)).state is PaymentState.PENDING


async def test_a_lost_answer_is_unknown_until_the_bank_shows_something(shop: Shop) -> None:
    shop.bank.outcomes = [Unknown("the line broke")]
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    assert payment.state is PaymentState.UNKNOWN
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.UNKNOWN
    assert len(shop.bank.billed) == 1
    recovered = shop.bank.accepted(shop.bank.billed[0]).instruction
    shop.sees(payment, Seen.PENDING, instruction=recovered)
    await shop.look(payment)
    now = await shop.payment(invoice)
    assert (now.state, now.instruction) == (PaymentState.PENDING, recovered)
    assert len(shop.bank.billed) == 1


async def test_a_bank_that_proves_it_has_nothing_is_billed_again_with_the_same_reference(
    shop: Shop,
) -> None:
    shop.bank.outcomes = [Unknown("the line broke")]
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.ABSENT)
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.RESERVED
    await shop.look(payment)
    assert (await shop.payment(invoice)).state is PaymentState.PENDING
    assert [bill.reference for bill in shop.bank.billed] == [payment.reference] * 2


async def test_an_outcome_unknown_for_long_is_for_a_person_and_resolves_itself(shop: Shop) -> None:
    shop.bank.outcomes = [Unknown("the line broke")]
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.clock.move(601)
    await shop.look(payment)
    assert [i.kind for i in (await shop.desk.view(invoice.id)).attentions] == [AttentionKind.UNKNOWN]
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)
    assert (await shop.desk.view(invoice.id)).attentions == ()


@pytest.mark.parametrize(
    ("crowded", "refusal"), [(False, Refusal.BANK_TROUBLE), (True, Refusal.CROWDED)], ids=["away", "crowded"]
)
async def test_a_bank_that_was_surely_not_reached_is_tried_again_then_given_up_with_a_word(
    shop: Shop, crowded: bool, refusal: Refusal
) -> None:
    shop.bank.outcomes = [Unreachable("no route", crowded)] * 9
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    assert (payment.state, payment.asked_at) == (PaymentState.RESERVED, None)
    for _ in range(4):
        shop.clock.move(5)
        await shop.look(payment)
    given_up = await shop.payment(invoice)
    assert (given_up.state, given_up.refusal) == (PaymentState.REJECTED, refusal)


async def test_a_qr_that_could_not_be_made_is_tried_once_more_under_a_new_number(shop: Shop) -> None:
    shop.bank.outcomes = [Rejected(Refusal.QR_FAILED, "220")]
    invoice = await shop.invoice()
    payments = await shop.database.read(lambda books: books.payments_of(invoice.id))
    assert [p.state for p in payments] == [PaymentState.REJECTED, PaymentState.PENDING]
    assert len({bill.reference for bill in shop.bank.billed}) == 2


async def test_two_failures_to_make_a_qr_are_enough(shop: Shop) -> None:
    shop.bank.outcomes = [Rejected(Refusal.QR_FAILED, "220")] * 5
    await shop.invoice()
    assert len(shop.bank.billed) == 2


async def test_wrong_keys_alert_the_owner_once_until_a_bill_is_taken_again(shop: Shop) -> None:
    shop.bank.outcomes = [Rejected(Refusal.SETUP, "219")] * 2
    await shop.invoice("501:1")
    shop.clock.move(2 * 86_400)
    await shop.invoice("501:2")
    assert await shop.notices() == [("alert-bank-refuses", OWNER, True)]
    for nth in range(2):
        shop.clock.move(600)
        at = shop.clock.now()
        await shop.database.write(lambda books, at=at: alarms.end(books, at))
        assert len(await shop.notices()) == 1 + nth
        await shop.invoice(f"501:{3 + nth}")
    assert await shop.notices() == [
        ("alert-bank-refuses", OWNER, True),
        ("alert-bank-refuses-over", OWNER, False),
    ]


async def test_a_decline_is_told_to_the_customer_loudly_to_the_issuer_quietly_and_to_nobody_else(
    shop: Shop,
) -> None:
    invoice = await shop.invoice()
    for person in (CUSTOMER, STRANGER):
        await shop.desk.open_link(invoice.token, await shop.person(person), Place(person))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.REJECTED, refusal=Refusal.FUNDS, details=Details(code="484"))
    await shop.look(payment)
    assert sorted(await shop.notices()) == [
        ("declined", CUSTOMER, True),
        ("declined-member", OWNER, False),
    ]
    assert (await shop.payment(invoice)).details.code == "484"


async def test_a_second_tap_on_pay_finds_the_first_payment(shop: Shop) -> None:
    invoice = await shop.invoice()
    taps = await asyncio.gather(*(shop.desk.pay(invoice.id) for _ in range(10)))
    assert len({payment.id for payment in taps}) == 1
    assert len(shop.bank.billed) == 1


async def test_after_an_expired_qr_many_taps_make_one_new_one(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.EXPIRED)
    await shop.look(payment)
    taps = await asyncio.gather(*(shop.desk.pay(invoice.id) for _ in range(10)))
    await shop.settle_down()
    assert len({tap.id for tap in taps}) == 1
    assert len(shop.bank.billed) == 2


async def test_cancel_is_refused_while_the_payer_is_at_it(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PENDING, step=Step.SCANNED)
    with pytest.raises(Closed) as refused:
        await shop.desk.cancel(invoice.id, await shop.person(OWNER))
    assert refused.value.text == "being-paid"


async def test_a_cashier_cancels_their_own_invoice_only(shop: Shop) -> None:
    invoice = await shop.invoice()
    with pytest.raises(NotAllowed):
        await shop.desk.cancel(invoice.id, await shop.person(CASHIER))


async def test_cancelling_before_the_bank_was_asked_leaves_nothing_to_pay(shop: Shop) -> None:
    invoice = await shop.invoice(work=False)
    await shop.desk.cancel(invoice.id, await shop.person(OWNER))
    await shop.settle_down()
    assert (await shop.payment(invoice)).state is PaymentState.CANCELLED
    assert shop.bank.billed == []


async def test_nothing_new_is_billed_while_money_waits_for_a_decision(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, amount=Money(1, "KZT"))
    await shop.look(payment)
    with pytest.raises(Closed) as refused:
        await shop.desk.pay(invoice.id)
    assert refused.value.text == "money-under-decision"


async def test_who_is_billing_holds_the_payment_and_others_wait(shop: Shop) -> None:
    invoice = await shop.invoice(work=False)
    payment = await shop.payment(invoice)
    now = shop.clock.now()
    taken = await shop.database.write(
        lambda books: books.lease_payment(payment.id, "another process", now, now + timedelta(seconds=60))
    )
    assert not taken
    await shop.settle_down()
    later = now + timedelta(seconds=61)
    due = await shop.database.write(
        lambda books: books.lease_due_payments("another process", later, later, 10)
    )
    assert [p.id for p in due] == [payment.id]


async def test_an_asked_payment_without_an_answer_is_never_billed_blindly(shop: Shop) -> None:
    shop.bank.outcomes = [RuntimeError("the process dies here")]
    with pytest.raises(RuntimeError):
        await shop.invoice()
    (payment,) = await shop.database.read(lambda books: books.open_payments())
    shop.clock.move(61)
    looked = await shop.banking.look(payment)
    assert looked == Looked(PaymentState.UNKNOWN, moved=False, answered=False)
    assert len(shop.bank.billed) == 1


async def test_who_opens_the_link_after_the_qr_ran_out_gets_a_new_one(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.EXPIRED)
    await shop.look(payment)
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await shop.settle_down()
    assert (await shop.payment(invoice)).state is PaymentState.PENDING
    assert len(shop.bank.billed) == 2


async def test_opening_the_link_after_a_refusal_leaves_the_next_try_to_the_payer(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.REJECTED)
    await shop.look(payment)
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await shop.settle_down()
    assert len(shop.bank.billed) == 1


async def test_a_made_up_id_in_a_button_finds_nothing(shop: Shop) -> None:
    invoice = await shop.invoice()
    with pytest.raises(NotFound):
        await shop.desk.sees(invoice.id, await shop.person(STRANGER), Place(STRANGER))
    await shop.desk.sees(invoice.id, await shop.person(OWNER), Place(OWNER))


async def test_a_payment_that_is_declined_twice_is_told_twice(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    for seen in (Seen.REJECTED, Seen.PENDING, Seen.REJECTED, Seen.REJECTED):
        shop.sees(payment, seen)
        await shop.look(payment)
    assert [kind for kind, _, _ in await shop.notices()] == ["declined-member"] * 2
