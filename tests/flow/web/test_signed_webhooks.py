"""Banks that sign their reports and call one address for all payments."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from billing.answers import Delivery, Forged, Kind, Seen
from billing.catalog.banking import BankItem, BankItemState, NewBankItem
from billing.catalog.models import NewItem
from billing.halts import BankCall, CallKind
from billing.models import Payment
from billing.money import Money
from billing.records import NewRefund
from billing.states import RefundState
from store.books import SqlBooks
from store.schema import bank_events
from tests.flow.web.receiver import OWNER, Receiver
from tests.support.bank import ObedientBank

ADDRESS = "/webhooks/signbank"


def read(headers: Mapping[str, str], body: bytes) -> Delivery | Forged:
    """This bank's signature is one word."""
    if headers.get("X-Signed") != "yes":
        return Forged("not signed")
    told = json.loads(body)
    return Delivery(Kind(told["kind"]), f"{told['ref']}:{told['state']}", told["ref"], Seen(told["state"]))


@pytest.fixture
def bank(shop: Receiver) -> ObedientBank:
    bank = ObedientBank("signbank")
    bank.capabilities = replace(bank.capabilities, signs=True)
    bank.reads = read
    shop.banking.providers[bank.slug] = bank  # type: ignore[index]
    return bank


@pytest.fixture
async def payment(shop: Receiver, bank: ObedientBank) -> Payment:
    invoice = await shop.issue()
    await shop.desk.pay(invoice.id, bank.slug)
    await shop.settled()
    return await shop.payment(invoice)


async def report(
    browser: aiohttp.ClientSession, ref: str | None, kind: Kind = Kind.PAYMENT, signed: str = "yes"
) -> int:
    body = json.dumps({"kind": kind, "ref": ref, "state": "paid"}).encode()
    async with browser.post(ADDRESS, data=body, headers={"X-Signed": signed}) as answer:
        return answer.status


