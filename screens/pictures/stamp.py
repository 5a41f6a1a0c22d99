"""The picture of an ended invoice: no code any more, but a word, a sign and a colour.

The signs differ in shape, so that nobody has to see the colour: a round tick, an hourglass, a round
bar, a triangle with an exclamation mark, an arrow down.
"""

from functools import lru_cache
from typing import Literal

from PIL import Image, ImageDraw

from screens.pictures import page
from screens.pictures.fonts import clean
from screens.pictures.page import Label

Kind = Literal["paid", "expired", "cancelled", "rejected", "moved"]

_COLOURS: dict[Kind, page.Colour] = {
    "paid": (15, 118, 70),
    "expired": (146, 84, 0),
    "cancelled": (71, 85, 105),
    "rejected": (180, 35, 24),
    "moved": (29, 84, 180),
}
_SIZE = 340
_PEN = 30
_TOP = 240
_ONE_LINE_UP_TO = 11  # characters: longer stamps of several words read better in two lines
_ONE = page.Line(top=640, bottom=910, baseline=810, size=132, smallest=48, weight="bold", width=940)
_UPPER = page.Line(top=610, bottom=765, baseline=730, size=96, smallest=48, weight="bold", width=940)
_LOWER = page.Line(top=760, bottom=915, baseline=850, size=96, smallest=48, weight="bold", width=940)


def stamped_picture(label: Label, stamp: str, kind: Kind) -> bytes:
    """A PNG of the same look with a sign and the stamp's word in place of a code."""
    sheet = page.panel()
    sheet.paste(page.FULL, ((page.SIDE - _SIZE) // 2, _TOP), _sign(kind))
    _write_stamp(sheet, stamp)
    page.write_header(sheet, label)
    page.write_amount(sheet, label, page.FULL if kind == "paid" else page.MUTED)
    page.write_footer(sheet, label.number, label.note)
    return page.png(sheet, _COLOURS[kind])


def _write_stamp(sheet: Image.Image, stamp: str) -> None:
    text = clean(stamp, _ONE.weight)
    words = text.split()
    if len(words) < 2 or len(text) <= _ONE_LINE_UP_TO:
        page.write(sheet, text, _ONE)
        return
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    upper, lower = min(halves, key=lambda half: max(len(half[0]), len(half[1])))
    page.write(sheet, upper, _UPPER)
    page.write(sheet, lower, _LOWER)


@lru_cache(maxsize=8)
def _sign(kind: Kind) -> Image.Image:
    return page.smooth(_SIZE, _SIZE, _SIGNS[kind])


def _tick(draw: ImageDraw.ImageDraw, n: int) -> None:
    draw.ellipse((0, 0, _SIZE * n - 1, _SIZE * n - 1), fill=255)
    _stroke(draw, n, [(95, 178), (148, 231), (248, 121)], fill=0)


def _bar(draw: ImageDraw.ImageDraw, n: int) -> None:
    edge = _PEN * n // 2
    draw.ellipse((0, 0, _SIZE * n - 1, _SIZE * n - 1), outline=255, width=2 * edge)
    _stroke(draw, n, [(66, 66), (274, 274)])


def _hourglass(draw: ImageDraw.ImageDraw, n: int) -> None:
    _stroke(draw, n, [(55, 20), (285, 20)])
    _stroke(draw, n, [(55, 320), (285, 320)])
    _stroke(draw, n, [(85, 20), (85, 80), (170, 170), (85, 260), (85, 320)])
    _stroke(draw, n, [(255, 20), (255, 80), (170, 170), (255, 260), (255, 320)])
    draw.polygon(_scaled(n, [(170, 220), (115, 275), (115, 305), (225, 305), (225, 275)]), fill=255)


def _warning(draw: ImageDraw.ImageDraw, n: int) -> None:
    corners = [(170, 40), (318, 296), (22, 296)]
    draw.polygon(_scaled(n, corners), fill=255)
    _stroke(draw, n, [*corners, corners[0]], pen=40)
    _stroke(draw, n, [(170, 122), (170, 205)], fill=0)
    _dot(draw, n, (170, 258), 19, fill=0)


def _arrow(draw: ImageDraw.ImageDraw, n: int) -> None:
    _stroke(draw, n, [(170, 25), (170, 225)])
    _stroke(draw, n, [(75, 135), (170, 230), (265, 135)])
    _stroke(draw, n, [(55, 315), (285, 315)])


_SIGNS = {
    "paid": _tick,
    "expired": _hourglass,
    "cancelled": _bar,
    "rejected": _warning,
    "moved": _arrow,
}


def _stroke(
    draw: ImageDraw.ImageDraw, n: int, points: list[tuple[int, int]], fill: int = 255, pen: int = _PEN
) -> None:
    """A line with round ends and corners."""
    draw.line(_scaled(n, points), fill=fill, width=pen * n)
    for point in points:
        _dot(draw, n, point, pen // 2, fill)


def _dot(draw: ImageDraw.ImageDraw, n: int, centre: tuple[int, int], radius: int, fill: int) -> None:
    x, y = centre[0] * n, centre[1] * n
    draw.ellipse((x - radius * n, y - radius * n, x + radius * n, y + radius * n), fill=fill)


def _scaled(n: int, points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(x * n, y * n) for x, y in points]
