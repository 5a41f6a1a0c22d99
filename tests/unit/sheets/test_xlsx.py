"""XLSX, opened and read back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from billing.money import Money
from screens.sheets import Cell, Column, Kind, Line, Sheet, cells, xlsx
from tests.support.rows import ZONE, read_xlsx, tenge

COLUMNS = (
    Column("number", "Invoice", Kind.COUNT, 10),
    Column("at", "Created", Kind.MOMENT, 19),
    Column("amount", "Amount", Kind.MONEY, 15, summed=True),
    Column("currency", "Currency", Kind.CURRENCY, 8),
    Column("words", "Description", Kind.TEXT, 40),
)
AT = datetime(2026, 11, 22, 20, 30, 15, 999_999, tzinfo=UTC)


def sheet(name: str = "Operations", locale: str = "en") -> Sheet:
    return Sheet(name, "November", COLUMNS, "Total", locale, ZONE)


def line(words: str = "Coffee", amount: Money | None = None, *, counts: bool = True, number: int = 1) -> Line:
    amount = amount or tenge("5000.50")
    return Line((number, AT, amount, amount.currency, words), counts)


def written(path: Path, lines: Sequence[Line], made: Sheet | None = None) -> Path:
    xlsx.write(path / "made.xlsx", made or sheet(), lines)
    return path / "made.xlsx"


def parts(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_moments_are_moments_on_the_shops_clock_and_sums_are_numbers(tmp_path: Path) -> None:
    _, row, _ = read_xlsx(written(tmp_path, [line()]))
    assert row == (1, datetime(2026, 11, 23, 1, 30, 15), 5000.5, "KZT", "Coffee")  # noqa: DTZ001


def test_the_total_is_a_number_also_for_who_calculates_nothing(tmp_path: Path) -> None:
    lines = [line(amount=tenge("0.10")), line(amount=tenge("0.20")), line(amount=tenge(999), counts=False)]
    file = written(tmp_path, lines)
    assert read_xlsx(file)[-1] == ("Total", None, 0.3, "KZT", None)
    assert "<f>" not in parts(file)["xl/worksheets/sheet1.xml"]


def test_each_currency_has_its_own_total(tmp_path: Path) -> None:
    lines = [line(), line(amount=Money(700, "JPY")), line(), line(amount=Money(300, "JPY"))]
    assert [row[2:4] for row in read_xlsx(written(tmp_path, lines))[-2:]] == [(1000, "JPY"), (10001, "KZT")]


def test_a_sheet_without_lines_has_its_header_and_zeros(tmp_path: Path) -> None:
    header, total = read_xlsx(written(tmp_path, []))
    assert header == ("Invoice", "Created", "Amount", "Currency", "Description")
    assert total[:3] == ("Total", None, 0)


def test_it_looks_as_a_table_should(tmp_path: Path) -> None:
    page = load_workbook(written(tmp_path, [line()], sheet(locale="ru"))).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E2"
    assert all(cell.font.b for cell in (*page[1], page["A3"], page["C3"]))
    assert not page["C2"].font.b
    assert page["B2"].number_format == "dd.mm.yyyy hh:mm:ss"
    assert page["C2"].number_format == page["C3"].number_format == "#,##0.00"
    assert [round(page.column_dimensions[letter].width) for letter in "ABE"] == [11, 20, 41]


def test_a_currency_without_small_coins_shows_none(tmp_path: Path) -> None:
    page = load_workbook(written(tmp_path, [line(amount=Money(700, "JPY"))])).worksheets[0]
    assert page["C2"].number_format == "#,##0"


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        '=HYPERLINK("https://thief.example")',
        "{=1+1}",
        "@SUM(A1)",
        "＝1+1",
        "https://thief.example",
        "mailto:a@b.example",
        "internal:Sheet1!A1",
        "5000",
        "007",
        "TRUE",
    ],
)
def test_a_text_stays_a_text_whatever_it_looks_like(words: str, tmp_path: Path) -> None:
    file = written(tmp_path, [line(words)])
    cell = load_workbook(file).worksheets[0]["E2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (words, "s", None)
    page = parts(file)["xl/worksheets/sheet1.xml"]
    assert re.search(r'<c r="E2"[^>]* t="inlineStr">', page)
    assert "<f>" not in page
    assert "hyperlink" not in page


@pytest.mark.parametrize(("words", "quoted"), [("=1+1", True), ("＠A1", True), ("Coffee", False)])
def test_a_formula_stays_a_text_also_when_somebody_edits_its_cell(
    words: str, quoted: bool, tmp_path: Path
) -> None:
    cell = load_workbook(written(tmp_path, [line(words)])).worksheets[0]["E2"]
    assert bool(cell.quotePrefix) is quoted
    assert cell.number_format == "@"


def test_a_text_cannot_write_the_files_own_language(tmp_path: Path) -> None:
    hostile = ["<r><t>x</t></r>", "<r></c></row></sheetData></r>", "</t></is></c>", "]]>&amp;<!--"]
    rows = read_xlsx(written(tmp_path, [line(words) for words in hostile]))
    assert [row[4].strip() for row in rows[1:-1]] == hostile


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(), max_size=20))
def test_any_text_can_be_written_and_read(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    rows = read_xlsx(written(tmp_path_factory.mktemp("any"), [line(each) for each in words]))
    assert [row[4] for row in rows[1:-1]] == [cells.text(each) or None for each in words]


@pytest.mark.parametrize(("year", "month"), [(1, 1), (1900, 1), (9999, 12)])
def test_a_moment_at_the_calendars_ends_does_not_stop_the_sheet(
    year: int, month: int, tmp_path: Path
) -> None:
    edge: tuple[Cell, ...] = (1, datetime(year, month, 31, 23, tzinfo=UTC), tenge(1), "KZT", "")
    assert f"{year:04}-" in str(read_xlsx(written(tmp_path, [Line(edge)]))[1][1])


def test_nobody_is_named_as_its_author(tmp_path: Path) -> None:
    about = load_workbook(written(tmp_path, [line()])).properties
    assert (about.title, about.creator, about.lastModifiedBy) == ("November", None, None)


def test_a_tabs_name_is_one_that_excel_takes(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, [], sheet(name="'Операции [1/2]: " + "ы" * 40)))
    assert book.sheetnames == ["Операции  1 2   " + "ы" * 14]


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    written(tmp_path, [line()])
    assert [path.name for path in tmp_path.iterdir()] == ["made.xlsx"]
