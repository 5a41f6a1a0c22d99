"""A workbook that somebody sends, looked into before a library gets it: what is in it, and how much.

An XLSX is a ZIP of XML. Pictures, macros, charts and notes about the file itself are never unpacked.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

BYTES_MOST = 5_000_000
PARTS_MOST = 2_000
UNPACKED_MOST = 40_000_000
PART_MOST = {"sharedstrings.xml": 10_000_000, "styles.xml": 10_000_000}  # they are held in memory as a whole
TAGS_MOST = 2_000_000  # of all parts; fifty full columns of ten thousand rows have as many

_METHODS = {ZIP_STORED, ZIP_DEFLATED}  # no spreadsheet writes others
_UNREAD = ("docprops/", "/chartsheets/")


class SheetRefused(Exception):
    """The file cannot be taken as a whole; ``text`` is the id of the sentence, ``values`` are its values."""

    def __init__(self, text: str, values: dict[str, str] | None = None) -> None:
        super().__init__(text, values)
        self.text = text
        self.values = values or {}


def opened(body: bytes) -> BytesIO:
    """The parts that a sheet needs, as a ZIP that unpacks to no more than it may.

    Raises ``SheetRefused`` for too much of anything, and what ``zipfile`` raises for what is no sound ZIP.
    """
    if len(body) > BYTES_MOST:
        raise SheetRefused("import-too-heavy", {"most": str(BYTES_MOST // 1_000_000)})
    tame = BytesIO()
    tags = 0
    with ZipFile(BytesIO(body)) as given, ZipFile(tame, "w") as taken:
        for part in _looked_at(given.infolist()):
            content = given.read(part)  # an error where it would be more than the part claims
            tags += content.count(b"<")
            if tags > TAGS_MOST:
                raise SheetRefused("import-too-much")
            taken.writestr(_named(part), content)
    return tame


def _looked_at(parts: list[ZipInfo]) -> list[ZipInfo]:
    """Those to be unpacked; what they claim is kept to while they are."""
    if len(parts) > PARTS_MOST or sum(part.file_size for part in parts) > UNPACKED_MOST:
        raise SheetRefused("import-too-much")
    wanted = [part for part in parts if _wanted(_named(part).casefold())]
    for part in wanted:
        name = _named(part).casefold().rpartition("/")[2]
        if part.file_size > PART_MOST.get(name, UNPACKED_MOST):
            raise SheetRefused("import-too-much")
        if part.compress_type not in _METHODS:
            raise SheetRefused("import-not-xlsx")
    return wanted


def _wanted(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not any(folder in name for folder in _UNREAD)


def _named(part: ZipInfo) -> str:
    """As the other parts call it: some write ``\\``, and 1C a capital letter that it does not mean."""
    return part.filename.replace("\\", "/").replace("/SharedStrings.xml", "/sharedStrings.xml")
