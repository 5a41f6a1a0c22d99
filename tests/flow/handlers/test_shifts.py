"""``/shift``: opened, looked at and closed in the chat, and its report as a file."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from billing import people
from billing.books import Books
from billing.models import Place, Role
from billing.reports import NewExport, ShiftFile
from billing.shifts import telling
from screens.shifts import buttons as b
from tests.flow.handlers.rig import CASHIER, CUSTOMER, OWNER, STRANGER, Message, Rig, buttons, spoken
from tests.flow.handlers.test_exports import documents
from tests.flow.handlers.test_taps import tapped

GROUP = -700
FORMULA = "=cmd|' /C calc'!A0"


def plain(message: Message) -> str:
    return spoken(message).replace("\u00a0", " ")


async def opened(rig: Rig, who: int = CASHIER) -> Message:
    """The page of a shift that has just been opened."""
    await rig.sandbox.send(who, "/shift")
    page = await rig.said(who, "Смена не открыта")
    assert await rig.tap(who, who, page, "Открыть смену") == "Смена открыта."
    return await rig.said(who, "Смена открыта:")


async def sold(rig: Rig, number: int, words: str, who: int = CASHIER) -> None:
    """Issued by this member, and paid."""
    await rig.sandbox.send(who, words)
    await rig.said(who, f"счёт #{number} · QR действует")
    await rig.pay(number)


async def asked(rig: Rig, page: Message, who: int = CASHIER) -> Message:
    """The question before closing."""
    await rig.tap(who, who, page, "Закрыть смену")
    return await rig.said(who, "Закрыть смену:")


async def closed(rig: Rig, page: Message, who: int = CASHIER) -> Message:
    """The Z report."""
    await rig.tap(who, who, await asked(rig, page, who), "Да, закрыть смену")
    return await rig.said(who, "Z-отчёт #")


async def sheets(rig: Rig, message: Message) -> list[list[list[Any]]]:
    """Each sheet's rows."""
    book = openpyxl.load_workbook(io.BytesIO(await rig.sandbox.file(message["document"]["file_id"])))
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets]


async def test_a_cashier_opens_a_shift_sells_looks_and_closes_it_with_a_report(rig: Rig) -> None:
    page = await opened(rig)
    await sold(rig, 1, "5000 Кофе")
    await rig.tap(CASHIER, CASHIER, page, "X-отчёт")
    x = await rig.said(CASHIER, "X-отчёт: Марат")
    assert "Halyk: 5 000 ₸ · 1\nВсего: 5 000 ₸ · 1\nСредний платёж: 5 000 ₸" in plain(x)
    await sold(rig, 2, "1000,50 Чай")
    assert (await rig.tap(CASHIER, CASHIER, x, "Обновить")).startswith("Обновлено: ")
    x = await rig.said(CASHIER, "Всего: 6")
    assert "Halyk: 6 000,50 ₸ · 2" in plain(x)
    await rig.sandbox.send(CASHIER, "700 Булочка")
    await rig.said(CASHIER, "#3")
    question = await asked(rig, x)
    assert "Что останется открытым:\nОткрытые счета: 700 ₸ · 1" in plain(question)
    assert buttons(question)[0] == "Да, закрыть смену"
    await rig.tap(CASHIER, CASHIER, question, "Да, закрыть смену")
    z = await rig.said(CASHIER, "Z-отчёт #1: Марат")
    assert "Средний платёж: 3 000,25 ₸" in plain(z)
    assert "Открытые счета: 700 ₸ · 1" in plain(z)
    told = await rig.said(OWNER, "Z-отчёт #1: Марат, смена закрыта")
    assert plain(told).endswith("6 000,50 ₸ · 2")
    await rig.tap(OWNER, OWNER, told, "Z-отчёт #1")
    assert plain(await rig.said(OWNER, "Средний платёж")) == plain(z)


async def test_an_old_button_of_a_closed_shift_shows_its_report_and_closes_nothing(rig: Rig) -> None:
    page = await opened(rig)
    question = await asked(rig, page)
    assert "Ничего не осталось" in spoken(question)
    await rig.sandbox.send(CASHIER, "/shift")
    other = await asked_below(rig)
    await rig.tap(CASHIER, CASHIER, question, "Да, закрыть смену")
    first = await rig.said(CASHIER, "Z-отчёт #1")
    await rig.tap(CASHIER, CASHIER, other, "Да, закрыть смену")
    second = await rig.said(CASHIER, "Z-отчёт #1", nth=2)
    assert spoken(first) == spoken(second)
    assert len([m for m in await rig.ours(OWNER) if "смена закрыта" in spoken(m)]) <= 1


async def asked_below(rig: Rig) -> Message:
    page = await rig.said(CASHIER, "Смена открыта:")
    await rig.tap(CASHIER, CASHIER, page, "Закрыть смену")
    return await rig.said(CASHIER, "Закрыть смену:", nth=2)


