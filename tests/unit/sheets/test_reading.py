"""Workbooks that strangers send: read as they are written, and refused before they can do harm."""

from __future__ import annotations

import io
import pickle
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as OpenpyxlBook

from screens.sheets import opening
from screens.sheets.opening import SheetRefused
from screens.sheets.reading import COLUMNS_MOST, TEXT_MOST, Found, Sort, read_table
from tests.support.goods import MAIN, OFFICE, PACKAGE, raw_sheet, repacked, sheet


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
    ],
)
def test_a_number_is_what_the_spreadsheet_shows(written: str, number: str) -> None:
    cell = only(raw_sheet(f'<row r="1"><c r="A1"><v>{written}</v></c></row>'))
    assert cell.sort is Sort.NUMBER
    assert cell.number == Decimal(number)


@pytest.mark.parametrize("written", ["1e999", "nan", "-inf", "9" * 41, "0." + "1" * 60])
def test_a_number_that_is_none_is_odd(written: str) -> None:
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


def test_macros_and_links_to_other_files_are_not_even_unpacked() -> None:
    extra = {"xl/vbaProject.bin": b"\0" * 99, "xl/externalLinks/externalLink1.xml": b"<broken"}
    assert texts(repacked(sheet(["a"]), extra)) == [["a"]]


def test_a_long_text_is_cut_and_far_columns_are_not_looked_at() -> None:
    (row,) = read_table(sheet(["x" * 30_000, *[None] * (COLUMNS_MOST - 1), "far"]), 9)
    assert row.cells == {0: Found(Sort.TEXT, "x" * TEXT_MOST)}


def test_more_rows_than_may_be_are_refused_and_just_so_many_are_read() -> None:
    body = sheet(*[["a"]] * 5)
    assert len(read_table(body, 5)) == 5
    assert refusal(body, 4) == "import-too-many-rows"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"name;price\nLatte;1200\n",
        b"%PDF-1.7 renamed to prices.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),  # an old .xls, and an XLSX with a password
        b"PK\x03\x04 cut off",
    ],
    ids=["nothing", "csv", "pdf", "xls", "cut"],
)
def test_what_is_no_xlsx_is_refused(body: bytes) -> None:
    assert refusal(body) == "import-not-xlsx"


def test_a_zip_without_a_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<office:spreadsheet/>")  # OpenDocument, or anything
    assert refusal(out.getvalue()) == "import-not-xlsx"


@pytest.mark.parametrize(
    "broken",
    [
        '<row r="x"/>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="99999999999"><c><v>1</v></c></row>',
        '<row><c t="s"><v>7</v></c></row>',
        "<row><c><v>seven</v></c></row>",
        "<row>",
    ],
    ids=["place", "same row", "far row", "no such text", "no number", "not closed"],
)
def test_a_broken_sheet_is_refused(broken: str) -> None:
    assert refusal(raw_sheet(broken)) == "import-not-xlsx"


def test_a_file_that_unpacks_to_too_much_is_refused_unseen() -> None:
    bomb = repacked(sheet(["a"]), {"xl/media/image1.png": bytes(opening.UNPACKED_MOST)})
    assert len(bomb) < 200_000
    assert refusal(bomb) == "import-too-much"


def test_a_file_of_too_many_bytes_is_not_opened() -> None:
    assert refusal(bytes(opening.BYTES_MOST + 1)) == "import-too-heavy"


def test_a_part_that_is_longer_than_it_claims_is_refused() -> None:
    body = raw_sheet("<row><c><v>1</v></c></row>" + " " * 5000)
    size = next(i.file_size for i in zipfile.ZipFile(io.BytesIO(body)).infolist() if "sheet1" in i.filename)
    lie = body.replace(size.to_bytes(4, "little"), (60).to_bytes(4, "little"))
    assert lie != body
    assert refusal(lie) == "import-not-xlsx"


def test_empty_elements_without_end_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "ELEMENTS_MOST", 50)
    assert refusal(raw_sheet("<row/>" * 60)) == "import-too-much"
    assert texts(raw_sheet("<row/>" * 30)) == []


def test_a_doctype_is_refused_before_anything_in_it_is_looked_up() -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    )
    assert refusal(raw_sheet("", **{"xl/worksheets/sheet1.xml": laughs})) == "import-not-xlsx"


def test_a_sheet_that_is_said_to_be_elsewhere_is_not_read() -> None:
    target = f'Id="s" Type="{OFFICE}/worksheet" TargetMode="External" Target="worksheets/sheet1.xml"'
    links = f'<Relationships xmlns="{PACKAGE}"><Relationship {target}/></Relationships>'
    assert refusal(raw_sheet("", **{"xl/_rels/workbook.xml.rels": links})) == "import-not-xlsx"


def test_a_refusal_comes_whole_out_of_the_worker_process() -> None:
    told = pickle.loads(pickle.dumps(SheetRefused("import-too-many-rows", {"most": "5"})))  # noqa: S301 - our own
    assert (told.text, told.values) == ("import-too-many-rows", {"most": "5"})


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_file_that_was_tampered_with_is_read_or_refused(data: st.DataObject) -> None:
    body = bytearray(_WHOLE)
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255)), max_size=6)
    ):
        body[place] = byte
    try:
        read_table(bytes(body), 9)
    except SheetRefused as refused:
        assert refused.text.startswith("import-")  # noqa: PT017 - either may happen


@settings(max_examples=150, deadline=None)
@given(st.text('<>/="rcvtis 1A&;![]?', max_size=60))
def test_any_text_in_place_of_rows_is_read_or_refused(rows: str) -> None:
    try:
        read_table(raw_sheet(rows), 9)
    except SheetRefused as refused:
        assert refused.text.startswith("import-")  # noqa: PT017 - either may happen


_WHOLE = sheet(["Название", "Цена"], ["Латте", 1200.5])
