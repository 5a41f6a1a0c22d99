"""What a sheet would do, in the lines of one message."""

from __future__ import annotations

import re

import pytest

from billing.catalog.importing import Changed, Draft, Plan, Trouble, Wrong
from billing.catalog.models import Unit
from billing.money import Money
from screens import imports
from screens.texts import LOCALES, words
from tests.support.goods import item


def said(plan: Plan, ignored: tuple[str, ...] = (), locale: str = "ru") -> list[str]:
    return imports.planned(plan, ignored, words(locale)).replace("\u00a0", " ").split("\n")


def draft(row: int, name: str = "Раф") -> Draft:
    return Draft(row, name=name, price=Money(90_050, "KZT"))


def test_new_and_changed_items_are_counted_and_named_with_prices() -> None:
    changes = {"price": Money(130_000, "KZT"), "hidden": True, "unit": Unit.GRAM, "barcode": ""}
    changed = Changed(3, item(name="Чай <чёрный>", barcode="1111"), changes)
    lines = said(Plan((), (draft(2),), (changed,), 7))
    assert lines == [
        "📋 Новых: 1, изменятся: 1, без изменений: 7.",
        "",
        "✎ Чай &lt;чёрный&gt;: Цена 1 200 ₸ → 1 300 ₸, Скрыт нет → да, Единица шт → г, Штрихкод 1111 → –",
        "+ Раф, 900,50 ₸",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_however_much_there_is_the_message_has_twenty_lines_at_most(locale: str) -> None:
    many = tuple(draft(n) for n in range(2, 502))
    wrong = tuple(Trouble(n, "price", Wrong.PRICE_UNREAD, "x" * 999) for n in range(2, 502))
    for plan in (Plan(many, many), Plan(many, troubles=wrong)):
        lines = said(plan, ("Склад",) * 60, locale)
        assert 15 < len(lines) <= 20
        assert len("\n".join(lines)) < 4096
        assert any("485" in line for line in lines)


def test_troubles_come_with_their_rows_and_nothing_else() -> None:
    troubles = (
        Trouble(12, "price", Wrong.PRICE_UNREAD, "1 2OO <"),
        Trouble(14, "barcode", Wrong.BARCODE_TWICE, "77", 3),
    )
    lines = said(Plan((), (draft(2),), troubles=troubles))
    assert lines[0].startswith("⚠️ В файле нужно исправить 2 места.")
    assert lines[2].startswith("Строка 12: цену «1 2OO &lt;» не получилось прочитать.")
    assert lines[3] == "Строка 14: штрихкод «77» уже стоит в строке 3."
    assert len(lines) == 4


def test_a_sheet_that_says_the_same_says_so() -> None:
    assert said(Plan((), same=3)) == ["В файле то же, что в каталоге: 3 товара. Менять нечего."]


def test_columns_that_are_not_read_are_named() -> None:
    assert (
        said(Plan((), same=1), ("Склад", "<b>"))[-1] == "Столбцы, которые не читаются: «Склад», «&lt;b&gt;»."
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("why", Wrong)
def test_each_trouble_has_words(why: Wrong, locale: str) -> None:
    told = imports.wrong(Trouble(2, "barcode", why, "ЭТО", 7), words(locale))
    assert not re.search(r"[{}]", told)
    assert told.endswith(".")
    assert ("7" in told) is (why in {Wrong.BARCODE_TWICE, Wrong.CODE_TWICE})
