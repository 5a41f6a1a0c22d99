"""Bills that ApiPay makes by itself for a subscription: known by their ids, watched as strictly as ours."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Accepted, Begun, Delivery, Kind, Rejected, Returned, Seen
from billing.banking import Addresses, Banking
from billing.books import Books
from billing.errors import BankSilent
from billing.models import Payment, Person, Role
from billing.money import Money
from billing.questions import Bill, Repayment
from billing.receiving import Arrival, Fate, receive_signed
from billing.receiving import Received as Kept
from billing.records import NewInvoice, NewPayment
from billing.states import InvoiceState, PaymentState
from billing.subscriptions.banking import BankBill
from sandbox.apipay import WEBHOOK_SECRET
from store.engine import Database
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.subscribing import GENERATIONS, adopted, begin, port, subscribed
from tests.contract.harness import Received, Shop
from tests.contract.standing import forgotten
from tests.contract.test_webhooks import read
from tests.support.books import CountedIds, NearDatabase, open_database
from tests.unit.apipay.test_webhook import changed, signed

OWNER = Person(501, "Aigerim", started=True, role=Role.OWNER)
DAY = timedelta(days=1)


async def billed(bank: ApiPayBench, generation: str = "september") -> BankBill:
    """The first bill of a subscription, in the payer's app."""
    await begin(bank, generation)
    made = await subscribed(bank, first=bank.now().date(), at_once=True)
    (bill,) = await port(bank).bills(made.bank_id)
    bank.wait(timedelta(seconds=3))
    await bank.books()
    return bill


async def paid(bank: ApiPayBench, generation: str = "september") -> BankBill:
    bill = await billed(bank, generation)
    await bank.control("pay", invoice=int(bill.bank_id))
    return bill


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_it_is_looked_at_by_its_id_alone(bank: ApiPayBench, shop: Shop, generation: str) -> None:
    bill = adopted(shop, await billed(bank, generation))
    waits = await bank.provider.fetch(bill)
    assert (waits.seen, waits.bank_id, waits.total) == (Seen.PENDING, bill.bank_id, bill.amount)
    await bank.control("pay", invoice=int(bill.bank_id or 0))
    for seen in (await bank.provider.fetch(bill), await bank.provider.balance(bill)):
        assert (seen.seen, seen.amount, seen.returned) == (Seen.PAID, bill.amount, Money(0, "KZT"))
        assert seen.occurred_at is not None
        assert seen.occurred_at > bill.created_at - timedelta(minutes=5)
    assert await bank.requests("list") == [], (
        "nothing is searched for by a reference that the bank never heard"
    )


@pytest.mark.parametrize("shape", ["count", "invoices", "list"])
async def test_it_is_asked_about_together_with_others(bank: ApiPayBench, shop: Shop, shape: str) -> None:
    of_theirs = await billed(bank)
    await bank.control("configure", status_check=shape)
    others = [await shop.billed() for _ in range(3)]
    await bank.reaches()
    bill = replace(adopted(shop, of_theirs), expires_at=others[0].expires_at)
    seen = await bank.provider.fetch_many([bill, *others])
    assert {id_: one.seen for id_, one in seen.items()} == dict.fromkeys(
        [one.payment_id for one in (bill, *others)], Seen.PENDING
    )
    await bank.control("pay", invoice=int(of_theirs.bank_id))
    assert bill.payment_id not in await bank.provider.fetch_many([bill, *others])


async def test_it_is_taken_back_and_its_money_returned(bank: ApiPayBench, shop: Shop) -> None:
    bill = adopted(shop, await billed(bank))
    assert await bank.provider.cancel(bill) == Begun()
    bank.wait(timedelta(seconds=4))
    assert (await bank.provider.fetch(bill)).seen is Seen.CANCELLED
    money = adopted(shop, await paid(bank))
    wish = await part_of(bank, money)
    begun = await bank.provider.refund(wish)
    assert isinstance(begun, Begun)
    bank.wait(bank.repaying_takes())
    for asked in (replace(wish, bank_id=begun.bank_id), wish):
        assert (await bank.provider.fetch_refund(asked)).seen is Returned.COMPLETED
    assert (await bank.provider.balance(money)).returned == wish.amount


async def part_of(bank: ApiPayBench, bill: Bill) -> Repayment:
    seen = await bank.provider.balance(bill)
    assert seen.returned is not None
    part = Money(100000, "KZT")
    return Repayment(1, "refund-1", bill, part, bill.amount, seen.returned, whole=False, asked_at=bank.now())


# --- as strict as with ours


async def test_a_bill_under_a_number_of_ours_is_not_taken_for_one_of_theirs(
    bank: ApiPayBench, shop: Shop
) -> None:
    """Whoever is given the id of our own bill does not get its money counted twice."""
    ours = await shop.paid()
    theirs = replace(ours, reference=f"bank-{ours.bank_id}")
    seen = await bank.provider.fetch(theirs)
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, "paid of another order")
    assert (await bank.provider.balance(theirs)).seen is Seen.UNCLEAR


async def test_a_bill_of_another_number_is_not_taken_for_ours_by_its_id(
    bank: ApiPayBench, shop: Shop
) -> None:
    ours, another = await shop.billed(), await shop.paid()
    mixed = replace(ours, bank_id=another.bank_id)
    seen = await bank.provider.fetch(mixed)
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, "paid of another order")


async def test_one_of_theirs_is_not_taken_for_ours_by_its_id(bank: ApiPayBench, shop: Shop) -> None:
    """A payment of ours that lost its id looks by its number and finds nothing of a subscription."""
    await paid(bank)
    lost = forgotten(shop.intent())
    bank.wait(timedelta(minutes=4))
    assert (await bank.provider.fetch(lost)).seen is Seen.ABSENT


