"""Items of a shop, and sheets of them as people and other programs write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook

from billing.catalog.models import Item, Unit
from billing.money import Money

AT = datetime(2026, 11, 22, 9, 7, tzinfo=UTC)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def item(number: int = 1, **changes: object) -> Item:
    """Coffee that everybody may buy."""
    made = Item(
        id=number,
        merchant_id=1,
        token=f"Tok{number:019}",
        name="Латте",
        price=Money(120_000, "KZT"),
        unit=Unit.PIECE,
        barcode="",
        picture_id=None,
        hidden=False,
        version=1,
        created_at=AT,
        changed_at=AT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def sheet(*rows: Sequence[object], look: Mapping[str, str] | None = None) -> bytes:
    """A workbook as Excel keeps it. ``look``: number formats by cell."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for place, form in (look or {}).items():
        page[place].number_format = form
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def raw_sheet(rows: str, **more: str) -> bytes:
    """A workbook out of bare XML: ``rows`` stand in the first sheet; other parts by their path."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="s" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        **more,
    }
    return packed({name: text.encode() for name, text in parts.items()})


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(body: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The same workbook with other or further parts."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return packed({**{name: archive.read(name) for name in archive.namelist()}, **changes})
