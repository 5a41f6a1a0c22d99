"""Two banks for one invoice: one after the other or both, and what is left open is taken back."""

from __future__ import annotations

import pytest

from billing.answers import Begun, Declined, Observation, Seen, Unreachable
from billing.errors import Closed, NoBank, PhoneWanted
from billing.models import Invoice, Payment, Place, RefundRefusal
from billing.money import Money
from billing.ports import Capabilities
from billing.states import AttentionKind, InvoiceState, PaymentState, Step
from tests.support.bank import ObedientBank
from tests.support.shop import OWNER, Shop

PHONE = "+77000000001"


async def both(shop: Shop) -> tuple[Invoice, Payment, Payment]:
    """An invoice with a QR and a bill on a phone."""
    invoice = await shop.invoice()
    first = await shop.desk.pay(invoice.id, "testbank")
    second = await shop.desk.pay(invoice.id, "pushbank", phone=PHONE)
    await shop.settle_down()
    return invoice, await now(shop, first), await now(shop, second)


async def now(shop: Shop, payment: Payment) -> Payment:
    found = await shop.database.read(lambda books: books.payment(payment.id))
    assert found is not None
    return found


async def shows(shop: Shop, bank: ObedientBank, payment: Payment, seen: Seen, **more: object) -> None:
    amount = payment.amount if seen is Seen.PAID else None
    bank.shows[payment.reference] = lambda bill: Observation(
        seen, "test", shop.clock.now(), amount=amount, **more
    )


async def test_a_second_way_is_tried_beside_the_first(shop: Shop, pushing: ObedientBank) -> None:
    _, first, second = await both(shop)
    assert (first.state, second.state) == (PaymentState.PENDING, PaymentState.PENDING)
    assert pushing.billed[0].phone == PHONE
    again = await shop.desk.pay(first.invoice_id, "pushbank", phone=PHONE)
    assert again.id == second.id


async def test_a_bank_is_not_asked_for_an_amount_that_it_does_not_take(
    shop: Shop, pushing: ObedientBank
) -> None:
    pushing.capabilities = Capabilities(needs_phone=True, minor_units=False)
    invoice = await shop.invoice(amount=Money(500050, "KZT"))
    for phone in ("", PHONE):
        with pytest.raises(NoBank):
            await shop.desk.pay(invoice.id, "pushbank", phone=phone)
    await shop.settle_down()
    assert pushing.billed == []


async def test_a_bank_that_bills_by_phone_wants_one(shop: Shop, pushing: ObedientBank) -> None:
    invoice = await shop.invoice()
    with pytest.raises(PhoneWanted):
        await shop.desk.pay(invoice.id, "pushbank")
    assert pushing.billed == []


async def test_what_is_paid_one_way_is_taken_back_at_the_other(shop: Shop, pushing: ObedientBank) -> None:
    invoice, first, second = await both(shop)
    await shows(shop, shop.bank, first, Seen.PAID, bank_id="op-1")
    await shop.look(first)
    second = await now(shop, second)
    assert (second.cancel_wished, second.next_look) == (True, shop.clock.now())
    repaying = shop.desk.refunds.repaying
    assert repaying.to_withdraw(second)
    await shows(shop, pushing, second, Seen.CANCELLED)
    await repaying.withdraw(second)
    assert pushing.told == [("cancel", second.reference)]
    assert (await now(shop, second)).state is PaymentState.CANCELLED
    assert (await shop.desk.view(invoice.id)).invoice.state is InvoiceState.PAID


async def test_a_bank_that_cannot_take_a_bill_back_is_not_asked_to(shop: Shop, pushing: ObedientBank) -> None:
    _, first, second = await both(shop)
    await shows(shop, pushing, second, Seen.PAID, bank_id="op-2")
    await shop.look(second)
    first = await now(shop, first)
    assert first.cancel_wished
    assert not shop.desk.refunds.repaying.to_withdraw(first)


async def test_paid_both_ways_is_a_surplus(shop: Shop, pushing: ObedientBank) -> None:
    invoice, first, second = await both(shop)
    for bank, payment in ((shop.bank, first), (pushing, second)):
        await shows(shop, bank, payment, Seen.PAID, bank_id=f"op-{payment.id}")
        await shop.look(payment)
    kinds = [item.kind for item in (await shop.desk.view(invoice.id)).attentions]
    assert kinds == [AttentionKind.SECOND]
    with pytest.raises(Closed):
        await shop.desk.pay(invoice.id, "testbank")


@pytest.mark.parametrize(
    "answer",
    [Begun(), Declined(RefundRefusal.UNSAID, "400"), Unreachable("no line")],
    ids=["begun", "no", "line"],
)
async def test_a_bill_that_falls_back_to_waiting_is_asked_for_again_later(
    shop: Shop, pushing: ObedientBank, answer: Begun | Declined | Unreachable
) -> None:
    _, first, second = await both(shop)
    await shows(shop, shop.bank, first, Seen.PAID, bank_id="op-1")
    await shop.look(first)
    await shows(shop, pushing, second, Seen.PENDING)
    pushing.refund_outcomes = [answer]
    repaying = shop.desk.refunds.repaying
    await repaying.withdraw(await now(shop, second))
    assert (await now(shop, second)).state is PaymentState.PENDING
    assert repaying.to_withdraw(await now(shop, second)) is isinstance(answer, Unreachable)
    shop.clock.move(601)
    assert repaying.to_withdraw(await now(shop, second))


