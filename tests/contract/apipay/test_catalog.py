"""ApiPay's catalog against its simulator: an item's whole life, and each way in which a call goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.catalog.banking import (
    AnswerLost,
    BankItemState,
    CatalogRefused,
    NoCatalog,
    ToMake,
)
from billing.catalog.models import Unit
from billing.errors import BankRefusesUs, BankSilent
from billing.money import Money
from providers.registry import with_catalogs
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.goods import GENERATIONS, SYNCED, goods, item, picture, sold
from tests.contract.standing import IMPATIENT

LATTE = item()


async def test_the_registry_knows_who_has_a_catalog(bank: ApiPayBench) -> None:
    assert list(with_catalogs({"apipay": bank.provider})) == ["apipay"]
    assert bank.provider.capabilities.bills_lines


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_an_item_is_made_changed_and_taken_off_sale(bank: ApiPayBench, generation: str) -> None:
    await bank.control("configure", generation=generation)
    catalog = goods(bank)
    units = await catalog.units()
    portion = catalog.unit_for(Unit.PORTION, units)
    assert portion is not None
    assert catalog.unit_of(portion, units) is Unit.PORTION
    image = await catalog.upload(picture())
    (made,) = await catalog.make([ToMake(item(barcode="4870001"), image)])
    assert made.state is BankItemState.PENDING
    there = made.bank_id or ""
    bank.wait(SYNCED)
    shown = await catalog.item(there)
    assert shown is not None
    assert (shown.shown, shown.state, shown.has_picture) == (
        item(barcode="4870001"),
        BankItemState.ACTIVE,
        True,
    )
    other = replace(item("Раф", 2100, "4870002"), unit=portion)
    await catalog.change(there, shown.shown, other, "")
    bank.wait(SYNCED)
    changed = await catalog.item(there)
    assert changed is not None
    assert (changed.shown, changed.has_picture) == (other, False)
    assert [row.bank_id async for row in catalog.items()] == [there]
    await catalog.remove(there)
    leaving = await catalog.item(there)
    assert leaving is not None
    assert leaving.state is BankItemState.DELETING
    bank.wait(SYNCED + timedelta(minutes=1))
    assert await catalog.item(there) is None
    assert [row async for row in catalog.items()] == []
    await catalog.remove(there)  # once more is harmless


async def test_in_practice_all_of_it_is_done_at_once(bank: ApiPayBench) -> None:
    await bank.control("configure", environment="sandbox")
    (made,) = await goods(bank).make([ToMake(LATTE)])
    assert made.state is BankItemState.ACTIVE
    await goods(bank).change(made.bank_id or "", LATTE, item("Раф"), None)
    await goods(bank).remove(made.bank_id or "")
    assert await goods(bank).item(made.bank_id or "") is None


async def test_only_what_differs_is_sent_and_nothing_where_nothing_does(bank: ApiPayBench) -> None:
    (there,) = await sold(bank, LATTE)
    await goods(bank).change(there, LATTE, LATTE, None)
    assert await bank.requests("catalog_change") == []
    await goods(bank).change(there, LATTE, replace(LATTE, price=Money(185050, "KZT")), None)
    (asked,) = await bank.requests("catalog_change")
    assert asked["body"] == {"selling_price": 1850.5}


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_an_item_that_kaspi_could_not_make_says_why(bank: ApiPayBench, generation: str) -> None:
    await bank.control("configure", generation=generation)
    await bank.control("jobs", next="catalog_item_duplicate")
    (made,) = await goods(bank).make([ToMake(LATTE)])
    bank.wait(SYNCED)
    failed = await goods(bank).item(made.bank_id or "")
    assert failed is not None
    assert failed.state is BankItemState.FAILED
    assert ("catalog_item_duplicate" in failed.text) is (generation != "april")


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_one_wrong_item_keeps_no_other_from_being_made(bank: ApiPayBench, generation: str) -> None:
    """April takes all or nothing: what it names is left out, and the others are sent once more."""
    await bank.control("configure", generation=generation)
    strange = replace(item("Чай"), unit="999")
    unsendable = replace(item("Сок"), barcode="4" * 33)
    made = await goods(bank).make([ToMake(each) for each in (unsendable, LATTE, strange, item("Раф"))])
    assert [each.bank_id is not None for each in made] == [False, True, False, True]
    assert [each.state for each in made[0::2]] == [BankItemState.FAILED] * 2
    assert (made[0].code, bool(made[2].code)) == ("unsent-barcode", True)
    assert [row.shown.name async for row in goods(bank).items()] == ["Раф", "Кофе Латте"]
    assert len(await bank.requests("catalog_create")) == (2 if generation == "april" else 1)


async def test_a_barcode_that_is_there_under_another_name_is_said_to_be(bank: ApiPayBench) -> None:
    await bank.control("configure", generation="september")
    cabinets = await bank.control("item_make", name="Из кабинета", price=100, barcode="4870001")
    (made,) = await goods(bank).make([ToMake(item(barcode="4870001"))])
    assert (made.bank_id, made.state) == (str(cabinets["item"]), BankItemState.ACTIVE)
    assert made.other


async def test_where_the_whole_call_is_refused_so_is_each_item(bank: ApiPayBench) -> None:
    await bank.control("configure", environment="sandbox", catalog_limit=1)
    made = await goods(bank).make([ToMake(LATTE), ToMake(item("Раф"))])
    assert [(each.bank_id, each.code) for each in made] == [(None, "sandbox_catalog_limit")] * 2


async def test_the_same_picture_has_one_id_and_another_another(bank: ApiPayBench) -> None:
    first, again, other = [await goods(bank).upload(picture(shade)) for shade in (1, 1, 2)]
    assert first == again != other


async def test_what_is_no_jpeg_is_not_sent(bank: ApiPayBench) -> None:
    with pytest.raises(CatalogRefused):
        await goods(bank).upload(b"%PDF-1.7")
    assert await bank.requests("upload_image") == []


async def test_a_picture_of_somebody_else_is_refused(bank: ApiPayBench) -> None:
    (there,) = await sold(bank, LATTE)
    with pytest.raises(CatalogRefused) as refused:
        await goods(bank).change(there, LATTE, LATTE, "550e8400-e29b-41d4-a716-446655440000")
    assert refused.value.code == "image_id"
    (made,) = await goods(bank).make([ToMake(LATTE, "550e8400-e29b-41d4-a716-446655440000")])
    assert made.code == "image_id"


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_what_was_made_by_an_answer_that_was_lost_is_found(bank: ApiPayBench, generation: str) -> None:
    await bank.control("configure", generation=generation)
    await sold(bank, LATTE, item("Кофе Латте большой"))
    bank.wait(timedelta(hours=1))
    began = bank.now()
    await bank.trouble("catalog_create", "reset_after", count=1)
    with pytest.raises(AnswerLost):
        await goods(bank).make([ToMake(LATTE)])
    found = await goods(bank).find(LATTE, began)
    assert found is not None
    newest = max(row["item"] for row in (await bank.books())["items"])
    assert (found.bank_id, found.state) == (str(newest), BankItemState.PENDING)
    assert await goods(bank).find(item("Раф"), began) is None
    assert await goods(bank).find(LATTE, bank.now() + timedelta(hours=1)) is None


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_an_organisation_without_a_catalog_is_told_so(bank: ApiPayBench, generation: str) -> None:
    await bank.control("configure", generation=generation, has_catalog=False)
    catalog = goods(bank)
    for call in (
        catalog.units(),
        catalog.item("612"),
        catalog.upload(picture()),
        catalog.make([ToMake(LATTE)]),
        catalog.change("612", None, LATTE, None),
        catalog.remove("612"),
    ):
        with pytest.raises(NoCatalog):
            await call


@pytest.mark.parametrize(
    ("kind", "asked", "changed"),
    [
        ("organization_not_verified", NoCatalog, NoCatalog),
        ("catalog_busy", BankSilent, BankSilent),
        ("429", BankSilent, BankSilent),
        ("401", BankRefusesUs, BankRefusesUs),
        ("tariff_inactive", BankRefusesUs, BankRefusesUs),
        ("kaspi_session_invalid", BankRefusesUs, BankRefusesUs),
        ("html", BankSilent, AnswerLost),
        ("badjson", BankSilent, AnswerLost),
        ("500", BankSilent, AnswerLost),
        ("502", BankSilent, AnswerLost),
        ("reset_before", BankSilent, AnswerLost),
        ("reset_after", BankSilent, AnswerLost),
    ],
)
async def test_what_surely_did_not_happen_is_told_from_what_may_have(
    bank: ApiPayBench, kind: str, asked: type[Exception], changed: type[Exception]
) -> None:
    (there,) = await sold(bank, LATTE)
    catalog = goods(bank)
    await bank.trouble("*", kind)
    for call, wanted in (
        (catalog.units(), asked),
        (catalog.upload(picture()), asked),  # equal bytes are known again, so it may be repeated
        (catalog.make([ToMake(LATTE)]), changed),
        (catalog.change(there, None, LATTE, None), changed),
        (catalog.remove(there), changed),
    ):
        with pytest.raises(wanted):
            await call


async def test_a_bank_that_is_silent_after_a_change_may_have_made_it(bank: ApiPayBench) -> None:
    (there,) = await sold(bank, LATTE)
    catalog = bank.client(IMPATIENT).catalog
    await bank.trouble("catalog_change", "silence_after", count=1)
    with pytest.raises(AnswerLost):
        await catalog.change(there, LATTE, item("Раф"), None)
    shown = await catalog.item(there)
    assert shown is not None
    assert shown.shown.name == "Раф"


async def test_a_bank_that_is_not_there_was_told_nothing(bank: ApiPayBench) -> None:
    await bank.goes_away()
    for call in (goods(bank).make([ToMake(LATTE)]), goods(bank).remove("612"), goods(bank).units()):
        with pytest.raises(BankSilent):
            await call


async def test_an_item_that_is_gone_cannot_be_changed(bank: ApiPayBench) -> None:
    (there,) = await sold(bank, LATTE)
    await bank.control("item_delete", item=int(there))
    with pytest.raises(CatalogRefused) as refused:
        await goods(bank).change(there, LATTE, item("Раф"), None)
    assert refused.value.code == "catalog_item_not_found"
    assert await goods(bank).item("not a number") is None
