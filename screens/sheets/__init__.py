"""Spreadsheets: rows in, a file out. Pure, and heavy: made in the worker process, never on the event loop.

XlsxWriter writes and openpyxl reads; each is imported when it is first needed. Imports no chat framework.
"""

from screens.sheets.made import FOLDER, MOST_BYTES, MOST_ROWS, Format, NotMade, SheetFile, TooBig, Wanted
from screens.sheets.model import Cell, Column, Kind, Line, Sheet

__all__ = [
    "FOLDER",
    "MOST_BYTES",
    "MOST_ROWS",
    "Cell",
    "Column",
    "Format",
    "Kind",
    "Line",
    "NotMade",
    "Sheet",
    "SheetFile",
    "TooBig",
    "Wanted",
]
