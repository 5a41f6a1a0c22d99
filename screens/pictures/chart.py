"""Two rows of columns, one over the other: numbers of the months side by side. Values in, PNG bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from screens.pictures import page
from screens.pictures.fonts import Weight, fit

CHART_SMALLEST = 34
"""Pixels of the smallest words: 28 are left where the picture is shown 1080 wide."""

_COLUMN = 96  # pixels of a column's grey: against paper it has a contrast of more than 4.5 to 1
_LEFT, _WIDTH = 60, page.SIDE - 120
_TITLE = page.Line(top=30, bottom=110, baseline=92, size=56, smallest=44, weight="bold", width=_WIDTH)
_TOPS = (130, 700)
_HEAD, _BASE, _HIGHEST, _FOOT = 60, 470, 290, 530  # below a row's top: words, columns' feet, height, months


@dataclass(frozen=True)
class ChartRow:
    """A row of columns: what it counts, each column's height, and its number in words."""

    name: str
    values: tuple[int, ...]
    labels: tuple[str, ...]


def chart_picture(title: str, months: Sequence[str], rows: tuple[ChartRow, ChartRow]) -> bytes:
    """A PNG of the cards' size. Columns of a row are as high as their values are beside its greatest."""
    sheet = page.blank()
    page.write(sheet, title, _TITLE)
    for top, row in zip(_TOPS, rows, strict=True):
        _draw(sheet, top, months, row)
    return page.png(sheet)


def _draw(sheet: Image.Image, top: int, months: Sequence[str], row: ChartRow) -> None:
    draw = ImageDraw.Draw(sheet)
    words, face = fit(row.name, "bold", 46, 38, _WIDTH)
    draw.text((_LEFT, top + _HEAD), words, fill=page.FULL, font=face, anchor="ls")
    step = _WIDTH / max(len(months), 1)
    greatest = max(row.values, default=0)
    for number, (value, label, month) in enumerate(zip(row.values, row.labels, months, strict=True)):
        left, height = _LEFT + step * number, _height(value, greatest)
        foot = top + _BASE
        column = (left + step * 0.15, foot - height, left + step * 0.85, foot)
        draw.rectangle(column, fill=_COLUMN)
        _write(draw, label, left + step / 2, foot - height - 12, step, "bold")
        _write(draw, month, left + step / 2, top + _FOOT, step, "regular")
    draw.rectangle((_LEFT, top + _BASE, _LEFT + _WIDTH, top + _BASE + 3), fill=page.MUTED)


def _write(
    draw: ImageDraw.ImageDraw, text: str, middle: float, baseline: float, step: float, weight: Weight
) -> None:
    words, face = fit(text, weight, 40, CHART_SMALLEST, step - 8)
    draw.text((middle, baseline), words, fill=page.FULL, font=face, anchor="ms")


def _height(value: int, greatest: int) -> int:
    """Something above nothing is seen, however small."""
    return max(4, _HIGHEST * value // greatest) if value > 0 else 0
