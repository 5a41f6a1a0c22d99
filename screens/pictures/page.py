"""The sheet that all pictures share: places, inks, and the PNG at the end.

A sheet is drawn in grey levels, 0 being full ink and 255 bare paper, and becomes a palette picture:
one ink for the words, a second one for the panel. That costs a third of drawing in RGB, and is
opaque all the same, so that the white stays white in a dark theme.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from screens.pictures.fonts import Weight, fit

Colour = tuple[int, int, int]

SIDE = 1280
"""Width and height of every card picture in pixels: Telegram's own limit, so nothing is scaled there."""

INK: Colour = (15, 23, 42)
FULL, MUTED, TINT, PAPER = 0, 84, 234, 255

_HALF = 128  # levels of each of the two inks
_SMOOTH = 4  # shapes are drawn this many times larger, then reduced


@dataclass(frozen=True)
class Label:
    """The words on a picture, ready to read; each may be empty. What is too long shrinks, then is cut."""

    title: str
    amount: str
    number: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A place for words: the strip they may touch, where they stand in it, how far they shrink."""

    top: int
    bottom: int
    baseline: int
    size: int
    smallest: int
    weight: Weight
    width: int = SIDE - 120


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int


HEADER = Line(top=24, bottom=124, baseline=100, size=64, smallest=40, weight="bold")
AMOUNT = Line(top=1036, bottom=1170, baseline=1140, size=128, smallest=48, weight="bold")
FOOTER = Line(top=1170, bottom=1260, baseline=1226, size=54, smallest=40, weight="regular")
PANEL = Box(left=120, top=160, width=1040, height=840)


def blank() -> Image.Image:
    """A bare sheet."""
    return Image.new("L", (SIDE, SIDE), PAPER)


def write(sheet: Image.Image, text: str, line: Line, level: int = FULL) -> None:
    """Put the text in the middle of its line; nothing is drawn outside the line's strip."""
    words, face = fit(text, line.weight, line.size, line.smallest, line.width)
    if not words:
        return
    strip = Image.new("L", (line.width, line.bottom - line.top))
    place = (line.width / 2, line.baseline - line.top)
    ImageDraw.Draw(strip).text(place, words, fill=255, font=face, anchor="ms")
    sheet.paste(level, ((sheet.width - line.width) // 2, line.top), strip)


def write_header(sheet: Image.Image, label: Label) -> None:
    """The shop's name, over everything."""
    write(sheet, label.title, HEADER)


def write_amount(sheet: Image.Image, label: Label, level: int = FULL) -> None:
    """The amount, under the code or panel."""
    write(sheet, label.amount, AMOUNT, level)


def write_footer(sheet: Image.Image, *parts: str) -> None:
    """The small words at the foot, parted by a dot; empty ones are left out."""
    write(sheet, " · ".join(part for part in parts if part), FOOTER, MUTED)


def panel() -> Image.Image:
    """A sheet with a calm tinted field in the middle, where a code would stand."""
    sheet = blank()
    sheet.paste(TINT, (PANEL.left, PANEL.top), _field())
    return sheet


def signed(sign: Image.Image, box: Box, label: Label, number: Line) -> bytes:
    """A PNG with a sign on the panel where a code would stand, and the number big under it."""
    sheet = panel()
    sheet.paste(MUTED, (box.left, box.top), sign)
    write(sheet, label.number, number)
    write_header(sheet, label)
    write_amount(sheet, label)
    write_footer(sheet, label.note)
    return png(sheet)


def smooth(width: int, height: int, paint: Callable[[ImageDraw.ImageDraw, int], None]) -> Image.Image:
    """A mask with soft edges: `paint` draws white on it, at the enlargement that it is told."""
    mask = Image.new("L", (width * _SMOOTH, height * _SMOOTH))
    paint(ImageDraw.Draw(mask), _SMOOTH)
    return mask.reduce(_SMOOTH)


def png(sheet: Image.Image, accent: Colour = INK) -> bytes:
    """The sheet as a PNG in ink; what lies on the panel is printed in the accent."""
    half = sheet.point([level // 2 for level in range(256)])
    if accent != INK:
        corner = (PANEL.left, PANEL.top)
        area = half.crop((*corner, PANEL.left + PANEL.width, PANEL.top + PANEL.height))
        half.paste(area.point([min(level + _HALF, 255) for level in range(256)]), corner)
    half.putpalette(_ramp(INK) + _ramp(accent))
    out = BytesIO()
    half.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _ramp(ink: Colour) -> list[int]:
    last = _HALF - 1
    return [part + (255 - part) * level // last for level in range(_HALF) for part in ink]


@lru_cache(maxsize=1)
def _field() -> Image.Image:
    def paint(draw: ImageDraw.ImageDraw, n: int) -> None:
        draw.rounded_rectangle((0, 0, PANEL.width * n - 1, PANEL.height * n - 1), 56 * n, fill=255)

    return smooth(PANEL.width, PANEL.height, paint)
