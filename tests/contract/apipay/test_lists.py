"""ApiPay's lists as a statement: whole, by the time when money came, with what went back beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.errors import BankSilent
from billing.money import Money
from billing.statement import Filter, Ledger, Method, Operation, Order, Query, QueryWrong
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Fate, Shop

GENERATIONS = ["april", "september"]


def asked(
    bank: ApiPayBench, filters: Sequence[Filter] = (), orders: Sequence[Order] = (), hours: float = 24
) -> Query:
    since = bank.now() - timedelta(hours=hours)
    return Query(Ledger.OPERATIONS, since, bank.now() + timedelta(seconds=5), tuple(filters), tuple(orders))


async def listed(bank: ApiPayBench, query: Query) -> list[Operation]:
    return [row async for row in bank.provider.operations(query)]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_paid_bills_stand_with_their_sums_and_what_went_back(
    bank: ApiPayBench, shop: Shop, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    plain, part = await shop.paid(), await shop.paid()
    await shop.billed()
    await bank.provider.refund(await shop.repayment(part, 150000))
    bank.wait(bank.repaying_takes())
    rows = await listed(bank, asked(bank))
    assert [(row.invoice, row.amount, row.refunded) for row in rows] == [
        (plain.reference, plain.amount, None),
        (part.reference, part.amount, Money(150000, "KZT")),
    ]
    assert all(row.reference and row.client and row.happened_at for row in rows)
    assert rows[1].refunded_at is not None


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_a_row_is_confirmed_by_its_own_invoice(bank: ApiPayBench, shop: Shop, generation: str) -> None:
    await bank.control("configure", generation=generation)
    bill = await shop.paid()
    (row,) = await listed(bank, asked(bank))
    seen = await bank.provider.confirm(row)
    assert seen is not None
    assert (seen.seen, seen.amount, seen.bank_id) == (Seen.PAID, bill.amount, row.id)


async def test_what_was_made_before_the_period_and_paid_in_it_is_listed(
    bank: ApiPayBench, shop: Shop
) -> None:
    early = await shop.paid()
    late = await shop.billed()
    bank.wait(timedelta(hours=23))
    await bank.pays(late)
    assert [row.invoice for row in await listed(bank, asked(bank, hours=1))] == [late.reference]
    assert len(await listed(bank, asked(bank, hours=30))) == 2
    assert early.reference != late.reference


async def test_a_word_that_we_do_not_know_is_shown(bank: ApiPayBench, shop: Shop) -> None:
    bill = await shop.billed(Fate.UNKNOWN_WORD)
    await bank.pays(bill)
    assert [row.status for row in await listed(bank, asked(bank))] == ["settling"]


@pytest.mark.parametrize(("words", "sent"), [(("expired",), True), (("expired", "error"), False)])
async def test_statuses_are_asked_for_where_every_server_knows_them(
    bank: ApiPayBench, shop: Shop, words: tuple[str, ...], sent: bool
) -> None:
    """A word that a server does not know is 422 there, so then all is read and sifted here."""
    bill = await shop.billed()
    await shop.paid()
    await bank.control("expire", external_order_id=bill.reference)
    rows = await listed(bank, asked(bank, [Filter("status", Method.IN, words)]))
    assert [row.invoice for row in rows] == [bill.reference]
    assert ("status[]=expired" in (await bank.requests("list"))[-1]["query"]) is sent


async def test_words_are_looked_for_by_the_bank(bank: ApiPayBench, shop: Shop) -> None:
    first, second = await shop.paid(), await shop.paid()
    rows = await listed(bank, asked(bank, [Filter("search", Method.LIKE, (f"%{second.reference}%",))]))
    assert [row.invoice for row in rows] == [second.reference]
    assert first.reference != second.reference


async def test_rows_come_in_the_order_asked_for(bank: ApiPayBench) -> None:
    for amount in (200000, 300000, 100000):
        await bank.control("paid_bulk", count=1, amount=amount)
    rows = await listed(bank, asked(bank, orders=[Order("amount", descending=True)]))
    assert [row.amount.minor for row in rows if row.amount] == [300000, 200000, 100000]


@pytest.mark.parametrize(
    "wrong",
    [
        Filter("status", Method.IN, ("nonsense",)),
        Filter("status", Method.LIKE, ("%paid",)),
        Filter("search", Method.MORE, ("5",)),
        Filter("amount", Method.EQUAL, ("5000",)),
    ],
)
async def test_what_the_bank_has_no_filter_for_is_said_before_asking(
    bank: ApiPayBench, wrong: Filter
) -> None:
    with pytest.raises(QueryWrong):
        bank.provider.operations(asked(bank, [wrong]))
    assert await bank.requests() == []


@pytest.mark.parametrize("endpoint", ["list", "refunds"])
@pytest.mark.parametrize("kind", ["500", "html", "404", "badjson"])
async def test_a_list_that_does_not_come_whole_is_none(
    bank: ApiPayBench, shop: Shop, endpoint: str, kind: str
) -> None:
    await shop.paid()
    await bank.trouble(endpoint, kind)
    with pytest.raises(BankSilent):
        await listed(bank, asked(bank))


async def test_there_is_one_list_and_no_setting_for_it_lacks(bank: ApiPayBench) -> None:
    assert bank.provider.shape(Ledger.OPERATIONS) is not None
    assert bank.provider.shape(Ledger.TRANSFERS) is None
    assert bank.provider.missing(Ledger.OPERATIONS) == ""
