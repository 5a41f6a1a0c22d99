"""Bills and refunds by lines against ApiPay's simulator: who adds up what, and what is not taken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from billing.answers import (
    LINES_REFUSED,
    Accepted,
    Begun,
    Declined,
    Kind,
    Outcome,
    Rejected,
    Returned,
    Seen,
    Unknown,
)
from billing.models import RefundRefusal
from billing.money import Money
from billing.questions import Bill, RepaidLine, Repayment
from billing.statement import Ledger, Query
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import GENERATIONS, SYNCED, goods, in_cart, item, sold
from tests.contract.harness import Phase, Received, Shop, Trouble
from tests.contract.standing import forgotten
from tests.contract.test_webhooks import read


async def made(shop: Shop, bill: Bill) -> Accepted:
    outcome, _ = await shop.create(bill)
    assert isinstance(outcome, Accepted), outcome
    return outcome


async def paid_cart(bank: ApiPayBench, shop: Shop) -> tuple[Bill, list[str]]:
    """Two lattes and a raf with ten per cent off: 5130 tenge."""
    ids = await sold(bank, item(), item("Раф", 2100))
    outcome, bill = await shop.create(in_cart(shop, 5130, (ids[0], 2, 1800), (ids[1], 1, 2100), discount=10))
    assert isinstance(outcome, Accepted)
    await bank.pays(bill)
    return bill, ids


def pieces(repayment: Repayment, *lines: tuple[str, int]) -> Repayment:
    return replace(repayment, lines=tuple(RepaidLine(*line) for line in lines))


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_the_bank_bills_the_lines_and_says_what_they_come_to(
    bank: ApiPayBench, shop: Shop, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    bill, ids = await paid_cart(bank, shop)
    (asked,) = await bank.requests("create")
    assert asked["body"]["cart_items"] == [
        {"catalog_item_id": int(ids[0]), "count": 2, "price": 1800},
        {"catalog_item_id": int(ids[1]), "count": 1, "price": 2100},
    ]
    assert (asked["body"]["discount_percentage"], "amount" in asked["body"]) == (10, False)
    seen = await bank.provider.fetch(bill)
    assert (seen.seen, seen.amount) == (Seen.PAID, Money(513000, "KZT"))
    query = Query(Ledger.OPERATIONS, bank.now() - timedelta(days=1), bank.now() + timedelta(seconds=5))
    rows = [row async for row in bank.provider.operations(query)]
    assert [(row.invoice, row.amount) for row in rows] == [(bill.reference, Money(513000, "KZT"))]


async def test_the_agreed_price_counts_and_not_that_of_the_catalog(bank: ApiPayBench, shop: Shop) -> None:
    (there,) = await sold(bank, item())
    await bank.control("item_change", item=int(there), price=999900)
    outcome = await made(shop, in_cart(shop, 3000, (there, 2, 1500)))
    assert outcome.total == Money(300000, "KZT")


@pytest.mark.parametrize(("word", "total"), [("more", 180100), ("less", 179900)])
async def test_a_total_that_is_not_ours_is_handed_on_to_be_judged(
    bank: ApiPayBench, shop: Shop, word: str, total: int
) -> None:
    (there,) = await sold(bank, item())
    await bank.control("totals", next=word)
    outcome, bill = await shop.create(in_cart(shop, 1800, (there, 1, 1800)))
    assert isinstance(outcome, Accepted)
    assert outcome.total == Money(total, "KZT")
    found = await bank.provider.fetch(forgotten(bill))
    assert (found.seen, found.total) == (Seen.PENDING, Money(total, "KZT"))


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("trouble", ["reset_after", "500"])
async def test_a_bill_by_lines_whose_answer_was_lost_is_found_and_made_no_second_time(
    bank: ApiPayBench, shop: Shop, generation: str, trouble: str
) -> None:
    await bank.control("configure", generation=generation)
    (there,) = await sold(bank, item())
    bill = in_cart(shop, 1800, (there, 1, 1800))
    await bank.trouble("create", trouble, count=1, acted=True)
    outcome, _ = await shop.create(bill)
    assert isinstance(outcome, Unknown)
    found = await bank.provider.fetch(bill)
    assert (found.seen, found.total) == (Seen.PENDING, Money(180000, "KZT"))
    if generation != "april":  # it knows the key
        again = await made(shop, bill)
        assert (again.bank_id, again.total) == (found.bank_id, found.total)
    assert await bank.bills_made(bill) == 1


async def refused(bank: ApiPayBench, shop: Shop, bill: Bill) -> Outcome:
    """The same bill by its amount is what the core makes of it."""
    outcome, _ = await shop.create(bill)
    assert isinstance(await made(shop, replace(bill, lines=(), discount=0)), Accepted)
    return outcome


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("no catalog", "catalog_not_supported"),
        ("unknown", "catalog_item_unknown"),
        ("pending", "catalog_item_unknown"),
        ("deleted", "catalog_item_unknown"),
        ("free of charge", "cart_items"),
    ],
)
async def test_lines_that_are_not_taken_leave_the_bill_to_its_amount(
    bank: ApiPayBench, shop: Shop, generation: str, why: str, code: str
) -> None:
    await bank.control("configure", generation=generation, has_catalog=why != "no catalog")
    there, price = "99999", 1800
    if why in ("deleted", "free of charge"):
        (there,) = await sold(bank, item())
        price = 0 if why == "free of charge" else price
    if why == "deleted":
        await bank.control("item_delete", item=int(there))
    if why == "pending":
        await bank.control("jobs", next="stays")
        (there,) = await sold(bank, item())
    outcome = await refused(bank, shop, in_cart(shop, 1800, (there, 1, price)))
    assert isinstance(outcome, Rejected)
    assert (outcome.code, outcome.halt) == (LINES_REFUSED + code, None)


# --- back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_pieces_of_a_line_go_back(bank: ApiPayBench, shop: Shop, generation: str) -> None:
    await bank.control("configure", generation=generation)
    bill, ids = await paid_cart(bank, shop)
    repayment = pieces(await shop.repayment(bill, 162000), (ids[0], 1))
    begun = await bank.provider.refund(repayment)
    assert isinstance(begun, Begun)
    (asked,) = await bank.requests("refund")
    assert asked["body"] == {
        "return_items": [{"catalog_item_id": int(ids[0]), "count": 1}],
        "reason": "Кофе остыл [refund-1]",
    }
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch_refund(replace(repayment, bank_id=begun.bank_id))
    assert (seen.seen, seen.total) == (Returned.COMPLETED, None)
    assert (await bank.provider.balance(bill)).returned == Money(162000, "KZT")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_all_of_a_cart_goes_back_by_its_amount(bank: ApiPayBench, shop: Shop, generation: str) -> None:
    await bank.control("configure", generation=generation)
    bill, ids = await paid_cart(bank, shop)
    whole = pieces(await shop.repayment(bill), (ids[0], 2), (ids[1], 1))
    assert isinstance(await bank.provider.refund(whole), Begun)
    assert (await bank.requests("refund"))[0]["body"]["amount"] == 5130
    bank.wait(bank.repaying_takes())
    assert (await bank.provider.balance(bill)).returned == bill.amount


async def test_pieces_that_come_to_another_sum_than_ours_are_begun_with_the_banks(
    bank: ApiPayBench, shop: Shop
) -> None:
    bill, ids = await paid_cart(bank, shop)
    repayment = pieces(await shop.repayment(bill, 160000), (ids[0], 1))
    begun = await bank.provider.refund(repayment)
    assert isinstance(begun, Begun)
    assert begun.amount == Money(162000, "KZT")
    bank.wait(bank.repaying_takes())
    for asked in (replace(repayment, bank_id=begun.bank_id), repayment):  # known by our mark, too
        seen = await bank.provider.fetch_refund(asked)
        assert (seen.seen, seen.amount) == (Returned.COMPLETED, Money(162000, "KZT"))


@pytest.mark.parametrize("trouble", [Trouble.RESET_DONE, Trouble.SERVER_ERROR])
async def test_pieces_whose_answer_was_lost_are_recognised(
    bank: ApiPayBench, shop: Shop, trouble: Trouble
) -> None:
    bill, ids = await paid_cart(bank, shop)
    repayment = pieces(await shop.repayment(bill, 162000), (ids[0], 1))
    await bank.breaks(Phase.REPAY, trouble)
    assert isinstance(await bank.provider.refund(repayment), Unknown)
    done = trouble is Trouble.RESET_DONE
    bank.wait(bank.repaying_takes())
    seen = await bank.provider.fetch_refund(repayment)
    assert seen.seen is (Returned.COMPLETED if done else Returned.PENDING)
    assert seen.total == (None if done else repayment.before)


@pytest.mark.parametrize("generation", ["august", "september"])
async def test_a_part_of_a_cart_without_its_pieces_is_declined_in_words(
    bank: ApiPayBench, shop: Shop, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    bill, _ = await paid_cart(bank, shop)
    outcome = await bank.provider.refund(await shop.repayment(bill, 100000))
    assert isinstance(outcome, Declined)
    assert (outcome.refusal, outcome.code) == (RefundRefusal.OUR_REQUEST, "return_items_required")


async def test_more_pieces_than_were_bought_are_declined(bank: ApiPayBench, shop: Shop) -> None:
    bill, ids = await paid_cart(bank, shop)
    outcome = await bank.provider.refund(pieces(await shop.repayment(bill, 486000), (ids[0], 3)))
    assert isinstance(outcome, Declined)
    assert outcome.refusal is RefundRefusal.OUR_REQUEST


# --- told -----------------------------------------------------------------------------------------------


async def test_the_bank_tells_when_an_item_is_done(bank: ApiPayBench) -> None:
    await bank.control("configure", generation="september")
    (there,) = await sold(bank, item())
    await goods(bank).remove(there)
    bank.wait(SYNCED)
    await bank.control("books")
    told = [read(bank, webhook) for webhook in await bank.delivers()]
    assert [(one.kind, one.reference, one.claim) for one in told] == [(Kind.CATALOG, there, Seen.UNCLEAR)] * 2
    assert told[0].key != told[1].key
    copies = [read(bank, Received(w.headers, w.body)).key for w in bank.received()]
    assert copies == [one.key for one in told]
    assert {json.loads(w.body)["event"] for w in bank.received()} == {"catalog.item_processed"}
