"""What members have done, as a file that the owner gets in the chat."""

from __future__ import annotations

import io
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from billing.models import Place
from billing.reports import Deeds, NewExport
from tests.flow.handlers.rig import CASHIER, OWNER, Message, Rig, spoken
from tests.flow.handlers.test_team import open_member, open_team

FORMULA = "=cmd|' /C calc'!A0"


async def rows_of(rig: Rig, message: Message) -> list[list[Any]]:
    data = await rig.sandbox.file(message["document"]["file_id"])
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


async def order(rig: Rig, source: str, who: int = OWNER) -> None:
    """As a process has kept it that died since."""
    new = NewExport(source, Deeds(), who, Place(who), rig.desk.clock.now())
    await rig.database.write(lambda books: books.add_export(new))


async def documents(rig: Rig, number: int, chat: int = OWNER) -> list[Message]:
    """The files in this chat, as soon as there are so many."""

    def find(messages: list[Message]) -> list[Message] | None:
        found = [m for m in messages if "document" in m]
        return found if len(found) == number else None

    return await rig.sandbox.wait_for(chat, find)


async def test_the_owner_gets_what_was_done_as_a_sheet_with_moments_and_sums(rig: Rig) -> None:
    await rig.sandbox.send(CASHIER, "500 Чай")
    await rig.said(CASHIER, "#1")
    await rig.tap(OWNER, OWNER, await open_team(rig), "Что сделано")
    page = await rig.said(OWNER, "Что сделано в магазине")
    assert "Пришлём файл" in await rig.tap(OWNER, OWNER, page, "Файлом (XLSX)")
    (file,) = await documents(rig, 1)
    assert file["document"]["file_name"].startswith("team-")
    header, *rows = await rows_of(rig, file)
    assert header[:6] == ["Когда", "Кто", "Номер в Telegram", "Что", "Счёт", "Сумма"]
    assert isinstance(rows[0][0], datetime)
    assert rows[0][1:7] == ["Марат", CASHIER, "выставлен счёт", 1, 500, "KZT"]
    assert f"Строк: {len(rows)}." in spoken(file)


async def test_of_one_member_it_holds_what_that_one_did(rig: Rig) -> None:
    for who in (CASHIER, OWNER):
        await rig.sandbox.send(who, "500 Чай")
        await rig.said(who, "Чай")
    await rig.tap(OWNER, OWNER, await open_member(rig), "Что сделано")
    page = await rig.said(OWNER, "Что сделано: Марат")
    await rig.tap(OWNER, OWNER, page, "Файлом (XLSX)")
    (file,) = await documents(rig, 1)
    assert {row[1] for row in (await rows_of(rig, file))[1:]} == {"Марат"}


async def test_a_name_that_looks_like_a_formula_is_a_text(rig: Rig) -> None:
    await rig.sandbox.person(CASHIER, FORMULA, "ru")
    await rig.sandbox.send(CASHIER, "500 Чай")
    await rig.said(CASHIER, "#1")
    await order(rig, "tap:1")
    (file,) = await documents(rig, 1)
    data = await rig.sandbox.file(file["document"]["file_id"])
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].cell(2, 2)
    assert cell.value.startswith("=cmd")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


async def test_one_that_was_ordered_before_a_restart_arrives_and_one_tap_told_twice_brings_one(
    rig: Rig,
) -> None:
    for source in ("tap:1", "tap:1", "tap:2"):
        await order(rig, source)
    await documents(rig, 2)
    due = await rig.database.read(lambda books: books.has_due_reports(rig.desk.clock.now()))
    assert not due


async def test_who_is_no_owner_gets_no_file(rig: Rig) -> None:
    await order(rig, "tap:1", CASHIER)
    await order(rig, "tap:2")
    await documents(rig, 1)
    assert [m for m in await rig.ours(CASHIER) if "document" in m] == []


async def test_where_the_file_cannot_be_made_its_reader_hears_so_and_it_is_not_tried_for_ever(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk on which files are made is gone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    await order(rig, "tap:1")
    await rig.said(OWNER, "Файл не получился.")
    await rig.sandbox.send(OWNER, "/help")
    await rig.said(OWNER, "/attention")
    assert not await rig.database.read(lambda books: books.has_due_reports(rig.desk.clock.now()))