async def test_paid_all_the_same_after_it_was_to_be_taken_back(shop: Shop, pushing: ObedientBank) -> None:
    invoice, first, second = await both(shop)
    await shows(shop, shop.bank, first, Seen.PAID, bank_id="op-1")
    await shop.look(first)
    await shows(shop, pushing, second, Seen.PAID, bank_id="op-2")
    await shop.desk.refunds.repaying.withdraw(await now(shop, second))
    assert (await now(shop, second)).state is PaymentState.PAID
    kinds = [item.kind for item in (await shop.desk.view(invoice.id)).attentions]
    assert kinds == [AttentionKind.SECOND]


async def test_a_cancelled_invoice_takes_all_its_bills_back(shop: Shop, pushing: ObedientBank) -> None:
    invoice, first, second = await both(shop)
    await shows(shop, shop.bank, first, Seen.PENDING)
    await shows(shop, pushing, second, Seen.PENDING)
    await shop.desk.cancel(invoice.id, await shop.person(OWNER))
    assert [(await now(shop, p)).cancel_wished for p in (first, second)] == [True, True]


async def test_an_invoice_is_not_cancelled_while_somebody_pays_either_way(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice, first, second = await both(shop)
    await shows(shop, shop.bank, first, Seen.PENDING, step=Step.SCANNED)
    await shows(shop, pushing, second, Seen.PENDING)
    with pytest.raises(Closed, match="being-paid"):
        await shop.desk.cancel(invoice.id, await shop.person(OWNER))


async def test_a_check_by_hand_asks_every_bank(shop: Shop, pushing: ObedientBank) -> None:
    invoice, first, second = await both(shop)
    await shows(shop, shop.bank, first, Seen.PAID, bank_id="op-1")
    await shows(shop, pushing, second, Seen.PENDING)
    await shop.desk.check(invoice.id)
    assert (await shop.desk.view(invoice.id)).invoice.state is InvoiceState.PAID


async def test_an_invoice_for_a_phone_is_billed_there_at_once(shop: Shop, pushing: ObedientBank) -> None:
    owner, place = await shop.person(OWNER), Place(OWNER)
    price = Money(500000, "KZT")
    for _ in range(2):
        await shop.desk.issue(owner, price, "Coffee", source="501:9", place=place, phone=PHONE)
    await shop.settle_down()
    assert [bill.phone for bill in pushing.billed] == [PHONE]
    assert shop.bank.billed == []


async def test_a_phone_that_no_bank_bills_is_left_alone(shop: Shop) -> None:
    owner, place = await shop.person(OWNER), Place(OWNER)
    price = Money(500000, "KZT")
    await shop.desk.issue(owner, price, "Coffee", source="501:9", place=place, phone=PHONE)
    await shop.settle_down()
    assert [bill.phone for bill in shop.bank.billed] == [None]


async def test_the_phone_that_somebody_pays_by_is_remembered_and_forgotten(shop: Shop) -> None:
    await shop.desk.remember_phone(OWNER, PHONE)
    assert (await shop.person(OWNER)).phone == PHONE
    await shop.desk.remember_phone(OWNER, "")
    assert (await shop.person(OWNER)).phone == ""
    await shop.desk.remember_phone(OWNER, PHONE)
    await shop.database.write(lambda books: books.forget_person(OWNER, shop.clock.now()))
    assert (await shop.person(OWNER)).phone == ""


async def test_many_payments_are_asked_about_with_one_call(shop: Shop) -> None:
    payments = [await shop.payment(await shop.invoice(f"501:{n}")) for n in range(3)]
    shop.sees(payments[0], Seen.PAID, bank_id="op-1")
    shop.sees(payments[1], Seen.PENDING, step=Step.SCANNED)
    shop.clock.move(1)
    await shop.banking.look_many(payments)
    assert shop.bank.batches == [3]
    paid, scanned, silent = [await now(shop, payment) for payment in payments]
    assert (paid.state, scanned.step, silent.state) == (PaymentState.PAID, Step.SCANNED, PaymentState.PENDING)
    assert (scanned.looks, silent.looks) == (0, 1)


async def test_a_bank_that_is_silent_about_many_is_asked_again_later(shop: Shop) -> None:
    payments = [await shop.payment(await shop.invoice(f"501:{n}")) for n in range(2)]
    shop.clock.move(1)
    await shop.banking.look_many(payments)
    later = [await now(shop, payment) for payment in payments]
    assert all(payment.next_look > shop.clock.now() and payment.looks == 1 for payment in later)
