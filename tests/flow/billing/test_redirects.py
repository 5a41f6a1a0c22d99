"""A bank that sends the payer to its page: what it is told, what is kept, an end that it knows at once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from billing.answers import Accepted, Kept, Observation, Rejected, Seen
from billing.models import AppLink, Details, Form, Instruction, InstructionKind, Place, Refusal
from billing.questions import Payer
from billing.states import InvoiceState, PaymentState
from tests.support.shop import CUSTOMER, Shop

FORM = Form("https://pay.example/start?shop=1", (("sid", "1"), ("", ""), ("words", 'A "B" <c> Қ')))


def redirecting(shop: Shop, *wants: str) -> None:
    shop.bank.capabilities = replace(shop.bank.capabilities, redirects=True, wants=frozenset(wants))


async def test_a_form_is_kept_with_its_fields_as_they_are(shop: Shop) -> None:
    told = Instruction(InstructionKind.OPEN, form=FORM)
    shop.bank.outcomes.append(Accepted(told, None, details=Details(receipt_url="https://bank.example/r/1")))
    payment = await shop.payment(await shop.invoice())
    assert payment.instruction == told
    assert payment.details.receipt_url == "https://bank.example/r/1"
    assert "sid" not in repr(payment)


async def test_an_instruction_without_a_form_has_none(shop: Shop) -> None:
    told = Instruction(InstructionKind.OPEN, links=(AppLink("page", "https://pay.example"),))
    shop.bank.outcomes.append(Accepted(told, None))
    assert (await shop.payment(await shop.invoice())).instruction == told


async def test_each_try_of_a_payment_has_its_key_and_each_payment_another(shop: Shop) -> None:
    first = await shop.payment(await shop.invoice("501:1"))
    second = await shop.payment(await shop.invoice("501:2"))
    (one, other), again = shop.bank.billed, await shop.banking.bill(first)
    assert str(UUID(one.key)) == one.key == again.key
    assert other.key == (await shop.banking.bill(second)).key != one.key
    assert first.hook_token not in one.key


async def test_a_bank_is_told_where_to_send_the_payer_and_its_reports(shop: Shop) -> None:
    invoice = await shop.invoice()
    (bill,) = shop.bank.billed
    assert bill.page_url == f"https://shop.example/pay/{invoice.token}/return"
    assert bill.notify_url == f"https://shop.example/webhooks/{shop.bank.slug}"


async def told_of_the_customer(shop: Shop) -> Payer:
    """The customer opens the invoice of which the first bill was refused, and another is made."""
    await shop.desk.remember_phone(CUSTOMER, "+77001234567")
    shop.bank.outcomes.append(Rejected(Refusal.BANK_TROUBLE))
    invoice = await shop.invoice()
    assert shop.bank.billed[0].payer == Payer()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await shop.desk.renew(invoice.id)
    await shop.settle_down()
    assert len(shop.bank.billed) == 2
    return shop.bank.billed[1].payer


async def test_the_customers_name_goes_along_and_the_phone_only_where_it_is_demanded(shop: Shop) -> None:
    redirecting(shop)
    assert await told_of_the_customer(shop) == Payer(first_name="Daniyar")


async def test_a_phone_that_is_demanded_goes_along(shop: Shop) -> None:
    redirecting(shop, "phone")
    await shop.desk.remember_phone(CUSTOMER, "+77001234567")
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await shop.settle_down()
    assert shop.bank.billed == []
    await shop.desk.pay(invoice.id)
    await shop.settle_down()
    assert shop.bank.billed[0].payer == Payer(first_name="Daniyar", phone="+77001234567")


async def test_a_bank_without_a_page_is_told_nothing_of_the_customer(shop: Shop) -> None:
    assert await told_of_the_customer(shop) == Payer()


async def test_what_a_bank_has_decided_at_once_is_asked_for_at_once(shop: Shop) -> None:
    before = await shop.payment(await shop.invoice("501:1"))
    next_reference = str(int(before.reference) + 1)
    shop.bank.shows[next_reference] = lambda bill: Observation(
        Seen.PAID, "test", shop.clock.now(), amount=bill.amount
    )
    shop.bank.outcomes.append(Accepted(Instruction(InstructionKind.CONFIRM), None, decided=True))
    view = await shop.desk.view((await shop.invoice("501:2")).id)
    assert (view.invoice.state, len(shop.bank.asked)) == (InvoiceState.PAID, 1)


async def test_what_a_bank_still_waits_for_is_left_to_the_watcher(shop: Shop) -> None:
    payment = await shop.payment(await shop.invoice())
    assert (payment.state, shop.bank.asked) == (PaymentState.PENDING, [])


def test_whoever_pays_and_what_is_kept_stay_out_of_logs() -> None:
    assert "Dana" not in repr(Payer(first_name="Dana"))
    assert "tok-1" not in repr(Kept("tok-1", "•• 42"))
