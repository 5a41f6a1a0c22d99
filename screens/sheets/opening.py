"""A workbook that somebody sends, opened with tongs: its parts by name, each with an end to its size.

An XLSX is a ZIP of XML. Only the parts that hold the first sheet are ever unpacked: no macros, pictures,
links to other files. What a part claims to unpack to is looked at before, and kept to while it is unpacked.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

BYTES_MOST = 5_000_000
UNPACKED_MOST = 100_000_000
PARTS_MOST = 2_000
ELEMENTS_MOST = 3_000_000  # of all parts that are read: a few seconds of work
CHUNK = 1 << 16

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # no spreadsheet writes others
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class SheetRefused(Exception):
    """The file cannot be taken as a whole; ``text`` is the id of the sentence, ``values`` are its values."""

    def __init__(self, text: str, values: dict[str, str] | None = None) -> None:
        super().__init__(text, values)
        self.text = text
        self.values = values or {}


class Workbook:
    """The parts of an XLSX. ``SheetRefused`` for everything that is none, or unpacks to too much."""

    def __init__(self, body: bytes) -> None:
        if len(body) > BYTES_MOST:
            raise SheetRefused("import-too-heavy", {"most": str(BYTES_MOST // 1_000_000)})
        try:
            self._zip = zipfile.ZipFile(BytesIO(body))
        except (*_BROKEN, ValueError) as error:
            raise SheetRefused("import-not-xlsx") from error
        infos = self._zip.infolist()
        if len(infos) > PARTS_MOST or sum(info.file_size for info in infos) > UNPACKED_MOST:
            raise SheetRefused("import-too-much")
        self._parts = {info.filename.replace("\\", "/").casefold(): info for info in infos}
        self._elements = 0

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def parse(self, name: str, reader: Reader) -> None:
        """Hand the part's elements to the reader until it has enough."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.CharacterDataHandler = reader.text
        parser.EndElementHandler = lambda tag: reader.end(_local(tag))

        def start(tag: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > ELEMENTS_MOST:
                raise SheetRefused("import-too-much")
            reader.start(_local(tag), attributes)

        parser.StartElementHandler = start
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk)
                if reader.enough:
                    return
            parser.Parse(b"", True)
        except (expat.ExpatError, *_BROKEN, ValueError, LookupError) as error:
            raise SheetRefused("import-not-xlsx") from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        info = self._parts.get(name.casefold())
        if info is None or info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise SheetRefused("import-not-xlsx")
        with self._zip.open(info) as part:  # never gives more than the part has claimed
            while chunk := part.read(CHUNK):
                yield chunk


class Reader:
    """What is done with the elements of a part. Names are without their prefix."""

    enough = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """It ends."""

    def text(self, text: str) -> None:
        """Some of what stands in it."""


class _Links(Reader):
    """The relations of a part: where it leads to, by id and by kind."""

    def __init__(self, folder: str) -> None:
        self.by_id: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}
        self._folder = folder

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))[1:]
            self.by_id[attributes.get("Id", "")] = target
            self.by_kind.setdefault(attributes.get("Type", "").rpartition("/")[2], target)


class _Sheets(Reader):
    """The id of the first sheet that can be seen."""

    def __init__(self) -> None:
        self.first: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and self.first is None and attributes.get("state", "visible") == "visible":
            self.first = next(
                (v for k, v in attributes.items() if k.rpartition(":")[1:] == (":", "id")), None
            )


def places(book: Workbook) -> tuple[str, str | None, str | None]:
    """Where the first sheet stands, its texts and its formats; the latter two a workbook may do without."""
    main = _links(book, "").by_kind.get("officeDocument", "")
    links = _links(book, main)
    sheets = _Sheets()
    book.parse(main, sheets)
    sheet = links.by_id.get(sheets.first or "")
    if sheet is None:
        raise SheetRefused("import-not-xlsx")
    texts, looks = links.by_kind.get("sharedStrings"), links.by_kind.get("styles")
    return sheet, texts if texts and texts in book else None, looks if looks and looks in book else None


def _links(book: Workbook, part: str) -> _Links:
    folder, name = posixpath.split(part)
    links = _Links(folder)
    book.parse(posixpath.join(folder, "_rels", f"{name}.rels"), links)
    return links


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _no_doctype(*_: object) -> None:
    """No spreadsheet has one; whoever writes one wants something else of us."""
    raise SheetRefused("import-not-xlsx")
