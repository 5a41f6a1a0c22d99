"""Whom Kaspi names as the payer, and its own number of the bill, in both generations of answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import Observation, Seen
from billing.questions import Bill
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Shop
from tests.contract.standing import forgotten

IVAN = "+77770000001"  # the practice Kaspi knows him as Иван И.
pytestmark = pytest.mark.parametrize("generation", ["april", "august", "september"])


@pytest.fixture(autouse=True)
async def as_of(bank: ApiPayBench, generation: str) -> None:
    await bank.control("configure", generation=generation)


async def billed(shop: Shop) -> Bill:
    _, bill = await shop.create(replace(shop.intent(), phone=IVAN))
    return bill


async def told(bank: ApiPayBench, bill: Bill) -> tuple[Seen, str, bool]:
    """What is seen, who pays, and whether it is the number that Kaspi itself has."""
    seen = await bank.provider.fetch(bill)
    number = (await bank.invoice(bill))["kaspi_invoice_id"]
    assert seen.details.reference == (number or "")
    return seen.seen, seen.payer, bool(number)


async def test_name_and_number_are_null_until_kaspi_has_the_bill(bank: ApiPayBench, shop: Shop) -> None:
    bill = await billed(shop)
    assert await told(bank, bill) == (Seen.PENDING, "", False)
    await bank.reaches()
    assert await told(bank, bill) == (Seen.PENDING, "Иван И.", True)
    await bank.pays(bill)
    assert await told(bank, bill) == (Seen.PAID, "Иван И.", True)


@pytest.mark.parametrize("ending", ["expire", "refuse", "cancel"])
async def test_a_bill_that_nobody_paid_names_whom_it_was_for(
    bank: ApiPayBench, shop: Shop, ending: str
) -> None:
    bill = await billed(shop)
    await bank.reaches()
    await bank.control(ending, external_order_id=bill.reference)
    bank.wait(timedelta(seconds=10))
    _, payer, numbered = await told(bank, bill)
    assert (payer, numbered) == ("Иван И.", True)


async def test_a_bill_to_a_number_that_kaspi_does_not_know_names_nobody(
    bank: ApiPayBench, shop: Shop
) -> None:
    _, bill = await shop.create(replace(shop.intent(), phone="+77770000002"))
    await bank.reaches()
    assert await told(bank, bill) == (Seen.REJECTED, "", False)


async def test_a_bill_found_by_our_reference_has_them_too(bank: ApiPayBench, shop: Shop) -> None:
    bill = await billed(shop)
    await bank.reaches()
    seen = await bank.provider.fetch(forgotten(bill))
    assert (seen.payer, seen.details.reference) == (
        "Иван И.",
        (await bank.invoice(bill))["kaspi_invoice_id"],
    )


async def test_a_name_that_changes_or_vanishes_is_told_as_it_is(bank: ApiPayBench, shop: Shop) -> None:
    bill = await billed(shop)
    await bank.pays(bill)
    for name in ("Әсел <b>Ә.</b>", None):
        await bank.control("payer", external_order_id=bill.reference, name=name)
        assert await told(bank, bill) == (Seen.PAID, name or "", True)


async def test_a_name_full_of_pranks_is_one_short_line(bank: ApiPayBench, shop: Shop) -> None:
    bill = await billed(shop)
    await bank.reaches()
    await bank.control("payer", external_order_id=bill.reference, name="Иван\n\x00" + "🙂" * 5000)
    payer = (await bank.provider.fetch(bill)).payer
    assert payer.startswith("Иван  🙂")
    assert len(payer) <= 500


async def test_what_is_seen_of_many_has_the_number(bank: ApiPayBench, shop: Shop) -> None:
    bills = [await billed(shop) for _ in range(4)]
    await bank.reaches()
    seen = await bank.provider.fetch_many(bills)
    for bill in bills:
        number = (await bank.invoice(bill))["kaspi_invoice_id"]
        assert seen[bill.payment_id].details.reference == number


async def test_nobody_is_named_in_a_log(
    bank: ApiPayBench, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    bill = await billed(shop)
    await bank.pays(bill)
    seen: Observation = await bank.provider.fetch(bill)
    assert seen.payer == "Иван И."
    assert "Иван" not in repr(seen)
    assert "Иван" not in caplog.text
