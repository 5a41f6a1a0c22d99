"""Workbooks that strangers send: what is none, or too much, is refused before it can do harm."""

from __future__ import annotations

import io
import pickle
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as OpenpyxlBook
from openpyxl.chart import BarChart

from screens.sheets import opening
from screens.sheets.opening import SheetRefused
from screens.sheets.reading import read_table
from tests.support.goods import MAIN, OFFICE, PACKAGE, packed, raw_sheet, repacked, sheet


def texts(body: bytes, most: int = 100) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in read_table(body, most)]


def refusal(body: bytes, most: int = 100) -> str:
    with pytest.raises(SheetRefused) as refused:
        read_table(body, most)
    return refused.value.text


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
        '<row><c s="7"><v>1</v></c></row>',
        '<row><c t="s"><v>7</v></c></row>',
        "<row><c><v>seven</v></c></row>",
        "<row><c><v>nan</v></c></row>",
        f"<row><c><v>{'9' * 5000}</v></c></row>",
        "<row>",
    ],
    ids=["place", "no such look", "no such text", "no number", "nan", "endless", "not closed"],
)
def test_a_broken_sheet_is_refused(broken: str) -> None:
    assert refusal(raw_sheet(broken)) == "import-not-xlsx"


def test_a_file_that_unpacks_to_too_much_is_refused_unseen() -> None:
    bomb = repacked(sheet(["a"]), {"xl/media/image1.png": bytes(opening.UNPACKED_MOST)})
    assert len(bomb) < 200_000
    assert refusal(bomb) == "import-too-much"


def test_a_file_of_too_many_bytes_is_not_opened() -> None:
    assert refusal(bytes(opening.BYTES_MOST + 1)) == "import-too-heavy"


def test_a_file_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    body = raw_sheet("<row><c><v>1</v></c></row>")
    monkeypatch.setattr(opening, "PARTS_MOST", len(zipfile.ZipFile(io.BytesIO(body)).infolist()))
    assert texts(body) == [["1"]]
    assert refusal(repacked(body, {"more.txt": b""})) == "import-too-much"


def test_a_part_that_is_packed_as_no_spreadsheet_does_it_is_not_unpacked() -> None:
    body = sheet(["a"])
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert refusal(packed(parts, zipfile.ZIP_LZMA)) == "import-not-xlsx"
    out = io.BytesIO(body)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/media/image1.png", b"a picture")
    assert texts(out.getvalue()) == [["a"]]


def test_a_part_that_is_longer_than_it_claims_is_refused() -> None:
    body = raw_sheet("<row><c><v>1</v></c></row>" + " " * 5000)
    size = next(i.file_size for i in zipfile.ZipFile(io.BytesIO(body)).infolist() if "sheet1" in i.filename)
    lie = body.replace(size.to_bytes(4, "little"), (60).to_bytes(4, "little"))
    assert lie != body
    assert refusal(lie) == "import-not-xlsx"


def test_tags_without_end_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "TAGS_MOST", 100)
    assert refusal(raw_sheet("<row/>" * 100)) == "import-too-much"
    assert texts(raw_sheet("<row/>" * 50)) == []


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/SharedStrings.xml"])
def test_a_part_that_is_read_as_a_whole_is_kept_smaller(part: str) -> None:
    body = raw_sheet("", **{part: f"<x>{' ' * 10_000_000}</x>"})
    assert refusal(body) == "import-too-much"


def test_names_of_parts_are_taken_as_some_programs_write_them() -> None:
    body = raw_sheet('<row><c t="s"><v>0</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name.replace("/", "\\"): archive.read(name) for name in archive.namelist()}
    del parts["xl\\sharedStrings.xml"]
    parts["xl\\SharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>Latte</t></si></sst>'.encode()
    assert texts(packed(parts)) == [["Latte"]]


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


def test_macros_pictures_and_notes_about_the_file_are_not_read() -> None:
    parts = ("xl/vbaProject.bin", "xl/media/image1.png", "docProps/core.xml", "xl/theme/theme1.xml")
    assert texts(repacked(sheet(["a"]), dict.fromkeys(parts, b"<broken"))) == [["a"]]


def test_a_sheet_that_is_a_chart_is_passed_over() -> None:
    book = OpenpyxlBook()
    chart = book.create_chartsheet("chart", 0)
    chart.add_chart(BarChart())
    assert book.active is not None
    book.worksheets[0].append(["a"])
    out = io.BytesIO()
    book.save(out)
    assert texts(repacked(out.getvalue(), {"xl/charts/chart1.xml": b"<broken"})) == [["a"]]


def test_links_to_other_files_are_not_followed() -> None:
    link = '<externalReferences><externalReference r:id="e"/></externalReferences>'
    main = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<sheets><sheet name="A" sheetId="1" r:id="s"/></sheets>{link}</workbook>'
    )
    links = (
        f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="s" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="e" Type="{OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        "</Relationships>"
    )
    more = {"xl/workbook.xml": main, "xl/_rels/workbook.xml.rels": links}
    assert texts(raw_sheet("<row><c><v>1</v></c></row>", **more)) == [["1"]]


_WHOLE = sheet(["Название", "Цена"], ["Латте", 1200.5])
