"""What the bank says of the rows of its own list, asked one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.errors import BankRefusesUs, BankSilent
from billing.money import Money
from billing.statement import Ledger, Operation, Query
from tests.contract.halyk.bench import HalykBench
from tests.contract.harness import Fate, Shop


async def listed(bank: HalykBench, ledger: Ledger = Ledger.OPERATIONS) -> list[Operation]:
    now = bank.now()
    query = Query(ledger, now - timedelta(days=1, seconds=5), now + timedelta(seconds=5))
    return [row async for row in bank.provider.operations(query)]


async def test_each_row_with_an_invoice_is_confirmed_with_its_whole_sum(bank: HalykBench) -> None:
    await bank.control("operations_bulk", count=24, seed=1, empty=0)
    for row in await listed(bank):
        seen = await bank.provider.confirm(row)
        assert seen is not None
        assert (seen.seen, seen.amount, seen.bank_id) == (Seen.PAID, row.total, row.id)


@pytest.mark.parametrize("refunded", [0, 40_000, 100_000, 108_000])
async def test_a_refund_in_part_or_in_whole_with_bonuses_does_not_hide_what_was_paid(
    bank: HalykBench, refunded: int
) -> None:
    for invoice in ("700001", "700002", "700003", "700004"):  # the bank writes refunds in several ways
        await bank.control(
            "operation", at=-60, invoiceID=invoice, amount=100_000, bonus=8_000, refunded=refunded
        )
    for row in await listed(bank):
        seen = await bank.provider.confirm(row)
        assert seen is not None
        assert (seen.seen, seen.amount) == (Seen.PAID, Money(108_000, "KZT"))


async def test_a_row_without_an_invoice_cannot_be_asked_about(bank: HalykBench) -> None:
    await bank.control("operation", at=-60)
    (row,) = await listed(bank)
    assert await bank.provider.confirm(row) is None
    assert await bank.requests("status") == []


async def test_a_transfer_cannot_be_asked_about(bank: HalykBench) -> None:
    await bank.control("transfer", at=-60, invoiceID="123456789377804")
    (row,) = await listed(bank, Ledger.TRANSFERS)
    assert await bank.provider.confirm(row) is None
    assert await bank.requests("status") == []


async def test_what_check_status_does_not_know_stays_unknown(bank: HalykBench) -> None:
    await bank.control("operation", at=-60, invoiceID="700001")
    (row,) = await listed(bank)
    assert await bank.provider.confirm(replace(row, invoice="700002")) is None


async def test_our_own_payment_is_confirmed_and_one_that_is_held_is_not_paid(bank: HalykBench) -> None:
    shop = Shop(bank)
    paid, held = await shop.billed(), await shop.billed(Fate.HOLDS)
    for bill in (paid, held):
        await bank.pays(bill)
    await bank.control("configure", empty_invoice=0, lists="all")
    rows = {row.invoice: row for row in await listed(bank)}
    seen = {name: await bank.provider.confirm(row) for name, row in rows.items()}
    told = {name: each.seen for name, each in seen.items() if each is not None}
    assert told == {paid.reference: Seen.PAID, held.reference: Seen.AUTHORIZED}


async def test_another_operation_under_the_same_invoice_proves_nothing(bank: HalykBench) -> None:
    await bank.control("operation", at=-60, invoiceID="700001")
    (row,) = await listed(bank)
    other = replace(row, id="00000000-0000-4000-8000-000000000000")
    seen = await bank.provider.confirm(other)
    assert seen is not None
    assert (seen.seen, seen.word) == (Seen.UNCLEAR, "CHARGE of another operation")


@pytest.mark.parametrize("wrong", [{"amount": Money(100_100, "KZT")}, {"amount": Money(100_000, "USD")}])
async def test_another_sum_than_the_rows_proves_nothing(bank: HalykBench, wrong: dict[str, Money]) -> None:
    await bank.control("operation", at=-60, invoiceID="700001")
    (row,) = await listed(bank)
    seen = await bank.provider.confirm(replace(row, bonus=None, refunded=None, **wrong))
    assert seen is not None
    assert seen.seen is Seen.UNCLEAR


async def test_a_silent_bank_and_one_that_refuses_us_are_told_apart(bank: HalykBench) -> None:
    await bank.control("operation", at=-60, invoiceID="700001")
    (row,) = await listed(bank)
    await bank.control("trouble", endpoint="status", kind="500", count=1)
    with pytest.raises(BankSilent):
        await bank.provider.confirm(row)
    await bank.control("trouble", endpoint="status", kind="401", count=2)
    with pytest.raises(BankRefusesUs):
        await bank.provider.confirm(row)