async def test_one_may_step_back_from_closing(rig: Rig) -> None:
    question = await asked(rig, await opened(rig))
    await rig.tap(CASHIER, CASHIER, question, "Назад")
    report = await rig.said(CASHIER, "X-отчёт: Марат")
    assert "Платежей за смену нет." in spoken(report)
    await rig.tap(CASHIER, CASHIER, report, "Назад")
    await rig.said(CASHIER, "Смена открыта:")


async def test_the_owner_sees_whose_shifts_are_open_and_closes_that_of_one_who_is_gone(rig: Rig) -> None:
    await opened(rig)
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.team.remove(owner, CASHIER)
    await rig.sandbox.send(CASHIER, "/shift")
    await rig.said(CASHIER, "Смены открывают сотрудники магазина")
    await rig.sandbox.send(OWNER, "/shift")
    page = await rig.said(OWNER, "Открыты у других")
    (name,) = [text for text in buttons(page) if text.startswith("Марат: ")]
    assert name.endswith("уже не в команде")
    await rig.tap(OWNER, OWNER, page, name)
    z = await closed(rig, await rig.said(OWNER, "X-отчёт: Марат"), OWNER)
    assert "Z-отчёт #1: Марат" in spoken(z)
    assert "Закрытие: Айгерим" in spoken(z)


async def test_whose_shift_the_owner_closes_hears_of_it(rig: Rig) -> None:
    await opened(rig)
    await rig.sandbox.send(OWNER, "/shift")
    page = await rig.said(OWNER, "Открыты у других")
    (name,) = [text for text in buttons(page) if text.startswith("Марат: ")]
    await rig.tap(OWNER, OWNER, page, name)
    await closed(rig, await rig.said(OWNER, "X-отчёт: Марат"), OWNER)
    told = await rig.said(CASHIER, "Ваша смена закрыта: Z-отчёт #1.")
    assert "Закрытие: Айгерим" in spoken(told)
    await rig.tap(CASHIER, CASHIER, told, "Z-отчёт #1")
    await rig.said(CASHIER, "Z-отчёт #1: Марат")


async def test_a_button_in_another_hand_closes_nothing(rig: Rig) -> None:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    await rig.desk.team.change(owner, CASHIER, Role.MANAGER)
    await rig.desk.shifts.begin(owner, source="tap:1")
    await rig.sandbox.send(CASHIER, "/shift")
    page = await rig.said(CASHIER, "Открыты у других")
    await rig.tap(CASHIER, CASHIER, page, next(text for text in buttons(page) if "Айгерим" in text))
    question = await asked(rig, await rig.said(CASHIER, "X-отчёт: Айгерим"))
    await rig.desk.team.change(owner, CASHIER, Role.CASHIER)
    assert "сотрудник магазина" in await rig.tap(CASHIER, CASHIER, question, "Да, закрыть смену")
    yes = b.ShiftClose(shift=1, step=b.Step.YES).pack()
    for person in (CUSTOMER, STRANGER):
        await rig.sandbox.raw_update(tapped(person, {**question, "message_id": 1}, yes))
        await rig.sandbox.send(person, "/help")
        await rig.said(person, "/paysupport")
    assert (await rig.desk.shifts.report(owner, 1)).shift.open


async def test_earlier_reports_are_leafed_through_and_shown_again(rig: Rig) -> None:
    cashier, owner = await rig.desk.person(CASHIER), await rig.desk.person(OWNER)
    assert cashier is not None
    assert owner is not None
    for n in range(1, 11):
        who = owner if n == 10 else cashier
        shift = await rig.desk.shifts.begin(who, source=f"tap:{n}")
        await rig.desk.shifts.end(who, shift.id)
    await rig.sandbox.send(CASHIER, "/shift")
    await rig.tap(CASHIER, CASHIER, await rig.said(CASHIER, "Смена не открыта"), "Прошлые смены")
    page = await rig.said(CASHIER, "Z-отчёты")
    assert buttons(page) == [*(f"Z #{n}" for n in range(9, 1, -1)), "Раньше ›", "Назад"]
    await rig.tap(CASHIER, CASHIER, page, "Раньше ›")
    page = await rig.said(CASHIER, "Z #1 ·")
    assert buttons(page) == ["Z #1", "‹ Последние", "Назад"]
    await rig.tap(CASHIER, CASHIER, page, "Z #1")
    report = await rig.said(CASHIER, "Z-отчёт #1: Марат")
    assert buttons(report) == ["Файлом (XLSX)", "Назад"]
    await rig.sandbox.send(OWNER, "/shift")
    await rig.tap(OWNER, OWNER, await rig.said(OWNER, "Смена не открыта"), "Прошлые смены")
    assert "Z #10 ·" in spoken(await rig.said(OWNER, "Z-отчёты"))


