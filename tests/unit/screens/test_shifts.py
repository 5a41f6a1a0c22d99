"""A shift's report, its question and its news as they are read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from billing.models import Notice, Person, Place, Role
from billing.money import Money
from billing.shifts import telling
from billing.shifts.models import Figures, Overview, Part, Report, Shift, What
from screens.shifts import pages, report, told
from tests.unit.screens.samples import LOCALES, NOW, clock, reader

MARAT, AIGERIM = 5, 6
KZT = "KZT"
PEOPLE = {
    MARAT: Person(MARAT, "Марат <b>", role=Role.CASHIER),
    AIGERIM: Person(AIGERIM, "Айгерим", role=Role.OWNER),
}
PARTS = (
    Part(What.PAID, "apipay", 1, Money(100_000, KZT)),
    Part(What.PAID, "halyk", 2, Money(1_000_050, KZT)),
    Part(What.REFUNDED, "halyk", 1, Money(50_000, KZT)),
    Part(What.EARLY, "", 1, Money(70_000, KZT)),
    Part(What.SURPLUS, "", 1, Money(5_000, KZT)),
    Part(What.OPEN, "", 2, Money(300_000, KZT)),
    Part(What.HELD, "", 1, Money(40_000, KZT)),
)
X = Report(Shift(3, MARAT, clock("09:00")), Figures(NOW, PARTS, 2), PEOPLE)
Z = replace(X, shift=replace(X.shift, closed_at=NOW, closed_by=AIGERIM, number=12, figures=X.figures))
NOTICE = Notice(
    1,
    "k",
    "shift-closed",
    Place(AIGERIM),
    AIGERIM,
    False,
    None,
    None,
    None,
    {},
    NOW,
    NOW,
)


def plain(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split("\n")


def test_a_z_report_says_what_came_went_and_stands_open() -> None:
    assert plain(report.text(Z, NOW, reader("ru"))) == [
        "<b>🧾 Z-отчёт #12: Марат &lt;b&gt;</b>",
        "09:00 – 14:09",
        "Закрытие: Айгерим",
        "",
        "Сумма · число платежей",
        "Kaspi: 1 000 ₸ · 1",
        "Halyk: 10 000,50 ₸ · 2",
        "<b>Всего: 11 000,50 ₸ · 3</b>",
        "Средний платёж: 3 666,83 ₸",
        "Возвращено: 500 ₸ · 1",
        "За вычетом возвратов: 10 500,50 ₸",
        "",
        "Пришло до этой смены, не вошло в «Всего»: 700 ₸ · 1",
        "Лишние деньги: 50 ₸ · 1",
        "",
        "Открытые счета: 3 000 ₸ · 2",
        "Зарезервировано банком, ещё не ваше: 400 ₸ · 1",
        "❗ Ждут решения: 2",
    ]


def test_sums_of_two_currencies_are_never_one() -> None:
    dollars = Part(What.PAID, "halyk", 1, Money(700, "USD"))
    back = Part(What.REFUNDED, "halyk", 1, Money(100, "USD"))
    two = replace(X, figures=Figures(NOW, (*PARTS[:2], dollars, back)))
    lines = plain(report.text(two, NOW, reader("en")))
    assert "<b>Total: 11 000.50 ₸ · 3</b>" in lines
    assert "<b>Total: 7 $ · 1</b>" in lines
    assert [line for line in lines if line.startswith("Less refunds")] == [
        "Less refunds: 11 000.50 ₸",
        "Less refunds: 6 $",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_has_words_in_each_language_and_fits_into_a_message(locale: str) -> None:
    each = tuple(Part(what, "", 1, Money(9_999_999_99, KZT)) for what in What)
    full = replace(Z, figures=Figures(NOW, each, 3))
    them = reader(locale, person_id=AIGERIM)
    said = [report.text(full, NOW, them), pages.sure(full, them)[0]]
    said += [pages.home(Overview(X.shift, (Z.shift,), PEOPLE), NOW, them)[0]]
    values = {"shift": "3", "who": str(MARAT), "by": str(AIGERIM), "since": clock("09:00").isoformat()}
    values |= {"number": "12", "money": telling.written(PARTS[:2])}
    for kind in told.KINDS:
        for person in (MARAT, AIGERIM):
            notice = replace(NOTICE, kind=kind, values=values)
            said += [told.tell(notice, PEOPLE, replace(them, person_id=person))[0]]
    for text in said:
        assert not re.search(r"[{}]|shift-", text)
        assert len(text) < 4096
    assert all("Марат <b>" not in text for text in said)


def test_news_of_a_closed_shift_name_its_sum_and_who_closed_it() -> None:
    values = {"shift": "3", "who": str(MARAT), "by": str(AIGERIM), "number": "12"}
    values["money"] = telling.written(PARTS[:2])
    text, keyboard = told.tell(replace(NOTICE, values=values), PEOPLE, reader("ru", person_id=MARAT))
    assert plain(text) == [
        "🧾 Ваша смена закрыта: Z-отчёт #12.",
        "11 000,50 ₸ · 3",
        "Закрытие: Айгерим",
    ]
    assert keyboard is not None
    assert keyboard.inline_keyboard[0][0].text == "Z-отчёт #12"


def test_what_is_left_open_is_said_before_closing_and_that_nothing_is() -> None:
    text, keyboard = pages.sure(X, reader("ru"))
    assert plain(text)[1:5] == [
        "Что останется открытым:",
        "Открытые счета: 3 000 ₸ · 2",
        "Зарезервировано банком, ещё не ваше: 400 ₸ · 1",
        "❗ Ждут решения: 2",
    ]
    assert keyboard is not None
    assert keyboard.inline_keyboard[0][0].text == "Да, закрыть смену"
    nothing, _ = pages.sure(replace(X, figures=Figures(NOW, PARTS[:2])), reader("ru"))
    assert plain(nothing)[1:] == ["Ничего не осталось: открытых счетов нет."]
