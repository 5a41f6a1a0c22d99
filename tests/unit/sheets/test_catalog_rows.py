"""What the cells of a catalog's sheet are read as: exactly what stands there, or a trouble."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from billing.catalog.importing import Draft, Trouble, Wrong
from billing.catalog.models import Unit
from billing.money import Money
from screens.sheets import catalog_words
from screens.sheets.catalog_rows import ReadCatalog, read_catalog
from screens.texts import LOCALES, words
from tests.support.goods import sheet

TITLES = ("Название", "Цена", "Единица", "Штрихкод", "Скрыт", "Код")


def read(*rows: list[object], locale: str = "ru", **options: Any) -> ReadCatalog:
    return read_catalog(sheet(*rows, **options), "KZT", locale)


def whole(*cells: object) -> ReadCatalog:
    """One row below all titles."""
    return read(list(TITLES), list(cells))


def price_of(cell: object, **options: Any) -> Money | Wrong:
    got = read(["name", "price"], ["Latte", cell], **options)
    (draft,) = got.drafts
    return draft.price if draft.price is not None and not got.troubles else got.troubles[0].why  # type: ignore[return-value]


def barcode_of(cell: object) -> str | Wrong:
    got = read(["name", "price", "barcode"], ["Latte", 5, cell])
    return got.troubles[0].why if got.troubles else got.drafts[0].barcode or ""


def test_a_row_says_everything_of_an_item() -> None:
    (draft,) = whole("Латте", "1 200,50 ₸", "кг", "0036000291452", "да", "Tok1").drafts
    assert draft == Draft(2, "Tok1", "Латте", Money(120_050, "KZT"), Unit.KILOGRAM, "0036000291452", True)


def test_empty_cells_say_nothing_but_an_empty_barcode_takes_it_away() -> None:
    assert whole("Латте", 5).drafts == (Draft(2, name="Латте", price=Money(500, "KZT"), barcode=""),)
    (draft,) = read(["Название", "Цена"], ["Латте", 5]).drafts
    assert draft.barcode is None


@pytest.mark.parametrize(
    ("cell", "tiyn"),
    [
        (1200, 120_000),
        (1200.5, 120_050),
        (0.1 + 0.2, 30),  # 0.30000000000000004
        (1.1 * 3, 330),
        (4.35, 435),
        (99_999_999.99, 9_999_999_999),
        ("1200", 120_000),
        ("1 200,50", 120_050),
        ("1\u00a0200.50 тг", 120_050),
        ("1,200.50", 120_050),
        ("₸ 1200", 120_000),
        ("1200 тенге.", 120_000),
    ],
)
def test_a_price_is_read_exactly(cell: object, tiyn: int) -> None:
    assert price_of(cell) == Money(tiyn, "KZT")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (0, Wrong.PRICE_NONE),
        ("0,00", Wrong.PRICE_NONE),
        (-5, Wrong.PRICE_NONE),
        ("-5", Wrong.PRICE_NONE),
        ("− 5", Wrong.PRICE_NONE),
        (1.005, Wrong.PRICE_UNREAD),
        ("1200.505", Wrong.PRICE_UNREAD),
        ("от 1200", Wrong.PRICE_UNREAD),
        ("1200 или 1300", Wrong.PRICE_UNREAD),
        ("1200-1300", Wrong.PRICE_UNREAD),
        ("O5", Wrong.PRICE_UNREAD),
        (True, Wrong.PRICE_UNREAD),
        ("12 $", Wrong.PRICE_FOREIGN),
        (100_000_000.01, Wrong.PRICE_BIG),
        (1e300, Wrong.PRICE_BIG),
        ("999999999999999", Wrong.PRICE_BIG),
        (None, Wrong.PRICE_MISSING),
        ("=1200*2", Wrong.FORMULA),
        (datetime(2026, 5, 12), Wrong.UNREAD),  # noqa: DTZ001 - what a spreadsheet makes of 12.05
    ],
)
def test_a_price_that_is_none_is_a_trouble(cell: object, why: Wrong) -> None:
    assert price_of(cell) == why


@pytest.mark.parametrize(
    ("cell", "barcode"),
    [
        ("4870001000004", "4870001000004"),
        (4870001000004, "4870001000004"),
        (4.870001e12, "4870001000000"),
        (" 4870 0010 0000 4 ", "4870001000004"),
        ("AB-12345", "AB-12345"),
        (999_999_999_999_999, "999999999999999"),
        (None, ""),
        ("123", Wrong.BARCODE_WRONG),
        ("1" * 33, Wrong.BARCODE_WRONG),
        ("АВ-12345", Wrong.BARCODE_WRONG),  # Cyrillic letters
        (-12345, Wrong.BARCODE_WRONG),
        (12345.5, Wrong.BARCODE_WRONG),
        (1_000_000_000_000_000, Wrong.BARCODE_CUT),
        (1e300, Wrong.BARCODE_CUT),
        (True, Wrong.BARCODE_WRONG),
    ],
)
def test_a_barcode_is_read_to_its_last_digit_or_not_at_all(cell: object, barcode: object) -> None:
    assert barcode_of(cell) == barcode


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("unit", Unit)
def test_each_word_of_a_unit_is_read(unit: Unit, locale: str) -> None:
    for word in words(locale)(f"sheet-unit-{unit}").split(","):
        assert catalog_words.units()[catalog_words.folded(f"{word.upper()}.")] is unit


@pytest.mark.parametrize(
    ("cell", "hidden"), [("Да", True), ("жоқ", False), (True, True), (0, False), ("hidden", True)]
)
def test_hidden_is_yes_or_no_in_any_language(cell: object, hidden: bool) -> None:
    assert whole("Латте", 5, None, None, cell).drafts[0].hidden is hidden


def test_everything_wrong_in_a_row_is_told_with_its_place() -> None:
    got = read(list(TITLES), ["x" * 121, "дорого", "вёдра", "12", "может быть", None], [" ", 5], ["=A1", 5])
    assert [(t.row, t.field, t.why) for t in got.troubles] == [
        (2, "price", Wrong.PRICE_UNREAD),
        (2, "unit", Wrong.UNIT_UNKNOWN),
        (2, "hidden", Wrong.HIDDEN_UNREAD),
        (3, "name", Wrong.NAME_MISSING),
        (4, "name", Wrong.FORMULA),
        (2, "name", Wrong.NAME_LONG),
        (2, "barcode", Wrong.BARCODE_WRONG),
    ]


def test_what_stands_twice_in_the_file_is_told_with_both_rows() -> None:
    got = read(
        list(TITLES),
        ["a", 5, None, "4870001", None, "Tok1"],
        ["b", 5, None, 4870001, None, "Tok2"],
        ["c", 5, None, None, None, "Tok1"],
    )
    assert got.troubles == (
        Trouble(4, "code", Wrong.CODE_TWICE, "Tok1", 2),
        Trouble(3, "barcode", Wrong.BARCODE_TWICE, "4870001", 2),
    )
