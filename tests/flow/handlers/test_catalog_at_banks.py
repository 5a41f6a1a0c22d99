"""What a bank's own catalog has of ours, and what was made or changed there by hand, in the chat."""

from __future__ import annotations

import asyncio

import pytest

from billing.catalog.banking import BankItemState, NewBankItem, Shown
from billing.catalog.syncing import Syncing
from providers.registry import with_catalogs
from screens.texts import words
from tests.flow.handlers.catalog import items, kzt, made, opened, with_button
from tests.flow.handlers.rig import OWNER, Rig, buttons, spoken
from tests.flow.handlers.test_kaspi import kaspi


@pytest.fixture
async def bank(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Syncing:
    """Kaspi with its catalog, and who keeps it in step."""
    slug = kaspi(rig, monkeypatch).slug
    catalogs = with_catalogs(rig.desk.banking.providers)
    rig.desk.catalog.banks = catalogs
    return Syncing(rig.database, catalogs[slug], rig.desk.clock)


async def test_the_card_says_whether_the_banks_catalog_has_the_item(rig: Rig, bank: Syncing) -> None:
    (item,) = await made(rig, "Латте")
    assert "Kaspi: скоро передадим в каталог банка." in spoken(await opened(rig, "Латте"))
    await bank.turn()
    assert "Kaspi: банк добавляет товар" in spoken(await opened(rig, "Латте"))
    (row,) = await rig.database.read(lambda books: books.bank_items_of([item.id]))

    async def stands(**changes: object) -> str:
        await rig.database.write(lambda books: books.amend_bank_item(row.id, **changes))
        return spoken(await opened(rig, "Латте"))

    assert "Kaspi: есть в каталоге банка." in await stands(state=BankItemState.ACTIVE, told_version=1)
    assert "изменения скоро передадим" in await stands(told_version=0)
    assert "в каталоге банка он другой" in await stands(differs=True)
    why = await stands(differs=False, state=BankItemState.FAILED, code="odd", text="Server <down>")
    assert "изменения товара банк не принял" in why
    assert "Server <down>" in why
    assert "в каталоге банка его нет" in await stands(bank_id=None)
    assert "из каталога банка он убран" in await stands(state=BankItemState.DELETED)


async def test_items_of_the_cabinet_are_taken_over_one_by_one_or_all(rig: Rig, bank: Syncing) -> None:
    await made(rig, "Сок", barcode="48700009")
    for n in range(11):
        await rig.sandbox.apipay("item_make", name=f"Из кабинета {n:02}", price=120000)
    await bank.turn()
    await rig.sandbox.send(OWNER, "/catalog")
    listed = await with_button(rig, OWNER, "Новое в каталоге: Kaspi")
    await rig.tap(OWNER, OWNER, listed, "Новое в каталоге: Kaspi")
    offered = await with_button(rig, OWNER, "Добавить все")
    assert sum("Из кабинета" in label for label in buttons(offered)) == 8
    label = "Из кабинета 03 · 1\u00a0200\u00a0₸"
    assert await rig.tap(OWNER, OWNER, offered, label) == "Добавлен: Из кабинета 03"
    assert sorted(item.name for item in await items(rig)) == ["Из кабинета 03", "Сок"]
    offered = await with_button(rig, OWNER, "Из кабинета 02")
    await rig.tap(OWNER, OWNER, offered, "▶")
    offered = await with_button(rig, OWNER, "Из кабинета 00")
    at, clash = rig.desk.clock.now(), Shown("Клон", kzt(0), "1")
    foreign = NewBankItem("apipay", None, "777", BankItemState.FOREIGN, clash)
    await rig.database.write(lambda books: books.add_bank_item(foreign, at))
    assert await rig.tap(OWNER, OWNER, offered, "Добавить все") == "Добавляем…"
    done = await rig.said(OWNER, "Добавлено из каталога банка Kaspi: 10")
    assert "Не получилось добавить: 1" in spoken(done)
    assert len(await items(rig)) == 12


async def test_a_difference_is_decided_for_either_side(rig: Rig, bank: Syncing) -> None:
    for name in ("Чай", "Раф", "Латте"):  # the bank lists the newest first
        await rig.sandbox.apipay("item_make", name=name, price=90000)
    await bank.turn()
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    for row in await rig.desk.catalog.foreign(owner, "apipay"):
        await rig.desk.catalog.adopt(owner, row.id)
    there = {row["name"]: row["item"] for row in (await rig.sandbox.apipay("books"))["items"]}
    await rig.sandbox.apipay("item_change", item=there["Латте"], price=100000, unit_id=3)
    await rig.sandbox.apipay("item_change", item=there["Раф"], name="Раф <b>", price=110000)
    await rig.sandbox.apipay("item_delete", item=there["Чай"])
    await rig.database.write(lambda books: books.note_bank_catalog("apipay", next_walk=rig.desk.clock.now()))
    await bank.turn()
    await rig.sandbox.send(OWNER, "/catalog")
    listed = await with_button(rig, OWNER, "Расхождения: Kaspi")
    await rig.tap(OWNER, OWNER, listed, "Расхождения: Kaspi")
    shown = await rig.said(OWNER, "Kaspi показывает иначе: Латте")
    assert "цена: у вас 900\u00a0₸, в банке 1\u00a0000\u00a0₸" in spoken(shown)
    taps = [rig.tap(OWNER, OWNER, shown, "Верно у нас") for _ in range(2)]
    assert set(await asyncio.gather(*taps)) == {"Передадим банку, как у вас.", words("ru")("already-decided")}
    shown = await rig.said(OWNER, "Kaspi показывает иначе: Раф")
    assert await rig.tap(OWNER, OWNER, shown, "Верно в банке") == "Сделали, как в банке."
    shown = await rig.said(OWNER, "этого товара в каталоге банка больше нет: Чай")
    await rig.tap(OWNER, OWNER, shown, "Удалить и у нас")
    await rig.said(OWNER, "С каталогом банка Kaspi всё совпадает.")
    assert [(i.name, i.price) for i in await items(rig)] == [("Латте", kzt(900)), ("Раф <b>", kzt(1100))]