async def test_an_order_of_another_program_does_not_make_it_a_strangers(
    bank: ApiPayBench, shop: Shop
) -> None:
    """The field may hold whatever the bank, or the shop's cabinet, writes there."""
    strange = shop.intent()
    outcome, _ = await shop.create(replace(strange, reference="C-1"))
    assert isinstance(outcome, Accepted)
    bill = replace(strange, reference=f"bank-{outcome.bank_id}", bank_id=outcome.bank_id)
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING
    elsewhere = replace(bill, reference="bank-99999")
    assert (await bank.provider.fetch(elsewhere)).seen is Seen.UNCLEAR


async def test_practice_money_pays_none_of_theirs_in_a_real_shop(bank: ApiPayBench, shop: Shop) -> None:
    await begin(bank, "september", environment="sandbox")
    told = await bank.control(
        "subscription_make",
        body={
            "phone_number": "87001234567",
            "amount": 5000,
            "billing_period": "monthly",
            "bill_immediately": True,
        },
    )
    (bill,) = await port(bank).bills(str(told["subscription"]))
    bank.wait(timedelta(seconds=3))
    await bank.control("pay", invoice=int(bill.bank_id))
    seen = await bank.provider.fetch(adopted(shop, bill))
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, "paid in the sandbox")


async def test_without_its_id_it_is_neither_found_nor_absent_nor_made_once_more(
    bank: ApiPayBench, shop: Shop
) -> None:
    """Proved absent it would be asked for again, and the payer would have two bills."""
    bill = forgotten(adopted(shop, await billed(bank)))
    bank.wait(timedelta(hours=1))
    with pytest.raises(BankSilent):
        await bank.provider.fetch(bill)
    outcome, _ = await shop.create(bill)
    assert isinstance(outcome, Rejected)
    assert outcome.code == "unsent-adopted"
    assert await bank.requests("create") == []


async def test_the_sum_that_was_taken_is_told_whatever_we_expected(bank: ApiPayBench, shop: Shop) -> None:
    of_theirs = await paid(bank)
    seen = await bank.provider.fetch(adopted(shop, of_theirs, amount=Money(100, "KZT")))
    assert (seen.seen, seen.amount) == (Seen.PAID, of_theirs.amount)


# --- reports of them


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_report_names_the_payment_that_stands_for_it(bank: ApiPayBench, generation: str) -> None:
    bill = await paid(bank, generation)
    told = [read(bank, webhook) for webhook in await bank.delivers()]
    invoices = [(one.reference, one.claim) for one in told if one.kind is Kind.PAYMENT]
    assert invoices == [(f"bank-{bill.bank_id}", Seen.PENDING), (f"bank-{bill.bank_id}", Seen.PAID)]
    assert len({one.key for one in told}) == len(told)


async def test_a_report_settles_the_payment_that_stands_for_it_and_nobody_elses(
    bank: ApiPayBench, database: Database
) -> None:
    bill = await paid(bank)
    await bank.control("paid_bulk", count=1)  # of another program, under its own number
    banking = Banking(
        database,
        {"apipay": bank.provider},
        bank.clock,
        CountedIds(),
        owner="test",
        addresses=Addresses("https://shop.example"),
    )
    payment = await booked(database, bill, bank)
    fates, settled = [], []
    for webhook in [*await bank.delivers(), strangers()]:
        delivery = read(bank, webhook)
        if delivery.kind is not Kind.PAYMENT:
            continue
        received = await arrives(database, delivery, bank)
        fates.append(received.fate)
        if received.stored is not None:
            settled.append(await banking.settle(received.stored))
    assert fates == [Fate.STORED, Fate.KNOWN, Fate.NOBODYS]
    assert None not in settled
    after = await database.read(lambda books: books.payment(payment.id))
    invoice = await database.read(lambda books: books.invoice(payment.invoice_id))
    assert after is not None
    assert invoice is not None
    assert (after.state, after.taken, invoice.state) == (PaymentState.PAID, bill.amount, InvoiceState.PAID)


def strangers() -> Received:
    raw = json.dumps(changed(id=99999, external_order_id="order_123")).encode()
    return Received(signed(raw, WEBHOOK_SECRET.encode()), raw)


async def arrives(database: Database, delivery: Delivery, bank: ApiPayBench) -> Kept:
    at = bank.now()
    arrival = Arrival("apipay", "", delivery, b"{}", "test", at, at + timedelta(minutes=1))
    (received,) = await database.write(lambda books: receive_signed(books, [arrival]))
    return received


async def booked(database: Database, bill: BankBill, bank: ApiPayBench) -> Payment:
    """The payment of a bill that the bank made, as it stands in the books."""
    made_at = bill.made_at or bank.now()

    def write(books: Books) -> Payment:
        books.save_person(OWNER, made_at)
        new = NewInvoice(1001, "t" * 22, bill.amount, "Yoga", OWNER.id, "s", made_at, made_at + DAY)
        invoice = books.add_invoice(new)
        assert invoice is not None
        reference = f"bank-{bill.bank_id}"
        payment = books.add_payment(
            NewPayment(invoice.id, "apipay", reference, bill.amount, "h" * 22, made_at)
        )
        stands = {"bank_id": bill.bank_id, "asked_at": made_at, "expires_at": made_at + DAY}
        assert books.move_payment(
            payment.id, frozenset({PaymentState.RESERVED}), PaymentState.PENDING, stands
        )
        return payment

    return await database.write(write)


@pytest.fixture
async def database(quick_books: str) -> AsyncIterator[Database]:
    async for opened in open_database(quick_books, NearDatabase):
        yield opened