async def test_a_report_comes_as_a_file_with_its_figures_and_each_payment(rig: Rig) -> None:
    page = await opened(rig)
    await sold(rig, 1, f"5000 {FORMULA}")
    await sold(rig, 2, "1000 Чай")
    z = await closed(rig, page)
    assert "Пришлём файл" in await rig.tap(CASHIER, CASHIER, z, "Файлом (XLSX)")
    (file,) = await documents(rig, 1, CASHIER)
    assert file["document"]["file_name"] == "z-1.xlsx"
    assert "Z-отчёт #1: Марат. Строк: 2." in spoken(file)
    figures, (header, *rows, total) = await sheets(rig, file)
    assert [row[0] for row in figures[1:5]] == ["🧾 Z-отчёт #1: Марат", "Сотрудник", "Начало", "Конец"]
    assert ["Всего", "Halyk", 2, 6000, "KZT"] in figures
    assert header[:6] == ["Когда", "Что", "Счёт", "Банк", "Сумма", "Валюта"]
    assert [row[1:6] for row in rows] == [
        ["Оплата", 1, "Halyk", 5000, "KZT"],
        ["Оплата", 2, "Halyk", 1000, "KZT"],
    ]
    assert isinstance(rows[0][0], datetime)
    assert rows[0][7] == FORMULA
    assert total[4:6] == [6000, "KZT"]


async def test_x_is_a_file_as_well(rig: Rig) -> None:
    page = await opened(rig)
    await sold(rig, 1, "5000 Кофе")
    await rig.tap(CASHIER, CASHIER, page, "X-отчёт")
    await rig.tap(CASHIER, CASHIER, await rig.said(CASHIER, "X-отчёт: Марат"), "Файлом (XLSX)")
    (file,) = await documents(rig, 1, CASHIER)
    assert file["document"]["file_name"].startswith("x-")
    assert len((await sheets(rig, file))[1]) == 3


async def test_a_file_is_for_who_may_see_the_report_when_it_is_made_too(rig: Rig) -> None:
    owner = await rig.desk.person(OWNER)
    assert owner is not None
    shift = await rig.desk.shifts.begin(owner, source="tap:1")
    at = rig.desk.clock.now()

    def order(books: Books) -> None:
        """As a process has kept it that died since, and while they might still see it."""
        for who in (CASHIER, CUSTOMER, OWNER):
            books.add_export(NewExport(f"tap:{who}", ShiftFile(shift.id), who, Place(who), at))

    await rig.database.write(order)
    await documents(rig, 1, OWNER)
    for who in (CASHIER, CUSTOMER):
        await rig.sandbox.send(who, "/help")
        await rig.said(who, "/paysupport")
        assert [m for m in await rig.ours(who) if "document" in m] == []
    assert not await rig.database.read(lambda books: books.has_due_reports(rig.desk.clock.now()))


async def test_who_forgets_to_close_is_reminded_with_buttons_to_do_it(rig: Rig) -> None:
    await opened(rig)
    shift = await rig.database.read(lambda books: books.shift(1))
    assert shift is not None
    await rig.database.write(lambda books: telling.long(books, shift, rig.desk.clock.now()))
    told = await rig.said(CASHIER, "Ваша смена открыта больше суток")
    await closed(rig, told)


async def test_who_pays_here_is_told_what_shifts_are_and_a_group_leads_to_the_private_chat(rig: Rig) -> None:
    await rig.sandbox.send(CUSTOMER, "/shift")
    await rig.said(CUSTOMER, "The shop's staff open shifts here")
    await rig.sandbox.group(GROUP, "Касса", [CASHIER])
    await rig.sandbox.send(CASHIER, "/shift@tolem_demo_bot", chat=GROUP)
    assert buttons(await rig.said(GROUP, "Смены показываем в личном чате")) == ["Открыть бота"]


@pytest.mark.parametrize("locale", ["en", "kk"])
async def test_a_report_reads_in_other_languages(rig: Rig, locale: str) -> None:
    cashier = await rig.desk.person(CASHIER)
    assert cashier is not None
    await rig.database.write(lambda books: people.choose_locale(books, CASHIER, locale, rig.desk.clock.now()))
    shift = await rig.desk.shifts.begin(cashier, source="tap:1")
    await rig.desk.shifts.end(cashier, shift.id)
    await rig.sandbox.send(CASHIER, "/shift")
    words = await rig.read(CASHIER)
    await rig.tap(CASHIER, CASHIER, await rig.said(CASHIER, words("shift-none")), words("btn-shift-earlier"))
    await rig.tap(CASHIER, CASHIER, await rig.said(CASHIER, "Z #1"), "Z #1")
    await rig.said(CASHIER, words("shift-no-money"))
