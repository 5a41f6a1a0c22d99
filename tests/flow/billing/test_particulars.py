"""What a bank demands to know of the payer: how it is read, what is missing, what the bank is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from billing.answers import Rejected
from billing.errors import PageWanted, ParticularsWanted
from billing.models import Invoice, Place, Refusal
from billing.particulars import ASKED, read
from billing.questions import Payer
from billing.visits import Visit
from tests.support.shop import CUSTOMER, OWNER, Shop

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("email", " name@example.kz ", "name@example.kz"),
        ("birth_date", "31.12.1990", "1990-12-31"),
        ("birth_date", "1990-12-31", "1990-12-31"),
        ("birth_date", "1/2/1990", "1990-02-01"),
        ("country", "kz", "KZ"),
        ("country", "Қазақстан", "KZ"),
        ("country", "Россия", "RU"),
        ("id_number", "N 12345678", "N 12345678"),
        ("city", "  Алматы\n", "Алматы"),
        ("address", "ул. Абая, 1\u200b, кв. 2", "ул. Абая, 1, кв. 2"),
        ("zip", "050000", "050000"),
        ("first_name", "Дана", "Дана"),
    ],
)
def test_what_fits_is_read_as_banks_want_it(name: str, typed: str, kept: str) -> None:
    assert read(name, typed, TODAY) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *(("email", "name"), ("email", "a@b"), ("email", "a b@example.kz"), ("email", "имя@example.kz")),
        *(("birth_date", "31.02.1990"), ("birth_date", "22.11.2026"), ("birth_date", "01.01.1899")),
        *(("birth_date", "90-12-31"), ("birth_date", "yesterday"), ("birth_date", "٣١.١٢.١٩٩٠")),
        *(("country", "Казах"), ("country", "KAZ"), ("country", "Қ1")),
        *(("id_number", "1"), ("id_number", "№ 5 — 7"), ("city", "!?"), ("city", "  "), ("zip", "0" * 41)),
    ],
)
def test_what_does_not_fit_is_not_read(name: str, typed: str) -> None:
    assert read(name, typed, TODAY) is None


def test_each_field_that_is_asked_for_is_one_of_the_payers() -> None:
    assert set(ASKED) <= set(Payer.__dataclass_fields__)


def demanding(shop: Shop, *wants: str) -> None:
    shop.bank.capabilities = replace(shop.bank.capabilities, redirects=True, wants=frozenset(wants))


async def opened(shop: Shop) -> Invoice:
    invoice = await shop.invoice()
    return await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))


async def test_nothing_is_billed_until_all_that_is_demanded_is_known(shop: Shop) -> None:
    demanding(shop, "email", "phone", "birth_date", "first_name")
    invoice = await opened(shop)
    with pytest.raises(ParticularsWanted) as first:
        await shop.desk.pay(invoice.id)
    assert first.value.names == ("birth_date", "phone", "email")
    assert (await shop.desk.view(invoice.id)).wanting == {shop.bank.slug}
    await shop.desk.remember_phone(CUSTOMER, "+77001234567")
    await shop.desk.remember_particular(CUSTOMER, "email", "name@example.kz")
    await shop.desk.remember_particular(CUSTOMER, "birth_date", "1990-12-31")
    await shop.desk.pay(invoice.id)
    await shop.settle_down()
    assert shop.bank.billed[0].payer == Payer(
        first_name="Daniyar", email="name@example.kz", phone="+77001234567", birth_date="1990-12-31"
    )
    assert (await shop.desk.view(invoice.id)).wanting == set()


async def test_a_postal_code_that_its_country_cannot_have_is_asked_for_again(shop: Shop) -> None:
    demanding(shop, "country", "zip")
    invoice = await opened(shop)
    for name, value in (("country", "US"), ("zip", "050000")):
        await shop.desk.remember_particular(CUSTOMER, name, value)
    with pytest.raises(ParticularsWanted) as wanted:
        await shop.desk.pay(invoice.id)
    assert wanted.value.names == ("zip",)
    await shop.desk.remember_particular(CUSTOMER, "zip", "96002")
    assert await shop.desk.pay(invoice.id)


async def test_what_the_bank_refuses_of_it_is_asked_for_again(shop: Shop) -> None:
    demanding(shop, "country", "phone", "email")
    invoice = await opened(shop)
    await shop.desk.remember_phone(CUSTOMER, "+77001234567")
    for name, value in (("country", "ZZ"), ("email", "name@example.kz")):
        await shop.desk.remember_particular(CUSTOMER, name, value)
    shop.bank.outcomes.append(Rejected(Refusal.PARTICULARS, "country", wrong=("country", "phone", "ip")))
    await shop.desk.pay(invoice.id)
    await shop.settle_down()
    with pytest.raises(ParticularsWanted) as wanted:
        await shop.desk.pay(invoice.id)
    assert wanted.value.names == ("phone", "country")
    assert (await shop.desk.view(invoice.id)).wanting == {shop.bank.slug}
    assert await shop.desk.particulars(CUSTOMER) == {"email": "name@example.kz"}
    await shop.desk.remember_phone(CUSTOMER, "+77007654321")
    await shop.desk.remember_particular(CUSTOMER, "country", "KZ")
    await shop.desk.pay(invoice.id)
    await shop.settle_down()
    told = shop.bank.billed[-1].payer
    assert (told.country, told.phone, told.email) == ("KZ", "+77007654321", "name@example.kz")
    assert not [kind for kind, _, _ in await shop.notices() if kind.startswith("alert")]


async def test_a_name_of_telegrams_that_the_bank_refuses_is_not_told_again(shop: Shop) -> None:
    demanding(shop, "email")
    invoice = await opened(shop)
    await shop.desk.remember_particular(CUSTOMER, "email", "name@example.kz")
    shop.bank.outcomes.append(Rejected(Refusal.PARTICULARS, "first_name", wrong=("first_name",)))
    for _ in range(2):
        await shop.desk.pay(invoice.id)
        await shop.settle_down()
    assert [bool(bill.payer.first_name) for bill in shop.bank.billed] == [True, False]


async def test_a_bank_is_told_nothing_that_it_does_not_demand(shop: Shop) -> None:
    await shop.desk.remember_particular(CUSTOMER, "email", "name@example.kz")
    await shop.desk.remember_phone(CUSTOMER, "+77001234567")
    demanding(shop, "first_name")
    await shop.desk.pay((await opened(shop)).id)
    await shop.settle_down()
    assert shop.bank.billed[0].payer == Payer(first_name="Daniyar")


async def test_the_customers_number_at_telegram_is_not_told(shop: Shop) -> None:
    demanding(shop, "customer_id")
    await shop.desk.pay((await opened(shop)).id)
    await shop.settle_down()
    assert len(shop.bank.billed[0].payer.customer_id) == 36
    assert str(CUSTOMER) not in shop.bank.billed[0].payer.customer_id


async def test_without_a_customer_there_is_nobody_to_ask(shop: Shop) -> None:
    demanding(shop, "email")
    await shop.desk.remember_particular(OWNER, "email", "owner@example.kz")
    invoice = await shop.invoice()
    with pytest.raises(ParticularsWanted):
        await shop.desk.pay(invoice.id)


async def test_what_only_our_page_can_tell_is_wanted_from_it_and_not_from_the_chat(shop: Shop) -> None:
    demanding(shop, "ip", "user_agent")
    invoice = await opened(shop)
    with pytest.raises(PageWanted):
        await shop.desk.pay(invoice.id)
    await shop.desk.pay(invoice.id, visit=Visit("203.0.113.5", "Browser"))
    await shop.settle_down()
    told = shop.bank.billed[0].payer
    assert (told.ip, told.user_agent) == ("203.0.113.5", "Browser")
    assert await shop.desk.pay(invoice.id), "its bill stands: nothing more is wanted"


async def test_who_is_forgotten_has_told_nothing(shop: Shop) -> None:
    for person in (CUSTOMER, OWNER):
        await shop.desk.remember_particular(person, "email", "name@example.kz")
        assert await shop.desk.particulars(person) == {"email": "name@example.kz"}
    await shop.desk.forget_particulars(CUSTOMER)
    await shop.desk.forget(OWNER)
    assert [await shop.desk.particulars(person) for person in (CUSTOMER, OWNER)] == [{}, {}]


async def test_meeting_somebody_again_erases_nothing_that_they_told(shop: Shop) -> None:
    await shop.desk.remember_particular(CUSTOMER, "email", "name@example.kz")
    await shop.desk.meet(CUSTOMER, "Another Name", "kk", private=True)
    assert await shop.desk.particulars(CUSTOMER) == {"email": "name@example.kz"}
