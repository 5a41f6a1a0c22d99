"""The catalog goes out as a sheet and comes back: shown first, taken in whole or not at all."""

from __future__ import annotations

import asyncio
import io

from openpyxl import Workbook, load_workbook

from billing.catalog.models import Unit
from tests.flow.handlers.catalog import card, items, kzt, made, manager, picture, with_button
from tests.flow.handlers.rig import CASHIER, OWNER, Message, Rig, buttons, spoken
from tests.support import PATIENCE


async def document(rig: Rig, nth: int) -> Workbook:
    """The nth file that the bot sent."""

    def find(messages: list[Message]) -> Message | None:
        sent = [m for m in messages if m.get("from", {}).get("is_bot") and "document" in m]
        return sent[nth - 1] if len(sent) >= nth else None

    message = await rig.sandbox.wait_for(OWNER, find, timeout=PATIENCE)
    assert message["document"]["file_name"] == "catalog.xlsx"
    return load_workbook(io.BytesIO(await rig.sandbox.file(message["document"]["file_id"])))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in (("Название", "Цена", "Единица", "Штрихкод"), *rows):
        book.active.append(row)
    return saved(book)


async def test_the_catalog_is_downloaded_put_right_and_taken_in_after_one_yes(rig: Rig) -> None:
    latte, _ = await made(rig, "Латте", "Раф")
    await rig.sandbox.send(OWNER, "/catalog")
    listed = await with_button(rig, OWNER, "Скачать")
    assert await rig.tap(OWNER, OWNER, listed, "Скачать") == "Готовим таблицу…"
    book = await document(rig, 1)
    page = book.worksheets[0]
    assert [[cell.value for cell in row[:2]] for row in page.iter_rows(min_row=2, max_row=3)] == [
        ["Латте", 900],
        ["Раф", 900],
    ]
    page["B2"] = "дорого"
    page.append(["Чай <b>", 500, "порция"])
    await rig.sandbox.send_document(OWNER, saved(book), "мой каталог.XLSX")
    troubles = await rig.said(OWNER, "Строка 2: цену «дорого» не получилось прочитать")
    assert "Загрузить" not in buttons(troubles)
    marked = await document(rig, 2)
    assert "дорого" in str([[cell.value for cell in row] for row in marked.worksheets[0].iter_rows()])
    assert [item.price for item in await items(rig)] == [kzt(900)] * 2
    page["B2"] = 1000
    await rig.sandbox.send_document(OWNER, saved(book), "catalog.xlsx")
    asked = await rig.said(OWNER, "Новых: 1, изменятся: 1, без изменений: 1")
    assert "+ Чай <b>, 500" in spoken(asked)
    assert len(await items(rig)) == 2, "nothing is done before the yes"
    first, second = await asyncio.gather(*[rig.tap(OWNER, OWNER, asked, "Загрузить") for _ in range(2)])
    assert {first, second[:23]} == {"Загружаем…", "Этот вопрос уже закрыт:"}
    await rig.said(OWNER, "Новых товаров: 1, изменено: 1.")
    assert [(i.name, i.price, i.unit) for i in await items(rig)] == [
        ("Латте", kzt(1000), Unit.PIECE),
        ("Раф", kzt(900), Unit.PIECE),
        ("Чай <b>", kzt(500), Unit.PORTION),
    ]
    await rig.sandbox.send_document(OWNER, saved(await document(rig, 1)), "catalog.xlsx")
    asked = await rig.said(OWNER, "изменятся: 1")
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.catalog.change(owner, latte.id, 2, price=kzt(1100))
    await rig.tap(OWNER, OWNER, asked, "Загрузить")
    await rig.said(OWNER, "Каталог за это время изменился. Ничего не загружено")
    assert (await items(rig))[0].price == kzt(1100)


async def test_what_is_no_sheet_or_too_heavy_is_told_so_and_the_question_stays(rig: Rig) -> None:
    await rig.sandbox.send(OWNER, "/catalog")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Загрузить"), "Загрузить")
    await rig.said(OWNER, "Пришлите файл XLSX")
    await rig.sandbox.send_document(OWNER, b"a;b\n1;2\n", "catalog.csv")
    await rig.said(OWNER, "Этот файл не читается как таблица")
    await rig.sandbox.send_document(OWNER, sheet(("Чай", 500)), "catalog.xlsx", size=5_000_001)
    await rig.said(OWNER, "Файл больше 5 МБ")
    await rig.sandbox.send_photo(OWNER, picture())
    await rig.said(OWNER, "Пришлите файл XLSX", nth=2)
    await rig.sandbox.send(OWNER, "500")
    await rig.said(OWNER, "Пришлите файл XLSX", nth=3)
    await rig.sandbox.send_document(
        OWNER, sheet(*[(f"Чай {n}" * 12, 500) for n in range(40)]), "catalog.xlsx"
    )
    asked = await rig.said(OWNER, "Новых: 40")
    await rig.tap(OWNER, OWNER, asked, "Назад")
    await rig.said(OWNER, "Хорошо, ничего не изменилось.")
    assert await items(rig) == []


async def test_only_those_who_may_change_the_catalog_bring_a_sheet(rig: Rig) -> None:
    await rig.sandbox.send_document(CASHIER, sheet(("Чай", 500)), "catalog.xlsx")
    await rig.said(CASHIER, "Я читаю только слова и числа")
    await manager(rig)
    await rig.sandbox.send_document(503, sheet(("Чай", 500)), "catalog.xlsx")
    asked = await with_button(rig, 503, "Загрузить")
    await rig.tap(503, 503, asked, "Загрузить")
    await rig.said(503, "Новых товаров: 1")
    await rig.sandbox.send(OWNER, "/catalog чай")
    await rig.tap(OWNER, OWNER, await with_button(rig, OWNER, "Чай"), "Чай · 500\u00a0₸")
    await card(rig, "Чай: 500")
