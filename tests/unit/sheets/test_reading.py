"""Workbooks that strangers send: cells are read as they are written."""

from __future__ import annotations

import io
import warnings
from decimal import Decimal

import pytest
from openpyxl import Workbook as OpenpyxlBook

from screens.sheets import reading
from screens.sheets.opening import SheetRefused
from screens.sheets.reading import COLUMNS_MOST, TEXT_MOST, Found, Sort, read_table
from tests.support.goods import MAIN, raw_sheet, sheet


def texts(body: bytes, most: int = 100) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in read_table(body, most)]


def only(body: bytes) -> Found:
    ((cell,),) = [row.cells.values() for row in read_table(body, 10)]
    return cell


def refusal(body: bytes, most: int = 100) -> str:
    with pytest.raises(SheetRefused) as refused:
        read_table(body, most)
    return refused.value.text


def test_cells_are_read_as_they_are_written() -> None:
    ((number, cells),) = [
        (r.number, r.cells) for r in read_table(sheet(["Латте", 1200.5, 7, True, None, "x"]), 9)
    ]
    assert number == 1
    assert cells == {
        0: Found(Sort.TEXT, "Латте"),
        1: Found(Sort.NUMBER, "1200.5"),
        2: Found(Sort.NUMBER, "7"),
        3: Found(Sort.TRUTH, "1"),
        5: Found(Sort.TEXT, "x"),
    }


def test_rows_without_anything_are_skipped_and_the_others_keep_their_numbers() -> None:
    assert [row.number for row in read_table(sheet(["a"], [], [None, ""], ["b"]), 9)] == [1, 4]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("8.4000000000000004", "8.4"),  # as Excel writes 8.4
        ("3.3000000000000003", "3.3"),  # 1.1 × 3, pasted as a value
        ("1200.50", "1200.5"),
        ("4.870001000001E12", "4870001000001"),
        ("99999999.99", "99999999.99"),
        ("-5", "-5"),
        ("1E-2", "0.01"),
        ("9" * 41, "1E41"),
        ("0." + "1" * 60, "0.111111111111111"),
    ],
)
def test_a_number_is_what_the_spreadsheet_shows(written: str, number: str) -> None:
    cell = only(raw_sheet(f'<row r="1"><c r="A1"><v>{written}</v></c></row>'))
    assert cell.sort is Sort.NUMBER
    assert cell.number == Decimal(number)


@pytest.mark.parametrize("written", ["1e999", "-1e999", "9" * 400])
def test_a_number_that_no_spreadsheet_holds_is_odd(written: str) -> None:
    assert only(raw_sheet(f'<row r="1"><c r="A1"><v>{written}</v></c></row>')).sort is Sort.ODD


def test_what_a_formula_came_to_is_not_read() -> None:
    assert only(sheet(["=1+1"])).sort is Sort.FORMULA
    number = '<c r="A1"><f>HYPERLINK("http://x")</f><v>7</v></c>'
    kept = f'<row r="1">{number}<c r="B1" t="str"><f>A1</f><v>x</v></c></row>'
    (row,) = read_table(raw_sheet(kept), 9)
    assert list(row.cells.values()) == [Found(Sort.FORMULA, "")] * 2


@pytest.mark.parametrize("form", ["dd.mm.yyyy", "d-mmm", "h:mm", "0%", "0.00%", "[$-419]d mmm", "mm-dd-yy"])
def test_a_date_or_a_share_is_no_number(form: str) -> None:
    assert only(sheet([45789], look={"A1": form})).sort is Sort.ODD


@pytest.mark.parametrize(
    "form", ["General", "0.00", "#,##0 ₸", '#,##0.00" дней"', "[Red]0.00", "#,##0.00_ ;-#,##0.00", r"0\d"]
)
def test_a_number_with_any_other_look_is_one(form: str) -> None:
    assert only(sheet([45789], look={"A1": form})) == Found(Sort.NUMBER, "45789")


def test_what_the_library_has_to_remark_is_told_to_nobody() -> None:
    with warnings.catch_warnings(action="error"):
        assert only(sheet([1e9], look={"A1": "dd.mm.yyyy"})).sort is Sort.ODD  # a day that no calendar has


def test_a_sheets_own_sign_of_a_mistake_is_odd() -> None:
    assert only(raw_sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')).sort is Sort.ODD
    assert only(raw_sheet('<row r="1"><c r="A1" t="d"><v>2026-11-22</v></c></row>')).sort is Sort.ODD


def test_other_programs_write_rows_and_cells_without_places_and_prefix_their_names() -> None:
    inline = '<c t="inlineStr"><is><r><t>La</t></r><r><t>tte</t></r></is></c>'
    bare = f"<row><c><v>1</v></c>{inline}</row><row><c><v>2</v></c></row>"
    assert texts(raw_sheet(bare)) == [["1", "Latte"], ["2"]]
    rows = "<x:sheetData><x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData>"
    prefixed = f'<x:worksheet xmlns:x="{MAIN}">{rows}</x:worksheet>'
    prefixed_book = raw_sheet("", **{"xl/worksheets/sheet1.xml": prefixed})
    assert texts(prefixed_book) == [["3"]]


def test_how_a_word_is_pronounced_is_no_part_of_it_and_hidden_characters_go() -> None:
    text = '<t>La_x000D_tte\u202e\u200b </t><rPh sb="0" eb="1"><t>ra</t></rPh>'
    shared = f'<sst xmlns="{MAIN}"><si>{text}</si></sst>'
    body = raw_sheet('<row><c t="s"><v>0</v></c></row>', **{"xl/sharedStrings.xml": shared})
    assert texts(body) == [["La tte"]]


def test_the_first_sheet_that_can_be_seen_is_read() -> None:
    book = OpenpyxlBook()
    first = book.active
    assert first is not None
    first.append(["hidden"])
    book.create_sheet("second").append(["shown"])
    first.sheet_state = "hidden"
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    assert texts(out.getvalue()) == [["shown"]]


def test_a_long_text_is_cut_and_far_columns_are_not_looked_at() -> None:
    (row,) = read_table(sheet(["x" * 30_000, *[None] * (COLUMNS_MOST - 1), "far"]), 9)
    assert row.cells == {0: Found(Sort.TEXT, "x" * TEXT_MOST)}


def test_more_rows_than_may_be_are_refused_and_just_so_many_are_read() -> None:
    body = sheet(*[["a"]] * 5)
    assert len(read_table(body, 5)) == 5
    assert refusal(body, 4) == "import-too-many-rows"


def test_a_row_that_no_spreadsheet_has_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROW_LAST", 9)
    far = '<row r="99999999999"><c><v>2</v></c></row>'
    assert texts(raw_sheet(f'<row r="9"><c><v>1</v></c></row>{far}')) == [["1"]]


def test_a_sheet_that_claims_to_be_wide_costs_no_more() -> None:
    wide = '<dimension ref="A1:XFD1048576"/><sheetData><row><c><v>1</v></c></row></sheetData>'
    sheet1 = f'<worksheet xmlns="{MAIN}">{wide}</worksheet>'
    assert texts(raw_sheet("", **{"xl/worksheets/sheet1.xml": sheet1})) == [["1"]]
