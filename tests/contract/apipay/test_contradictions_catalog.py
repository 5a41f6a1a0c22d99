"""Where ApiPay's documents contradict each other about catalog and carts: a test for each, named after it.

Those of the table have its numbers; the others are of the list of endpoints, 9 to 14.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from billing.answers import Accepted, Seen
from billing.catalog.banking import BankItemState, CatalogRefused, Made, NoCatalog, ToMake
from billing.errors import BankRefusesUs
from billing.money import Money
from providers.apipay.catalog import calls
from sandbox.apipay import WEBHOOK_SECRET
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import GENERATIONS, SYNCED, goods, in_cart, item, picture, sold
from tests.contract.harness import Received, Shop
from tests.contract.test_webhooks import read
from tests.unit.apipay.test_webhook import signed


@pytest.mark.parametrize(("generation", "shown"), [("april", "10"), ("september", 10)])
async def test_contradiction_14_a_discount_is_sent_as_a_number_and_read_as_text_or_number(
    bank: ApiPayBench, shop: Shop, generation: str, shown: object
) -> None:
    await bank.control("configure", generation=generation)
    (there,) = await sold(bank, item())
    outcome, bill = await shop.create(in_cart(shop, 3240, (there, 2, 1800), discount=10))
    assert isinstance(outcome, Accepted)
    assert outcome.total == bill.amount
    (asked,) = await bank.requests("create")
    assert asked["body"]["discount_percentage"] == 10
    assert all("discount" not in line for line in asked["body"]["cart_items"])
    assert (await bank.provider.fetch(bill)).seen is Seen.PENDING
    raw = json.dumps(
        {
            "event": "invoice.status_changed",
            "invoice": {"id": 42, "status": "paid", "discount_percentage": shown, "external_order_id": "x"},
        }
    ).encode()
    assert read(bank, Received(signed(raw, WEBHOOK_SECRET.encode()), raw)).claim is Seen.PAID


@pytest.mark.parametrize("discount", [0, 100])
async def test_contradiction_14_a_discount_of_nothing_or_of_everything_is_not_sent(
    bank: ApiPayBench, shop: Shop, discount: int
) -> None:
    (there,) = await sold(bank, item())
    await shop.create(in_cart(shop, 1800, (there, 1, 1800), discount=discount))
    await shop.create(replace(shop.intent(), discount=discount))
    for asked in await bank.requests("create"):
        assert "discount_percentage" not in asked["body"]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_22_the_stricter_limits_of_the_catalog_hold(
    bank: ApiPayBench, generation: str
) -> None:
    """10 MB and four types or 6 MB and two; 50 items or 100; barcodes of 50 characters or 32."""
    await bank.control("configure", generation=generation)
    catalog = goods(bank)
    assert catalog.batch == 50
    rows = [ToMake(item(f"Item {place}", barcode=f"{place:032}")) for place in range(50)]
    made = await catalog.make(rows)
    assert len({each.bank_id for each in made} - {None}) == 50
    (refused,) = await catalog.make([ToMake(item(barcode="4" * 33))])
    assert refused == Made(
        None, BankItemState.FAILED, "unsent-barcode", f"at most {calls.BARCODE} characters"
    )
    for wrong in (b"GIF89a" + bytes(99), picture() + bytes(6 * 1024 * 1024)):
        with pytest.raises(CatalogRefused):
            await catalog.upload(wrong)
    assert [len(asked["body"]["items"]) for asked in await bank.requests("catalog_create")] == [50]
    assert await bank.requests("upload_image") == []
    large = BytesIO()
    Image.new("L", (4000, 3000)).save(large, "JPEG", quality=10)
    assert await catalog.upload(large.getvalue())


@pytest.mark.parametrize("lines", [False, True])
async def test_contradiction_24_either_an_amount_is_sent_or_a_cart(
    bank: ApiPayBench, shop: Shop, lines: bool
) -> None:
    (there,) = await sold(bank, item())
    outcome, _ = await shop.create(in_cart(shop, 1800, (there, 1, 1800)) if lines else shop.intent())
    assert isinstance(outcome, Accepted)
    (asked,) = await bank.requests("create")
    assert set(asked["body"]) == {
        "phone_number",
        "cart_items" if lines else "amount",
        "description",
        "external_order_id",
        "external_order_id_idempotency",
    }


async def test_contradiction_of_9_to_14_no_catalog_is_400_or_422_and_an_unverified_shop_404(
    bank: ApiPayBench,
) -> None:
    await bank.control("configure", has_catalog=False)
    with pytest.raises(NoCatalog):
        await goods(bank).units()
    await bank.control("configure", has_catalog=True)
    await bank.trouble("units", "organization_not_verified", count=1)
    with pytest.raises(NoCatalog):
        await goods(bank).units()
    await bank.trouble("units", "401", count=1)
    with pytest.raises(BankRefusesUs):
        await goods(bank).units()


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_of_10_an_item_that_is_not_active_is_listed_by_default_or_not(
    bank: ApiPayBench, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    catalog = goods(bank)
    await bank.control("jobs", next="catalog_item_duplicate")
    await catalog.make([ToMake(item("Не вышел"))])
    bank.wait(SYNCED)
    (leaving,) = await sold(bank, item("Уходит"))
    await catalog.remove(leaving)
    await catalog.make([ToMake(item("Новый"))])
    assert {row.shown.name: row.state async for row in catalog.items()} == {
        "Не вышел": BankItemState.FAILED,
        "Уходит": BankItemState.DELETING,
        "Новый": BankItemState.PENDING,
    }


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_of_10_one_item_can_be_asked_for_or_only_the_list(
    bank: ApiPayBench, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    first, second = await sold(bank, item(), item("Раф"))
    assert [(await goods(bank).item(there)) is not None for there in (first, second)] == [True, True]
    await bank.control("item_delete", item=int(first))
    assert [(await goods(bank).item(there)) is not None for there in (first, second)] == [False, True]


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_of_12_a_wrong_item_spoils_the_call_or_is_rejected_alone(
    bank: ApiPayBench, generation: str
) -> None:
    await bank.control("configure", generation=generation)
    made = await goods(bank).make([ToMake(replace(item(), unit="999")), ToMake(item("Раф"))])
    assert [(each.bank_id is None, each.state) for each in made] == [
        (True, BankItemState.FAILED),
        (False, BankItemState.PENDING),
    ]


@pytest.mark.parametrize("environment", ["sandbox", "production"])
@pytest.mark.parametrize("generation", GENERATIONS)
async def test_contradiction_of_12_to_14_done_at_once_or_later_is_one_to_us(
    bank: ApiPayBench, generation: str, environment: str
) -> None:
    """201 or 202 for what is made, 200 or 202 for what is changed or taken off sale."""
    await bank.control("configure", generation=generation, environment=environment)
    catalog = goods(bank)
    (made,) = await catalog.make([ToMake(item())])
    bank.wait(SYNCED)
    await catalog.change(made.bank_id or "", item(), item("Раф"), None)
    bank.wait(SYNCED)
    shown = await catalog.item(made.bank_id or "")
    assert shown is not None
    assert (shown.shown, shown.state) == (item("Раф"), BankItemState.ACTIVE)
    await catalog.remove(made.bank_id or "")
    bank.wait(SYNCED + timedelta(minutes=1))
    assert await catalog.item(made.bank_id or "") is None


@pytest.mark.parametrize("rounding", ["total", "lines", "tenge"])
async def test_contradiction_of_1_what_a_discount_is_rounded_to_only_the_banks_total_tells(
    bank: ApiPayBench, shop: Shop, rounding: str
) -> None:
    await bank.control("configure", cart_rounding=rounding)
    there = await sold(bank, item(tenge=1005), item("Раф", 1005))
    bill = in_cart(shop, 1809, (there[0], 1, 1005), (there[1], 1, 1005), discount=10)
    outcome, _ = await shop.create(bill)
    assert isinstance(outcome, Accepted)
    assert outcome.total == Money(180900, "KZT")
    odd, _ = await shop.create(in_cart(shop, 905, (there[0], 1, 1005), discount=10))
    assert isinstance(odd, Accepted)
    assert odd.total == Money(90450 if rounding != "tenge" else 90400, "KZT")
