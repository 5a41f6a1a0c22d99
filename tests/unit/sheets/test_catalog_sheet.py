"""The catalog as a sheet, there and back: written in one language, read in any, and never half."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from billing.catalog.importing import Draft, Wrong, compared
from billing.catalog.items import BARCODE, NAME_MOST, clean_name
from billing.catalog.models import Item, Unit
from billing.invoicing import MOST_MINOR
from billing.money import Money
from screens.sheets import catalog_words
from screens.sheets.catalog import make_catalog
from screens.sheets.catalog_rows import ReadCatalog, read_catalog
from screens.sheets.marked import make_marked
from screens.sheets.opening import SheetRefused
from screens.texts import LOCALES, words
from tests.support.goods import item, sheet

TITLES = ("Название", "Цена", "Единица", "Штрихкод", "Скрыт", "Код")


def read(*rows: list[object], locale: str = "ru", **options: Any) -> ReadCatalog:
    return read_catalog(sheet(*rows, **options), "KZT", locale)


def refusal(*rows: list[object]) -> str:
    with pytest.raises(SheetRefused) as refused:
        read(*rows)
    for locale in LOCALES:
        assert "{" not in words(locale)(refused.value.text, **refused.value.values)
    return refused.value.text


def opened(body: bytes) -> Any:
    return load_workbook(BytesIO(body))


# --- what is written ----------------------------------------------------------------------------------------


def test_an_items_row_has_its_values_in_cells_of_their_kind() -> None:
    body = make_catalog([item(barcode="0036000291452", hidden=True, unit=Unit.KILOGRAM)], "ru", "Дана")
    page = opened(body).worksheets[0]
    header, row = page.iter_rows(values_only=True)
    assert header == TITLES
    assert row == ("Латте", 1200, "кг", "0036000291452", "да", "Tok0000000000000000001")
    assert page["D2"].data_type == "s"
    assert page["B2"].number_format == "#,##0.00"


def test_it_can_be_worked_with() -> None:
    page = opened(make_catalog([item(), item(2)], "en", "Dana")).worksheets[0]
    assert page.freeze_panes == "A2"
    typed = [page.column_dimensions[letter].number_format for letter in "ABDF"]
    assert typed == ["@", "General", "@", "@"]  # a barcode that is typed keeps its zeros
    assert page.auto_filter.ref == "A1:F3"
    assert round(page.column_dimensions["A"].width) > 40
    offered = {str(v.sqref): v.formula1 for v in page.data_validations.dataValidation}
    assert offered["E2:E10001"] == '"yes,no"'
    assert '"pc,' in offered["C2:C10001"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_second_sheet_says_what_each_column_is_for(locale: str) -> None:
    first, second = opened(make_catalog([item()], locale, "Dana")).worksheets
    notes = list(second.iter_rows(values_only=True))[1:]
    assert [title for title, _ in notes] == [cell.value for cell in first[1]]
    assert all(len(about) > 10 for _, about in notes)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_choices_fit_into_what_a_spreadsheet_holds(locale: str) -> None:
    assert len(",".join(catalog_words.unit(unit, words(locale)) for unit in Unit)) <= 255


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "＝1+1", "<r>x</r>", "_x0041_"]
)
def test_a_name_never_runs_as_a_formula_and_comes_back_as_it_was(name: str) -> None:
    body = make_catalog([item(name=name)], "en", "Dana")
    cell = opened(body).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert read_catalog(body, "KZT", "en").drafts[0].name == name


NAMES = st.text(max_size=NAME_MOST).map(clean_name).filter(lambda name: 0 < len(name) <= NAME_MOST)
ITEMS = st.lists(
    st.builds(
        item,
        name=NAMES,
        price=st.integers(1, MOST_MINOR).map(lambda minor: Money(minor, "KZT")),
        unit=st.sampled_from(Unit),
        barcode=st.just("") | st.from_regex(BARCODE, fullmatch=True),
        hidden=st.booleans(),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda made: made.barcode or object(),
).map(lambda items: [item(n, **_own(made)) for n, made in enumerate(items, 1)])


def _own(made: Item) -> dict[str, object]:
    return {name: getattr(made, name) for name in ("name", "price", "unit", "barcode", "hidden")}


@settings(max_examples=60, deadline=None)
@given(ITEMS, st.sampled_from(LOCALES))
def test_what_was_exported_and_comes_back_as_it_was_changes_nothing(items: list[Item], locale: str) -> None:
    got = read_catalog(make_catalog(items, locale, "Dana"), "KZT", "en")
    plan = compared(items, got.drafts, got.troubles)
    assert (plan.troubles, plan.new, plan.changed, plan.same) == ((), (), (), len(items))
    assert got.ignored == ()


# --- titles -------------------------------------------------------------------------------------------------


def test_no_word_means_two_things() -> None:
    for keys in (
        [f"sheet-item-{field}" for field in ("name", "price", "unit", "barcode", "hidden", "code")]
        + ["sheet-wrong"],
        [f"sheet-unit-{unit}" for unit in Unit],
        ["sheet-yes", "sheet-no"],
    ):
        meant: dict[str, str] = {}
        for key in keys:
            for word in {
                catalog_words.folded(w) for locale in LOCALES for w in words(locale)(key).split(",")
            }:
                assert word
                assert meant.setdefault(word, key) == key


@pytest.mark.parametrize(
    "titles",
    [
        ["Товар", "Цена, ₸ (розница)"],
        ["АТАУЫ", "БАҒАСЫ"],
        ["  product ", "Price (KZT)"],
        ["Наименование", "стоимость"],
    ],
)
def test_titles_are_known_in_any_language_and_however_they_are_written(titles: list[object]) -> None:
    (draft,) = read(titles, ["Латте", 1200]).drafts
    assert (draft.name, draft.price) == ("Латте", Money(120_000, "KZT"))


def test_columns_stand_in_any_order_and_unknown_ones_are_named_and_not_read() -> None:
    got = read(["Поставщик", "Цена", "Остаток", "Название"], ["Дана", 5, "=1+1", "Латте"])
    assert got.drafts == (Draft(2, name="Латте", price=Money(500, "KZT")),)
    assert got.ignored == ("Поставщик", "Остаток")
    assert got.troubles == ()


def test_titles_may_stand_below_a_heading() -> None:
    got = read(["Прайс-лист"], [], ["на 22 ноября"], ["Название", "Цена"], ["Латте", 5])
    assert [draft.row for draft in got.drafts] == [5]


def test_a_needed_column_that_is_missing_is_a_trouble_of_the_file() -> None:
    assert refusal(["Название", "Код"], ["Латте", "x"]) == "import-column-missing"
    assert refusal(["Цена"], [5]) == "import-column-missing"
    assert refusal(["a", "b"], [5, 6]) == "import-column-missing"


def test_a_column_that_stands_twice_is_a_trouble_of_the_file() -> None:
    assert refusal(["Название", "Цена", "Price"], ["Латте", 5, 6]) == "import-column-twice"


def test_a_file_without_items_says_so() -> None:
    assert refusal() == "import-empty"
    assert refusal(list(TITLES)) == "import-empty"
    assert refusal(["Название", "Цена", "Заметки"], [None, None, "итого"]) == "import-empty"


def test_more_rows_than_a_catalog_has_items_are_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.sheets.catalog_rows.ROWS_MOST", 3)
    rows: list[list[object]] = [["Латте", 5]] * 3
    assert len(read(["Название", "Цена"], *rows).drafts) == 3
    assert refusal(["Название", "Цена"], *rows, ["Латте", 5]) == "import-too-many-rows"
    assert refusal(["Название", "Цена"], *rows * 20) == "import-too-many-rows"


# --- the copy that says what is wrong -----------------------------------------------------------------------


def marked(body: bytes) -> Any:
    return opened(make_marked(body, read_catalog(body, "KZT", "ru").troubles, "ru")).worksheets[0]


def test_the_copy_says_in_each_row_what_is_wrong_and_marks_the_cell() -> None:
    page = marked(
        sheet(
            ["Прайс"],
            [],
            ["Название", "Цена", "Склад"],
            ["Латте", 5, "=1"],
            ["Чай", "дорого", "=2"],
            [None, "-5"],
        )
    )
    rows = list(page.iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("Что исправить", "Название", "Цена", "Склад")
    assert rows[1] == (None, "Латте", 5, None)
    assert "дорого" in rows[2][0]
    assert rows[2][1:] == ("Чай", "дорого", None)
    assert rows[3][0] == "Нет названия. Цена «-5» должна быть больше нуля."
    assert page["C5"].fill.fgColor.rgb == "FFFFD9D9" != page["C4"].fill.fgColor.rgb
    assert page.freeze_panes == "B4"


def test_the_copy_can_be_put_right_and_sent_again() -> None:
    titles = ["Штрихкод", "Цена", "Название"]
    body = sheet(titles, [1234567, "дорого", "=1+1"], ["0012", True, "-минус"], [None, None, "Чай"])
    copy = make_marked(body, read_catalog(body, "KZT", "ru").troubles, "ru")
    again = read_catalog(copy, "KZT", "ru")
    assert again.ignored == ()
    assert {(t.row, t.why) for t in again.troubles} == {
        (2, Wrong.PRICE_UNREAD),
        (2, Wrong.NAME_MISSING),  # a formula is not taken over
        (3, Wrong.PRICE_UNREAD),
        (4, Wrong.PRICE_MISSING),
    }
    assert [draft.barcode for draft in again.drafts] == ["1234567", "0012", ""]
    twice = opened(make_marked(copy, again.troubles, "ru")).worksheets[0]
    assert [cell.value for cell in twice[1]] == ["Что исправить", *titles]
    assert [cell.value for cell in twice[4][1:]] == [None, None, "Чай"]
    assert {twice[place].fill.fgColor.rgb for place in ("C2", "D2", "C3", "C4")} == {"FFFFD9D9"}


def test_nothing_in_the_copy_runs_as_a_formula() -> None:
    page = marked(sheet(["Название", "Цена"], ["'=1+1", "=2+2"], ["@SUM(A1)", '+HYPERLINK("http://x")']))
    assert [c.value for row in page.iter_rows() for c in row if c.data_type == "f"] == []
