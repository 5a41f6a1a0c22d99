"""A paper as a PDF: A5, in the fonts that have all our letters. Heavy: for the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.papers.model import Paper, Row
from screens.pictures.fonts import Weight, clean, font_file
from screens.pictures.qr import enlarged, modules

if TYPE_CHECKING:
    from fpdf import FPDF

FORMAT = (148.0, 210.0)  # A5
MARGIN = 14.0  # millimetres, as everything here
LABEL = 38.0  # the column of what it is
QR_SIDE = 42.0
QR_MODULE = 8  # pixels, so that a printer has something to do
PRIMARY, QUIET = (20, 20, 20), (110, 110, 110)

_FAMILY = "DejaVu"
_STYLES: dict[Weight, str] = {"regular": "", "bold": "B"}


def draw(paper: Paper) -> bytes:
    """The file."""
    pdf = _opened(paper)
    _line(pdf, paper.title, 11, "regular", QUIET)
    _line(pdf, paper.shop, 13, "bold")
    pdf.ln(3)
    _line(pdf, paper.amount, 24, "bold")
    _line(pdf, paper.state, 12, "bold")
    for note in paper.notes:
        _line(pdf, note, 12, "bold")
    pdf.ln(3)
    for row in paper.rows:
        _row(pdf, row)
    if paper.lines:
        pdf.ln(3)
    for line in paper.lines:
        _line(pdf, line, 10)
    if paper.back:
        pdf.ln(3)
    for row in paper.back:
        _row(pdf, row, "bold")
    pdf.ln(4)
    _proof(pdf, paper)
    return bytes(pdf.output())


def _opened(paper: Paper) -> FPDF:
    from fpdf import FPDF  # takes a third of a second: only where a paper is drawn

    pdf = FPDF(format=FORMAT)
    for weight, style in _STYLES.items():
        pdf.add_font(_FAMILY, style, font_file(weight))
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(auto=True, margin=MARGIN)
    pdf.set_lang(paper.locale)
    pdf.set_title(f"{paper.title} {paper.code[1]}")
    pdf.set_creation_date(paper.at)
    pdf.add_page()
    return pdf


def _line(
    pdf: FPDF, text: str, size: float, weight: Weight = "regular", colour: tuple[int, int, int] = PRIMARY
) -> None:
    """A paragraph over the whole width left of the right margin."""
    _pen(pdf, size, weight, colour)
    pdf.multi_cell(0, size * 0.5, clean(text, weight), align="L", new_x="LMARGIN", new_y="NEXT")


def _row(pdf: FPDF, row: Row, weight: Weight = "regular") -> None:
    """What it is on the left, quietly; how much or which beside it, in as many lines as it takes."""
    label, value = row
    _pen(pdf, 10, weight, PRIMARY)
    text = clean(value, weight)
    width = pdf.epw - LABEL
    if pdf.will_page_break(pdf.multi_cell(width, 5.5, text, align="L", dry_run=True, output="HEIGHT")):  # type: ignore[arg-type]
        pdf.add_page()
    top = pdf.get_y()
    pdf.set_x(pdf.l_margin + LABEL)
    pdf.multi_cell(width, 5.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    below = pdf.get_y()
    pdf.set_y(top)
    _pen(pdf, 10, "regular", QUIET)
    pdf.multi_cell(LABEL - 2, 5.5, clean(label, "regular"), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(max(below, pdf.get_y()))


def _proof(pdf: FPDF, paper: Paper) -> None:
    """The QR, and beside it the code and what to do with both; together on one page."""
    if pdf.will_page_break(QR_SIDE + 22):
        pdf.add_page()
    top, left = pdf.get_y(), pdf.l_margin
    pdf.image(enlarged(modules(paper.link), QR_MODULE).convert("1"), x=left, y=top, w=QR_SIDE)
    beside = left + QR_SIDE + 4
    pdf.set_left_margin(beside)
    pdf.set_xy(beside, top + 3)
    label, code = paper.code
    _line(pdf, label, 10, "regular", QUIET)
    _line(pdf, code, 15, "bold")
    pdf.ln(1)
    _line(pdf, paper.check, 9, "regular", QUIET)
    pdf.set_left_margin(left)
    pdf.set_xy(left, max(pdf.get_y(), top + QR_SIDE) + 3)
    _line(pdf, paper.last, 9, "regular", QUIET)


def _pen(pdf: FPDF, size: float, weight: Weight, colour: tuple[int, int, int]) -> None:
    pdf.set_font(_FAMILY, _STYLES[weight], size)
    pdf.set_text_color(*colour)