async def test_a_signed_report_is_stored_and_handed_on_once(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    told = await asyncio.gather(*(report(browser, payment.reference) for _ in range(10)))
    assert set(told) == {200}
    assert [one.payment_id for one in shop.settle] == [payment.id]
    assert (await shop.rows())["deliveries"] == 1


async def test_a_wrong_signature_is_turned_away(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    assert await report(browser, payment.reference, signed="no") == 401
    assert (await shop.rows())["deliveries"] == 0


@pytest.mark.parametrize("kind", [Kind.SUBSCRIPTION, Kind.CATALOG, Kind.TEST, Kind.OTHER])
async def test_what_we_do_not_act_on_is_taken(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment, kind: Kind
) -> None:
    assert await report(browser, payment.reference, kind) == 200
    assert shop.settle == []


async def test_what_is_reported_of_subscriptions_is_stored_sealed_and_once(
    shop: Receiver, browser: aiohttp.ClientSession, bank: ObedientBank
) -> None:
    for _ in range(3):
        assert await report(browser, "C-1", Kind.SUBSCRIPTION) == 200
    assert await report(browser, "C-2", Kind.SUBSCRIPTION) == 200
    assert await report(browser, "C-3", Kind.SUBSCRIPTION, signed="no") == 401
    kept = await shop.books_do(
        lambda books: [(e.key, e.kind, bytes(e.body)) for e in books.rows(bank_events)]
    )
    assert [(key, kind) for key, kind, _ in kept] == [
        ("C-1:paid", "subscription"),
        ("C-2:paid", "subscription"),
    ]
    assert all(b"C-1" not in body and b"subscription" not in body for _, _, body in kept)


async def test_what_is_reported_of_the_catalog_makes_the_item_due_for_a_look(
    shop: Receiver, browser: aiohttp.ClientSession, bank: ObedientBank
) -> None:
    at = shop.desk.clock.now()

    def known(books: SqlBooks) -> BankItem:
        item = books.add_item(NewItem("token", "Tea", Money(100, "KZT")), at)
        assert item is not None
        row = books.add_bank_item(NewBankItem(bank.slug, item.id, "77", BankItemState.ACTIVE), at)
        assert row is not None
        books.amend_bank_item(row.id, next_look=None)
        return row

    row = await shop.books_do(known)
    assert await report(browser, "77", Kind.CATALOG, signed="no") == 401
    assert await shop.books_do(lambda books: books.due_bank_items(bank.slug, at, 9)) == []
    assert await report(browser, "77", Kind.CATALOG) == 200
    (due,) = await shop.books_do(lambda books: books.due_bank_items(bank.slug, shop.desk.clock.now(), 9))
    assert (due.id, due.state) == (row.id, BankItemState.PENDING)


async def test_books_that_are_away_have_the_bank_report_a_subscription_again(
    shop: Receiver, browser: aiohttp.ClientSession, bank: ObedientBank
) -> None:
    shop.store.away = True
    assert await report(browser, "C-1", Kind.SUBSCRIPTION) == 503


@pytest.mark.parametrize("ref", ["somebody-elses", None])
async def test_somebody_elses_bill_is_taken_and_is_no_concern(
    shop: Receiver, browser: aiohttp.ClientSession, bank: ObedientBank, ref: str | None
) -> None:
    assert await report(browser, ref) == 200
    assert (await shop.rows())["deliveries"] == 0


async def test_the_same_reference_at_another_bank_is_another_payment(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    other = await shop.desk.pay(payment.invoice_id, "halyk")
    await shop.settled()
    assert other.reference == payment.reference  # each bank's numbers are counted by themselves
    assert await report(browser, payment.reference) == 200
    assert [one.payment_id for one in shop.settle] == [payment.id]


async def test_a_report_of_a_refund_has_it_looked_at_now(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    at = shop.bench.now()
    new = NewRefund(
        payment.invoice_id, payment.id, Money(1000, "KZT"), "key", "source", at, person_id=OWNER.id
    )
    refund = await shop.books_do(lambda books: books.add_refund(new))
    far = shop.bench.now().replace(year=2030)
    await shop.books_do(lambda books: books.amend_refund(refund.id, asked_at=at, next_look=far))
    assert await report(browser, payment.reference, Kind.REFUND) == 200
    after = await shop.books_do(lambda books: books.refund(refund.id))
    assert (after.state, after.next_look < far) == (RefundState.REQUESTED, True)


async def test_books_that_are_away_have_the_bank_come_again(
    shop: Receiver, browser: aiohttp.ClientSession, payment: Payment
) -> None:
    shop.store.away = True
    assert await report(browser, payment.reference) == 503


async def test_a_bank_that_does_not_sign_has_no_such_address(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    async with browser.post("/webhooks/halyk", data=b"{}") as answer:
        assert answer.status == 404


async def calls(shop: Receiver) -> dict[CallKind, BankCall]:
    return await shop.database.read(lambda books: books.bank_calls("signbank"))


async def test_a_test_from_the_cabinet_is_written_down(
    shop: Receiver, browser: aiohttp.ClientSession, bank: ObedientBank
) -> None:
    assert await calls(shop) == {}
    before = shop.desk.clock.now()
    assert await report(browser, None, Kind.TEST) == 200
    kept = await calls(shop)
    assert list(kept) == [CallKind.TEST]
    assert before <= kept[CallKind.TEST].at <= shop.desk.clock.now()


async def test_of_a_flood_of_forged_reports_one_a_minute_is_written_down(
    shop: Receiver, browser: aiohttp.ClientSession, bank: ObedientBank
) -> None:
    """Whoever likes may send them: they must not keep the books busy."""
    assert await report(browser, None, signed="no") == 401
    first = (await calls(shop))[CallKind.FORGED]
    assert first.why == "not signed"
    assert {await report(browser, None, signed="no") for _ in range(5)} == {401}
    assert await calls(shop) == {CallKind.FORGED: first}
    shop.bench.wait(timedelta(seconds=61))
    await report(browser, None, signed="no")
    assert (await calls(shop))[CallKind.FORGED].at > first.at
